"""The manifest: one line for each finished file of an output folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from .dates import timestamp
from .folders import FolderError, replace_file
from .lines import LineFile, cut_half_line
from .parts import run_of


class Contents(NamedTuple):
    """What a file holds; the keys under which the manifest says so."""

    records: int
    bytes: int
    sha256: str


def measure(file: Path) -> Contents:
    """Return what a data file holds. Errors of the operating system pass through."""
    records = size = 0
    digest = hashlib.sha256()
    with file.open("rb") as lines:
        for line in lines:
            records, size = records + 1, size + len(line)
            digest.update(line)
    return Contents(records, size, digest.hexdigest())


class Manifest:
    """`manifest.jsonl`: name, run, region, records, bytes, sha256 and time of each finished file.

    A line is there whole or not at all. Errors of the operating system pass through.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists():
            cut_half_line(path)

    def names(self) -> set[str]:
        """Return the names of the files that are listed."""
        return {entry["name"] for _, entry in self._entries()}

    def drop(self, names: set[str]) -> None:
        """List some files no more."""
        kept = [line for line, entry in self._entries() if entry["name"] not in names]
        replace_file(self.path, "".join(kept))

    def contents(self, name: str) -> Contents | None:
        """Return what a listed file held when it was finished."""
        found = (entry for _, entry in self._entries() if entry["name"] == name)
        return next((Contents(*(one[key] for key in Contents._fields)) for one in found), None)

    def _entries(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each line and what it says. Raises `FolderError` for one that says nothing."""
        text = self.path.read_text("utf-8", "replace") if self.path.exists() else ""
        for line in text.splitlines(keepends=True):
            try:
                entry = json.loads(line)
                {entry[key] for key in ("name", *Contents._fields)}
            except (ValueError, KeyError, TypeError):
                raise FolderError(f"{self.path} is damaged: `qilu doctor` says how") from None
            yield line, entry

    def add(self, file: Path, sealed_at: datetime) -> None:
        """List a finished file."""
        region, run_id = run_of(file.name)
        entry = {
            "name": file.name,
            "run_id": run_id,
            "region": region,
            **measure(file)._asdict(),
            "sealed_at": timestamp(sealed_at),
        }
        manifest = LineFile(self.path)
        try:
            manifest.write(json.dumps(entry))
            manifest.sync()
        finally:
            manifest.close()
