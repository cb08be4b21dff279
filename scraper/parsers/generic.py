"""Any news page: an unknown redesign of the site, or another outlet's page."""

from __future__ import annotations

from ..page import Element, Page, text_of
from ..text import clean_or_none
from .base import Layout


class Generic(Layout):
    """Reads by structured data, by the conventions of Chinese news pages and by text density."""

    name = "generic"
    required = ()

    @classmethod
    def matches(cls, page: Page) -> bool:
        """Take any page."""
        return True

    def container(self) -> Element | None:
        """Return the whole page."""
        return next(self.page.root.iter("body"), None)

    def headline(self) -> str | None:
        """Return the first `h1`, else `<title>`."""
        for heading in self.page.root.iter("h1"):
            if text := clean_or_none(text_of(heading)):
                return text
        return self.headline_of_title()
