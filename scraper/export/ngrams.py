"""Text as words for SQLite's full-text search, which knows no Chinese.

Its tokenizer takes a whole run of characters for one word: 青岛市民 is not found by 青岛. So the
index is given, for each run, the words of up to `LONGEST` characters that one could type to find
it: 青 岛 市 民 青岛 岛市 市民 青岛市 …; what is typed is then one word of the index. (The trigram
tokenizer would not find words of two characters, which most Chinese words are.)
"""

from __future__ import annotations

import re

LONGEST = 8
"""Characters of the longest words that are found; a number or Latin word counts as one.
全国人民代表大会 has eight; the index takes some 5 times the room of its text."""

_RUN = re.compile(r"[^\W_]+")
_UNIT = re.compile(r"\d+|[a-zà-ɏ]+|.", re.I)


def words(text: str) -> str:
    """Return all that a text is found by, with blanks between."""
    runs = [_units(run) for run in _RUN.findall(text)]
    sizes = range(1, LONGEST + 1)
    return " ".join(word for size in sizes for run in runs for word in _of_size(run, size))


def _units(run: str) -> str | list[str]:
    """Return what counts as one character each: the string itself, where all are such."""
    units = _UNIT.findall(run)
    return run if len(units) == len(run) else units


def _of_size(units: str | list[str], size: int) -> list[str]:
    starts = range(len(units) - size + 1)
    if isinstance(units, str):
        return [units[start : start + size] for start in starts]
    return ["".join(units[start : start + size]) for start in starts]
