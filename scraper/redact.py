"""Records without the people who made them: what `qilu export --redact-people` takes out.

The credited are removed (`authors`, `byline`), and their names in every text of the record
(headline, body, captions, keywords, the list under the article) are replaced by 某某. Anyone else
who is named stays, and so does the address, where the article can be read as it was. Nothing links
the people of two records. A name of one character stays in texts: it is a word, too.
"""

from __future__ import annotations

import re
from typing import Any

from .extract import content_sha256
from .items import Record

NOBODY = "某某"
_KEPT = frozenset({"id", "url", "canonical_url", "metadata", "region"})


def redact(record: Record) -> Record:
    """Return a record without its credited people; the given one stays as it is."""
    names = {author["name"] for author in record["authors"] if len(author["name"]) > 1}
    hide = _hider(names)
    hidden = {key: value if key in _KEPT else _each(value, hide) for key, value in record.items()}
    hidden |= {"authors": [], "byline": None}
    return hidden | {"metadata": _metadata(hidden, _each(record["metadata"], hide))}


def _hider(names: set[str]) -> re.Pattern[str] | None:
    """Return what finds any of the names, printed with blanks inside or not: 王 芳, 王芳."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    spaced = (r"\s*".join(map(re.escape, name)) for name in longest_first)
    return re.compile("|".join(spaced)) if names else None


def _each(value: Any, hide: re.Pattern[str] | None) -> Any:
    """Return a value with the names hidden in each of its texts but addresses."""
    if hide is None or (isinstance(value, str) and value.startswith(("http://", "https://"))):
        return value
    if isinstance(value, str):
        return hide.sub(NOBODY, value)
    if isinstance(value, list):
        return [_each(one, hide) for one in value]
    if isinstance(value, dict):
        return {key: _each(one, hide) for key, one in value.items()}
    return value


def _metadata(record: Record, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata, true of what is left: its hash would tell whether a guess is right."""
    sources = {
        field: rule
        for field, rule in metadata["field_sources"].items()
        if field not in ("authors", "byline")
    }
    digest = content_sha256(record["headline"], record["body"])
    return {**metadata, "content_sha256": digest, "field_sources": sources}
