"""Whether the state is whole, of a known version, and true of the data files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..folders import Folders
from ..parts import finished
from ..state import MIGRATIONS
from .data import Inventory
from .finding import Finding, first, names, ok, problem, warning

_ANEW = "the next run makes it anew from the data files"
_MOVE = f"move it away: {_ANEW}"
_REMOVED = "SELECT name FROM state.removed"
# The newest record of an article is in no file. Runs sort by time: what was met before the
# newest removed file was written may have been in it.
_LOST = """
    SELECT id FROM state.pages AS page WHERE revision > 0 AND first_run > ? AND NOT EXISTS
    (SELECT 1 FROM held WHERE held.id = page.id AND held.revision = page.revision)
"""
_UNKNOWN = """
    SELECT id FROM held WHERE file IN (SELECT name FROM state.files) AND NOT EXISTS
    (SELECT 1 FROM state.pages AS page WHERE page.id = held.id AND page.revision >= held.revision)
"""
_OTHER_TEXT = """
    SELECT held.id FROM held JOIN state.pages AS page USING (id, revision)
    WHERE held.sha256 <> page.content_sha256
"""
_MISMATCHES = (
    (_UNKNOWN, "does not know records of files that it knows"),
    (_OTHER_TEXT, "has other texts in mind than the files have"),
)


def examine(folders: Folders, inventory: Inventory, *, is_running: bool) -> Iterator[Finding]:
    """Compare the state with the data files; it is opened for reading only."""
    if not folders.state.exists():
        if finished(folders.output):
            yield warning("state", f"{folders.state} is not there", f"nothing: {_ANEW}")
        else:
            yield ok("state", "none yet")
        return
    if is_running:
        yield ok("state", "not looked at: a run is at work")
        return
    try:
        _attach(folders.state, inventory.db)
        yield from _wholeness(folders.state, inventory.db)
        if 0 < _version(inventory.db) <= len(MIGRATIONS):
            yield from _compare({file.name for file in finished(folders.output)}, inventory.db)
    except sqlite3.DatabaseError as error:
        yield problem("state", f"{folders.state}: {error}", _MOVE)


def _attach(path: Path, db: sqlite3.Connection) -> None:
    wal = path.with_name(f"{path.name}-wal")
    # Without a log that is yet to be taken in, SQLite need not even make its files beside it.
    how = "mode=ro" if wal.exists() and wal.stat().st_size else "mode=ro&immutable=1"
    db.execute("ATTACH ? AS state", (f"{path.resolve().as_uri()}?{how}",))


def _wholeness(path: Path, db: sqlite3.Connection) -> Iterator[Finding]:
    damages = [text for (text,) in db.execute("PRAGMA state.integrity_check(5)") if text != "ok"]
    yield from (problem("state", f"{path} is damaged: {text}", _MOVE) for text in damages)
    version = _version(db)
    if version > len(MIGRATIONS):
        text = f"{path} is of version {version}, and only {len(MIGRATIONS)} is known"
        yield problem("state", text, "update this program: a newer one has written it")
    elif not damages:
        older = ", which the next run brings up to date" if version < len(MIGRATIONS) else ""
        yield ok("state", f"{path} is whole, of version {version}{older}")


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA state.user_version").fetchone()[0]
    return version


def _compare(files: set[str], db: sqlite3.Connection) -> Iterator[Finding]:
    known = set(_column(db, "SELECT name FROM state.files"))
    has_removed = _column(db, "SELECT 1 FROM state.sqlite_master WHERE name = 'removed'")
    removed = set(_column(db, _REMOVED)) - files if has_removed else set()
    wrong = [
        problem("state", f"{name} was finished, but it is not there", f"restore it; else {_MOVE}")
        for name in sorted(known - files - removed)
    ]
    lost = [] if wrong else _column(db, _LOST, max((_run(name) for name in removed), default=""))
    if lost:
        text = f"the records of {len(lost)} articles are in no file: {names(lost)}"
        wrong.append(problem("state", text, f"restore the files; else {_MOVE}"))
    for query, what in _MISMATCHES:
        if found := _column(db, query):
            text = f"the state {what}: {len(found)} articles, {names(found)}"
            wrong.append(problem("state", text, _MOVE))
    yield from first(wrong)
    new = sorted(files - known)
    if new:
        text = f"does not know {names(new)} yet: a run was killed while it finished"
        yield warning("state", text, "nothing: the next run takes it in")
    elif not wrong:
        told = f"; {len(removed)} files were removed by `qilu gc`" if removed else ""
        yield ok("state", f"agrees with {len(files)} data files{told}")


def _column(db: sqlite3.Connection, query: str, *values: str) -> list[Any]:
    return [value for (value, *_) in db.execute(query, values)]


def _run(name: str) -> str:
    """Return the run of a data file's name."""
    return name.partition("-")[2].removesuffix(".jsonl")
