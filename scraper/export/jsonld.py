"""JSON-LD: one document of schema.org `NewsArticle`s, an article a line of its `@graph`.

The context is in the file: nothing has to be fetched to read it. Which term a field has is said
in `scraper.items`.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..items import (
    URL_PATTERN,
    Article,
    Author,
    Breadcrumb,
    Image,
    Link,
    Record,
    Region,
    RelatedLink,
    Video,
)
from ..rows import NoRecordError

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
_ADDRESSES = sorted(
    {"relatedLink"}
    | {
        field.metadata["term"]
        for cls in (Article, *_TYPES)
        for field in dataclasses.fields(cls)
        if field.metadata.get("pattern") == URL_PATTERN and field.metadata["term"]
    }
)
CONTEXT = {"@vocab": "https://schema.org/", **{term: {"@type": "@id"} for term in _ADDRESSES}}
_OUTLETS = {"affiliation", "publisher", "sourceOrganization"}
"""Terms whose value is an organisation, of which the name is known."""
_OF_THE_PAGE = {"breadcrumb", "relatedLink"}
"""Terms that schema.org has for the page, not for the article on it."""


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as one JSON-LD document."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [')
        for number, record in enumerate(records):
            line = json.dumps(_checked(record), ensure_ascii=False, allow_nan=False)
            file.write(f"{',' if number else ''}\n{line}")
        file.write("\n]}\n")


def _checked(record: Record) -> dict[str, Any]:
    try:
        return news_article(record)
    except (AttributeError, KeyError, TypeError) as error:
        raise NoRecordError(f"record {record['id']} breaks the schema: {error}") from error


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
        places = [_step(n, step) for n, step in enumerate(steps, start=1)]
        terms["breadcrumb"] = {"@type": "BreadcrumbList", "itemListElement": places}
    if links := terms.get("relatedLink"):
        terms |= {"relatedLink": [link["url"] for link in links], "mentions": links}
    return terms


def _step(position: int, step: dict[str, Any]) -> dict[str, Any]:
    page = {"item": {"@type": "WebPage", "url": step["item"]}} if "item" in step else {}
    return {**step, "position": position, **page}


@lru_cache
def _terms(cls: type) -> tuple[tuple[str, str, type | None], ...]:
    """Return the fields that have a term: name, term, and the dataclass of what is in them."""
    hints = typing.get_type_hints(cls)
    return tuple(
        (field.name, field.metadata["term"], _inner(hints[field.name]))
        for field in dataclasses.fields(cls)
        if field.metadata.get("term", "") not in ("", "@type")
    )


def _inner(hint: Any) -> type | None:
    classes = (one for one in (hint, *typing.get_args(hint)) if dataclasses.is_dataclass(one))
    return typing.cast("type | None", next(classes, None))


def _node(record: Record, cls: type) -> dict[str, Any]:
    """Return what a record (or a part of one) says in terms of schema.org."""
    node: dict[str, Any] = {"@type": _TYPES[cls]} if cls in _TYPES else {}
    for name, term, inner in _terms(cls):
        if (value := record.get(name)) not in (None, [], ""):
            node[term] = _value(term, value, inner)
    return node


def _value(term: str, value: Any, inner: type | None) -> Any:
    if term in _OUTLETS:
        return {"@type": "Organization", "name": value}
    if isinstance(value, int):
        return str(value)  # schema.org has whole numbers as texts only
    if inner is None:
        return value
    return [_node(one, inner) for one in value] if isinstance(value, list) else _node(value, inner)
