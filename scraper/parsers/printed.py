"""What one line of a page prints, be its end tag lost."""

from __future__ import annotations

from lxml import etree

from ..page import Element, text_of
from ..text import clean_or_none
from .body import BLOCKS


def line_of(element: Element | None) -> str:
    """Return the text of a line, uncleaned; where the line was not closed, up to the next block."""
    text = ""
    while element is not None and not text.strip():
        if not len(element) or not any(len(child) or child.tag in BLOCKS for child in element):
            return text_of(element)  # most lines
        text, element = _up_to_block(element)
    return text


def _up_to_block(element: Element) -> tuple[str, Element | None]:
    """Return the text in front of the first block inside an element, and that block."""
    text = ""
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            text += part.tail or "" if part is not element else ""
        elif part is not element and part.tag in BLOCKS:
            return text, part
        else:
            text += part.text or ""
    return text, None


def heading(element: Element | None) -> str | None:
    """Return what is printed in the element of a headline."""
    return clean_or_none(line_of(element))


def labelled(line: Element | None) -> str | None:
    """Return what stands behind the label of `来源：<span>齐鲁网</span>`, in a span or not."""
    text = line_of(line)
    _, colon, value = text.partition("：" if "：" in text else ":")
    return clean_or_none(value if colon else text)
