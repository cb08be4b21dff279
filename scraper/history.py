"""The revisions of an article, and what changed from one to the next."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from .items import Record
from .parts import age, readable, records

_NOT_COMPARED = frozenset({"schema_version", "revision", "metadata"})
# A word of Latin letters, a number with its signs, or one Chinese character.
_TOKEN = re.compile(r"[A-Za-z]+|\d[\d.,%]*|.", re.S)
_KEPT = 12  # characters of unchanged text around a change


@dataclass(frozen=True, slots=True)
class Revision:
    """One record of an article, and the file it is in."""

    file: Path
    record: Record

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return int(self.record.get("revision", 1))


def revisions(id_: str, folders: Iterable[Path]) -> list[Revision]:
    """Return the records of an article in some output folders, the oldest first.

    Raises `BrokenFileError` for a line that is no record, or lacks what tells its age.
    """
    mark = json.dumps(id_).encode()  # spares reading the others
    found = [
        Revision(file, record)
        for folder in folders
        for file in readable(folder)
        for record in records(file, mark)
        if record["id"] == id_
    ]
    return sorted(found, key=lambda one: age(one.record))


def changes(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    """Yield each field that differs, with its word diff: `今年[-九-]{+十+}月`, with ¶ for LF."""
    for field in new:
        if field not in _NOT_COMPARED and old.get(field) != new[field]:
            yield field, word_diff(_text(old.get(field)), _text(new[field]))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.replace("\n", "¶")
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def word_diff(old: str, new: str) -> str:
    """Return one text with what was removed `[-so-]` and added `{+so+}`; the rest is cut."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pieces = []
    for n, (kind, a, b, c, d) in enumerate(steps):
        removed, added = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            pieces.append(_around(added, first=n == 0, last=n == len(steps) - 1))
            continue
        pieces.append((f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else ""))
    return "".join(pieces)


def _around(text: str, *, first: bool, last: bool) -> str:
    """Return the ends of an unchanged piece that stand beside a change."""
    if first and last:
        return text
    head, tail = ("" if first else text[:_KEPT]), ("" if last else text[-_KEPT:])
    return text if len(text) <= len(head) + len(tail) else f"{head}…{tail}"
