"""The browser of the tests: shows files and loopback, asks nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error

from .browser import browser, chromium

__all__ = ["browser", "chromium"]


def test_a_file_is_shown(browser: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<title>x</title><p>青岛</p><script>document.title = '德州'</script>", "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.title() == "德州"
    assert page.inner_text("p") == "青岛"


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "https://example.invalid/"])
def test_nothing_else_is_asked(browser: BrowserContext, address: str) -> None:
    page = browser.new_page()
    with pytest.raises(Error, match="ERR_"):
        page.goto(address)
