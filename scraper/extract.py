"""From a page to its record: choose the template, run its fields, isolate their errors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from . import dates
from .items import DRIFT, Article, EmptyArticleError, Kind, Metadata, Problem
from .page import Page, TakeOut, further_parts
from .parsers import V2016, Generic, Layout, layout_of
from .urls import address, article_address
from .version import VERSION

P = TypeVar("P", bound=Page)

FIELDS = (
    "kind",
    "headline",
    "body",
    "byline",
    "authors",
    "source",
    "date_published",
    "date_published_raw",
    "date_modified",
    "dateline",
    "images",
    "videos",
    "related_links",
    "links",
    "breadcrumbs",
    "section",
    "keywords",
    "description",
    "region",
    "publisher",
)
"""The fields that a template reads, in the order they are read."""

WITH = {
    "date_published": ("date_published_raw",),
    "body": ("byline", "authors", "dateline", "images", "videos", "links"),
}
"""What is read from the same place as a field, and so is looked for where that one is found."""

# An error in plain text, a picture or a program would be all text.
_TAG = re.compile(
    rb"<(?:!doctype|html|head|title|meta|body|main|article|section|div|table|td|ul|li|pre|center"
    rb"|p|br|h\d|span|font|strong)[\s/>]",
    re.I,
)

PARTS = "parts"
"""The `field` of the problem that says that an article has further parts."""


def parse_article(
    html: bytes | str, url: str, *, fetched_at: datetime | None = None, strict: bool = False
) -> Article:
    """Return the record of one saved page.

    Pure: no network, no clock, no state. `html` is the page as fetched (bytes, of any
    encoding) or already decoded; `url` is the absolute address it came from; `fetched_at` (with
    a zone) is when, and is the base of relative dates.

    A field that fails is left absent and noted in ``metadata.problems``; with `strict` its
    error is raised instead. Raises `NotAnArticleError` when `url` is no article's, and
    `EmptyArticleError` when the page has no text, or is no HTML.
    """
    if fetched_at is not None and fetched_at.tzinfo is None:
        raise ValueError("fetched_at needs a time zone")
    article_address(url, other_sites=True)
    layout = layout_of(page_of(Page, html, url, fetched_at, V2016.take_out))
    found = _read(layout, FIELDS, strict)
    if _lacks(layout, found):
        if not _TAG.search(layout.page.data):
            raise EmptyArticleError(f"no HTML in {layout.page.url}")
        if not layout.page.is_whole:
            layout = layout_of(page_of(Page, html, url, fetched_at))
            found = _read(layout, FIELDS, strict)
        _fill_gaps(layout, found, strict)
        if layout.page.address.on_site and (drift := layout.drift()):
            layout.problems.append(Problem(field=DRIFT, message=drift))
    return _article(layout, found, fetched_at)


def page_of(
    kind: type[P],
    html: bytes | str,
    url: str,
    fetched_at: datetime | None,
    take_out: TakeOut | None = None,
) -> P:
    """Return a page, parsed no further than its template needs; arguments as in `Page`."""
    if not address(url).on_site:
        return kind(html, url, fetched_at)
    page = kind(html, url, fetched_at, V2016.end, take_out)
    return page if not page.rest or V2016.suffices(page) else kind(html, url, fetched_at)


def _read(layout: Layout, names: Iterable[str], strict: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        try:
            value = layout.read(name)
        except Exception as error:  # one broken field never costs the record
            if strict:
                raise
            message = f"{type(error).__name__}: {error}"
            layout.problems.append(Problem(field=name, message=message))
            continue
        if value:
            found[name] = tuple(value) if isinstance(value, list) else value
    return found


def _lacks(layout: Layout, found: dict[str, Any]) -> bool:
    """Whether a page is not all that its template says, or has what nobody claimed."""
    is_listed = "related_links" in found
    return not (is_listed and layout.page.is_read) or bool(layout.drift() or _gaps(layout, found))


def _fill_gaps(layout: Layout, found: dict[str, Any], strict: bool) -> None:
    """Let `Generic` look for what a known template must have, or may have anywhere."""
    missing, sought = _missing(layout, found), _gaps(layout, found)
    for name in missing:
        sought += WITH.get(name, ())
    if sought and not isinstance(layout, Generic):
        clear_asides(layout)
        generic = Generic(layout.page)
        elsewhere = _read(generic, dict.fromkeys(sought), strict)
        for name in list(_of_others(layout, elsewhere, missing)):
            elsewhere.pop(name, None)
        author = elsewhere.pop("author_field", None)
        if author and "body" not in missing:
            layout.take("author_field", author)
            found |= _read(layout, ("byline", "authors"), strict)
        for name, value in elsewhere.items():
            found[name] = value
            layout.rules[name] = f"generic {generic.rules.get(name, '')}".strip()
        if "body" in missing and "body" not in found and (kind := _shown(found)):
            found["kind"] = kind
            layout.by("kind", "no text")
    for name in missing:
        where = "found outside its place" if name in found else "not found"
        layout.problems.append(Problem(field=name, message=where))


def _of_others(layout: Layout, elsewhere: dict[str, Any], missing: list[str]) -> Iterator[str]:
    """Yield the fields that were found anywhere on a page, and are not the article's."""
    if (date := elsewhere.get("date_published")) and not _may_be_of(layout, date):
        yield from ("date_published", *WITH["date_published"])
    if "body" in missing and "body" not in elsewhere:  # who is named may be a menu: `视频|论坛`
        yield from ("byline", "authors", "dateline")


