"""Report on the run: compare it with earlier ones, seal its report, call for help."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper import hook, metrics, summary
from scraper.dates import timestamp
from scraper.folders import FolderError, explained, replace_file
from scraper.health import Exit, outcome
from scraper.items import QiluError
from scraper.report import Alarm, Job, Lost, Report
from scraper.reports import History
from scraper.store import Store
from scraper.trends import Limits, alarms

from .hold import give_up, store_of

log = logging.getLogger(__name__)

WORTH_A_CALL = {Exit.CRASH, Exit.UNHEALTHY, Exit.NOTHING}


class Reporter:
    """Write the report of a run that has an output folder, and what depends on it.

    Raises `QiluError` for settings that make no sense.
    """

    def __init__(self, crawler: Crawler, store: Store) -> None:
        spider: Any = crawler.spider
        self.crawler = crawler
        self.stats = crawler.stats
        self.run_id: str = spider.run_id
        self.job: Job = spider.job()
        self.home = store.folders.home
        self.history = History(store.folders.reports)
        self.limits = _limits(crawler)
        self.metrics = _metrics_file(crawler)
        self.command: str = crawler.settings.get("QILU_ON_UNHEALTHY") or ""
        hook.words(self.command)
        self.seconds = crawler.settings.getfloat("QILU_HOOK_SECONDS")
        self.lost: Lost | None = None
        self.written: Report | None = None
        for handler, signal in (
            (self.begin, signals.spider_opened),
            (self.close, signals.spider_closed),
            (self.call, signals.engine_stopped),  # when the folder is free again
        ):
            crawler.signals.connect(handler, signal=signal, weak=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reporter:
        """Make the extension."""
        store = store_of(crawler)
        if store is None:
            raise NotConfigured
        return cls(crawler, store)

    def begin(self) -> None:
        """Mark that the run is at work, and say if the one before was killed."""
        try:
            with explained(f"write into {self.history.folder}"):
                self.lost = self.history.begin(self.run_id, timestamp(datetime.now(UTC)))
        except FolderError as error:
            give_up(self.crawler, error)
        if self.lost:
            self.stats.inc_value("qilu/lost")
            log.warning(
                "the run %s, begun %s, left no report: it was killed, or could not write one",
                *(self.lost.run_id, self.lost.began),
            )

    def close(self) -> None:
        """Seal the report. What the run brought is safe already."""
        try:
            with explained(f"write into {self.history.folder}"):
                self.seal()
        except FolderError as error:
            log.error(error)
            self.stats.get_stats().setdefault("qilu/cant_write", str(error))
        finally:
            if self.written is None:  # an error of ours; Scrapy logs it
                message = "the report can't be made (see the log)"
                self.stats.get_stats().setdefault("qilu/cant_write", message)

    def seal(self) -> None:
        """Make the report, and write it."""
        report = self.judged()
        file = self.history.write(report)
        self.written = report
        self.stats.set_value("qilu/report", str(file))
        log.info("report: %s", file)
        self.export(report)

    def judged(self) -> Report:
        """Return the report, with its code and sentence; `outcome` learns of the alarms, too."""
        earlier = self.history.earlier(self.job)
        before = earlier[0] if earlier else None
        report = summary.report(
            self.stats.get_stats(),
            run_id=self.run_id,
            job=self.job,
            delay=self.crawler.settings.getfloat("DOWNLOAD_DELAY"),
            before=before,
        )
        found: tuple[Alarm, ...] = ()
        if outcome(self.stats.get_stats()).code in (Exit.OK, Exit.UNHEALTHY):
            found = tuple(alarms(report, earlier, self.limits))
        self.stats.set_value("qilu/alarms", [alarm.sentence for alarm in found])
        for alarm in found:
            log.error(alarm.sentence)
        code, sentence = outcome(self.stats.get_stats())
        row = before.unhealthy_runs if before else 0
        return replace(
            report,
            exit_code=int(code),
            sentence=sentence,
            alarms=found,
            unhealthy_runs=row + 1 if code else 0,
            lost=self.lost,
        )

    def export(self, report: Report) -> None:
        """Write the metrics, if they are wanted."""
        if self.metrics is None:
            return
        try:
            replace_file(self.metrics, metrics.to_text(report, str(self.home)))
        except OSError as error:
            log.error("can't write %s: %s", self.metrics, error.strerror)

    def call(self) -> None:
        """Run the operator's command when something is wrong."""
        report = self.written
        if not self.command or report is None or report.exit_code not in WORTH_A_CALL:
            return
        try:
            hook.run(self.command, report, self.history.file(report.run_id), self.seconds)
        except hook.HookError as error:
            log.error("QILU_ON_UNHEALTHY: %s", error)


def _limits(crawler: Crawler) -> Limits:
    settings = crawler.settings
    return Limits(
        runs=settings.getint("QILU_LEAST_RUNS"),
        records=settings.getint("QILU_LEAST_RECORDS"),
        fall=settings.getfloat("QILU_TOLERATED_FALL"),
        silence=settings.getfloat("QILU_SILENT_HOURS"),
    )


def _metrics_file(crawler: Crawler) -> Path | None:
    given: str = crawler.settings.get("QILU_METRICS") or ""
    if not given:
        return None
    file = Path(given)
    if file.is_dir() or not file.parent.is_dir():
        why = "is a folder" if file.is_dir() else f"{file.parent} is no folder"
        raise QiluError(f"can't write metrics into {file}: {why}")
    return file
