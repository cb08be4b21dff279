"""The photo galleries of yx.iqilu.com."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from .. import byline, dates
from ..dates import Printed
from ..items import Author, Kind
from ..page import Element, by_class, first
from .base import Layout, unique_authors
from .body import Block, Content, read
from .printed import heading, line_of

_COUNTER = re.compile(r"[\d/\s]+")


class Gallery(Layout):
    """`div.title-main` (`h2`, time) above `div.slide-nav`; where other text stands is unknown."""

    name = "gallery"
    unplaced = ("body", "source", "byline", "authors")

    HEAD = "title-main"
    SLIDES = "slide-nav"
    anchors = (f"div.{HEAD}", f"div.{SLIDES}")

    @cached_property
    def head(self) -> Element:
        """The heading's box."""
        return self.page.divs(self.HEAD)[0]

    def kind(self) -> Kind:
        """Return `gallery`."""
        return Kind.GALLERY

    def headline(self) -> str | None:
        """Return `div.title-main h2`."""
        return heading(first(self.head, "h2", "h1")) or self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `span.time`, in the heading or elsewhere."""
        for where in (self.head, self.page.root):
            for line in by_class(where, "time", "span", "p", "div"):
                if printed := dates.parse(line_of(line), fetched_at=self.page.fetched_at):
                    return printed
        return None

    def asides(self) -> Sequence[Element]:
        """Return the slides: what is printed in them is no text."""
        return self.page.divs(self.SLIDES)

    @cached_property
    def content(self) -> Content:
        """The slides: whatever is printed behind a picture is its caption."""
        content = Content()
        for block in self._blocks():
            content.images += block.images
            if content.images and block.text and not _COUNTER.fullmatch(block.text):
                content.images[-1] = replace(content.images[-1], caption=block.text)
        return content

    def authors(self) -> Sequence[Author]:
        """Return everyone credited in the captions."""
        return unique_authors(
            Author(name=name, role=role, affiliation=affiliation)
            for image in self.content.images
            for name, role, affiliation in byline.parse_credits(image.caption or "")
        )

    def _blocks(self) -> list[Block]:
        blocks: list[Block] = []

        def keep(found: list[Block]) -> list[Block]:
            blocks.extend(found)
            return []

        for box in self.page.divs(self.SLIDES):
            read(self.page, box, trim=keep)
        return blocks
