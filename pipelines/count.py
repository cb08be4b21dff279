"""Count the records by layout and field: see `scraper.tally` for the names."""

from __future__ import annotations

from scrapy.crawler import Crawler

from scraper import tally
from scraper.items import Article


class Count:
    """Count what is written, and note how much drift `scraper.health` is to bear."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        tolerated = crawler.settings.getfloat("QILU_TOLERATED_DRIFT")
        self.stats.set_value("qilu/tolerated_drift", tolerated)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Count:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record."""
        for name in tally.names(item):
            self.stats.inc_value(name)
        return item
