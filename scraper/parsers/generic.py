"""Any news page: an unknown redesign of the site, or another outlet's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from .. import byline, dates, regions
from ..dates import Printed
from ..items import GENERIC, Author, Breadcrumb, RelatedLink, Role
from ..page import Element, Page
from . import credits, density, embedded, head, path, related
from .base import Layout, unique_authors
from .body import Content, is_hidden, read
from .lines import Line, Lines, Node
from .marks import is_added_name, names_of
from .structured import Structured
from .trim import link_lines, trim

_ABOVE, _BELOW = 3, 14  # lines around the headline where time and outlet stand
_EDITORS = frozenset(
    {
        Role.EDITOR,
        Role.CHIEF_EDITOR,
        Role.PROOFREADER,
        Role.PLANNER,
        Role.PHOTOGRAPHER,
        Role.VIDEOGRAPHER,
    }
)
_APART = 10  # lines between a headline and its copy at the head of the text
_LITTLE = 150  # characters of text: perhaps the article is in what was passed over
_SCATTERED = re.compile(r"(?<!\d)(20\d\d) ?[/.-]? (\d\d?) ?[/.-] ?(\d\d?) (\d\d?:\d\d(?::\d\d)?)")
_DIGIT = re.compile(r"\d")
_PIECES = 8  # nodes of a line that are read one by one
_UNDER = 8  # lines under the text where they may stand, too


class Generic(Layout):
    """Reads by structured data, by the conventions of Chinese news pages and by text density."""

    name = GENERIC
    required = ()
    anchors = ()

    @classmethod
    def matches(cls, page: Page) -> bool:
        """Take any page."""
        return True

    def drift(self) -> str:
        """Say that the page has no template of its own."""
        return "fits no known layout"

    @cached_property
    def lines(self) -> Lines:
        """What the page prints, line by line."""
        lines = Lines(self.page.root)
        return lines if sum(lines.mass) >= _LITTLE else Lines(self.page.root, whole=True)

    @cached_property
    def stated(self) -> Structured:
        """What the page says about itself for machines."""
        return Structured(self.page)

    @cached_property
    def heading(self) -> head.Headline:
        """The headline, and where it stands."""
        stated = list(self.stated.headlines())
        found = head.agreed(self.lines, self.page.title, stated)
        if found is None:
            self.text = density.find(self.lines, -1)
            found = head.printed(self.lines, self.text)
        return found or head.unprinted(self.page.title, stated)

    @cached_property
    def text(self) -> Node | None:
        """The element that holds the text."""
        return density.find(self.lines, self.heading.line)

    @cached_property
    def start(self) -> int:
        """The line of the headline nearest to the text: a page may print it twice."""
        lines, node, start = self.lines.lines, self.text, self.heading.line
        if node is None or start < 0:
            return start
        key = head.bare(self.heading.text or "")
        end = min(node.first + 3, node.last)
        same = (
            n for n in range(end, start, -1) if n < len(lines) and head.bare(lines[n].text) == key
        )
        return next(same, start)

    @cached_property
    def above(self) -> list[Line]:
        """The lines between headline and text, and a few above."""
        lines, start = self.lines.lines, self.start
        first = self.text.first if self.text else len(lines)
        if start < 0:
            start = max(0, first - _BELOW)
        for earlier in range(start - 1, max(-1, start - _APART), -1):
            if lines[earlier].text == lines[start].text:
                start = earlier
        under = lines[start + 1 : min(first, start + 1 + _BELOW)]
        head = lines[max(first, start + 1) : start + 1 + _BELOW]
        under += takewhile(lambda line: not density.is_text(line), head)
        return [*under, *lines[max(0, start - _ABOVE) : start][::-1]]

    @cached_property
    def below(self) -> list[Line]:
        """The lines that end the text, and a few under it."""
        last = self.last
        return self.lines.lines[max(0, last - 2) : last + _UNDER]

    @cached_property
    def last(self) -> int:
        """The number of the line that ends the text."""
        paragraphs = self.content.paragraphs
        if self.text is None or not paragraphs:
            return 0
        return related.last_line(self.lines, self.text, paragraphs[-1])

    def container(self) -> Element | None:
        """Return the element with the densest text."""
        return self.text.element if self.text else None

    @cached_property
    def content(self) -> Content:
        """What the article's container holds."""
        if self.text is None:
            return self.stated_content()
        above = frozenset(
            line.text for line in self.above if self.dated(line) or credits.is_label(line.text)
        )
        linked = link_lines(self.lines.lines[self.text.first : self.text.last])
        content = read(
            self.page,
            self.text.element,
            self.is_added,
            lambda blocks: trim(blocks, self.heading.text, above, linked),
        )
        return self.stated_content(content)

    def stated_content(self, content: Content | None = None) -> Content:
        """Return JSON-LD's text instead of a printed one that is only a small part of it.

        Where neither has any, what the page leaves to its scripts to print is the text.
        """
        content = content or Content()
        stated = self.stated.body()
        if not (stated or content.paragraphs) and (hidden := embedded.find(self.page)):
            self.by("body", "script")
            return read(hidden, hidden.root, self.is_added)
        if sum(map(len, content.paragraphs)) * 3 >= sum(map(len, stated)):
            return content
        printed = Content(images=content.images, videos=content.videos)
        self.by("body", "json-ld")
        for text in stated:
            reading = byline.read(text)
            printed.credits += reading.credits
            if reading.editorial:
                printed.editor_lines.append(text)
            else:
                (printed.sign_offs if reading.whole else printed.paragraphs).append(text)
        return printed

    def is_added(self, element: Element) -> bool:
        """Whether an element inside the container is not the article's."""
        if element in self.lists:
            return True
        names = names_of(element)
        return (names != "" and is_added_name(names)) or is_hidden(element)

    @cached_property
    def lists(self) -> frozenset[Element]:
        """The elements inside the container that are lists of links."""
        return density.lists(self.lines, self.text) if self.text else frozenset()

    def dated(self, line: Line) -> list[Printed]:
        """Return the times that a line of the head prints."""
        if len(line.text) > 120 or not _DIGIT.search(line.text):
            return []
        return list(dates.find(line.text))

    def headline(self) -> str | None:
        """Return the headline."""
        self.by("headline", self.heading.rule)
        return self.heading.text

    def printed_date(self) -> Printed | None:
        """Return the time printed near the headline, else the one in the metadata."""
        line, printed = self.date_line or (None, None)
        if printed is not None and ":" in printed.value:
            self.by("date_published", "text")
            return printed
        below = printed is None or line not in self.above  # may be the first entry's of a list
        for text, rule in self.stated.times():
            found = dates.parse(text, fetched_at=self.page.fetched_at)
            if found and (below or (printed and found.value.startswith(printed.value))):
                self.by("date_published", rule)
                return found
        return printed

    @cached_property
    def date_line(self) -> tuple[Line, Printed] | None:
        """The line that prints the time of publication."""
        best = None
        for line in [*self.above, *self.below]:
            for printed in self.dated(line):
                if ":" in printed.value:
                    return line, printed
                best = best or (line, printed)
        return best or self.scattered_date()

    def scattered_date(self) -> tuple[Line, Printed] | None:
        """Return a time set in several boxes: `2019`, `09/07`, `19:02`."""
        printed = " ".join(piece for line in self.above for piece in credits.pieces(line))
        found = _SCATTERED.search(printed)
        if not found:
            return None
        value = dates.parse("{}-{}-{} {}".format(*found.groups()))
        return (self.above[0], Printed(value.value, found[0])) if value else None

    def source(self) -> str | None:
        """Return the outlet behind 来源, else beside the time, else in the metadata."""
        writers = {credit.name for credit in self.read("credited_above")}
        for text, rule in self.sources():
            if text not in writers:
                self.by("source", rule)
                return text
        return None

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield what may be the outlet, with the name of its rule, the most trusted first."""
        if found := credits.source_of(self.above):
            yield found, "label"
        if self.date_line and (
            found := credits.outlet_beside(
                self.date_line[0], self.date_line[1].raw, self.stated.columns()
            )
        ):
            yield found, "beside the time"
        if found := credits.source_paired(self.above):
            yield found, "name and outlet"
        if found := credits.source_alone(self.above, self.stated.columns()):
            yield found, "line of its own"
        if found := credits.source_of(self.below):
            yield found, "label below"
        yield from self.stated.sources()

    def author_field(self) -> str | None:
        """Return what stands after 作者 above the text."""
        if found := credits.author_of(self.above):
            return found
        if self.date_line and (
            found := credits.person_beside(self.date_line[0], self.date_line[1].raw)
        ):
            return found
        if found := credits.attested(self.above, self.stated.authors()):
            return found
        return credits.author_of(self.below)

    def authors(self) -> Sequence[Author]:
        """Return everyone credited above, in and under the text."""
        found = list(self.read("credited_above"))
        for line in self.above:
            printed = (line.text, *(line.pieces[:_PIECES] if self.dated(line) else ()))
            found += next(filter(None, map(byline.parse_credits, printed)), [])
        found += self.content.credits
        found += self.editors_outside()
        writers = any(credit.role not in _EDITORS for credit in found)
        if not writers:
            found += credits.signed(self.content.paragraphs)
        return unique_authors(
            Author(name=name, role=role, affiliation=affiliation)
            for name, role, affiliation in found
        )

    def date_modified(self) -> str | None:
        """Return the time of the last change in the metadata."""
        for text, rule in self.stated.changes():
            if found := dates.parse(text, fetched_at=self.page.fetched_at):
                self.by("date_modified", rule)
                return found.value
        return None

    def related_links(self) -> Sequence[RelatedLink]:
        """Return the list of articles under the text."""
        if self.text is None or not self.content.paragraphs:
            return ()
        return related.find(self.page, self.lines, self.text, self.last)

    def breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Return the path above the headline, else the one in the metadata."""
        until = self.start if self.start >= 0 else self.text.first if self.text else 0
        line = path.find(self.lines.lines[max(0, until - path.ABOVE) : until + 2])
        if line is not None:
            return path.crumbs(self.page, line.element)
        self.by("breadcrumbs", "json-ld")
        return [
            Breadcrumb(name=name, url=self.page.absolute(url))
            for name, url in self.stated.breadcrumbs()
        ]

    def section(self) -> str | None:
        """Return the column's name."""
        if found := self.stated.section():
            self.by("section", "metadata")
            return found
        return super().section()

    def description(self) -> str | None:
        """Return the description of the page's meta tag, else of OpenGraph."""
        return super().description() or self.page.metas.get("og:description")

    def publisher(self) -> str:
        """Return the site's name."""
        return (
            regions.PUBLISHER
            if self.page.address.on_site
            else self.stated.publisher() or self.page.address.host
        )
