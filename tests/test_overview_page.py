"""The quality report in a real browser: what a reader sees, in numbers counted elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from scraper.items import Record
from scraper.overview.page import html
from scraper.overview.tell import tell
from scraper.report import Alarm
from scraper.reports import History
from scraper.state import seconds

from .browser import browser, chromium
from .made_up import report
from .test_overview import HOSTILE, some_records

__all__ = ["browser", "chromium"]

CHARTS = "days fields sources sections reporters lengths lags problems runs".split()
PAPER = 688  # pixels between the margins of A4


@pytest.fixture(scope="module")
def some_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report of some records and runs."""
    return written(tmp_path_factory.mktemp("report"), some_records())


@pytest.fixture
def page(browser: BrowserContext, some_report: Path) -> Iterator[Page]:
    """Open a report of some records and runs."""
    with opened(browser, some_report) as page:
        yield page


def written(folder: Path, records: list[Record], *, lang: str = "en", runs: bool = True) -> Path:
    """Write a report."""
    if runs:
        write_runs(folder / "reports")
    file = folder / "report.html"
    data = tell(records, [folder / "data.jsonl"])
    assert bool(data["runs"]) is runs
    file.write_text(html(data, lang), "utf-8")
    return file


@contextmanager
def opened(browser: BrowserContext, file: Path) -> Iterator[Page]:
    """Open a report; no script may fail, nothing be asked for."""
    wrong: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert wrong == []
    assert asked == [file.as_uri()]


def write_runs(folder: Path) -> None:
    folder.mkdir()
    alarm = Alarm(kind="lists", about="dezhou", sentence="德州: `lists` are empty")
    for number in range(1, 30):
        History(folder).write(report(number))
    History(folder).write(report(30, exit_code=3, sentence="one list failed", alarms=(alarm,)))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def table(page: Page, section: str) -> list[list[str]]:
    """Return the cells of a section's table, without its head."""
    rows = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    found: list[list[str]] = page.eval_on_selector_all(f"#{section} tbody tr", rows)
    return [[text.replace("\u00a0", " ") for text in row] for row in found]


def counted(page: Page, section: str) -> dict[str, int]:
    return {name: number(count) for name, count, *_ in table(page, section)}


def figures(page: Page) -> list[str]:
    return [text.replace("\u00a0", " ") for text in page.locator("#figures dd").all_text_contents()]


def shown(part: int, whole: int) -> str:
    share = Decimal(100 * part) / whole
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


def test_the_numbers_are_those_of_the_records(page: Page) -> None:
    records = some_records()
    days = sorted(one["date_published"][:10] for one in records if one["date_published"])
    clean = sum(not one["metadata"]["problems"] for one in records)
    assert figures(page)[:4] == [
        str(len(records)),
        "3",
        f"{days[0]} – {days[-1]}",
        shown(clean, len(records)),
    ]
    assert counted(page, "sources") == Counter(one["source"] for one in records if one["source"])
    assert counted(page, "sections") == Counter(one["section"] for one in records if one["section"])
    assert sum(counted(page, "lengths").values()) == len(records)
    assert sum(counted(page, "lags").values()) == len(days)
    noted = [p["field"] for one in records for p in one["metadata"]["problems"]]
    assert counted(page, "problems") == {
        "layout: no box .info": noted.count("layout"),
        "source: not found": noted.count("source"),
    }
    wrong = page.locator("#wrong li").all_text_contents()
    assert any(f"{noted.count('layout')} articles" in line for line in wrong)
    undated = len(records) - len(days)
    assert any(f"{undated} articles" in line and "no date_published" in line for line in wrong)


def test_days_and_cities(page: Page) -> None:
    records = [one for one in some_records() if one["date_published"]]
    months = Counter(one["date_published"][:7] for one in records)
    rows = table(page, "days")
    assert {row[0]: number(row[-1]) for row in rows if row[-1] != "0"} == months
    heads = page.locator("#days thead th").all_text_contents()
    cities = Counter(one["region"]["slug"].title() for one in records)
    for place, city in enumerate(heads[1:-1], 1):
        assert sum(number(row[place]) for row in rows) == cities[city]
    assert (
        number(page.locator("#days svg .soft.end").last.text_content() or "") == cities[heads[-2]]
    )


