"""Periods of days as a user gives them."""

from __future__ import annotations

from datetime import date

import pytest

from scraper.periods import Period, PeriodError, today

DAY = date(2020, 11, 29)


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("", "", (None, None)),
        ("2020-11-01", "2020-11-02", ("2020-11-01", "2020-11-02")),
        ("2020-11-01", "2020-11-01", ("2020-11-01", "2020-11-01")),
        (" 2020-11-01 ", "", ("2020-11-01", None)),
        ("20201101", "", ("2020-11-01", None)),
        ("0d", "", ("2020-11-29", None)),
        ("7d", "", ("2020-11-22", None)),
        ("2W", "", ("2020-11-15", None)),
        ("1m", "", ("2020-10-30", None)),
        ("1y", "1d", ("2019-11-30", "2020-11-28")),
        ("99999y", "", ("0001-01-01", None)),
        ("yesterday", "today", ("2020-11-28", "2020-11-29")),
    ],
)
def test_of(since: str, until: str, period: tuple[str | None, str | None]) -> None:
    assert Period.of(since, until, today=DAY) == Period(*period)


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("2020-11-31", "", "since must be a day"),
        ("2020-13-01", "", "since must be a day"),
        ("", "tomorrow", "until must be a day"),
        ("7", "", "'7'"),
        ("-7d", "", "'-7d'"),
        ("2020-11-02", "2020-11-01", "after until"),
        ("1d", "2d", "after until"),
    ],
)
def test_refused(since: str, until: str, message: str) -> None:
    with pytest.raises(PeriodError, match=message):
        Period.of(since, until, today=DAY)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2020-10-31", False),
        ("2020-11-01", True),
        ("2020-11-15", True),
        ("2020-11-30", True),
        ("2020-12-01", False),
        (None, True),
    ],
)
def test_may_hold_both_ends(day: str | None, held: bool) -> None:
    assert Period("2020-11-01", "2020-11-30").may_hold(day) is held


@pytest.mark.parametrize("day", ["1999-01-01", "2026-01-01"])
def test_open_ends_hold_all(day: str) -> None:
    assert Period().may_hold(day)
    assert Period(until="2099-01-01").may_hold(day)
    assert Period(since="1990-01-01").may_hold(day)


@pytest.mark.parametrize(
    ("days", "past"),
    [
        (["2020-10-01", "2020-10-31"], True),
        (["2020-10-01", "2020-11-01"], False),
        (["2020-10-01", None], False),
        ([], False),
    ],
)
def test_is_past(days: list[str | None], past: bool) -> None:
    assert Period("2020-11-01").is_past(days) is past
    assert not Period().is_past(days)


def test_today_is_a_day_of_the_site() -> None:
    assert abs((today() - date.today()).days) <= 1
