"""What `qilu health` answers, and what Prometheus is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scraper import metrics, monitor
from scraper.dates import timestamp
from scraper.monitor import Level, Status
from scraper.report import Alarm, Job, Records, RegionReport, Report
from scraper.reports import History, Mark

from .made_up import START, read, report

NOW = START + timedelta(hours=100)
DAY = timedelta(hours=24)
OTHER = Job(spider="region", regions=("jinan",))
ALARM = Alarm(kind="lists", about="dezhou", sentence="德州: …")


class Kept(History):
    """Reports in memory, the newest first."""

    def __init__(self, *reports: Report, mark: Mark | None = None) -> None:
        super().__init__(Path("reports"))
        self.reports = sorted(reports, key=lambda one: one.ended, reverse=True)
        self.marked = mark

    def newest(self):
        yield from self.reports

    def mark(self):
        return self.marked


def at_work(hours: float, is_alive: bool | None) -> Mark:
    class Seen(Mark):
        def is_alive(self) -> bool | None:
            return is_alive

    return Seen(run_id="x", began=timestamp(NOW - timedelta(hours=hours)), process=1, host="h")


@pytest.mark.parametrize(
    ("history", "level", "words"),
    [
        (Kept(), Level.UNKNOWN, "no run has ended yet"),
        (Kept(report(99, sentence="9 records")), Level.OK, r"德州: 9 records \(60 minutes ago\)$"),
        (Kept(report(99, exit_code=3, unhealthy_runs=1)), Level.WARNING, ""),
        (Kept(report(99, exit_code=3, unhealthy_runs=2)), Level.CRITICAL, "for 2 runs now"),
        (Kept(report(99, exit_code=3, alarms=(ALARM,))), Level.CRITICAL, ""),
        (Kept(report(99, exit_code=4, unhealthy_runs=1)), Level.CRITICAL, ""),
        (Kept(report(99, exit_code=1, unhealthy_runs=1)), Level.CRITICAL, ""),
        (Kept(report(99, exit_code=130, unhealthy_runs=1)), Level.WARNING, ""),
        (Kept(report(75)), Level.CRITICAL, "^no run has ended for 25 hours; 德州"),
        (Kept(report(77)), Level.OK, "23 hours ago"),
        # a run at work, or killed
        (Kept(mark=at_work(1, True)), Level.OK, "a run has been at work for 60 minutes"),
        (Kept(mark=at_work(1, False)), Level.WARNING, "the run begun 60 minutes ago was killed"),
        (Kept(report(75), mark=at_work(20, True)), Level.OK, "at work for 20 hours"),
        (Kept(report(75), mark=at_work(25, True)), Level.CRITICAL, "at work for 25 hours"),
        (Kept(report(75), mark=at_work(20, None)), Level.OK, "at work for 20 hours"),
        (Kept(report(75), mark=at_work(20, False)), Level.CRITICAL, "no run has ended.*killed"),
        (Kept(report(99), mark=at_work(0.5, False)), Level.WARNING, "was killed"),
        # other jobs in the same folder
        (
            Kept(report(99), *(report(n, job=OTHER, exit_code=4) for n in (60, 70))),
            Level.CRITICAL,
            "^济南",
        ),
        (Kept(report(99), report(70, job=OTHER, exit_code=4)), Level.OK, "^德州"),  # ran once
    ],
)
def test_how_a_folder_is_doing(history: History, level: Level, words: str):
    status = monitor.check("out", history, NOW, DAY)
    assert (status.level, bool(re.search(words, status.sentence))) == (level, True), status


def test_a_job_that_is_no_longer_run_is_forgotten():
    old = (report(n, job=OTHER, exit_code=4) for n in (10, 20))
    now = START + timedelta(days=9)
    history = Kept(report(24 * 9), *old)
    assert monitor.check("out", history, now, DAY).level is Level.OK


def test_the_line_of_a_plugin():
    one = report(99, sentence="9 records | 50 %\nof all", seconds=3.21)
    status = monitor.check("out", Kept(replace(one, records=Records(new=9))), NOW, DAY)
    line = monitor.line([status])
    assert line == (
        "QILU OK - 德州: 9 records / 50 % of all (60 minutes ago) | records=9 unchanged=0 failed=0 "
        "rejected=0 alarms=0 unhealthy_runs=0 seconds=3.2s age=3600s"
    )


def test_several_folders_are_as_bad_as_the_worst():
    statuses = [Status(f"out{n}", level, "…") for n, level in enumerate(Level)]
    assert monitor.worst_of(statuses) is Level.CRITICAL
    assert monitor.worst_of([statuses[0], statuses[3], statuses[1]]) is Level.UNKNOWN
    good = monitor.check("a b", Kept(report(99)), NOW, DAY)
    line = monitor.line([good, statuses[1]])
    assert line.startswith("QILU WARNING - a b: 德州: ")
    assert " // out1: … | 'a b records'=0 " in line


def test_metrics():
    one = replace(
        report(5, **read(of=20, source=19)),
        regions={"dezhou": RegionReport(name="德州", written=4, last_news="1970-01-01T00:00:09Z")},
    )
    lines = metrics.to_text(one, '/srv/"a"\\b').splitlines()
    home = r'home="/srv/\"a\"\\b"'
    assert f"qilu_end_timestamp_seconds{{{home}}} {START.timestamp() + 5 * 3600}" in lines
    assert f'qilu_records{{{home},result="new"}} 20' in lines
    assert f'qilu_layout_filled{{{home},layout="v2016",field="source"}} 19' in lines
    assert f'qilu_layout_filled{{{home},layout="v2016",field="videos"}} 0' in lines
    assert f'qilu_region_news_timestamp_seconds{{{home},region="dezhou"}} 9.0' in lines
    named = [line.split("{")[0] for line in lines if not line.startswith("#")]
    typed = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert list(dict.fromkeys(named)) == typed, "the values of a metric stand together"
    assert all(re.fullmatch(r'\w+\{(\w+="(\\.|[^"\\])*",?)+\} [\d.e+]+|# .+', x) for x in lines)
