"""Keep records that break the schema out of the data, and say which and why."""

from __future__ import annotations

import jsonschema_rs
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scraper.folders import FolderError
from scraper.items import Article, Record
from scraper.records import to_dict
from scraper.schema import json_schema
from scraper.store import Store

from .hold import give_up, store_of


class Validate:
    """Drop what the JSON Schema refuses into `rejects.jsonl`, with the reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
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
        if store := store_of(self.crawler):
            self._keep(store, item, {"reasons": reasons, "record": record})
        raise DropItem(f"rejected {item.url}: {'; '.join(reasons)}", log_level="ERROR")

    def _keep(self, store: Store, item: Article, reject: Record) -> None:
        try:
            store.reject(item, reject)
        except FolderError as error:
            give_up(self.crawler, error)
