"""End a crawl when the hours are over at which the site may be asked."""

from __future__ import annotations

import asyncio
from datetime import datetime

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.dates import SHANGHAI
from scraper.health import HOURS_OVER
from scraper.manners import Hours, OutsideHoursError


def now() -> datetime:
    """Return the time at the site."""
    return datetime.now(SHANGHAI)


class HoursExtension:
    """Start no crawl outside `QILU_HOURS`, and end one there: what was fetched is kept.

    It ends and does not wait: to start again is the scheduler's part. A few requests that
    are already on their way are still answered.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.hours = Hours(crawler.settings.get("QILU_HOURS", ""))
        if not self.hours.text:
            raise NotConfigured
        if not self.hours.include(now()):
            raise OutsideHoursError(
                f"it is {now():%H:%M} in Shandong, outside of QILU_HOURS={self.hours.text}"
            )
        self.crawler = crawler
        crawler.signals.connect(self.asked, signal=signals.request_reached_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HoursExtension:
        """Make the extension. Raises `OutsideHoursError` outside of them."""
        return cls(crawler)

    def asked(self) -> None:
        """Look at the clock with each request."""
        if not self.hours.include(now()):
            self.crawler.signals.disconnect(self.asked, signals.request_reached_downloader)
            ending = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason=HOURS_OVER)
            )
            ending.add_done_callback(lambda done: done.exception())
