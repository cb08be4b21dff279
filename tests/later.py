"""Run `qilu` at another time: `python -m tests.later SECONDS crawl dezhou …`; SECONDS from now."""

from __future__ import annotations

import datetime
import runpy
import sys
import time
from typing import Self

_now = time.time


def put_forward(seconds: int) -> None:
    """Put this process's clock forward, or back; for modules that are imported afterwards."""

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Self:
            return cls.fromtimestamp(time.time(), tz)

    time.time = lambda: _now() + seconds
    datetime.datetime = Later  # type: ignore[misc]


if __name__ == "__main__":
    put_forward(int(sys.argv.pop(1)))
    runpy.run_module("scraper.cli", run_name="__main__", alter_sys=True)
