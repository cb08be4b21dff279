"""Which records the commands on data read: the filters, and the arguments that set them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from scraper.commands.selecting import Chosen, selecting
from scraper.items import QiluError, Record
from scraper.periods import Period
from scraper.selection import Selection

from .test_history import write


def record(id_: str, **fields: Any) -> Record:
    blank = dict.fromkeys(("headline", "source", "section", "region", "date_published"))
    meta = {"fetched_at": "2020-12-01T00:00:00Z"}
    return {"id": id_, "revision": 1, **blank, "body": "", "metadata": meta, **fields}


RECORDS = (
    record(
        "1", region={"slug": "dezhou"}, date_published="2020-11-29T15:06+08:00", source="德州台"
    ),
    record("2", region={"slug": "jinan"}, date_published="2020-11-30", section="要闻"),
    record("3", headline="青岛开园", body="Expo 2020 在青岛。"),
)


@click.command()
@selecting
@click.option("--loud", is_flag=True)
def ids(chosen: Chosen, loud: bool) -> None:
    click.echo(" ".join(one["id"] + "!" * loud for one in chosen))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", "1 2 3"),
        ("--loud", "1! 2! 3!"),
        ("-r dezhou", "1"),
        ("-r 济南 -r dezhou", "1 2"),
        ("--since 2020-11-30", "2"),
        ("--until 2020-11-29", "1"),
        ("--since 2020-11-29 --until 2020-11-30 --source 德州台", "1"),
        ("--section 要闻", "2"),
        ("--word 青岛 --word expo", "3"),
    ],
)
def test_filters(tmp_path: Path, arguments: str, expected: str) -> None:
    file = write(tmp_path / "some.jsonl", *RECORDS)
    result = CliRunner().invoke(ids, [str(file), *arguments.split()], catch_exceptions=False)
    assert result.output.strip() == expected


def test_no_record_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "some.jsonl", *RECORDS)
    with pytest.raises(QiluError, match=r"no record in .*some.jsonl \(with the words 青岛 济南\)"):
        CliRunner().invoke(
            ids, [str(file), "--word", "青岛", "--word", "济南"], catch_exceptions=False
        )


@pytest.mark.parametrize(
    "arguments", [["nowhere.jsonl"], ["*.jsonl"], ["-r", "paris"], ["--since", "x"]]
)
def test_mistakes_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/out").mkdir(parents=True)
    result = CliRunner().invoke(ids, arguments)
    assert isinstance(result.exception, QiluError)
    assert arguments[-1] in str(result.exception)


def test_a_line_that_lacks_fields_is_told(tmp_path: Path) -> None:
    file = write(tmp_path / "some.jsonl", RECORDS[0], {"id": "9", "metadata": {"fetched_at": ""}})
    result = CliRunner().invoke(ids, [str(file)])
    assert isinstance(result.exception, QiluError)
    assert "a record lacks fields: 'date_published'" in str(result.exception)


def test_a_selection_in_words() -> None:
    period = Period("2020-11-01", None)
    some = Selection(regions=frozenset({"jinan", "dezhou"}), period=period, words=("青岛", "expo"))
    assert str(some) == (
        "cities dezhou jinan, published since 2020-11-01, with the words 青岛 expo"
    )
    assert str(Selection()) == ""
