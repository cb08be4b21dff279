"""What the fields look like in practice: how often each is filled, an example, known errors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .coverage import FIELDS, Coverage, is_filled, value_of
from .items import Record

_LONGEST = 60  # characters of an example

KNOWN_ERRORS = {
    "revision": "Counts the changes that were met: one that came and went between two visits is "
    "not seen.",
    "kind": "Of galleries and videos only some parts of the pages are known.",
    "byline": "A credit line of an unusual form may stand in `body` instead.",
    "authors": "Names that run together, or lack a usual family name, may be joined or missed; "
    "people are told by their names alone.",
    "source": "One outlet may be spelt in several ways.",
    "date_published": "The time the page prints, which may be that of the last edit.",
    "date_modified": "No known template prints one; only pages of other makes have it.",
    "dateline": "The site sometimes lost its first character (`鲁网·闪电新闻…`).",
    "body": "A caption that ends like a sentence stays in it; a short line right after a picture "
    "may be lost to its caption. Parts that could not be fetched are named in `problems`.",
    "images": "A caption is told by where it stands and how it ends.",
    "related_links": "On the cities' pages the newest articles, not ones about the same subject; "
    "of pages before mid-2016 the list is found by where it stands.",
    "section": "A slug where the page prints no column: two spellings of one column.",
    "description": "Often just the beginning of the text.",
    "region": "Whose site it is; the article may be about another place.",
    "metadata.archive": "The file may have been removed since (`qilu gc`).",
}
"""By field, what is known to go wrong, or to be misread easily."""


def sample_table(records: Sequence[Record]) -> str:
    """Return the table of shares, examples and known errors for `data/README.md`."""
    coverage = Coverage()
    for record in records:
        coverage.add(record)
    rows = (
        f"| `{field}` | {coverage.percent(field)} | {example(records, field)} "
        f"| {KNOWN_ERRORS.get(field, '')} |"
        for field in FIELDS
    )
    return "\n".join(["| field | filled | example | known errors |", "|---|--:|---|---|", *rows])


def example(records: Sequence[Record], field: str) -> str:
    """Return the first value of a field as code, shortened; of a list the first entry."""
    value: Any = next(filter(is_filled, (value_of(record, field) for record in records)), None)
    if value is None:
        return "–"
    if isinstance(value, list):
        value = value[0]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`{text if len(text) <= _LONGEST else f'{text[: _LONGEST - 1]}…'}`"
