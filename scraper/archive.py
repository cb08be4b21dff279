"""The archive of a run: WARC files of a limited size, each finished or not there yet.

A file is called `….open` until it is sealed. Records name it as it is called then.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .captures import members
from .folders import FolderError, explained, sync
from .items import ArchiveRef, QiluError
from .lines import GrowingFile
from .parts import RUN_ID
from .warc import Exchange, information, pair

OPEN = ".open"
"""What the name of an unfinished file ends in."""
_ENDINGS = (".warc.gz", ".warc")
ENDING = ".warc.gz"
_NAME = re.compile(rf"{RUN_ID}-\d{{5}}{re.escape(ENDING)}")


@dataclass(frozen=True, slots=True)
class Options:
    """What an archive is to be."""

    information: Mapping[str, str]
    """What its files say of themselves: who made them, and how."""
    size: int
    """Bytes after which a file is sealed and another begun."""


class Archive:
    """The files of one run, in a folder that is there. Every error is a `FolderError`."""

    def __init__(self, folder: Path, run: str, options: Options) -> None:
        self.folder = folder
        self._run = run
        self._options = options
        self._serial = 0
        self._file: GrowingFile | None = None

    def write(self, exchange: Exchange) -> ArchiveRef:
        """Append a response and its request; return where the response is."""
        if self._file and self._file.size >= self._options.size:
            self.seal()
        with explained(f"write into {self.folder}"):
            file = self._file = self._file or self._begin()
            ref = ArchiveRef(file=file.path.name.removesuffix(OPEN), offset=file.size)
            file.append(pair(exchange))
        return ref

    def sync(self) -> None:
        """Bring what is written to the disk."""
        if self._file:
            with explained(f"write into {self.folder}"):
                self._file.sync()

    def seal(self) -> None:
        """Finish the file that is being written, if there is one."""
        if self._file:
            file, self._file = self._file, None
            file.close()
            _finish(file.path)

    def close(self) -> None:
        """Let go of the file that is being written; it stays unfinished."""
        if self._file:
            self._file.close()

    def _begin(self) -> GrowingFile:
        name = f"{self._run}-{self._serial:05}.warc.gz"
        file = GrowingFile(self.folder / f"{name}{OPEN}", new=True)
        try:
            sync(self.folder)
            file.append(information(name, self._options.information))
        except OSError:
            file.close()
            file.path.unlink()
            raise
        self._serial += 1
        return file


def _finish(path: Path) -> Path:
    """Bring an unfinished file to the disk and give it its name; return its path."""
    file = path.with_suffix("")
    if file.exists():
        raise FolderError(f"{file} is there already: move it, or {path.name}, away")
    with explained(f"seal {path}"):
        sync(path)
        path.rename(file)
        sync(file.parent)
    return file


@dataclass(frozen=True, slots=True)
class Healed:
    """What was done about a file that a killed run had left unfinished."""

    path: Path
    file: Path | None
    """The file that it has become; ``None`` when it held no response."""
    cut: int
    """Bytes at the end that were no whole record."""


def heal(folder: Path) -> Iterator[Healed]:
    """Finish what killed runs have left: whole records are kept, half a one is cut off."""
    for path in sorted(folder.glob(f"*{OPEN}")):
        if _NAME.fullmatch(path.name.removesuffix(OPEN)):
            with explained(f"mend {path}"):
                yield _mend(path)


def _mend(path: Path) -> Healed:
    """Mend one file. Safe to be killed at any moment."""
    count = end = 0
    with path.open("r+b") as file:
        try:
            for member in members(file):
                count, end = count + 1, member.end
        except (EOFError, zlib.error):
            pass
        cut = file.seek(0, os.SEEK_END) - end
        if cut:
            file.truncate(end)
    if count > 1:  # besides what the file says of itself
        return Healed(path, _finish(path), cut)
    path.unlink()
    return Healed(path, None, cut)


def find(*places: Path) -> list[Path]:
    """Return archive files: those named, and the finished ones of folders, by name.

    Raises `QiluError` for what is not there, and for a folder without archives.
    """
    found: list[Path] = []
    for place in places:
        inside = sorted(file for file in place.glob("*") if file.name.endswith(_ENDINGS))
        if not place.exists():
            raise QiluError(f"no such archive: {place}")
        if place.is_dir() and not inside:
            raise QiluError(f"no archive in {place}: files that end in {' or '.join(_ENDINGS)}")
        found += inside if place.is_dir() else [place]
    return list(dict.fromkeys(found))
