"""Write records to JSON Lines: one file a run and region, finished or absent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.items import Article
from scraper.records import to_json


class Writer:
    """Write `REGION-RUN.jsonl`; it is called `….part` until the run has closed it.

    Records of hosts that are no city's go to `other-RUN.jsonl`. The names are built from the
    table of regions and the run id, never from text of a page or of a user.
    """

    def __init__(self, crawler: Crawler) -> None:
        folder = crawler.settings.get("QILU_OUTPUT")
        if not folder:
            raise NotConfigured
        self.crawler = crawler
        self.folder = Path(folder)
        self.files: dict[str, TextIO] = {}
        self.written: list[Path] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Writer:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Append the record to its region's file."""
        name = item.region.slug if item.region else "other"
        self._file(f"{name}-{item.metadata.run_id}").write(to_json(item) + "\n")
        self.crawler.stats.inc_value(f"qilu/written/{name}")
        return item

    def close_spider(self) -> None:
        """Finish the files: flush to disk, then rename."""
        for file in self.files.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()
            part = Path(file.name)
            self.written.append(part.rename(part.with_suffix("")))
        self.crawler.stats.set_value("qilu/files", [str(path) for path in self.written])

    def _file(self, name: str) -> TextIO:
        if name not in self.files:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{name}.jsonl.part"
            self.files[name] = path.open("x", encoding="utf-8", newline="\n", buffering=1)
        return self.files[name]
