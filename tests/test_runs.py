"""Exit codes and reports of real runs, healthy and not."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.folders import Folders
from scraper.health import Exit
from scraper.lookalike import LookAlikeServer, Reply
from scraper.lookalike.respond import error
from scraper.periods import today
from scraper.report import Job, Report, from_json
from scraper.reports import History
from scraper.store import locked

from .conftest import Crawl, Run, Runner, Serve, asked_articles, leading_to, truth
from .made_up import read, report

CITY = "dezhou"
ARTICLES = 60


@pytest.fixture
def server(serve: Serve) -> LookAlikeServer:
    return serve(seed=18, articles=ARTICLES, regions=[CITY])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def newest(reports: Path) -> Report:
    """Return the newest report, which is there twice, and nothing unfinished beside it."""
    found = from_json((reports / "newest.json").read_bytes())
    assert from_json((reports / f"{found.run_id}.json").read_bytes()) == found
    assert not [path for path in reports.iterdir() if path.suffix != ".json"]
    return found


def spoil(server: LookAlikeServer, wrong: Callable[[str], Reply | None]) -> None:
    """Let the site answer some addresses otherwise."""
    right = server.answer
    server.answer = lambda url, headers: wrong(url) or right(url, headers)


def sabotaged(run: Runner, server: LookAlikeServer, tmp_path: Path, code: str) -> Run:
    """Run a crawl of a program with an error of its own."""
    lines = f"import scraper.settings\n{code}\nfrom scraper.cli import main\nmain()\n"
    (tmp_path / "broken.py").write_text(lines)
    where = leading_to(server) | {"PYTHONPATH": str(tmp_path)}
    output = tmp_path / "out"
    return run("broken", "crawl", CITY, "--delay", 0, "-o", output, environment=where)


# The exit codes


def test_0_all_well_and_nothing_new(server: LookAlikeServer, crawl: Crawl, reports: Path):
    first = crawl(server, CITY)
    found = newest(reports)
    assert (first.code, found.exit_code) == (0, 0)
    assert first.last_line == found.sentence
    done = crawl(server, CITY)
    assert done.code == 0
    assert newest(reports).records.new == 0
    assert newest(reports).records.known == len(first.records)
    assert len(list(reports.glob("2*.json"))) == 2


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            "import pipelines.count as m\ndef no(*a): raise KeyError('x')\nm.Count.__init__ = no",
            r"the crawl could not start: KeyError",
        ),
        (
            "import spiders.region as m\nasync def no(self):\n    raise KeyError('x')\n    yield\n"
            "m.RegionSpider.start = no",
            r"the spider could not start \(see the log\)",
        ),
        (
            "import scraper.store as m\ndef no(self): raise ValueError('x')\nm.Store.seal = no",
            r"the files can't be finished \(see the log\)",
        ),
    ],
)
def test_1_a_crash(code: str, why: str, server: LookAlikeServer, run: Runner, tmp_path: Path):
    done = sabotaged(run, server, tmp_path, code)
    assert done.code == 1, done.stderr
    assert re.search(why, done.last_line)
    assert not (tmp_path / "reports" / "running.json").exists()


def test_1_a_report_that_an_error_of_ours_has_cost(
    server: LookAlikeServer, run: Runner, tmp_path: Path
):
    code = "import scraper.summary as m\ndef no(*a, **b): raise KeyError('x')\nm.report = no"
    done = sabotaged(run, server, tmp_path, code)
    assert done.code == 1
    assert done.last_line.startswith("Error: the report can't be made (see the log)")
    assert len(done.records) == len(truth(server.site))


def test_1_a_folder_that_can_not_be_written(server: LookAlikeServer, crawl: Crawl, reports: Path):
    reports.write_text("in the way")
    done = crawl(server, CITY)
    assert done.code == 1
    assert re.match(r"Error: can't write into \S+/reports: ", done.last_line)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nowhere",), "unknown region 'nowhere'"),
        ((CITY, "-s", "QILU_TOLERATED_FALL=much"), "QILU_TOLERATED_FALL must be from 0 to 1"),
        ((CITY, "-s", "QILU_ON_UNHEALTHY=say 'hello"), "QILU_ON_UNHEALTHY can't be read"),
        ((CITY, "--metrics", "/nowhere/at/all.prom"), "/nowhere/at is no folder"),
    ],
)
def test_2_a_mistake(
    arguments: tuple[str, ...], why: str, server: LookAlikeServer, crawl: Crawl, reports: Path
):
    done = crawl(server, *arguments)
    assert done.code == 2
    assert why in done.last_line
    assert "Traceback" not in done.stderr
    assert not reports.exists(), "a run that never was"


def test_3_unhealthy(server: LookAlikeServer, crawl: Crawl, reports: Path):
    dead = {record["url"] for record in truth(server.site)[::3]}
    spoil(server, lambda url: error(404) if url in dead else None)
    done = crawl(server, CITY)
    found = newest(reports)
    assert (done.code, found.exit_code, found.unhealthy_runs) == (3, 3, 1)
    assert done.last_line == f"Error: {found.sentence}"
    (kind,) = found.errors
    assert (kind.kind, kind.count, kind.example in dead) == ("status 404", len(dead), True)
    assert found.requests.statuses["404"] == found.records.failed == len(dead)
    crawl(server, CITY)
    assert newest(reports).unhealthy_runs in (0, 2)


def test_3_records_that_an_error_of_ours_has_cost(
    server: LookAlikeServer, run: Runner, tmp_path: Path, reports: Path
):
    code = (
        "import pipelines.count as m\nright = m.Count.process_item\n"
        "def no(self, item):\n    if item.id.endswith('1'): raise KeyError('x')\n"
        "    return right(self, item)\nm.Count.process_item = no"
    )
    done = sabotaged(run, server, tmp_path, code)
    lost = [r["url"] for r in truth(server.site) if r["id"].endswith("1")]
    assert done.code == 3
    assert f"{len(lost)} pages broke the program (see the log)" in done.last_line
    (kind,) = newest(reports).errors
    assert (kind.kind, kind.count) == ("KeyError in a pipeline", len(lost))


def test_4_nothing_fetched(server: LookAlikeServer, crawl: Crawl, reports: Path):
    spoil(server, lambda url: error(503) if url.endswith("/") else None)
    done = crawl(server, CITY, "-s", "RETRY_TIMES=0")
    assert (done.code, newest(reports).exit_code) == (4, 4)
    assert newest(reports).errors[0].kind == "status 503"


def test_75_another_run_has_the_folder(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path, reports: Path
):
    folders = Folders(tmp_path / "out")
    folders.make()
    lock = locked(folders)
    try:
        done = crawl(server, CITY)
    finally:
        lock.release()
    assert done.code == 75
    assert done.last_line.startswith("Error: another run is writing into ")
    assert not reports.exists()


def at_article(server: LookAlikeServer, number: int, act: Callable[[], None]) -> None:
    """Do something when so many articles were asked for."""
    right = server.answer

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        if len(asked_articles(server)) == number:
            act()
        return right(url, headers)

    server.answer = answer


def started(server: LookAlikeServer, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scraper.cli", "crawl", CITY, "--delay", "0.05"]
    return subprocess.Popen(
        [*command, "-o", str(output)],
        env=leading_to(server),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_130_interrupted(
    number: signal.Signals, server: LookAlikeServer, tmp_path: Path, reports: Path
):
    with started(server, tmp_path / "out") as process:
        at_article(server, 5, lambda: process.send_signal(number))
        assert process.wait(60) == 130
    found = newest(reports)
    assert (found.exit_code, found.finish) == (130, "shutdown")
    assert 0 < found.records.new < ARTICLES
    assert found.files


def test_a_killed_run_has_no_report_and_the_next_one_says_so(
    server: LookAlikeServer, crawl: Crawl, qilu: Runner, tmp_path: Path, reports: Path
):
    with started(server, tmp_path / "out") as process:
        at_article(server, 5, process.kill)
        assert process.wait(60) == -signal.SIGKILL
    assert [path.name for path in reports.iterdir()] == ["running.json"]
    asked = qilu("health", "-o", tmp_path / "out")
    assert asked.code == 1
    assert re.match(r"QILU WARNING - the run begun \d minutes ago was killed \| ", asked.stdout)
    done = crawl(server, CITY)
    assert done.code == 0, done.stderr
    assert "1 earlier run without a report" in done.last_line
    lost = newest(reports).lost
    assert lost
    assert f"the run {lost.run_id}, begun {lost.began}, left no report" in done.stderr
    crawl(server, CITY)
    assert newest(reports).lost is None


# The report


def test_what_a_report_tells(server: LookAlikeServer, crawl: Crawl, reports: Path):
    done = crawl(server, CITY, "--since", "2015-01-01", "--columns", "dzyaowen")
    found = newest(reports)
    job = Job(spider="region", regions=(CITY,), columns=("dzyaowen",), since="2015-01-01")
    assert found.job == job
    assert found.run_id == done.records[0]["metadata"]["run_id"]
    assert found.records.new == len(done.records) == found.regions[CITY].written
    assert found.regions[CITY].listed >= len(done.records)
    assert found.files == tuple(map(str, done.files))
    assert found.requests.sent == len(server.requests) == sum(found.requests.statuses.values())
    assert found.politeness.robots == {"200": 1}
    assert found.requests.received > 10_000
    assert 0 < found.seconds < 60
    assert found.slowest[0].seconds >= found.slowest[-1].seconds > 0
    assert found.versions.lxml.count(".") >= 1
    for name, layout in found.layouts.items():
        records = [r for r in done.records if r["metadata"]["layout"] == name]
        assert layout.records == len(records)
        for field in ("source", "images", "byline"):
            assert layout.filled.get(field, 0) == sum(bool(r[field]) for r in records)
            lacking = {r["url"] for r in records if not r[field]}
            assert layout.lacking.get(field) in (lacking or {None})


def test_scrapy_crawl_reports_as_well(server: LookAlikeServer, scrapy: Crawl, reports: Path):
    done = scrapy(server, "region", "-a", f"regions={CITY}", "-a", "max_articles=3")
    assert newest(reports).records.new == len(done.records) == 3


def test_without_an_output_folder_nothing_is_reported(
    server: LookAlikeServer, qilu: Runner, tmp_path: Path
):
    url = truth(server.site)[0]["url"]
    done = qilu("fetch", url, "--delay", 0, environment=leading_to(server), cwd=tmp_path)
    assert done.code == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_articles_of_today_are_news(serve: Serve, crawl: Crawl, reports: Path):
    newest_day = today()
    server = serve(
        seed=3, articles=40, regions=[CITY], newest=newest_day, oldest=newest_day - timedelta(60)
    )
    done = crawl(server, CITY)
    found = newest(reports).regions[CITY]
    assert 0 < found.news < len(done.records)
    assert (found.last_news, found.news_runs) == (newest(reports).ended, 1)


# Compared with earlier runs


def without_source(server: LookAlikeServer) -> None:
    """Let the site leave the place of the outlet empty."""
    right = server.answer
    outlet = re.compile(r"(来源：<span>)[^<]*".encode())

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        return replace(reply, body=outlet.sub(rb"\1", reply.body))

    server.answer = answer


def earlier(reports: Path, **changes: Any) -> None:
    """Leave the reports of ten earlier runs."""
    history = History(reports)
    reports.mkdir()
    for n in range(10):
        history.write(report(n, **read(of=30, source=29), **changes))


def test_a_field_that_vanishes_is_unhealthy_and_said(
    server: LookAlikeServer, crawl: Crawl, qilu: Runner, tmp_path: Path, reports: Path
):
    earlier(reports)
    without_source(server)
    told = tmp_path / "told.json"
    code = f"import json, os; json.dump(dict(os.environ), open({str(told)!r}, 'w'))"
    hook = shlex.join([sys.executable, "-c", code])
    done = crawl(server, CITY, QILU_ON_UNHEALTHY=hook)
    found = newest(reports)
    (alarm,) = (one for one in found.alarms if one.about == "v2016/source")
    assert done.code == found.exit_code == 3
    assert re.fullmatch(
        r"德州: `source` is filled on \d+ % of the last \d+ records of v2016 \(1 run\), it was "
        r"97 % in the 10 runs before: the site may have changed its page; see https://dezhou\.iqilu\.com/"
        r"\S+",
        alarm.sentence,
    )
    assert alarm.sentence in done.stderr
    assert done.last_line.endswith(f"; the report: {reports / f'{found.run_id}.json'}")
    environment = json.loads(told.read_text("utf-8"))
    assert environment["QILU_SENTENCE"] == found.sentence
    assert Path(environment["QILU_REPORT"]) == reports / f"{found.run_id}.json"
    assert environment["QILU_EXIT_CODE"] == "3"
    asked = qilu("health", "-o", tmp_path / "out")
    assert asked.code == 2
    assert asked.stdout.startswith(f"QILU CRITICAL - 德州: {found.sentence[:40]}")


def test_the_limits_are_settings(server: LookAlikeServer, crawl: Crawl, reports: Path):
    earlier(reports)
    without_source(server)
    done = crawl(server, CITY, "-s", "QILU_LEAST_RUNS=11")
    assert done.code == 0, done.stderr
    assert newest(reports).alarms == ()


def test_runs_of_another_job_are_no_measure(server: LookAlikeServer, crawl: Crawl, reports: Path):
    earlier(reports, job=Job(spider="region", regions=(CITY, "jinan")))
    without_source(server)
    assert crawl(server, CITY).code == 0


def test_a_hook_that_fails_is_said_and_changes_nothing(
    server: LookAlikeServer, crawl: Crawl, reports: Path
):
    spoil(server, lambda url: error(404) if url.endswith("/") else None)
    done = crawl(server, CITY, QILU_ON_UNHEALTHY="/nowhere/to/be/found")
    assert (done.code, newest(reports).exit_code) == (Exit.NOTHING, Exit.NOTHING)
    assert "QILU_ON_UNHEALTHY: '/nowhere/to/be/found' can't be run" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_hook_for_a_healthy_run(server: LookAlikeServer, crawl: Crawl):
    done = crawl(server, CITY, "--max-articles", 2, QILU_ON_UNHEALTHY="/nowhere/to/be/found")
    assert done.code == 0
    assert "QILU_ON_UNHEALTHY" not in done.stderr


# For a monitor


def test_health_of_folders(server: LookAlikeServer, crawl: Crawl, qilu: Runner, tmp_path: Path):
    metrics = tmp_path / "qilu.prom"
    done = crawl(server, CITY, "--max-articles", 2, "--metrics", metrics)
    assert 'result="new"} 2' in metrics.read_text("utf-8")
    good = qilu("health", "-o", done.output)
    assert (good.code, good.stderr) == (0, "")
    assert re.fullmatch(
        r"QILU OK - 德州: 2 records, 0 failed, 0 rejected \(\d minutes ago\) \| records=2 .*\n",
        good.stdout,
    )
    old = qilu("health", "-o", done.output, "--max-age", 1e-6)
    assert (old.code, "no run has ended for 0 minutes" in old.stdout) == (2, True)
    both = qilu("health", "-o", done.output, "-o", tmp_path / "nowhere", "--json")
    document = json.loads(both.stdout)
    assert (both.code, document["status"], document["code"]) == (3, "UNKNOWN", 3)
    assert [one["status"] for one in document["folders"]] == ["OK", "UNKNOWN"]
    assert document["folders"][0]["report"]["records"]["new"] == 2
