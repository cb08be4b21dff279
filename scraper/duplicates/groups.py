"""The groups of texts that are one, and the canonical one of each: the earliest published."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from ..items import Record
from ..rows import NoRecordError
from .likeness import SAME, Likeness, Text, comparable, contradict, likeness
from .sketch import Sketches, candidates

_KEPT = 256  # texts held while they are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record that shares its text with others."""

    id: str
    date_published: str | None
    source: str | None
    publisher: str

    @property
    def age(self) -> tuple[str, str]:
        """What is smaller for an earlier record; those without a date come last."""
        return self.date_published or "~", self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A member of a group, and where it comes from as far as texts tell."""

    member: Member
    like: Member | None = None
    """The earlier member that it is most like; ``None`` for the first."""
    likeness: Likeness | None = None
    """How much it is."""


Group = tuple[Copy, ...]
"""From the earliest published; the first is the canonical one."""


def groups(records: Iterable[Record], folder: Path | None = None) -> Iterator[Group]:
    """Yield the groups of near-identical texts, by the age of their canonical members.

    `records`, one for each article, is walked twice. Texts that may be alike wait in a nameless
    file in `folder`. What is found does not depend on the order of the records. Raises
    `NoRecordError` for what is no record.
    """
    sketches = Sketches()
    with _told():
        for record in records:
            sketches.add(comparable(record))
    with Suspects(sketches, folder) as suspects:
        with _told():
            suspects.read(records)
        yield from _grouped(suspects)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError) as error:
        raise NoRecordError(f"a record breaks the schema: {error}") from error


class Suspects:
    """The records that may be alike: what is told of them, and their texts, by age."""

    def __init__(self, sketches: Sketches, folder: Path | None) -> None:
        self._shared = sketches.shared()
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed by `__exit__`)
        self._end = 0
        self._found: list[tuple[Member, int, int, int]] = []
        """Each with its number, and where its text begins and ends."""
        self.text = lru_cache(_KEPT)(self._text)

    def __enter__(self) -> Suspects:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, records: Iterable[Record]) -> None:
        """Take them out of the records that the sketches are of, in the same order."""
        for number, record in enumerate(records):
            if number in self._shared:
                start = self._end
                self._end += self._file.write(comparable(record).encode())
                self._found.append((_member(record), number, start, self._end))
        self._found.sort(key=lambda one: one[0].age)

    @property
    def members(self) -> list[Member]:
        """The records, from the earliest."""
        return [one[0] for one in self._found]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield which of them are worth comparing, by their places in `members`."""
        return candidates(self._shared[number] for _, number, _, _ in self._found)

    def _text(self, place: int) -> Text:
        _, _, start, end = self._found[place]
        self._file.seek(start)
        return Text(self._file.read(end - start).decode())


def _member(record: Record) -> Member:
    return Member(
        id=record["id"],
        date_published=record["date_published"],
        source=record["source"] and sys.intern(record["source"]),
        publisher=sys.intern(record["publisher"]),
    )


def _grouped(suspects: Suspects) -> Iterator[Group]:
    """Compare, and let each text join the group of the earlier one that it is most like.

    It joins no other: a text of two articles' sentences does not make one of them.
    """
    members = suspects.members
    first: dict[int, int] = {}
    together: dict[int, list[Copy]] = {}
    for later, pairs in groupby(suspects.pairs(), key=itemgetter(1)):
        best = _best(suspects, first, later, (earlier for earlier, _ in pairs))
        if best is None:
            continue
        found, earlier = best
        root = first[later] = first.get(earlier, earlier)
        copies = together.setdefault(root, [Copy(member=members[root])])
        copies.append(Copy(member=members[later], like=members[earlier], likeness=found))
    for root in sorted(together):
        yield tuple(together[root])


def _best(
    suspects: Suspects, first: dict[int, int], later: int, candidates: Iterable[int]
) -> tuple[Likeness, int] | None:
    """Return which earlier text one is most like, and how much, if it is like any."""
    best: tuple[Likeness, int] | None = None
    text = suspects.text(later)
    for earlier in candidates:
        found = likeness(suspects.text(earlier), text)
        if found is None or (best and found <= best[0]):
            continue
        root = first.get(earlier, earlier)
        if root != earlier and contradict(suspects.text(root), text):
            continue  # the one between was cut down to what both have
        best = found, earlier
        if found == SAME:
            break
    return best


def rows(group: Group) -> Iterator[dict[str, Any]]:
    """Yield what is written of a group: a line for each member, to be joined by `id`."""
    canonical = group[0].member.id
    for copy in group:
        yield {
            "id": copy.member.id,
            "canonical_id": canonical,
            "members": len(group),
            "like_id": copy.like.id if copy.like else None,
            "jaccard": round(copy.likeness.jaccard, 3) if copy.likeness else None,
            "contained": round(copy.likeness.contained, 3) if copy.likeness else None,
        }
