"""`qilu export`: every format, read back by what it is for."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from scraper import from_dict, to_arrow, to_dict
from scraper.commands.export import NAMES
from scraper.commands.export import export as command
from scraper.export import FORMATS, export
from scraper.export.csv import harmless
from scraper.export.ngrams import LONGEST, words
from scraper.folders import FolderError, OutputExistsError
from scraper.health import Exit
from scraper.items import Record
from scraper.rows import NoRecordError, to_row
from scraper.tables import schema

from . import golden
from .conftest import Runner
from .test_history import write

RECORDS = list(
    {record["id"]: record for record in map(to_dict, map(golden.article, golden.CASES))}.values()
)
FULL = to_dict(golden.article("v2016/images-captions"))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", *RECORDS)


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def database(tmp_path: Path, *records: Record) -> sqlite3.Connection:
    path = tmp_path / "a.sqlite"
    FORMATS["sqlite"].write(records, path)
    return sqlite3.connect(path)


def found(opened: sqlite3.Connection, typed: str) -> list[str]:
    """Search as datasette does: each word in quotation marks."""
    query = " ".join(f'"{word}"' for word in typed.split())
    sql = "select id from articles join articles_fts on docid = articles_fts.rowid"
    return [
        id_
        for (id_,) in opened.execute(f"{sql} where articles_fts match ? order by docid", [query])
    ]


# What holds for every format.


def test_the_command_knows_the_formats() -> None:
    assert tuple(FORMATS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_same_records_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    written = []
    for n in range(2):
        files = (
            export(iter(RECORDS), FORMATS[name], tmp_path / str(n) / "x")
            if (tmp_path / str(n)).mkdir() is None
            else []
        )
        written.append([file.read_bytes() for file in files])
    assert written[0] == written[1]
    assert len(written[0][0]) > 1000


@pytest.mark.parametrize("name", NAMES)
def test_no_record(name: str, tmp_path: Path) -> None:
    assert export([], FORMATS[name], tmp_path / "x")[0].exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_whole_or_absent(name: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Record]:
        yield FULL
        raise ValueError("the end")

    with pytest.raises(ValueError, match="the end"):
        export(broken(), FORMATS[name], tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_there_stays_unless_asked(name: str, tmp_path: Path) -> None:
    output = tmp_path / "x"
    output.write_text("mine")
    with pytest.raises(OutputExistsError, match="--replace"):
        export(RECORDS, FORMATS[name], output)
    assert output.read_text() == "mine"
    export(RECORDS, FORMATS[name], output, replace=True)
    assert len(output.read_bytes()) > 1000


@pytest.mark.parametrize("name", NAMES)
def test_a_link_stays_one_and_a_device_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("all")
    export(RECORDS, FORMATS[name], tmp_path / "link", replace=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "all").stat().st_size
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FolderError, match="it is no file"):
        export(RECORDS, FORMATS[name], tmp_path / "pipe", replace=True)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="can't write"):
        export(RECORDS, FORMATS[name], tmp_path / "none" / "x")


def test_what_can_not_be_read_is_not_said_to_be_unwritable(tmp_path: Path) -> None:
    def unreadable() -> Iterator[Record]:
        yield FULL
        raise PermissionError(13, "no permission")

    with pytest.raises(FolderError, match="can't read the records: no permission"):
        export(unreadable(), FORMATS["csv"], tmp_path / "x")


@pytest.mark.parametrize("name", NAMES)
def test_records_are_not_gathered(name: str, tmp_path: Path) -> None:
    """A record may go as soon as later ones come: a writer keeps a batch of them at most."""
    import gc
    import weakref

    class Kept(dict[str, Any]):
        pass

    first: list[weakref.ref[Kept]] = []
    alive: list[bool] = []

    def many() -> Iterator[Record]:
        for n in range(2500):
            record = Kept(FULL | {"id": str(n), "body": "短"})
            first[:0] = [weakref.ref(record)] if n == 0 else []
            yield record
            del record
        gc.collect()
        alive.append(first[0]() is not None)

    export(many(), FORMATS[name], tmp_path / "x")
    assert alive == [False]


# The command.


def test_the_command(lines: Path, tmp_path: Path, qilu: Runner) -> None:
    done = qilu("export", "csv", lines, "-o", tmp_path / "all.csv")
    assert (done.code, done.stdout, done.stderr) == (0, f"{tmp_path / 'all.csv'}\n", "")
    assert [row["id"] for row in rows(tmp_path / "all.csv")] == [one["id"] for one in RECORDS]
    again = qilu("export", "csv", lines, "-o", tmp_path / "all.csv")
    assert again.code == Exit.USAGE
    assert again.stderr == f"Error: {again.last_line.removeprefix('Error: ')}\n"
    assert "exists" in again.last_line


@pytest.mark.parametrize(
    "asked",
    [
        ("export", "csv", "-o", "made"),
        ("duplicates", "-o", "made"),
        ("report", "-o", "made"),
        ("dataset", "build", "made"),
    ],
    ids=itemgetter(0),
)
def test_no_record_chosen_is_a_mistake(
    asked: tuple[str, ...], lines: Path, tmp_path: Path, qilu: Runner
) -> None:
    (tmp_path / "empty").mkdir()
    done = qilu(*asked, "empty", cwd=tmp_path)
    assert (done.code, done.stderr) == (2, "Error: no record in empty\n")
    done = qilu(*asked, lines, "--word", "月球", cwd=tmp_path)
    assert (done.code, done.stderr) == (2, f"Error: no record in {lines} (with the words 月球)\n")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("odd", [{"authors": ["张"]}, {"images": [None]}], ids=repr)
@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_another_type_is_told(name: str, odd: Record, tmp_path: Path) -> None:
    with pytest.raises(NoRecordError, match=f"record {FULL['id']} breaks the schema"):
        export([FULL | odd], FORMATS[name], tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "odd", [{"body": 5}, {"revision": "2"}, {"authors": None}, {"metadata": None}], ids=repr
)
def test_a_table_takes_no_value_of_another_type(odd: Record) -> None:
    with pytest.raises(NoRecordError, match=f"{next(iter(odd))} is "):
        to_row(FULL | odd)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "csv", "in.jsonl", "-o", "in.jsonl"),
        ("duplicates", "in.jsonl", "-o", "in.jsonl"),
        ("duplicates", "in.jsonl", "--flows", "link.jsonl"),
        ("dataset", "build", ".", "in.jsonl"),
    ],
    ids=" ".join,
)
def test_what_is_read_is_not_replaced(
    arguments: tuple[str, ...], lines: Path, tmp_path: Path, qilu: Runner
) -> None:
    (tmp_path / "link.jsonl").symlink_to(lines)
    before = lines.read_bytes()
    paths = {name: tmp_path / name for name in (".", "in.jsonl", "link.jsonl")}
    done = qilu(*(paths.get(one, one) for one in arguments), "--replace")
    assert (done.code, done.stderr.count("\n")) == (Exit.USAGE, 1)
    assert "is what is read" in done.stderr
    assert lines.read_bytes() == before


def test_filters_and_people(lines: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    arguments = ["csv", str(lines), "-r", "dezhou", "--redact-people", "-o", str(output)]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.output.strip() == str(output)
    wanted = [one for one in RECORDS if one["region"] and one["region"]["slug"] == "dezhou"]
    assert [row["id"] for row in rows(output)] == [one["id"] for one in wanted]
    assert any(one["authors"] for one in wanted)
    assert {row["authors"] + row["byline"] for row in rows(output)} == {""}


def test_the_default_name(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["sqlite", str(lines)], catch_exceptions=False)
    assert result.output.split() == ["articles.sqlite", "articles.metadata.json"]


def test_a_missing_library_is_told(lines: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; sys.modules['pyarrow.parquet'] = None\n"
        "from scraper.cli import main; main()"
    )
    arguments = ["export", "parquet", str(lines), "-o", str(tmp_path / "x.parquet")]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stderr.strip().endswith("pip install 'qilu-scraper[arrow]'")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.parquet").exists()


# Parquet.


def test_parquet(tmp_path: Path) -> None:
    file = export(RECORDS, FORMATS["parquet"], tmp_path / "x.parquet")[0]
    table = pq.read_table(file)
    assert table.schema.field("date_published").type == pa.timestamp("ms", "Asia/Shanghai")
    assert table.schema.field("date_published_day").type == pa.date32()
    assert table.cast(schema()).equals(to_arrow(map(from_dict, RECORDS)))


# CSV.


def test_csv(tmp_path: Path) -> None:
    row = rows(export([FULL], FORMATS["csv"], tmp_path / "x")[0])[0]
    assert row["headline"] == FULL["headline"]
    assert row["body"] == FULL["body"]
    assert row["date_published"] == FULL["date_published"]
    assert row["date_published_day"] == FULL["date_published"][:10]
    assert row["region_name"] == FULL["region"]["name"]
    assert row["date_modified"] == ""
    assert json.loads(row["images"]) == FULL["images"]
    assert row["metadata_layout"] == "v2016"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("name", ["csv", "csv-excel"])
def test_no_cell_is_a_formula(start: str, name: str, tmp_path: Path) -> None:
    text = f"{start}HYPERLINK(1)"
    record = FULL | {"headline": text, "section": text, "source": text, "description": text}
    encoding = "utf-8-sig" if name == "csv-excel" else "utf-8"
    row = rows(export([record], FORMATS[name], tmp_path / "x")[0], encoding)[0]
    assert row["headline"] == row["section"] == row["source"] == f"'{text}"
    assert [key for key, cell in row.items() if cell.startswith(start)] == []


def test_other_cells_stay() -> None:
    assert [harmless(value) for value in ("1-1", "“=1”", "", None, -1)] == [
        "1-1",
        "“=1”",
        "",
        None,
        -1,
    ]


def test_for_excel(tmp_path: Path) -> None:
    long, rare = "长" * 40_000, "𠮷" * 20_000
    record = FULL | {"body": long, "description": rare, "date_published": "2020-11-29T15:06+08:00"}
    file = export([record], FORMATS["csv-excel"], tmp_path / "x")[0]
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    row = rows(file, "utf-8-sig")[0]
    assert row["date_published"] == "2020-11-29 15:06:00"
    assert row["body"] == "长" * 32_766 + "…"
    assert row["description"] == "𠮷" * 16_383 + "…"
    assert row["headline"] == FULL["headline"]


# SQLite.


def test_sqlite_has_all(tmp_path: Path) -> None:
    with closing(database(tmp_path, *RECORDS)) as opened:
        opened.row_factory = sqlite3.Row
        for record in RECORDS:
            row = opened.execute("select * from articles where id = ?", [record["id"]]).fetchone()
            assert (row["body"], row["headline"]) == (record["body"], record["headline"])
            assert row["region_slug"] == (record["region"] and record["region"]["slug"])
            for name in ("authors", "images", "related_links"):
                sql = f"select * from {name} where article = ? order by position"
                items = [dict(item) for item in opened.execute(sql, [record["id"]])]
                assert [
                    {k: item[k] for k in one} for item, one in zip(items, record[name], strict=True)
                ] == record[name]
            sql = "select value from keywords where article = ? order by position"
            assert [k for (k,) in opened.execute(sql, [record["id"]])] == record["keywords"]
        assert opened.execute("pragma foreign_key_check").fetchall() == []
        assert opened.execute("pragma integrity_check").fetchone()[0] == "ok"


TEXTS = (
    "青岛市民乘地铁去看海，GDP增长4.9%。",
    "记者从山东省人民政府获悉，青岛、济南两地合作。5G基站",
    "Qingdao Port 2020年吞吐量；岛青",
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("青岛", "12"),
        ("岛", "123"),
        ("青岛市", "1"),
        ("青岛 地铁", "1"),
        ("青岛 山东省人民政府", "2"),
        ("山东省人民政府获", "2"),
        ("山东省人民政府获悉", ""),
        ("gdp", "1"),
        ("GDP增长", "1"),
        ("4.9", "1"),
        ("5g", "2"),
        ("qingdao", "3"),
        ("2020年", "3"),
        ("岛市民", "1"),
        ("青地", ""),
        ("海，GDP", "1"),
    ],
)
def test_words_are_found_as_typed(typed: str, expected: str, tmp_path: Path) -> None:
    records = [
        FULL | {"id": str(n), "headline": None, "body": text} for n, text in enumerate(TEXTS, 1)
    ]
    with closing(database(tmp_path, *records)) as opened:
        assert found(opened, typed) == list(expected)


def test_headline_and_byline_are_searched(tmp_path: Path) -> None:
    record = FULL | {"id": "1", "headline": "威海开渔", "byline": "记者 欧阳明"}
    with closing(database(tmp_path, record)) as opened:
        assert (
            found(opened, "开渔")
            == found(opened, "欧阳明")
            == found(opened, "欧阳明 威海")
            == ["1"]
        )


def test_a_vacuum_does_no_harm(tmp_path: Path) -> None:
    records = [FULL | {"id": str(n), "body": text} for n, text in enumerate(TEXTS, 1)]
    with closing(database(tmp_path, *records)) as opened:
        opened.execute("delete from articles where id = '1'")
        opened.commit()
        opened.execute("vacuum")
        assert found(opened, "青岛") == ["2"]


def test_all_words_of_a_text() -> None:
    assert words("青岛 GDP4") == "青 岛 GDP 4 青岛 GDP4"
    assert max(map(len, words("一二三四五六七八九十").split())) == LONGEST
