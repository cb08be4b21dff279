"""Credit lines: sign-offs, bracketed credits, the 作者 field, editor lines.

A pattern holds `<role@outlet>` for each person; `<a+b@outlet>` is a person with two roles.
The text and the list of persons come from the same pattern, so neither is read from the other.
"""

from __future__ import annotations

import re
from random import Random

from .model import Credit
from .prose import person

_PERSON = re.compile(r"<([a-z_+]+)(?:@([^>]*))?>")

SIGNOFFS = (
    "闪电新闻记者 <reporter@闪电新闻> 报道",
    "闪电新闻记者 <reporter@闪电新闻> <reporter@闪电新闻> 报道",
    "闪电新闻记者 <reporter@闪电新闻> <reporter@闪电新闻>报道",
    "闪电新闻记者 <reporter@闪电新闻> {city}报道",
    "闪电新闻记者 <reporter@闪电新闻> <reporter@闪电新闻> {city} 报道",
    "闪电新闻记者 <reporter@闪电新闻> 通讯员 <correspondent> <correspondent> 报道",
    "闪电新闻记者 <reporter@闪电新闻> 通讯员 <correspondent>报道",
    "闪电新闻记者 <reporter@闪电新闻> {city}台 <reporter@{city}台> 报道",
    "闪电新闻记者 <reporter@闪电新闻> <reporter@闪电新闻> 编辑 <editor> 报道",
    "闪电新闻记者 <reporter@闪电新闻>编辑 <editor> 报道",
    "闪电新闻记者 齐鲁频道记者 <reporter@齐鲁频道> <reporter@齐鲁频道> {city} 报道",
    "闪电新闻记者<reporter@闪电新闻>报道",
    "闪电新闻记者 <reporter@闪电新闻> 见习记者 <trainee_reporter> 实习生 <intern> 报道",
    "闪电新闻记者 <reporter+photographer@闪电新闻> 摄影报道",
    "齐鲁频道记者 <reporter@齐鲁频道> <reporter@齐鲁频道>",
    "（闪电新闻记者 <reporter@闪电新闻> 通讯员 <correspondent>）",
    "记者：<reporter> 编辑：<editor>",
    "策划：<planner> 记者：<reporter> 审校：<proofreader> 主编：<chief_editor>",
)
OLD_SIGNOFFS = (
    "（记者 <reporter> 通讯员 <correspondent>）",
    "齐鲁网记者 <reporter@齐鲁网> 通讯员 <correspondent> 报道",
    "<author>/文 <photographer>/图",
    "□本报记者<reporter@本报>",
)
REPRINT_SIGNOFFS = (
    "□本报记者<reporter@本报>",
    "■ 本报记者 <reporter@本报> 通讯员 <correspondent>",
    "记者|<reporter> 编辑|<editor>",
    "记者:<reporter>",
    "(齐鲁晚报·齐鲁壹点记者 <reporter@齐鲁晚报·齐鲁壹点> 通讯员 <correspondent>)",
    "文/图 半岛全媒体记者 <reporter+photographer@半岛全媒体> 通讯员 <correspondent>",
    "大众网·海报新闻记者 <reporter@大众网·海报新闻> 实习记者 <trainee_reporter> {city}报道",
    "齐鲁晚报·齐鲁壹点记者 <reporter@齐鲁晚报·齐鲁壹点> <reporter@齐鲁晚报·齐鲁壹点> 发自北京",
    "<author>/文 <photographer>/图",
)
HEAD_BRACKETS = (
    "(记者 <reporter> <reporter>)",
    "(记者 <reporter>)",
    "（记者 <reporter> 通讯员 <correspondent>）",
    "（见习记者 <trainee_reporter>）",
    "(闪电体育 记者 <reporter@闪电体育>)",
    "（通讯员 <correspondent>）",
)
TAIL_BRACKETS = ("（记者 <reporter>）", "(通讯员 <correspondent> <correspondent>)")
AUTHOR_FIELDS = (
    "<author>",
    "<author> <author>",
    "齐鲁频道记者 <reporter@齐鲁频道> <reporter@齐鲁频道>",
    "记者 <reporter>",
)
OLD_AUTHOR_FIELDS = ("<author>", "记者 <reporter> 通讯员 <correspondent>")
EDITOR_LINES = (
    "[责任编辑：<editor>、<editor>]",
    "[责任编辑：<editor>]",
    "[责任编辑: <editor> <editor>]",
)
REPRINT_EDITOR_LINES = (
    "(编辑:<editor>; 责任编辑:<editor>; 终审:<chief_editor>)",
    "初审编辑：<editor> 责任编辑：<editor>",
    "编辑：<editor> 校对：<proofreader>",
)
PHOTO_CREDITS = (
    "（<photographer> 摄）",
    "(通讯员 <photographer> 摄)",
    "（闪电新闻记者 <photographer@闪电新闻> 摄）",
)


def credit_line(r: Random, pattern: str, city: str) -> tuple[str, tuple[Credit, ...]]:
    """Return the printed line of a pattern and the persons it credits, in printed order."""
    found: list[Credit] = []
    names: set[str] = set()

    def print_person(match: re.Match[str]) -> str:
        name = person(r)
        while name in names:
            name = person(r)
        names.add(name)
        outlet = match[2] or None
        found.extend(Credit(name, role, outlet) for role in match[1].split("+"))
        return name

    text = _PERSON.sub(print_person, pattern.replace("{city}", city))
    return text, tuple(found)


def merged(credits: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """Keep the first mention of every person in every role."""
    first: dict[tuple[str, str], Credit] = {}
    for credit in credits:
        first.setdefault((credit.name, credit.role), credit)
    return tuple(first.values())
