"""`qilu record`: a page becomes a case for the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scraper import parse_article, to_dict
from scraper.cases import CaseError, folder, record
from scraper.lookalike import LookAlikeServer

from . import golden
from .conftest import ROOT, Runner, Serve, leading_to, truth

URL = golden.url("v2016/plain")
PLAIN = golden.page("v2016/plain")
NAMES = {"page.html", "expected.json", "meta.json"}


def loaded(case: Path) -> tuple[bytes, dict[str, Any], dict[str, Any]]:
    """Return page, expectation and meta of a case that is whole."""
    assert {path.name for path in case.iterdir()} == NAMES
    expected, meta = (
        json.loads((case / name).read_text("utf-8")) for name in ("expected.json", "meta.json")
    )
    return (case / "page.html").read_bytes(), expected, meta


def check(case: Path) -> dict[str, Any]:
    """Check that a case is one as the golden tests want it; return what it expects."""
    html, expected, meta = loaded(case)
    assert meta.keys() == {"url", "fetched_at", "why"}
    assert meta["why"].endswith(".")
    found = to_dict(parse_article(html, meta["url"], strict=True))
    assert golden.flat(found) == golden.flat(expected)
    assert expected.keys() == golden.expected("v2016/plain").keys()
    assert expected["metadata"].keys() == golden.expected("v2016/plain")["metadata"].keys()
    assert case.parent.name == expected["metadata"]["layout"]
    return dict(expected)


def test_record_of_an_address(serve: Serve, qilu: Runner, tmp_path: Path):
    server = serve(seed=7, articles=40, regions=["dezhou"])
    true = next(r for r in truth(server.site) if r["metadata"]["layout"] == "v2016")
    into = tmp_path / "pages"
    done = qilu("record", true["url"], "--into", into, environment=leading_to(server))
    assert done.code == 0, done.stderr
    (case,) = into.glob("*/*")
    assert done.stdout == f"{case}\n"
    assert "expected.json" in done.last_line
    expected = check(case)
    assert case.name == expected["id"] != true["id"]
    assert expected["headline"] != true["headline"]
    assert expected["date_published"] == true["date_published"]
    assert len(expected["authors"]) == len(true["authors"])


def test_record_of_a_file_of_a_page_that_drifted(qilu: Runner, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_bytes(PLAIN.replace(b"section-cnt-tit", b"title-box").replace(b"col-main", b"left"))
    into = tmp_path / "pages"
    done = qilu("record", page, "--url", URL, "--name", "title-box", "--into", into)
    assert done.code == 0, done.stderr
    expected = check(into / "generic" / "title-box")
    assert expected["metadata"]["problems"] == [
        {"field": "layout", "message": "fits no known layout"}
    ]


def test_a_case_is_never_written_over(tmp_path: Path):
    case = record(PLAIN, URL, tmp_path, "plain")
    before = {path: path.read_bytes() for path in case.iterdir()}
    with pytest.raises(CaseError, match=r"plain is there already: choose another --name"):
        record(PLAIN.replace(b"wrapper", b"wrap"), URL, tmp_path, "plain")
    assert {path: path.read_bytes() for path in case.iterdir()} == before


def test_nothing_is_written_of_a_page_that_is_refused(tmp_path: Path, qilu: Runner):
    case = "v2016/truncated-in-character"
    page = golden.PAGES / case / "page.html"
    done = qilu("record", page, "--url", golden.url(case), "--into", tmp_path / "pages")
    assert done.code == 2
    assert done.stderr == "Error: 1 characters of the page can't be decoded as utf-8\n"
    assert not (tmp_path / "pages").exists()


def test_cases_go_into_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(ROOT)
    assert folder(None, "") == Path("tests/pages")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CaseError, match=r"there is no tests/pages here: run it in a checkout"):
        folder(None, "")
    assert folder(tmp_path, "no-crumbs") == tmp_path


@pytest.mark.parametrize("name", ["../up", "No", "a b", "-a", "a/b", "题"])
def test_names_that_are_none(name: str):
    with pytest.raises(CaseError, match="not a name of a case"):
        folder(None, name)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["page.html"], "a FILE needs --url"),
        ([URL, "--url", URL], "a URL needs none"),
        (["no-such.html", "--url", URL], "no-such.html: No such file or directory"),
        (["README.md", "--url", "https://dezhou.iqilu.com/"], "is a home page"),
        (["https://www.example.com/1.html"], "is not on iqilu.com"),
    ],
)
def test_mistakes_are_one_line(arguments: list[str], why: str, qilu: Runner, tmp_path: Path):
    done = qilu("record", *arguments, "--into", tmp_path / "pages")
    assert done.code == 2
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "pages").exists()


def test_a_page_that_can_not_be_fetched_is_one_line(
    small: LookAlikeServer, qilu: Runner, tmp_path: Path
):
    gone = "https://dezhou.iqilu.com/dzyaowen/2020/1129/1234567.shtml"
    done = qilu("record", gone, "--into", tmp_path, environment=leading_to(small))
    assert done.code == 4
    assert done.stderr == f"Error: nothing fetched: {gone}: status 404\n"
