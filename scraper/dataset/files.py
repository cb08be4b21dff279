"""The files of a dataset: their size and checksum, and what is there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

SUMS = "SHA256SUMS"


class File(NamedTuple):
    """A file of a dataset."""

    path: str
    """Its path in the folder, with `/`."""
    bytes: int
    sha256: str


def files_of(folder: Path) -> list[File]:
    """Return the files of a folder and of those in it, by path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(measured(path, path.relative_to(folder).as_posix()) for path in found)


def sums(files: list[File]) -> str:
    """Return what `sha256sum -c` reads."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files)


def measured(path: Path, name: str) -> File:
    """Return a file under its name in the dataset."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return File(name, path.stat().st_size, digest.hexdigest())
