"""What a page says about itself for machines: JSON-LD, OpenGraph and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ..page import Page, text_of
from ..text import clean, clean_or_none

_ARTICLES = re.compile(
    r"(?:News|Blog|Reportage|Scholarly|Tech)?Article$|BlogPosting$|WebPage$|VideoObject$"
)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TAIL = re.compile(r",\s*([}\]])")
_MOST_DEPTH = 6

_TITLES = ("og:title", "twitter:title", "article:title", "articletitle", "title")
_TIMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "publishdate",
    "pubdate",
    "og:time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "publish_time",
    "og:release_date",
    "bytedance:published_time",
    "weibo:article:create_at",
    "dc.date",
    "date",
    "_pubtime",
    "firstcreate",
)
_CHANGES = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "bytedance:updated_time",
    "lastmodified",
)
_AUTHORS = ("author", "byline", "article:author", "dable:author")
_PARTS = re.compile(r"\s*[-_|｜—–]\s*")
_SOURCES = (
    "contentsource",
    "source",
    "mediaid",
    "og:article:author",
    "article:author",
    "copyright",
)


class Structured:
    """The structured data of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def things(self) -> list[dict[str, Any]]:
        """Every object of the page's JSON-LD, the ones inside others too."""
        things: list[dict[str, Any]] = []
        for script in self.page.stating("script"):
            if "ld+json" in (script.get("type") or "").lower():
                _gather(_loads(text_of(script)), things, 0)
        return things

    @cached_property
    def article(self) -> dict[str, Any]:
        """The object that is the article itself; empty if there is none."""
        found = [thing for thing in self.things if any(map(_ARTICLES.match, _types(thing)))]
        found.sort(key=lambda thing: ("articleBody" in thing, "headline" in thing), reverse=True)
        return found[0] if found else {}

    def headlines(self) -> Iterator[tuple[str, str]]:
        """Yield each headline stated, with the name of its rule."""
        for key in ("headline", "name") if self.article.get("headline") else ("headline", "title"):
            if text := _text(self.article.get(key)):
                yield text, "json-ld"
                break
        for name in _TITLES:
            if text := self.page.metas.get(name):
                yield text, name

    def times(self) -> Iterator[tuple[str, str]]:
        """Yield each time of publication stated, with the name of its rule."""
        for key in ("datePublished", "pubDate", "dateCreated", "uploadDate"):
            if text := _text(self.article.get(key)):
                yield text, "json-ld"
        for name in _TIMES:
            if text := self.page.metas.get(name):
                yield text, name

    def changes(self) -> Iterator[tuple[str, str]]:
        """Yield each time of change stated, with the name of its rule."""
        for key in ("dateModified", "upDate"):
            if text := _text(self.article.get(key)):
                yield text, "json-ld"
        for name in _CHANGES:
            if text := self.page.metas.get(name):
                yield text, name

    def authors(self) -> list[str]:
        """Return the names that JSON-LD and meta tags have for authors."""
        stated = [
            name
            for author in _list(self.article.get("author"))
            if "Organization" not in _types(author) and (name := _name(author))
        ]
        return stated + [text for name in _AUTHORS if (text := self.page.metas.get(name))]

    def columns(self) -> list[str]:
        """Return what stands between headline and site: `标题 - 地產 - 齐鲁网`."""
        title = _PARTS.split(self.page.title or "")[1:-1]
        return [*title, *filter(None, [self.section()]), *(name for name, _ in self.breadcrumbs())]

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield each outlet stated as the source."""
        for key in ("sourceOrganization", "isBasedOn"):
            for one in _list(self.article.get(key)):
                if name := _name(one):
                    yield name, "json-ld"
        for author in _list(self.article.get("author")):
            if "Organization" in _types(author) and (name := _name(author)):
                yield name, "json-ld"
        for name in _SOURCES:
            if text := self.page.metas.get(name):
                yield text, name

    def body(self) -> list[str]:
        """Return the paragraphs of `articleBody`."""
        text = self.article.get("articleBody")
        if not isinstance(text, str):
            return []
        return list(filter(None, map(clean, re.split(r"[\r\n]+|</p>|<br\s*/?>", text))))

    def section(self) -> str | None:
        """Return the name of the column."""
        sections = [_text(one) for one in _list(self.article.get("articleSection"))]
        return next(filter(None, sections), None) or self.page.metas.get("article:section")

    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        """Return name and address of the steps of a `BreadcrumbList`."""
        steps = []
        for thing in self.things:
            if "BreadcrumbList" in _types(thing):
                for one in _list(thing.get("itemListElement")):
                    item = one.get("item") if isinstance(one, dict) else None
                    name = _name(one) or _name(item) if isinstance(one, dict) else None
                    url = item.get("@id") or item.get("url") if isinstance(item, dict) else item
                    if name:
                        steps.append((name, url if isinstance(url, str) else None))
                break
        return steps

    def publisher(self) -> str | None:
        """Return the name of the site."""
        for one in _list(self.article.get("publisher")):
            if name := _name(one):
                return name
        return self.page.metas.get("og:site_name")


def _loads(text: str) -> Any:
    """Read JSON as pages write it: with raw line breaks in strings and commas too many."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for repaired in (text, _TAIL.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _gather(value: Any, things: list[dict[str, Any]], depth: int) -> None:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, dict):
        things.append(value)
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict | list):
                _gather(one, things, depth + 1)


def _types(thing: Any) -> list[str]:
    return (
        [one for one in _list(thing.get("@type")) if isinstance(one, str)]
        if isinstance(thing, dict)
        else []
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    return clean_or_none(value) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    return _text(value.get("name") if isinstance(value, dict) else value)
