"""Texts that more than one article has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from ..items import Record
from ..parts import BrokenFileError, records
from .count import Page

SLOTS = 1 << 27
"""Bits: 16 MiB. A text seen once is one bit; of a million, one in 130 is looked at twice."""


class Copies(Protocol):
    """Finds the articles that are alike."""

    def look(self, record: Record) -> None:
        """Look at a record, in the walk over all of them."""

    def groups(self, again: Iterable[Record]) -> list[list[Page]]:
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

    def groups(self, again: Iterable[Record]) -> list[list[Page]]:
        """Return the groups of articles with one text."""
        found: defaultdict[str, list[Page]] = defaultdict(list)
        for record in again if self._suspects else ():
            if (text := record["metadata"]["content_sha256"]) in self._suspects:
                found[text].append(Page.of(record))
        return in_order(found.values())


class Given(Copies):
    """The groups that `qilu duplicates` found, of texts that are nearly the same."""

    def __init__(self, group_of: Mapping[str, str]) -> None:
        self._group_of = group_of
        self._found: defaultdict[str, list[Page]] = defaultdict(list)

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
            self._found[group].append(Page.of(record))

    def groups(self, again: Iterable[Record]) -> list[list[Page]]:
        """Return the groups, as far as their articles were met."""
        return in_order(self._found.values())


def in_order(groups: Iterable[list[Page]]) -> list[list[Page]]:
    """Return the groups of two and more, the largest first, each from its first article on."""
    several = (sorted(group, key=_age) for group in groups if len(group) > 1)
    return sorted(several, key=lambda group: (-len(group), *map(_age, group)))


def _age(page: Page) -> tuple[str, str]:
    """Return what is smaller for an earlier article; those without a date come last."""
    return page.published or "~", page.id
