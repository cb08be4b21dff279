"""Pages that arrived empty or cut off are asked for again, and those without measure refused."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper import notices
from scraper.limits import excess
from scraper.urls import PAGE_FORMS, Form, address

_PAGES = PAGE_FORMS | {Form.LIST, Form.HOME}


class UnusableError(IgnoreRequest):
    """A request that was answered, with status 200, but with what can't be used."""


class IncompleteError(UnusableError):
    """A page that never arrived whole."""


class TooMuchError(UnusableError):
    """A page that would take too much memory to parse."""


class WholePageMiddleware:
    """Ask again for a page without an end; raise `IncompleteError` when it stays so.

    Raise `TooMuchError` for a page with more tags than any has.

    HTTP tells of a page cut off only where the server gave its length, and gave it right.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholePageMiddleware:
        """Make the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response if it is whole, else another request for it."""
        if response.status != 200:
            return response
        if why := excess(response.body):
            raise TooMuchError(why)
        why = defect(response, is_page=address(request.url).form in _PAGES)
        if why is None:
            return response
        spider: Any = self.crawler.spider
        again = get_retry_request(request, spider=spider, reason=why)
        if again is None:
            raise IncompleteError(why)
        return again


def defect(response: Response, *, is_page: bool) -> str | None:
    """Return what a response lacks; ``None`` when nothing does."""
    if not is_page:  # a robots.txt
        return "the transfer broke off" if "dataloss" in response.flags else None
    return notices.defect(response.body)
