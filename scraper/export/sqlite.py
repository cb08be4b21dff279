"""SQLite: a table of articles, one for each list in a record, and an index of the words.

`datasette` shows the file with search; in SQL: `SELECT * FROM articles WHERE docid IN (SELECT rowid
FROM articles_fts WHERE articles_fts MATCH '青岛')`.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import typing
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from ..items import Article, Record
from ..rows import Column, Row, columns, to_row
from .flat import Cell, cell, cells, is_list, leaves, names
from .ngrams import words

TABLE, INDEX = "articles", "articles_fts"
KEY = "docid"
"""The number of an article in the file, by which the index knows it: an id may have letters."""
SEARCHED = ("headline", "byline", "body")
_TRANSACTION = 1000  # articles; a longer one keeps more of the index in memory


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as a new SQLite database."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(_schema())
            _fill(database, records)
            database.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')")  # noqa: S608
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error  # a full disk, no permission


def lists() -> dict[str, Column]:
    """Return the lists of a record that become tables of their own."""
    return {column.name: column for column in columns(Article) if is_list(column)}


def kept() -> list[tuple[str, Column]]:
    """Return the columns of the table of articles."""
    return [(name, column) for name, column in leaves() if name not in lists()]


def _schema() -> str:
    main = ", ".join(f"{name} {_kind(column)}" for name, column in kept())
    main = main.replace("id TEXT,", "id TEXT PRIMARY KEY,", 1)
    return "\n".join(
        [
            # The file takes its place when it is whole: what a crash leaves is thrown away.
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
            f"CREATE TABLE {TABLE} ({main}, {KEY} INTEGER NOT NULL UNIQUE);",
            *(_table_of(name, column) for name, column in lists().items()),
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(SEARCHED)}, content='');",
        ]
    )


def _table_of(name: str, column: Column) -> str:
    inner = ", ".join(f"{name} {_kind(one)}" for name, one in _inner(column))
    return (
        f"CREATE TABLE {name} (article TEXT NOT NULL REFERENCES {TABLE}(id), position INTEGER, "
        f"{inner}, PRIMARY KEY (article, position)) WITHOUT ROWID;"
    )


def _inner(column: Column) -> list[tuple[str, Column]]:
    """Return the columns of a list's items: those of a dataclass, else `value`."""
    item = typing.get_args(column.type)[0]
    if dataclasses.is_dataclass(item):
        return list(leaves(typing.cast(type, item)))
    return [("value", dataclasses.replace(column, type=item))]


def _kind(column: Column) -> str:
    return "INTEGER" if column.type is int else "TEXT"


def _fill(database: sqlite3.Connection, records: Iterable[Record]) -> None:
    articles = [n for n, name in enumerate(names()) if name not in lists()]
    insert = _insert(TABLE, len(articles) + 1)
    index = f"INSERT INTO {INDEX}(rowid, {', '.join(SEARCHED)}) VALUES (?, ?, ?, ?)"  # noqa: S608
    database.execute("BEGIN")
    for number, record in enumerate(records, start=1):
        row = to_row(record)
        flat = list(cells(row))
        database.execute(insert, [*(flat[n] for n in articles), number])
        database.execute(index, [number, *(words(row[name] or "") for name in SEARCHED)])
        for name, column in lists().items():
            items = list(_items(row, name, column))
            if items:
                database.executemany(_insert(name, len(items[0])), items)
        if number % _TRANSACTION == 0:
            database.execute("COMMIT")
            database.execute("BEGIN")
    database.execute("COMMIT")


def _items(row: Row, name: str, column: Column) -> Iterator[list[Cell]]:
    item = typing.get_args(column.type)[0]
    for position, value in enumerate(row[name], start=1):
        flat = cells(value, item) if isinstance(value, dict) else [cell(value)]
        yield [row["id"], position, *flat]


def _insert(table: str, width: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * width)})"  # noqa: S608
