"""The records: what one page of the site becomes.

Names, types and meanings are a contract with everyone who reads the data, so they are
written once, here. The JSON Schema, the JSON-LD context and the table in
``data/README.md`` are generated from these classes (see `scraper.schema`).

Absent values are ``None`` (single) or ``()`` (lists), never an empty string.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA_VERSION = "1.1"
GENERIC = "generic"
"""The `Metadata.layout` of a page that no template of its own claims."""
DRIFT = "layout"
"""The `Problem.field` of a page of the site that moved away from its template."""


class Kind(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    GALLERY = "gallery"
    VIDEO = "video"


class Role(StrEnum):
    """What a credited person did."""

    REPORTER = "reporter"
    TRAINEE_REPORTER = "trainee_reporter"
    INTERN = "intern"
    CORRESPONDENT = "correspondent"
    AUTHOR = "author"
    PHOTOGRAPHER = "photographer"
    VIDEOGRAPHER = "videographer"
    EDITOR = "editor"
    CHIEF_EDITOR = "chief_editor"
    PROOFREADER = "proofreader"
    PLANNER = "planner"


def _term(name: str, **constraints: str | int) -> dict[str, str | int]:
    """Field metadata: the schema.org term, and what the type alone cannot say."""
    return {"term": name, **constraints}


# `2020`, `2020-11-29`, `2020-11-29T15:06+08:00`, `2020-11-29T15:06:11+08:00`
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
DAY_PATTERN = rf"^{_DAY}$"
TIME_PATTERN = rf"^{_DAY}(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?\+08:00)?$"
URL_PATTERN = r"^https?://[^\s]+$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person credited on the page, once per role."""

    name: str = field(metadata=_term("name"))
    """The name as printed, without blanks inside it."""

    role: Role = field(metadata=_term("jobTitle"))
    """What the person did."""

    affiliation: str | None = field(default=None, metadata=_term("affiliation"))
    """The outlet or station printed with the person: `闪电新闻`, `德州台`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article itself."""

    url: str = field(metadata=_term("contentUrl", pattern=URL_PATTERN))
    """Absolute address."""

    caption: str | None = field(default=None, metadata=_term("caption"))
    """The text printed with the picture."""

    alt: str | None = field(default=None, metadata=_term("alternateName"))
    """The `alt` attribute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video of the article itself."""

    url: str = field(metadata=_term("contentUrl", pattern=URL_PATTERN))
    """Absolute address of the media file or player."""

    poster: str | None = field(default=None, metadata=_term("thumbnailUrl", pattern=URL_PATTERN))
    """Absolute address of the still picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink:
    """One entry of the list under the article."""

    url: str = field(metadata=_term("url", pattern=URL_PATTERN))
    """Absolute address, as linked."""

    title: str | None = field(default=None, metadata=_term("headline"))
    """The headline of the entry."""

    summary: str | None = field(default=None, metadata=_term("abstract"))
    """The summary, without `[详细]`; the site cuts it at 130 GBK bytes and adds `...`."""

    source: str | None = field(default=None, metadata=_term("sourceOrganization"))
    """The outlet printed with the entry."""

    date: str | None = field(default=None, metadata=_term("datePublished", pattern=DAY_PATTERN))
    """`YYYY-MM-DD`."""

    image: str | None = field(default=None, metadata=_term("thumbnailUrl", pattern=URL_PATTERN))
    """Absolute address of the thumbnail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside the body text."""

    url: str = field(metadata=_term("url", pattern=URL_PATTERN))
    """Absolute address."""

    text: str | None = field(default=None, metadata=_term("name"))
    """The linked words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadcrumb:
    """One step of the path printed above the article."""

    name: str = field(metadata=_term("name"))
    """The name as printed."""

    url: str | None = field(default=None, metadata=_term("item", pattern=URL_PATTERN))
    """Absolute address, where the step is a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A city with a site of its own."""

    slug: str = field(metadata=_term("identifier"))
    """The city's host name label: `dezhou` of `dezhou.iqilu.com`."""

    name: str = field(metadata=_term("name"))
    """The city's name: `德州`."""

    code: str = field(metadata=_term("branchCode", pattern=r"^\d{6}$"))
    """The division code of GB/T 2260: `371400`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that failed or looked wrong while a page was read."""

    field: str
    """The field concerned; `page`, `parts` (of a continued article) or `layout` (the page does
    not look like its template, or like none) where it is no one field's."""

    message: str
    """What happened, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRef:
    """Where the fetched response is stored."""

    file: str
    """Name of the WARC file, in the folder `archive` beside the data."""

    offset: int
    """Bytes before the response's record, a gzip member, in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Where a record comes from."""

    fetched_at: str | None = field(default=None, metadata=_term("", format="date-time"))
    """When the page was fetched, UTC: `2020-11-29T07:10:00Z`."""

    run_id: str | None = None
    """The run that wrote the record."""

    spider: str | None = None
    """The spider that fetched the page; `null` for a page parsed from a file."""

    scraper_version: str
    """Version of this project."""

    layout: str
    """The page template that matched: `v2016`, `v2010`, `app`, `gallery`, `video`, `generic`."""

    http_status: int | None = None
    """Status of the response; `null` for a page parsed from a file."""

    encoding: str | None = None
    """The character encoding the page was decoded with; `null` for text given decoded."""

    content_sha256: str = field(metadata=_term("", pattern="^[0-9a-f]{64}$"))
    """SHA-256, in hex, of the UTF-8 of headline, LF, body."""

    archive: ArchiveRef | None = None
    """Where the response is stored, if it is: that of part 1 of a continued article."""

    field_sources: dict[str, str] = field(default_factory=dict)
    """For each field found, the short name of the rule that gave it."""

    problems: tuple[Problem, ...] = ()
    """What failed or was suspicious; empty for a clean record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, gallery or video of the site."""

    schema_version: str = field(default=SCHEMA_VERSION, metadata=_term("", const=SCHEMA_VERSION))
    """Version of this record format."""

    id: str = field(metadata=_term("identifier"))
    """The site's article number (`4691234`), a prefixed one for other kinds of page
    (`v-5808351`, `app-a-21-16881416`), else `u-` and 16 hex digits of the SHA-256 of
    `canonical_url`. From the address only, never from the content."""

    revision: int = field(default=1, metadata=_term("version", minimum=1))
    """1 for the article as first fetched, one more for each change of headline or body found
    later. Each revision is a record of its own."""

    kind: Kind = field(metadata=_term("@type"))
    """What the page is; one that shows pictures or videos and has no text is no article."""

    url: str = field(metadata=_term("", pattern=URL_PATTERN))
    """The address the page was fetched from."""

    canonical_url: str = field(metadata=_term("url", pattern=URL_PATTERN))
    """One spelling per page: https, no fragment, no tracking query, part 1 of a continued
    article, slips in the address repaired."""

    headline: str | None = field(default=None, metadata=_term("headline"))
    """The headline as printed, without the site's suffix."""

    byline: str | None = field(default=None, metadata=_term("creditText"))
    """The credit line exactly as printed: the sign-off paragraph, else 作者 when filled,
    else a bracketed credit."""

    authors: tuple[Author, ...] = field(default=(), metadata=_term("author"))
    """Every person credited anywhere on the page, once per role, in printed order."""

    source: str | None = field(default=None, metadata=_term("sourceOrganization"))
    """The outlet after 来源, as printed."""

    date_published: str | None = field(
        default=None, metadata=_term("datePublished", pattern=TIME_PATTERN)
    )
    """Time of publication, Asia/Shanghai, to the precision printed:
    `2020-11-29T15:06:11+08:00`, `2020-11-29T15:06+08:00` or `2020-11-29`."""

    date_published_raw: str | None = field(default=None, metadata=_term(""))
    """The time of publication as printed."""

    date_modified: str | None = field(
        default=None, metadata=_term("dateModified", pattern=TIME_PATTERN)
    )
    """Time of the last change, only if the page says so; written like `date_published`."""

    dateline: str | None = field(default=None, metadata=_term("dateline"))
    """The place-and-day opening of the text: `齐鲁网·闪电新闻11月29日讯`."""

    body: str = field(metadata=_term("articleBody", minLength=0))
    """The article's paragraphs joined by LF, continued parts included; no captions,
    sign-off, editor lines or prompts. Empty only for galleries and videos."""

    images: tuple[Image, ...] = field(default=(), metadata=_term("image"))
    """Pictures of the article itself, in order; no icons or QR codes."""

    videos: tuple[Video, ...] = field(default=(), metadata=_term("video"))
    """Videos of the article itself, in order."""

    related_links: tuple[RelatedLink, ...] = field(default=(), metadata=_term("relatedLink"))
    """The list under the article, in page order, each address once."""

    links: tuple[Link, ...] = field(default=(), metadata=_term("mentions"))
    """Links inside the body text."""

    breadcrumbs: tuple[Breadcrumb, ...] = field(default=(), metadata=_term("breadcrumb"))
    """The path printed above the article, without the site's own name twice."""

    section: str | None = field(default=None, metadata=_term("articleSection"))
    """The column's name, else its slug from the address."""

    keywords: tuple[str, ...] = field(default=(), metadata=_term("keywords"))
    """The page's keywords."""

    description: str | None = field(default=None, metadata=_term("description"))
    """The page's description; `null` when it is the site's boilerplate."""

    region: Region | None = field(default=None, metadata=_term("contentLocation"))
    """The city whose host the page is on."""

    publisher: str = field(metadata=_term("publisher"))
    """`齐鲁网`, or the site's name for a page of another site."""

    language: str = field(default="zh-CN", metadata=_term("inLanguage"))
    """Language of the text."""

    metadata: Metadata = field(metadata=_term(""))
    """Where the record comes from."""


class QiluError(Exception):
    """Base of the errors that this project raises on purpose."""


class NotAnArticleError(QiluError):
    """The page, or its address, is not that of an article, gallery or video."""


class EmptyArticleError(NotAnArticleError):
    """The page holds no article text."""


Record = dict[str, Any]
"""An `Article` as plain JSON values, as written to files."""
