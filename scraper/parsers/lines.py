"""The lines of a page: its visible text cut at every block and line break, in page order.

One walk over the tree; what the other modules ask of a page they do not know (where is the
headline, the text, the list under it) are then questions about ranges of lines. An element
holds one range of lines, so sums over elements are differences of running totals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

from ..page import Element
from .body import BLOCKS
from .marks import is_notice, is_outside

_SKIPPED = frozenset(
    "head title script style noscript iframe button select option textarea svg template input "
    "canvas map object embed video audio".split()
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


_BLOCK, _BOX, _BREAK, _LINK, _SKIP = range(1, 6)
_KINDS = (
    dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys("div ul section table dl aside nav footer form".split(), _BOX)
    | {"a": _LINK, "br": _BREAK}
    | dict.fromkeys((*_SKIPPED, etree.PI, etree.Comment), _SKIP)
)

_LAST = itemgetter(2)
_SENTENCE = re.compile("[，。！？；…,!?;]")
_COLONS = (":", "：")
_SHORTEST = 6  # characters of a sentence
_LONG = 40  # characters: text without punctuation that is no headline


class Lines:
    """The lines of one page, and the elements that hold them.

    Menus, sidebars, comments and the like, which are half of most pages, are left out by their
    names; all is read where `whole`.
    """

    def __init__(self, root: Element, *, whole: bool = False) -> None:
        self.whole = whole
        self.lines: list[Line] = []
        self.nodes: list[tuple[Element, int, int]] = []
        """Element, first and last as in `Node`; inner elements before the ones around them."""
        self._pieces: list[str] = []
        self._opened: list[tuple[Element, int]] = [(root, 0)]
        """The blocks that are open, and their first lines."""
        self._linked = 0
        self._read(root)
        if self._pieces:
            self._cut()
        if self.lines:
            self.nodes.append((root, 0, len(self.lines)))

    def _read(self, root: Element) -> None:  # noqa: C901 - it runs for every tag of a page
        """Walk over a page: each element is left when one comes up that is not inside it."""
        pieces, opened, kinds = self._pieces, self._opened, _KINDS
        lines, nodes = self.lines, self.nodes
        around: list[tuple[Element | None, int]] = []
        inmost: Element | None = None
        kind = 0
        in_link = False
        walk = root.iter()
        for element in chain(walk, (None,)):
            parent = None if element is None else element.getparent()
            while inmost is not parent and inmost is not None:
                if kind and kind <= _BOX:
                    if pieces:
                        self._cut()
                    ended, first = opened.pop()
                    if first < len(lines):
                        nodes.append((ended, first, len(lines)))
                elif kind == _LINK:
                    in_link = False
                text = inmost.tail
                if text and (pieces or not text.isspace()):
                    pieces.append(text)
                    if in_link:
                        self._linked += len(text.strip())
                inmost, kind = around.pop()
            if element is None:
                break
            around.append((inmost, kind))
            inmost, kind = element, kinds.get(element.tag, 0)
            if kind == _LINK:
                in_link = True
            elif kind:
                if kind <= _BREAK and pieces:
                    self._cut()
                if kind == _SKIP or (
                    kind == _BOX
                    and not self.whole
                    and is_outside(element.get("class"), element.get("id"))
                ):
                    kind = _SKIP
                    for _ in element.iterdescendants():  # which are the next of the walk
                        next(walk)
                    continue
                if kind <= _BOX:
                    opened.append((element, len(lines)))
            text = element.text
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if in_link:
                    self._linked += len(text.strip())

    def first_behind(self, line: int) -> int:
        """Return the number of the first of `nodes` that ends behind the start of a line."""
        return bisect_right(self.nodes, line, key=_LAST)

    def _cut(self) -> None:
        """End the line that is being read."""
        pieces = self._pieces
        text = " ".join((pieces[0] if len(pieces) == 1 else "".join(pieces)).split())
        if text:
            self.lines.append(Line(text, tuple(self._pieces), self._opened[-1][0], self._linked))
        self._pieces.clear()
        self._linked = 0

    @cached_property
    def mass(self) -> list[int]:
        """How much of each line is text: characters of sentences outside links."""
        return list(map(mass_of, self.lines))


def mass_of(line: Line) -> int:
    """Return how many characters of a line are text."""
    text, _, _, linked = line
    size = len(text)
    if size < _SHORTEST or linked * 2 > size:
        return 0
    if size <= _LONG and not (_SENTENCE.search(text) or text.endswith(_COLONS)):
        return 0
    return 0 if is_notice(text) else size - linked
