"""What a record looks like outside the program: the one serialiser, and its reader."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from .items import Article, Record
from .parts import finished
from .parts import records as read


@lru_cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    return value


def to_dict(article: Article) -> Record:
    """Return the record as plain JSON values: every key, in the order of the contract."""
    record: Record = _plain(article)
    return record


def to_json(article: Article, *, indent: int | None = None) -> str:
    """Return the record as JSON text, one line unless `indent` is given, without a final LF."""
    return json.dumps(to_dict(article), ensure_ascii=False, allow_nan=False, indent=indent)


def read_articles(*paths: str | Path, revisions: bool = False) -> Iterator[Record]:
    """Yield the records of data files and output folders, each article's newest one, once.

    With `revisions` every revision of every article, in the order of the files. Unfinished
    files, rejects and manifests of a folder are left out. The files are read twice, and only
    ids are kept in memory. Raises `OSError` for a path that can't be read, `BrokenFileError` for
    a line that is no record.
    """
    files = [file for path in map(Path, paths) for file in _files(path)]
    if revisions:
        for file in files:
            yield from read(file)
        return
    newest: dict[str, tuple[str, int]] = {}
    for file in files:
        for record in read(file):
            newest[record["id"]] = max(_age(record), newest.get(record["id"], ("", 0)))
    for file in files:
        for record in read(file):
            if newest.get(record["id"]) == _age(record):
                del newest[record["id"]]
                yield record


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return finished(path)
    path.stat()  # raises for what is not there
    return [path]


def _age(record: Record) -> tuple[str, int]:
    """Return what is greater for a newer record, in several folders too."""
    return record["metadata"]["fetched_at"] or "", record.get("revision", 1)
