"""A page that notes which of its texts and attributes are read."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from lxml import etree

from ..page import Element, Page

TEXT, TAIL = "text", "tail"
_MARKS = frozenset({"class", "id", "style", "type", "name", "property", "itemprop"})
"""Attributes that tell what an element is; none is a value of a field."""


def whole_text(element: Element | None) -> str:
    """Return all text in an element, which is not noted."""
    return "" if element is None else "".join(_ITERTEXT(element))


class Read(NamedTuple):
    """One text or attribute of an element."""

    element: Element
    part: str
    """`text`, `tail`, or the name of an attribute behind `@`."""

    @property
    def value(self) -> str:
        """What was read."""
        if self.part.startswith("@"):
            return _GET(self.element, self.part[1:]) or ""
        return (_TEXT if self.part == TEXT else _TAIL)(self.element) or ""


_BASE: Any = etree.ElementBase
_GET, _TEXT, _TAIL, _ITERTEXT = (
    _BASE.get,
    _BASE.text.__get__,
    _BASE.tail.__get__,
    _BASE.itertext,
)


class TracedPage(Page):
    """A page whose `reads` grow as its tree is read.

    `numbers` are those of its elements, the same for each page of the same bytes.
    """

    def _tree(self, data: bytes) -> Element:
        self.reads: dict[Read, None] = {}
        parser = etree.HTMLParser(
            encoding="utf-8", collect_ids=False, remove_comments=True, huge_tree=True
        )
        parser.set_element_class_lookup(
            etree.ElementDefaultClassLookup(element=_noting(self.reads))
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            root = None
        root = root if root is not None else super()._tree(data)
        self.numbers = {element: number for number, element in enumerate(root.iter())}
        return root

    def again(self) -> TracedPage:
        """Return the page with nothing looked up yet, and nothing noted; the tree is shared."""
        self.reads.clear()
        page = copy(self)
        for name in page.__dict__.keys() - _KEPT:
            del page.__dict__[name]
        return page


_KEPT = frozenset(
    "url fetched_at address problems encoding rest taken data root reads numbers".split()
)  # all else is looked up when it is asked for


def _noting(reads: dict[Read, None]) -> type[etree.ElementBase]:
    """Return a class of elements that note what is read of them."""

    class Noting(etree.ElementBase):
        """An element that notes what is read of it."""

        @property
        def text(self) -> str | None:  # type: ignore[override]
            reads[Read(self, TEXT)] = None
            found: str | None = _TEXT(self)
            return found

        @property
        def tail(self) -> str | None:  # type: ignore[override]
            reads[Read(self, TAIL)] = None
            found: str | None = _TAIL(self)
            return found

        def get(self, key: Any, default: Any = None) -> Any:
            if key not in _MARKS:
                reads[Read(self, f"@{key}")] = None
            return super().get(key, default)

        def itertext(self, *tags: Any, **options: Any) -> Iterator[str]:
            for element in self.iter():
                reads[Read(element, TEXT)] = None
                if element is not self:
                    reads[Read(element, TAIL)] = None
            found: Iterator[str] = _ITERTEXT(self, *tags, **options)
            return found

    return Noting
