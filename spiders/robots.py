"""What a robots.txt that can't be had means: RFC 9309 takes it for a complete disallow."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from .whole import UnusableError

log = logging.getLogger(__name__)

_SERVER_ERROR = 500  # and above; with 4xx there is no robots.txt, and all is allowed


class UnreachableRobotsError(IgnoreRequest):
    """A request to a host whose robots.txt is not to be had for now."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's own, but nothing is asked of a host whose robots.txt can't be had.

    Scrapy takes an error page for an empty robots.txt. It is no ban: the next run asks again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.unreachable: dict[str, str] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise `IgnoreRequest` for what may not be asked."""
        if why := self.unreachable.get(urlparse_cached(request).netloc):
            raise UnreachableRobotsError(why)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_ERROR:
            self._close(netloc, f"status {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        is_refused = isinstance(exc, IgnoreRequest)  # not sent: as to a host that was given up
        if not is_refused or isinstance(exc, UnusableError):
            self._close(netloc, str(exc).rstrip(".") or type(exc).__name__)
        super()._robots_error(exc, netloc)

    def _close(self, netloc: str, why: str) -> None:
        self.unreachable[netloc] = f"robots.txt can't be had: {why}, so the host is not asked"
        log.error("nothing is asked of %s: its robots.txt can't be had: %s", netloc, why)


def is_ban(error: object) -> bool:
    """Whether an error is that of a page which a robots.txt forbids."""
    return isinstance(error, IgnoreRequest) and str(error) == "Forbidden by robots.txt"
