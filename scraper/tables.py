"""Articles as tables of Arrow, pandas and polars. `scraper.rows` tells how days and times go."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .extras import need
from .items import Article, Record
from .records import to_dict
from .rows import ENTRY, Moment, columns, to_row

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

BATCH = 2000
"""Rows of a record batch, and of a row group of a Parquet file: some 10 MB of text."""


def schema() -> pyarrow.Schema:
    """Return the Arrow schema of the rows: times with their zone, days, lists and structs."""
    pa = need("pyarrow", "arrow")
    built: pyarrow.Schema = pa.schema(_fields(pa, Article))
    return built


def _fields(pa: ModuleType, cls: type) -> list[Any]:
    return [pa.field(column.name, _type(pa, column.type)) for column in columns(cls)]


def _type(pa: ModuleType, kind: Any) -> Any:
    if isinstance(kind, Moment):
        return pa.timestamp("s", tz=kind.zone)
    if typing.get_origin(kind) is tuple:
        return pa.list_(_type(pa, typing.get_args(kind)[0]))
    if typing.get_origin(kind) is dict:
        return pa.list_(pa.struct([(name, pa.string()) for name in ENTRY]))
    if dataclasses.is_dataclass(kind):
        return pa.struct(_fields(pa, typing.cast(type, kind)))
    return {int: pa.int64(), date: pa.date32()}.get(kind, pa.string())


def batches(records: Iterable[Record]) -> Iterator[pyarrow.RecordBatch]:
    """Yield records as Arrow record batches of the `schema`, holding one batch at a time."""
    pa, wanted = need("pyarrow", "arrow"), schema()
    rows = map(to_row, records)
    while some := list(islice(rows, BATCH)):
        yield pa.RecordBatch.from_pylist(some, schema=wanted)


def to_arrow(articles: Iterable[Article]) -> pyarrow.Table:
    """Return articles as an Arrow table.

    Needs pyarrow (the extra `arrow`), else raises `MissingExtraError`.
    """
    pa = need("pyarrow", "arrow")
    table: pyarrow.Table = pa.Table.from_batches(batches(map(to_dict, articles)), schema=schema())
    return table


def to_pandas(articles: Iterable[Article]) -> pandas.DataFrame:
    """Return articles as a pandas data frame.

    Times are `datetime64[s, Asia/Shanghai]`; days, lists and structs keep their Arrow types, so
    that a cell of `authors` is a list of dicts. Needs pandas and pyarrow (the extra `pandas`),
    else raises `MissingExtraError`.
    """
    pd, pa = need("pandas", "pandas"), need("pyarrow", "pandas")

    def exact(kind: Any) -> Any:
        keeps = pa.types.is_nested(kind) or pa.types.is_date(kind)
        return pd.ArrowDtype(kind) if keeps else None

    frame: pandas.DataFrame = to_arrow(articles).to_pandas(types_mapper=exact)
    return frame


def to_polars(articles: Iterable[Article]) -> polars.DataFrame:
    """Return articles as a polars data frame; times are `Datetime("ms", "Asia/Shanghai")`.

    Needs polars and pyarrow (the extra `polars`), else raises `MissingExtraError`.
    """
    pl, _ = need("polars", "polars"), need("pyarrow", "polars")
    frame: polars.DataFrame = pl.from_arrow(to_arrow(articles))
    return frame
