"""Parquet, with the types of `scraper.tables`: times with their zone, lists and structs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..extras import need
from ..items import Record
from ..tables import batches, schema


def write(records: Iterable[Record], path: Path) -> None:
    """Write records as a Parquet file; a batch becomes a row group."""
    pq = need("pyarrow.parquet", "arrow")
    with pq.ParquetWriter(path, schema(), compression="zstd") as file:
        for batch in batches(records):
            file.write_batch(batch)
