"""Which text beside a picture is its caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import byline
from ..byline import Reading
from ..page import Element, classes

if TYPE_CHECKING:
    from .body import Block

_ALIGNED = re.compile(r"text-indent\s*:\s*[1-9]|text-align\s*:\s*(?:justify|left)", re.I)
_INDENT = re.compile(r"[ \r\n\t]*(?:\u3000{2}|\xa0[\xa0 ]{0,4})(?!\s)")  # by more it is centred
_HEADING = re.compile(r"\b(?:h[1-6]|sub-?(?:title|head|heading))\b", re.I)  # `bjh-h3`
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
# `▲施工现场`, `图为施工现场。`, `施工现场（通讯员供图）`, `王一 摄`, `图片来源：新华社`
_CAPTION = re.compile(
    r"^(?:[▲△▼▽↑↓▶►]|图[为：:]|图片|图\s?\d|[上下左右]图|资料图|摄影[：:]|效果图|示意图)"
    r"|^图[/／]|供图 \S{2,8}$|[^的]截图[)）]?$"
    r"|(?:摄|供图|制图|资料图|资料图片|图片来源.{1,15}|图源.{1,15}|/图)[)）】]?。?$"
)
# What ends a sentence, or runs on into the next line: `床前明月光，`, `“这儿真好”`.
_SENTENCE_END = re.compile(
    r"[。！？!?…；;：:，,、][)）】\"”’」』]*$|(?:^|[：:，,]\s?)[“‘「『][^”’」』]*[”’」』]$"
)
# `一、`, `（二）`, `3.`, `第四，`: a heading inside the text, not a caption.
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]"
    r"|0\d(?! ?后)|(?i:part) ?\d|[■●◆◇○◎★]"
)
# `【现场】`, `……离开了社区。（通讯员 A）`, `3`, `票价：60元`: headings and text, short as they are
_TITLED = re.compile(r"。[（(]|^【.*】$|^[\W\d]*$|^[^\d：:]{2,8}[：:][\d-]+\S?$")
_LONGEST_CAPTION = 120
_LONGEST_PLAIN_CAPTION = 30


def is_caption(block: Block, reading: Reading, picture: Block) -> bool:
    """Whether the text right after (or beside) a picture belongs to the picture.

    Captions carry no class of their own, so they are told by how they are set and worded. One
    under a centred picture is not set as the paragraphs are.
    """
    text = block.text
    if len(text) > _LONGEST_CAPTION:
        return False
    if reading.whole:  # `闪电新闻记者 A 报道` ends the story, `记者 A 摄` the caption
        return is_shot(text)
    if _CAPTION.search(text) or _is_centred(block.element):
        return True
    return (
        len(text) <= _LONGEST_PLAIN_CAPTION
        and _TITLED.search(text) is None
        and not _SENTENCE_END.search(text)
        and not byline.dateline(text)
        and not _NUMBERED.match(text)
        and not _is_heading(block.element)
        and not (_is_centred(picture.element) and _is_set_as_text(block))
    )


def is_shot(text: str) -> bool:
    """Whether a credit line says who took a picture: `记者 A 摄`."""
    return text.rstrip("）)】] ").endswith("摄")


def _is_centred(element: Element) -> bool:
    return (
        element.tag in {"center", "figcaption"}
        or element.get("align") == "center"
        or _CENTRED.search(element.get("style") or "") is not None
        or any("caption" in name for name in classes(element))
    )


def _is_set_as_text(block: Block) -> bool:
    """Whether a text is indented, or aligned to a side."""
    style = block.style or block.element.get("style") or ""
    return _INDENT.match(block.raw) is not None or _ALIGNED.search(style) is not None


def _is_heading(element: Element) -> bool:
    """Whether the text of an element is set as a heading: bold, or by the name of its class."""
    inner = element[0] if len(element) else element
    return inner.tag in {"strong", "b"} or _HEADING.search(inner.get("class") or "") is not None
