"""The explanation of a record: for each field its value, rule, pieces, and what lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from ..extract import FIELDS, clear_asides, parse_article
from ..items import GENERIC, Article
from ..page import Element
from ..parsers import LAYOUTS, V2016, Generic, Layout, layout_of
from ..urls import address
from .alternatives import Alternative, alternatives
from .pieces import Piece, Reads, find, unique
from .trace import Read, TracedPage

ADDRESS, TEMPLATE = "the address", "the template"
"""Where a value comes from that no piece of the page says."""

_STATED = ("kind", "region")
"""What no piece of a page says: the address, or the template, does; on the site `publisher` too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where one field comes from."""

    name: str
    value: Any
    """As in `Article`."""
    rule: str
    """As in `metadata.field_sources`; empty for a field that was not found."""
    pieces: tuple[Piece, ...] = ()
    note: str | None = None
    """Where the value comes from when no piece of the page says it."""
    others: tuple[Alternative, ...] = ()
    """What other rules give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Where the fields of a record come from."""

    article: Article
    fields: tuple[Field, ...]
    root: Element
    """The page as it was read; the paths of the pieces lead into it."""


def explain(html: bytes | str, url: str, *, fetched_at: datetime | None = None) -> Explanation:
    """Explain the record of a page; arguments and errors are those of `parse_article`."""
    article = parse_article(html, url, fetched_at=fetched_at)

    def fresh() -> TracedPage:
        return TracedPage(html, url, fetched_at, V2016.end)

    fields = tuple(_field(article, name, fresh) for name in FIELDS)
    return Explanation(article=article, fields=fields, root=fresh().root)


def _field(article: Article, name: str, fresh: Callable[[], TracedPage]) -> Field:
    value = getattr(article, name)
    rule = article.metadata.field_sources.get(name, "")
    pieces = _pieces(article, name, rule, fresh()) if rule else ()
    note = _note(name, value, article) if rule and not pieces else None
    others: tuple[Alternative, ...] = ()
    if name not in _STATED and (name != "publisher" or pieces):
        others = tuple(_lost(alternatives(name, fresh), rule, value, article.metadata.layout))
    return Field(name=name, value=value, rule=rule, pieces=pieces, note=note, others=others)


def _lost(
    found: Iterable[Alternative], rule: str, value: Any, layout: str
) -> Iterable[Alternative]:
    """Leave out the rule that won, those that found nothing, and repetitions."""
    seen = [Alternative(_short(rule), value), Alternative(layout, value)]
    for rule_, found_ in found:
        other = Alternative(_short(rule_), tuple(found_) if isinstance(found_, list) else found_)
        if other.value and other not in seen:
            seen.append(other)
            yield other


def _short(rule: str) -> str:
    """Return a rule's name without that of its template: `generic label`, `v2016 sign-off`."""
    first, _, rest = rule.partition(" ")
    return rest if rest and first in {layout.name for layout in LAYOUTS} else rule


def _note(name: str, value: Any, article: Article) -> str:
    target = address(article.url)
    by_template = name == "kind" and target.kind != value
    return TEMPLATE if by_template else ADDRESS


def _pieces(article: Article, name: str, rule: str, page: TracedPage) -> tuple[Piece, ...]:
    """Read a field anew, and find its value in what was read for it."""
    value = getattr(article, name)
    if name in _STATED or rule == "address" or (name == "publisher" and page.address.on_site):
        return ()
    layout = layout_of(page)
    if rule.startswith(GENERIC) and not isinstance(layout, Generic):
        clear_asides(layout)
        layout = Generic(page)
    layout.read("breadcrumbs" if name == "section" else name)
    if name.startswith("date_published"):
        value = article.date_published_raw
    found = unique(find(Reads(page, _scope(layout, name, rule)), name, value, rule))
    if not found and not isinstance(layout, Generic):  # a part of it was found elsewhere
        Generic(page).read("headline")
        found = unique(find(Reads(page, page.reads), name, value, rule))
    return found


def _scope(layout: Layout, name: str, rule: str) -> Iterable[Read]:
    """Return what was read where the rule found its value; all that was read if it has no place."""
    page = cast(TracedPage, layout.page)
    place = _place(layout, name, rule)
    if place is None:
        return page.reads
    inside = set(place.iter())
    return [read for read in page.reads if read.element in inside]


def _place(layout: Layout, name: str, rule: str) -> Element | None:
    if name == "headline" and rule.endswith("title"):
        return next(layout.page.root.iter("title"), None)
    if not isinstance(layout, Generic):
        return None
    if name == "headline" and layout.heading.line >= 0:
        return layout.lines.lines[layout.heading.line].element
    if name.startswith("date_published") and rule.endswith("text") and layout.date_line:
        return layout.date_line[0].element
    if name == "source":
        lines = [*layout.above, *layout.below]
        said = layout.read(name) or ""
        return next((line.element for line in lines if said in line.text), None)
    return None
