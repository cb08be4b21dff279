"""The article page before mid-2016."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from .. import dates
from ..dates import Printed
from ..items import Kind, RelatedLink
from ..page import Element, first, text_of
from ..text import clean_or_none
from . import related
from .base import Layout, labelled
from .body import Content, is_added, read


class V2010(Layout):
    """`#nr_left` (or a sibling of it) around `#context`, with Baidu's ids for the credits."""

    name = "v2010"

    CONTAINERS = ("nr_left", "content-show", "city_nr_left_cnt")
    TEXT = "context"
    TIME, AUTHOR, SOURCE = "pubtime_baidu", "author_baidu", "source_baidu"
    anchors = (
        ", ".join(f"#{name}" for name in CONTAINERS),
        f"#{TEXT}",
        f"#{TIME}, #{AUTHOR}, #{SOURCE}",
    )

    def lost_parts(self) -> Sequence[str]:
        """Return the time; author and outlet were not always printed."""
        return () if self.TIME in self.page.id_names else (f"#{self.TIME}",)

    def container(self) -> Element | None:
        """Return `#context`, else the outer box."""
        text = self.page.ids.get(self.TEXT)
        return text if text is not None else self.box()

    def box(self) -> Element | None:
        """Return the outer box."""
        return next(
            (self.page.ids[name] for name in self.CONTAINERS if name in self.page.ids), None
        )

    @cached_property
    def content(self) -> Content:
        """What the text's element holds; in the outer box, what is not above the text."""
        container = self.container()
        if container is None or container.get("id") == self.TEXT:
            return super().content
        above = {first(container, "h1"), *self.page.divs("big_title")}
        for name in (self.TIME, self.AUTHOR, self.SOURCE):
            if (element := self.page.ids.get(name)) is not None:
                line = element.getparent()
                above.add(element if line is container else line)
        return read(self.page, container, lambda child: child in above or is_added(child))

    def asides(self) -> Iterable[Element]:
        """Return what follows the outer box."""
        box = self.box()
        return () if box is None else list(box.itersiblings())

    def kind(self) -> Kind:
        """Return gallery for a page with a gallery's headline, wherever it is."""
        return Kind.GALLERY if self.page.divs("big_title") else super().kind()

    def headline(self) -> str | None:
        """Return the `h1`, else the `div.big_title h3` of a gallery, else `<title>`."""
        galleries = (first(box, "h3") for box in self.page.divs("big_title"))
        for title in (first(self.box(), "h1"), *galleries, first(self.page.root, "h1")):
            if headline := clean_or_none(text_of(title)):
                return headline
        return self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `#pubtime_baidu`."""
        return dates.parse(text_of(self.page.ids.get(self.TIME)), fetched_at=self.page.fetched_at)

    def source(self) -> str | None:
        """Return `#source_baidu`, behind 来源：."""
        return labelled(self.page.ids.get(self.SOURCE))

    def author_field(self) -> str | None:
        """Return `#author_baidu`, behind 作者：."""
        return labelled(self.page.ids.get(self.AUTHOR))

    def related_links(self) -> Sequence[RelatedLink]:
        """Return the list under the text, whose markup is not known: by where it stands."""
        container = self.container()
        if container is None or not self.content.paragraphs:
            return ()
        return related.under(self.page, container, self.content.paragraphs[-1])
