"""All articles of cities: `scrapy crawl region -a regions=dezhou,jinan`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper import regions as table
from scraper.items import Article
from scraper.page import Page
from scraper.parsers import listing
from scraper.parsers.listing import Listed
from scraper.periods import Period, today

from .base import QiluSpider, SpiderArgumentError, is_forbidden, reason
from .politeness import UNLESS, EnoughError

_COME_BACK_LATER = {403, 408, 429}  # the site is there, but not for us now
_LISTS_LATER = -10  # priority: the articles of a list page are fetched before the next page


class RegionSpider(QiluSpider):
    """Walk the column lists of cities, newest first, and fetch their articles.

    Arguments: `regions` (slugs or names, comma-separated; `all`), `since` and `until`
    (`2020-11-01`, `7d`; both days included), `columns` (slugs; default: those that the city's
    home page links to), `max_pages` (list pages a column), `max_articles` (in all).
    """

    name = "region"

    def __init__(
        self,
        regions: str = "",
        since: str = "",
        until: str = "",
        columns: str = "",
        max_pages: str = "",
        max_articles: str = "",
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.regions = table.select(regions)
        self.period = Period.of(since, until, today=today())
        self.columns = _slugs(columns)
        self.max_pages = _count(max_pages, "max_pages")
        self.max_articles = _count(max_articles, "max_articles")
        self.allowed_domains = [table.host(region) for region in self.regions]
        self.asked: set[str] = set()
        self.walked: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the home pages, or for the columns that were named."""
        self.crawler.stats.set_value("qilu/period", self.period != Period())
        for host in self.allowed_domains:
            if not self.columns:
                yield self.list_request(f"https://{host}/", self.parse_home)
            for column in self.columns:
                if request := self.column_request(f"https://{host}/{column.strip('/')}/"):
                    yield request

    def list_request(self, url: str, callback: Any, **arguments: Any) -> Request:
        """Return the request for a home or list page; it is not sent when enough are asked for."""
        return Request(
            url,
            meta={UNLESS: self.full},
            callback=callback,
            errback=self.list_failed,
            priority=_LISTS_LATER,
            cb_kwargs=arguments,
            dont_filter=True,
        )

    def column_request(self, url: str) -> Request | None:
        """Return the request for a column's first page, once."""
        if url in self.walked:
            return None
        self.walked.add(url)
        return self.list_request(url, self.parse_list, number=1, known=frozenset())

    def parse_home(self, response: Response) -> Iterator[Request]:
        """Follow the columns that a home page links to, and the articles on it."""
        found = listing.read(Page(response.body, response.url))
        yield from self.follow(found.articles)
        for url in found.columns:
            if request := self.column_request(url):
                yield request
        if not found.columns and not found.articles:
            self.note_failure(response.url, "the home page links to no column and no article")

    def parse_list(
        self, response: Response, number: int, known: frozenset[str]
    ) -> Iterator[Request]:
        """Follow the articles of a list page, and its next page unless all here is too old.

        `known` holds the ids met on the earlier pages of this list: a pager that repeats
        itself brings nothing new, and is not followed further.
        """
        found = listing.read(Page(response.body, response.url))
        self.crawler.stats.inc_value("qilu/list_pages")
        yield from self.follow(found.articles)
        here = {one.address.id for one in found.articles}
        days = [one.day for one in found.articles if one.address.host in self.allowed_domains]
        ended = here <= known or number >= (self.max_pages or number + 1)
        if found.next_page and not ended and not self.full() and not self.period.is_past(days):
            yield self.list_request(
                found.next_page, self.parse_list, number=number + 1, known=known | here
            )

    def follow(self, articles: tuple[Listed, ...]) -> Iterator[Request]:
        """Ask for each article of the chosen cities and period, once."""
        for one in articles:
            wanted = one.address.host in self.allowed_domains and self.period.may_hold(one.day)
            if wanted and one.address.id not in self.asked and not self.full():
                self.asked.add(one.address.id)
                yield self.article_request(one.href)

    def full(self) -> bool:
        """Whether as many articles were asked for as the user wants."""
        return self.max_articles is not None and len(self.asked) >= self.max_articles

    async def parse_article(self, response: Response) -> AsyncIterator[Article]:
        """Yield the record, unless the page says that it is from outside the period."""
        async for article in super().parse_article(response):
            if self.period.may_hold((article.date_published or "")[:10] or None):
                yield article
            else:
                self.crawler.stats.inc_value("qilu/outside_period")

    def list_failed(self, failure: Failure) -> None:
        """Note a list page that could not be fetched; page 2 and on may just not exist."""
        if isinstance(failure.value, EnoughError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        number = request.cb_kwargs.get("number", 0)  # 0: a home page
        absent = _is_absent(failure)
        if absent and number > 1:
            self.logger.debug("%s ends the list", request.url)
        elif is_forbidden(failure):
            self.note_failure(request.url, reason(failure), "qilu/forbidden")
        elif absent and number == 1 and not self.columns:  # a home page links to what is gone
            self.note_failure(request.url, reason(failure), "qilu/dead_columns")
        else:
            self.crawler.stats.inc_value("qilu/lists_failed")
            self.note_failure(request.url, reason(failure))


def _is_absent(failure: Failure) -> bool:
    error = failure.value
    status = error.response.status if isinstance(error, HttpError) else 0
    return 400 <= status < 500 and status not in _COME_BACK_LATER


def _slugs(text: str) -> list[str]:
    slugs = [word.strip("/") for word in re.split(r"[,，、\s]+", text.strip()) if word.strip("/")]
    for slug in slugs:
        if not re.fullmatch(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*", slug):
            raise SpiderArgumentError(f"not a column's slug: {slug!r} (as in /dzyaowen/: dzyaowen)")
    return slugs


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise SpiderArgumentError(f"{name} must be a whole number from 1, not {text!r}")
    return int(text)
