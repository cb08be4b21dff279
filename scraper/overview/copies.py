"""Texts that more than one article has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..items import Record
from .count import Page

SLOTS = 1 << 27
"""Bits: 16 MiB. A text seen once is one bit; of a million, one in 130 is looked at twice."""


class Copies:
    """Articles whose `content_sha256` is that of another: found in two walks.

    The first walk only suspects, in memory that does not grow with the records; the second is
    over the suspects, and is left out where there are none.
    """

    def __init__(self) -> None:
        self._seen = bytearray(SLOTS // 8)
        self._suspects: set[str] = set()

    def suspect(self, record: Record) -> None:
        """Look at a record for the first time."""
        text = record["metadata"]["content_sha256"]
        byte, bit = divmod(int(text[:16], 16) % SLOTS, 8)
        if self._seen[byte] >> bit & 1:
            self._suspects.add(text)
        self._seen[byte] |= 1 << bit

    def groups(self, records: Iterable[Record]) -> list[list[Page]]:
        """Return the groups of articles with one text, the largest first; walks the records."""
        found: defaultdict[str, list[Page]] = defaultdict(list)
        for record in records if self._suspects else ():
            if (text := record["metadata"]["content_sha256"]) in self._suspects:
                found[text].append(Page.of(record))
        return in_order(found.values())


def in_order(groups: Iterable[list[Page]]) -> list[list[Page]]:
    """Return the groups of two and more, the largest first, each from its first article on."""
    several = (sorted(group) for group in groups if len(group) > 1)
    return sorted(several, key=lambda group: (-len(group), group))
