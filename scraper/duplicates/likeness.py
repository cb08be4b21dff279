"""Whether two texts are one: what of a text is compared, and how much of it must be shared.

A reprint is cut, reordered, set under another headline and another dateline, and reworded here
and there. Reports of one form (weather, traffic, prices) share sentences too, but say other
numbers, names and days in the same places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..items import Record

SHINGLE = 8  # characters
SHORT = 60  # letters and digits; what is shorter must be the same, headline included
_CONTAINED = 0.6  # of the shingles of the shorter text
_CONTRADICTED = 0.15  # of the numbers that stand in the same words
_AROUND = 4  # characters before and behind a number, by which its place is told

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")


def bare(text: str) -> str:
    """Return the letters and digits of a text, of one width and case.

    Outlets set punctuation, blanks and the width of digits as they like.
    """
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def comparable(record: Record) -> str:
    """Return what of a record is compared; empty where it has no text.

    A dateline is the outlet's, not the text's. A short text (`详情请看视频。`) stands under many
    headlines, so it goes with its own.
    """
    text = bare(record["body"].removeprefix(record["dateline"] or ""))
    if text and len(text) < SHORT:
        return f"{bare(record['headline'] or '')}\n{text}"
    return text


def is_short(text: str) -> bool:
    """Whether a comparable text is too short for being a reprint that was edited."""
    return "\n" in text


def shingles(text: str) -> Iterator[str]:
    """Yield the overlapping pieces of a text; a short one is one piece."""
    if is_short(text):
        return iter((text,))
    return (text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1))


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How alike two texts are."""

    jaccard: float
    """Shared pieces of all pieces of both."""
    contained: float
    """Shared pieces of those of the shorter text."""


SAME = Likeness(1.0, 1.0)


class Text:
    """A comparable text and what it is compared by."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Its pieces."""
        return frozenset(shingles(self.text))

    @cached_property
    def numbers(self) -> dict[str, set[str]]:
        """Its numbers, by the characters before them, and by those behind; others there are `#`."""
        found: dict[str, set[str]] = {}
        for number in _NUMBER.finditer(self.text):
            before = self.text[max(0, number.start() - _AROUND) : number.start()]
            behind = self.text[number.end() : number.end() + _AROUND]
            found.setdefault(_NUMBER.sub("#", f"{before}_"), set()).add(number[0])
            found.setdefault(_NUMBER.sub("#", f"_{behind}"), set()).add(number[0])
        return found


def likeness(one: Text, other: Text) -> Likeness | None:
    """Return how alike two texts are, exactly; ``None`` when they are two articles."""
    if one.text == other.text:
        return SAME
    if is_short(one.text) or is_short(other.text):
        return None
    shared = len(one.shingles & other.shingles)
    fewer, more = sorted((len(one.shingles), len(other.shingles)))
    if shared < _CONTAINED * fewer or contradict(one, other):
        return None
    return Likeness(shared / (fewer + more - shared), shared / fewer)


def contradict(one: Text, other: Text) -> bool:
    """Whether two texts print other numbers in the same words: `最高气温9℃`, `最高气温11℃`."""
    places = one.numbers.keys() & other.numbers.keys()
    against = sum(one.numbers[place].isdisjoint(other.numbers[place]) for place in places)
    return against > _CONTRADICTED * len(places)
