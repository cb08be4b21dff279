"""Assumptions about hosts, addresses and how they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...page import Page
from ...urls import canonical
from .assumption import Assumption, Case
from .evidence import ARTICLES, LISTS, Evidence
from .visits import Purpose, Visit

_ENCODINGS = ("utf-8", "gb18030")
_DELAY = re.compile(rb"^\s*crawl-delay\s*:\s*([\d.]+)", re.I | re.M)
_NO_ROBOTS = (404, 410)


def _answers(visit: Visit) -> Case:
    said = visit.error or f"status {visit.status}"
    return Case(visit.is_page, said, visit.url)


def _home(evidence: Evidence) -> Iterator[Case]:
    homes = (one for one in evidence.visits if one.ask.purpose is Purpose.HOME and one.is_sent)
    return map(_answers, homes)


def _cities(evidence: Evidence) -> Iterator[Case]:
    homes = (one for one in evidence.visits if one.ask.purpose is Purpose.CITY and one.is_sent)
    return map(_answers, homes)


def _https(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.visits:
        if visit.is_sent and visit.ask.url.startswith("https:"):
            secure = bool(visit.status) and visit.url.startswith("https:")
            said = "answered over " + visit.url.partition(":")[0] if visit.status else visit.error
            yield Case(secure, said, visit.ask.url)


def _http(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.PLAIN):
        moved = visit.url != visit.ask.url
        said = f"leads to {visit.url}" if moved else f"status {visit.status}"
        same = canonical(visit.url) == canonical(visit.ask.url)
        yield Case(visit.is_page and same, said, visit.ask.url)


def _redirects(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.HOME, *LISTS, *ARTICLES):
        same = canonical(visit.url) == canonical(visit.ask.url)
        yield Case(same, "answered there" if same else f"leads to {visit.url}", visit.ask.url)


def _robots(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.ROBOTS):
        yield Case(visit.status in (200, *_NO_ROBOTS), f"status {visit.status}", visit.url)


def _allowed(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.visits:
        if visit.is_forbidden or visit.status:
            said = "forbidden" if visit.is_forbidden else "allowed"
            yield Case(not visit.is_forbidden, said, visit.ask.url)


def _pace(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.ROBOTS):
        if visit.is_page:
            found = _DELAY.search(visit.body)
            said = f"Crawl-delay of {found[1].decode()} s" if found else "no Crawl-delay"
            yield Case(found is None, said, visit.url)


def _charset(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.HOME, *LISTS, *ARTICLES):
        if visit.is_page:
            page = Page(visit.body, visit.url)
            kind = visit.headers.get("content-type", "none")
            clean = page.encoding in _ENCODINGS and not page.problems
            yield Case(clean, f"{page.encoding}; Content-Type: {kind}", visit.url)


def _validators(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.ARTICLE):
        if visit.is_page:
            names = [name for name in ("ETag", "Last-Modified") if visit.headers.get(name.lower())]
            yield Case(bool(names), " and ".join(names) or "neither", visit.url)


def _not_modified(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.AGAIN):
        yield Case(visit.status == 304, f"status {visit.status}", visit.url)


NETWORK = (
    Assumption(
        "host",
        "the city's site answers at its host name",
        "the city's row in `scraper/regions.py`",
        _home,
    ),
    Assumption(
        "cities",
        "the other cities have hosts of the same form (a sample)",
        "their rows in `scraper/regions.py`",
        _cities,
    ),
    Assumption(
        "https",
        "every host answers over https, with a certificate that is trusted",
        "leave QILU_HTTP_FALLBACK of `scraper/settings.py` on; `qilu doctor` looks at the "
        "authorities that are trusted here",
        _https,
    ),
    Assumption(
        "http",
        "an http address shows the same page, or leads to it",
        "`address` in `scraper/urls.py`, which takes http and https for one",
        _http,
    ),
    Assumption(
        "redirects",
        "home pages, lists and articles answer where they are linked",
        "the canonical form of addresses in `scraper/urls.py`; for a host that moved, its row in "
        "`scraper/regions.py`",
        _redirects,
    ),
    Assumption(
        "robots",
        "robots.txt can be read, or there is none",
        "nothing: a host without a readable robots.txt is crawled; ask its operator (QILU_CONTACT)",
        _robots,
    ),
    Assumption(
        "allowed",
        "robots.txt allows home pages, lists and articles",
        "nothing: it is obeyed (ROBOTSTXT_OBEY in `scraper/settings.py`); ask the operator",
        _allowed,
    ),
    Assumption(
        "pace",
        "robots.txt asks for no Crawl-delay",
        "nothing: the longer of it and DOWNLOAD_DELAY in `scraper/settings.py` is kept; plan for "
        "the time, or narrow the crawl with --since",
        _pace,
    ),
    Assumption(
        "charset",
        "pages are UTF-8, or GBK that can be decoded",
        "`scraper/encoding.py`",
        _charset,
    ),
    Assumption(
        "validators",
        "an article comes with ETag or Last-Modified",
        "nothing: its text is compared, at the price of the page; fewer hours in "
        "QILU_CHECK_HOURS of `scraper/settings.py` make that cheaper",
        _validators,
    ),
    Assumption(
        "304",
        "an article that is the same is answered with 304",
        "nothing: its text is compared, at the price of the page; fewer hours in "
        "QILU_CHECK_HOURS of `scraper/settings.py` make that cheaper",
        _not_modified,
    ),
)
