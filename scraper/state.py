"""What a folder's runs have seen, in SQLite: a memory of its data files and of the site.

The files are the truth: a state that is lost is made anew from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .continued import lacks_parts
from .dates import seconds
from .folders import FolderError
from .items import Record

MIGRATIONS = (
    """
    CREATE TABLE pages (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,              -- canonical
        first_run TEXT NOT NULL,        -- the run that saw it first
        first_seen INTEGER NOT NULL,    -- times are seconds since 1970
        last_seen INTEGER NOT NULL,
        checks_from INTEGER NOT NULL,   -- what the schedule of checks counts from
        next_check INTEGER,             -- NULL: never
        revision INTEGER NOT NULL,      -- of the newest record in a finished file; 0: no record
        content_sha256 TEXT,
        etag TEXT,
        last_modified TEXT
    ) WITHOUT ROWID;
    CREATE INDEX pages_without_record ON pages (next_check) WHERE revision = 0;
    CREATE TABLE validators (           -- of records that no finished file holds yet
        id TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT
    ) WITHOUT ROWID;
    CREATE TABLE files (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE cursors (
        column_url TEXT NOT NULL,
        until TEXT NOT NULL,
        next_page INTEGER NOT NULL,
        run TEXT NOT NULL,
        reached TEXT,
        PRIMARY KEY (column_url, until)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE removed (              -- finished files that were removed on purpose
        name TEXT PRIMARY KEY,
        at INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
)
"""What makes a schema of each version from the one before; `PRAGMA user_version` counts them."""


_ANEW = " (move it away: the next run makes it anew from the data files)"
_HINTS = {"I/O": " (is the disk full?)", "malformed": _ANEW, "not a database": _ANEW}


class StateError(FolderError):
    """A state that can't be read or written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an article."""

    id: str
    url: str
    first_run: str
    first_seen: int
    last_seen: int
    checks_from: int
    next_check: int | None
    revision: int
    content_sha256: str | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page, for asking whether it has changed."""

    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A page that gave no record."""

    id: str
    url: str
    soon: bool
    """Whether the next run may ask again; else the schedule tells when."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a column's list was walked: all on the pages before `next_page` is known."""

    column: str
    """The column's address."""
    until: str
    """The last day of the period walked, `YYYY-MM-DD`; empty: open."""
    next_page: int
    run: str
    """The newest run that knew all from the first page on."""
    reached: str | None = None
    """The first day wanted by a walk that is at its end; empty: the end of the list."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an article is looked at again: so many hours after it was published, then never."""

    hours: tuple[float, ...]

    def after(self, start: int, now: int) -> int | None:
        """Return the next time after `now`."""
        times = (start + round(hours * 3600) for hours in self.hours)
        return next((time for time in times if time > now), None)


class State:
    """The database. Every error of it is a `StateError`."""

    def __init__(self, path: Path, schedule: Schedule) -> None:
        self.path = path
        self.schedule = schedule
        with self._explained():
            self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._migrate()
        except StateError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the database."""
        with self._explained():
            self._db.close()

    def known(self, id_: str) -> Known | None:
        """Return what is known of an article."""
        return next(self._known("id = ?", id_), None)

    def missed(self, now: int) -> Iterator[Known]:
        """Yield the pages without a record that may be asked for again."""
        return self._known("revision = 0 AND next_check <= ?", now)

    def cursor(self, column: str, until: str) -> Cursor | None:
        """Return how far a column's list was walked."""
        rows = self._query(
            "SELECT * FROM cursors WHERE column_url = ? AND until = ?", column, until
        )
        return next((Cursor(*row) for row in rows), None)

    def has_file(self, name: str) -> bool:
        """Whether the records of a finished file are known."""
        return bool(self._query("SELECT 1 FROM files WHERE name = ?", name))

    def take_in(self, name: str, records: Iterable[Record]) -> None:
        """Learn the records of a finished file."""
        with self._transaction():
            for record in records:
                self._learn(record)
            self._write("INSERT OR IGNORE INTO files VALUES (?)", name)

    def note_removal(self, names: Iterable[str], now: int) -> None:
        """Learn that finished files are about to be removed; their articles stay known."""
        with self._transaction():
            for name in names:
                self._write("INSERT OR REPLACE INTO removed VALUES (?, ?)", name, now)

    def compact(self) -> None:
        """Give unused room back to the file system."""
        self._query("VACUUM")
        self._query("PRAGMA wal_checkpoint(TRUNCATE)")

    def save(
        self,
        now: int,
        run: str,
        *,
        validators: dict[str, Validators],
        unchanged: Iterable[str],
        misses: Iterable[Miss],
        cursors: Iterable[Cursor],
    ) -> None:
        """Write down, at once or not at all, what a run has learnt besides its records."""
        with self._transaction():
            for id_, one in validators.items():
                row = (id_, one.etag, one.last_modified)
                self._write("INSERT OR REPLACE INTO validators VALUES (?, ?, ?)", *row)
            for id_ in unchanged:
                self._touch(id_, now)
            for miss in misses:
                self._miss(miss, now, run)
            for c in cursors:
                place = (c.column, c.until, c.next_page, c.run, c.reached)
                self._write("INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, ?)", *place)

    def _learn(self, record: Record) -> None:
        metadata = record["metadata"]
        seen = seconds(metadata["fetched_at"]) or 0
        published = seconds(record["date_published"])
        short = lacks_parts(problem["message"] for problem in metadata["problems"])
        start = seen if published is None or short else min(published, seen)
        validators = self._take_validators(record["id"]) or Validators(None, None)
        row = (
            *(record["id"], record["canonical_url"], metadata["run_id"] or ""),
            *(seen, seen, start, self.schedule.after(start, seen)),
            record.get("revision", 1),  # records of before version 1.1 have none
            *(metadata["content_sha256"], validators.etag, validators.last_modified),
        )
        self._write(
            """
            INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
                url = excluded.url, last_seen = excluded.last_seen,
                checks_from = excluded.checks_from, next_check = excluded.next_check,
                revision = excluded.revision, content_sha256 = excluded.content_sha256,
                etag = excluded.etag, last_modified = excluded.last_modified
            WHERE excluded.revision > pages.revision
            """,
            *row,
        )

    def _touch(self, id_: str, now: int) -> None:
        if known := self.known(id_):
            following = self.schedule.after(known.checks_from, now)
            row = (now, following, id_)
            self._write("UPDATE pages SET last_seen = ?, next_check = ? WHERE id = ?", *row)
        if new := self._take_validators(id_):
            row_ = (new.etag, new.last_modified, id_)
            self._write("UPDATE pages SET etag = ?, last_modified = ? WHERE id = ?", *row_)

    def _take_validators(self, id_: str) -> Validators | None:
        rows = self._query("SELECT etag, last_modified FROM validators WHERE id = ?", id_)
        self._write("DELETE FROM validators WHERE id = ?", id_)
        return next((Validators(*row) for row in rows), None)

    def _miss(self, miss: Miss, now: int, run: str) -> None:
        known = self.known(miss.id)
        start = known.checks_from if known else now
        again = now if miss.soon else self.schedule.after(start, now)
        self._write(
            """
            INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL, NULL)
            ON CONFLICT (id) DO UPDATE SET next_check = excluded.next_check
            """,
            *(miss.id, miss.url, run, now, now, start, again),
        )

    def _known(self, where: str, value: str | int) -> Iterator[Known]:
        columns = ", ".join(Known.__slots__)
        for row in self._query(f"SELECT {columns} FROM pages WHERE {where}", value):  # noqa: S608
            yield Known(**dict(zip(Known.__slots__, row, strict=True)))

    def _query(self, sql: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._db.execute(sql, values).fetchall()

    def _write(self, sql: str, *values: str | int | None) -> None:
        self._db.execute(sql, values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            hint = next((hint for word, hint in _HINTS.items() if word in str(error)), "")
            raise StateError(f"can't use {self.path}: {error}{hint}") from error

    def _migrate(self) -> None:
        with self._explained():
            self._db.execute("PRAGMA journal_mode = WAL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version > len(MIGRATIONS):
                raise StateError(
                    f"{self.path} is of a newer version of this program: "
                    "update it, or write into another folder"
                )
            for number in range(version, len(MIGRATIONS)):
                self._db.executescript(
                    f"BEGIN; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
                )
