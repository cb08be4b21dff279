"""How the runs of a folder are doing, for a monitor: a line and a code as Nagios plugins give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import Any

from .folders import Folders
from .health import HOURS_OVER, Exit
from .measures import who
from .report import Report
from .reports import MOST, History, Mark
from .trends import span

ROW = 2
"""So many unhealthy runs in a row are critical; a single one may be a bad hour of the site's."""
RECENT = timedelta(days=7)
"""For how long the last run of a job that is no longer the newest in its folder counts."""


class Level(IntEnum):
    """Exit codes of Nagios plugins."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3

    @property
    def weight(self) -> int:
        """How bad it is: what is known to be critical is worse than the unknown."""
        return (0, 1, 3, 2)[self]


@dataclass(frozen=True, slots=True)
class Status:
    """How one folder is doing."""

    output: str
    level: Level
    sentence: str
    report: Report | None = None
    """The report that it follows from."""
    age: float | None = None
    """Seconds since the newest run ended."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        report = asdict(self.report) if self.report else None
        level = {"status": self.level.name, "code": int(self.level)}
        return {
            "output": self.output,
            **level,
            "sentence": self.sentence,
            "age": self.age,
            "report": report,
        }


def look(output: Path, max_age: timedelta) -> Status:
    """Return how the runs of an output folder are doing now."""
    history = History(Folders(output).reports)
    try:
        return check(str(output), history, datetime.now(UTC), max_age)
    except OSError as error:
        return Status(str(output), Level.UNKNOWN, f"can't read {error.filename}: {error.strerror}")


def check(output: str, history: History, now: datetime, max_age: timedelta) -> Status:
    """Return how the runs of an output folder are doing. Errors of the system pass through."""
    at_work = _at_work(history.mark(), now, max_age)
    reports = list(islice(history.newest(), MOST))
    if not reports:
        level, words = at_work or (Level.UNKNOWN, f"no run has ended yet in {output}")
        return Status(output, level, words)
    age = now - _ended(reports[0])
    worst = max(_last_of_each_job(reports, now), key=lambda report: level_of(report).weight)
    found = [(level_of(worst), _sentence(worst, now))]
    if at_work:
        found.append(at_work)
    if age > max_age and (at_work is None or at_work[0] is not Level.OK):
        found.insert(0, (Level.CRITICAL, f"no run has ended for {span(age)}"))
    level = max((one for one, _ in found), key=lambda one: one.weight)
    words = "; ".join(words for _, words in found)
    return Status(output, level, words, worst, age.total_seconds())


def level_of(report: Report) -> Level:
    """Return how bad the end of a run is."""
    if report.exit_code == Exit.OK:
        return Level.OK
    single = report.unhealthy_runs < ROW and not report.alarms
    single |= report.finish == HOURS_OVER  # as planned: a first crawl may take several nights
    if report.exit_code == Exit.INTERRUPTED or (report.exit_code == Exit.UNHEALTHY and single):
        return Level.WARNING
    return Level.CRITICAL


def _last_of_each_job(reports: Sequence[Report], now: datetime) -> Iterator[Report]:
    """Yield the newest report, and the last ones of other jobs that run again and again."""
    yield reports[0]
    last: list[Report] = []
    for report in reports:
        same = next((one for one in last if one.job.is_like(report.job)), None)
        if same is None:
            last.append(report)
        elif now - _ended(same) <= RECENT:
            yield same


def _sentence(report: Report, now: datetime) -> str:
    row = f", for {report.unhealthy_runs} runs now" if report.unhealthy_runs >= ROW else ""
    return f"{who(report)}: {report.sentence}{row} ({span(now - _ended(report))} ago)"


def _at_work(mark: Mark | None, now: datetime, max_age: timedelta) -> tuple[Level, str] | None:
    """Return what there is to say of a run that has not ended, or was killed."""
    if mark is None:
        return None
    time = span(now - datetime.fromisoformat(mark.began))
    if mark.is_alive() is False:
        return Level.WARNING, f"the run begun {time} ago was killed"
    hangs = now - datetime.fromisoformat(mark.began) > max_age
    return Level.CRITICAL if hangs else Level.OK, f"a run has been at work for {time}"


def _ended(report: Report) -> datetime:
    return datetime.fromisoformat(report.ended)


# Output


def worst_of(statuses: Sequence[Status]) -> Level:
    """Return the level of several folders."""
    return max((status.level for status in statuses), key=lambda level: level.weight)


def line(statuses: Sequence[Status]) -> str:
    """Return the line of a Nagios plugin: `QILU OK - … | records=12 …`."""
    several = len(statuses) > 1
    texts = [f"{s.output}: {s.sentence}" if several else s.sentence for s in statuses]
    numbers = [one for s in statuses for one in _numbers(s, f"{s.output} " if several else "")]
    return f"QILU {worst_of(statuses).name} - {_text(' // '.join(texts))} | {' '.join(numbers)}"


def _numbers(status: Status, prefix: str) -> Iterator[str]:
    report = status.report
    if report is None or status.age is None:
        return
    values = {
        "records": f"{report.records.new + report.records.changed}",
        "unchanged": f"{report.records.unchanged}",
        "failed": f"{report.records.failed}",
        "rejected": f"{report.records.rejected}",
        "alarms": f"{len(report.alarms)}",
        "unhealthy_runs": f"{report.unhealthy_runs}",
        "seconds": f"{report.seconds:.1f}s",
        "age": f"{status.age:.0f}s",
    }
    for name, value in values.items():
        label = f"{prefix}{name}".replace("'", "''").replace("=", "_")
        yield f"'{_text(label)}'={value}" if prefix else f"{name}={value}"


def _text(text: str) -> str:
    """Return text without what has a meaning in such a line."""
    return "".join(c if c.isprintable() else " " for c in text).replace("|", "/")
