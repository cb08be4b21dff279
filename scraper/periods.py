"""Periods of days, as a user gives them: `since=2020-11-01`, `since=7d`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .dates import SHANGHAI
from .items import QiluError

_AGE = re.compile(r"(\d{1,5})([dwmy])", re.I)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def today() -> date:
    """Return the day it is at the site."""
    return datetime.now(SHANGHAI).date()


class PeriodError(QiluError, ValueError):
    """A period that can't be read."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included; ``None`` leaves an end open."""

    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, since: str, until: str, *, today: date) -> Period:
        """Read the two ends. Raises `PeriodError`."""
        period = cls(_day(since, "since", today), _day(until, "until", today))
        if period.since and period.until and period.since > period.until:
            raise PeriodError(f"since {period.since} is after until {period.until}")
        return period

    def may_hold(self, day: str | None) -> bool:
        """Whether a day (`YYYY-MM-DD`; ``None``: not known yet) may lie in the period."""
        if day is None:
            return True
        return (self.since or day) <= day <= (self.until or day)

    def is_past(self, days: Iterable[str | None]) -> bool:
        """Whether a page with articles of these days, and so all pages after it, is too old."""
        known = list(days)
        return bool(known) and all(day is not None and day < (self.since or day) for day in known)


def _day(text: str, name: str, today: date) -> str | None:
    text = text.strip()
    if not text:
        return None
    if age := _AGE.fullmatch(text):
        days = int(age[1]) * _DAYS[age[2].lower()]
        return (today - timedelta(days=min(days, today.toordinal() - 1))).isoformat()
    if text in {"today", "yesterday"}:
        return (today - timedelta(days=text == "yesterday")).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise PeriodError(
            f"{name} must be a day like 2020-11-01 or an age like 7d, not {text!r}"
        ) from None
