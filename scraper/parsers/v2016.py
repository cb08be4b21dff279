"""The article page from August 2016 to (at least) November 2025."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from .. import dates
from ..dates import Printed
from ..items import Breadcrumb, RelatedLink
from ..page import Element, Page, Taken, by_class, classes, first
from . import body, chrome, entries, related
from .base import Layout
from .lines import Lines
from .outtakes import take_out
from .path import crumbs
from .printed import heading, labelled, line_of


class V2016(Layout):
    """`div.section-cnt-tit` (headline, 来源, 作者, time), `div.article-main`, `div.mod-reco`."""

    name = "v2016"

    HEAD = "section-cnt-tit"
    INFO = "info"
    TEXT = "article-main"
    anchors = (f"div.{HEAD}", f"div.{TEXT}", "div.col-main")
    LINES = ("resource", "author", "time")
    PATH = "nav-top"
    RELATED = entries.BOX
    SIDE = "col-sub"
    UNDER = "article-sub"
    ASIDES = (UNDER, SIDE)
    BELOW = frozenset({TEXT, UNDER, RELATED, SIDE})

    @classmethod
    def end(cls, html: bytes) -> int:
        """Return where a page stops to matter, in bytes: at the sidebar behind the article.

        The sidebar and the footer are half of a page or more, and no field is read from them,
        so they need not be parsed. Whether that is the sidebar, `suffices` tells.
        """
        text = html.find(cls.TEXT.encode())
        side = html.find(cls.SIDE.encode(), text) if text >= 0 else -1
        start = html.rfind(b"<", text, side) if side >= 0 else -1
        return start if start >= 0 and html.startswith(b"<div", start) else len(html)

    @classmethod
    def take_out(cls, html: str) -> tuple[str, Taken]:
        """Take the plain paragraphs and entries out of a page that has a list under its text.

        With them goes what is printed around the article.
        """
        taken: Taken = {}
        text = html.find(cls.TEXT)
        box = html.find(cls.RELATED, text) if text >= 0 else -1
        if box < 0:
            return html, taken
        paragraphs = take_out(html[text:box], body.pieces, body.PLACE, taken)
        items = take_out(html[box:], entries.pieces, entries.PLACE, taken)
        if not taken:
            return html, taken
        above = chrome.without_strips(html[:text], cls.PATH, cls.HEAD)
        return f"{above}{paragraphs}{chrome.without_comments(items, entries.ITEM)}", taken

    @classmethod
    def suffices(cls, page: Page) -> bool:
        """Whether what was read of a page has the text, and nothing of the article is in the rest.

        Names may stand in a `<style>` in the head, and the sidebar in front of the article.
        """
        parts = (cls.HEAD, cls.TEXT, cls.RELATED, cls.PATH)
        lost = [name.encode() for name in parts if not page.divs(name)]
        has_text = cls.TEXT.encode() not in lost
        return has_text and not any(name in page.rest for name in (*lost, b"ld+json"))

    def lost_parts(self) -> Sequence[str]:
        """Return the lines under the headline that are not there, be it empty."""
        return [f"p.{name}" for name in self.LINES if name not in self.info]

    @cached_property
    def head(self) -> Element | None:
        """The block above the text; `.info` and `.time` recur in lists, so all is scoped to it."""
        return next(iter(self.page.divs(self.HEAD)), None)

    @cached_property
    def info(self) -> dict[str, Element]:
        """The lines under the headline, by class: `resource`, `author`, `time`.

        A `div.info` outside the block is the article's, too: those of lists are `dd`.
        """
        info: dict[str, Element] = {}
        for box in self.printed_above():
            for line in box.iter("p", "span", "div"):
                names = classes(line)
                if not self.BELOW.isdisjoint(names):  # the block was not closed
                    break
                for name in names:
                    if name in self.LINES:
                        info.setdefault(name, line)
                if len(info) == len(self.LINES):
                    return info
        return info

    def lost(self) -> Iterable[str]:
        """Return outlet and author where there is no line, or only a label, for them."""
        places = (("source", "resource"), ("author_field", "author"))
        lines = ((field, self.info.get(name)) for field, name in places)
        return [field for field, line in lines if line is None or not len(line)]

    def container(self) -> Element | None:
        """Return `div.article-main`; what is around it where a stray `</div>` ends it early."""
        text = next(iter(self.page.divs(self.TEXT)), None)
        after = text.getnext() if text is not None else None
        return (
            text.getparent()
            if text is not None and after is not None and after.tag == "p"
            else text
        )

    def asides(self) -> Sequence[Element]:
        """Return what is under the text and beside it."""
        return [div for name in self.ASIDES for div in self.page.divs(name)]

    def printed_above(self) -> Iterable[Element]:
        """Return the block above the text, and its parts where they stand elsewhere.

        What was parted from it stands behind it; without it, what is next above the text comes
        first, then what is in the text.
        """
        boxes = self.page.divs(self.INFO)
        if self.head is not None:
            return [self.head, *(box for box in boxes if _line(box) >= _line(self.head))]
        text = _line(next(iter(self.page.divs(self.TEXT)), None))
        above = [box for box in boxes if _line(box) <= text]
        return [*reversed(above), *boxes[len(above) :]]

    def headline(self) -> str | None:
        """Return the `h1`, else `<title>` without the site's suffixes."""
        return heading(first(self.head, "h1")) or self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `p.time`: `2020-11-29 15:06:11`."""
        return dates.parse(line_of(self.info.get("time")), fetched_at=self.page.fetched_at)

    def source(self) -> str | None:
        """Return `p.resource > span`, behind 来源：."""
        return labelled(self.info.get("resource"))

    def author_field(self) -> str | None:
        """Return `p.author > span`, behind 作者：; often empty."""
        return labelled(self.info.get("author"))

    def breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Return `div.nav-top > p`."""
        bar = next(iter(self.page.divs(self.PATH)), None)
        return crumbs(self.page, first(bar, "p"))

    def related_links(self) -> Sequence[RelatedLink]:
        """Return 为您推荐 under the text; the items after the third are hidden, not absent."""
        box = next(iter(self.page.divs(self.RELATED)), None)
        items = by_class(box, entries.ITEM, "div", "li")
        return entries.read(self.page, items) or self._unnamed_list(box)

    def _unnamed_list(self, box: Element | None) -> Sequence[RelatedLink]:
        """Return the list under the text where its classes are gone: by where it stands."""
        if box is None:
            box = next(iter(self.page.divs(self.UNDER)), None)
        if box is not None:
            return related.entries(self.page, box)
        container = self.container()
        if container is None or not self.content.paragraphs:
            return ()
        return related.under(
            self.page, Lines(self.page.root), container, self.content.paragraphs[-1]
        )


def _line(element: Element | None) -> int:
    """Return the line of the source that an element begins in."""
    line = element.sourceline if element is not None else None
    return line if isinstance(line, int) else 0
