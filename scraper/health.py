"""Whether a crawl went well: its exit code, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

HOURS_OVER = "hours"
"""The `finish_reason` of a crawl that was ended by `QILU_HOURS`."""

TOLERATED_FAILURES = 0.1  # of the articles asked for; single dead links are normal

# What a run reports without its being a failure.
_ASIDES = {
    "qilu/forbidden": "forbidden by robots.txt",
    "qilu/dead_columns": "dead columns",
    "qilu/empty_columns": "columns without articles",
}


class Exit(IntEnum):
    """Exit codes of a crawl."""

    OK = 0
    CRASH = 1
    USAGE = 2
    UNHEALTHY = 3
    NOTHING = 4
    INTERRUPTED = 130


class Outcome(NamedTuple):
    """How a run ended."""

    code: Exit
    sentence: str


def outcome(stats: Mapping[str, Any]) -> Outcome:
    """Judge a run by Scrapy's stats and our own (`qilu/…`)."""
    records = stats.get("item_scraped_count", 0)
    failures: list[str] = stats.get("qilu/failures", [])
    failed = stats.get("qilu/failed", 0)
    crashes = sum(n for key, n in stats.items() if key.startswith("spider_exceptions/"))
    rejected = stats.get("qilu/rejected", 0)
    counts = f"{records} records, {failed} failed, {rejected} rejected"
    for name, words in _ASIDES.items():
        if stats.get(name):
            counts += f", {stats[name]} {words}"
    given_up: list[str] = stats.get("qilu/given_up", [])
    if stats.get("finish_reason") == "shutdown":
        return Outcome(Exit.INTERRUPTED, f"interrupted: {counts}")
    if stats.get("finish_reason") == HOURS_OVER:
        return Outcome(Exit.UNHEALTHY, f"unfinished, the hours (QILU_HOURS) are over: {counts}")
    if crashes:
        return Outcome(Exit.UNHEALTHY, f"{crashes} pages broke the spider (see the log): {counts}")
    if not records:
        return Outcome(Exit.NOTHING, f"nothing fetched: {_why_nothing(stats, failures)}")
    if given_up:
        return Outcome(Exit.UNHEALTHY, f"unhealthy: {counts}; {'; '.join(given_up)}")
    if rejected or stats.get("qilu/lists_failed"):
        why = stats.get("qilu/list_failure") or "; ".join(failures[:1])
        return Outcome(Exit.UNHEALTHY, f"unhealthy: {counts}; {why}")
    if failed > TOLERATED_FAILURES * (records + failed):
        return Outcome(Exit.UNHEALTHY, f"unhealthy, too many failures: {counts}; {failures[0]}")
    return Outcome(Exit.OK, counts)


def _why_nothing(stats: Mapping[str, Any], failures: list[str]) -> str:
    if failures:
        return failures[0]
    if stats.get("qilu/outside_period"):
        return "every article is from outside the period (since, until)"
    if stats.get("qilu/list_pages"):
        period = " of the period (since, until)" if stats.get("qilu/period") else ""
        return f"the lists hold no article{period}"
    return "no page answered with an article"
