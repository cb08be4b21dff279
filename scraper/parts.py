"""The data files: their names, and what a run that was killed left unfinished."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .items import QiluError, Record
from .lines import LineFile, cut_half_line

PART = ".part"
"""What the name of an unfinished file ends in."""
_NAME = re.compile(r"(?P<region>[a-z]+)-(?P<run>\d{8}T\d{6}Z-[0-9a-f]{4})\.jsonl")


class BrokenFileError(QiluError):
    """A finished file that someone has changed."""


def file_name(region: str, run_id: str) -> str:
    """Return the name of the file for a region and run: `dezhou-20201129T071000Z-1a2b.jsonl`."""
    return f"{region}-{run_id}.jsonl"


def run_of(name: str) -> tuple[str, str]:
    """Return region and run of a data file by its name."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"not a data file: {name!r}")
    return found["region"], found["run"]


def finished(folder: Path) -> list[Path]:
    """Return the finished data files of a folder, the oldest first."""
    return _files(folder, "")


def unfinished(folder: Path) -> list[Path]:
    """Return the `.part` files of a folder, the oldest first."""
    return _files(folder, PART)


def _files(folder: Path, ending: str) -> list[Path]:
    found = (path for path in folder.glob(f"*.jsonl{ending}"))
    ours = (path for path in found if _NAME.fullmatch(path.name.removesuffix(ending)))
    return sorted(ours, key=lambda path: run_of(path.name.removesuffix(ending))[::-1])


def records(path: Path) -> Iterator[Record]:
    """Yield the records of a data file. Raises `BrokenFileError`."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if (record := _record(line)) is None:
                raise BrokenFileError(f"{path}, line {number}, is no record: mend or move the file")
            yield record


@dataclass(slots=True)
class Found:
    """What a `.part` file held."""

    records: int = 0
    """Records that were kept."""
    known: int = 0
    """Records that finished files have already."""
    broken: int = 0
    """Lines that are no records: half a line at the end, or what a loss of power left."""


def mend(part: Path, is_known: Callable[[Record], bool]) -> Found:
    """Leave only whole records in a `.part` file, each one new.

    Safe to be killed at any moment. A file with broken lines before its end is kept as
    `….damaged`, too. Errors of the operating system pass through.
    """
    found = Found(broken=int(cut_half_line(part) > 0))
    half = found.broken
    for _ in _good(part, is_known, found):
        pass
    if found.known or found.broken > half:
        _rewrite(part, is_known, damaged=found.broken > half)
    return found


def _good(part: Path, is_known: Callable[[Record], bool], found: Found) -> Iterator[str]:
    """Yield the lines worth keeping, and count the others."""
    seen: set[str] = set()
    with part.open("rb") as lines:
        for line in lines:
            record = _record(line)
            if record is None:
                found.broken += 1
            elif record["id"] in seen or is_known(record):
                found.known += 1
            else:
                found.records += 1
                seen.add(record["id"])
                yield line.decode().rstrip("\n")


def _record(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
    except ValueError:  # a block of zeros, after a loss of power
        return None
    return record if isinstance(record, dict) and "id" in record else None


def _rewrite(part: Path, is_known: Callable[[Record], bool], *, damaged: bool) -> None:
    fresh = part.with_suffix(".mending")
    fresh.unlink(missing_ok=True)
    file = LineFile(fresh, new=True)
    try:
        for line in _good(part, is_known, Found()):
            file.write(line)
        file.sync()
    finally:
        file.close()
    if damaged:
        aside = part.with_suffix(".damaged")
        aside.unlink(missing_ok=True)
        os.link(part, aside)
    fresh.replace(part)
