"""Assumptions about home pages and column lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ...parsers import listing
from ...parsers.listing import Listed
from ...urls import Form
from .assumption import Assumption, Case
from .evidence import LISTS, Evidence
from .visits import Purpose

_ODD = 0.1  # the share of entries that may be out of order: pinned ones, corrected days
_SHORT = 10  # entries: so short a list may have one page, and no pager
_SLIP = 2  # days: an article may be written days before it is published


def _columns(evidence: Evidence) -> Iterator[Case]:
    for visit, _, found in evidence.pages(Purpose.HOME, Purpose.CITY):
        slugs = [url.rstrip("/").rpartition("/")[2] for url in found.columns]
        said = f"{len(slugs)} columns: {', '.join(slugs[:6])}" if slugs else "none"
        yield Case(bool(slugs), said, visit.url)


def _newest(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(Purpose.HOME, Purpose.CITY):
        own = [one for one in found.articles if one.address.host == page.address.host]
        yield Case(bool(own), f"{len(own)} articles of its own", visit.url)


def _lists_answer(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.LIST):
        yield Case(visit.is_page, f"status {visit.status}", visit.url)


def _box(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(*LISTS):
        boxes = listing.boxes(page)
        said = f"{len(boxes)} boxes, {len(found.articles)} articles"
        yield Case(bool(boxes and found.articles), said, visit.url)


def _pager(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(*LISTS):
        box = listing.pager(page)
        if box is None and len(found.articles) < _SHORT:
            continue
        said = "no pager" if box is None else f"#{box.get('id')}, .{box.get('class')}"
        yield Case(box is not None, said, visit.url)


def _paging(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(Purpose.LIST):
        following = found.next_page
        box = listing.pager(page)
        links = box.iter("a") if box is not None else ()
        if not following and not any(page.absolute(link.get("href")) for link in links):
            continue  # a list of one page
        is_so = bool(following and listing.page_url(following, 1))
        yield Case(is_so, f"page 2 is {following or 'not linked'}", visit.url)


def _second(evidence: Evidence) -> Iterator[Case]:
    seen = {
        one.address.id for _, _, found in evidence.pages(Purpose.LIST) for one in found.articles
    }
    for visit in evidence.of(Purpose.NEXT_LIST):
        pages = evidence.pages(Purpose.NEXT_LIST)
        ids = {one.address.id for _, _, found in pages for one in found.articles}
        new = len(ids - seen)
        yield Case(visit.is_page and new > 0, f"status {visit.status}, {new} new", visit.url)


def _no_list(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.NO_LIST):
        yield Case(visit.status != 200, f"status {visit.status}", visit.ask.url)


def _order(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(*LISTS):
        days = [d for one in found.articles if (d := one.day) and _own(one, page.address.host)]
        odd = sum(later > earlier for earlier, later in pairwise(days))
        if len(days) > 1:
            is_so = odd <= _ODD * len(days)
            yield Case(is_so, f"{odd} of {len(days)} out of order", visit.url)


def _days(evidence: Evidence) -> Iterator[Case]:
    for visit, page, found in evidence.pages(*LISTS):
        own = [one for one in found.articles if _own(one, page.address.host)]
        lacking = [one.href for one in own if not one.address.day]
        if own:
            said = f"none in {lacking[0]}" if lacking else f"in all {len(own)}"
            yield Case(not lacking, said, visit.url)


def _ids(evidence: Evidence) -> Iterator[Case]:
    pages = evidence.pages(Purpose.HOME, Purpose.CITY, *LISTS)
    numbered = {
        int(one.address.id): (date.fromisoformat(one.address.day), one.href)
        for _, _, found in pages
        for one in found.articles
        if one.address.form is Form.ARTICLE and one.address.id.isdecimal() and one.address.day
    }
    ordered = [numbered[number] for number in sorted(numbered)]
    odd = [later for earlier, later in pairwise(ordered) if (earlier[0] - later[0]).days > _SLIP]
    if len(ordered) > 1:
        said = f"{len(odd)} of {len(ordered)} out of order"
        yield Case(len(odd) <= _ODD * len(ordered), said, (odd or ordered)[0][1])


def _own(one: Listed, host: str) -> bool:
    return one.address.host == host


LISTINGS = (
    Assumption(
        "columns",
        "a city's home page links to its columns",
        "`_columns` in `scraper/parsers/listing.py` and the forms in `scraper/urls.py`; until "
        "then name columns: --columns",
        _columns,
    ),
    Assumption(
        "newest",
        "a city's home page links to its newest articles",
        "`_entries` in `scraper/parsers/listing.py`; the columns' lists have them, too",
        _newest,
    ),
    Assumption(
        "lists",
        "a column's list is at the column's address",
        "`_LIST` in `scraper/urls.py`; until then name columns that answer: --columns",
        _lists_answer,
    ),
    Assumption(
        "list box",
        "a list is in `div.mod-list`, an old one in `#nr_left`",
        "`boxes` in `scraper/parsers/listing.py`; until then every link of the page is followed, "
        "of its sidebar, too",
        _box,
    ),
    Assumption(
        "pager",
        "a list has a pager with one of the known ids or classes",
        "`_PAGER_IDS` in `scraper/parsers/listing.py`; until then the next page is guessed by the "
        "pattern of its address",
        _pager,
    ),
    Assumption(
        "paging",
        "the next page of a list is `list_CATID_N.shtml`",
        "`_LIST_PAGE` in `scraper/parsers/listing.py` and `_LIST` in `scraper/urls.py`; until then "
        "only first pages are read",
        _paging,
    ),
    Assumption(
        "page 2",
        "the second page of a list answers, with other articles",
        "`_next_page` in `scraper/parsers/listing.py`",
        _second,
    ),
    Assumption(
        "list end",
        "a list page that can't be is no page (not status 200)",
        "nothing at first: a list that repeats itself is not followed further (`parse_list` in "
        "`spiders/lists.py`); --max-pages bounds it",
        _no_list,
    ),
    Assumption(
        "order",
        "a list has the newest articles first",
        "`is_past` in `scraper/periods.py` ends a walk too early then: crawl without --since",
        _order,
    ),
    Assumption(
        "days",
        "the address of a city's article has its day",
        "`_DAY` in `scraper/urls.py`; until then articles are asked for to learn their day",
        _days,
    ),
    Assumption(
        "ids",
        "the numbers of articles rise with time, over all hosts",
        "`_classify` in `scraper/urls.py`: numbers that are not one series may name two articles; "
        "let an id say its host, which is a change of **Data**",
        _ids,
    ),
)
