"""The path above an article: `首页 > 新闻 > 正文`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import regions
from ..items import Breadcrumb
from ..page import Element, Page
from ..text import clean
from .body import BLOCKS
from .lines import Line
from .marks import names_of, words_of
from .printed import line_of

ABOVE = 40  # lines above the headline in which it may stand
_LONGEST = 80
_HERE = re.compile(r"(?:您|你)?(?:现在|当前|目前|所在)?的?(?:所在)?的?位置\s*[:：]?")
_STEP = re.compile(r"[>＞»›]")
_MARKS = " >＞»›/\xa0\u3000\r\n\t"
_BREAKS = re.compile(r"[>＞»›/]+")
_NAMES = frozenset("breadcrumb breadcrumbs crumb crumbs path position location weizhi".split())


def find(lines: Sequence[Line]) -> Line | None:
    """Return the line that is the path: the last one that looks like it."""
    for line in reversed(lines):
        if len(line.text) > _LONGEST or not line.linked:
            continue
        if _HERE.match(line.text) or _STEP.search(line.text):
            return line
        if not words_of(names_of(line.element)).isdisjoint(_NAMES):
            return line
    return None


def crumbs(page: Page, element: Element | None) -> list[Breadcrumb]:
    """Read a path such as `新闻 >山东新闻 >栏目`, linked or not.

    The site's own name is kept once; `您的位置：` and the like are not steps.
    """
    steps: list[Breadcrumb] = []
    for text, url in _steps(page, element):
        name = clean(text.rpartition("：")[2].rpartition(":")[2])
        if name and not (name == regions.PUBLISHER and any(step.name == name for step in steps)):
            steps.append(Breadcrumb(name=name, url=url))
    return steps


def _steps(page: Page, element: Element | None) -> Iterator[tuple[str, str | None]]:
    if element is None:
        return
    is_line = element.tag == "p"
    for piece in element.iter():
        tag = piece.tag
        if is_line and tag in BLOCKS and piece is not element:  # not closed
            return
        if tag == "a":
            yield line_of(piece).strip(_MARKS), page.absolute(piece.get("href"))
        elif text := piece.text:
            yield from _unlinked(text)
        if (tail := piece.tail) and piece is not element:
            yield from _unlinked(tail)


def _unlinked(text: str) -> Iterator[tuple[str, None]]:
    if text.strip(_MARKS):
        yield from ((name, None) for name in _BREAKS.split(text))
