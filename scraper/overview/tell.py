"""From records to what the page is told, in one walk; a second where texts seem to recur."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..items import Record
from ..parts import BrokenFileError
from .copies import Copies, Exact
from .count import Counts
from .document import document
from .runs import runs_beside


def tell(
    records: Iterable[Record], files: Iterable[Path], copies: Copies | None = None
) -> dict[str, Any]:
    """Return what the page is told of records, and of the runs whose reports lie beside files.

    `records` may be walked twice; `copies` says which are alike, by default those with the very
    same text. Raises `BrokenFileError` for what is no record.
    """
    counts, finder = Counts(), copies or Exact()
    try:
        for record in records:
            counts.add(record)
            finder.look(record)
        groups = finder.groups(records)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFileError(f"a record lacks fields: {error}") from error
    for group in groups:
        counts.add_copies(group.places)
    given = copies is not None
    return document(counts, groups, runs_beside(files)) | {"given": given}
