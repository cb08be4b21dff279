"""What a change of the parsers does to records: those in files, beside the same pages now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .compressed import opened
from .items import ArchiveRef, NotAnArticleError, QiluError, Record
from .parts import lacking, placed, readable
from .records import to_dict
from .replay import Replay

# What differs from run to run, and what follows from other fields.
_LEFT_OUT = {
    *("schema_version", "revision"),
    *("metadata.run_id", "metadata.scraper_version", "metadata.content_sha256"),
}
_AROUND = 12  # characters shown before and after what differs in a text
_SHOWN = 60  # characters of a value at the most
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a record that is another now."""

    id: str
    field: str
    """`body`, `metadata.layout`; `record` for one that the page does not give any more."""
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.id} {self.field}: {self.old} → {self.new}"


class Comparison:
    """The records of a folder that come from some archives, against what these give now.

    Raises `QiluError` when no record comes from them.
    """

    def __init__(self, archives: Iterable[Path], folder: Path) -> None:
        self.replay = Replay(archives)
        names = {path.name for path in self.replay.archives}
        self._places = dict(_places(folder, names))
        if not self._places:
            raise QiluError(f"no record in {folder} comes from these archives (--against FOLDER)")
        self.compared = 0
        self.without_record = 0
        """Articles of the archives that no record comes from: duplicates, or of no interest."""

    def changes(self) -> Iterator[Change]:
        """Yield what changed, in the order of the archives; damaged ones up to the damage."""
        for capture in self.replay.articles():
            ref = ArchiveRef(file=capture.path.name, offset=capture.offset)
            place = self._places.get(ref)
            if place is None:
                self.without_record += 1
                continue
            self.compared += 1
            old = _record(*place)
            try:
                yield from differences(old, to_dict(self.replay.read(capture)))
            except NotAnArticleError as error:
                yield Change(old["id"], "record", "there", f"none ({error})")


def differences(old: Record, new: Record) -> Iterator[Change]:
    """Yield the fields in which two records of a page differ, but for those of a run."""
    before, after = _flat(old), _flat(new)
    for field in dict.fromkeys([*after, *before]):
        values = before.get(field, _ABSENT), after.get(field, _ABSENT)
        if field not in _LEFT_OUT and values[0] != values[1]:
            yield Change(old["id"], field, *_shown(*values))


def _flat(record: Record) -> Record:
    own = {name: value for name, value in record.items() if name != "metadata"}
    return own | {f"metadata.{name}": value for name, value in record["metadata"].items()}


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Return two values as JSON, each cut down to what differs."""
    texts = [_json(old), _json(new)]
    start = _common(*texts)
    end = min(_common(*(text[::-1] for text in texts)), min(map(len, texts)) - start)
    return _cut(texts[0], start, end), _cut(texts[1], start, end)


def _json(value: Any) -> str:
    return "absent" if value is _ABSENT else json.dumps(value, ensure_ascii=False)


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    """Return what is between `start` and `end` characters from the ends, and a little around."""
    if len(text) <= _SHOWN:
        return text
    first = max(start - _AROUND, 0)
    last = min(len(text) - end + _AROUND, len(text), first + _SHOWN)
    return f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}"


def _places(folder: Path, archives: set[str]) -> Iterator[tuple[ArchiveRef, tuple[Path, int]]]:
    """Yield the responses that records come from, and where the records are."""
    for path in readable(folder):
        for position, record in placed(path):
            try:
                ref = record["metadata"]["archive"]
            except (KeyError, TypeError) as error:
                raise lacking(record, error) from error
            if ref and ref["file"] in archives:
                yield ArchiveRef(**ref), (path, position)


def _record(path: Path, position: int) -> Record:
    with opened(path) as file:
        file.seek(position)
        record: Record = json.loads(file.readline())
    return record
