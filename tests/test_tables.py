"""Articles as tables: the types, and that nothing is lost or made up."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from scraper import Article, from_dict, to_arrow, to_dict, to_pandas, to_polars
from scraper.extras import MissingExtraError, need
from scraper.rows import SITE_ZONE, to_row
from scraper.tables import BATCH, batches, schema

from . import golden

ARTICLES = [golden.article(case) for case in golden.CASES]
FULL = to_dict(golden.article("v2016/images-captions"))


def published(text: str | None) -> Article:
    return from_dict(FULL | {"date_published": text})


def test_the_types() -> None:
    types = {field.name: field.type for field in schema()}
    assert types["id"] == types["url"] == types["body"] == types["kind"] == pa.string()
    assert types["revision"] == pa.int64()
    assert types["date_published"] == pa.timestamp("s", tz="Asia/Shanghai")
    assert types["date_published_day"] == pa.date32()
    assert types["keywords"] == pa.list_(pa.string())
    assert types["authors"].value_type.field("affiliation").type == pa.string()
    assert types["related_links"].value_type.field("date").type == pa.date32()
    assert types["region"].field("code").type == pa.string()
    assert types["metadata"].field("fetched_at").type == pa.timestamp("s", tz="UTC")
    assert types["metadata"].field("archive").type.field("offset").type == pa.int64()


def test_every_key_of_a_record_is_a_column() -> None:
    names = [name for name in schema().names if not name.endswith("_day")]
    assert names == list(FULL)


@pytest.mark.parametrize(
    ("printed", "time", "day"),
    [
        ("2020-11-29T15:06:11+08:00", "2020-11-29T15:06:11+08:00", date(2020, 11, 29)),
        ("2020-11-29T00:30+08:00", "2020-11-29T00:30:00+08:00", date(2020, 11, 29)),
        ("2020-11-29", None, date(2020, 11, 29)),
        (None, None, None),
    ],
)
def test_a_day_gets_no_time(printed: str | None, time: str | None, day: date | None) -> None:
    moment = datetime.fromisoformat(time) if time else None
    table = to_arrow([published(printed)])
    assert table["date_published"].to_pylist() == [moment]
    assert table["date_published_day"].to_pylist() == [day]
    frame = to_polars([published(printed)])
    assert frame["date_published"].to_list() == [moment]
    assert frame["date_published_day"].to_list() == [day]
    cells = to_pandas([published(printed)]).iloc[0]
    assert pd.isna(cells["date_published"]) if moment is None else cells["date_published"] == moment
    assert (
        pd.isna(cells["date_published_day"]) if day is None else cells["date_published_day"] == day
    )


def test_all_values_are_there() -> None:
    rows = to_arrow(ARTICLES).to_pylist()
    assert len(rows) == len(ARTICLES)
    for article, row in zip(ARTICLES, rows, strict=True):
        record = to_dict(article)
        for key in record.keys() - {"date_published", "date_modified", "related_links", "metadata"}:
            assert row[key] == record[key], key
        assert row["metadata"]["field_sources"] == [
            {"key": key, "value": value}
            for key, value in record["metadata"]["field_sources"].items()
        ]
        dates = [link["date"] for link in record["related_links"]]
        assert [link["date"] and link["date"].isoformat() for link in row["related_links"]] == dates


def test_pandas() -> None:
    frame = to_pandas(ARTICLES)
    assert frame["date_published"].dtype == pd.DatetimeTZDtype("s", "Asia/Shanghai")
    assert frame["id"].map(type).eq(str).all()
    first = next(n for n, article in enumerate(ARTICLES) if article.authors)
    assert frame["authors"][first][0]["name"] == ARTICLES[first].authors[0].name
    days = frame.set_index("date_published").sort_index().resample("YE").size()
    assert days.sum() == frame["date_published"].notna().sum()


def test_polars() -> None:
    frame = to_polars([published(None)] * 3 + ARTICLES)
    assert frame.schema["date_published"] == pl.Datetime("ms", "Asia/Shanghai")
    assert frame.schema["date_published_day"] == pl.Date
    assert frame.schema["authors"] == pl.List(
        pl.Struct(dict.fromkeys(("name", "role", "affiliation"), pl.String))
    )


def test_no_articles() -> None:
    assert to_arrow([]).schema == schema()
    assert to_pandas([])["date_published"].dtype == pd.DatetimeTZDtype("s", "Asia/Shanghai")
    assert to_polars([]).schema["date_published_day"] == pl.Date


def test_records_are_taken_as_they_come() -> None:
    records = iter([FULL] * (BATCH + 5))
    assert next(batches(records)).num_rows == BATCH
    assert len(list(records)) == 5


def test_a_record_of_before_revisions() -> None:
    old = {key: value for key, value in FULL.items() if key != "revision"}
    assert to_row(old)["revision"] == 1


def test_times_are_those_of_the_site() -> None:
    row = to_row(FULL | {"date_published": "2020-11-29T00:30+08:00"})
    assert row["date_published"].tzinfo is SITE_ZONE
    assert row["metadata"]["fetched_at"] is None or row["metadata"]["fetched_at"].tzinfo is UTC


def test_what_is_missing_is_told() -> None:
    with pytest.raises(MissingExtraError, match=r"pip install 'qilu-scraper\[arrow\]'"):
        need("no_such_library.inner", "arrow")


def test_nothing_heavy_is_imported_with_the_library() -> None:
    code = "import scraper, sys; sys.exit(bool({'pyarrow', 'pandas', 'polars'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
