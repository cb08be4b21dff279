"""Write each article once a run, however many addresses lead to it."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scraper.items import Article


class Dedupe:
    """Drop a record whose id was seen in this run."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seen: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Dedupe:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record, or raise `DropItem`."""
        if item.id in self.seen:
            self.crawler.stats.inc_value("qilu/duplicates")
            raise DropItem(f"{item.url} is {item.id}, which this run already has")
        self.seen.add(item.id)
        return item
