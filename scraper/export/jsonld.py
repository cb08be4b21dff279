"""JSON-LD: one document of schema.org `NewsArticle`s, an article a line of its `@graph`.

The context is in the file: nothing has to be fetched to read it. Which term a field has is said
in `scraper.items`.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..items import Article, Author, Breadcrumb, Image, Link, Record, Region, RelatedLink, Video

CONTEXT = {"@vocab": "https://schema.org/"}
_KINDS: dict[str, Any] = {
    "article": "NewsArticle",
    "gallery": ["NewsArticle", "ImageGallery"],
    "video": ["NewsArticle", "VideoObject"],
}
_TYPES = {
    Author: "Person",
    Breadcrumb: "ListItem",
    Image: "ImageObject",
    Link: "WebPage",
    Region: "City",
    RelatedLink: "CreativeWork",
    Video: "VideoObject",
}
_OUTLETS = {"affiliation", "publisher", "sourceOrganization"}
"""Terms whose value is an organisation, of which the name is known."""
_OF_THE_PAGE = {"breadcrumb", "relatedLink"}
"""Terms that schema.org has for the page, not for the article on it."""


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as one JSON-LD document."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [')
        for number, record in enumerate(records):
            line = json.dumps(news_article(record), ensure_ascii=False, allow_nan=False)
            file.write(f"{',' if number else ''}\n{line}")
        file.write("\n]}\n")


def news_article(record: Record) -> dict[str, Any]:
    """Return one record as a schema.org NewsArticle, without the context."""
    node = _node(record, Article)
    page = {term: node.pop(term) for term in sorted(_OF_THE_PAGE & node.keys())}
    if page:
        node["mainEntityOfPage"] = {
            "@type": "WebPage",
            "url": record["canonical_url"],
            **_page(page),
        }
    return {"@id": record["canonical_url"], "@type": _KINDS[record["kind"]], **node}


def _page(terms: dict[str, Any]) -> dict[str, Any]:
    if steps := terms.get("breadcrumb"):
        numbered = [{"position": n, **step} for n, step in enumerate(steps, start=1)]
        terms["breadcrumb"] = {"@type": "BreadcrumbList", "itemListElement": numbered}
    if links := terms.get("relatedLink"):
        terms |= {"relatedLink": [link["url"] for link in links], "mentions": links}
    return terms


def _node(record: Record, cls: type) -> dict[str, Any]:
    """Return what a record (or a part of one) says in terms of schema.org."""
    node: dict[str, Any] = {"@type": _TYPES[cls]} if cls in _TYPES else {}
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        term, value = field.metadata.get("term"), record.get(field.name)
        if term and not term.startswith("@") and value not in (None, [], ""):
            node[term] = _value(term, value, hints[field.name])
    return node


def _value(term: str, value: Any, hint: Any) -> Any:
    if term in _OUTLETS:
        return {"@type": "Organization", "name": value}
    inner = next(filter(dataclasses.is_dataclass, (hint, *typing.get_args(hint))), None)
    if inner is None:
        return value
    cls = typing.cast(type, inner)
    return [_node(one, cls) for one in value] if isinstance(value, list) else _node(value, cls)
