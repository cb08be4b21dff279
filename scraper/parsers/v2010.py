"""The article page before mid-2016."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import takewhile

from .. import dates
from ..dates import Printed
from ..items import Breadcrumb, Kind, RelatedLink
from ..page import Element, first, text_of
from ..text import clean, is_furniture
from . import path, related
from .base import Layout
from .lines import Lines
from .marks import is_notice
from .printed import heading, labelled, line_of


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
        """Return `#context`, else the outer box, also where a stray `</div>` ends it early."""
        text = self.page.ids.get(self.TEXT)
        if text is None:
            return self.box()
        behind = list(takewhile(_is_paragraph, text.itersiblings()))
        if behind and "。" in text_of(behind[0]):
            text.extend(behind)
        return text

    def box(self) -> Element | None:
        """Return the outer box."""
        return next(
            (self.page.ids[name] for name in self.CONTAINERS if name in self.page.ids), None
        )

    def printed_above(self) -> Iterable[Element]:
        """Return the headline's element, and the lines of time, author and outlet."""
        box = self.box()
        above = self.page.divs("big_title")[:]
        if (h1 := first(box, "h1")) is not None:
            above.append(h1)
        for name in (self.TIME, self.AUTHOR, self.SOURCE):
            if (element := self.page.ids.get(name)) is not None:
                line = element.getparent()
                alone = line is None or line in (box, self.container())
                above.append(element if alone or line is None else line)
        return above

    def lost(self) -> Iterable[str]:
        """Return outlet and author where there is no line for them."""
        places = (("source", self.SOURCE), ("author_field", self.AUTHOR))
        return [field for field, name in places if name not in self.page.id_names]

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
            if headline := heading(title):
                return headline
        return self.headline_of_title()

    def printed_date(self) -> Printed | None:
        """Return `#pubtime_baidu`."""
        return dates.parse(line_of(self.page.ids.get(self.TIME)), fetched_at=self.page.fetched_at)

    def source(self) -> str | None:
        """Return `#source_baidu`, behind 来源：."""
        return labelled(self.page.ids.get(self.SOURCE))

    def author_field(self) -> str | None:
        """Return `#author_baidu`, behind 作者：."""
        return labelled(self.page.ids.get(self.AUTHOR))

    @cached_property
    def lines(self) -> Lines:
        """What the page prints, line by line."""
        return Lines(self.page.root)

    def breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Return the path above the outer box, whose markup is not known: by how it reads."""
        box = self.box()
        first = next((first for node, first, _ in self.lines.nodes if node is box), 0)
        line = path.find(self.lines.lines[max(0, first - path.ABOVE) : first + 2])
        return path.crumbs(self.page, line.element) if line else ()

    def related_links(self) -> Sequence[RelatedLink]:
        """Return the list under the text, whose markup is not known: by where it stands."""
        container = self.container()
        if container is None:
            return ()
        ending = self.content.paragraphs[-1] if self.content.paragraphs else ""
        return related.under(self.page, self.lines, container, ending)


def _is_paragraph(element: Element) -> bool:
    """Whether an element behind the text may be a paragraph of it."""
    text = clean(text_of(element))
    return element.tag == "p" and not (is_furniture(text) or is_notice(text))
