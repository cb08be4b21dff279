"""The words of one gap between role words: outlets, places, people, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from .lexicon import OTHER_JOBS, simplify
from .names import (
    COMPOUND_SURNAMES,
    SINGLE_GIVEN,
    ends_in_verb,
    has_surname,
    is_foreign,
    is_half,
    is_pen_name,
    is_surname,
    is_usual_name,
    split_names,
)
from .outlets import (
    BARE_MODIFIERS,
    ORGANISATION_ENDINGS,
    OUTLET_ENDINGS,
    OUTLETS,
    PRESS_ENDINGS,
)
from .places import DISTRICTS, NAMES_TOO, PLACE_ENDINGS, PLACES, ZONES
from .stopwords import HOW_AND_WHEN, NOT_A_NAME, NOT_AN_OUTLET, PEOPLE_TOO
from .tokens import Sep, Word


class Person(NamedTuple):
    """A name as printed, with the outlet printed in front of it in the same gap."""

    name: str
    affiliation: str | None = None
    press: bool = False
    """Whether the affiliation is an outlet: its people are reporters."""
    sure: bool = True
    """Whether the word can be nothing but a name."""


_OUTLET_ENDINGS = tuple(OUTLET_ENDINGS)
BEGINNINGS = tuple(OUTLETS | PLACES)
_OUTLETS_BEGIN = (*BEGINNINGS, "本报", "本台", "本网")
_KNOWN_PLACES = PLACES | DISTRICTS
_ORGANISATION_ENDINGS = tuple(ORGANISATION_ENDINGS)
# What a picture shows and a name hardly ends with: 马踏湖, 成绩单
_THINGS = frozenset("湖村府池塔片版单肉术")
# `公安局`, `政法委`: bodies of three characters
_BODIES = tuple(
    "局 处 厅 部 队 市委 县委 区委 政法委 纪委 团委 党委 法院 医院 检察院 委办 府办".split()
)
_CLAUSE = re.compile("[了是被把]|(?<!美)的(?!士)|应邀|参加|^(?:来自|毕业|就读|就职|任职|供职)")
# `NF055`, `celiawu`, `1234`, `11月2日`, `H5`: fills a name's place and names nobody
_CODE = re.compile(
    r"[a-z0-9@.#-]+|[A-Za-z#-]*\d[\w.#-]*|[A-Z]{1,6}|\d{1,2}月\d{1,2}日[讯电]?|等", re.A
)
# `马婧雯NN2479`
_CODE_BEHIND = re.compile(r"(?<=[^\x00-\x7f])[A-Z]{0,4}\d{2,8}$")
_OFFICE = re.compile(
    r"^系|(?:教授|研究员|学者|讲师|博士|院长|主任|书记|作家|律师|分析师|负责人|成员|会员)$"
)
_ETC = re.compile(r"等(?:\d+人)?$")
# `德州台公维勇`, `临邑县融媒体中心王磊`: the outlet ends where its ending ends
_OUTLET_AND_NAME = re.compile(
    r"(?P<outlet>.{1,16}?(?:广播电视台|电视台|融媒体中心|融媒中心|融媒体|融媒|新闻中心|客户端|频道|台|日报|晚报|晨报|时报|新闻|网|报))"
    r"(?P<names>[^台网报闻道端心]{2,12})$"
)
# `获奖者为|大众日报`, `市民赵先生向|记者`; but `图片均由|本报`
_LEADING_UP = re.compile("(?<=.)(?:[为是有给让请对]|(?<!方)向|(?<!自)由)")
_SHOWN = re.compile(".{0,4}(?:图片?|照片|稿件|视频|摄影)[均皆都]?由")
_DRIVEN = re.compile(r"(?:驻.{1,4}|首席|特约|特派|实习|见习)$")


@lru_cache(maxsize=4096)
def is_press(word: str) -> bool:
    """Whether a word is the name of an outlet, a station or one of its desks."""
    if word.endswith("》"):
        return True
    plain = simplify(word).strip("《》")
    if plain in OUTLETS or plain in BARE_MODIFIERS:
        return True
    if plain.endswith(_OUTLET_ENDINGS) and plain not in NOT_A_NAME:
        return len(plain) > 2 or plain[0] in "本"
    if plain.endswith("台"):
        return len(plain) > 3 or plain[:-1] in _KNOWN_PLACES or not is_surname(plain[0])
    if plain.endswith(PRESS_ENDINGS):
        return True
    if plain.startswith("掌上"):  # 掌上青岛
        return True
    return any(sign in plain for sign in "·-—－") and any(
        is_press(part) for part in re.split("[·—－-]", plain) if part
    )


def is_organisation(word: str) -> bool:
    """Whether a word is the name of a body that people belong to."""
    plain = simplify(word)
    if len(plain) < 2 or not plain.endswith(_ORGANISATION_ENDINGS) or is_clause(plain):
        return False
    return len(plain) > (2 if plain.endswith(_BODIES) else 3) or plain in ORGANISATION_ENDINGS


@lru_cache(maxsize=4096)
def is_place(word: str) -> bool:
    """Whether a word is the place that a report comes from."""
    plain = simplify(word)
    if plain in ZONES or (plain in _KNOWN_PLACES and plain not in NAMES_TOO):
        return True
    if any(plain[:cut] in PLACES and plain[cut:] in _KNOWN_PLACES for cut in (2, 3)):  # 济宁曲阜
        return True
    if not plain.endswith(PLACE_ENDINGS) or is_clause(plain):
        return False
    return len(plain) > 3 or not is_surname(plain[0]) or plain[:-1] in _KNOWN_PLACES


def is_clause(word: str) -> bool:
    """Whether a word is a piece of a sentence, whatever it ends with: `走访了多个乡镇`."""
    return _CLAUSE.search(word) is not None


def split_affiliation(
    text: str, words: list[Word], before: Sep, *, leading: bool, title: bool
) -> tuple[list[Word], str | None] | None:
    """Part the words before a mark into the rest and the mark's affiliation.

    `leading`: the words begin the line. `title`: the mark is one that outlets stand before.
    ``None`` when the words cannot stand in a credit line.
    """
    if words and words[0].text[0] in "据據":  # `据德州新闻网记者A报道`: quoted, not credited
        return None
    if words and _in_sentence(words[-1].text, glued=title and before is Sep.NONE):
        return None
    at = len(words)
    if words and not leading and before is Sep.NONE and (cut := _glued_outlet(words[-1])):
        last = words[-1]
        kept = Word(last.text[:cut], last.start, last.before)
        return [*words[:-1], kept], bare_affiliation(last.text[cut:])
    apart = not title and before is not Sep.NONE
    while at and before is not Sep.COLON and _is_outlet(words[at - 1].text, apart=apart):
        at -= 1
    if at < len(words):
        return words[:at], bare_affiliation(text[words[at].start : words[-1].end])
    if not words or not title:
        return words, None
    last = words[-1]
    if simplify(last.text) in NOT_AN_OUTLET or ends_in_verb(last.text):
        return None
    if before <= Sep.BLANK and is_organisation(last.text):
        return words[:-1], last.text
    if before is Sep.NONE and len(last.text) <= 8 and (leading or not split_names(last.text)):
        return words[:-1], bare_affiliation(last.text)
    return words, None


def _is_outlet(word: str, *, apart: bool) -> bool:
    """Whether a word is an outlet; what stands `apart` may be a work: `《泉城暮色》 摄影：A`."""
    return is_press(word) and not (apart and word.endswith("》"))


def _in_sentence(word: str, *, glued: bool) -> bool:
    """Whether a sentence leads up to an outlet, or to the mark that is `glued` to a word."""
    ends = [found.end() for found in _LEADING_UP.finditer(word)]
    return not _SHOWN.match(word) and any(
        word.startswith(_OUTLETS_BEGIN, end) or (glued and end == len(word))
        for end in ends
        if not has_surname(word[:end])  # 刘有为
    )


def _glued_outlet(word: Word) -> int | None:
    """Return where an outlet begins behind names: `赵庆川齐鲁频道`."""
    text = word.text
    for cut in range(2, min(len(text) - 1, 12)):
        rest = simplify(text[cut:])
        if rest.startswith(BEGINNINGS) and is_press(rest) and split_names(text[:cut]):
            return None if is_press(text[:cut]) else cut  # `齐鲁晚报齐鲁壹点`
    return None


def bare_affiliation(text: str) -> str | None:
    """Return an affiliation without the rank behind it: `本报驻京`; ``None`` for a rank alone."""
    while cut := _DRIVEN.search(text):
        text = text[: cut.start()]
    text = text.rstrip(" ·-—、/")
    if _SHOWN.match(text):  # `图片均由记者 A 拍摄`, `本版稿件由本报记者 A 采写`
        text = text.rpartition("由")[2]
    return None if not text or simplify(text) in BARE_MODIFIERS else text


def read_people(
    words: list[Word],
    *,
    explicit: bool,
    tied: bool,
    title: bool = False,
    label: Sep | None = None,
    framed: bool = False,
) -> list[Person] | None:
    """Read the people of a gap; ``None`` when a word is no part of a credit line.

    `explicit`: a colon or stroke points at the words (`编辑：`), so a word that is nobody's
    name, up to a comma or bracket, is the field's odd filling and not a sentence.
    `tied`: a stroke binds the last word to the mark behind (`铁弩/文`).
    `title`: the words follow 记者, which an interview's questions follow as well.
    `label`: the sign behind 图 or 视频, which what is shown follows as well.
    `framed`: the words stand between 记者 and the 报道 that ends the line.
    """
    people: list[Person] = []
    affiliation: str | None = None
    press, loose = False, True
    words, unknown = joined(words)
    for index, (word, _, before) in enumerate(words):
        loose = loose and (index == 0 or before < Sep.COMMA)
        if index in unknown:  # `摄影：A 主播：B`, `记者 A 海报 B`: a role of no table
            return people if _is_column(words[index:]) else None
        if _is_beside(word, index, len(words), pointed=explicit and not label):
            continue
        if is_press(word) or is_organisation(word):
            affiliation, press = bare_affiliation(word), is_press(word)
            continue
        outlet, names = _names(word)
        if outlet:
            affiliation, press = outlet, True
        if label and not _are_likely(names or (word,), pen=label is Sep.SLASH):
            continue
        if names:
            people += [Person(name, affiliation, press) for name in names]
        elif (
            loose
            and _may_be_name(word, framed=framed or (explicit and not title))
            and len(word) <= (4 if explicit else 3)
        ):
            sure = (explicit and not title) or (tied and index == len(words) - 1)
            people.append(Person(word, affiliation, press, sure))
        elif not _CODE.fullmatch(word) and not (
            explicit and loose and len(word) <= 8 and not is_clause(word)
        ):
            return None
    return people


def read_framed(
    words: list[Word], *, explicit: bool, tied: bool, title: bool
) -> list[Person] | None:
    """Read the people between a role and the 报道 that ends the line, where words may be names.

    Beside a name, how and when is read over: `记者 王磊 连续 报道`, but not `记者 连续 报道`.
    """
    named = [word for word in words if simplify(word.text) not in HOW_AND_WHEN]
    people = read_people(named, explicit=explicit, tied=tied, title=title, framed=True)
    names = [simplify(person.name) for person in people or ()]
    if not PEOPLE_TOO.isdisjoint(names) and not are_people(set(names) - PEOPLE_TOO, strict=True):
        return None  # `记者 王磊 海洋 牧场 报道`: words beside words are no names
    is_one = len(named) == len(words) or any(person.sure for person in people or ())
    return people if is_one else None


def are_people(names: Collection[str], *, strict: bool = False) -> bool:
    """Whether words are names though nothing says so: one, or if `strict` all, are usual ones."""
    usual = [len(n) == 3 or n[-1] in SINGLE_GIVEN or is_usual_name(n) for n in names]
    return all(map(is_likely, names)) and (all(usual) if strict else any(usual))


def _may_be_name(word: str, *, framed: bool) -> bool:
    """Whether a word may be a name without a family name, or is one too: 铁弩, 方向."""
    return is_pen_name(word) or (framed and simplify(word) in PEOPLE_TOO)


def _is_beside(word: str, index: int, count: int, *, pointed: bool) -> bool:
    """Whether one of some words stands beside the names: a place, or an office behind one.

    What is alone where a colon has `pointed` at it is a name, if it may be one: `编辑：高青`.
    """
    if index and len(word) > 3 and _OFFICE.search(word):  # `作者：A，德州学院教授`
        return True
    if count > 1:
        return (word in NAMES_TOO and not pointed) or is_place(word)
    return is_place(word) and not (pointed and has_surname(word) and word not in ZONES)


def is_likely(name: str, *, pen: bool = False) -> bool:
    """Whether a name (or a `pen` name) is hardly anything else: not `大明湖`, `颁奖仪式`."""
    if is_foreign(name) or (len(name) > 2 and name[:2] in COMPOUND_SURNAMES):
        return True
    is_one = has_surname(name) or (pen and is_pen_name(name))
    if name in NAMES_TOO or is_place(name):
        return False
    return is_one and len(name) < 4 and name[-1] not in _THINGS


def _are_likely(names: tuple[str, ...], *, pen: bool) -> bool:
    return all(is_likely(name, pen=pen) for name in names)


def has_subject(words: list[Word]) -> bool:
    """Whether a caption says what it shows in front of who took it: `大明湖 王磊 摄`."""
    apart = len(words) > 1 and words[1].before is Sep.BLANK
    return apart and not _names_somebody(words[0].text)


def _names_somebody(word: str) -> bool:
    """Whether a word is names, or who sent them: not `大明湖`, `黄河大桥`."""
    if is_press(word) or is_organisation(word) or is_foreign(word) or len(word) == 1:
        return True
    names = split_names(word)
    return bool(names) and all(len(name) < 4 or name[:2] in COMPOUND_SURNAMES for name in names)


def _is_column(words: list[Word]) -> bool:
    """Whether words are a short column, `主播：B`, not `气象台发布预报：受冷空气影响，…`."""
    return len(words) <= 6 and all(
        len(word.text) <= 8 and (index == 0 or word.before < Sep.COMMA or index == 1)
        for index, word in enumerate(words)
    )


def _names(word: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the names in a word and the outlet glued before them."""
    word = _ETC.sub("", _CODE_BEHIND.sub("", word)) or word
    if is_foreign(word):
        return None, (word,)
    names = split_names(word)
    if names and not word.startswith(BEGINNINGS):
        return None, names
    glued = _OUTLET_AND_NAME.match(word)  # `夏津台耿文彬` would be two names, too
    if glued and is_press(glued["outlet"]) and glued["outlet"] not in PLACES:
        return glued["outlet"], split_names(glued["names"])
    return None, names


def joined(words: list[Word]) -> tuple[list[Word], set[int]]:
    """Join what blanks set apart: `王 峣` to one name, `John Smith` to one name.

    Also tell which words are jobs that point at the next one: `主播：B`, `编导|B`, but not `A/B`.
    """
    whole: list[Word] = []
    pointing: set[int] = set()
    for word in words:
        if whole and (
            word.before is Sep.COLON
            or (word.before is Sep.SLASH and not split_names(whole[-1].text))
        ):
            pointing.add(len(whole) - 1)
        if whole and word.before < Sep.COMMA and word.text in OTHER_JOBS:
            pointing.add(len(whole))
        last = whole[-1].text if whole else ""
        if word.before is not Sep.BLANK or not last:
            whole.append(word)
        elif is_half(last, word.text):
            whole[-1] = whole[-1]._replace(text=last + word.text)
        elif is_foreign(word.text) and is_foreign(last) and (last + word.text).isascii():
            whole[-1] = whole[-1]._replace(text=f"{last} {word.text}")
        else:
            whole.append(word)
    return whole, pointing
