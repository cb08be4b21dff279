"""Invented characters for a page's own: one `Disguise` a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from ..byline.lexicon import simplify
from ..byline.names import COMPOUND_SURNAMES, HAN, KINDS
from .vocabulary import vocabulary

SURVIVING = 6
"""Characters of the page, outside labels, that may never stand in a row as they did."""

_LONGEST_WORD = 10
_SHORT = 4  # characters of a name, a source, a step of the path
_KEPT_DIGITS = 2  # digits of a number that tells nothing: `3人`, `18度`
# Signs that make a credit or an outlet of what stands before them.
_TELLING = frozenset("讯訊电電摄攝图圖文网網报報台臺社刊")
# Between these, text is either of credits and outlets or of sentences.
_PART = re.compile(r"(?:&\#?\w+;|[^，。；！？!?;…,_\n])+|.", re.S)
_DATE = (
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?|(?:19|20)\d{6}(?:\d{6})?(?!\d)"
    r"|\d{4}\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2})?(?!\d)|\d{1,2}[-:：]\d\d(?:[:：]\d\d)?(?!\d)"
    r"|\d{1,4}\s?[年月日号时点分秒]"
)
_PIECE = re.compile(
    rf"(?P<kept>&\#?\w+;|https?(?=://)|[A-Za-z][\u0300-\u036f]+|{_DATE})"
    rf"|(?P<han>[{HAN}]+)|(?P<latin>[A-Za-z]+(?![\u0300-\u036f]))|(?P<digits>[0-9]+)"
    r"|(?P<other>[^\W\d_])|.",
    re.S,
)


class Piece(NamedTuple):
    """A run of Chinese characters that is replaced or kept as one."""

    text: str
    label: bool = False
    """Whether it stays wherever it stands."""
    phrase: bool = False
    """Whether it tells what it stands among, as labels do."""
    word: bool = False
    """Whether it means something else; a single sign may, too."""

    @property
    def known(self) -> bool:
        """Whether the modules know it."""
        return self.label or self.phrase or self.word


class Disguise:
    """Replaces text. The same text always becomes the same on a page, on another page another."""

    def __init__(self, key: bytes) -> None:
        self._key = blake2b(key).digest()

    def text(self, text: str) -> str:
        """Replace what is written, character by character; entities and dates stay."""
        return "".join(self._part(part[0]) for part in _PART.finditer(text))

    def number(self, digits: str) -> str:
        """Replace a number by one of as many digits; short ones stay."""
        if len(digits) <= _KEPT_DIGITS:
            return digits
        first = str(1 + self.roll(digits) % 9) if digits[0] != "0" else "0"
        rest = str(self.roll(digits + "/")).zfill(len(digits))
        return first + rest[-len(digits) + 1 :]

    def letters(self, word: str) -> str:
        """Replace Latin letters, except in words that the modules know."""
        known = vocabulary()
        if word.lower() in known.phrases or word.lower() in known.labels:
            return word
        found = (chr(97 + self.roll(f"{n}{word.lower()}") % 26) for n in range(len(word)))
        return "".join(
            new.upper() if old.isupper() else new for old, new in zip(word, found, strict=True)
        )

    def _part(self, part: str) -> str:
        telling = is_telling(part)
        return "".join(self._piece(piece, telling) for piece in _PIECE.finditer(part))

    def _piece(self, piece: re.Match[str], telling: bool) -> str:
        if piece["han"]:
            return self._telling(piece[0]) if telling else "".join(map(self._neutral, piece[0]))
        if piece["latin"]:
            return self.letters(piece[0])
        if other := piece["other"]:
            return "É" if other.isupper() else "é" if other.islower() else "あ"
        return self.number(piece[0]) if piece["digits"] else piece[0]

    def _telling(self, run: str) -> str:
        """Replace names by names and the rest by what reads alike, around the words known."""
        found: list[str] = []
        surviving = 1  # `30分`, a date, may stand in front
        for piece in pieces(run):
            surviving = 0 if piece.label else surviving + len(piece.text)
            if piece.label or (piece.known and surviving < SURVIVING):
                found.append(piece.text)
                continue
            surviving = 0
            if piece.text in COMPOUND_SURNAMES:
                found.append(self._choose(piece.text, compound_surnames()))
            else:
                found.extend(self._choose(char, alike(kind_of(char))) for char in piece.text)
        return "".join(found)

    def _neutral(self, char: str) -> str:
        return self._choose(char, alike(frozenset()))

    def _choose(self, old: str, pool: tuple[str, ...]) -> str:
        """Return one of a pool, and another than before where there is one."""
        at = self.roll(old)
        new = pool[at % len(pool)]
        return new if new != old else pool[(at + 1) % len(pool)]

    def roll(self, text: str) -> int:
        """Return a number for a text, another one on every page."""
        return int.from_bytes(blake2b(text.encode(), key=self._key, digest_size=8).digest(), "big")


def is_telling(part: str) -> bool:
    """Whether a part of a sentence may credit someone, name an outlet or be a label."""
    runs = re.findall(f"[{HAN}]+", part)
    if all(len(run) <= _SHORT for run in runs):
        return True
    found = (piece for run in runs for piece in pieces(run))
    return any(piece.label or piece.phrase or piece.text in _TELLING for piece in found)


def pieces(run: str) -> Iterator[Piece]:
    """Cut a run of Chinese characters into the words known, the longest first, and the rest."""
    if run in _TELLING:
        yield Piece(run, label=True)  # `文/图`: 文 is a family name, too
        return
    known = vocabulary()
    plain = simplify(run)
    at = 0
    while at < len(run):
        for size in range(min(_LONGEST_WORD, len(run) - at), 1, -1):
            piece = _named(run[at : at + size], plain[at : at + size])
            if piece.known or piece.text in COMPOUND_SURNAMES:
                yield piece
                at += size
                break
        else:
            signs = known.signs | known.endings if 2 <= at == len(run) - 1 else known.signs
            yield Piece(run[at], word=plain[at] in signs or run[at] in signs)
            at += 1


def _named(printed: str, plain: str) -> Piece:
    """Say what two characters or more, as printed and in simplified ones, are."""
    known = vocabulary()
    label, phrase, word = (
        printed in table or plain in table for table in (known.labels, known.phrases, known.words)
    )
    return Piece(printed, label, phrase, word)


def kind_of(char: str) -> frozenset[int]:
    """Return which kinds of names' characters one is of, by number."""
    plain = simplify(char)
    return frozenset(number for number, kind in enumerate(KINDS) if plain in kind)


@cache
def alike(kind: frozenset[int]) -> tuple[str, ...]:
    """Return characters of a kind: of no known word where there are such."""
    if not kind:
        return _ordinary()[::_EVERY]
    same = [char for char in sorted(frozenset().union(*KINDS)) if kind_of(char) == kind]
    known = vocabulary()
    for used in (known.chars, known.signs):
        if len(others := tuple(char for char in same if char not in used)) > 1:
            return others
    return _ordinary()[::_EVERY]


_EVERY = 7  # of the ordinary characters: several become one, so nothing can be turned back


def _ordinary() -> tuple[str, ...]:
    """Return the common characters (level 1 of GB 2312) that mean nothing to the modules."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    used = vocabulary().chars | frozenset().union(*KINDS)
    common = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    return tuple(char for char in common if char not in used)


@cache
def compound_surnames() -> tuple[str, ...]:
    """Return the family names of two characters, in an order of their own."""
    return tuple(sorted(COMPOUND_SURNAMES))
