"""The export as IPTC ninjs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from scraper import to_dict
from scraper.export import ninjs
from scraper.items import Record

from . import golden
from .ninjs import SCHEMA

VALIDATOR = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
RECORDS = [to_dict(golden.article(case)) for case in golden.CASES]
FULL = to_dict(golden.article("v2016/images-captions"))


@pytest.mark.parametrize("record", RECORDS, ids=golden.CASES)
def test_items_are_valid(record: Record) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(ninjs.item(record))] == []


@pytest.mark.parametrize(
    "wrong",
    [{"uri": "here"}, {"type": "article"}, {"headline": "x"}, {"contentCreated": "2020-11-29"}],
)
def test_the_schema_refuses_what_is_wrong(wrong: dict[str, str]) -> None:
    assert not VALIDATOR.is_valid({**ninjs.item(FULL), **wrong})


def test_an_item() -> None:
    item = ninjs.item(FULL)
    assert item["uri"] == FULL["canonical_url"]
    assert item["headlines"] == [{"value": FULL["headline"]}]
    assert item["bodies"][0]["value"] == FULL["body"]
    assert item["bodies"][0]["charCount"] == len(FULL["body"])
    assert item["contentCreated"] == FULL["date_published"]
    assert item["language"] == "zh-CN"
    pictures = [one for one in item["associations"] if one["type"] == "picture"]
    assert [one["uri"] for one in pictures] == [image["url"] for image in FULL["images"]]
    assert pictures[0]["descriptions"][0] == {
        "role": "caption",
        "value": FULL["images"][0]["caption"],
    }
    assert item["people"] == [
        {"name": author["name"], "rel": author["role"]} for author in FULL["authors"]
    ]


def test_a_day_is_no_time() -> None:
    assert "contentCreated" not in ninjs.item(FULL | {"date_published": "2020-11-29"})


def test_one_item_a_line(tmp_path: Path) -> None:
    ninjs.write(RECORDS, tmp_path / "x")
    lines = (tmp_path / "x").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [ninjs.item(record) for record in RECORDS]
