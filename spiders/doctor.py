"""A first look at the live site: `qilu doctor --live` judges what this spider brings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from scraper.doctor.live import REQUESTS, Ask, Purpose, Visit, tour
from scraper.regions import SITE, select

from .base import NETWORK_ERRORS, SpiderArgumentError
from .robots import is_ban
from .whole import UnusableError

_BEFORE_DECOMPRESSION = 585  # and behind whatever makes requests of its own


class NoneLeftError(IgnoreRequest):
    """A request too many."""


class Budget:
    """Let a few requests through, and no more; robots.txt and redirects count, too."""

    def __init__(self) -> None:
        self.left = REQUESTS

    def process_request(self, request: Request) -> None:
        """Count a request. Raises `NoneLeftError`."""
        if not self.left:
            raise NoneLeftError(f"all {REQUESTS} requests are made: {request.url} is not asked for")
        self.left -= 1


class DoctorSpider(Spider):
    """Look at a city's site, one request at a time; the items are `Visit`s.

    Argument: `region` (slug or name).
    """

    name = "doctor"
    needs_contact = True

    def __init__(self, region: str = "dezhou", **arguments: Any) -> None:
        if unknown := ", ".join(arguments):
            raise SpiderArgumentError(f"unknown argument of the doctor spider: {unknown}")
        super().__init__()
        self.region, *more = select(region)
        if more:
            raise SpiderArgumentError(f"one region at a time, not {region!r}")
        self.allowed_domains = [SITE]
        self.robots: list[Visit] = []

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Ask as the crawl does, but within the budget; and write nothing."""
        super().update_settings(settings)
        middlewares = {**settings.getdict("DOWNLOADER_MIDDLEWARES"), Budget: _BEFORE_DECOMPRESSION}
        own = {"QILU_OUTPUT": "", "ITEM_PIPELINES": {}, "RETRY_ENABLED": False}
        settings.setdict({**own, "DOWNLOADER_MIDDLEWARES": middlewares}, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> DoctorSpider:
        """Make the spider, and let it see the answers to requests for robots.txt."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.note_robots, signal=signals.response_received)
        return spider

    async def start(self) -> AsyncIterator[Visit]:
        """Make the tour; yield what it brings, and the answers to robots.txt at last."""
        steps = tour(self.region)
        ask = next(steps)
        while True:
            visit = await self.visit(ask)
            yield visit
            try:
                ask = steps.send(visit)
            except StopIteration:
                break
        for visit in self.robots:
            yield visit

    async def visit(self, ask: Ask) -> Visit:
        """Make one request."""
        request = Request(ask.url, headers={**ask.headers}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except NETWORK_ERRORS as error:
            is_answered = isinstance(error, UnusableError)
            return Visit(
                ask=ask,
                url=ask.url,
                status=200 if is_answered else 0,
                error=f"{error or type(error).__name__}",
                is_forbidden=is_ban(error),
                is_sent=is_answered or not isinstance(error, IgnoreRequest),
            )
        return _visit(ask, response)

    def note_robots(self, response: Response, request: Request) -> None:
        """Keep the answer to a request for robots.txt."""
        if urlparse_cached(request).path == "/robots.txt":
            self.robots.append(_visit(Ask(Purpose.ROBOTS, request.url), response))


def _visit(ask: Ask, response: Response) -> Visit:
    headers = response.headers.to_unicode_dict().items()
    return Visit(
        ask=ask,
        url=response.url,
        status=response.status,
        headers={str(name).lower(): str(value) for name, value in headers},
        body=response.body,
    )
