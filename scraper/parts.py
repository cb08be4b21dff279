"""The data files: their names, and what a run that was killed left unfinished."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .compressed import ENDINGS, opened
from .items import QiluError, Record
from .lines import LineFile, cut_half_line

PART = ".part"
"""What the name of an unfinished file ends in."""
MANIFEST, REJECTS = "manifest.jsonl", "rejects.jsonl"
"""What lies beside the data files, and holds no records."""
RUN_ID = r"\d{8}T\d{6}Z-[0-9a-f]{4}"
"""The pattern of what `new_run_id` returns."""
_NAME = re.compile(rf"(?P<region>[a-z]+)-(?P<run>{RUN_ID})\.jsonl")
_SURROGATE = re.compile(rb"\\u[dD]")


class BrokenFileError(QiluError):
    """A finished file that someone has changed."""


def new_run_id(began: datetime) -> str:
    """Return a name for a run, in UTC; names are in order of time: `20201129T071000Z-1a2b`."""
    fraction = (began.microsecond << 16) // 1_000_000
    return f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}-{fraction:04x}"


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


def readable(folder: Path) -> list[Path]:
    """Return what `finished` does, and such files as someone compressed, the oldest first."""
    return _files(folder, *ENDINGS)


def unfinished(folder: Path) -> list[Path]:
    """Return the `.part` files of a folder, the oldest first."""
    return _files(folder, PART)


def _files(folder: Path, *endings: str) -> list[Path]:
    found = {
        (*run_of(name)[::-1], ending): path
        for ending in endings
        for path in folder.glob(f"*.jsonl{ending}")
        if _NAME.fullmatch(name := path.name.removesuffix(ending))
    }
    return [found[key] for key in sorted(found)]


def records(path: Path, mark: bytes = b"") -> Iterator[Record]:
    """Yield the records of a data file whose lines hold a mark. Raises `BrokenFileError`."""
    for _, record in placed(path, mark):
        yield record


def placed(path: Path, mark: bytes = b"") -> Iterator[tuple[int, Record]]:
    """Yield the same, and where each begins in the file, in bytes."""
    position = 0
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if mark in line:
                if (record := _record(line)) is None:
                    raise BrokenFileError(
                        f"{path}, line {number}, is no record: mend or move the file"
                    )
                yield position, record
            position += len(line)


def age(record: Record) -> tuple[str, int]:
    """Return what is greater for a newer record of an article, in several folders too.

    Raises `BrokenFileError` for one that lacks what tells it.
    """
    try:
        return record["metadata"]["fetched_at"] or "", int(record.get("revision", 1))
    except (KeyError, TypeError, ValueError) as error:
        raise lacking(record, error) from error


def lacking(record: Record, error: Exception) -> BrokenFileError:
    """Return the error for a record without what every record has."""
    return BrokenFileError(f"record {record['id']} lacks fields: {error}")


@dataclass(slots=True)
class Found:
    """What a `.part` file held."""

    records: int = 0
    """Records that were kept."""
    known: int = 0
    """Records that finished files have already."""
    broken: int = 0
    """Lines that are no whole records: half a line at the end, or what a loss of power left."""


def mend(
    part: Path,
    is_known: Callable[[Record], bool],
    is_whole: Callable[[Record], bool] = lambda record: True,
) -> Found:
    """Leave only whole records in a `.part` file, each one new.

    Safe to be killed at any moment. A file with broken lines before its end is kept as
    `….damaged`, too. Errors of the operating system pass through.
    """
    found = Found(broken=int(cut_half_line(part) > 0))
    half = found.broken
    for _ in _good(part, is_known, is_whole, found):
        pass
    if found.known or found.broken > half:
        _rewrite(part, is_known, is_whole, damaged=found.broken > half)
    return found


def _good(
    part: Path,
    is_known: Callable[[Record], bool],
    is_whole: Callable[[Record], bool],
    found: Found,
) -> Iterator[str]:
    """Yield the lines worth keeping, and count the others."""
    seen: set[tuple[str, int]] = set()
    with part.open("rb") as lines:
        for line in lines:
            record = _record(line)
            if record is None or not is_whole(record):
                found.broken += 1
            elif (version := (record["id"], record.get("revision", 1))) in seen or is_known(record):
                found.known += 1
            else:
                found.records += 1
                seen.add(version)
                yield line.decode().rstrip("\n")


def _record(line: bytes) -> Record | None:
    try:
        record = json.loads(line)
        if _SURROGATE.search(line):  # half a character: nothing could write it again
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):  # a block of zeros, after a loss of power
        return None
    return record if isinstance(record, dict) and isinstance(record.get("id"), str) else None


def _rewrite(
    part: Path,
    is_known: Callable[[Record], bool],
    is_whole: Callable[[Record], bool],
    *,
    damaged: bool,
) -> None:
    fresh = part.with_suffix(".mending")
    fresh.unlink(missing_ok=True)
    file = LineFile(fresh, new=True)
    try:
        for line in _good(part, is_known, is_whole, Found()):
            file.write(line)
        file.sync()
    finally:
        file.close()
    if damaged:
        aside = part.with_suffix(".damaged")
        aside.unlink(missing_ok=True)
        os.link(part, aside)
    fresh.replace(part)
