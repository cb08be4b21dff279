"""The settings of ours that are numbers or switches, and what values make sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .items import QiluError

WHOLE = {
    "QILU_PAUSE_AFTER": (1, 1000),
    "QILU_HOST_FAILURES": (1, 1000),
    "QILU_MAX_COLUMNS": (1, 1_000_000),
    "QILU_MAX_LIST_ARTICLES": (1, 1_000_000),
    "QILU_MAX_LIST_PAGES": (1, 1_000_000),
    "QILU_DEAD_LIST_PAGES": (1, 1_000_000),
    "QILU_ARCHIVE_SIZE": (1, 2**40),
    "QILU_LEAST_RUNS": (1, 100),
    "QILU_LEAST_RECORDS": (1, 10_000),
}
FRACTIONS = {
    "QILU_BACKOFF": (0, 3600),
    "QILU_LONGEST_WAIT": (0, 86_400),
    "QILU_TOLERATED_DRIFT": (0, 1),
    "QILU_TOLERATED_FALL": (0, 1),
    "QILU_SILENT_HOURS": (0, 1_000_000),
    "QILU_HOOK_SECONDS": (0, 3600),
}
SWITCHES = ("QILU_HTTP_FALLBACK", "QILU_ARCHIVE", "QILU_PROGRESS")
_CHECK_HOURS = "QILU_CHECK_HOURS"
_LONGEST = 1_000_000  # hours: a century


def check(settings: Mapping[str, Any]) -> None:
    """Raise `QiluError` for the first setting that makes no sense."""
    for name in SWITCHES:
        if str(settings[name]) not in ("0", "1", "True", "true", "False", "false"):
            raise QiluError(f"{name} must be 1 or 0, not {settings[name]!r}")
    for bounds, kind in ((WHOLE, int), (FRACTIONS, float)):
        for name, (lowest, highest) in bounds.items():
            if not _is_between(settings[name], kind, lowest, highest):
                what = "a whole number " if kind is int else ""
                raise QiluError(
                    f"{name} must be {what}from {lowest:,} to {highest:,}, not {settings[name]!r}"
                )
    hours = settings[_CHECK_HOURS]
    ages = hours.split(",") if isinstance(hours, str) and hours else hours or []
    if not isinstance(ages, list | tuple) or not all(map(_is_age, ages)):
        given = hours if isinstance(hours, str) else str(hours).strip("[()]")
        raise QiluError(f"{_CHECK_HOURS} must be hours like 1,6,24, not {given!r}")


def _is_age(given: Any) -> bool:
    return _is_between(given, float, 0, _LONGEST)


def _is_between(given: Any, kind: type[float], lowest: float, highest: float) -> bool:
    try:
        number = kind(given)
        is_whole = kind is float or number == float(given)
        return is_whole and lowest <= number <= highest  # nan is not
    except (TypeError, ValueError, OverflowError):
        return False