def _shown(found: dict[str, Any]) -> Kind | None:
    """Return what a page is that has no text, but pictures or videos in its place."""
    if found.get("images"):
        return Kind.GALLERY
    return Kind.VIDEO if found.get("videos") else None


def _missing(layout: Layout, found: dict[str, Any]) -> list[str]:
    """Return the fields that every page of a template has and this one has not."""
    expected = list(layout.required)
    if found.get("kind", layout.page.address.kind) is Kind.ARTICLE:
        expected.append("body")
    return [name for name in expected if name not in found]


def _gaps(layout: Layout, found: dict[str, Any]) -> list[str]:
    """Return these and the fields whose place is unknown or gone."""
    perhaps = (*layout.unplaced, *layout.lost())
    return [*_missing(layout, found), *(name for name in perhaps if name not in found)]


def _may_be_of(layout: Layout, date: str) -> bool:
    """Whether a date that stands anywhere on a page may be the article's: by its address."""
    day = layout.page.address.day
    return day is None or dates.agree(date, day)


def clear_asides(layout: Layout) -> None:
    """Empty the boxes beside the article: the dates of their entries are not its own."""
    container = layout.container()
    kept = {*container.iterancestors(), container} if container is not None else set()
    for box in layout.asides():
        if box not in kept:
            box.clear()


def _article(layout: Layout, found: dict[str, Any], fetched_at: datetime | None) -> Article:
    page = layout.page
    if parts := further_parts(page.data, page.address):
        message = "continued in part " + ", ".join(map(str, parts))
        layout.problems.append(Problem(field=PARTS, message=message))
    found.setdefault("kind", page.address.kind)
    found.setdefault("publisher", page.address.host)
    body = found.get("body", "")
    if not body and found["kind"] is Kind.ARTICLE:
        raise EmptyArticleError(f"no article text in {page.url}")
    rules = {name: layout.rules.get(name, layout.name) for name in FIELDS if name in found}
    found.pop("body", None)
    return Article(
        id=page.address.id,
        url=page.url,
        canonical_url=page.address.url,
        body=body,
        metadata=Metadata(
            fetched_at=dates.timestamp(fetched_at) if fetched_at else None,
            scraper_version=VERSION,
            layout=layout.name,
            encoding=page.encoding,
            content_sha256=content_sha256(found.get("headline"), body),
            field_sources=rules,
            problems=(*page.problems, *layout.problems),
        ),
        **found,
    )


def content_sha256(headline: str | None, body: str) -> str:
    """Return the hash that tells a changed article from an unchanged one."""
    return hashlib.sha256(f"{headline or ''}\n{body}".encode()).hexdigest()
