"""How often each field of the records is filled."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from .items import Article, Metadata, Record

FIELDS = (
    *(field.name for field in fields(Article) if field.name != "metadata"),
    *(f"metadata.{field.name}" for field in fields(Metadata)),
)
"""The fields by name, those of the metadata as `metadata.layout`, in their order."""


def value_of(record: Record, field: str) -> Any:
    """Return a field of `FIELDS`."""
    outer, _, inner = field.partition(".")
    return record[outer][inner] if inner else record[outer]


def is_filled(value: Any) -> bool:
    """Whether a field says something: absent values are `null`, `[]`, `{}` or an empty text."""
    return value not in (None, "", [], {})


class Coverage:
    """Counts, of the records it is shown, how many have each field."""

    def __init__(self) -> None:
        self.records = 0
        self.filled: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Count a record."""
        self.records += 1
        self.filled.update(field for field in FIELDS if is_filled(value_of(record, field)))

    def percent(self, field: str) -> str:
        """Return the share of records that have a field: `93 %`; `<1 %` is not none."""
        share = 100 * self.filled[field] / self.records if self.records else 0
        if 0 < share < 1:
            return "<1 %"
        return f"{99 if 99 < share < 100 else round(share)} %"
