"""What a record looks like outside the program."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from scraper import to_dict, to_json
from scraper.items import Article, Metadata

from . import golden

# The contract, written down once more: whoever changes the order changes it here, too.
KEYS = """schema_version id revision kind url canonical_url headline byline authors source
date_published date_published_raw date_modified dateline body images videos related_links links
breadcrumbs section keywords description region publisher language metadata""".split()
METADATA_KEYS = """fetched_at run_id spider scraper_version layout http_status encoding
content_sha256 archive field_sources problems""".split()
INNER_KEYS = {
    "authors": ["name", "role", "affiliation"],
    "images": ["url", "caption", "alt"],
    "videos": ["url", "poster"],
    "related_links": ["url", "title", "summary", "source", "date", "image"],
    "links": ["url", "text"],
    "breadcrumbs": ["name", "url"],
}
LISTS = frozenset({*INNER_KEYS, "keywords"})
RICH = [golden.article(f"v2016/{name}") for name in ("images-captions", "video", "links-in-text")]

every_case = pytest.mark.parametrize("case", golden.CASES)


@every_case
def test_every_key_in_the_contract_s_order(case: str) -> None:
    record = json.loads(to_json(golden.article(case)))
    assert list(record) == KEYS
    assert list(record["metadata"]) == METADATA_KEYS
    for name, keys in INNER_KEYS.items():
        assert all(list(entry) == keys for entry in record[name])
    assert all(list(problem) == ["field", "message"] for problem in record["metadata"]["problems"])
    assert list(record["metadata"]["field_sources"]) == sorted(record["metadata"]["field_sources"])
    if record["region"]:
        assert list(record["region"]) == ["slug", "name", "code"]


@every_case
def test_one_line_of_utf8_without_escapes(case: str) -> None:
    line = to_json(golden.article(case))
    assert "\n" not in line
    assert "\\u" not in line
    assert line.encode()
    assert json.loads(line, parse_constant=lambda name: pytest.fail(name)) == to_dict(
        golden.article(case)
    )


@every_case
def test_absent_is_null_or_an_empty_list(case: str) -> None:
    record = to_dict(golden.article(case))
    assert list(_blank(record)) == ([("body",)] if record["body"] == "" else [])
    assert all(isinstance(record[name], list) for name in LISTS)
    assert record["body"] or record["kind"] != "article"


def _blank(value: Any, *path: str | int) -> Any:
    """Yield the path of each string that stands for nothing, or is not trimmed."""
    if isinstance(value, str):
        if value != value.strip() or value in {"", "None", "null", "nan"}:
            yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _blank(inner, *path, key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _blank(inner, *path, number)
    else:
        assert value is None or type(value) is int


def test_the_inner_records_are_all_met() -> None:
    """The tests above say nothing of lists that no page fills."""
    records = [to_dict(golden.article(case)) for case in golden.CASES]
    assert {name for record in records for name in LISTS if record[name]} == LISTS
    assert any(record["metadata"]["problems"] for record in records)
    assert {record["kind"] for record in records} >= {"article", "gallery"}


def test_indented_for_people() -> None:
    text = to_json(RICH[0], indent=2)
    assert json.loads(text) == to_dict(RICH[0])
    assert text.startswith('{\n  "schema_version": "1.1",\n')
    assert "安丘" in text


def test_signs_of_json_and_of_lines_are_kept() -> None:
    odd = '引号" 反斜\\ 换行\n分隔\u2028表情\U0001f600'
    assert json.loads(to_json(replace(RICH[0], body=odd)))["body"] == odd


def test_no_nan() -> None:
    metadata = replace(RICH[0].metadata, http_status=float("nan"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"[Oo]ut of range"):
        to_json(replace(RICH[0], metadata=metadata))


def test_records_are_frozen_values() -> None:
    with pytest.raises(AttributeError):
        RICH[0].headline = "别的"  # type: ignore[misc]
    assert replace(RICH[0]) == RICH[0]
    assert [f.name for f in fields(Article)] == KEYS
    assert [f.name for f in fields(Metadata)] == METADATA_KEYS
