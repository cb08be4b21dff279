"""A week of hourly crawls in minutes: `python -m bench.week`, from the project's root.

Articles appear and change by the hour; now and then the site fails, or a run is killed. Prints a
line a run, then what was wrong. Exits with 1 if anything was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.weeks import Week, faults_of, summary


def run(week: Week) -> int:
    """Let a week pass; return how much was wrong."""
    for hour in week.run():
        trouble = f" [{hour.trouble}]" if hour.trouble else ""
        asked = f"{hour.lists:3} lists {hour.pages:4} pages"
        print(f"{hour.at:%d %H:%M} {asked} {hour.code:3}{trouble} {hour.said}", flush=True)
    wrong = faults_of(week)
    print("\n".join([summary(week), *wrong]))
    return len(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=168)
    parser.add_argument("--every", type=int, default=1, help="hours from one run to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=700, help="of three weeks, two cities")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qilu-week-") as home:
        sys.exit(run(Week(Path(home), **vars(given))) > 0)
