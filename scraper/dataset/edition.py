"""The editions of a dataset: whole, or without what its publisher may want to keep back.

The edition without text keeps facts and addresses, and leaves out what someone wrote: text,
description, captions, alternative texts, the summaries of related articles and the linked words.
Headlines, the credit line, the dateline and the keywords stay: they name an article, and are needed
to find it. `content_sha256` stays as well: whoever has the page can tell whether it is the same.
The edition without people is that of `scraper.redact`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..items import Record
from ..redact import redact
from ..schema import json_schema

WRITTEN: dict[str, Any] = {"body": "", "description": None}
"""The fields that are left out with the text, and what stands in their place."""
WRITTEN_INSIDE = {
    "images": ("caption", "alt"),
    "related_links": ("summary",),
    "links": ("text",),
}
"""Keys of the entries of lists that are `null` without the text."""
LEFT_OUT = (*WRITTEN, *(f"{name}.{key}" for name, keys in WRITTEN_INSIDE.items() for key in keys))
"""All of these by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is published of the records."""

    text: bool = True
    """With what someone wrote."""

    people: bool = True
    """With the names of those who are credited."""

    @property
    def suffix(self) -> str:
        """What the edition adds to the dataset's name: `-no-text`."""
        return "-no-text" * (not self.text) + "-no-people" * (not self.people)

    def of(self, record: Record) -> Record:
        """Return what is published of a record, which stays as it is."""
        if not self.people:
            record = redact(record)
        return record if self.text else without_text(record)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the records."""
        schema = json_schema()
        if not self.text:
            del schema["if"], schema["then"]  # no article has a text
            for name, value in WRITTEN.items():
                schema["properties"][name] = _left_out(value)
            for name, keys in WRITTEN_INSIDE.items():
                inner = schema["properties"][name]["items"]["properties"]
                inner.update(dict.fromkeys(keys, _left_out(None)))
        return schema


def _left_out(value: Any) -> dict[str, Any]:
    return {"const": value, "description": "Left out of this edition."}


def without_text(record: Record) -> Record:
    """Return a record without what someone wrote."""
    inside = {
        name: [{**entry, **dict.fromkeys(keys)} for entry in record[name]]
        for name, keys in WRITTEN_INSIDE.items()
    }
    return {**record, **WRITTEN, **inside}
