"""IPTC ninjs 3.0, the news agencies' JSON: one item a line.

What has no place in it, or not to the precision printed, is left out: ninjs takes whole times
only, so a page that prints a day has no `contentCreated`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..items import Record
from ..rows import Row, to_row

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_TYPES = {"article": "text", "gallery": "composite", "video": "video"}


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as JSON Lines of ninjs items."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(item(record), ensure_ascii=False, allow_nan=False) + "\n")


def item(record: Record) -> dict[str, Any]:
    """Return one record as a ninjs item."""
    row = to_row(record)
    return _filled(
        uri=row["canonical_url"],
        standard=STANDARD,
        type=_TYPES[row["kind"]],
        representationType="full",
        version=str(row["revision"]),
        versionCreated=_time(row["metadata"]["fetched_at"]),
        contentCreated=_time(row["date_published"]),
        pubStatus="usable",
        language=row["language"],
        copyrightHolder=row["publisher"],
        by=row["byline"],
        headlines=_texts(row["headline"]),
        descriptions=_texts(row["description"], role="summary"),
        bodies=[
            {**body, "contentType": "text/plain", "charCount": len(body["value"])}
            for body in _texts(row["body"])
        ],
        people=[{"name": one["name"], "rel": one["role"]} for one in row["authors"]],
        organisations=[{"name": row["publisher"], "rel": "publisher"}],
        infoSources=[{"name": row["source"], "role": "source"}] if row["source"] else [],
        places=[_place(row["region"])] if row["region"] else [],
        subjects=[
            *([{"name": row["section"], "rel": "section"}] if row["section"] else []),
            *({"name": word, "rel": "keyword"} for word in row["keywords"]),
        ],
        altIds=[{"role": "id", "value": row["id"]}],
        associations=list(_associations(row)),
    )


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [])}


def _time(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _texts(value: str | None, **more: str) -> list[dict[str, Any]]:
    return [{**more, "value": value}] if value else []


def _place(region: Row) -> dict[str, str]:
    return {"name": region["name"], "rel": "region", "literal": region["code"]}


def _associations(row: Row) -> Iterable[dict[str, Any]]:
    """Yield the pictures, the videos and the list under the article; a name each is required."""
    for n, one in enumerate(row["images"], start=1):
        texts = [*_texts(one["caption"], role="caption"), *_texts(one["alt"], role="alt")]
        yield _filled(**_medium("picture", f"image-{n}", one["url"]), descriptions=texts)
    for n, one in enumerate(row["videos"], start=1):
        yield _medium("video", f"video-{n}", one["url"])
    for n, one in enumerate(row["related_links"], start=1):
        yield _filled(
            name=f"related-{n}",
            uri=one["url"],
            type="text",
            representationType="partial",
            headlines=_texts(one["title"]),
            descriptions=_texts(one["summary"], role="summary"),
        )


def _medium(kind: str, name: str, url: str) -> dict[str, Any]:
    return {"name": name, "uri": url, "type": kind, "renditions": [{"name": "main", "href": url}]}
