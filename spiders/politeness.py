"""One politeness budget for the whole site, and the delay that its robots.txt asks for."""

from __future__ import annotations

import logging

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import robotstxt
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from scraper.regions import SITE
from scraper.urls import is_site_host

log = logging.getLogger(__name__)

_SHORTEST = 0.001  # seconds: Scrapy's slots look at the clock only if they have a delay


class SharedSlotMiddleware:
    """Put all hosts of the site into one download slot.

    Scrapy's limits are per host: 17 subdomains on one server would mean 17 times the rate.
    """

    def process_request(self, request: Request) -> None:
        """Name the slot of a request."""
        if is_site_host(urlparse_cached(request).hostname or ""):
            request.meta["download_slot"] = SITE


class PacedDownloader(Downloader):
    """Scrapy's own, but its limit of requests at a time holds without a delay, too.

    Scrapy counts a request as under way when its task begins. With a delay of 0 it takes all
    that wait out of a slot's queue before any task does, and sends them at once.
    """

    def _get_slot(self, request: Request, spider: Spider | None = None) -> tuple[str, Slot]:
        key, slot = super()._get_slot(request)
        slot.delay = max(slot.delay, _SHORTEST)
        return key, slot


class OneTryHandler(HTTP11DownloadHandler):
    """Scrapy's own, without Twisted's silent second request where a kept connection breaks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False


UNLESS = "unless"
"""The meta key of a condition under which a queued request is not sent any more."""


class EnoughError(IgnoreRequest):
    """A request that is not needed any more."""


class UnlessMiddleware:
    """Drop queued requests that have become needless: lists, when `max_articles` is reached."""

    def process_request(self, request: Request) -> None:
        """Raise `EnoughError` when the request's condition holds."""
        needless = request.meta.get(UNLESS)
        if needless and needless():
            raise EnoughError(f"not needed any more: {request.url}")


class CrawlDelay:
    """Slow a slot down to the Crawl-delay of a robots.txt, which Scrapy reads but ignores."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        logging.getLogger(robotstxt.__name__).addFilter(without_traceback)
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Make the extension."""
        return cls(crawler)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Apply the delay of the robots.txt that was just read."""
        delay = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if not delay:
            return
        downloader = self.crawler.engine.downloader
        key, slot = downloader._get_slot(request)
        if delay > floor(self.crawler, key):
            log.info("robots.txt of %s asks for %g s between requests", request.url, delay)
            downloader.per_slot_settings[key] = {"delay": delay}  # of a later slot, too
            slot.delay = max(slot.delay, delay)
        self.crawler.stats.max_value("qilu/crawl_delay", delay)


class Throttle(AutoThrottle):
    """AutoThrottle that never asks sooner than DOWNLOAD_DELAY and robots.txt say.

    Scrapy's knows no Crawl-delay, and its ceiling would shorten a longer delay.
    """

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is not None and slot is not None:
            slot.delay = max(slot.delay, floor(self.crawler, key))


def floor(crawler: Crawler, key: str) -> float:
    """Return the least delay of a download slot, in seconds."""
    set_by_robots: dict[str, float] = crawler.engine.downloader.per_slot_settings.get(key, {})
    return set_by_robots.get("delay", crawler.settings.getfloat("DOWNLOAD_DELAY"))


def without_traceback(record: logging.LogRecord) -> bool:
    """Let a log line pass without its traceback: a robots.txt that can't be had is no bug."""
    record.exc_info = None
    return True
