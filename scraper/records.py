"""What a record looks like outside the program: the one serialiser, and the way back."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

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


def from_dict(record: Record) -> Article:
    """Return the `Article` that a record was written from.

    Records of older schema versions are taken too: a field that they lack has its default.
    Raises `KeyError`, `TypeError` or `ValueError` for what is no record.
    """
    article: Article = _builder(Article)(record)
    return article


@lru_cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    """Return the function that makes a plain JSON value one of this type."""
    if isinstance(hint, types.UnionType):
        inner = _builder(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        one = _builder(get_args(hint)[0])
        return lambda values: tuple(map(one, values))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        builders = {field.name: _builder(hints[field.name]) for field in dataclasses.fields(hint)}
        return lambda value: hint(**{k: builders[k](v) for k, v in value.items()})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return _same


def _same(value: Any) -> Any:
    return value
