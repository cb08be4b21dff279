"""The pages that the news app shares (sd.iqilu.com); those of sdxw are unknown: `generic`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from .. import dates
from ..dates import Printed
from ..page import Element, by_class, first
from .base import Layout
from .printed import heading, labelled, line_of


class AppShare(Layout):
    """`h1`, `span.source`, `span.time`, `div.article_body`."""

    name = "app"

    TEXT = "article_body"
    LINES = ("time", "source")
    anchors = (f"div.{TEXT}", ", ".join(f"span.{name}" for name in LINES))

    def lost_parts(self) -> Sequence[str]:
        """Return the lines under the headline that are not there."""
        return [f"span.{name}" for name in self.LINES if name not in self.spans]

    @cached_property
    def spans(self) -> dict[str, Element]:
        """The first `span.time` and `span.source`."""
        found = {name: next(by_class(self.page.root, name, "span"), None) for name in self.LINES}
        return {name: span for name, span in found.items() if span is not None}

    def container(self) -> Element | None:
        """Return `div.article_body`."""
        return next(iter(self.page.divs(self.TEXT)), None)

    def headline(self) -> str | None:
        """Return the `h1`, else `<title>`."""
        return heading(first(self.page.root, "h1")) or self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `span.time`."""
        return dates.parse(line_of(self.spans.get("time")), fetched_at=self.page.fetched_at)

    def source(self) -> str | None:
        """Return `span.source`."""
        return labelled(self.spans.get("source"))
