"""The clock: records say when they were fetched, and checks are due by it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ..dates import timestamp
from ..parts import finished
from .finding import Finding, ok, problem

EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
"""Before this program was written no clock is right."""
TOLERATED = 300  # seconds: file servers have clocks of their own
_SET = "set the clock, best by NTP; a run with a clock that is behind asks for nothing again"


def examine(output: Path, newest: str, now: float) -> Finding:
    """Compare the time with the newest record (`fetched_at`) and the newest file."""
    moment = datetime.fromtimestamp(now, UTC)
    if moment < EARLIEST:
        return problem("clock", f"it says {timestamp(moment)}", _SET)
    if newest and (_seconds(newest) or 0) > now + TOLERATED:
        text = f"it says {timestamp(moment)}, but the newest record is of {newest}"
        return problem("clock", text, _SET)
    for file in finished(output):
        written = file.stat().st_mtime
        if written > now + TOLERATED:
            later = timestamp(datetime.fromtimestamp(written, UTC))
            text = f"it says {timestamp(moment)}, but {file.name} is of {later}"
            return problem("clock", text, _SET)
    return ok("clock", f"{timestamp(moment)}, later than every record and file")


def _seconds(time: str) -> float | None:
    try:
        return datetime.fromisoformat(time).timestamp()
    except ValueError:
        return None
