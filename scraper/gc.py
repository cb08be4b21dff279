"""Removing what old runs have left. The state keeps what it knows of articles.

The order is safe at every moment: the state learns what is going to be removed, the manifest
lists it no more, then it goes. A removal that is cut off is finished by the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .archive import ENDING, OPEN
from .folders import Folders, explained, sync
from .items import QiluError
from .manifest import Manifest, measure
from .parts import RUN_ID, finished, run_of, unfinished
from .reports import MOST, History
from .state import Schedule, State
from .store import locked

_RUN = re.compile(RUN_ID)
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What a user is ready to lose."""

    data: bool = False
    """Data files."""
    archives: bool = False
    """Archives of the responses."""
    reports: bool = False
    """Reports of runs, but for the newest `reports.MOST`, which later runs are compared with."""
    keep_days: int
    """Files of runs that began later stay."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be removed."""

    data: list[Path]
    others: list[Path]
    """Archives and reports: nothing lists them."""

    @property
    def files(self) -> list[Path]:
        """All of it, in the order of removal: a full disk may have no room to note the data."""
        return [*self.others, *self.data]

    @property
    def bytes(self) -> int:
        """The room that it takes."""
        return sum(path.stat().st_size for path in self.files)


def collect(output: Path, what: What, now: float, *, delete: bool) -> Iterator[str]:
    """Yield a line for each file that goes, or would go without `delete`, and a last one.

    `now` is in seconds since 1970. Holds the lock; raises `LockedError` while a run is at work,
    `FolderError` for what can't be read or removed, `QiluError` where no run has ever been.
    """
    folders = Folders(output)
    if not folders.state.exists():
        raise QiluError(f"no crawl has written into {output}: name its folder with --output")
    with ExitStack() as opened:
        opened.callback(locked(folders).release)
        state = State(folders.state, Schedule(()))
        opened.callback(state.close)
        with explained(f"read {folders.home}"):
            manifest = Manifest(folders.manifest)
            found = plan(folders, state, manifest, what, now)
            room = f"{len(found.files)} files, {found.bytes / _MIB:.1f} MiB"
        if delete:
            with explained(f"remove files of {folders.home}"):
                remove(found, state, manifest, int(now))
        for path in found.files:
            yield f"{'removed' if delete else 'would remove'} {path}"
        if delete:
            yield f"{room} removed; the state gave {_compacted(state) / _MIB:.1f} MiB back"
        else:
            yield f"nothing is removed yet: {room}; --delete removes them"


def plan(folders: Folders, state: State, manifest: Manifest, what: What, now: float) -> Plan:
    """Choose what goes: what is old, and that no one needs any more."""
    limit = datetime.fromtimestamp(now, UTC) - timedelta(days=what.keep_days)
    oldest = f"{limit:%Y%m%dT%H%M%SZ}"
    files = finished(folders.output)
    archives = _archives(folders.archive)
    reports = History(folders.reports).files()[MOST:]
    at_work = {_run(path) for path in (*unfinished(folders.output), *_opened(folders.archive))}
    newest = _newest(files, manifest)
    needed = at_work | {_run(file) for file in newest}
    return Plan(
        data=[
            file
            for file in (files if what.data else ())
            if _run(file) < oldest
            and file not in newest
            and _run(file) not in at_work
            and state.has_file(file.name)  # else its articles would be forgotten
        ],
        others=[
            *(
                file
                for file in (archives if what.archives else ())
                if _run(file) < oldest and _run(file) not in needed
            ),
            *(file for file in (reports if what.reports else ()) if _run(file) < oldest),
        ],
    )


def remove(found: Plan, state: State, manifest: Manifest, now: int) -> None:
    """Remove what was planned, in its order; the state learns of data files before they go."""
    _unlink(found.others)
    if found.data:
        names = {file.name for file in found.data}
        state.note_removal(names, now)
        manifest.drop(names)
        _unlink(found.data)


def _compacted(state: State) -> int:
    """Compact the state; return how many bytes it gave back."""
    before = state.path.stat().st_size
    state.compact()
    return before - state.path.stat().st_size


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
    for folder in {path.parent for path in paths}:
        sync(folder)


def _newest(files: list[Path], manifest: Manifest) -> set[Path]:
    """Return, for each region, its newest file that is as it was finished, and all later ones."""
    kept: set[Path] = set()
    done: set[str] = set()
    for file in reversed(files):
        region, _ = run_of(file.name)
        if region not in done:
            kept.add(file)
            if measure(file) == manifest.contents(file.name):
                done.add(region)
    return kept


def _archives(folder: Path) -> list[Path]:
    """Return the finished archives that a run has named, the oldest first."""
    return sorted(p for p in folder.glob(f"*{ENDING}") if _RUN.search(p.name))


def _opened(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"*{OPEN}") if _RUN.search(path.name)]


def _run(path: Path) -> str:
    """Return the run that a file is of: `20201129T071000Z-1a2b`."""
    found = _RUN.search(path.name)
    return found[0] if found else ""
