"""Cutting off what an article's element holds above and below the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import byline
from .body import Block
from .head import bare
from .marks import ENDS, NOTICES

_MOST_ABOVE = 14
_EDITOR = re.compile(r"^[\W_]*(?:责任?编辑?|責任編輯|编辑|本文责编)\s*[:：]")
_ADDED_LINE = re.compile(
    r"^[\W_]*(?:关键[词字]|标签|文章关键词|TAG|上一篇|下一篇|【上一篇】|打印|关闭窗口|本文来源|更多猛料|点击进入专题|分享到|收藏|举报|返回|阅读全文|展开全文)", re.I
)


def trim(blocks: Sequence[Block], headline: str | None, above: frozenset[str]) -> list[Block]:
    """Return the blocks of the text alone.

    `above` holds the lines known to stand over the text (the time, the outlet).
    """
    first = _first(blocks, headline, above)
    kept = list(blocks[first:])
    last = _last(kept)
    return [block for block in kept[:last] if not _is_added(block)]


def _first(blocks: Sequence[Block], headline: str | None, above: frozenset[str]) -> int:
    key = bare(headline or "")
    first = 0
    for number, block in enumerate(blocks[:_MOST_ABOVE]):
        if block.text and (block.text in above or bare(block.text) == key):
            first = number + 1
    return first


def _last(blocks: Sequence[Block]) -> int:
    total = sum(len(block.text) for block in blocks)
    read = 0
    for number, block in enumerate(blocks):
        read += len(block.text)
        if read * 5 < total * 2 or not block.text:
            continue
        if ENDS.match(block.text):
            return number
        if byline.is_editor_line(block.text) or _EDITOR.match(block.text):
            return number + 1
    return len(blocks)


def _is_added(block: Block) -> bool:
    text = block.text
    if not text:
        return False
    if _ADDED_LINE.match(text) and len(text) < 60:
        return True
    if NOTICES.search(text) and len(text) < 120 and not block.images:
        return True
    return len(text) <= 60 and bool(block.links) and _linked(block) > 0.8 * len(text) and len(block.links) > 1


def _linked(block: Block) -> int:
    return sum(len(link.text or "") for link in block.links)
