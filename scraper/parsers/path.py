"""The path above an article: `首页 > 新闻 > 正文`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line
from .marks import names_of, words_of

ABOVE = 40  # lines above the headline in which it may stand
_LONGEST = 80
_HERE = re.compile(r"(?:您|你)?(?:现在|当前|目前|所在)?的?(?:所在)?的?位置\s*[:：]?")
_STEP = re.compile(r"[>＞»›]")
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
