"""What both spiders do with an article: ask for it, read it, join its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper import errors
from scraper.continued import Parts, lacks_parts, part_url, read
from scraper.items import Article, NotAnArticleError, QiluError
from scraper.parts import new_run_id
from scraper.report import Job
from scraper.store import Store
from scraper.urls import Address, Form, address
from scraper.warc import ARCHIVED, FIRST_PAGE, PAGE_KEY, Archived, part_page

from .robots import is_ban

NETWORK_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    OSError,
    ResponseDataLossError,
    TunnelError,
)
LISTED = "listed"
"""The meta key of the address that an article was asked for by; redirects may lead away."""
_COME_BACK_LATER = {403, 408, 429}  # the site is there, but not for us now
REMEMBERED_FAILURES = 100


class SpiderArgumentError(QiluError, ValueError):
    """An argument that a spider can't use."""


class QiluSpider(Spider):
    """A spider whose items are `scraper.items.Article`s."""

    needs_contact = False
    """Whether it asks for so much that it must say whom to turn to, unless someone watches."""

    def __init__(self, **arguments: Any) -> None:
        arguments.pop("_job", None)  # scrapyd's name of the run, which it adds to the arguments
        if unknown := ", ".join(arguments):
            raise SpiderArgumentError(f"unknown argument of the {self.name} spider: {unknown}")
        super().__init__()
        self.store: Store | None = None
        """The output folder, where the run has one."""
        self.run_id = new_run_id(datetime.now(UTC))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let the user agent say whom to turn to, unless it is given as a whole."""
        super().update_settings(settings)
        if contact := settings["QILU_CONTACT"]:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    def job(self) -> Job:
        """Return what the run was told to do, for its report."""
        return Job(spider=self.name)

    def article_request(self, url: str, **options: Any) -> Request:
        """Return the request for an article: part 1, over https."""
        target = address(url)
        meta = {LISTED: target, PAGE_KEY: FIRST_PAGE, **options.pop("meta", {})}
        # An app share is asked for as linked: whether its server minds the padding is unknown.
        asked = url.partition("#")[0] if target.form is Form.APP else target.url
        # Not filtered: Scrapy drops a redirect to an address seen before without a word.
        return Request(
            asked,
            callback=self.parse_article,
            errback=self.failed,
            meta=meta,
            dont_filter=True,
            **options,
        )

    async def parse_article(self, response: Response) -> AsyncIterator[Article]:
        """Yield the record of an article page, its further parts included."""
        try:
            article, more = self.read(response)
        except NotAnArticleError as error:
            self.note_failure(asked_first(response), str(error))
            self.missed(response.meta[LISTED], soon=False)
            return
        if response.meta[LISTED].id != article.id:  # it led to another article
            self.missed(response.meta[LISTED], soon=False)
        whole = await self.with_parts(article, more) if more else article
        problems = (problem.message for problem in whole.metadata.problems)
        if self.store and not lacks_parts(problems):  # else part 1 alone may stay as it is
            etag, modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
            self.store.note_validators(whole.id, etag, modified)
        yield whole

    def read(self, response: Response) -> tuple[Article, tuple[int, ...]]:
        """Parse a response; return the record and the numbers of its further parts."""
        archived: Archived | None = response.meta.get(ARCHIVED)
        return read(
            response.body,
            response.url,
            fetched_at=archived.at if archived else datetime.now(UTC),
            run_id=self.run_id,
            spider=self.name,
            http_status=response.status,
            archive=archived.ref if archived else None,
        )

    async def with_parts(self, first: Article, numbers: tuple[int, ...]) -> Article:
        """Fetch the further parts of an article, and those that they link to, and join them."""
        parts = Parts(first, numbers)
        for number in parts:
            try:
                parts.add(number, *await self.fetch_part(first, number))
            except (NotAnArticleError, PartError) as error:
                parts.miss(number, str(error))
        return parts.joined()

    async def fetch_part(self, first: Article, number: int) -> tuple[Article, tuple[int, ...]]:
        """Fetch and parse one further part. Raises `PartError` when it can't be had."""
        meta = {PAGE_KEY: part_page(first.canonical_url, number)}
        request = Request(part_url(first, number), callback=NO_CALLBACK, meta=meta)
        try:
            response = await self.crawler.engine.download_async(request)
        except NETWORK_ERRORS as error:
            raise PartError(f"{type(error).__name__}: {error}") from error
        if response.status != 200:
            raise PartError(f"status {response.status}")
        return self.read(response)

    def failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        counter = "qilu/forbidden" if is_forbidden(failure) else "qilu/failed"
        self.note_failure(asked_first(request), reason(failure), counter)
        self.missed(request.meta[LISTED], soon=not is_forbidden(failure) and not is_absent(failure))

    def missed(self, target: Address, *, soon: bool) -> None:
        """Take note of an article that gave no record; `soon`: it may at the next attempt."""

    def note_failure(self, url: str, why: str, counter: str = "qilu/failed") -> None:
        """Log and count a page that gave no record."""
        self.crawler.stats.inc_value(counter)
        errors.note(self.crawler.stats, why, url)
        failures = self.crawler.stats.get_value("qilu/failures", [])
        if len(failures) < REMEMBERED_FAILURES:
            self.crawler.stats.set_value("qilu/failures", [*failures, f"{url}: {why}"])
        self.logger.error("%s: %s", url, why)


class PartError(Exception):
    """A further part of an article that can't be had."""


def asked_first(sent: Request | Response) -> str:
    """Return the address that was asked for before any redirect."""
    url: str = sent.meta.get("redirect_urls", [sent.url])[0]
    return url


def is_forbidden(failure: Failure) -> bool:
    """Whether robots.txt forbids a request: obeying it is no failure."""
    return is_ban(failure.value)


def is_absent(failure: Failure) -> bool:
    """Whether the site says that there is no such page."""
    error = failure.value
    status = error.response.status if isinstance(error, HttpError) else 0
    return 400 <= status < 500 and status not in _COME_BACK_LATER


def _header(response: Response, name: str) -> str | None:
    value: bytes | None = response.headers.get(name)
    return value.decode("latin-1") if value else None


def reason(failure: Failure) -> str:
    """Return why a request failed, in words for a person."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    if isinstance(error, DownloadCancelledError):
        return "larger than DOWNLOAD_MAXSIZE"
    return str(error) or type(error).__name__
