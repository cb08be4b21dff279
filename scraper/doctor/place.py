"""The folder as a place: rights, room, the lock, what killed runs have left."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator

from ..folders import Folders
from .finding import Finding, first, ok, problem, warning

_MIB = 1024 * 1024
LEAST = 100 * _MIB  # bytes: a run that ends for want of room loses time, not records
SCANTY = 1024 * _MIB  # bytes: some months of a city's records, some days of its archive
LEAST_NAMES = 1000  # files that the file system can still take


def is_locked(folders: Folders) -> bool:
    """Whether a run holds the folder.

    The lock is not taken: a shared one is tried, and let go at once. Raises `OSError` for a lock
    that can't be read.
    """
    if not folders.lock.exists():
        return False
    with folders.lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def examine(folders: Folders, *, is_running: bool) -> Iterator[Finding]:
    """Look at the folders themselves, and at files that should not stay."""
    yield from _writable(folders)
    yield from _room(folders)
    said = "a run is at work here" if is_running else "no run is at work"
    yield ok("lock", said)
    yield from _leftovers(folders, is_running=is_running)
    yield _robots(folders)


def _writable(folders: Folders) -> Iterator[Finding]:
    places = {folders.output.resolve(), folders.state.parent, folders.archive, folders.reports}
    wrong = False
    for place in sorted(places):
        there = next(one for one in (place, *place.parents) if one.exists())
        if not there.is_dir():
            wrong = True
            yield problem("folder", f"{there} is no folder", "move it away, or name another folder")
        elif not os.access(there, os.W_OK | os.X_OK):
            wrong = True
            text = f"{place} can't be written" if there == place else f"can't make {place}"
            advice = "give this user the right to write, or name another --output"
            yield problem("folder", text, advice)
    if not wrong:
        there_yet = "" if folders.output.is_dir() else ", which is not there yet"
        yield ok(
            "folder", f"{folders.output}{there_yet} and its home {folders.home} can be written"
        )


def _room(folders: Folders) -> Iterator[Finding]:
    there = next(one for one in (folders.home, *folders.home.parents) if one.is_dir())
    free = shutil.disk_usage(there).free
    text = f"{free / _MIB:,.0f} MiB are free"
    advice = "make room; `qilu gc` removes old archives and data files"
    if free < LEAST:
        yield problem("disk", text, advice)
    elif free < SCANTY:
        yield warning("disk", text, advice)
    else:
        yield ok("disk", text)
    system = os.statvfs(there)
    if system.f_files and system.f_favail < LEAST_NAMES:
        yield problem("disk", f"room for {system.f_favail} more files only (inodes)", advice)


_LEFT = {
    ".part": "the next run keeps its whole records",
    ".open": "the next run keeps its whole responses",
    ".mending": "the next run makes it anew; nothing is lost",
}


def _leftovers(folders: Folders, *, is_running: bool) -> Iterator[Finding]:
    """Look for what runs that were killed have left."""
    places = {folders.output.resolve(), folders.archive}
    found = sorted(p for place in places if place.is_dir() for p in place.iterdir())
    left = [path for path in found if path.suffix in _LEFT]
    damaged = [path for path in found if path.suffix == ".damaged"]
    if is_running:
        yield ok("leftovers", f"{len(left)} unfinished files, maybe of the run at work")
    else:
        yield from first(
            warning("leftovers", f"{path} is of a run that was killed", _LEFT[path.suffix])
            for path in left
        )
    advice = "see what its broken lines were, then remove it: its whole records are in the data"
    yield from first(warning("leftovers", f"{p} had broken lines", advice) for p in damaged)
    if not is_running and not left and not damaged:
        yield ok("leftovers", "none")


def _robots(folders: Folders) -> Finding:
    """Say what the report of the newest run knows of robots.txt."""
    try:
        told = json.loads((folders.reports / "newest.json").read_bytes())["politeness"]
        answers = ", ".join(f"{n} x {status}" for status, n in sorted(told["robots"].items()))
        delay = told["crawl_delay"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ok("robots", "nothing known yet: `qilu doctor --live` asks")
    pace = f"a Crawl-delay of {delay:g} s" if delay else "no Crawl-delay"
    return ok("robots", f"answered {answers or 'nothing'} to the newest run, {pace}")
