"""Keep records that break the schema out of the data, and say which and why."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scraper.items import Article
from scraper.records import to_dict
from scraper.schema import json_schema


class Validate:
    """Drop what the JSON Schema refuses into `rejects.jsonl`, with the reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.folder: str = crawler.settings.get("QILU_OUTPUT", "")
        self.validator = jsonschema_rs.validator_for(json_schema(), validate_formats=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Validate:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record, or raise `DropItem`."""
        record = to_dict(item)
        reasons = [
            f"{'/'.join(map(str, error.instance_path)) or 'record'}: {error.message}"
            for error in self.validator.iter_errors(record)
        ]
        if not reasons:
            return item
        self.crawler.stats.inc_value("qilu/rejected")
        if self.folder:
            _append(Path(self.folder) / "rejects.jsonl", {"reasons": reasons, "record": record})
        raise DropItem(f"rejected {item.url}: {'; '.join(reasons)}", log_level="ERROR")


def _append(path: Path, line: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
