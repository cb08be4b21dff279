"""From records to what the page is told, in one walk; a second where texts seem to recur."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..items import Record
from ..parts import BrokenFileError
from .copies import Copies
from .count import Counts
from .page import document
from .runs import runs_beside


def tell(records: Iterable[Record], files: Iterable[Path]) -> dict[str, Any]:
    """Return what the page is told of records, and of the runs whose reports lie beside files.

    `records` is walked twice. Raises `BrokenFileError` for what is no record.
    """
    counts, copies = Counts(), Copies()
    try:
        for record in records:
            counts.add(record)
            copies.suspect(record)
        groups = copies.groups(records)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFileError(f"a record lacks fields: {error}") from error
    counts.add_copies(page for group in groups for page in group)
    return document(counts, groups, runs_beside(files))
