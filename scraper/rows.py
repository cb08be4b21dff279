"""A record with real dates and times, for what knows such types: tables and databases.

A time that was printed is an aware `datetime` of Asia/Shanghai. Of a page that prints only a day
there is no time, and none is made up: `date_published` is `None` then, and `date_published_day`
the day, which is given beside every time too.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from .dates import SHANGHAI
from .items import DAY_PATTERN, TIME_PATTERN, Article, Metadata, QiluError, Record


class NoRecordError(QiluError, ValueError):
    """A record that breaks the schema."""


ENTRY = ("key", "value")
"""What an entry of a `dict` becomes: tables have no objects with keys of their own."""

Row = dict[str, Any]
"""A record as a row: `date`, aware `datetime`, `str`, `int`, lists and dicts of these, `None`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """The type of a column of times, to the second."""

    zone: str


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a row, and what it is made from."""

    name: str
    source: str
    """The key of the record."""
    type: Any
    """`str`, `int`, `date`, a `Moment`, a dataclass, or `tuple`/`dict` of such."""
    default: Any
    """What stands for a key that a record of an older schema lacks."""
    convert: Callable[[Any], Any] | None
    """Makes the value; none where it stays as it is."""


@lru_cache
def columns(cls: type = Article) -> tuple[Column, ...]:
    """Return the columns of a dataclass of `scraper.items`, in order."""
    hints = typing.get_type_hints(cls)
    return tuple(
        column
        for field in dataclasses.fields(cls)
        for column in _columns(field, _without_none(hints[field.name]))
    )


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        return next(arg for arg in typing.get_args(hint) if arg is not type(None))
    return hint


def _columns(field: dataclasses.Field[Any], hint: Any) -> Iterator[Column]:
    default = None if field.default is dataclasses.MISSING else field.default
    pattern, form = field.metadata.get("pattern"), field.metadata.get("format")
    if pattern == TIME_PATTERN:
        yield Column(field.name, field.name, Moment("Asia/Shanghai"), default, _time)
        yield Column(f"{field.name}_day", field.name, date, default, _day)
    elif pattern == DAY_PATTERN:
        yield Column(field.name, field.name, date, default, _day)
    elif form == "date-time":
        yield Column(field.name, field.name, Moment("UTC"), default, _utc)
    else:
        yield Column(field.name, field.name, hint, default, _converter(hint))


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(SHANGHAI) if "T" in text else None


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if typing.get_origin(hint) is dict:
        return lambda value: [dict(zip(ENTRY, entry, strict=True)) for entry in value.items()]
    if typing.get_origin(hint) is tuple:
        one = _converter(typing.get_args(hint)[0])
        return (lambda values: list(map(one, values))) if one else None
    if dataclasses.is_dataclass(hint):
        return lambda value: _row(value, typing.cast(type, hint))
    return None


def to_row(record: Record) -> Row:
    """Return a record with real dates and times. Raises `NoRecordError` for what is no record."""
    try:
        return _row(record, Article)
    except (AttributeError, TypeError, ValueError) as error:
        raise NoRecordError(f"record {record.get('id')} breaks the schema: {error}") from error


def _row(record: Record, cls: type) -> Row:
    row: Row = {}
    for column in columns(cls):
        value = record.get(column.source, column.default)
        if value is not None and column.convert is not None:
            value = column.convert(value)
        if not isinstance(value, _accepted(column.type)):
            raise TypeError(f"{column.name} is {value!r}")
        row[column.name] = value
    return row


@lru_cache
def _accepted(kind: Any) -> tuple[type, ...]:
    """Return what the values of a column's type are; a list or the metadata is never none."""
    if kind is str or kind is int:
        return kind, types.NoneType
    if typing.get_origin(kind) in (tuple, dict):
        return list, tuple
    return (dict,) if kind is Metadata else (object,)
