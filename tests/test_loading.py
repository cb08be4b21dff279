"""The lines of data/README.md that load the data, run on what the demo writes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import ROOT, leading_to
from .test_docs import blocks_of

DOCUMENT = ROOT / "data/README.md"

CHECKS = {
    "to_pandas": """
assert len(frame) == TOTAL and str(frame["date_published"].dt.tz) == "Asia/Shanghai"
assert frame["id"].map(type).eq(str).all() and by_year.sum() == frame["date_published"].count()
assert frame["date_published_day"].count() == TOTAL
""",
    "to_polars": """
assert 0 < len(frame) < TOTAL and frame.schema["date_published"].time_zone == "Asia/Shanghai"
assert by_name["len"].sum() == sum(map(len, frame["authors"]))
""",
    "duckdb": """
from scraper import read_articles
types = dict(zip(articles.columns, map(str, articles.types)))
assert types["date_published"] == "TIMESTAMP WITH TIME ZONE" and types["id"] == "VARCHAR"
assert types["date_published_day"] == "DATE" and types["keywords"] == "VARCHAR[]"
rows = duckdb.sql("SELECT id, city, hour(date_published) FROM articles").fetchall()
assert len(rows) == TOTAL
times = {one.id: one.date_published for one in read_articles("data/demo")}
assert rows == [(id_, city, int(times[id_][11:13]) if "T" in times[id_] else None)
                for id_, city, _ in rows]
assert {city for _, city, _ in rows} == {"德州", "济南"}
""",
    "load_dataset": """
assert len(articles) == TOTAL and 0 < len(long) < TOTAL
article = next(one for one in articles if one["date_published"])
assert article["date_published"].utcoffset().total_seconds() == 8 * 3600
assert article["date_published"].date() == article["date_published_day"]
assert "Asia/Shanghai" in articles.features["date_published"].dtype
""",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what `make demo` writes in data/demo, and its exports."""
    folder = tmp_path_factory.mktemp("demo")
    for arguments in (
        "demo",
        "export parquet data/demo",
        "export csv data/demo",
        "export sqlite data/demo",
    ):
        run(folder, "-m", "scraper.cli", *arguments.split())
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Run Python without the network; return what it prints."""
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "hf"), "PYTHONUTF8": "1"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=kept | offline | ({} if "demo" in arguments else leading_to(None) | offline),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def total(folder: Path) -> int:
    return sum(
        len(file.read_bytes().splitlines()) for file in (folder / "data/demo").glob("*-*.jsonl")
    )


@pytest.mark.parametrize("code", blocks_of(DOCUMENT, "python"))
def test_python(code: str, demo: Path) -> None:
    (check,) = (lines for name, lines in CHECKS.items() if name in code)
    assert len([line for line in code.splitlines() if line]) == 3
    run(demo, "-c", f"{code}\nTOTAL = {total(demo)}\n{check}")


def test_all_are_shown() -> None:
    shown = "".join(blocks_of(DOCUMENT, "python"))
    assert [name for name in CHECKS if name not in shown] == []


def test_sql(demo: Path) -> None:
    (query,) = blocks_of(DOCUMENT, "sql")
    with closing(sqlite3.connect(demo / "articles.sqlite")) as database:
        rows = database.execute(query.replace("青岛", "居民")).fetchall()
    assert rows
    assert all("居民" in context or "居民" in headline for _, headline, context in rows)


@pytest.mark.skipif(
    not shutil.which("Rscript"), reason="no Rscript: apt-get install r-base-core r-cran-jsonlite"
)
def test_r(demo: Path) -> None:
    (code,) = blocks_of(DOCUMENT, "r")
    check = f"""
stopifnot(nrow(articles) == {total(demo)}, is.character(articles$id))
first <- articles[!is.na(articles$date_published), ][1, ]
stopifnot(format(first$time, "%Y-%m-%d") == first$date_published_day)
stopifnot(format(first$time, "%H:%M:%S+08:00") == substring(first$date_published, 12))
stopifnot(all(nzchar(authors[[1]]$name)))
"""
    done = subprocess.run(
        ["Rscript", "-e", code + check],
        cwd=demo,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
