"""The dateline: the outlet, place and day that a story opens with."""

from __future__ import annotations

import re

from ..text import clean
from .names import HAN
from .outlets import OUTLETS
from .people import is_press
from .places import PLACES

_LONGEST = 60
_DAY = r"(?:(?:\d{4} ?年 ?)?\d{1,2} ?月 ?)?\d{1,2} ?日"
_WORD = rf"[{HAN}A-Za-z0-9·•‧・—－/、 -]"
# `齐鲁网·闪电新闻11月29日讯`, `齐鲁网 德州 3月2日讯`, `新华社济南6月5日电`, `东方网11月2日消息：`
_WITH_DAY = re.compile(
    rf"(?P<outlet>{_WORD}{{0,30}}?)[（(]?{_DAY}[）)]? ?(?:上午|下午|凌晨|晚间?)?"
    r"(?:\d{1,2}[时時:：]\d{0,2}分?)?"
    r" ?(?:专?[电電](?![话話影视力子台梯器动信网商量厂池缆压煤闪路线价])|[快专專]?[讯訊]"
    r"|消息(?=[：:（( ]|$)|报道(?=[：:（(]))"
)
# `本报讯`, `德州新闻网讯`, `新京报快讯`, `国际在线专稿：`, `央视网消息：`, `央视网消息（记者 A）：`
_WITHOUT_DAY = re.compile(
    rf"(?P<outlet>[{HAN}A-Za-z0-9·•‧・/／—-]{{2,16}}?)(?:[（(][{HAN}·]{{1,11}}[网報报台端社刊][）)])?"
    r"(?P<word>(?<![资通短问简喜优])[快专專]?[讯訊]|专稿|消息|专电"
    r"|报道(?=[（(].{0,16}(?:记者|通讯员)))"
    r"(?P<end>[：:]|(?=[ （(\d【\[】\]］]|$))"
)
_HINT = re.compile("[讯訊电電息稿道導导]")
_OWN = re.compile(
    r"[晨晚早商日][报報][讯訊](?=[ （(])|本[报報网網站台刊社](?:综合)?[快专]?[讯訊](?!员|員)"
)
_CREDIT = re.compile(rf"[（(][{HAN}]{{0,6}}?(?:[记記] ?者|通 ?[讯訊] ?[员員])")
_BRACKET = re.compile(" ?[（(]")
_QUOTED = "据據"
_OPEN, _CLOSE = "【[［", "】]］"
_IN_SENTENCES = frozenset("的了是从他她我你们将被把")
_KNOWN = tuple(OUTLETS)


def dateline(paragraph: str) -> str | None:
    """Return the dateline that a paragraph begins with: `齐鲁网·闪电新闻11月29日讯`.

    A bracketed credit or a colon behind it (`国际在线专稿：`) is not part of it.
    """
    start = paragraph[: 2 * _LONGEST]
    if not _HINT.search(start):
        return None
    text = clean(start)
    end = dateline_end(text)
    return text[:end].strip(_OPEN + _CLOSE).lstrip(_QUOTED).rstrip("：: ") if end else None


def dateline_end(text: str) -> int:
    """Return where the dateline of a cleaned text ends; 0: it has none."""
    if not _HINT.search(text, 0, _LONGEST):
        return 0
    if text[0] in _OPEN and text[1] not in _OPEN:
        return _framed_end(text)
    found = _WITH_DAY.match(text) if "日" in text[:_LONGEST] else None
    if found:
        outlet, end = found["outlet"], found.end()
        if _CREDIT.match(text, end):  # `据新华社济南6月5日电（记者 A）`
            outlet = outlet.lstrip(_QUOTED)
        if _is_outlet(outlet, bounded=_bounded(text, end)):
            return end
    found = _WITHOUT_DAY.match(text)
    named = (
        found
        and found.end() < len(text)
        and (
            found["end"]
            or found["word"] not in ("消息", "专稿")
            or _BRACKET.match(text, found.end())
        )
    )
    if found and named:
        outlet = found["outlet"]
        if _CREDIT.match(text, found.end()):  # `据央视新闻客户端消息（总台记者 A）`
            outlet = outlet.lstrip(_QUOTED)
        if _is_outlet(outlet, bounded=False):
            return found.end()
    found = _OWN.match(text)
    return found.end() if found else 0


def _framed_end(text: str) -> int:
    """Return where a dateline in brackets ends, `【大公报讯】记者 A`; 0: there is none."""
    found = _WITH_DAY.match(text, 1)
    if found and found[0][-1] in "讯訊" and "者" not in found[0]:
        end = found.end()  # whatever the outlet: `【大纪元2021年9月24日讯】`
    else:
        end = 1 + dateline_end(text[1:])
    if end == 1 or text[end : end + 1] not in tuple(_CLOSE):
        return 0
    return 0 if text[end - 2] in "快专專" else end + 1  # `【体育快讯】`


def _bounded(text: str, end: int) -> bool:
    """Whether something other than a word follows: `…11月4日讯 今天`, not `…日电话`."""
    return not re.match(rf"[{HAN}]", text[end : end + 1])


def _is_outlet(text: str, *, bounded: bool) -> bool:
    """Whether the words in front of the day are an outlet, or an outlet and a place.

    The outlet's first characters, or all of it, may be lost: 鲁网·闪电新闻, 济南11月4日讯.
    """
    text = text.strip()
    if text.startswith(tuple(_QUOTED)) or "者" in text:
        return False
    if not _IN_SENTENCES.isdisjoint(text):
        return False
    if not text or text in PLACES:
        return bounded
    if is_press(text) or text.startswith((*_KNOWN, "本")):
        return True
    return any(is_press(text[:cut]) for cut in range(len(text) - 1, 1, -1)) and len(text) <= 24
