"""The page of an explanation in a real browser: a hostile page does nothing, all is reachable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from scraper.explain import explain, to_html

from . import golden
from .browser import browser, chromium  # noqa: F401 (fixtures)
from .test_explain import URL, explained, hostile

# What each text is printed on, and the contrast of the two as WCAG computes it.
CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll('body, body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !e.getClientRects().length) continue;
    const pair = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a);
    found.push([(pair[0] + 0.05) / (pair[1] + 0.05), e.className || e.tagName]);
  }
  return found;
}"""


def opened(browser: BrowserContext, folder: Path, text: str) -> tuple[Page, list[str]]:  # noqa: F811
    """Open a page; return it and what it asked for, or complained of."""
    file = folder / "explained.html"
    file.write_text(text, "utf-8")
    page, events = browser.new_page(), []
    page.on("request", lambda request: events.append(request.url))
    page.on("console", lambda message: events.append(message.text))
    page.on("dialog", lambda dialog: events.append(dialog.message))
    page.on("pageerror", lambda error: events.append(str(error)))
    page.goto(file.as_uri())
    return page, [event for event in events if event != file.as_uri()]


def test_a_hostile_page_does_nothing(browser: BrowserContext, tmp_path: Path):  # noqa: F811
    page, events = opened(browser, tmp_path, to_html(explain(hostile(), URL)))
    assert events == []
    assert page.title() == "Where record 4691234 comes from"
    assert "<script>8</script>" in page.inner_text(".body")
    assert page.locator(".body a").count() == page.locator(".body .name").count() > 0


def test_the_policy_forbids_what_should_slip_through(
    browser: BrowserContext,  # noqa: F811
    tmp_path: Path,
):
    slipped = (
        '<script>document.title="x"</script><img src="http://127.0.0.1:1/y.png"><style>*{}</style>'
    )
    text = to_html(explained("v2016/plain")).replace("<main>", f"<main>{slipped}")
    page, events = opened(browser, tmp_path, text)
    assert page.title().startswith("Where record")
    assert sum("Content Security Policy" in event for event in events) == 3
    assert page.evaluate("document.images[0].naturalWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", ["v2016/images-captions", "v2010/plain"])
def test_every_text_can_be_read(
    browser: BrowserContext,  # noqa: F811
    tmp_path: Path,
    scheme: Any,
    case: str,
):
    page, _ = opened(browser, tmp_path, to_html(explained(case)))
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(CONTRAST)
    assert len(found) > 50
    assert [one for one in found if one[0] < 4.5] == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")


def test_all_can_be_reached_by_keys(browser: BrowserContext, tmp_path: Path):  # noqa: F811
    page, _ = opened(browser, tmp_path, to_html(explained("v2016/plain")))
    focused = "document.activeElement.textContent"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Skip to the page"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "headline"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#m-headline-1"
    page.keyboard.press("Tab")  # from where the link led to: the name in the mark
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#f-headline"
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "f-headline"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_what_a_screen_reader_finds(browser: BrowserContext, tmp_path: Path):  # noqa: F811
    page, _ = opened(browser, tmp_path, to_html(explained("v2016/plain")))
    tree = page.locator("body").aria_snapshot()
    for line in (
        '- heading "Where record 4691234 comes from" [level=1]',
        '- navigation "Legend"',
        '- region "Fields"',
        '- region "The page"',
        '- rowheader "headline"',
        '- columnheader "Rule"',
    ):
        assert line in tree
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_attribute(".body", "lang") == "zh-CN"


@pytest.mark.parametrize("width", [320, 1200])
def test_it_fits_narrow_and_wide_windows(
    browser: BrowserContext,  # noqa: F811
    tmp_path: Path,
    width: int,
):
    page, _ = opened(browser, tmp_path, to_html(explained("v2016/related-thirteen")))
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_golden_layout_opens(browser: BrowserContext, tmp_path: Path):  # noqa: F811
    for layout in sorted({case.partition("/")[0] for case in golden.CASES}):
        case = next(case for case in golden.CASES if case.startswith(f"{layout}/"))
        page, events = opened(browser, tmp_path, to_html(explained(case)))
        assert events == []
        assert page.locator(".mark").count() > 0
        page.close()
