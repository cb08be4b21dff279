"""Scrapy's own feed exports (`-O file.jsonl`), with the bytes of our serialiser."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import JsonLinesItemExporter

from scraper.items import Article
from scraper.records import to_json


class RecordExporter(JsonLinesItemExporter):
    """Write each record as `scraper.records.to_json` does; anything else as Scrapy would."""

    def export_item(self, item: Any) -> None:
        """Write one line."""
        if isinstance(item, Article):
            self.file.write(f"{to_json(item)}\n".encode())
        else:
            super().export_item(item)
