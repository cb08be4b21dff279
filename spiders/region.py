"""All articles of cities: `scrapy crawl region -a regions=dezhou,jinan`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from scraper import regions as table
from scraper.items import Article
from scraper.page import Page
from scraper.parsers import listing
from scraper.parsers.listing import Listed, Listing
from scraper.periods import Period, today
from scraper.urls import address

from .base import QiluSpider, SpiderArgumentError, asked_first, is_forbidden, reason
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
        self.dead: set[str] = set()

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
        return self.list_request(url, self.parse_list, number=1, earlier=())

    def parse_home(self, response: Response) -> Iterator[Request]:
        """Follow the columns that a home page links to, and the articles on it."""
        found = self.read_list(response)
        yield from self.follow(found.articles)
        most = self.settings.getint("QILU_MAX_COLUMNS")
        for url in found.columns[:most]:
            if request := self.column_request(url):
                yield request
        if len(found.columns) > most:
            why = f"{len(found.columns)} columns are linked: only {most} are followed"
            self.note_list_failure(response.url, why)
        if not found.columns and not found.articles:
            self.note_failure(response.url, "the home page links to no column and no article")

    def read_list(self, response: Response) -> Listing:
        """Read a list or home page, as far as it is not longer than any real one."""
        found = listing.read(Page(response.body, response.url))
        most = self.settings.getint("QILU_MAX_LIST_ARTICLES")
        if len(found.articles) <= most:
            return found
        why = f"{len(found.articles)} articles are linked: only {most} are followed"
        self.note_list_failure(response.url, why)
        return replace(found, articles=found.articles[:most])

    def parse_list(
        self, response: Response, number: int, earlier: tuple[frozenset[str], ...]
    ) -> Iterator[Request]:
        """Follow the articles of a list page, and its next page unless all here is too old.

        `earlier` holds the ids met on each of the earlier pages of this list: a pager that
        repeats itself brings nothing new, and is not followed further.
        """
        found = self.read_list(response)
        self.crawler.stats.inc_value("qilu/list_pages")
        yield from self.follow(found.articles)
        here = frozenset(one.address.id for one in found.articles)
        days = [one.day for one in found.articles if one.address.host in self.allowed_domains]
        ended = here <= frozenset().union(*earlier) or number >= (self.max_pages or number + 1)
        if not here:
            self.note_empty_list(response.url, number)
        if not found.next_page or ended or self.full() or self.period.is_past(days):
            return
        if why := self.trap(number, earlier):
            self.note_list_failure(response.url, why)
            return
        request = self.list_request(
            found.next_page, self.parse_list, number=number + 1, earlier=(*earlier, here)
        )
        yield request

    def trap(self, number: int, earlier: tuple[frozenset[str], ...]) -> str | None:
        """Return why a list seems to have no end, if it does."""
        most = self.settings.getint("QILU_MAX_LIST_PAGES")
        if number >= most:
            return f"the list goes on after {most} pages: not followed further"
        dead = self.settings.getint("QILU_DEAD_LIST_PAGES")
        if len(earlier) >= dead and all(ids <= self.dead for ids in earlier[-dead:]):
            return f"no article of {dead} list pages could be had: not followed further"
        return None

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
        url = asked_first(request)
        number = request.cb_kwargs.get("number", 0)  # 0: a home page
        absent = _is_absent(failure)
        if absent and number > 1:
            self.logger.debug("%s ends the list", url)
        elif is_forbidden(failure):
            self.note_failure(url, reason(failure), "qilu/forbidden")
        elif absent and number == 1 and not self.columns:  # a home page links to what is gone
            self.note_failure(url, reason(failure), "qilu/dead_columns")
        else:
            self.note_list_failure(url, reason(failure))

    def note_list_failure(self, url: str, why: str) -> None:
        """Log and count a list or home page that was not read as a whole."""
        self.crawler.stats.inc_value("qilu/lists_failed")
        if not self.crawler.stats.get_value("qilu/list_failure"):
            self.crawler.stats.set_value("qilu/list_failure", f"{url}: {why}")
        self.note_failure(url, why)

    def note_empty_list(self, url: str, number: int) -> None:
        """Note a list page without articles: a column may have none, a further page has some."""
        if number > 1:
            self.note_list_failure(url, "the list page holds no article")
        else:
            self.crawler.stats.inc_value("qilu/empty_columns")
            self.logger.warning("%s: the column holds no article", url)

    def note_failure(self, url: str, why: str, counter: str = "qilu/failed") -> None:
        """Log and count a page that gave no record; remember the failed ones."""
        super().note_failure(url, why, counter)
        if counter == "qilu/failed":
            self.dead.add(address(url).id)


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
