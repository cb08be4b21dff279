"""Walking the lists of columns, newest page first, as far down as there may be something new."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.page import Page
from scraper.parsers import listing
from scraper.parsers.listing import Listed, Listing
from scraper.periods import Period
from scraper.urls import address
from scraper.walk import ListPage, Walk

from .base import QiluSpider, asked_first, is_absent, is_forbidden, reason
from .politeness import UNLESS, EnoughError

_LISTS_LATER = -10  # priority: the articles of a list page are fetched before the next page


class Met:
    """The ids of the articles on the pages of a list so far."""

    def __init__(self, newest: int) -> None:
        self.ids: set[str] = set()
        """Of all pages."""
        self.newest: deque[frozenset[str]] = deque(maxlen=newest)
        """Of each of the `newest` last pages."""

    def add(self, ids: frozenset[str]) -> None:
        """Note a page."""
        self.ids |= ids
        self.newest.append(ids)


class ListSpider(QiluSpider):
    """A spider that walks home pages and lists; its subclass says which articles it follows."""

    period: Period
    columns: list[str]
    """The slugs of the columns that were named; empty: those that home pages link to."""
    max_pages: int | None
    """List pages a column."""
    allowed_domains: list[str]

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.walked: set[str] = set()
        self.dead: set[str] = set()

    def follow(self, articles: tuple[Listed, ...]) -> Iterator[Request]:
        """Ask for the articles of a page that are wanted."""
        raise NotImplementedError

    def full(self) -> bool:
        """Whether enough articles are asked for, so that no list need be read."""
        raise NotImplementedError

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
        met = Met(self.settings.getint("QILU_DEAD_LIST_PAGES"))
        return self.list_request(url, self.parse_list, number=1, met=met, walk=walk)

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
            why = "the home page links to no column and no article"
            self.note_list_failure(response.url, why)

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
        met: Met,
        walk: Walk,
        back: Request | None = None,
    ) -> Iterator[Request]:
        """Follow the articles of a list page, and its next page unless all here is too old.

        `met` is what the earlier pages of this list held: a pager that repeats itself brings
        nothing new, and is not followed further. `back` is the request to go on with instead
        when the walk has jumped to this page, and nothing on it is known.
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
        if here and (here <= met.ids or not found.next_page):
            walk.end("")
        elif self.period.is_past(days):
            walk.end(self.period.since or "")
        elif found.next_page and here and not self.is_enough(page, walk):
            if why := self.trap(number, met):
                self.note_list_failure(response.url, why)
            else:
                met.add(here)
                yield self.next_request(found.next_page, page, walk, met)

    def trap(self, number: int, met: Met) -> str | None:
        """Return why a list seems to have no end, if it does."""
        most = self.settings.getint("QILU_MAX_LIST_PAGES")
        if number >= most:
            return f"the list goes on after {most} pages: not followed further"
        dead = self.settings.getint("QILU_DEAD_LIST_PAGES")
        if len(met.newest) == dead and all(ids <= self.dead for ids in met.newest):
            return f"no article of {dead} list pages could be had: not followed further"
        return None

    def is_enough(self, page: ListPage, walk: Walk) -> bool:
        """Whether a list need not be walked further, although it goes on."""
        return (
            self.full()
            or page.number >= (self.max_pages or page.number + 1)
            or walk.is_over(page, self.period.since or "")
        )

    def next_request(self, url: str, page: ListPage, walk: Walk, met: Met) -> Request:
        """Return the request for the list page to go on with: the next, or one far down."""
        request = self.list_request(
            url, self.parse_list, number=page.number + 1, met=met, walk=walk
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
