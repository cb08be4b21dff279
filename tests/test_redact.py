"""Records without the people who made them."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from scraper import to_dict
from scraper.extract import content_sha256
from scraper.items import Record
from scraper.redact import NOBODY, redact
from scraper.schema import json_schema

from . import golden

VALIDATOR = jsonschema_rs.validator_for(json_schema(), validate_formats=True)
RECORDS = [to_dict(golden.article(case)) for case in golden.CASES]
CREDITED = [record for record in RECORDS if record["authors"]]


def record(**fields: Any) -> Record:
    author = {"name": "王芳", "role": "reporter", "affiliation": "闪电新闻"}
    return {**RECORDS[0], "authors": [author], "byline": "闪电新闻记者 王芳 报道", **fields}


def test_there_is_someone_to_leave_out() -> None:
    assert len(CREDITED) > 10


@pytest.mark.parametrize("given", CREDITED, ids=lambda record: str(record["id"]))
def test_no_credited_name_is_left(given: Record) -> None:
    left = redact(given)
    assert (left["authors"], left["byline"]) == ([], None)
    text = json.dumps(left, ensure_ascii=False)
    names = {author["name"] for author in given["authors"]}
    assert [name for name in names if len(name) > 1 and name in text] == []
    assert list(left) == list(given)
    assert [error.message for error in VALIDATOR.iter_errors(left)] == []


@pytest.mark.parametrize(
    ("field", "text", "left"),
    [
        ("headline", "王芳：我在现场", f"{NOBODY}：我在现场"),
        ("body", "记者王芳看到。\n（王 芳）王　芳", f"记者{NOBODY}看到。\n（{NOBODY}）{NOBODY}"),
        ("description", "王芳报道", f"{NOBODY}报道"),
        ("keywords", ["王芳", "德州"], [NOBODY, "德州"]),
        ("body", "市民王芬说。", "市民王芬说。"),
        ("url", "https://dezhou.iqilu.com/王芳", "https://dezhou.iqilu.com/王芳"),
    ],
)
def test_names_in_texts(field: str, text: Any, left: Any) -> None:
    assert redact(record(**{field: text}))[field] == left


def test_inner_texts() -> None:
    images = [{"url": "https://a/王芳.jpg", "caption": "王芳 摄", "alt": None}]
    assert redact(record(images=images))["images"] == [
        {"url": "https://a/王芳.jpg", "caption": f"{NOBODY} 摄", "alt": None}
    ]


def test_the_longer_of_two_names_goes_first() -> None:
    authors = [{"name": name, "role": "editor", "affiliation": None} for name in ("王芳", "王芳菲")]
    assert redact(record(authors=authors, body="王芳菲、王芳"))["body"] == f"{NOBODY}、{NOBODY}"


def test_a_name_of_one_character_stays() -> None:
    authors = [{"name": "晓", "role": "author", "affiliation": None}]
    left = redact(record(authors=authors, body="拂晓"))
    assert (left["body"], left["authors"]) == ("拂晓", [])


def test_the_metadata_tell_nothing() -> None:
    given = record(body="王芳")
    problem = {"field": "authors", "message": "odd: 王芳"}
    given["metadata"] = {**given["metadata"], "problems": [problem]}
    metadata = redact(given)["metadata"]
    assert metadata["content_sha256"] == content_sha256(given["headline"], NOBODY)
    assert metadata["problems"] == [{"field": "authors", "message": f"odd: {NOBODY}"}]
    assert metadata["field_sources"].keys().isdisjoint({"authors", "byline"})


def test_the_given_record_stays() -> None:
    given = record(body="王芳")
    before = json.dumps(given)
    redact(given)
    assert json.dumps(given) == before
