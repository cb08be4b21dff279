"""What the rules that lost would have given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from .. import dates
from ..items import Problem
from ..page import Page
from ..parsers import LAYOUTS, Generic, Layout


class Alternative(NamedTuple):
    """A value that a rule gives."""

    rule: str
    value: Any
    """As in `Article`; a `Problem` where the rule failed."""


class Rules:
    """The rules for one page, those of its template and of every other."""

    def __init__(self, fresh: Callable[[], Page]) -> None:
        self._fresh = fresh

    @cached_property
    def _layouts(self) -> list[Layout]:
        """The templates that the page looks like, each with a page of its own."""
        pages = ((layout, self._fresh()) for layout in LAYOUTS)
        return [layout(page) for layout, page in pages if layout.matches(page)]

    def of(self, field: str) -> Iterator[Alternative]:
        """Yield what each rule for a field gives: `Generic`'s, which are many, come first."""
        generic = self._layouts[-1]
        assert isinstance(generic, Generic)  # noqa: S101 (for the type checker)
        if own := _OF_FIELD.get(field):
            yield from _told(field, lambda: own(generic))
        for layout in self._layouts:
            yield from _told(field, lambda layout=layout: _by(layout, field))  # type: ignore[misc]


def _told(field: str, rules: Callable[[], Iterator[Alternative]]) -> Iterator[Alternative]:
    try:
        yield from rules()
    except Exception as error:  # a rule that fails is told, as in a record
        message = f"{type(error).__name__}: {error}"
        yield Alternative("a rule failed", Problem(field=field, message=message))


def _by(layout: Layout, field: str) -> Iterator[Alternative]:
    if field == "byline":
        for name, find in layout.byline_rules():
            yield Alternative(name, find())
        return
    value = layout.read(field)
    rule = layout.rules.get(field, "")
    yield Alternative(layout.name if rule in ("", layout.name) else f"{layout.name} {rule}", value)


def _headlines(generic: Generic) -> Iterator[Alternative]:
    yield Alternative("title", generic.headline_of_title())
    yield from (Alternative(rule, text) for text, rule in generic.stated.headlines())


def _dates(generic: Generic) -> Iterator[Alternative]:
    if generic.date_line:
        yield Alternative("text", generic.date_line[1].value)
    for text, rule in generic.stated.times():
        if found := dates.parse(text, fetched_at=generic.page.fetched_at):
            yield Alternative(rule, found.value)


def _changes(generic: Generic) -> Iterator[Alternative]:
    for text, rule in generic.stated.changes():
        if found := dates.parse(text, fetched_at=generic.page.fetched_at):
            yield Alternative(rule, found.value)


def _sources(generic: Generic) -> Iterator[Alternative]:
    yield from (Alternative(rule, text) for text, rule in generic.sources())


def _sections(generic: Generic) -> Iterator[Alternative]:
    yield Alternative("metadata", generic.stated.section())
    yield Alternative("address", generic.page.address.column)


_OF_FIELD: dict[str, Callable[[Generic], Iterator[Alternative]]] = {
    "headline": _headlines,
    "date_published": _dates,
    "date_modified": _changes,
    "source": _sources,
    "section": _sections,
}
