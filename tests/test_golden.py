"""Golden pages: every field of every saved page is what a reader of the page would write.

A case is a folder `pages/<layout>/<case>/` with the page as bytes, the record it must give
(less what belongs to a run) and a sentence on why it is there. All text is invented.
"""

from __future__ import annotations

import dataclasses
import hashlib

import pytest

from scraper import to_dict, to_json
from scraper.cases import OF_THE_RUN
from scraper.encoding import decode
from scraper.extract import FIELDS
from scraper.items import Article, Metadata
from scraper.page import Page
from scraper.parsers import LAYOUTS, Generic

from . import golden

COMPARED = (
    *(f.name for f in dataclasses.fields(Article) if f.name != "metadata"),
    *(f"metadata.{f.name}" for f in dataclasses.fields(Metadata) if f.name not in OF_THE_RUN),
)
every_case = pytest.mark.parametrize("case", golden.CASES)


@pytest.mark.parametrize(
    ("case", "field"),
    [(case, field) for case in golden.CASES for field in COMPARED],
    ids=[f"{case}-{field}" for case in golden.CASES for field in COMPARED],
)
def test_field(case: str, field: str) -> None:
    assert golden.actual(case)[field] == golden.flat(golden.expected(case))[field]


@every_case
def test_case_is_whole(case: str) -> None:
    files = {path.name for path in (golden.PAGES / case).iterdir()}
    assert files == {"page.html", "expected.json", "meta.json"}
    assert golden.meta(case).keys() == {"url", "fetched_at", "why"}
    assert golden.meta(case)["why"].endswith(".")
    assert tuple(golden.flat(golden.expected(case))) == COMPARED


@every_case
def test_expectation_agrees_with_itself(case: str) -> None:
    record = golden.expected(case)
    text = f"{record['headline'] or ''}\n{record['body']}"
    assert record["metadata"]["content_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    found = {field for field in FIELDS if record[field]}
    assert set(record["metadata"]["field_sources"]) == found
    assert record["metadata"]["layout"] == case.partition("/")[0]


@every_case
def test_exactly_one_layout_claims_the_page(case: str) -> None:
    page = Page(golden.page(case), golden.url(case))
    claims = [layout.name for layout in LAYOUTS if layout is not Generic and layout.matches(page)]
    name = case.partition("/")[0]
    assert claims == ([] if name == Generic.name else [name])


@every_case
def test_same_bytes_same_record(case: str) -> None:
    assert to_json(golden.parse(case, golden.page(case))) == to_json(golden.article(case))


@every_case
def test_decoded_text_gives_the_same_record(case: str) -> None:
    """Whoever has the page as text gets all that the bytes give, but what is about bytes."""
    given = golden.flat(to_dict(golden.parse(case, decode(golden.page(case)).text)))
    assert given.pop("metadata.encoding") is None
    want = golden.flat(golden.expected(case))
    del want["metadata.encoding"]
    want["metadata.problems"] = [p for p in want["metadata.problems"] if p["field"] != "page"]
    assert given == want


@every_case
def test_windows_line_ends_change_nothing(case: str) -> None:
    data = golden.page(case)
    assert b"\r" not in data
    assert to_json(golden.parse(case, data.replace(b"\n", b"\r\n"))) == to_json(
        golden.article(case)
    )


def test_cases_are_of_layouts() -> None:
    named = {case.partition("/")[0] for case in golden.CASES}
    assert named == {layout.name for layout in LAYOUTS}
