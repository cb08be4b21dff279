"""How values and pieces are put into words, for a terminal and for a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..extract import FIELDS
from ..items import Article, Problem, Record
from ..records import to_dict
from .explanation import Field

_LONGEST = 160  # characters of a value


def plain(text: str) -> str:
    """Return a text of a page without what a terminal, or a reader's eye, could be led by."""
    return "".join(c if c.isprintable() else " " for c in text)


def said(value: Any, longest: int = _LONGEST) -> str:
    """Return a value in words, shortened."""
    if isinstance(value, Problem):
        return plain(value.message)
    if isinstance(value, tuple):
        text = "; ".join(said(one) for one in value)
    elif hasattr(value, "__dataclass_fields__"):
        named = (getattr(value, name) for name in value.__dataclass_fields__)
        text = " · ".join(str(one) for one in named if one)
    else:
        text = "" if value is None else str(value).replace("\n", "¶")
    text = plain(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def told(fields: Sequence[Field]) -> list[Field]:
    """Return the fields worth telling of: those found, and those that a rule offers."""
    return [field for field in fields if field.rule or field.others]


def changed(article: Article, record: Record) -> list[str]:
    """Return the fields that a written record has otherwise than the page gives now."""
    now = json.loads(json.dumps(to_dict(article)))
    return [name for name in FIELDS if now[name] != record.get(name)]
