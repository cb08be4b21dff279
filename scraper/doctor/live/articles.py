"""Assumptions about the pages of articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import jsonschema_rs

from ...extract import parse_article
from ...items import DRIFT, GENERIC, Article, Kind, NotAnArticleError
from ...page import text_of
from ...parsers import LAYOUTS, Layout
from ...records import to_dict
from ...schema import json_schema
from ...urls import Form
from .assumption import Assumption, Case
from .evidence import Evidence, Reading
from .visits import Purpose

_NEW = "2016-08"
"""The month from which on articles have the template of today."""
_TO_THE_SECOND = len("2020-11-29T15:06:11+08:00")
_SOURCES = {layout.name: layout.__module__.replace(".", "/") + ".py" for layout in LAYOUTS}


def _expected(reading: Reading) -> str | None:
    """Return the template that a page of its address and day has; ``None``: unknown."""
    target = reading.page.address
    if target.form is Form.ARTICLE:
        return "v2016" if (target.day or "") >= _NEW else "v2010"
    if target.form is Form.GALLERY:
        return "gallery" if (target.day or "") >= _NEW else "v2010"
    return {Form.VIDEO: "video", Form.APP: "app"}.get(target.form)


def _template(name: str) -> Callable[[Evidence], Iterator[Case]]:
    def cases(evidence: Evidence) -> Iterator[Case]:
        for reading in evidence.readings:
            found = reading.article.metadata.layout if reading.article else GENERIC
            if name == found or (found == GENERIC and name == _expected(reading)):
                yield Case(*_fit(reading, name), reading.page.url)

    return cases


def _fit(reading: Reading, name: str) -> tuple[bool, str]:
    """Return whether a page fits a template, and what to say of it."""
    article = reading.article
    if article is None:
        return False, reading.error
    drift = [one.message for one in article.metadata.problems if one.field == DRIFT]
    if drift:
        return False, drift[0]
    fits = article.metadata.layout == name
    return fits, "all of its marks" if fits else "fits no known template"


def _each(
    check: Callable[[Article, Reading], tuple[bool, str] | None], *, template: str | None = "v2016"
) -> Callable[[Evidence], Iterator[Case]]:
    """Return a case for each record, of one template if given, about which there is one."""

    def cases(evidence: Evidence) -> Iterator[Case]:
        for reading in evidence.readings:
            if reading.article and template in (None, _expected(reading)):
                found = check(reading.article, reading)
                if found:
                    yield Case(*found, reading.page.url)

    return cases


def _whole(evidence: Evidence) -> Iterator[Case]:
    for reading in evidence.readings:
        body = len(reading.article.body) if reading.article else 0
        texts = reading.article is not None and reading.article.kind is Kind.ARTICLE
        if reading.article is None or texts:
            yield Case(body > 0, reading.error or f"{body} characters", reading.page.url)


def _headline(article: Article, _: Reading) -> tuple[bool, str]:
    rule = article.metadata.field_sources.get("headline", "nowhere")
    return rule == article.metadata.layout, f"found by {rule}"


def _source(article: Article, _: Reading) -> tuple[bool, str]:
    return article.source is not None, article.source or "empty"


def _time(article: Article, _: Reading) -> tuple[bool, str]:
    time = article.date_published or ""
    return len(time) == _TO_THE_SECOND, time or "none"


def _day(article: Article, reading: Reading) -> tuple[bool, str] | None:
    linked, printed = reading.page.address.day, (article.date_published or "")[:10]
    if not linked or len(printed) < 10:
        return None
    apart = abs((date.fromisoformat(linked) - date.fromisoformat(printed)).days)
    return apart <= 1, f"{linked}, printed {printed}"


def _related(article: Article, _: Reading) -> tuple[bool, str]:
    return bool(article.related_links), f"{len(article.related_links)} entries"


def _path(article: Article, _: Reading) -> tuple[bool, str]:
    return bool(article.breadcrumbs), " > ".join(one.name for one in article.breadcrumbs) or "none"


def _byline(article: Article, _: Reading) -> tuple[bool, str] | None:
    people = [author.name for author in article.authors]
    return (bool(people), f"{len(people)} people") if article.byline else None


def _contact(_: Article, reading: Reading) -> tuple[bool, str] | None:
    box = next((p for p in reading.page.root.iter("p") if "contact" in p.get("class", "")), None)
    body = reading.article.body if reading.article else ""
    if box is None:
        return None
    text = text_of(box).strip()
    is_in = bool(text) and text in body
    return not is_in, "in the text" if is_in else "not in the text"


def _parts(evidence: Evidence) -> Iterator[Case]:
    for visit in evidence.of(Purpose.PART):
        try:
            said = f"{len(parse_article(visit.body, visit.url).body)} characters"
            yield Case(visit.is_page, said, visit.url)
        except NotAnArticleError as error:
            yield Case(False, f"status {visit.status}, {error}", visit.url)


def _valid(article: Article, _: Reading) -> tuple[bool, str]:
    validator = jsonschema_rs.validator_for(json_schema(), validate_formats=True)
    error = next(validator.iter_errors(to_dict(article)), None)
    return error is None, "valid" if error is None else error.message


def _for_template(layout: type[Layout]) -> Assumption:
    marks = ", ".join(anchor.replace(", ", " or ") for anchor in layout.anchors)
    return Assumption(
        layout.name,
        f"pages of the template {layout.name} have {marks}",
        f"`anchors` and the names above them in `{_SOURCES[layout.name]}`, or a new template "
        "(CONTRIBUTING.md); --save keeps the page",
        _template(layout.name),
    )


_V2016 = _SOURCES["v2016"]

PAGES = (
    *(_for_template(layout) for layout in LAYOUTS if layout.anchors),
    Assumption("text", "an article's page has its text", f"`TEXT` in `{_V2016}`", _whole),
    Assumption(
        "headline",
        "the headline is in the template's place",
        f"`HEAD` in `{_V2016}`; until then it is taken from elsewhere",
        _each(_headline, template=None),
    ),
    Assumption(
        "source", "the outlet after 来源 is filled", f"`LINES` in `{_V2016}`", _each(_source)
    ),
    Assumption(
        "time",
        "the time of publication is printed to the second",
        f"`LINES` in `{_V2016}` and the patterns in `scraper/dates.py`",
        _each(_time),
    ),
    Assumption(
        "day",
        "the day in the address is that of publication",
        "`_DAY` in `scraper/urls.py`; --since and --until go by it",
        _each(_day, template=None),
    ),
    Assumption(
        "related",
        "an article lists related ones (13 on the page that is known)",
        "`BOX` and `ITEM` in `scraper/parsers/entries.py`, `scraper/parsers/related.py`",
        _each(_related),
    ),
    Assumption(
        "path", "the path above an article is filled", f"`PATH` in `{_V2016}`", _each(_path)
    ),
    Assumption(
        "byline",
        "credit lines name people",
        "the grammar in `scraper/byline/`: add the line to its tests",
        _each(_byline, template=None),
    ),
    Assumption(
        "contact",
        "`p.contact` is of the template, and not in the text",
        "`scraper/parsers/trim.py`",
        _each(_contact, template=None),
    ),
    Assumption(
        "parts",
        "a long article goes on in ID_2.shtml",
        "`further_parts` in `scraper/page.py`, `part_url` in `scraper/continued.py`",
        _parts,
    ),
    Assumption(
        "records",
        "the records are valid against the schema",
        "`scraper/items.py`, or the rule that gave the value (`field_sources`)",
        _each(_valid, template=None),
    ),
)
