"""A day of scheduled crawls, with all that may happen; `python -m bench.week` has a whole week."""

from __future__ import annotations

import signal
from pathlib import Path

from .weeks import Week, faults_of, summary


def test_a_day_of_crawls_brings_each_revision_once(tmp_path: Path):
    week = Week(tmp_path, hours=24, every=4, articles=100, seed=58)
    hours = list(week.run())
    assert len(hours) == 7
    assert -signal.SIGKILL in [hour.code for hour in hours], "killed"
    assert faults_of(week) == [], summary(week)
    assert "0 of them later revisions" not in summary(week)
