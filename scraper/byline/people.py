"""The words of one gap between role words: outlets, places, people, and what is neither."""

from __future__ import annotations

import re
from typing import NamedTuple

from .lexicon import (
    BARE_MODIFIERS,
    NOT_A_NAME,
    NOT_AN_OUTLET,
    ORGANISATION_ENDINGS,
    OUTLET_ENDINGS,
    OUTLETS,
    PLACE_ENDINGS,
    PLACES,
    PRESS_ENDINGS,
    simplify,
)
from .names import has_surname, is_foreign, is_han, is_pen_name, is_surname, split_names
from .tokens import Sep, Word


class Person(NamedTuple):
    """A name as printed, with the outlet printed in front of it in the same gap."""

    name: str
    affiliation: str | None = None
    press: bool = False
    """Whether the affiliation is an outlet: its people are reporters."""


_OUTLET_ENDINGS = tuple(OUTLET_ENDINGS)
_ORGANISATION_ENDINGS = tuple(ORGANISATION_ENDINGS)
# `NF055`, `celiawu`, `1234`, `11月2日`, `H5`: fills a name's place and names nobody
_CODE = re.compile(
    r"[a-z0-9@.#-]+|[A-Za-z#-]*\d[\w.#-]*|[A-Z]{1,6}|\d{1,2}月\d{1,2}日[讯电]?", re.A
)
# `马婧雯NN2479`
_CODE_BEHIND = re.compile(r"(?<=[^\x00-\x7f])[A-Z]{0,4}\d{2,8}$")
_ETC = re.compile(r"等(?:\d+人)?$")
# `德州台公维勇`, `临邑县融媒体中心王磊`: the outlet ends where its ending ends
_OUTLET_AND_NAME = re.compile(
    r"(?P<outlet>.{1,16}?(?:广播电视台|电视台|融媒体中心|融媒中心|新闻中心|客户端|频道|台|日报|晚报|晨报|时报|新闻|网|报))"
    r"(?P<names>[^台网报闻道端心]{2,12})$"
)
_DRIVEN = re.compile(r"(?:驻.{1,4}|首席|特约|特派|实习|见习)$")


def is_press(word: str) -> bool:
    """Whether a word is the name of an outlet, a station or one of its desks."""
    plain = simplify(word)
    if plain in OUTLETS or plain in BARE_MODIFIERS:
        return True
    if plain.endswith(_OUTLET_ENDINGS) and plain not in NOT_A_NAME:
        return len(plain) > 2 or plain[0] in "本"
    if plain.endswith("台"):
        return len(plain) > 3 or plain[:-1] in PLACES or not is_surname(plain[0])
    if plain.endswith(PRESS_ENDINGS):
        return True
    return any(sign in plain for sign in "·-—－") and any(
        is_press(part) for part in re.split("[·—－-]", plain) if part
    )


def is_organisation(word: str) -> bool:
    """Whether a word is the name of a body that people belong to."""
    plain = simplify(word)
    return len(plain) > 3 and plain.endswith(_ORGANISATION_ENDINGS)


def is_place(word: str) -> bool:
    """Whether a word is the place that a report comes from."""
    plain = simplify(word)
    if plain in PLACES:
        return True
    return plain.endswith(PLACE_ENDINGS) and (len(plain) > 3 or not is_surname(plain[0]))


def split_affiliation(
    text: str, words: list[Word], before: Sep, *, leading: bool, title: bool
) -> tuple[list[Word], str | None] | None:
    """Part the words before a mark into the rest and the mark's affiliation.

    `leading`: the words begin the line. `title`: the mark is one that outlets stand before.
    ``None`` when the words cannot stand in a credit line.
    """
    at = len(words)
    while at and before is not Sep.COLON and (is_press(words[at - 1].text)):
        at -= 1
    if at < len(words):
        return words[:at], bare_affiliation(text[words[at].start : words[-1].end])
    if not words or not title:
        return words, None
    last = words[-1]
    if before is Sep.NONE and (cut := _glued_outlet(last)):
        kept = Word(last.text[:cut], last.start, last.before)
        return [*words[:-1], kept], bare_affiliation(last.text[cut:])
    if simplify(last.text) in NOT_AN_OUTLET:
        return None
    if is_organisation(last.text) and before <= Sep.BLANK:
        return words[:-1], last.text
    if before is Sep.NONE and len(last.text) <= 8 and (leading or not split_names(last.text)):
        return words[:-1], bare_affiliation(last.text)
    return words, None


def _glued_outlet(word: Word) -> int | None:
    """Return where an outlet begins behind names: `赵庆川齐鲁频道`."""
    text = word.text
    for cut in range(2, min(len(text) - 1, 12)):
        if (simplify(text[cut:]) in OUTLETS or is_press(text[cut:])) and split_names(text[:cut]):
            return cut
    return None


def bare_affiliation(text: str) -> str | None:
    """Return an affiliation without the rank behind it: `本报驻京`; ``None`` for a rank alone."""
    while cut := _DRIVEN.search(text):
        text = text[: cut.start()]
    text = text.rstrip(" ·-—、/")
    return None if not text or simplify(text) in BARE_MODIFIERS else text


def read_people(words: list[Word], *, explicit: bool, pen_names: bool) -> list[Person] | None:
    """Read the people of a gap; ``None`` when a word is no part of a credit line.

    `explicit`: a colon or stroke points at the words (`编辑：`), so a word that is nobody's
    name is the field's odd filling and not a sentence. `pen_names`: a word without a family
    name may be a name.
    """
    people: list[Person] = []
    affiliation: str | None = None
    press = False
    for word in _joined(words):
        if is_place(word) and not (explicit and len(words) == 1 and has_surname(word)):
            continue
        if is_press(word) or is_organisation(word):
            affiliation, press = bare_affiliation(word), is_press(word)
            continue
        outlet, names = _names(word, pen_names)
        if outlet:
            affiliation, press = outlet, True
        if names:
            people += [Person(name, affiliation, press) for name in names]
        elif not _CODE.fullmatch(word) and not (explicit and len(word) <= 12):
            return None
    return people


def _names(word: str, pen_names: bool) -> tuple[str | None, tuple[str, ...]]:
    """Return the names in a word and the outlet glued before them."""
    word = _ETC.sub("", _CODE_BEHIND.sub("", word)) or word
    if is_foreign(word):
        return None, (word,)
    if len(word) == 4 and pen_names and not split_names(word) and is_pen_name(word):
        return None, (word,)
    if names := split_names(word):
        return None, names
    if glued := _OUTLET_AND_NAME.match(word):
        if names := split_names(glued["names"]):
            return glued["outlet"], names
    return None, (word,) if pen_names and is_pen_name(word) else ()


def _joined(words: list[Word]) -> list[str]:
    """Join what blanks set apart: `王 峣` to one name, `John Smith` to one name."""
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        if word.before is not Sep.BLANK or not last:
            joined.append(word.text)
        elif _is_half(last) and is_han(word.text) and len(word.text) <= 2:
            joined[-1] = last + word.text
        elif is_foreign(word.text) and is_foreign(last) and (last + word.text).isascii():
            joined[-1] = f"{last} {word.text}"
        else:
            joined.append(word.text)
    return joined


def _is_half(word: str) -> bool:
    """Whether a word is a family name standing alone."""
    return is_surname(word) and (len(word) == 1 or not has_surname(word))
