"""What the documentation tells a reader to do, done: against the look-alike, as it is written."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from scraper import parse_article
from scraper.health import Exit
from scraper.items import Article
from scraper.lookalike import LookAlike, LookAlikeServer
from scraper.periods import today
from scraper.regions import ALL

from .conftest import ROOT, Runner, leading_to

DOCS = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md", "docs/operations.md")
]
ARTICLE = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
AGE = re.compile(r"=?\b\d+[dwmy]\b")


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language in all documents."""
    return [block for path in DOCS for block in blocks_of(path, language)]


def blocks_of(document: Path, language: str) -> list[str]:
    """Return the code blocks of a language in one document."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.M | re.S)
    return fence.findall(document.read_text("utf-8"))


COMMANDS = [
    line
    for block in blocks("sh")
    for line in block.replace("\\\n", " ").splitlines()
    if line.strip() and not line.startswith("#")
]


def test_there_is_something_to_try():
    assert {line.split()[0] for line in COMMANDS} >= {"qilu", "scrapy"}
    assert len(COMMANDS) >= 5
    assert blocks("python")


@pytest.fixture(scope="module")
def of_2020() -> Iterator[LookAlikeServer]:
    """Serve the 16 cities as they were in November 2020."""
    site = LookAlike(seed=1, articles=200, newest=date(2020, 11, 29), oldest=date(2020, 9, 1))
    with LookAlikeServer(site) as server:
        yield with_the_article(server)


@pytest.fixture(scope="module")
def of_today() -> Iterator[LookAlikeServer]:
    """Serve two cities with articles of the last days."""
    newest = today()
    site = LookAlike(
        seed=1,
        articles=100,
        regions=("dezhou", "jinan"),
        newest=newest,
        oldest=newest - timedelta(days=30),
    )
    with LookAlikeServer(site) as server:
        yield with_the_article(server)


@pytest.fixture(scope="module")
def as_assumed() -> Iterator[LookAlikeServer]:
    """Serve a site whose pages, as far as the doctor looks, are all as assumed."""
    with LookAlikeServer(LookAlike(seed=2, articles=3000)) as server:
        yield with_the_article(server)


def with_the_article(server: LookAlikeServer) -> LookAlikeServer:
    """Let the site have a page at the address that the documents speak of."""
    right = server.answer
    stand_in = next(server.site.articles_of("dezhou"))["url"]
    server.answer = lambda url, headers: right(stand_in if url == ARTICLE else url, headers)
    return server


def paced(command: str) -> str:
    """Return a command without its waiting: the look-alike needs no politeness."""
    if command.startswith(("qilu crawl", "qilu fetch", "qilu doctor --live")):
        return f"{command} --delay 0"
    if command.startswith("qilu gc"):  # something to keep
        return f"qilu crawl dezhou --max-articles 3 --delay 0 && {command}"
    if command.startswith("qilu export"):  # something to read
        return f"qilu crawl dezhou qingdao --max-articles 20 --delay 0 && {command}"
    if command.startswith("scrapy crawl"):
        return f"{command} -s DOWNLOAD_DELAY=0"
    return command


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_it_should(
    command: str,
    of_2020: LookAlikeServer,
    of_today: LookAlikeServer,
    as_assumed: LookAlikeServer,
    tmp_path: Path,
):
    """Each line runs in a shell, in a folder with a saved page and the project's scrapy.cfg."""
    server = of_today if AGE.search(command) else of_2020
    if command.startswith("qilu doctor --live"):
        server = as_assumed
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    (tmp_path / "page.html").write_bytes(server.answer(ARTICLE, {}).body)
    environment = leading_to(server)
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    done = subprocess.run(
        ["sh", "-c", paced(command)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    written = [file for file in tmp_path.rglob("*.jsonl") if file.stat().st_size]
    assert written or done.stdout.startswith("{"), done.stderr


@pytest.mark.parametrize("code", blocks_of(DOCS[0], "python"))  # tests/test_loading.py: the others
def test_the_python_runs(code: str, of_2020: LookAlikeServer):
    names: dict[str, object] = {"html": of_2020.answer(ARTICLE, {}).body}
    exec(compile(code, "documentation", "exec"), names)
    assert names["article"] == parse_article(of_2020.answer(ARTICLE, {}).body, ARTICLE)


# The guide's code runs in `test_researchers.py`.
LINKING = [*DOCS, ROOT / "docs/researchers.md"]


@pytest.mark.parametrize("document", LINKING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_linked_is_there(document: Path):
    text = document.read_text("utf-8")
    targets = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text)}
    local = {target for target in targets if target and "://" not in target}
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_the_named_files_of_the_project_are_there():
    text = "".join(document.read_text("utf-8") for document in DOCS)
    named = set(re.findall(r"`((?:scraper|spiders|pipelines|tests)/[\w/.]+)`", text))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_targets_of_make_are_there():
    text = "".join(document.read_text("utf-8") for document in DOCS)
    named = set(re.findall(r"(?:^|`)make (\w+)", text, re.M))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert named >= {"demo", "test"}
    assert named <= targets


def test_the_readme_lists_the_fields_in_their_order():
    text = DOCS[0].read_text("utf-8").partition("## Fields")[2]
    listed = re.findall(r"`([^`]+)`", text)[0].split()
    assert listed == [field.name for field in dataclasses.fields(Article)]


def test_the_readme_tells_every_exit_code():
    text = DOCS[0].read_text("utf-8").partition("**Exit codes**")[2].partition("\n\n")[0]
    told = {int(code) for code in re.findall(r"(?:: |·\s+)(\d+) ", text)}
    assert told == {int(code) for code in Exit}


def test_all_is_what_the_readme_says():
    assert f"{len(ALL)} cities" in DOCS[0].read_text("utf-8")


def test_the_sample_is_what_the_demo_writes(qilu: Runner, tmp_path: Path):
    fresh = tmp_path / "articles.jsonl"
    done = qilu("demo", "--sample", fresh, "-o", tmp_path / "out")
    assert done.code == 0, done.stderr
    assert fresh.read_bytes() == (ROOT / "data/sample/articles.jsonl").read_bytes()
