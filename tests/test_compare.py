"""The comparison with other extractors: how they are asked, timed and shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.compare import Run, commands_with, failures, run, table
from bench.corpus import SavedPage, Truth
from bench.eval_adapter import parse
from bench.extractors import OWN, PEERS, Request
from bench.process import Extractor, StartError

from . import golden
from .conftest import ROOT

LIMIT = 60  # seconds, for pages that need no limit
MADE_UP = """
import os
import threading
from bench import extractors, worker

def extract(page):
    print("a library that prints")
    if page.html == b"raises":
        raise ValueError("odd markup")
    if page.html == b"hangs":
        threading.Event().wait()
    if page.html == b"dies":
        os._exit(1)
    return {"title": page.text, "body": page.url}

extractors.OWN["lxml"] = lambda: extract
worker.main("lxml")
"""
COMMAND = [sys.executable, "-c", MADE_UP]


def page(html: str, **truth: Any) -> SavedPage:
    return SavedPage(name=html, html=html.encode("gbk"), charset="gbk", truth=Truth(**truth))


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    with Extractor("made up", COMMAND, LIMIT) as process:
        yield process


def test_an_answer_comes_with_its_seconds(extractor: Extractor) -> None:
    reply = extractor.ask(page("标题"))
    assert reply["answer"]["title"] == "标题"
    assert reply["answer"]["body"].startswith("https://")
    assert 0 < reply["seconds"] < LIMIT
    assert reply["error"] is None
    assert re.fullmatch(r"[\d.]+", extractor.version)


def test_a_page_larger_than_a_pipe(extractor: Extractor) -> None:
    text = "字" * 300_000
    assert extractor.ask(page(text))["answer"]["title"] == text


def test_an_exception_is_no_answer(extractor: Extractor) -> None:
    reply = extractor.ask(page("raises"))
    assert (reply["answer"], reply["error"]) == (None, "ValueError: odd markup")
    assert extractor.ask(page("next"))["answer"]["title"] == "next"


def test_a_page_that_takes_too_long_is_no_answer(extractor: Extractor) -> None:
    extractor.limit = 0.2
    reply = extractor.ask(page("hangs"))
    assert (reply["answer"], reply["error"]) == (None, "too slow, or dead")
    assert reply["seconds"] >= 0.2
    extractor.limit = LIMIT
    assert extractor.ask(page("next"))["answer"]["title"] == "next"


def test_a_process_that_dies_is_replaced(extractor: Extractor) -> None:
    assert extractor.ask(page("dies"))["answer"] is None
    assert extractor.ask(page("next"))["answer"]["title"] == "next"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["/nowhere/python"], "No such file"),
        ([sys.executable, "-c", ""], "it says nothing"),
        ([sys.executable, "-m", "bench.worker", "unknown"], "KeyError: 'unknown'"),
    ],
)
def test_what_does_not_start_is_named(command: list[str], says: str) -> None:
    with pytest.raises(StartError, match=f"^made up does not start: .*{says}"):
        Extractor("made up", command, LIMIT)


def test_this_project_answers_as_it_does_elsewhere() -> None:
    html, url = golden.page("v2016/plain"), golden.url("v2016/plain")
    saved = SavedPage(name="plain", html=html, url=url)
    command = commands_with(Path())["qilu-scraper"]
    with Extractor("qilu-scraper", command, LIMIT) as process:
        assert process.ask(saved)["answer"] == parse(html, url)


def test_the_text_is_one_that_lxml_takes() -> None:
    asked = Request('<?xml version="1.0" encoding="gbk"?><p>字\0</p>'.encode("gbk"), "", "gbk")
    assert asked.text == "<p>字</p>"
    OWN["lxml"]()(asked)


def test_each_round_asks_for_every_page_once() -> None:
    pages = [page("甲", titles=["甲"]), page("乙", titles=["丙"]), page("raises", titles=["丁"])]
    runs = run(pages, {"one": COMMAND, "lxml": COMMAND}, LIMIT, rounds=2)
    assert [result.name for result in runs] == ["one", "lxml"]
    assert set(runs[0].answers) == {"甲", "乙", "raises"}
    assert list(failures(runs)) == [
        f"{name}: 1 x ValueError: odd markup; the first on raises" for name in ("one", "lxml")
    ]
    assert next(runs[0].cells(1.0)) == "0.333"


def test_the_table() -> None:
    pages = [
        page("甲", titles=["甲"], published="2020-11-29", body="一二三四五"),
        page("乙", titles=["乙"], body="一二三四五"),
    ]
    ours, bare = Run("ours", pages), Run("lxml", pages)
    ours.version, bare.version = "1.0", "6.0"
    for seconds in (0.5, 0.04, 0.3):
        ours.add(pages[0], {"answer": {"title": "甲"}, "seconds": seconds, "error": None})
        ours.add(pages[1], {"answer": None, "seconds": 0.01, "error": "odd"})
        for each in pages:
            bare.add(each, {"answer": {}, "seconds": 0.01, "error": None})
    head, line, *rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in table([ours, bare])
    ]
    assert len(head) == len(line) == len(rows[0]) == len(rows[1])
    shown = dict(zip(head, rows[0], strict=True))
    assert shown["extractor"] == "ours 1.0"
    assert (shown["title"], shown["day"], shown["body"], shown["author"]) == (
        "0.500",
        "–",
        "–",
        "–",
    )
    assert (shown["failed"], shown["pages/s"], shown["× lxml"]) == ("1", "40", "2.5")


def test_every_peer_is_pinned() -> None:
    pinned = set(re.findall(r"^([\w-]+)==", (ROOT / "bench/peers.txt").read_text("utf-8"), re.M))
    assert set(PEERS) <= pinned


@pytest.mark.parametrize(
    ("with_pages", "says"), [(False, "no pages"), (True, "make compare CORPUS=FOLDER installs")]
)
def test_mistakes_are_told_in_one_line(tmp_path: Path, with_pages: bool, says: str) -> None:
    if with_pages:
        (tmp_path / "one").mkdir()
        (tmp_path / "one" / "page.html").write_bytes(b"<p>")
        (tmp_path / "one" / "meta.json").write_text(json.dumps({"url": None}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bench.compare", str(tmp_path), "--peers", "/nowhere/python"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
