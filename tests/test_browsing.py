"""An exported database in datasette, as a person sees it: search, facets, an article's page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page

from scraper.export import FORMATS, export
from scraper.items import Record
from scraper.lookalike import LookAlike

from .browser import browser, chromium, free_port
from .conftest import PATIENCE
from .test_loading import DOCUMENT

__all__ = ["browser", "chromium"]

RECORDS = list(LookAlike(seed=3, articles=120, regions=("dezhou", "qingdao")).articles_of("dezhou"))
FIRST = RECORDS[0] | {
    "headline": "青岛港开出新航线",
    "body": "第一段说青岛。\n第二段说别的。",
    "region": {"slug": "qingdao", "name": "青岛", "code": "370200"},
    "date_published": "2030-01-02",
}

# On a busy machine a query may take longer than datasette waits for it.
PATIENT = "--setting facet_time_limit_ms 9000 --setting sql_time_limit_ms 9000".split()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the exported database by the line that the documents show; yield its address."""
    folder = tmp_path_factory.mktemp("datasette")
    export([FIRST, *RECORDS[1:]], FORMATS["sqlite"], folder / "articles.sqlite")
    port = free_port()
    shown = re.search(r"^datasette (.*) --open$", DOCUMENT.read_text("utf-8"), re.M)
    assert shown
    server = subprocess.Popen(
        [sys.executable, "-m", "datasette", *shown[1].split(), "-p", str(port), *PATIENT],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.endswith("_proxy")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield f"{address}/articles"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("datasette did not start")


def search(page: Page, words: str) -> int:
    """Type words into the box of the search; return how many articles are found."""
    page.fill("input[name=_search]", words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return int(page.inner_text("h3").split()[0])


def holding(*words: str) -> list[Record]:
    texts = {
        record["id"]: "\n".join(record[key] or "" for key in ("headline", "byline", "body"))
        for record in (FIRST, *RECORDS[1:])
    }
    return [record for record in RECORDS if all(word in texts[record["id"]] for word in words)]


@pytest.mark.parametrize("words", ["青岛", "气象", "气象台", "规模以上工业", "记者 居民"])
def test_search_finds_what_is_typed(words: str, site: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.goto(f"{site}/articles")
    found = len(holding(*words.split()))
    assert search(page, words) == found > 0


def test_facets_and_list(site: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.goto(f"{site}/articles")
    facets = page.locator(".facet-info-name").all_inner_texts()
    assert {text.split()[0] for text in facets} == {"region_name", "section", "source"}
    assert page.locator("td.col-headline").first.inner_text() == FIRST["headline"]
    assert page.locator("td.col-headline").first.is_visible()
    assert not page.locator("td.col-body").first.is_visible()
    page.click(".facet-info a:text-is('青岛')")
    page.wait_for_url(re.compile("region_name="))
    assert page.locator("td.col-region_name").all_inner_texts() == ["青岛"]


def test_an_article_is_readable(site: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.goto(f"{site}/articles?_search=青岛")
    page.click(f"a:text-is('{FIRST['id']}')")
    page.wait_for_url(f"{site}/articles/{FIRST['id']}")
    assert page.inner_text("td.col-body") == FIRST["body"]
    places = {
        name: page.locator(f"td.col-{name}").bounding_box() or {}
        for name in ("headline", "region_name", "body", "url")
    }
    tops = [place["y"] for place in places.values()]
    assert tops == sorted(tops)
    assert places["body"]["width"] > 400
    assert places["body"]["height"] > 2 * 16  # its paragraphs are lines of their own
    assert page.get_by_text("from article in authors").is_visible()


def test_words_in_their_context(site: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.goto(f"{site}/in_context?words=青岛")
    assert "第一段说【青岛】。" in page.locator("td.col-context").first.inner_text()
