"""An output folder while a run works on it: locked, and consistent at every moment.

A run writes its records to `.part` files. At its end, once the archive that they point into is
finished, each is sealed, in this order: its bytes are brought to the disk, it gets its name, the
manifest lists it, the state learns its records.
A run that ends between two of these steps leaves the rest to the next one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from .archive import Archive, Healed, Options, heal
from .folders import FolderError, Folders, LockedError, explained, sync
from .items import Article, Record
from .lines import LineFile
from .manifest import Manifest
from .parts import PART, Found, file_name, finished, mend, records, run_of, unfinished
from .records import to_json
from .state import Cursor, Known, Miss, Schedule, State, Validators
from .urls import Address
from .walk import Walk


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a run that was killed had left in a `.part` file."""

    part: Path
    found: Found
    file: Path | None
    """The file that it has become; ``None`` where nothing in it was new."""


class Store:
    """The folder of one run.

    Only `write`, `reject`, `seal` and `close` touch files. Their errors are `FolderError`s.
    """

    def __init__(
        self,
        output: Path,
        run: str,
        schedule: Schedule,
        clock: Callable[[], float] = time.time,
        *,
        archive: Options | None = None,
    ) -> None:
        self.folders = Folders(output)
        self.folders.make(archive=archive is not None)
        self.run = run
        self._clock = clock
        self._parts: dict[str, LineFile] = {}
        self._written: set[str] = set()
        self._walks: list[Walk] = []
        self._walked = False
        self._validators: dict[str, Validators] = {}
        self._unchanged: set[str] = set()
        self._misses: dict[str, Miss] = {}
        with ExitStack() as opened:
            opened.callback(_locked(self.folders).release)
            self.state = State(self.folders.state, schedule)
            opened.callback(self.state.close)
            self.healed: list[Healed] = list(heal(self.folders.archive))
            self.archive = Archive(self.folders.archive, run, archive) if archive else None
            with explained(f"read {self.folders.output}"):
                self._manifest = Manifest(self.folders.manifest)
                self.recovered = self._heal()
            self._closing = opened.pop_all()

    def close(self) -> None:
        """Let the folder go."""
        if self.archive:
            self.archive.close()
        for part in self._parts.values():
            part.close()
        self._closing.close()

    # What need not be asked, and how.

    def known(self, id_: str) -> Known | None:
        """Return what finished files, and earlier runs, tell of an article."""
        return self.state.known(id_)

    def is_due(self, target: Address) -> bool:
        """Whether a page is to be asked for: it is not known, or it is time to look again."""
        known = self.known(target.id)
        if known is None:
            return True
        return known.next_check is not None and known.next_check <= self._now()

    def conditions(self, target: Address) -> dict[str, str]:
        """Return the headers with which a server answers 304 for a page that is the same."""
        known = self.known(target.id)
        if known is None or known.url != target.url:
            return {}
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in headers.items() if value}

    def missed(self) -> list[Known]:
        """Return the pages that gave no record, and may be asked for again."""
        return list(self.state.missed(self._now()))

    def is_settled(self, id_: str, run: str) -> bool:
        """Whether an article was known to an earlier run, and is never looked at again."""
        known = self.known(id_)
        return known is not None and known.next_check is None and known.first_run <= run

    def walk(self, column: str, until: str) -> Walk:
        """Begin the walk of a column."""
        walk = Walk(column, until, self.run, self.state.cursor(column, until))
        self._walks.append(walk)
        return walk

    # What a run learns.

    def note_validators(self, id_: str, etag: str | None, last_modified: str | None) -> None:
        """Remember what the server said of an article's page."""
        self._validators[id_] = Validators(etag, last_modified)

    def note_unchanged(self, id_: str) -> None:
        """Remember that an article is as it was."""
        self._unchanged.add(id_)

    def note_miss(self, id_: str, url: str, *, soon: bool) -> None:
        """Remember that a page gave no record; `soon`: the next run may ask again."""
        self._misses[id_] = Miss(id_, url, soon)

    def note_page(self) -> None:
        """Remember that a walk has read a page: with the next record, its cursor may move."""
        self._walked = True

    # What it writes.

    def write(self, article: Article) -> None:
        """Append a record to its region's `.part` file."""
        if self._walked:
            self._save()
        name = file_name(article.region.slug if article.region else "other", self.run)
        with explained(f"write into {self.folders.output}"):
            self._part(name).write(to_json(article))
        self._written.add(article.id)

    def reject(self, article: Article, reject: Record) -> None:
        """Keep a record that is not good enough for the data, with the reasons, beside it."""
        with explained(f"write into {self.folders.output}"):
            rejects = LineFile(self.folders.rejects)
            try:
                rejects.write(json.dumps(reject, ensure_ascii=False))
            finally:
                rejects.close()
        self.note_miss(article.id, article.canonical_url, soon=False)

    def seal(self) -> list[Path]:
        """Finish the files of this run; return those of records."""
        self._save()
        if self.archive:
            self.archive.seal()
        files = []
        while self._parts:
            _, part = self._parts.popitem()
            part.close()
            with explained(f"seal {part.path}"):
                files.append(self._seal(part.path))
        return sorted(files)

    def _part(self, name: str) -> LineFile:
        if name not in self._parts:
            path = self.folders.output / f"{name}{PART}"
            self._parts[name] = LineFile(path, new=True)
            sync(path.parent)
        return self._parts[name]

    def _save(self) -> None:
        """Write down what was learnt; what it rests on, archive and records, is on disk first."""
        if self.archive:
            self.archive.sync()
        with explained(f"write into {self.folders.output}"):
            for part in self._parts.values():
                part.sync()
        self.state.save(
            self._now(),
            self.run,
            validators=self._validators,
            unchanged=self._unchanged,
            misses=self._misses.values(),
            cursors=self._cursors(),
        )
        self._validators, self._unchanged, self._misses = {}, set(), {}
        self._walked = False

    def _cursors(self) -> list[Cursor]:
        found = (walk.advance(self._is_done) for walk in self._walks)
        return [cursor for cursor in found if cursor]

    def _is_done(self, id_: str) -> bool:
        return id_ in self._written or id_ in self._misses or self.known(id_) is not None

    def _seal(self, part: Path) -> Path:
        file = part.with_suffix("")
        if file.exists():
            raise FolderError(f"{file} is there already: move it, or {part.name}, away")
        sync(part)
        part.rename(file)
        sync(file.parent)
        self._take_in(file, listed=False)
        return file

    def _take_in(self, file: Path, *, listed: bool) -> None:
        if not listed:
            self._manifest.add(file, datetime.fromtimestamp(self._now(), UTC))
        if not self.state.has_file(file.name):
            self.state.take_in(file.name, records(file))

    def _heal(self) -> list[Recovered]:
        """Do what runs that were killed have not come to."""
        listed = self._manifest.names()
        for file in finished(self.folders.output):
            self._take_in(file, listed=file.name in listed)
        return [self._recover(part) for part in unfinished(self.folders.output)]

    def _recover(self, part: Path) -> Recovered:
        found = mend(part, self._has, partial(self._is_archived, run_of(part.stem)[1]))
        if not found.records:
            part.unlink()
            return Recovered(part, found, None)
        return Recovered(part, found, self._seal(part))

    def _has(self, record: Record) -> bool:
        known = self.known(record["id"])
        return known is not None and known.revision >= record.get("revision", 1)

    def _is_archived(self, run: str, record: Record) -> bool:
        """Whether the archive of a run has what a record points at; a loss of power may take it."""
        ref = record["metadata"]["archive"]
        if ref is None or not ref["file"].startswith(run):
            return True
        file = self.folders.archive / ref["file"]
        return bool(file.exists() and ref["offset"] < file.stat().st_size)

    def _now(self) -> int:
        return int(self._clock())


def _locked(folders: Folders) -> FileLock:
    lock = FileLock(folders.lock)
    with explained(f"lock {folders.lock}"):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"another run is writing into {folders.output}: let it end, or choose another "
                "output folder"
            ) from None
    return lock
