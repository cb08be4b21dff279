"""Saved pages of other sites, each with what a reader found on it.

A corpus is a folder with a folder for each page:

- `page.html`: the bytes as they were served;
- `meta.json`: `url` (null where it is not known), `charset` (the true one), and the truth: `annot`
  as read by hand, `gold` as the page's first collector gave it, for what `annot` leaves open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class CorpusError(Exception):
    """A folder holds no pages with their truth; the message says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of a page; what is not known is not scored."""

    titles: Sequence[str] = ()
    """Every spelling of the headline that is right."""
    published: str | None = None
    """`2020-11-29` or `2020-11-29 15:06`, in the site's time."""
    authors: frozenset[str] | None = None
    """Reporters and writers; empty where the page names none, None where that is not known."""
    source: str | None = None
    body: str = ""
    head: str = ""
    """The first characters of the text, to find its beginning by."""
    tail: str = ""
    optional: Sequence[str] = ()
    """Lines that may be in the text or not: captions, sign-offs."""
    forbidden: Sequence[str] = ()
    """Pieces of the page around the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A page with its truth."""

    name: str
    html: bytes = field(repr=False)
    url: str | None = None
    charset: str = "utf-8"
    truth: Truth = field(default_factory=Truth)


def read_corpus(folder: Path) -> list[SavedPage]:
    """Return the pages of a corpus, by name; raise CorpusError where there are none."""
    pages = [_read(file.parent) for file in sorted(folder.glob("*/meta.json"))]
    if not pages:
        raise CorpusError(f"{folder}: no pages; expected {folder}/PAGE/page.html and meta.json")
    return pages


def fingerprint(pages: Sequence[SavedPage]) -> str:
    """Return eight hex digits that tell this set of pages from any other."""
    digest = hashlib.sha256()
    for page in pages:
        digest.update(hashlib.sha256(page.html).digest())
    return digest.hexdigest()[:8]


def _read(folder: Path) -> SavedPage:
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        html = (folder / "page.html").read_bytes()
    except (OSError, ValueError) as error:
        raise CorpusError(f"{folder}: not a page with its truth: {error}") from None
    return SavedPage(
        name=folder.name,
        html=html,
        url=meta.get("url"),
        charset=meta.get("charset") or "utf-8",
        truth=_truth(meta.get("annot") or {}, meta.get("gold") or {}),
    )


def _truth(read: Mapping[str, Any], collected: Mapping[str, Any]) -> Truth:
    """Return what was read by hand; a text that was not is the collector's."""
    if not read:
        title = collected.get("title")
        return Truth(
            titles=[title] if title else (),
            published=collected.get("published"),
            body=collected.get("body") or "",
        )
    authors = read.get("authors")
    by_hand = bool(read.get("body"))
    return Truth(
        titles=read.get("titles") or (),
        published=None if read.get("published_unknown") else read.get("published"),
        authors=None if authors is None else frozenset(authors),
        source=None if read.get("source_unknown") else read.get("source"),
        body=read["body"] if by_hand else collected.get("body") or "",
        head=read["body_head"] if by_hand else "",
        tail=read["body_tail"] if by_hand else "",
        optional=read.get("optional") or (),
        forbidden=read.get("must_not") or (),
    )
