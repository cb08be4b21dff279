"""The lines of a page: its visible text cut at every block and line break, in page order.

One walk over the tree; what the other modules ask of a page they do not know (where is the
headline, the text, the list under it) are then questions about ranges of lines. An element
holds one range of lines, so sums over elements are differences of running totals.
"""

from __future__ import annotations

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


_BLOCK, _LINK, _BREAK, _SKIP = 1, 2, 3, 4
_KINDS = (
    dict.fromkeys(BLOCKS, _BLOCK) | {"a": _LINK, "br": _BREAK} | dict.fromkeys(_SKIPPED, _SKIP)
)


class Lines:
    """The lines of one page, and the elements that hold them."""

    def __init__(self, root: Element) -> None:
        self.lines: list[Line] = []
        self.nodes: list[tuple[Element, int, int]] = []
        """Element, first and last as in `Node`; inner elements before the ones around them."""
        self._pieces: list[str] = []
        self._opened: list[tuple[Element, int]] = [(root, 0)]
        self._linked = 0
        self._read(root)
        self._cut()
        self._close()

    def _read(self, root: Element) -> None:
        pieces, opened, lines = self._pieces, self._opened, self.lines
        in_link = False
        walk = etree.iterwalk(root, events=("start", "end", "pi"))
        for event, element in walk:
            begins = event == "start"
            kind = _KINDS.get(element.tag, 0)
            if kind == _SKIP and begins:
                walk.skip_subtree()
                continue
            if kind == _BLOCK:
                if pieces:
                    self._cut()
                if begins:
                    opened.append((element, len(lines)))
                else:
                    self._close()
            elif kind == _LINK:
                in_link = begins
            elif kind == _BREAK and begins and pieces:
                self._cut()
            text = element.text if begins else element.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if in_link:
                    self._linked += len(text.strip())

    def _cut(self) -> None:
        """End the line that is being read."""
        text = " ".join("".join(self._pieces).split())
        if text:
            self.lines.append(Line(text, tuple(self._pieces), self._opened[-1][0], self._linked))
        self._pieces.clear()
        self._linked = 0

    def _close(self) -> None:
        """End the element that was opened last."""
        element, first = self._opened.pop()
        if first < len(self.lines):
            self.nodes.append((element, first, len(self.lines)))
