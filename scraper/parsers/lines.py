"""The lines of a page: its visible text cut at every block and line break, in page order.

One walk over the tree; what the other modules ask of a page they do not know (where is the
headline, the text, the list under it) are then questions about ranges of lines. An element
holds one range of lines, so sums over elements are differences of running totals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ..page import Element
from .body import BLOCKS

_SKIPPED = frozenset(
    "head title script style noscript iframe button select option textarea svg template input canvas "
    "map object embed video audio".split()
)


class Line(NamedTuple):
    """What is printed between two breaks."""

    text: str
    pieces: tuple[str, ...]
    """The text nodes it is made of: a time and an outlet are often two spans without a blank."""
    element: Element
    """The block that it is in."""
    linked: int
    """How many of its characters are in links."""

    @property
    def is_linked(self) -> bool:
        """Whether more than half of it is links."""
        return self.linked * 2 > len(self.text)


class Node(NamedTuple):
    """A block element that has text, and its lines: `lines[first:last]`."""

    element: Element
    first: int
    last: int


@dataclass(slots=True)
class _Reader:
    lines: list[Line] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    opened: list[tuple[Element, int]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def cut(self) -> None:
        """End the line that is being read."""
        text = " ".join("".join(self.pieces).split())
        if text:
            self.lines.append(Line(text, tuple(self.pieces), self.opened[-1][0], self.linked))
        self.pieces.clear()
        self.linked = 0

    def open(self, element: Element) -> None:
        if self.pieces:
            self.cut()
        self.opened.append((element, len(self.lines)))

    def close(self) -> None:
        if self.pieces:
            self.cut()
        element, first = self.opened.pop()
        if first < len(self.lines):
            self.nodes.append(Node(element, first, len(self.lines)))


def _read(root: Element) -> _Reader:
    reader = _Reader()
    pieces = reader.pieces
    reader.open(root)
    in_link = False
    walk = etree.iterwalk(root, events=("start", "end", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED:
                walk.skip_subtree()
                continue
            if tag in BLOCKS:
                reader.open(element)
            elif tag == "a":
                in_link = True
            elif tag == "br" and pieces:
                reader.cut()
            text = element.text
        else:
            if tag in BLOCKS:
                reader.close()
            elif tag == "a":
                in_link = False
            text = element.tail
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if in_link:
                reader.linked += len(text.strip())
    reader.close()
    return reader


class Lines:
    """The lines of one page, and the elements that hold them."""

    def __init__(self, root: Element) -> None:
        reader = _read(root)
        self.lines = reader.lines
        self.nodes = reader.nodes
        """Inner elements before the ones around them."""

    @cached_property
    def node_of(self) -> dict[Element, Node]:
        """The lines of each element."""
        return {node.element: node for node in self.nodes}
