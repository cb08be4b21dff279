"""Count what Scrapy's stats leave out: lost records, errors by kind, slow pages, news."""

from __future__ import annotations

import heapq
from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import errors, summary
from scraper.items import Article

SLOWEST = 5  # pages


class Watch:
    """Count for `scraper.summary`."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.slowest: list[tuple[float, str]] = []
        self.lacking: dict[tuple[str, str], str] = {}
        self.stats.set_value(summary.SLOWEST, self.slowest)
        self.stats.set_value(summary.LACKING, self.lacking)
        for handler, signal in (
            (self.response_received, signals.response_received),
            (self.item_scraped, signals.item_scraped),
            (self.item_error, signals.item_error),
            (self.spider_error, signals.spider_error),
        ):
            crawler.signals.connect(handler, signal=signal, weak=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Watch:
        """Make the extension."""
        return cls(crawler)

    def response_received(self, response: Response, request: Request) -> None:
        """Remember the slowest pages."""
        heapq.heappush(self.slowest, (request.meta.get("download_latency", 0.0), response.url))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)

    def item_scraped(self, item: object) -> None:
        """Count news, and remember a page for each field that is absent."""
        if not isinstance(item, Article):  # of a spider that is not ours
            return
        for name in summary.lacks(item):
            self.lacking[item.metadata.layout, name] = item.url
        if item.region and summary.is_news(item, datetime.now(UTC)):
            self.stats.inc_value(f"{summary.NEWS}/{item.region.slug}")

    def item_error(self, item: object, failure: Failure) -> None:
        """Count a record that an error of ours has cost."""
        self.stats.inc_value("qilu/records_lost")
        errors.note(
            self.stats, f"{type(failure.value).__name__} in a pipeline", getattr(item, "url", "")
        )

    def spider_error(self, failure: Failure, response: Response | Failure) -> None:
        """Note a page that an error of ours has cost; Scrapy counts it."""
        url = response.url if isinstance(response, Response) else ""
        errors.note(self.stats, f"{type(failure.value).__name__} in the spider", url)
