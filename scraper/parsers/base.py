"""What every page template has in common.

A template is a subclass: selectors as constants at its top and one short method per field,
named as the field. A method returns ``None`` or an empty list for what the page does not
have; it may raise, which costs that field only (see `scraper.extract`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar

from .. import byline, dates, regions
from ..byline import Credit
from ..dates import Printed
from ..items import (
    Author,
    Breadcrumb,
    Image,
    Kind,
    Link,
    Problem,
    Region,
    RelatedLink,
    Role,
    Video,
)
from ..page import Element, Page
from ..text import clean, clean_or_none
from . import editors
from .body import Content, is_added, read
from .head import repeated

_SEPARATORS = re.compile(r"[,，、;；|]+")
_NOT_A_SECTION = frozenset({"正文", "首页", "新闻", "详情", "内容", regions.PUBLISHER})
_NOT_A_HEADLINE = ("频道", "网络台", "视觉山东")  # what `<title>` ends with on other hosts
_OWN_NAME = re.compile(r"齐鲁网|闪电新闻|iqilu")
_ENOUGH = 2  # anchors that tell a template; one of three may be lost
_SHARED = 6  # characters: a description shares a run this long with the text it describes,
_TOP = 1000  # and within so many from its start


class Layout:
    """A page template: reads the fields of one page."""

    name: ClassVar[str]
    anchors: ClassVar[tuple[str, ...]]
    """The marks that tell the template, as in `Page.has`; the costliest to look for last."""
    required: ClassVar[tuple[str, ...]] = ("headline", "date_published")
    """The fields that every page of this template has: a missing one is a problem."""
    unplaced: ClassVar[tuple[str, ...]] = ()
    """The fields whose place on this template is unknown: `Generic` looks for them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rules: dict[str, str] = {}
        self._found: dict[str, Any] = {}
        self.problems: list[Problem] = []

    @classmethod
    def matches(cls, page: Page) -> bool:
        """Whether a page looks like this template: it has two of its anchors."""
        spare = len(cls.anchors) - _ENOUGH
        return len(list(islice(cls.lost_anchors(page), spare + 1))) <= spare

    @classmethod
    def lost_anchors(cls, page: Page) -> Iterator[str]:
        """Yield the anchors that a page does not have."""
        return (anchor for anchor in cls.anchors if not page.has(anchor))

    def lost_parts(self) -> Iterable[str]:
        """Return the parts, other than anchors, that every page of the template had."""
        return ()

    def drift(self) -> str | None:
        """Say how a page that was read differs from its template; ``None``: not at all."""
        lost = [anchor.replace(", ", " or ") for anchor in self.lost_anchors(self.page)]
        lost += self.lost_parts()
        if self.rules.get("headline", self.name) != self.name:
            lost.append("a printed headline")
        return f"fits {self.name} without {', '.join(lost)}" if lost else None

    def by(self, field: str, rule: str) -> None:
        """Note which rule gave a field, where it is not the template's only one."""
        self.rules[field] = rule

    def read(self, field: str) -> Any:
        """Return what the method of that name returns; it is called once."""
        if field not in self._found:
            self._found[field] = getattr(self, field)()
        return self._found[field]

    def take(self, field: str, value: Any) -> None:
        """Take a field that was found outside its place; what builds on it is read again."""
        self._found = {field: value}

    # -- what a template must say --

    def container(self) -> Element | None:
        """Return the element that holds the article's text."""
        return None

    def asides(self) -> Iterable[Element]:
        """Return the elements beside the article: what they print is not its own."""
        return ()

    def printed_above(self) -> Iterable[Element]:
        """Return the elements of headline and credits: no text, even inside the container."""
        return ()

    def lost(self) -> Iterable[str]:
        """Return the fields whose place is not on this page: `Generic` looks for them."""
        return ()

    def headline(self) -> str | None:
        """Return the headline."""
        return None

    def printed_date(self) -> Printed | None:
        """Return the time of publication."""
        return None

    def source(self) -> str | None:
        """Return the outlet after 来源."""
        return None

    def author_field(self) -> str | None:
        """Return what stands after 作者 above the text."""
        return None

    def related_links(self) -> Sequence[RelatedLink]:
        """Return the list under the article."""
        return ()

    def breadcrumbs(self) -> Sequence[Breadcrumb]:
        """Return the path above the article."""
        return ()

    # -- what follows from it --

    @cached_property
    def content(self) -> Content:
        """What the article's container holds."""
        container = self.container()
        if container is None:
            return Content()
        above = {e for e in self.printed_above() if container in e.iterancestors()}
        skip = (lambda child: child in above or is_added(child)) if above else is_added
        content = read(self.page, container, skip)
        # A page may print the headline inside, in whatever element.
        if content.paragraphs[1:] and (self.page.title or "").startswith(content.paragraphs[0]):
            del content.paragraphs[0]
        return content

    def credited_above(self) -> Sequence[Credit]:
        """Return everyone whom the field after 作者 names."""
        return byline.parse_author_field(self.read("author_field") or "")

    @cached_property
    def published(self) -> Printed | None:
        """The time of publication, read once; none that lies after the time of fetching."""
        printed, now = self.printed_date(), self.page.fetched_at
        if printed and now and dates.to_instant(printed.value) > now + dates.TOLERANCE:
            return None
        return printed

    def headline_of_title(self) -> str | None:
        """Return `<title>` without the columns and the site behind the headline.

        The site writes `标题_栏目_城市_齐鲁网`, and headlines themselves may hold `_`. A printed
        line that says as much is the surer end of it.
        """
        self.by("headline", "title")
        parts = (self.page.title or "").split("_")
        if parts[-1] == regions.PUBLISHER:
            region = self.region()
            known = {crumb.name for crumb in self.read("breadcrumbs")} | {
                region.name if region else "频道"
            }
            parts.pop()
            while len(parts) > 1 and (
                parts[-1].endswith(_NOT_A_HEADLINE)
                or any(name in parts[-1] or parts[-1] in name for name in known)
            ):
                parts.pop()
        title = clean_or_none("_".join(parts))
        return title and (repeated(self.page.root, title) or title)

    def kind(self) -> Kind:
        """Return what the page is, by its address."""
        return self.page.address.kind

    def date_published(self) -> str | None:
        """Return the time of publication in ISO 8601."""
        return self.published.value if self.published else None

    def date_published_raw(self) -> str | None:
        """Return the time of publication as printed."""
        return self.published.raw if self.published else None

    def date_modified(self) -> str | None:
        """Return the time of the last change, if the page prints one."""
        return None

    def body(self) -> str:
        """Return the paragraphs, joined by LF."""
        return "\n".join(self.content.paragraphs)

    def byline(self) -> str | None:
        """Return the sign-off, else 作者 when filled, else a bracketed credit."""
        for rule, find in self.byline_rules():
            if line := find():
                self.by("byline", rule)
                return line
        return None

    def byline_rules(self) -> Iterable[tuple[str, Callable[[], str | None]]]:
        """Return the rules for a byline, the most trusted first."""
        return (
            ("sign-off", self._sign_off),
            ("author field", self._filled_author_field),
            ("bracketed credit", self._bracketed_credit),
            ("editor line", self._editor_line),
        )

    def _sign_off(self) -> str | None:
        """Return the last sign-off, of several the one that names who reports."""
        lines = self.content.sign_offs
        if len(lines) < 2:
            return lines[0] if lines else None
        roles = {line: {credit.role for credit in byline.read(line).credits} for line in lines}
        reports = [line for line in lines if Role.REPORTER in roles[line]]
        return (reports or lines)[-1]

    def _filled_author_field(self) -> str | None:
        return self.read("author_field") if self.read("credited_above") else None

    def _bracketed_credit(self) -> str | None:
        return self.content.brackets[0] if self.content.brackets else None

    def _editor_line(self) -> str | None:
        return self.content.editor_lines[-1] if self.content.editor_lines else None

    def authors(self) -> Sequence[Author]:
        """Return everyone credited above, in and under the text."""
        return unique_authors(
            Author(name=name, role=role, affiliation=affiliation)
            for name, role, affiliation in (
                *self.read("credited_above"),
                *self.content.credits,
                *self.editors_outside(),
            )
        )

    def editors_outside(self) -> Iterable[Credit]:
        """Return the editors named on the page outside of the text."""
        return editors.outside(self.page, self.container())

    def dateline(self) -> str | None:
        """Return the dateline at the head of the text."""
        return next(filter(None, map(byline.dateline, self.content.paragraphs[:1])), None)

    def images(self) -> Sequence[Image]:
        """Return the article's pictures, each once."""
        images: dict[str, Image] = {}
        for image in self.content.images:
            images.setdefault(image.url, image)
        return list(images.values())

    def videos(self) -> Sequence[Video]:
        """Return the article's videos, each once."""
        return list({video.url: video for video in self.content.videos}.values())

    def links(self) -> Sequence[Link]:
        """Return the links inside the text."""
        return list(dict.fromkeys(self.content.links))

    def section(self) -> str | None:
        """Return the column's name, else its slug."""
        for crumb in reversed(self.read("breadcrumbs")):
            if crumb.name not in _NOT_A_SECTION and crumb.name != self.read("headline"):
                return str(crumb.name)
        self.by("section", "address")
        return self.page.address.column

    def keywords(self) -> Sequence[str]:
        """Return the keywords of the page's meta tag."""
        printed = self.page.metas.get("keywords", "")
        words = _SEPARATORS.split(printed)
        if len(words) == 1:
            words = printed.split()
        return list(dict.fromkeys(filter(None, map(clean, words))))

    def description(self) -> str | None:
        """Return the description of the page's meta tag, unless it is the site's boilerplate."""
        printed = self.page.metas.get("description")
        if printed is None or not _OWN_NAME.search(printed):
            return printed
        text = _OWN_NAME.sub("", f"{self.read('headline')}\n{self.read('body')[:_TOP]}")
        bare = _OWN_NAME.sub("", printed)
        runs = (bare[i : i + _SHARED] for i in range(max(1, len(bare) - _SHARED + 1)))
        return printed if any(run and run in text for run in runs) else None

    def region(self) -> Region | None:
        """Return the city whose host the page is on."""
        return regions.of_host(self.page.address.host)

    def publisher(self) -> str:
        """Return the site's name."""
        return regions.PUBLISHER if self.page.address.on_site else self.page.address.host


def unique_authors(authors: Iterable[Author]) -> list[Author]:
    """Return each person once per role, the first mention winning."""
    unique: dict[tuple[str, Role], Author] = {}
    for author in authors:
        unique.setdefault((author.name, author.role), author)
    return list(unique.values())
