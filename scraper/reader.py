"""Reading records back from data files, output folders and patterns, compressed or not."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from .items import Article, QiluError, Record
from .parts import MANIFEST, REJECTS, age, lacking, readable, records
from .records import from_dict

Paths = str | Path
"""A data file (`.jsonl`, `.jsonl.gz`, `.jsonl.zst`), an output folder, or a pattern of these."""


class NoSuchFileError(QiluError, FileNotFoundError):
    """Nothing lies where records were to be read."""


def read_articles(*paths: Paths, revisions: bool = False) -> Iterator[Article]:
    """Yield the articles of files, folders and patterns: each one's newest revision, once.

    With `revisions` every revision of every article, in the order of the files. Unfinished
    files, rejects and manifests of a folder are left out. The files are read twice and nothing
    but ids of repeated articles is kept. Raises `NoSuchFileError` where there is nothing,
    `OSError` for what can't be read, `BrokenFileError` for a line that is no record.
    """
    for record in read_records(*paths, revisions=revisions):
        try:
            article = from_dict(record)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise lacking(record, error) from error
        yield article


def read_records(*paths: Paths, revisions: bool = False) -> Iterator[Record]:
    """Yield what `read_articles` does, as plain JSON values."""
    files = data_files(paths)
    repeated = {} if revisions else _newest(files, _repeated(files))
    for file in files:
        for record in records(file):
            newest = repeated.get(record["id"])
            if newest is None and record["id"] not in repeated:
                yield record
            elif newest == age(record):
                repeated[record["id"]] = None
                yield record


def data_files(paths: Iterable[Paths]) -> list[Path]:
    """Return the data files that paths stand for, in order. Raises `NoSuchFileError`."""
    return [file for path in paths for file in _files(Path(path))]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return readable(path)
    if path.exists():
        return [path]
    found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    if found:  # `out/*.jsonl` means the records, not what lies beside them
        data = (Path(one) for one in found if Path(one).name not in (MANIFEST, REJECTS))
        return [file for one in data for file in _files(one)]
    raise NoSuchFileError(f"no data at {path}: give a file, a folder or a pattern")


_MOST = 1 << 27  # bits: 16 MiB; of a million articles one in 130 is looked at twice


def _repeated(files: list[Path]) -> set[str]:
    """Return the ids met twice, and some more: an id is remembered as one bit only."""
    slots = min(sum(file.stat().st_size for file in files) // 4 + 8, _MOST)
    seen, repeated = bytearray(slots // 8 + 1), set()
    for file in files:
        for record in records(file):
            byte, bit = divmod(hash(record["id"]) % slots, 8)
            if seen[byte] >> bit & 1:
                repeated.add(record["id"])
            seen[byte] |= 1 << bit
    return repeated


def _newest(files: list[Path], ids: set[str]) -> dict[str, tuple[str, int] | None]:
    """Return how new the newest record of each of these articles is."""
    newest: dict[str, tuple[str, int] | None] = {}
    for record in (record for file in files if ids for record in records(file)):
        if (id_ := record["id"]) in ids:
            newest[id_] = max(age(record), newest.get(id_) or ("", 0))
    return newest
