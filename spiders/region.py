"""All articles of cities: `scrapy crawl region -a regions=dezhou,jinan`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import regions as table
from scraper.items import Article
from scraper.page import Page
from scraper.parsers import listing
from scraper.parsers.listing import Listed, Listing
from scraper.periods import Period, today
from scraper.report import Job
from scraper.summary import LISTED as LISTED_STAT
from scraper.urls import Address, address
from scraper.walk import ListPage, Walk

from .base import (
    LISTED,
    QiluSpider,
    SpiderArgumentError,
    asked_first,
    is_absent,
    is_forbidden,
    reason,
)
from .politeness import UNLESS, EnoughError

_LISTS_LATER = -10  # priority: the articles of a list page are fetched before the next page


class RegionSpider(QiluSpider):
    """Walk the column lists of cities, newest first, and fetch their articles.

    Arguments: `regions` (slugs or names, comma-separated; `all`), `since` and `until`
    (`2020-11-01`, `7d`; both days included), `columns` (slugs; default: those that the city's
    home page links to), `max_pages` (list pages a column), `max_articles` (in all).
    """

    name = "region"
    needs_contact = True

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
        self.known: set[str] = set()
        self.walked: set[str] = set()
        self.dead: set[str] = set()
        self.listed: dict[str, set[str]] = defaultdict(set)  # by host

    def job(self) -> Job:
        """Return the arguments, resolved."""
        return Job(
            spider=self.name,
            regions=tuple(region.slug for region in self.regions),
            columns=tuple(self.columns),
            **asdict(self.period),
            max_pages=self.max_pages,
            max_articles=self.max_articles,
        )

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the home pages, or for the columns that were named, and what was missed."""
        self.crawler.stats.set_value("qilu/period", self.period != Period())
        self.crawler.stats.set_value(LISTED_STAT, self.listed)
        for missed in self.missed_requests():
            yield missed
        for host in self.allowed_domains:
            if not self.columns:
                yield self.list_request(f"https://{host}/", self.parse_home)
            for column in self.columns:
                if request := self.column_request(f"https://{host}/{column.strip('/')}/"):
                    yield request

    def missed_requests(self) -> Iterator[Request]:
        """Ask again for what earlier runs met and got no record of, on whatever list it is now."""
        for page in self.store.missed() if self.store else ():
            target = address(page.url)
            mine = not self.columns or f"{target.column}" in self.columns
            if mine and self.is_wanted(target, target.day) and not self.full():
                self.asked.add(target.id)
                yield self.article_request(page.url)

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
        until = self.period.until or ""
        walk = self.store.walk(url, until) if self.store else Walk(url, until, self.run_id, None)
        return self.list_request(url, self.parse_list, number=1, earlier=(), walk=walk)

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
        self,
        response: Response,
        number: int,
        earlier: tuple[frozenset[str], ...],
        walk: Walk,
        back: Request | None = None,
    ) -> Iterator[Request]:
        """Follow the articles of a list page, and its next page unless all here is too old.

        `earlier` holds the ids met on each of the earlier pages of this list: a pager that
        repeats itself brings nothing new, and is not followed further. `back` is the request to
        go on with instead when the walk has jumped to this page, and nothing on it is known.
        """
        found = self.read_list(response)
        self.crawler.stats.inc_value("qilu/list_pages")
        here = frozenset(one.address.id for one in found.articles)
        if back and not any(map(self.is_known, here)):
            walk.go_back(back.cb_kwargs["number"])
            yield back
            return
        page = self.list_page(found, number, walk)
        walk.add(page)
        if self.store:
            self.store.note_page()
        yield from self.follow(found.articles)
        if not here:
            self.note_empty_list(response.url, number)
        days = [one.day for one in found.articles if one.address.host in self.allowed_domains]
        if here and (here <= frozenset().union(*earlier) or not found.next_page):
            walk.end("")
        elif self.period.is_past(days):
            walk.end(self.period.since or "")
        elif found.next_page and here and not self.is_enough(page, walk):
            if why := self.trap(number, earlier):
                self.note_list_failure(response.url, why)
            else:
                yield self.next_request(found.next_page, page, walk, (*earlier, here))

    def trap(self, number: int, earlier: tuple[frozenset[str], ...]) -> str | None:
        """Return why a list seems to have no end, if it does."""
        most = self.settings.getint("QILU_MAX_LIST_PAGES")
        if number >= most:
            return f"the list goes on after {most} pages: not followed further"
        dead = self.settings.getint("QILU_DEAD_LIST_PAGES")
        if len(earlier) >= dead and all(ids <= self.dead for ids in earlier[-dead:]):
            return f"no article of {dead} list pages could be had: not followed further"
        return None

    def is_enough(self, page: ListPage, walk: Walk) -> bool:
        """Whether a list need not be walked further, although it goes on."""
        return (
            self.full()
            or page.number >= (self.max_pages or page.number + 1)
            or walk.is_over(page, self.period.since or "")
        )

    def next_request(
        self, url: str, page: ListPage, walk: Walk, earlier: tuple[frozenset[str], ...]
    ) -> Request:
        """Return the request for the list page to go on with: the next, or one far down."""
        request = self.list_request(
            url, self.parse_list, number=page.number + 1, earlier=earlier, walk=walk
        )
        number = walk.following(page)
        there = listing.page_url(url, number)
        if self.max_pages or number == page.number + 1 or not there:
            return request
        return request.replace(
            url=there, cb_kwargs={**request.cb_kwargs, "number": number, "back": request}
        )

    def list_page(self, found: Listing, number: int, walk: Walk) -> ListPage:
        """Return what a walk keeps of a list page."""
        mine = [one for one in found.articles if one.address.host in self.allowed_domains]
        wanted = frozenset(one.address.id for one in mine if self.period.may_hold(one.day))
        whole = not any(self.period.is_past([one.day]) for one in mine)
        run = walk.before.run if walk.before else ""
        return ListPage(
            number=number,
            wanted=wanted,
            whole=whole,
            settled=bool(mine and whole and run) and all(self.is_settled(w, run) for w in wanted),
        )

    def is_known(self, id_: str) -> bool:
        """Whether an article was met by this run or an earlier one."""
        return self.store is not None and self.store.known(id_) is not None

    def is_settled(self, id_: str, run: str) -> bool:
        """Whether an article was known to the run that a walk goes on from, for good."""
        return self.store is not None and self.store.is_settled(id_, run)

    def follow(self, articles: tuple[Listed, ...]) -> Iterator[Request]:
        """Ask for each article of the chosen cities and period, once, unless it is known."""
        for one in articles:
            target = one.address
            self.listed[target.host].add(target.id)
            if not self.is_wanted(target, one.day) or self.full():
                continue
            if self.store and not self.store.is_due(target):
                self.note_known(target.id)
                continue
            self.asked.add(target.id)
            yield self.conditional_request(one.href, target)

    def is_wanted(self, target: Address, day: str | None) -> bool:
        """Whether an article is of the chosen cities and period, and not asked for yet."""
        mine = target.host in self.allowed_domains and self.period.may_hold(day)
        return mine and target.id not in self.asked

    def conditional_request(self, url: str, target: Address) -> Request:
        """Return a request that a server answers with 304 for an article that is the same."""
        headers = self.store.conditions(target) if self.store else {}
        meta = {"handle_httpstatus_list": [304]} if headers else {}
        return self.article_request(url, headers=headers, meta=meta)

    def note_known(self, id_: str) -> None:
        """Count an article that need not be asked for."""
        if id_ not in self.known:
            self.known.add(id_)
            self.crawler.stats.inc_value("qilu/known")

    def full(self) -> bool:
        """Whether as many articles were asked for as the user wants."""
        return self.max_articles is not None and len(self.asked) >= self.max_articles

    def missed(self, target: Address, *, soon: bool) -> None:
        """Let a later run ask again for an article that gave no record."""
        if self.store:
            self.store.note_miss(target.id, target.url, soon=soon)

    async def parse_article(self, response: Response) -> AsyncIterator[Article]:
        """Yield the record, unless it is as before, or outside the period as the page says."""
        if response.status == 304 and self.store:
            self.store.note_unchanged(response.meta[LISTED].id)
            self.crawler.stats.inc_value("qilu/unchanged")
            return
        async for article in super().parse_article(response):
            if self.period.may_hold((article.date_published or "")[:10] or None):
                yield article
            else:
                self.crawler.stats.inc_value("qilu/outside_period")

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """Note a list page that could not be fetched; page 2 and on may just not exist."""
        if isinstance(failure.value, EnoughError):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        url = asked_first(request)
        number = request.cb_kwargs.get("number", 0)  # 0: a home page
        absent = is_absent(failure)
        if absent and (back := request.cb_kwargs.get("back")):
            request.cb_kwargs["walk"].go_back(back.cb_kwargs["number"])
            yield back
        elif absent and number > 1:
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
