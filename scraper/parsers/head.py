"""What is printed above the text: the headline, the time, the outlet, the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..page import Element
from ..text import clean, clean_or_none
from . import density
from .lines import Line, Lines, Node
from .marks import names_of

_ABOVE = 15  # lines above a text in which its headline stands
_RANKS = ("h1", "named", "h2", "h3", "h4", "h5", "h6")
_INFO = re.compile(r"\d{4}[-/年.]\d|来源|來源|[时日][间期]\s*[:：]|^(?![“‘\"《「『【])[\W_]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLE_NAME = re.compile(
    r"\b(?:tit(?:le)?|head(?:ing|line)|biaoti|bt|subject)|title\b|_tit(?:le)?", re.I
)
_LONGEST = 150
_SHORTEST = 4  # characters of a headline, letters and digits only
_SUFFIX = re.compile(r"\s*(?:[_|｜\-－—–]+|\s[·»<>:：]\s)\s*")
_SITE = re.compile(
    r"网|新闻|频道|在线|日报|晚报|资讯|报$|台$|首页|正文|客户端|财经|娱乐|体育|军事|门户|官方|\.(?:com|cn|net|org)|news|网易|百度|腾讯",
    re.I,
)


def bare(text: str) -> str:
    """Return the letters and digits of a text, to compare headlines by."""
    return "".join(filter(str.isalnum, text)).lower()


class Headline(NamedTuple):
    """A headline, the rule that found it and, if printed, the number of its line."""

    text: str | None
    rule: str
    line: int


def agreed(page: Lines, title: str | None, stated: Sequence[tuple[str, str]]) -> Headline | None:
    """Return the headline: the printed line that `<title>` or the metadata repeat.

    `stated` holds what metadata give, with the name of the rule, the most trusted first.
    """
    sources = [*stated, (title, "title")] if title else list(stated)
    known = [(bare(text), rule) for text, rule in sources]
    found = sorted(_candidates(page, known, [text for text, _ in sources]), reverse=True)
    if not found:
        return None
    # The same headline may stand above the text and in a hidden copy or a bar.
    same = [number for score, number in found if score == found[0][0]]
    best = max(same, key=lambda number: density.text_after(page, number)) if same[1:] else same[0]
    return _at(page, best)


def repeated(root: Element, title: str) -> str | None:
    """Return the line of a page that repeats all of a `<title>`, or its first half and more."""
    found = agreed(Lines(root), title, ())
    if found is None or not found.text or len(bare(found.text)) * 2 < len(bare(title)):
        return None
    return found.text


def printed(page: Lines, text: Node | None) -> Headline | None:
    """Return the line that is set as the headline of a text, though nothing repeats it."""
    if text is None:
        return None
    best, best_rank = -1, len(_RANKS)
    for number in range(min(text.first + 2, text.last) - 1, max(0, text.first - _ABOVE) - 1, -1):
        line = page.lines[number]
        if not _SHORTEST <= len(line.text) <= _LONGEST or line.is_linked or _INFO.search(line.text):
            continue
        rank = _rank(line)
        if rank < best_rank:
            best, best_rank = number, rank
    return _at(page, best) if best >= 0 else None


def _rank(line: Line) -> int:
    tag = str(line.element.tag)
    if tag == "h1":
        return 0
    if _TITLE_NAME.search(names_of(line.element)):
        return 1
    return _RANKS.index(tag) if tag in _RANKS else len(_RANKS)


def _at(page: Lines, number: int) -> Headline:
    line = page.lines[number]
    tag = str(line.element.tag)
    return Headline(clean(line.text), tag if tag in _HEADINGS else "text", number)


def unprinted(title: str | None, stated: Sequence[tuple[str, str]]) -> Headline:
    """Return the headline that metadata or `<title>` state of a page that does not print it."""
    for text, rule in stated:
        return Headline(clean(text), rule, -1)
    return Headline(without_site(title) if title else None, "title" if title else "", -1)


def _candidates(
    page: Lines, known: Sequence[tuple[str, str]], raw: Sequence[str]
) -> Iterator[tuple[float, int]]:
    """Yield score and number of each line that may be the headline."""
    stated = "\n".join(raw)
    for number, line in enumerate(page.lines):
        text = line.text
        # Most lines are told from a headline by their ends, without cleaning them.
        if not _SHORTEST <= len(text) <= _LONGEST or not (
            text[:2] in stated or text[-2:] in stated
        ):
            continue
        tag = line.element.tag
        key = bare(text)
        if len(key) < _SHORTEST:
            continue
        score = _agreement(key, known)
        if score <= 0:
            continue
        if tag in _HEADINGS:
            score += 0.35 - 0.05 * _HEADINGS.index(tag)
        elif _TITLE_NAME.search(names_of(line.element)):
            score += 0.15
        if line.is_linked:
            score -= 0.5
        yield score, number


def _agreement(key: str, known: Sequence[tuple[str, str]]) -> float:
    """Return how much of what is known of the headline a line repeats, 0 to 1."""
    best = 0.0
    for text, rule in known:
        if not text:
            continue
        if key == text:
            return 1.0 if rule != "title" else 0.98
        if key in text:
            share = len(key) / len(text)
            starts = text.startswith(key)
            if starts or share > 0.5:
                best = max(best, (0.6 if starts else 0.4) + 0.38 * share)
        elif text in key and len(text) > 0.6 * len(key):
            best = max(best, 0.5 * len(text) / len(key))
    return best


def without_site(title: str) -> str | None:
    """Cut the columns and the site's name off a `<title>`."""
    parts = _SUFFIX.split(title)
    signs = _SUFFIX.findall(title)
    while len(parts) > 1 and (
        len(parts[-1]) <= 4 or (_SITE.search(parts[-1]) and len(parts[-1]) < 20)
    ):
        parts.pop()
        signs.pop()
    text = parts[0] + "".join(s + p for s, p in zip(signs, parts[1:], strict=False))
    return clean_or_none(text)
