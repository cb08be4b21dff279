"""Joining the parts of an article that the site continues on further pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from .extract import FIELDS, PARTS, content_sha256, parse_article
from .items import Article, Author, NotAnArticleError, Problem
from .limits import LARGEST_PAGE
from .notices import is_notice
from .page import further_parts
from .parsers.base import unique_authors
from .urls import address

_T = TypeVar("_T")

_MISSING = " is missing: "
# The fields that are gathered from all parts.
_JOINED = frozenset({"body", "authors", "images", "videos", "links"})
# Which rule's byline is to be preferred, whatever part it stands on; see `Layout.byline`.
_BYLINE_RULES = ("sign-off", "author field", "bracketed credit", "editor line")


LONGEST = 50  # parts of one article, all of them no longer than a page may be: none is endless


def read(
    html: bytes, url: str, *, fetched_at: datetime | None, **origin: Any
) -> tuple[Article, tuple[int, ...]]:
    """Return the record of a page and the numbers of the further parts that it links to.

    `origin` are fields of `Metadata`: which run had the page, and from where. Raises
    `NotAnArticleError`.
    """
    article = parse_article(html, url, fetched_at=fetched_at)
    if is_notice(article):
        raise NotAnArticleError("a notice in the place of an article")
    metadata = replace(article.metadata, **origin)
    return replace(article, metadata=metadata), further_parts(html, address(url))


class Parts:
    """The parts of an article while they are gathered.

    Iterating gives the numbers to look for; after each, `add` or `miss` says what came of it.
    """

    def __init__(self, first: Article, further: Iterable[int]) -> None:
        self._found = {1: first}
        self._missing: dict[int, str] = {}
        self._waiting = set(further)

    def __iter__(self) -> Iterator[int]:
        while self._waiting and not self._is_endless():
            yield min(self._waiting)
            self._waiting -= {*self._found, *self._missing}

    def add(self, number: int, part: Article, further: Iterable[int]) -> None:
        """Add a part; `further` are those that it links to."""
        self._found[number] = part
        self._waiting.update(further)

    def miss(self, number: int, why: str) -> None:
        """Give a part up."""
        self._missing[number] = why

    def joined(self) -> Article:
        """Return the whole article, or what was fetched of one that has too many parts."""
        article = join(self._found, self._missing)
        left = self._waiting - {*self._found, *self._missing}
        if not left:
            return article
        message = f"not fetched from part {min(left)} on: too many parts, or too long ones"
        problems = (*article.metadata.problems, Problem(field="body", message=message))
        return replace(article, metadata=replace(article.metadata, problems=problems))

    def _is_endless(self) -> bool:
        met = len(self._found) + len(self._missing)
        return met >= LONGEST or sum(len(p.body) for p in self._found.values()) > LARGEST_PAGE


def part_url(article: Article, number: int) -> str:
    """Return the address of a further part: `.../4691234_2.shtml`."""
    return article.url.replace(f"{article.id}.", f"{article.id}_{number}.")


def join(parts: Mapping[int, Article], missing: Mapping[int, str] | None = None) -> Article:
    """Return one record for the parts of a continued article, by number, in any order.

    Part 1 must be among them and gives what the parts share. `missing` holds the reason for
    each part that could not be had; it is noted in ``metadata.problems``.
    """
    ordered = [parts[number] for number in sorted(parts)]
    first = parts[1]
    body = "\n".join(part.body for part in ordered if part.body)
    byline, rule = _byline(ordered)
    sources = _sources(ordered) | ({"byline": rule} if rule else {})
    return replace(
        first,
        kind=next((part.kind for part in ordered if part.body), first.kind),
        body=body,
        byline=byline,
        authors=_authors(ordered),
        images=_unique(image for part in ordered for image in part.images),
        videos=_unique(video for part in ordered for video in part.videos),
        links=_unique(link for part in ordered for link in part.links),
        metadata=replace(
            first.metadata,
            content_sha256=content_sha256(first.headline, body),
            field_sources=sources,
            problems=tuple(_problems(parts, missing or {})),
        ),
    )


def _byline(ordered: list[Article]) -> tuple[str | None, str | None]:
    for rule in _BYLINE_RULES:
        for part in reversed(ordered):
            if part.byline and part.metadata.field_sources.get("byline") == rule:
                return part.byline, rule
    return ordered[0].byline, None


def _sources(ordered: list[Article]) -> dict[str, str]:
    """Return which rule gave each field: on part 1, else on the first part that has it."""
    sources = dict(ordered[0].metadata.field_sources)
    for part in ordered[1:]:
        for name in _JOINED & part.metadata.field_sources.keys():
            sources.setdefault(name, part.metadata.field_sources[name])
    return {name: sources[name] for name in FIELDS if name in sources}


def _authors(ordered: list[Article]) -> tuple[Author, ...]:
    return tuple(unique_authors(author for part in ordered for author in part.authors))


def _unique(things: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(things))


def _problems(parts: Mapping[int, Article], missing: Mapping[int, str]) -> Iterable[Problem]:
    for number in sorted(parts):
        for problem in parts[number].metadata.problems:
            if problem.field != PARTS:
                where = f"part {number}: " if number > 1 else ""
                yield Problem(field=problem.field, message=where + problem.message)
    for number in sorted(missing):
        yield Problem(field="body", message=f"part {number}{_MISSING}{missing[number]}")


def lacks_parts(messages: Iterable[str]) -> bool:
    """Whether the problems of an article say that a part of it could not be had."""
    return any(_MISSING in message for message in messages)
