"""How the crawls went, from the reports beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ..folders import Folders
from ..monitor import level_of
from ..report import Report
from ..reports import History

MOST = 200
"""Runs that the page shows, the newest: eight days of hourly ones."""


def runs_beside(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the runs whose reports lie beside data files, the oldest first."""
    homes = {Folders(file.parent).reports for file in files}
    found = [report for home in sorted(homes) for report in islice(History(home).newest(), MOST)]
    newest = sorted(found, key=lambda report: (report.ended, report.run_id))[-MOST:]
    return [dict(_shown(report)) for report in newest]


def _shown(report: Report) -> Iterator[tuple[str, Any]]:
    records = report.records
    yield "id", report.run_id
    yield "ended", report.ended
    yield "seconds", round(report.seconds)
    yield "level", int(level_of(report))
    yield "exit", report.exit_code
    yield "sentence", report.sentence
    yield "alarms", [alarm.sentence for alarm in report.alarms]
    yield "regions", list(report.job.regions)
    yield "written", records.new + records.changed
    yield "unchanged", records.unchanged
    yield "failed", records.failed
    yield "rejected", records.rejected
