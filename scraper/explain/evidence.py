"""Which pieces of a page a field was read from: it is read anew, on a page that takes note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from ..extract import clear_asides
from ..items import GENERIC
from ..page import Element
from ..parsers import Generic, layout_of
from .pieces import Piece, Reads, find, unique
from .trace import Read, TracedPage

_PRINTED = ("label", "beside the time", "name and outlet", "line of its own", "label below")
"""The rules of `Generic` for a source that is printed."""


class Evidence:
    """The pieces that the fields of one page come from."""

    def __init__(self, fresh: Callable[[], TracedPage]) -> None:
        self._fresh = fresh
        self.page = fresh()
        self._template = type(layout_of(self.page))

    def of(self, name: str, value: Any, rule: str) -> tuple[Piece, ...]:
        """Return where the value of a field stands, of what its rule reads."""
        if issubclass(self._template, Generic) or rule.startswith(GENERIC):
            return self._of_generic(name, value, rule)
        page = self.page.again()
        layout = self._template(page)
        layout.read("breadcrumbs" if name == "section" else name)
        title = name == "headline" and rule == "title"
        found = unique(find(self._reads(page, _title(page) if title else None), name, value, rule))
        return found or self._of_generic(name, value, rule)  # a part of it was found elsewhere

    def _of_generic(self, name: str, value: Any, rule: str) -> tuple[Piece, ...]:
        self._generic.read(name)
        place = _place(self._generic, name, rule)
        page = self._generic.page
        assert isinstance(page, TracedPage)  # noqa: S101 (for the type checker)
        reads = self._reads(page, place) if place is not None else Reads(page, page.reads)
        return unique(find(reads, name, value, rule))

    @cached_property
    def _generic(self) -> Generic:
        """What looks over the whole page, once for all fields."""
        page = self._fresh()
        layout = layout_of(page)
        if not isinstance(layout, Generic):
            clear_asides(layout)
        return Generic(page)

    def _reads(self, page: TracedPage, place: Element | None) -> Reads:
        inside = page.reads if place is None else _inside(page.reads, place)
        return Reads(page, inside)


def _inside(reads: Iterable[Read], place: Element) -> list[Read]:
    elements = set(place.iter())
    return [read for read in reads if read.element in elements]


def _title(page: TracedPage) -> Element | None:
    return next(page.root.iter("title"), None)


def _place(generic: Generic, name: str, rule: str) -> Element | None:
    """Return the element where a rule found its value, of those that a page may print twice."""
    rule = rule.removeprefix(f"{GENERIC} ")
    if name == "headline":
        line = generic.heading.line
        printed = generic.lines.lines[line].element if line >= 0 else None
        return next(generic.page.root.iter("title"), None) if rule == "title" else printed
    if name.startswith("date_published") and rule == "text" and generic.date_line:
        return generic.date_line[0].element
    if name == "source" and rule in _PRINTED:
        lines = [*generic.above, *generic.below]
        said = generic.read(name) or ""
        return next((line.element for line in lines if said in line.text), None)
    return None
