"""What the rules that lost would have given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


Fresh = Callable[[], Page]
"""Makes the page anew: no rule sees what another one did to it."""


def alternatives(field: str, fresh: Fresh) -> Iterator[Alternative]:
    """Yield what each rule for a field gives: those of one template, then other templates."""
    for found in _rules(field, fresh):
        try:
            yield from found()
        except Exception as error:  # a rule that fails is told, as in a record
            message = f"{type(error).__name__}: {error}"
            yield Alternative("a rule failed", Problem(field=field, message=message))


def _rules(field: str, fresh: Fresh) -> Iterator[Callable[[], Iterator[Alternative]]]:
    own = _OF_FIELD.get(field)
    if own:
        yield lambda: own(fresh())
    for layout in LAYOUTS:
        yield lambda layout=layout: _by(layout, field, fresh())  # type: ignore[misc]


def _by(layout: type[Layout], field: str, page: Page) -> Iterator[Alternative]:
    if not layout.matches(page):  # it would read places that are not there
        return
    reader = layout(page)
    value = reader.read(field)
    rule = reader.rules.get(field, "")
    yield Alternative(layout.name if rule in ("", layout.name) else f"{layout.name} {rule}", value)


def _headlines(page: Page) -> Iterator[Alternative]:
    generic = Generic(page)
    yield Alternative("title", generic.headline_of_title())
    yield from (Alternative(rule, text) for text, rule in generic.stated.headlines())


def _dates(page: Page) -> Iterator[Alternative]:
    generic = Generic(page)
    if generic.date_line:
        yield Alternative("text", generic.date_line[1].value)
    for text, rule in generic.stated.times():
        if found := dates.parse(text, fetched_at=page.fetched_at):
            yield Alternative(rule, found.value)


def _changes(page: Page) -> Iterator[Alternative]:
    for text, rule in Generic(page).stated.changes():
        if found := dates.parse(text, fetched_at=page.fetched_at):
            yield Alternative(rule, found.value)


def _sources(page: Page) -> Iterator[Alternative]:
    yield from (Alternative(rule, text) for text, rule in Generic(page).sources())


def _bylines(page: Page) -> Iterator[Alternative]:
    layout = next(layout for layout in LAYOUTS if layout.matches(page))(page)
    for rule, find in layout.byline_rules():
        yield Alternative(rule, find())


def _sections(page: Page) -> Iterator[Alternative]:
    yield Alternative("metadata", Generic(page).stated.section())
    yield Alternative("address", page.address.column)


_OF_FIELD: dict[str, Callable[[Page], Iterator[Alternative]]] = {
    "headline": _headlines,
    "date_published": _dates,
    "date_modified": _changes,
    "source": _sources,
    "byline": _bylines,
    "section": _sections,
}
