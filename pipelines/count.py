"""Count the records by layout and field: see `scraper.tally` for the names."""

from __future__ import annotations

from scrapy.crawler import Crawler

from scraper import tally
from scraper.items import Article, QiluError


class Count:
    """Count what is written, and note how much drift `scraper.health` is to bear."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.stats.set_value("qilu/tolerated_drift", _share(crawler, "QILU_TOLERATED_DRIFT"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Count:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Return the record."""
        for name in tally.names(item):
            self.stats.inc_value(name)
        return item


def _share(crawler: Crawler, setting: str) -> float:
    """Return a setting that is a share. Raises `QiluError` for what is none."""
    given = crawler.settings.get(setting)
    try:
        share = float(given)
    except (TypeError, ValueError):
        share = -1.0
    if not 0 <= share <= 1:
        raise QiluError(f"{setting} must be a share from 0 to 1, not {given!r}")
    return share
