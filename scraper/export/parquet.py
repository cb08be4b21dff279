"""Parquet, with the types of `scraper.tables`: times with their zone, lists and structs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..extras import need
from ..items import Record
from ..tables import batches, schema

_SEARCHED = ["id", "date_published", "date_published_day"]
"""The columns by whose least and greatest values readers skip row groups. Of texts these values are
whole texts, kept for each group until the file ends."""


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as a Parquet file; a batch becomes a row group."""
    pq = need("pyarrow.parquet", "arrow")
    options = {"compression": "zstd", "write_statistics": _SEARCHED}
    with pq.ParquetWriter(path, schema(), **options) as file:
        for batch in batches(records):
            file.write_batch(batch)
