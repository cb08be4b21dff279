"""The generated descriptions of a record: true, strict and fresh."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, is_dataclass
from pathlib import Path

import jsonschema_rs
import pytest

from scraper import items, to_dict
from scraper.items import Article, Metadata, Record
from scraper.schema import docs, field_table, generated, json_ld_context, json_schema

from . import golden

DATA = Path(__file__).parents[1] / "data"
VALIDATOR = jsonschema_rs.validator_for(json_schema(), validate_formats=True)
RICH = {
    **to_dict(golden.article("v2016/plain")),
    "images": to_dict(golden.article("v2016/images-captions"))["images"],
    "videos": to_dict(golden.article("v2016/video"))["videos"],
}


def test_a_schema_by_its_own_standard() -> None:
    assert jsonschema_rs.meta.is_valid(json_schema())


@pytest.mark.parametrize("case", golden.CASES)
def test_golden_records_are_valid(case: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(to_dict(golden.article(case)))] == []


@pytest.mark.parametrize("field", [f.name for f in fields(Article)])
def test_every_key_is_required_and_no_other_allowed(field: str) -> None:
    assert not VALIDATOR.is_valid({k: v for k, v in RICH.items() if k != field})
    assert not VALIDATOR.is_valid({**RICH, f"{field}_2": RICH[field]})


@pytest.mark.parametrize("field", [f.name for f in fields(Metadata)])
def test_every_key_of_the_metadata_too(field: str) -> None:
    inner = {k: v for k, v in RICH["metadata"].items() if k != field}
    assert not VALIDATOR.is_valid({**RICH, "metadata": inner})


def _set(*path: str | int, to: object) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        target: Record = record
        for key in path[:-1]:
            target = target[key]  # type: ignore[index]
        target[path[-1]] = to  # type: ignore[index]

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("schema_version", to="2.0"),
        _set("id", to=4691234),
        _set("id", to=None),
        _set("id", to=""),
        _set("revision", to=0),
        _set("revision", to="1"),
        _set("revision", to=None),
        _set("kind", to="news"),
        _set("url", to="dezhou.iqilu.com"),
        _set("url", to="ftp://dezhou.iqilu.com/"),
        _set("canonical_url", to="https://dezhou.iqilu.com/a b"),
        _set("headline", to=""),
        _set("authors", to=None),
        _set("authors", 0, "role", to="writer"),
        _set("authors", 0, "name", to=""),
        _set("authors", 0, to="温若溪"),
        _set("date_published", to="2020-11-29 15:06:11"),
        _set("date_published", to="2020-11-29T15:06:11Z"),
        _set("date_published", to="2020-13-29"),
        _set("date_published", to="2020-11-29T25:06:11+08:00"),
        _set("date_modified", to="昨天"),
        _set("body", to=""),
        _set("body", to=None),
        _set("images", 0, "url", to="/a.jpg"),
        _set("images", 0, "caption", to=""),
        _set("images", 0, "width", to=3),
        _set("videos", 0, "poster", to=""),
        _set("related_links", 0, "date", to="11-29"),
        _set("related_links", 0, "date", to="2020-11-29T00:00:00+08:00"),
        _set("keywords", to=[""]),
        _set("keywords", to="夏津"),
        _set("region", to="dezhou"),
        _set("region", "code", to="3714"),
        _set("metadata", "content_sha256", to="abc"),
        _set("metadata", "fetched_at", to="yesterday"),
        _set("metadata", "http_status", to=-1),
        _set("metadata", "http_status", to="200"),
        _set("metadata", "problems", to=[{"field": "body"}]),
        _set("metadata", "field_sources", to={"body": 1}),
    ],
)
def test_wrong_records_are_refused(change: Callable[[Record], None]) -> None:
    record = deepcopy(RICH)
    assert VALIDATOR.is_valid(record)
    change(record)
    assert not VALIDATOR.is_valid(record)


@pytest.mark.parametrize(
    "change",
    [
        _set("date_published", to="2020-11-29"),
        _set("date_published", to="2020-11-29T15:06+08:00"),
        _set("date_published", to=None),
        _set("region", to=None),
        _set("metadata", "archive", to={"file": "a.warc.gz", "offset": 0}),
        _set("metadata", "fetched_at", to="2020-11-29T07:10:00Z"),
        _set("id", to="app-a-21-16881416"),
    ],
)
def test_right_records_are_accepted(change: Callable[[Record], None]) -> None:
    record = deepcopy(RICH)
    change(record)
    assert [error.message for error in VALIDATOR.iter_errors(record)] == []


@pytest.mark.parametrize(
    ("kind", "valid"), [("article", False), ("gallery", True), ("video", True)]
)
def test_who_may_be_without_text(kind: str, valid: bool) -> None:
    assert VALIDATOR.is_valid({**RICH, "kind": kind, "body": ""}) is valid


@pytest.mark.parametrize("path", generated(DATA), ids=lambda path: path.name)
def test_generated_files_are_fresh(path: Path) -> None:
    """`python -m scraper.schema` writes them."""
    assert path.read_text("utf-8") == generated(DATA)[path]


CLASSES = [cls for cls in vars(items).values() if is_dataclass(cls) and isinstance(cls, type)]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_field_has_a_docstring(cls: type) -> None:
    assert set(docs(cls)) == {f.name for f in fields(cls)}
    assert all(text.endswith(".") for text in docs(cls).values())


def test_the_table_has_a_row_a_field() -> None:
    names = [line.split("`")[1] for line in field_table().splitlines()[2:]]
    inner = [f"metadata.{f.name}" for f in fields(Metadata)]
    assert names == [f.name for f in fields(Article) if f.name != "metadata"] + inner


def test_the_context_has_a_term_for_each_field_that_has_one() -> None:
    context = json.loads(json.dumps(json_ld_context()))["@context"]
    assert context["headline"] == "https://schema.org/headline"
    assert context["article"] == "https://schema.org/NewsArticle"
    assert (context["kind"], context["canonical_url"]) == ("@type", "@id")
    known = {f.name for cls in CLASSES for f in fields(cls)}
    assert context.keys() - known == {"@vocab", "article", "gallery", "video"}
