"""CSV: one line a record, lists as JSON in a cell, and no cell that a spreadsheet would execute."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from ..items import Record
from ..rows import to_row
from .flat import Cell, cells, names

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_EXCEL_CELL = 32767
"""The most characters of a cell in Excel, counted as UTF-16 has them; the rest spills over."""


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as CSV by RFC 4180: UTF-8, an empty cell for what is absent."""
    _write(records, path, "utf-8", harmless)


def write_for_excel(records: Iterable[Record], path: Path) -> None:
    """Write records as Excel wants CSV.

    With a byte order mark, else it takes UTF-8 for the local encoding; times as it knows them,
    without a zone (they are those of Asia/Shanghai, `fetched_at` that of UTC); texts that are too
    long for a cell cut, with `…` at the end.
    """
    _write(records, path, "utf-8-sig", lambda value: _cut(harmless(_without_zone(value))))


def _write(
    records: Iterable[Record], path: Path, encoding: str, change: Callable[[Cell], Cell]
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names())
        lines.writerows(map(change, cells(to_row(record))) for record in records)


def harmless(value: Cell) -> Cell:
    """Return a value with an apostrophe before text that a spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def _without_zone(value: Cell) -> Cell:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(" ")
    return value


def _cut(value: Cell) -> Cell:
    if not isinstance(value, str) or len(value) * 2 <= _EXCEL_CELL:
        return value
    units = value.encode("utf-16-le")
    if len(units) <= _EXCEL_CELL * 2:
        return value
    return units[: (_EXCEL_CELL - 1) * 2].decode("utf-16-le", errors="ignore") + "…"
