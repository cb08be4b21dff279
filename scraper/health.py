"""Whether a crawl went well: its exit code, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from . import tally
from .folders import FolderError, LockedError
from .items import QiluError
from .manners import OutsideHoursError
from .tally import Drift

HOURS_OVER = "hours"
"""The `finish_reason` of a crawl that was ended by `QILU_HOURS`."""

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
    "qilu/empty_columns": "columns without articles",
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
    NOT_NOW = 75
    INTERRUPTED = 130


class Outcome(NamedTuple):
    """How a run ended."""

    code: Exit
    sentence: str


def code_of(error: QiluError) -> Exit:
    """Return the exit code of a run that an error kept from starting."""
    if isinstance(error, LockedError | OutsideHoursError):
        return Exit.NOT_NOW
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
    counts = _counts(stats)
    if why := _why_crashed(stats):
        return Outcome(Exit.CRASH, f"{why}: {counts}")
    if stats.get("finish_reason") == "shutdown":
        return Outcome(Exit.INTERRUPTED, f"interrupted: {counts}")
    if stats.get("finish_reason") == HOURS_OVER:
        return Outcome(Exit.UNHEALTHY, f"unfinished, the hours (QILU_HOURS) are over: {counts}")
    if crashes := _crashes(stats):
        return Outcome(Exit.UNHEALTHY, f"{crashes} pages broke the program (see the log): {counts}")
    if not _seen(stats):
        return Outcome(Exit.NOTHING, f"nothing fetched: {_why_nothing(stats)}")
    if why := _why_unhealthy(stats):
        return Outcome(Exit.UNHEALTHY, f"unhealthy: {counts}; {why}")
    return Outcome(Exit.OK, counts)


def _counts(stats: Mapping[str, Any]) -> str:
    records = stats.get("item_scraped_count", 0)
    failed, rejected = (stats.get(f"qilu/{name}", 0) for name in ("failed", "rejected"))
    asides = "".join(f", {stats[name]} {words}" for name, words in _ASIDES.items() if name in stats)
    drift = _unlike(tally.drift(stats))
    return f"{records} records, {failed} failed, {rejected} rejected{asides}{drift}"


def _seen(stats: Mapping[str, Any]) -> int:
    """Return how many articles show that the site answers."""
    return sum(stats.get(name, 0) for name in _SEEN)


def _why_unhealthy(stats: Mapping[str, Any]) -> str | None:
    failures: list[str] = stats.get("qilu/failures", [])
    failed = stats.get("qilu/failed", 0)
    if given_up := stats.get("qilu/given_up"):
        return "; ".join(given_up)
    if any(stats.get(f"qilu/{name}") for name in ("rejected", "lists_failed", "archives_failed")):
        return stats.get("qilu/list_failure") or "; ".join(failures[:1]) or "records were rejected"
    if failed > TOLERATED_FAILURES * (_seen(stats) + failed):
        return f"too many failures: {failures[0]}"
    drift = tally.drift(stats)
    drifted = drift.unknown + drift.partly
    if drifted >= LEAST_DRIFT and drifted > stats.get("qilu/tolerated_drift", 1) * drift.pages:
        return "the site may have changed"
    return None


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


def _why_nothing(stats: Mapping[str, Any]) -> str:
    if failures := stats.get("qilu/failures"):
        return str(failures[0])
    if stats.get("qilu/outside_period"):
        return "every article is from outside the period (since, until)"
    if stats.get("qilu/list_pages"):
        period = " of the period (since, until)" if stats.get("qilu/period") else ""
        return f"the lists hold no article{period}"
    return "no page answered with an article"
