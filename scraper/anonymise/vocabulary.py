"""The words that must stay: all that the byline, date and page modules know.

They are taken from these modules' own patterns and tables, so a new rule needs no entry here.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from .. import byline, dates, parsers, text
from ..byline import datelines, lexicon, names, outlets
from ..byline.names import HAN
from ..regions import PUBLISHER

# What a pattern holds that is no text: groups' names and flags, classes such as `\d`.
_SYNTAX = re.compile(r"\(\?P?[<=a-z]\w*[>)]?|\\[A-Za-z]|\{\d*,?\d*\}")
_NOTE = re.compile(r"(?m)(?<!\\)(?:^|\s)#.*$")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_RUN = re.compile(rf"([{HAN}]+)([?*]?)|[A-Za-z]{{2,}}")
_HAN = re.compile(rf"[{HAN}]")
_WRITTEN = 3000  # characters; longer patterns are put together from tables, which are read too


class Vocabulary(NamedTuple):
    """The words that the modules know."""

    labels: frozenset[str]
    """What a page prints about its text: 责任编辑, 扫码, 齐鲁网. They stay wherever they stand."""
    phrases: frozenset[str]
    """What else the modules' patterns and tables name: 医院, 日报; Latin ones in lower case."""
    words: frozenset[str]
    """Places, and what is no name: 德州, 女士."""
    signs: frozenset[str]
    """Single characters that have one: 讯, 摄, 市, 的."""
    endings: frozenset[str]
    """Those that are in names, too, and mean something at the end of a word only: 台, 司."""

    @property
    def chars(self) -> frozenset[str]:
        """The characters of all of them."""
        return frozenset().union(*self.labels, *self.phrases, *self.words, self.signs, self.endings)


@cache
def vocabulary() -> Vocabulary:
    """Return what the modules know."""
    labels = {PUBLISHER, *lexicon.ROLES, *lexicon.IGNORED, *lexicon.CLOSING}
    for module in (text, datelines):
        labels.update(word for pattern in _patterns(module) for word in _literals(pattern))
    phrases: set[str] = set()
    words = {word for tail in lexicon.NOT_A_ROLE.values() for word in tail.split("|")}
    for module in _modules():
        phrases.update(word for pattern in _patterns(module) for word in _literals(pattern))
        # What stands in the tables of places, of names and of what is no name labels nothing.
        of_names = module.__name__.startswith(byline.__name__)
        ordinary = of_names and module not in (lexicon, outlets)
        (words if ordinary else phrases).update(_tabled(module))
    words -= names.COMPOUND_SURNAMES | {"习近平"}  # people, here for their being no reporters
    in_sentences = names.IN_SENTENCES.union(names.JOINERS)
    signs = {word for word in labels | phrases | words if len(word) == 1} | in_sentences
    in_names = signs & _of_names() - in_sentences
    return Vocabulary(
        frozenset(labels - signs),
        frozenset(phrases - labels - signs),
        frozenset(words - phrases - labels - signs),
        frozenset(signs - in_names),
        frozenset(in_names),
    )


def _of_names() -> frozenset[str]:
    return frozenset().union(*names.KINDS)


def _modules() -> Iterator[ModuleType]:
    yield from (text, dates)
    for package in (byline, parsers):
        for found in pkgutil.iter_modules(package.__path__):
            yield import_module(f"{package.__name__}.{found.name}")


def _patterns(module: ModuleType) -> Iterator[str]:
    for value in vars(module).values():
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            pattern = value.pattern
            if len(pattern) < _WRITTEN:
                yield _NOTE.sub("", pattern) if value.flags & re.X else pattern


def _tabled(module: ModuleType) -> Iterator[str]:
    for value in vars(module).values():
        if isinstance(value, frozenset | tuple | list | dict):
            words = [word for word in value if isinstance(word, str)]
            if _of_names().isdisjoint(words) or max(map(len, words)) > 1:  # a table of names
                yield from (word for word in words if word and all(map(_HAN.match, word)))


def _literals(pattern: str) -> Iterator[str]:
    """Yield the words of a pattern: of `责任?编[辑缉]`, 责任, 责, 编, 辑 and 缉."""
    yield from (char for chars in _CLASS.findall(pattern) for char in _HAN.findall(chars))
    for found in _RUN.finditer(_CLASS.sub(" ", _SYNTAX.sub(" ", pattern))):
        if found[1] is None:
            yield found[0].lower()
            continue
        yield found[1]
        if found[2] and found[1][1:]:
            yield found[1][:-1]