def test_coverage(page: Page) -> None:
    heads = page.locator("#fields thead th").all_text_contents()
    rows = table(page, "fields")
    by_month = Counter(
        (one["metadata"]["layout"], (one["date_published"] or "no date")[:7])
        for one in some_records()
    )
    assert {tuple(row[0].split(" ", 1)): number(row[1]) for row in rows} == by_month
    for row in rows:
        layout, month = row[0].split(" ", 1)
        here = [
            one
            for one in some_records()
            if one["metadata"]["layout"] == layout
            and (one["date_published"] or "no date")[:7] == month
        ]
        for name, text in zip(heads[2:], row[2:], strict=True):
            has = sum(bool(one[name]) for one in here)
            whole = {0: "0 %", len(here): "100 %"}
            assert text == whole.get(has, shown(has, len(here))), (row[0], name)


def test_filters(page: Page) -> None:
    records = some_records()
    page.select_option("#region", label="Dezhou")
    here = [one for one in records if one["region"]["slug"] == "dezhou"]
    assert figures(page)[:2] == [str(len(here)), "1"]
    assert counted(page, "sources") == Counter(one["source"] for one in here if one["source"])
    assert (
        page.locator("#chosen").text_content() == f"Dezhou, {len(here)} of {len(records)} articles"
    )
    months = sorted({one["date_published"][:7] for one in here if one["date_published"]})
    first, last = months[len(months) // 3], months[len(months) // 2]
    page.select_option("#from", first)
    page.select_option("#to", last)
    here = [one for one in here if first <= (one["date_published"] or "")[:7] <= last]
    assert figures(page)[0] == str(len(here)) != "0"
    assert counted(page, "sections") == Counter(one["section"] for one in here if one["section"])
    shown_months = {row[0][:7] for row in table(page, "days")}
    assert (min(shown_months), max(shown_months)) == (first, last)
    page.select_option("#from", last)
    page.select_option("#to", first)
    assert "No article fits these filters." in page.locator("#wrong").inner_text()
    page.click("button[type=reset]")
    assert figures(page)[0] == str(len(records))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_has_marks_and_a_name(page: Page, lang: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.click(f"#{lang}")
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
    for section in CHARTS:
        charts = page.locator(f"#{section} svg")
        assert charts.count()
        for chart in charts.all():
            assert chart.get_attribute("role") == "img"
            for attribute in ("aria-labelledby", "aria-describedby"):
                told = page.locator(f"#{chart.get_attribute(attribute)}").text_content() or ""
                assert bool(re.search("[一-龥]", told.replace("、", ""))) or lang == "en"
                assert told
                assert "undefined" not in told
            boxes = "marks => marks.map(one => one.getBBox()).map(one => one.width * one.height)"
            sizes = chart.locator("rect.mark").evaluate_all(boxes)
            assert len(sizes) > 1
            assert min(sizes) > 0
    text = page.locator("body").inner_text()
    assert not re.search(r"undefined|NaN|null|\{\w+\}", text.replace("{{ data }}", ""))


def test_the_switch_of_colours(page: Page) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(paper) != before
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(paper) == before


def test_the_language_of_what_is_shown(page: Page) -> None:
    languages = "nodes => nodes.map(node => node.closest('[lang]').lang)"
    for lang, other in (("en", "zh-CN"), ("zh", "zh-CN")):
        page.click(f"#{lang}")
        links = page.eval_on_selector_all(
            "#problems li a, #copies li a", "a => a.map(one => one.firstChild)"
        )
        assert links
        headlines = (
            "nodes => nodes.map(one => (one.querySelector('[lang]') ?? one).closest('[lang]').lang)"
        )
        assert {*page.eval_on_selector_all("#problems li a, #copies li a", headlines)} == {other}
        assert {*page.eval_on_selector_all("#problems code", languages)} == {"en"}
    assert {*page.eval_on_selector_all("#wrong a span", languages)} == {"en"}


def test_a_hostile_headline_stays_text(page: Page) -> None:
    shown = page.locator("#problems li a").all_text_contents()
    assert HOSTILE in shown
    assert page.locator("img, main script").count() == 0


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reached = []
    while "BODY" not in reached:  # the end of the page
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or reached[-1] == "BODY", reached
    assert {"A", "SUMMARY"} <= {*reached}
    page.locator("#sources summary").press("Enter")
    assert page.locator("#sources table").is_visible()
    page.locator("#sources .scroll").press("ArrowDown")


@pytest.mark.parametrize("width", [390, 768, 1200])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for lang in ("zh", "en"):
        page.click(f"#{lang}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sides = "all => all.map(one => one.getBoundingClientRect().right)"
        assert max(page.eval_on_selector_all("svg, svg text", sides)) <= width


def test_print_cuts_nothing(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.click("#unfold")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sides = "all => all.map(one => Math.round(one.getBoundingClientRect().right))"
    assert max(page.eval_on_selector_all("svg, svg text, table, p, li, td", sides)) <= PAPER
    overflow = "all => all.map(one => getComputedStyle(one).overflowY)"
    assert {*page.eval_on_selector_all(".scroll", overflow)} == {"visible"}
    assert page.locator("button:visible, select:visible").count() == 0
    assert page.locator("#chosen").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") > 3
    assert b"/MediaBox [0 0 594.9" in pdf  # A4


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing(page: Page, lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-core here")
    page.emulate_media(color_scheme=scheme)
    page.click(f"#{lang}")
    page.click("#unfold")
    results = axe.Axe().run(page)
    assert results.response["passes"]
    assert results.violations_count == 0, results.generate_report()


def test_no_articles_at_all(browser: BrowserContext, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, [], lang="zh")) as page:
        assert "没有符合条件的文章" in page.locator("#wrong").inner_text()
        assert not re.search("undefined|NaN", page.locator("body").inner_text())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["metadata"].update(fetched_at=None), "does not say when it was fetched"),
        (lambda one: one.update(date_published=None), "have no date_published"),
        (lambda one: one.update(region=None), "Other hosts"),
        (lambda one: one.update(authors=[], source=None, section=None), "No data."),
    ],
)
def test_data_that_lacks_something(
    browser: BrowserContext, tmp_path: Path, change: Callable[[Record], Any], said: str
) -> None:
    records = some_records()
    for one in records:
        change(one)
    with opened(browser, written(tmp_path, records)) as page:
        text = page.locator("body").inner_text()
        assert said in text
        assert not re.search("undefined|NaN", text)


def test_what_is_wrong_is_told_first(browser: BrowserContext, tmp_path: Path) -> None:
    records = some_records()
    newest = max(one["date_published"] or "" for one in records)[:10]
    for one in records:
        if one["region"]["slug"] == "heze" and (one["date_published"] or "") > "2017-06":
            one["date_published"] = "2017-05-31"
    days = (date.fromisoformat(newest) - date(2017, 5, 31)).days
    fetched = [(one["date_published"], one["metadata"]["fetched_at"]) for one in records]
    early = sum(bool(when) and seconds(when) > seconds(then) for when, then in fetched)
    with opened(browser, written(tmp_path, records)) as page:
        lines = page.locator("#wrong li").all_text_contents()
        assert lines[0] == "■critical: The newest run (critical): one list failed"
        assert lines[1] == "■critical: Alarm of the newest run: 德州: lists are empty"
        assert early > 1
        assert f"▲warning: {early} articles were fetched before the time they state" in lines
        silent = f"Heze: the last article is of 2017-05-31, {days} days before the newest data"
        assert f"▲warning: {silent}" in lines


def test_nothing_is_wrong_with_clean_records(browser: BrowserContext, tmp_path: Path) -> None:
    record = some_records()[1]
    record["metadata"] |= {"problems": [], "fetched_at": "2026-01-01T00:00:00Z"}
    with opened(browser, written(tmp_path, [record], runs=False)) as page:
        lines = page.locator("#wrong li").all_text_contents()
    assert lines == ["●OK: Nothing looks wrong in these articles."]
