"""The editors whom a page names outside of its text: `<div>责任编辑：A</div>` under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from .. import byline
from ..byline import Credit
from ..byline.people import is_likely
from ..items import Role
from ..page import Element, Page, classes
from ..text import clean
from .body import BLOCKS, SKIPPED, is_hidden
from .marks import is_outside

_ROLES = frozenset({Role.EDITOR, Role.CHIEF_EDITOR, Role.PROOFREADER})
_SIGNS = re.compile("编|編".encode())
_LABEL = re.compile("编(?=辑)|编(?<=责编)|編(?=輯)")
_LONGEST = 120  # characters of such a line
# `2020-11-29 15:06 编辑：A 来源：齐鲁网`, `（责任编辑：A）【打印】`: what stands beside them
_LABELLED = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:编辑|责编|編輯)\s?[:：](?P<names>.{1,40}?)"
    r"(?=$|[】\])）|｜<【\[(（\d]|来源|來源|作者|记者|时间|日期|发布|发表|点击|浏览|阅读|字[号体]|打印|分享|关闭|我[要来]|评论|收藏)"
)
_BETWEEN = re.compile(r"[\s、，,]+")
_OTHERS = frozenset({"a", "dl", "form", "head", "option"})  # lists, comments
_TEASERS = ("mod-", "news-pic")


def outside(page: Page, text: Element | None) -> Iterator[Credit]:
    """Yield who is named as an editor, but for what the element of the text holds."""
    if not _SIGNS.search(page.data):  # most pages
        return
    seen: set[Element] = set()
    for element in _naming(page.root):
        line = element
        while line.tag not in BLOCKS and (parent := line.getparent()) is not None:
            line = parent
        if line in seen:
            continue
        seen.add(line)
        around = (element, *element.iterancestors())
        if any(one is text or _is_other(one) for one in around):
            continue
        printed = _printed(line)
        if len(printed) <= _LONGEST:
            yield from _editors(printed)


def _naming(root: Element) -> Iterator[Element]:
    """Yield the elements that print an editor's role; XPath takes several times as long."""
    for element in root.iter("*"):
        if (text := element.text) and _LABEL.search(text):
            yield element
        if (
            (tail := element.tail)
            and _LABEL.search(tail)
            and (parent := element.getparent()) is not None
        ):
            yield parent


def _printed(line: Element) -> str:
    """Return the text of a line, or no more of it than tells that it is too long."""
    pieces: list[str] = []
    size = 0
    for piece in cast("Iterator[str]", line.itertext()):
        pieces.append(piece.strip())
        size += len(pieces[-1])
        if size > _LONGEST:
            break
    return clean(" ".join(pieces))


def _is_other(element: Element) -> bool:
    tag = element.tag
    return (
        tag in _OTHERS
        or tag in SKIPPED
        or is_hidden(element)
        or is_outside(element.get("class"), element.get("id"))
        or any(name.startswith(_TEASERS) for name in classes(element))
    )


def _editors(line: str) -> Iterator[Credit]:
    reading = byline.read(line)
    if reading.editorial:
        found = reading.credits
    else:
        labels = _LABELLED.finditer(line)
        found = tuple(credit for label in labels for credit in _of_label(label))
    yield from (one for one in found if one.role in _ROLES and is_likely(one.name))


def _of_label(label: re.Match[str]) -> list[Credit]:
    """Return the people behind a label, if nothing else is: not `视频编辑：A 带你看大集`."""
    people = byline.parse_credits(label[0])
    names = "".join(person.name for person in people)
    return people if names == _BETWEEN.sub("", label["names"]) else []
