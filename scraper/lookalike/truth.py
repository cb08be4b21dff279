"""What is true of a page: the expected record, from the parts the page was made of.

Nothing here calls the project's parsers, byline or date code: a mistake there must show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from ..items import SCHEMA_VERSION, Record
from ..regions import PUBLISHER, REGIONS, SITE
from ..text import clean, clean_or_none
from ..version import VERSION
from .model import Block, Item, Story
from .people import merged
from .words import SLOGAN


def record(story: Story) -> Record:
    """Return the record of a page as plain JSON values, every key in contract order."""
    printed = (block for part in story.blocks for block in part)
    blocks = [block for block in printed if block.kind != "blank"]
    headline = clean(story.headline)
    body = "\n".join(clean(block.text) for block in blocks if block.kind == "p")
    url = f"https://{story.address}"
    return {
        "schema_version": SCHEMA_VERSION,
        "id": story.id,
        "revision": 1,
        "kind": story.kind,
        "url": url,
        "canonical_url": url,
        "headline": headline,
        "byline": clean_or_none(story.byline),
        "authors": [
            {"name": credit.name, "role": credit.role, "affiliation": credit.affiliation}
            for credit in merged(story.credits)
        ],
        "source": story.source,
        "date_published": story.time_iso,
        "date_published_raw": clean_or_none(story.time_printed),
        "date_modified": None,
        "dateline": clean_or_none(story.dateline),
        "body": body,
        "images": _images(blocks),
        "videos": [
            {"url": block.url, "poster": block.poster}
            for block in blocks
            if block.kind in ("video", "embed", "object")
        ],
        "related_links": _related(story.related),
        "links": [
            {"url": url, "text": text}
            for block in blocks
            if block.kind == "p"
            for text, url in block.links
        ],
        "breadcrumbs": [{"name": name, "url": url} for name, url in story.crumbs],
        "section": story.section,
        "keywords": list(story.keywords),
        "description": None if story.description == SLOGAN else clean_or_none(story.description),
        "region": _region(story),
        "publisher": PUBLISHER,
        "language": "zh-CN",
        "metadata": _metadata(story, headline, body),
    }


def _images(blocks: list[Block]) -> list[dict[str, Any]]:
    """Return the pictures; the caption of one is the block after it."""
    following = [*blocks[1:], Block("end")]
    return [
        {
            "url": block.url,
            "caption": clean(after.text) if after.kind == "caption" else None,
            "alt": clean_or_none(block.text),
        }
        for block, after in zip(blocks, following, strict=True)
        if block.kind == "image"
    ]


def _related(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return the list under the article: each address once, dead links left out."""
    seen: set[str] = set()
    links: list[dict[str, Any]] = []
    for item in items:
        if item.url is None or (page := item.url.partition("://")[2]) in seen:
            continue
        seen.add(page)
        links.append(
            {
                "url": item.url,
                "title": clean_or_none(item.title),
                "summary": clean_or_none(item.summary),
                "source": item.source,
                "date": item.day,
                "image": item.thumbnail,
            }
        )
    return links


def _region(story: Story) -> dict[str, str] | None:
    host = story.address.partition("/")[0]
    region = REGIONS.get(host.removesuffix(f".{SITE}"))
    return {"slug": region.slug, "name": region.name, "code": region.code} if region else None


def _metadata(story: Story, headline: str, body: str) -> dict[str, Any]:
    return {
        "fetched_at": None,
        "run_id": None,
        "spider": None,
        "scraper_version": VERSION,
        "layout": story.layout,
        "http_status": None,
        "encoding": story.encoding,
        "content_sha256": hashlib.sha256(f"{headline}\n{body}".encode()).hexdigest(),
        "archive": None,
        "field_sources": {},
        "problems": [],
    }
