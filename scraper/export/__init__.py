"""Records in the formats of other programs: one module a format, each of which streams.

A writer takes plain records and a path, and holds a bounded number of records at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ..folders import check_vacant, explained, whole
from ..items import Record
from . import csv, datasette, jsonld, ninjs, parquet, sqlite


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how its files are called and written."""

    ending: str
    """Of the file's name, with the dot."""
    write: Callable[[Iterable[Record], Path], None]
    """Writes records into a new file."""
    beside: Callable[[Path], dict[Path, str]] | None = None
    """Returns texts to be written beside the file, by path."""


FORMATS = {
    "parquet": Format(".parquet", parquet.write),
    "csv": Format(".csv", csv.write),
    "csv-excel": Format(".csv", csv.write_for_excel),
    "sqlite": Format(".sqlite", sqlite.write, datasette.metadata),
    "jsonld": Format(".jsonld", jsonld.write),
    "ninjs": Format(".ninjs.jsonl", ninjs.write),
}


def export(
    records: Iterable[Record], into: Format, output: Path, *, replace: bool = False
) -> list[Path]:
    """Write records into a file, whole or not at all; return it and what is written beside it.

    Raises `OutputExistsError` unless `replace`, `FolderError` for what can't be read or written,
    `MissingExtraError` for a format whose library is not installed.
    """
    texts = into.beside(output) if into.beside else {}
    if not replace:
        check_vacant(output, *texts)
    with explained(f"write {output}"), ExitStack() as files:
        into.write(_read(records), files.enter_context(whole(output)))
        for path, text in texts.items():
            files.enter_context(whole(path)).write_text(text, encoding="utf-8", newline="\n")
    return [output, *texts]


def _read(records: Iterable[Record]) -> Iterator[Record]:
    with explained("read the records"):
        yield from records
