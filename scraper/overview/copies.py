"""Texts that more than one article has."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..items import Record
from ..parts import BrokenFileError, records
from .count import Page, Place

SLOTS = 1 << 27
"""Bits: 16 MiB. A text seen once is one bit; of a million, one in 130 is looked at twice."""
SHOWN = 5
"""Articles kept of a group, the earliest."""


def _age(page: Page) -> tuple[str, str]:
    """Return what is smaller for an earlier article; those without a date come last."""
    return page.published or "~", page.id


@dataclass(slots=True)
class Group:
    """Articles that are alike."""

    places: Counter[Place] = field(default_factory=Counter)
    """How many there are of each city and month."""
    first: list[Page] = field(default_factory=list)
    """The earliest of them."""

    def add(self, page: Page) -> None:
        """Take an article in."""
        self.places[page.place] += 1
        insort(self.first, page, key=_age)
        del self.first[SHOWN:]


class Copies(Protocol):
    """Finds the articles that are alike."""

    def look(self, record: Record) -> None:
        """Look at a record, in the walk over all of them."""

    def groups(self, again: Iterable[Record]) -> list[Group]:
        """Return the groups, the largest first; may walk the records again."""


class Exact(Copies):
    """Articles whose `content_sha256` is that of another: found in two walks.

    The first walk only suspects, in memory that does not grow with the records; the second is
    over the suspects, and is left out where there are none.
    """

    def __init__(self) -> None:
        self._seen = bytearray(SLOTS // 8)
        self._suspects: set[str] = set()

    def look(self, record: Record) -> None:
        """Suspect a text that was met before."""
        text = record["metadata"]["content_sha256"]
        byte, bit = divmod(int(text[:16], 16) % SLOTS, 8)
        if self._seen[byte] >> bit & 1:
            self._suspects.add(text)
        self._seen[byte] |= 1 << bit

    def groups(self, again: Iterable[Record]) -> list[Group]:
        """Return the groups of articles with one text."""
        found: defaultdict[str, Group] = defaultdict(Group)
        for record in again if self._suspects else ():
            if (text := record["metadata"]["content_sha256"]) in self._suspects:
                found[text].add(Page.of(record))
        return in_order(found.values())


class Given(Copies):
    """The groups that `qilu duplicates` found, of texts that are nearly the same."""

    def __init__(self, group_of: Mapping[str, str]) -> None:
        self._group_of = group_of
        self._found: defaultdict[str, Group] = defaultdict(Group)

    @classmethod
    def read(cls, file: Path) -> Given:
        """Read its file: a line for each article, with `id` and `canonical_id`.

        Raises `BrokenFileError`.
        """
        try:
            return cls({line["id"]: line["canonical_id"] for line in records(file)})
        except KeyError as error:
            raise BrokenFileError(f"{file} is no file of `qilu duplicates`: no {error}") from error

    def look(self, record: Record) -> None:
        """Keep a record's page, if it is in a group."""
        if group := self._group_of.get(record["id"]):
            self._found[group].add(Page.of(record))

    def groups(self, again: Iterable[Record]) -> list[Group]:
        """Return the groups, as far as their articles were met."""
        return in_order(self._found.values())


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Return the groups of two and more, the largest first."""
    several = (group for group in groups if group.places.total() > 1)
    return sorted(several, key=lambda one: (-one.places.total(), *map(_age, one.first)))
