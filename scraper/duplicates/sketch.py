"""Which texts may be alike: a few fingerprints of each, and who shares some.

The fingerprints are those pieces of a text whose hashes are smallest, the same ones wherever
the piece stands, so texts that share much share some of them (bottom-k sketches; Broder 1997).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from heapq import nsmallest
from zlib import crc32

from .likeness import shingles

SIZE = 24  # fingerprints of a text
_ENOUGH = 2  # shared ones that make two texts worth comparing
_NEAREST = 8  # texts of those that share a fingerprint
_MOST = 24  # texts that one is compared with
_BITS = 1 << 29  # at most, 64 MiB: of 24 million fingerprints one in 22 is taken for a repeated one


def sketch(text: str) -> list[int]:
    """Return the fingerprints of a comparable text, numbers of 64 bits."""
    pieces = {crc32(raw): raw for raw in map(str.encode, shingles(text))}
    return [_number(pieces[key]) for key in nsmallest(SIZE, pieces)]


def _number(raw: bytes) -> int:
    return int.from_bytes(blake2b(raw, digest_size=8).digest())


class Sketches:
    """The fingerprints of many texts, which are told apart by their numbers, from 0."""

    def __init__(self) -> None:
        self._fingerprints = array("Q")
        self._ends = array("L")

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, text: str) -> None:
        """Add the next text."""
        self._fingerprints.extend(sketch(text) if text else ())
        self._ends.append(len(self._fingerprints))

    def of(self, number: int) -> array[int]:
        """Return the fingerprints of a text."""
        start = self._ends[number - 1] if number else 0
        return self._fingerprints[start : self._ends[number]]

    def shared(self) -> dict[int, array[int]]:
        """Return, for each text that may be like another, those of its fingerprints that recur.

        A fingerprint is remembered as one bit only: some more are taken for repeated.
        """
        slots = min(max(16 * len(self._fingerprints), 8), _BITS)
        seen, twice = bytearray(slots // 8 + 1), bytearray(slots // 8 + 1)
        for fingerprint in self._fingerprints:
            byte, bit = divmod(fingerprint % slots, 8)
            twice[byte] |= seen[byte] & 1 << bit
            seen[byte] |= 1 << bit
        found = {}
        for number in range(len(self)):
            own = self.of(number)
            recurring = array("Q", (f for f in own if twice[f % slots // 8] >> f % slots % 8 & 1))
            if len(recurring) >= min(_ENOUGH, len(own) or _ENOUGH):
                found[number] = recurring
        return found


def candidates(texts: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs (earlier, later) of texts, given by their fingerprints, that share some.

    They come from the earliest on. Each is compared with the nearest before it only, so that a
    thousand reports of one form are not a million pairs; a reprint of a reprint leads to the
    original.
    """
    recent: dict[int, tuple[int, ...]] = {}
    for later, own in enumerate(texts):
        counts = Counter(earlier for f in own for earlier in recent.get(f, ()))
        needed = min(_ENOUGH, len(own))
        likely = ((-count, -earlier) for earlier, count in counts.items() if count >= needed)
        for _, earlier in nsmallest(_MOST, likely):
            yield -earlier, later
        for f in own:
            recent[f] = (*recent.get(f, ())[1 - _NEAREST :], later)
