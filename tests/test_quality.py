"""Quality gates: the floors of `floors.toml`, on the golden pages and on saved pages."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from bench.corpus import CorpusError, SavedPage, fingerprint, read_corpus
from bench.eval_adapter import parse
from bench.score import COLUMNS, Marks, figures, marks
from scraper.extract import FIELDS

from . import golden
from .floors import FILE, Floors, broken, read

CORPUS = os.environ.get("QILU_EVAL")
FLOORS = read(FILE.read_text("utf-8"))
Extractor = Callable[[bytes, str | None], dict[str, Any]]


# -- golden pages --


def layout_of(case: str) -> str:
    return case.partition("/")[0]


def test_golden_fields_are_as_expected() -> None:
    equal: dict[str, list[bool]] = defaultdict(list)
    for case in golden.CASES:
        found, expected = golden.actual(case), golden.flat(golden.expected(case))
        equal[layout_of(case)] += [found[field] == expected[field] for field in expected]
    shares = {layout: fmean(fields) for layout, fields in equal.items()}
    assert broken(FLOORS, "golden.equal", shares) == []


def test_golden_pages_do_not_get_lost() -> None:
    assert broken(FLOORS, "golden.cases", Counter(map(layout_of, golden.CASES))) == []


def test_golden_fields_do_not_fade() -> None:
    filled = Counter(dict.fromkeys(FIELDS, 0))
    for case in golden.CASES:
        record = golden.actual(case)
        filled.update(field for field in FIELDS if record[field])
    assert broken(FLOORS, "golden.filled", filled) == []


# -- saved pages --


def answered(page: SavedPage, extract: Extractor) -> Marks:
    try:
        answer = extract(page.html, page.url)
    except Exception:  # an exception is a figure here, and has a floor
        return marks(page.truth, None)
    return marks(page.truth, answer)


def shortfalls(floors: Floors, pages: Sequence[SavedPage], extract: Extractor) -> list[str]:
    """Return what does not hold on these pages, with the pages to look at.

    Pages that are not known need not have every column; the known ones have.
    """
    by_page = {page.name: answered(page, extract) for page in pages}
    found = figures(by_page.values())
    known = f"pages.{fingerprint(pages)}"
    tables = ["any", *([known] if any(name.startswith(f"{known}.") for name in floors) else [])]
    measured = {
        name: numbers
        for name, numbers in floors.items()
        if not name.startswith("any.") or name.rpartition(".")[2] in found
    }
    return [
        f"{shortfall}; see {blamed(shortfall, by_page)}"
        for table in tables
        for shortfall in broken(measured, table, found)
    ]


def blamed(shortfall: str, by_page: dict[str, Marks]) -> list[str]:
    """Return some pages that are not as the broken floor wants them, the worst first."""
    name = shortfall.partition(":")[0]
    column = name.rpartition(".")[2]
    best = 0.0 if ".most." in name else 1.0
    off = {
        page: abs(best - figures([mark])[column])
        for page, mark in by_page.items()
        if column in figures([mark])
    }
    return [page for page in sorted(off, key=off.__getitem__, reverse=True) if off[page]][:10]


@pytest.mark.skipif(not CORPUS, reason="QILU_EVAL names no folder of saved pages")
def test_saved_pages_keep_their_floors() -> None:
    assert shortfalls(FLOORS, read_corpus(Path(CORPUS or "")), parse) == []


# -- the gate itself, on made-up pages --

TRUTH: dict[str, Any] = {
    "titles": ["新桥通车"],
    "published": "2020-11-29 15:06",
    "authors": ["李小明"],
    "source": "河畔晚报",
    "body": "城东的新桥昨天上午通车。桥长三百米，双向四车道。",
    "body_head": "城东的新桥昨天上午通车",
    "body_tail": "桥长三百米，双向四车道。",
    "must_not": ["扫码关注"],
}
RIGHT = {
    "title": "新桥通车",
    "published": "2020-11-29T15:06:00+08:00",
    "authors": ["李小明"],
    "source": "河畔晚报",
    "body": TRUTH["body"],
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two pages: one with an author, one without."""
    for name, truth in (("one", TRUTH), ("two", TRUTH | {"authors": []})):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_bytes(name.encode())
        meta = {"url": f"https://{name}.example.com/", "annot": truth, "gold": {}}
        (tmp_path / name / "meta.json").write_text(json.dumps(meta), "utf-8")
    return tmp_path


def with_changes(**changes: Any) -> Extractor:
    """Return an extractor that is right but for these fields of page two."""
    return lambda html, url: (
        RIGHT | ({"authors": []} if html == b"two" else {}) | (changes if html == b"two" else {})
    )


def test_right_answers_keep_every_floor(corpus: Path) -> None:
    assert shortfalls(FLOORS, read_corpus(corpus), with_changes()) == []


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"title": "新桥通车_河畔网"}, {"title"}),
        ({"published": "2020-11-28 15:06"}, {"day", "minute"}),
        ({"published": "2020-11-29"}, {"minute"}),
        ({"authors": ["王编辑"]}, {"named"}),
        ({"source": None}, {"source"}),
        ({"body": TRUTH["body"] + "扫码关注"}, {"body", "leak"}),
        ({"body": ""}, {"body", "head", "tail", "empty"}),
    ],
)
def test_a_wrong_answer_breaks_its_floors(
    corpus: Path, changes: dict[str, Any], columns: set[str]
) -> None:
    said = shortfalls(FLOORS, read_corpus(corpus), with_changes(**changes))
    assert {line.partition(":")[0].rpartition(".")[2] for line in said} == columns
    assert all(line.endswith("; see ['two']") for line in said)


def test_a_missed_author_breaks_its_floor(corpus: Path) -> None:
    said = shortfalls(FLOORS, read_corpus(corpus), lambda html, url: RIGHT | {"authors": []})
    assert [line.partition(":")[0] for line in said] == ["any.least.author"]


def test_an_exception_breaks_a_floor(corpus: Path) -> None:
    def fails(html: bytes, url: str | None) -> dict[str, Any]:
        raise ZeroDivisionError

    said = shortfalls(FLOORS, read_corpus(corpus), fails)
    assert "any.most.failed: 1.0000, the floor is 0.0; see ['one', 'two']" in said


def test_known_pages_have_floors_of_their_own(corpus: Path) -> None:
    pages = read_corpus(corpus)
    known = f"pages.{fingerprint(pages)}"
    own = {
        name.replace("any.", f"{known}.", 1): numbers
        for name, numbers in FLOORS.items()
        if name.startswith("any.")
    }
    table = FLOORS | own | {f"{known}.least.body": [0.96, 0.99]}
    nearly = with_changes(body=TRUTH["body"] + "完")
    assert shortfalls(FLOORS, pages, nearly) == []
    assert [line.partition(":")[0] for line in shortfalls(table, pages, nearly)] == [
        f"{known}.least.body"
    ]
    assert shortfalls(table, pages[:1], lambda html, url: RIGHT) == []


def test_every_column_has_a_floor() -> None:
    assert {name.rpartition(".")[2] for name in FLOORS if name.startswith("any.")} == set(COLUMNS)


def test_a_folder_without_pages_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no pages"):
        read_corpus(tmp_path)


def test_a_page_without_its_bytes_is_named(corpus: Path) -> None:
    (corpus / "one" / "page.html").unlink()
    with pytest.raises(CorpusError, match="one: not a page"):
        read_corpus(corpus)
