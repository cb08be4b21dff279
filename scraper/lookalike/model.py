"""The parts that an invented page is made of, before they become markup or truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .channels import Channel

NEW_TEMPLATE = date(2016, 8, 1)
"""The first day of the v2016 template."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A person, what the person did, and for whom."""

    name: str
    role: str
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article's text, in page order."""

    kind: str
    """`p`, `caption`, `image`, `video`, `embed`, `signoff`, `editors`, or what is no part of
    the article: `contact`, `prompt`, `blank`, `qr`."""
    text: str = ""
    """As printed, with its NBSPs and indents; the `alt` of an image."""
    url: str = ""
    poster: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """(words, address): words of the text that are a link."""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """What lists print of an article."""

    k: int
    id: int
    channel: Channel
    address: str
    """Without the scheme."""
    headline: str
    lead: str
    source: str | None
    when: datetime
    thumbnail: str | None
    theme: int


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, as printed: hrefs may be broken, blanks may surround titles."""

    href: str
    title: str
    summary: str
    source: str | None
    day: str | None
    thumbnail: str | None = None
    url: str | None = None
    """The absolute address that the href means; None when it leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that is printed on one page."""

    id: str
    kind: str
    layout: str
    address: str
    """Without the scheme."""
    headline: str
    channel: Channel | None
    when: datetime
    time_printed: str
    time_iso: str | None
    source: str | None = None
    author_field: str = ""
    dateline: str | None = None
    byline: str | None = None
    credits: tuple[Credit, ...] = ()
    """In printed order, before persons met twice are merged."""
    blocks: tuple[tuple[Block, ...], ...] = ((),)
    """One tuple for each part of a continued article."""
    related: tuple[Item, ...] = ()
    crumbs: tuple[tuple[str, str | None], ...] = ()
    crumbs_printed: tuple[tuple[str, str | None], ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    keyword_mark: str = ","
    description: str = ""
    """As printed; the site's slogan on some pages."""
    encoding: str = "utf-8"
    scheme: str = "http"
    variant: int = 0
    """Small number that chooses among equivalent markup."""
    edits: int = 0
    """How many times the text was changed after publication."""
