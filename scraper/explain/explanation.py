"""The explanation of a record: for each field its value, rule, pieces, and what lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..extract import FIELDS, page_of, parse_article
from ..items import Article
from ..page import Element, Page
from ..parsers import LAYOUTS
from ..urls import address
from .alternatives import Alternative, Rules
from .evidence import Evidence
from .pieces import Piece
from .trace import TracedPage

ADDRESS, TEMPLATE = "the address", "the template"
"""Where a value comes from that no piece of the page says."""


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
    evidence = Evidence(lambda: page_of(TracedPage, html, url, fetched_at))
    rules = Rules(lambda: page_of(Page, html, url, fetched_at))
    fields = tuple(_field(article, name, evidence, rules) for name in FIELDS)
    return Explanation(article=article, fields=fields, root=evidence.page.root)


def _field(article: Article, name: str, evidence: Evidence, rules: Rules) -> Field:
    value = getattr(article, name)
    rule = article.metadata.field_sources.get(name, "")
    target = address(article.url)
    stated = name in ("kind", "region") or (name == "publisher" and target.on_site)
    raw = article.date_published_raw if name == "date_published" else value
    pieces = evidence.of(name, raw, rule) if rule and not stated and rule != "address" else ()
    note = (ADDRESS if name != "kind" or target.kind == value else TEMPLATE) if rule else None
    others = () if stated else tuple(_lost(rules.of(name), rule, value, article.metadata.layout))
    return Field(
        name=name,
        value=value,
        rule=rule,
        pieces=pieces,
        note=None if pieces else note,
        others=others,
    )


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
