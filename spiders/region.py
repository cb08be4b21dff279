"""All articles of cities: `scrapy crawl region -a regions=dezhou,jinan`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

from scrapy import Request
from scrapy.http import Response

from scraper import regions as table
from scraper.items import Article
from scraper.parsers.listing import Listed
from scraper.periods import Period, today
from scraper.report import Job
from scraper.summary import LISTED as LISTED_STAT
from scraper.urls import Address, address

from .base import LISTED, SpiderArgumentError
from .lists import ListSpider


class RegionSpider(ListSpider):
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
