"""Invented names and sentences, computed from a random generator that the caller seeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from random import Random

from . import words
from .themes import COMMON, Theme


def rng(seed: int, what: str, number: int) -> Random:
    """Return the generator for one part of one thing: equal arguments, equal numbers.

    The key is hashed by BLAKE2 and not by `hash()`, which differs between processes.
    """
    key = blake2b(f"{seed}/{what}/{number}".encode(), digest_size=8).digest()
    return Random(int.from_bytes(key, "big"))


def person(r: Random) -> str:
    """Invent a name of two to four characters, now and then one without a family name."""
    roll = r.random()
    if roll < 0.03:
        return r.choice(words.PEN_NAMES)
    family = r.choice(words.COMPOUND) if roll < 0.06 else r.choice(words.FAMILY)
    first = r.choice(words.GIVEN)
    return family + first if r.random() < 0.35 else family + first + r.choice(words.GIVEN)


class Filler(dict[str, str]):
    """Fill the braces of a sentence; each use of a word draws anew."""

    def __init__(self, r: Random, city: str, counties: tuple[str, ...], day: date) -> None:
        super().__init__()
        self._random = r
        self._fixed = {
            "city": city,
            "county": r.choice(counties),
            "md": f"{day.month}月{day.day}日",
            "year": str(day.year),
            "later": str(day.year + 3),
        }

    def __getitem__(self, key: str) -> str:
        return self._fixed.get(key) or _DRAW[key](self._random)

    def __call__(self, sentence: str) -> str:
        """Fill one sentence."""
        return sentence.format_map(self)


_DRAW: dict[str, Callable[[Random], str]] = {
    "n": lambda r: str(r.randint(11, 98)),
    "d": lambda r: str(r.randint(2, 9)),
    "m": lambda r: str(r.randint(11, 59)),
    "w": lambda r: r.choice("一二三四五六日"),
    "pct": lambda r: f"{r.randint(3, 99)}.{r.randint(1, 9)}%",
    "who": person,
    "village": lambda r: r.choice(words.VILLAGES),
    "street": lambda r: r.choice(words.STREETS),
    "office": lambda r: r.choice(words.OFFICES),
    "firm": lambda r: r.choice(words.FIRMS),
    "title": lambda r: r.choice(words.TITLES),
    "quote": lambda r: r.choice(words.QUOTES),
}


def headline(r: Random, fill: Filler, theme: Theme) -> str:
    """Invent a headline; its marks (| 丨 _ - :) belong to it."""
    return fill(r.choice(theme.heads))


def lead(r: Random, fill: Filler, theme: Theme) -> str:
    """Invent the opening of an article: one to three sentences."""
    more = r.choices((0, 1, 2), (5, 4, 2))[0]
    return fill(r.choice(theme.leads)) + Teller(r, fill, theme).tell(more)


class Teller:
    """Tells of one subject; a sentence comes again only when all others have come."""

    def __init__(self, r: Random, fill: Filler, theme: Theme) -> None:
        self._random = r
        self._fill = fill
        self._all = (*theme.sentences, *COMMON)
        self._left = [*theme.sentences, *r.sample(COMMON, 5)]
        r.shuffle(self._left)

    def tell(self, count: int) -> str:
        """Return the next `count` sentences."""
        return "".join(self._next() for _ in range(count))

    def paragraph(self) -> str:
        """Return one paragraph: mostly two or three sentences, sometimes one, sometimes ten."""
        return self.tell(self._random.choices((1, 2, 3, 4, 6, 10), (20, 30, 25, 14, 8, 3))[0])

    def _next(self) -> str:
        if not self._left:
            self._left = self._random.sample(self._all, len(self._all))
        return self._fill(self._left.pop())


def cut(text: str, limit: int = 130) -> str:
    """Cut a summary as the site does: whole up to `limit` GBK bytes, else cut there and `...`."""
    if len(text) * 2 <= limit:
        return text
    # What GBK lacks (䶮) counts as two bytes, like any other character.
    raw = text.translate(_OUTSIDE_GBK).encode("gbk", "replace")
    return text if len(raw) <= limit else text[: len(raw[:limit].decode("gbk", "ignore"))] + "..."


_OUTSIDE_GBK = str.maketrans("䶮\u00a0", "一一")
