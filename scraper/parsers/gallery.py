"""The photo galleries of yx.iqilu.com."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from .. import dates
from ..dates import Printed
from ..items import Image, Kind
from ..page import Element, Page, by_class, first, text_of
from ..text import clean_or_none
from .base import Layout
from .body import read


class Gallery(Layout):
    """`div.title-main` (`h2`, time) above `div.slide-nav`; where other text stands is unknown."""

    name = "gallery"
    unplaced = ("body", "source", "byline", "authors")

    HEAD = "title-main"
    SLIDES = "slide-nav"

    @classmethod
    def matches(cls, page: Page) -> bool:
        """Whether both the heading and the slides are there."""
        return bool(page.divs(cls.HEAD) and page.divs(cls.SLIDES))

    @cached_property
    def head(self) -> Element:
        """The heading's box."""
        return self.page.divs(self.HEAD)[0]

    def kind(self) -> Kind:
        """Return `gallery`."""
        return Kind.GALLERY

    def headline(self) -> str | None:
        """Return `div.title-main h2`."""
        return clean_or_none(text_of(first(self.head, "h2", "h1"))) or self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `span.time`, in the heading or elsewhere."""
        for where in (self.head, self.page.root):
            for line in by_class(where, "time", "span", "p", "div"):
                if printed := dates.parse(text_of(line), fetched_at=self.page.fetched_at):
                    return printed
        return None

    def images(self) -> Sequence[Image]:
        """Return the slides, each with the text beside it."""
        return [
            image for box in self.page.divs(self.SLIDES) for image in read(self.page, box).images
        ]
