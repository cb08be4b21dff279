"""The pieces of a page that a value stands in, among all that a rule read for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from ..byline import parse_author_field, parse_credits
from ..items import Author
from ..page import Element
from ..text import clean
from .trace import TAIL, TEXT, Read, TracedPage, whole_text

_MOST = 1000  # pieces of a field
_LONGEST = 20_000  # characters of an element that is a piece
_SHOWN = 300  # characters of a piece


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a value stands."""

    number: int
    """The element's, in the order of the page, from 0."""
    path: str
    """The element: `/html/body/div[2]/h1`."""
    part: str
    """`text`, `tail` (what follows the element), `@content` (an attribute), or `` for all of it."""
    html: str
    """The piece as markup, shortened."""
    text: str
    """What it says, whole."""


class Reads:
    """What a rule read, and where in it a value stands."""

    def __init__(self, page: TracedPage, reads: Iterable[Read]) -> None:
        self._page = page
        self._reads = [read for read in reads if read.value.strip()]
        self._tree = page.root.getroottree()

    @cached_property
    def _nodes(self) -> list[tuple[str, Read]]:
        """The texts, cleaned."""
        return [(clean(r.value), r) for r in self._reads if not r.part.startswith("@")]

    @cached_property
    def _exact(self) -> dict[str, Read]:
        found: dict[str, Read] = {}
        for text, read in self._nodes:
            found.setdefault(text, read)
        return found

    @cached_property
    def _elements(self) -> list[tuple[str, Element]]:
        """The elements around the texts, with all that is in them, the shortest first."""
        seen: dict[Element, None] = {}
        for _, read in self._nodes:
            around = read.element if read.part == TEXT else read.element.getparent()
            for element in islice(_up(around), 3):
                seen[element] = None
        texts = ((clean(whole_text(element)), element) for element in seen)
        return sorted((pair for pair in texts if len(pair[0]) <= _LONGEST), key=lambda p: len(p[0]))

    def text(self, value: str) -> Piece | None:
        """Return where a printed value stands: the text that is it, else the least around it."""
        value = clean(value)
        if found := self._exact.get(value):
            return self.piece(found)
        around = [
            (len(text), n, read) for n, (text, read) in enumerate(self._nodes) if value in text
        ]
        if around:
            return self.piece(min(around)[2])
        bare = _bare(value)
        for text, element in self._elements:
            if value in text or bare in _bare(text):
                return self.whole(element)
        return None

    def attribute(self, matches: Callable[[str], bool], *tags: str) -> Piece | None:
        """Return the attribute whose value fits."""
        for read in self._reads:
            named = not tags or read.element.tag in tags
            if named and read.part.startswith("@") and matches(read.value):
                return self.piece(read)
        return None

    def address(self, url: str) -> Piece | None:
        """Return the attribute that holds an absolute address, as a link or a picture does."""
        return self.attribute(lambda value: self._page.absolute(value) == url)

    def keyword(self, word: str) -> Piece | None:
        """Return the meta tag that holds a word."""
        return self.attribute(lambda text: word in clean(text), "meta")

    def script(self, value: str) -> Piece | None:
        """Return the JSON-LD that states a value, however it escapes it."""
        scripts = [r for r in self._reads if r.element.tag == "script" and r.part == TEXT]
        escaped = json.dumps(value)[1:-1]
        holding = (r for r in scripts if value in r.value or escaped in r.value)
        found = next(holding, next(iter(scripts), None))
        return self.piece(found) if found else None

    def credit(self, author: Author) -> Piece | None:
        """Return the line that credits a person, not the first that only has the name."""
        named = [read for text, read in self._nodes if author.name in text.replace(" ", "")]
        for read in named:
            text = clean(read.value)
            around = clean(
                whole_text(read.element if read.part == TEXT else read.element.getparent())
            )
            for line in (text, around):
                credits = (*parse_credits(line[-_LONGEST:]), *parse_author_field(line[:200]))
                if any(c.name == author.name and c.role == author.role for c in credits):
                    return self.piece(read)
        return self.piece(named[-1]) if named else self.text(author.name)

    def piece(self, read: Read) -> Piece:
        """Return a text or an attribute as a piece."""
        element, part = read.element, read.part
        shown = _tag(element) if part != TAIL else ""
        html = f"{shown}{_cut(read.value)}" if not part.startswith("@") else shown
        return self._made(element, part, html, read.value)

    def whole(self, element: Element) -> Piece:
        """Return an element, with all that is in it, as a piece."""
        html = str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
        return self._made(element, "", _cut(html), whole_text(element))

    def _made(self, element: Element, part: str, html: str, text: str) -> Piece:
        path = str(self._tree.getpath(element))
        return Piece(self._page.numbers[element], path, part, html, text)


def find(reads: Reads, name: str, value: Any, rule: str) -> Iterator[Piece | None]:
    """Yield where the value of a field stands, or each of its values."""
    if name == "authors":
        yield from map(reads.credit, value)
    elif name in ("images", "videos", "related_links", "links"):
        yield from (reads.address(one.url) for one in value)
        captions = (one.caption for one in value if name == "images")
        yield from map(reads.text, filter(None, captions))
    elif name == "breadcrumbs":
        yield from (reads.text(one.name) or reads.script(one.name) for one in value)
    elif name == "keywords":
        yield from map(reads.keyword, value)
    elif name == "body" and not rule.endswith("json-ld"):
        yield from map(reads.text, value.split("\n"))
    else:
        yield _single(reads, name, value, rule)


def _single(reads: Reads, name: str, value: str, rule: str) -> Piece | None:
    if rule.endswith("json-ld"):
        return reads.script(value)
    stated = reads.attribute(lambda text: value in clean(text), "meta")
    if name == "description":
        return stated
    return reads.text(value) or stated or reads.script(value[:10])


def unique(found: Iterable[Piece | None]) -> tuple[Piece, ...]:
    """Return pieces, each once, in the order found."""
    return tuple(dict.fromkeys(islice(filter(None, found), _MOST)))


def _up(element: Any) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.getparent()


def _bare(text: str) -> str:
    return "".join(text.split())


def _tag(element: Element) -> str:
    """Return the start tag of an element."""
    named = "".join(f' {name!s}="{_cut(str(value))}"' for name, value in element.attrib.items())
    return f"<{element.tag!s}{named}>"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 3 :]}"
