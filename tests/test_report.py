"""The report of a run: its JSON, where it comes from, and where it is kept."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from scraper import errors, summary
from scraper.folders import replace_file, sync
from scraper.report import (
    REPORT_VERSION,
    Alarm,
    ErrorReport,
    Job,
    Lost,
    RegionReport,
    Report,
    ReportError,
    SlowPage,
    from_json,
    to_json,
)
from scraper.reports import History
from scraper.schema import report_table

from . import golden
from .conftest import ROOT
from .made_up import read, report

FULL = replace(
    report(5, **read(source=19)),
    regions={"dezhou": RegionReport(name="德州", last_news="2020-11-02T05:00:00Z")},
    alarms=(Alarm(kind="field", about="v2016/source", sentence="…"),),
    errors=(ErrorReport(kind="status 404", count=2, example="https://dezhou.iqilu.com/"),),
    slowest=(SlowPage(url="https://dezhou.iqilu.com/", seconds=3),),
    lost=Lost(run_id="20201101T000000Z-0000", began="2020-11-01T00:00:00Z"),
    files=("out/dezhou-20201102T000000Z-0005.jsonl",),
)
JOB = FULL.job


# JSON


def test_a_report_is_read_as_it_was_written():
    assert from_json(to_json(FULL)) == FULL
    assert json.loads(to_json(FULL))["report_version"] == REPORT_VERSION == 1


def test_reports_of_other_versions_are_read_as_far_as_they_go():
    document = json.loads(to_json(FULL))
    del document["layouts"], document["job"]["urls"]
    document |= {"report_version": 2, "weather": "fine"}
    document["records"]["weighed"] = 3
    assert from_json(json.dumps(document)) == replace(FULL, report_version=2, layouts={})


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "null", '{"run_id": ""}', '{"run_id": 3}', to_json(FULL)[:-30]),
        to_json(FULL).replace('"began": "2020', '"began": "x'),
        to_json(replace(FULL, files=(3,))),  # type: ignore[arg-type]
        to_json(replace(FULL, exit_code="0")),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_report_is_refused(text: str):
    with pytest.raises(ReportError):
        from_json(text)


def test_every_key_is_documented():
    assert report_table() in (ROOT / "docs/operations.md").read_text("utf-8")


# From the stats


def stats(**more: Any) -> dict[str, Any]:
    begun = datetime(2020, 11, 2, tzinfo=UTC)
    return {"start_time": begun, "elapsed_time_seconds": 90.5, **more}


def made(before: Report | None = None, **more: Any) -> Report:
    return summary.report(stats(**more), run_id="x", job=JOB, delay=1.0, before=before)


def test_times():
    one = made()
    assert (one.began, one.ended) == ("2020-11-02T00:00:00Z", "2020-11-02T00:01:30Z")
    assert one.seconds == 90.5


def test_requests_and_politeness():
    one = made(
        **{
            "downloader/request_count": 9,
            "downloader/response_status_count/404": 1,
            "downloader/response_status_count/200": 7,
            "downloader/exception_type_count/scrapy.exceptions.DownloadTimeoutError": 1,
            "downloader/response_bytes": 1234,
            "retry/count": 2,
            "robotstxt/response_status_count/200": 1,
            "qilu/crawl_delay": 3.0,
            "qilu/forbidden": 4,
        }
    )
    assert one.requests.statuses == {"200": 7, "404": 1}
    assert one.requests.broken == {"DownloadTimeoutError": 1}
    assert (one.requests.sent, one.requests.retries, one.requests.received) == (9, 2, 1234)
    assert (one.politeness.delay, one.politeness.crawl_delay) == (1.0, 3.0)
    assert (one.politeness.robots, one.politeness.forbidden) == ({"200": 1}, 4)


def test_news_of_a_city_are_remembered_from_run_to_run():
    first = made(
        **{
            "qilu/news/dezhou": 2,
            "qilu/written/dezhou": 3,
            "qilu/listed": {"dezhou.iqilu.com": {"1", "2"}},
        }
    )
    city = first.regions["dezhou"]
    assert (city.name, city.news, city.written, city.listed) == ("德州", 2, 3, 2)
    assert (city.last_news, city.news_runs) == (first.ended, 1)
    second = made(before=first)
    assert second.regions["dezhou"].last_news == first.ended
    assert second.regions["dezhou"].news_runs == 1


@pytest.mark.parametrize(
    ("changes", "days", "is_news"),
    [
        ({}, 0, True),
        ({}, 6, True),
        ({}, 8, False),
        ({"date_published": None}, 900, True),
        ({"revision": 2}, 0, False),
    ],
)
def test_only_fresh_articles_are_news(changes: dict[str, Any], days: int, is_news: bool):
    article = replace(golden.article("v2016/plain"), **changes)
    published = golden.article("v2016/plain").date_published
    assert published
    now = datetime.fromisoformat(published).astimezone(UTC) + timedelta(days=days)
    assert summary.is_news(article, now) is is_news


# Errors by kind


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        ("status 404", "status 404"),
        ("no article text in https://a.iqilu.com/1.shtml", "no article text in …"),
        (
            "User timeout caused connection failure: Getting https://a/ took longer than 30 s..",
            "User timeout caused connection failure",
        ),
        ("Connection was refused by other side: 111: x", "Connection was refused by other side"),
        ("", "unknown"),
    ],
)
def test_kinds_of_errors(why: str, kind: str):
    assert errors.kind_of(why) == kind


def test_errors_are_counted_with_the_first_page_of_each():
    crawler: Any = SimpleNamespace(settings=Settings())
    collected = MemoryStatsCollector(crawler)
    for n in range(3):
        errors.note(collected, "status 404", f"https://a/{n}")
    for n in range(99):
        errors.note(collected, f"odd thing {n}", f"https://b/{n}")
    found = made(**collected.get_stats()).errors
    assert found[0] == ErrorReport(kind="other", count=50, example="https://b/49")
    assert found[1] == ErrorReport(kind="status 404", count=3, example="https://a/0")
    assert sum(error.count for error in found) == 102


# The folder


@pytest.fixture
def history(tmp_path: Path) -> History:
    found = History(tmp_path / "reports")
    assert found.begin("20201102T000000Z-0000", "2020-11-02T00:00:00Z") is None
    return found


def test_reports_are_found_newest_first(history: History):
    other = report(7, job=Job(spider="region", regions=("jinan",)))
    for one in (report(3), report(9), other, report(1)):
        history.write(one)
    assert list(history.newest()) == [report(9), other, report(3), report(1)]
    assert history.earlier(report().job) == [report(9), report(3), report(1)]
    assert from_json(history.newest_file.read_bytes()) == report(1)  # the one written last


def test_what_is_no_report_is_left_out(history: History):
    file = history.write(report(3))
    file.with_name("20201102T000000Z-0009.json").write_text("{")
    file.with_name("20201102T000000Z-0008.json.part").write_text(to_json(report(8)))
    file.with_name("notes.txt").write_text("mine")
    assert list(history.newest()) == [report(3)]


def test_jobs_are_alike_by_spider_regions_and_columns():
    job = Job(spider="region", regions=("dezhou", "jinan"), since="2020-11-01")
    assert job.is_like(Job(spider="region", regions=("jinan", "dezhou"), max_pages=2))
    assert not job.is_like(Job(spider="region", regions=("dezhou",)))
    assert not job.is_like(replace(job, columns=("dzyaowen",)))


def test_a_run_without_a_report_is_found_by_the_next(history: History):
    lost = history.begin("20201102T010000Z-0001", "2020-11-02T01:00:00Z")
    assert lost == Lost(run_id="20201102T000000Z-0000", began="2020-11-02T00:00:00Z")
    history.write(report(1))
    assert history.begin("20201102T020000Z-0002", "2020-11-02T02:00:00Z") is None


def test_a_mark_tells_whether_its_process_is_there(history: History):
    mark = history.mark()
    assert mark
    assert (mark.process, mark.host) == (os.getpid(), socket.gethostname())
    assert mark.is_alive() is True
    gone = os.fork()
    if not gone:
        os._exit(0)
    os.waitpid(gone, 0)
    assert replace(mark, process=gone).is_alive() is False
    assert replace(mark, process=gone, host="elsewhere.example").is_alive() is None


@pytest.mark.parametrize(
    "change",
    [
        *({"began": "yesterday"}, {"began": "2020-11-02T00:00:00"}, {"began": 3}),
        *(
            {"process": "1"},
            {"process": None},
            {"process": 1.5},
            {"process": -1},
            {"process": 10**20},
        ),
    ],
    ids=repr,
)
def test_a_mark_that_someone_has_changed_is_none(change: dict[str, Any], history: History):
    file = history.folder / "running.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    assert history.mark() is None
    assert history.begin("20201102T010000Z-0001", "2020-11-02T01:00:00Z") is None


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path):
    file = tmp_path / "a.json"
    replace_file(file, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_file(file, "new \ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text() == "old"
    replace_file(file, "new")
    assert file.read_text() == "new"


def test_another_file_may_be_replaced_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As by another process, before the first one has its name."""

    def meanwhile(path: Path) -> None:
        monkeypatch.undo()
        replace_file(tmp_path / "b.json", "b")
        sync(path)

    monkeypatch.setattr("scraper.folders.sync", meanwhile)
    replace_file(tmp_path / "a.json", "a")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "a.json": "a",
        "b.json": "b",
    }
