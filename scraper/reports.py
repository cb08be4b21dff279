"""The folder of reports: one file a run, a copy of the newest, and a mark while a run lasts."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from .folders import replace_file
from .parts import RUN_ID
from .report import Job, Lost, Report, ReportError, from_json, to_json

_NAME = re.compile(rf"{RUN_ID}\.json")
MOST = 500
"""Reports that are looked at in search of earlier runs: three weeks of hourly ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who is at work: there from the beginning of a run until its report is written."""

    run_id: str
    began: str
    """UTC."""
    process: int
    host: str

    def is_alive(self) -> bool | None:
        """Whether the process is there; ``None`` where that can't be told: on another machine."""
        if self.host != socket.gethostname():
            return None
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True


class History:
    """The reports of one folder. Errors of the operating system pass through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.newest_file = folder / "newest.json"
        self._mark = folder / "running.json"

    def file(self, run_id: str) -> Path:
        """Return where a run's report is."""
        return self.folder / f"{run_id}.json"

    def files(self) -> list[Path]:
        """Return where the reports are, the newest first."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted((file for file in files if _NAME.fullmatch(file.name)), reverse=True)

    def newest(self) -> Iterator[Report]:
        """Yield the reports, the newest first; what is no report is left out."""
        for file in self.files():
            try:
                yield from_json(file.read_bytes())
            except (ReportError, FileNotFoundError):
                continue

    def earlier(self, job: Job) -> list[Report]:
        """Return the reports of runs that may be compared with a job's, the newest first."""
        return [report for report in islice(self.newest(), MOST) if report.job.is_like(job)]

    def begin(self, run_id: str, began: str) -> Lost | None:
        """Mark that a run is at work; return the run before, if it ended without a report."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob(".*.part"):  # of a run that was killed while it wrote
            left.unlink(missing_ok=True)
        before = self.mark()
        mark = Mark(run_id=run_id, began=began, process=os.getpid(), host=socket.gethostname())
        replace_file(self._mark, json.dumps(asdict(mark)) + "\n")
        return Lost(run_id=before.run_id, began=before.began) if before else None

    def mark(self) -> Mark | None:
        """Return who is at work, or was when it was killed."""
        try:
            mark = Mark(**json.loads(self._mark.read_bytes()))
            is_process = isinstance(mark.process, int) and 0 < mark.process < 2**31
            is_one = is_process and datetime.fromisoformat(mark.began).tzinfo
        except (FileNotFoundError, RecursionError, TypeError, ValueError):  # or someone changed it
            return None
        return mark if is_one else None

    def write(self, report: Report) -> Path:
        """Write a report, whole or not at all, and take the mark away; return the file."""
        text = to_json(report)
        file = self.file(report.run_id)
        replace_file(file, text)
        replace_file(self.newest_file, text)
        self._mark.unlink(missing_ok=True)
        return file
