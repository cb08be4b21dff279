"""Whether a crawl went well: its exit code, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from . import tally
from .folders import FolderError, LockedError
from .items import QiluError
from .tally import Drift

TOLERATED_FAILURES = 0.1  # of the articles asked for; single dead links are normal
LEAST_DRIFT = 5  # pages; fewer are single odd ones, whatever their share

# What a run reports without its being a failure.
_ASIDES = {
    "qilu/changed": "changed",
    "qilu/unchanged": "unchanged",
    "qilu/known": "known already",
    "qilu/recovered": "recovered from a run that was killed",
    "qilu/forbidden": "forbidden by robots.txt",
    "qilu/dead_columns": "dead columns",
    "qilu/lost": "earlier run without a report",
}
# What shows that the site answers, when there is nothing new.
_SEEN = ("item_scraped_count", "qilu/unchanged", "qilu/known", "qilu/recovered")


class Exit(IntEnum):
    """Exit codes of a crawl."""

    OK = 0
    CRASH = 1
    USAGE = 2
    UNHEALTHY = 3
    NOTHING = 4
    LOCKED = 75
    INTERRUPTED = 130


class Outcome(NamedTuple):
    """How a run ended."""

    code: Exit
    sentence: str


def code_of(error: QiluError) -> Exit:
    """Return the exit code of a run that an error kept from starting."""
    if isinstance(error, LockedError):
        return Exit.LOCKED
    return Exit.CRASH if isinstance(error, FolderError) else Exit.USAGE


def outcome(stats: Mapping[str, Any]) -> Outcome:
    """Judge a run by Scrapy's stats and our own (`qilu/…`), and by what it does worse than others.

    `qilu/alarms` holds the sentences of the latter.
    """
    found = _outcome(stats)
    alarms: list[str] = stats.get("qilu/alarms", [])
    if not alarms or found.code not in (Exit.OK, Exit.UNHEALTHY):
        return found
    more = f" (and {len(alarms) - 1} more)" if len(alarms) > 1 else ""
    unhealthy = "" if found.code else "unhealthy: "
    return Outcome(Exit.UNHEALTHY, f"{unhealthy}{found.sentence}; {alarms[0]}{more}")


def _outcome(stats: Mapping[str, Any]) -> Outcome:
    records = stats.get("item_scraped_count", 0)
    seen = sum(stats.get(name, 0) for name in _SEEN)
    failures: list[str] = stats.get("qilu/failures", [])
    failed = stats.get("qilu/failed", 0)
    crashes = _crashes(stats)
    rejected = stats.get("qilu/rejected", 0)
    counts = f"{records} records, {failed} failed, {rejected} rejected"
    for name, words in _ASIDES.items():
        if stats.get(name):
            counts += f", {stats[name]} {words}"
    drift = tally.drift(stats)
    counts += _unlike(drift)
    if why := _why_crashed(stats):
        return Outcome(Exit.CRASH, f"{why}: {counts}")
    if stats.get("finish_reason") == "shutdown":
        return Outcome(Exit.INTERRUPTED, f"interrupted: {counts}")
    if crashes:
        return Outcome(Exit.UNHEALTHY, f"{crashes} pages broke the program (see the log): {counts}")
    if not seen:
        return Outcome(Exit.NOTHING, f"nothing fetched: {_why_nothing(stats, failures)}")
    if rejected or stats.get("qilu/lists_failed"):
        return Outcome(Exit.UNHEALTHY, f"unhealthy: {counts}; {'; '.join(failures[:1])}")
    if failed > TOLERATED_FAILURES * (seen + failed):
        return Outcome(Exit.UNHEALTHY, f"unhealthy, too many failures: {counts}; {failures[0]}")
    drifted = drift.unknown + drift.partly
    if drifted >= LEAST_DRIFT and drifted > stats.get("qilu/tolerated_drift", 1) * drift.pages:
        return Outcome(Exit.UNHEALTHY, f"unhealthy, the site may have changed: {counts}")
    return Outcome(Exit.OK, counts)


def _why_crashed(stats: Mapping[str, Any]) -> str | None:
    if stats.get("qilu/cant_write"):
        kept = "what was written before is kept, and the next run goes on"
        return f"{stats['qilu/cant_write']} ({kept})"
    if stats.get("finish_reason") == "start_error":
        return "the spider could not start (see the log)"
    return None


def _crashes(stats: Mapping[str, Any]) -> int:
    """Return how many pages and records an error of this program has cost."""
    total = "spider_exceptions/count"  # beside one count a class of exception
    by_class = (n for key, n in stats.items() if key.startswith("spider_exceptions/"))
    pages: int = stats.get(total) or sum(by_class)
    return pages + int(stats.get("qilu/records_lost", 0))


def _unlike(drift: Drift) -> str:
    """Say how many pages do not look as known, if any."""
    words = f", {drift.unknown} of {drift.pages} pages fit no known layout" if drift.unknown else ""
    if drift.partly:
        words += f", {drift.partly} of {drift.pages} pages lack a part of theirs"
    return words


def _why_nothing(stats: Mapping[str, Any], failures: list[str]) -> str:
    if failures:
        return failures[0]
    if stats.get("qilu/outside_period"):
        return "every article is from outside the period (since, until)"
    if stats.get("qilu/list_pages"):
        period = " of the period (since, until)" if stats.get("qilu/period") else ""
        return f"the lists hold no article{period}"
    return "no page answered with an article"
