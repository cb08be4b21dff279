"""Records as flat rows, for formats without structs: `region_name`, `metadata_layout`."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from ..items import Article
from ..rows import Column, Row, columns

Cell = str | int | None


def is_list(column: Column) -> bool:
    """Whether a column holds a list, or the entries of an object."""
    return typing.get_origin(column.type) in (tuple, dict)


def names(cls: type = Article) -> list[str]:
    """Return the names of the flat columns, in order."""
    return [name for name, _ in leaves(cls)]


def leaves(cls: type = Article, prefix: str = "") -> Iterator[tuple[str, Column]]:
    """Yield the flat columns: name, and the column of the innermost object."""
    for column in columns(cls):
        name = f"{prefix}{column.name}"
        if dataclasses.is_dataclass(column.type) and isinstance(column.type, type):
            yield from leaves(column.type, f"{name}_")
        else:
            yield name, column


def cells(row: Row | None, cls: type = Article) -> Iterator[Cell]:
    """Yield the values of a row in the order of `names`: ISO 8601 for times, JSON for lists."""
    for column in columns(cls):
        value = row and row[column.name]
        if dataclasses.is_dataclass(column.type) and isinstance(column.type, type):
            yield from cells(value, column.type)
        else:
            yield cell(value)


def cell(value: Any) -> Cell:
    """Return one value as text or number; an empty list is absent."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str) if value else None
    return typing.cast(Cell, value)
