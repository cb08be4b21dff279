"""The editors whom a page names outside of its text: `<div>责任编辑：A</div>` under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from .. import byline
from ..byline import Credit
from ..items import Role
from ..page import Element, Page
from ..text import clean
from .body import BLOCKS, SKIPPED
from .marks import is_outside

_ROLES = frozenset({Role.EDITOR, Role.CHIEF_EDITOR, Role.PROOFREADER})
_SIGNS = re.compile("编|編".encode())
_NAMING = etree.XPath(
    "//*[text()[contains(., '编辑') or contains(., '责编') or contains(., '編輯')]]"
)
_LONGEST = 120  # characters of such a line
# `2020-11-29 15:06 编辑：A 来源：齐鲁网`, `（责任编辑：A）【打印】`: what stands beside them
_LABELLED = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:编辑|责编|編輯)\s?[:：].{1,40}?"
    r"(?=$|[】\])）|｜<【\[(（\d]|来源|來源|作者|记者|时间|日期|发布|发表|点击|浏览|阅读|字[号体]|打印|分享|关闭)"
)
_OTHERS = frozenset({"a", "dl", "form", "head", "option"})  # lists, comments


def outside(page: Page, text: Element | None) -> Iterator[Credit]:
    """Yield who is named as an editor, but for what the element of the text holds."""
    if not _SIGNS.search(page.data):  # most pages
        return
    for element in cast("list[Element]", _NAMING(page.root)):
        around = (element, *element.iterancestors())
        if any(one is text or _is_other(one) for one in around):
            continue
        line = next(one for one in around if one.tag in BLOCKS or one is around[-1])
        printed = clean(" ".join(cast("Iterator[str]", line.itertext())))
        if len(printed) <= _LONGEST:
            yield from _editors(printed)


def _is_other(element: Element) -> bool:
    tag = element.tag
    return tag in _OTHERS or tag in SKIPPED or is_outside(element.get("class"), element.get("id"))


def _editors(line: str) -> Iterator[Credit]:
    reading = byline.read(line)
    found = _LABELLED.finditer(line)
    credits = (
        reading.credits
        if reading.editorial
        else (credit for label in found for credit in byline.parse_credits(label[0]))
    )
    yield from (credit for credit in credits if credit.role in _ROLES)
