"""A real browser for the tests that look at pages: the system's Chromium, led by Playwright."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from .conftest import NOWHERE

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CHROMIUM = os.environ.get("QILU_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
_HERE = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Run Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium, or set QILU_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=FLAGS,
            proxy={"server": NOWHERE, "bypass": "127.0.0.1,localhost"},
        )
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    """Open a fresh profile; files and this machine are all that it can ask for."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    context.route(lambda url: not _is_here(url), lambda route: route.abort())
    yield context
    context.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"file", "data", "blob", "about"} or parts.hostname in _HERE
