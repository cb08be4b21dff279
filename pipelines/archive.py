"""Keep what the site answers, as it came, before anything reads it."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Response

from scraper.archive import Archive
from scraper.folders import FolderError
from scraper.warc import ARCHIVED, PAGE_KEY, Archived, Exchange

from .hold import give_up, store_of


class ArchiveMiddleware:
    """Write each response and its request to the archive, whatever its status.

    It is next to the network: it sees robots.txt, redirects, attempts that are repeated, and
    bodies that are still compressed. What can't be written is not read either.
    """

    def __init__(self, crawler: Crawler) -> None:
        store = store_of(crawler)
        if store is None or store.archive is None:
            raise NotConfigured
        self.crawler = crawler
        self.archive: Archive = store.archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Make the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note in the request's meta where the response is, for the spider."""
        now = datetime.now(UTC).replace(microsecond=0)  # as exact as an archive is
        try:
            ref = self.archive.write(_exchange(request, response, now))
        except FolderError as error:
            give_up(self.crawler, error)
            raise IgnoreRequest(f"not archived: {error}") from error
        request.meta[ARCHIVED] = Archived(ref, now)
        self.crawler.stats.inc_value("qilu/archived")
        return response


def _exchange(request: Request, response: Response, now: datetime) -> Exchange:
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=_pairs(request.headers),
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        headers=_pairs(response.headers),
        body=response.body,
        fetched_at=now,
        page=request.meta.get(PAGE_KEY),
    )


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
