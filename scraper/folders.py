"""Where things lie: an output folder, and the state and the lock that belong to it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from .items import QiluError
from .parts import MANIFEST, REJECTS


class FolderError(QiluError):
    """A folder or file that can't be read or written: a full disk, no permission."""


class OutputExistsError(QiluError):
    """A file lies where one is to be written."""


class LockedError(QiluError):
    """Another run works on the folder."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The paths that belong to one output folder."""

    output: Path
    """The folder of the JSON Lines files."""

    @property
    def home(self) -> Path:
        """The folder around all of them: the output folder, or its parent if it is called `out`."""
        folder = self.output.resolve()
        return folder.parent if folder.name == "out" else folder

    @property
    def manifest(self) -> Path:
        """The list of the finished files."""
        return self.output / MANIFEST

    @property
    def rejects(self) -> Path:
        """The records that break the schema."""
        return self.output / REJECTS

    @property
    def state(self) -> Path:
        """The database of what was seen."""
        return self.home / "state" / "state.sqlite"

    @property
    def reports(self) -> Path:
        """The folder of the runs' reports."""
        return self.home / "reports"

    @property
    def lock(self) -> Path:
        """The file that a run holds locked."""
        return self.home / "state" / "lock"

    @property
    def archive(self) -> Path:
        """The folder of the responses as they were received."""
        return self.home / "archive"

    @classmethod
    def beside(cls, archive: Path) -> Folders:
        """Return the folders that an archive file belongs to."""
        home = archive.resolve().parent.parent
        return cls(home / "out" if (home / "out").is_dir() else home)

    def make(self, *, archive: bool = False) -> None:
        """Make the folders; that of the archive only when there is to be one.

        Raises `FolderError` where nothing can be written, `QiluError` for what is no folder.
        """
        for folder in (self.output, self.state.parent, *([self.archive] if archive else [])):
            with explained(f"write into {folder}"):
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                except (FileExistsError, NotADirectoryError) as error:
                    raise QiluError(f"can't write into {folder}: {error.strerror}") from error
                _probe(folder)
                sync(folder)
                sync(folder.parent)


def _probe(folder: Path) -> None:
    with TemporaryFile(dir=folder) as probe:
        probe.write(b"?")  # a full disk takes an empty file


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Raise `FolderError` for an error of the operating system: "can't WHAT: why"."""
    try:
        yield
    except OSError as error:
        raise FolderError(f"can't {what}: {error.strerror or error}") from error


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all. Errors of the operating system pass through.

    One process at a time may write the same file.
    """
    with whole(path) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="\n")
    sync(path.parent)


def check_vacant(*files: Path) -> None:
    """Raise `OutputExistsError` where one of the files to be written is there."""
    if found := [file for file in files if file.exists()]:
        raise OutputExistsError(f"{found[0]} exists: name another, or add --replace")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file beside the path that takes its place at the end, if nothing fails."""
    path = _regular(path)
    fresh = path.with_name(f".{path.name}.part")
    fresh.unlink(missing_ok=True)  # what a killed run left
    try:
        yield fresh
        sync(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _regular(path: Path) -> Path:
    """Return the file itself that a link leads to. Raises `OSError` for a device or a pipe."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no file", str(path))
    return path


def sync(path: Path) -> None:
    """Let a file's bytes, or a folder's names, outlast a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
