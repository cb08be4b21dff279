"""The one serialiser: what a record looks like outside the program."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .items import Article, Record


@lru_cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    return value


def to_dict(article: Article) -> Record:
    """Return the record as plain JSON values: every key, in the order of the contract."""
    record: Record = _plain(article)
    return record


def to_json(article: Article, *, indent: int | None = None) -> str:
    """Return the record as JSON text, one line unless `indent` is given, without a final LF."""
    return json.dumps(to_dict(article), ensure_ascii=False, allow_nan=False, indent=indent)
