"""Who took texts from whom: sources, dates, and what is not known."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.duplicates import Copy, Flows, Member


def flows(*members: tuple[str | None, str | None]) -> tuple[list[dict[str, Any]], int]:
    """Return the flows of one group, given by source and date, and what has no order."""
    found = Flows()
    found.add(
        tuple(
            Copy(member=Member(id=str(n), source=source, date_published=date, publisher="齐鲁网"))
            for n, (source, date) in enumerate(members)
        )
    )
    return list(found.rows()), found.unordered


def row(origin: str, taker: str, hours: float | None, named: int = 0) -> dict[str, Any]:
    return {
        "from": origin,
        "to": taker,
        "count": 1,
        "named": named,
        "timed": int(hours is not None),
        "median_hours": hours,
    }


EIGHT, TEN = "2020-11-29T08:00:00+08:00", "2020-11-29T10:30+08:00"


@pytest.mark.parametrize(
    ("members", "expected", "unordered"),
    [
        ([("新华社", EIGHT), ("德州日报", TEN)], [row("新华社", "德州日报", 2.5)], 0),
        # What has only a day: the hours are not known, and within a day not even the order.
        ([("新华社", "2020-11-28"), ("德州日报", TEN)], [row("新华社", "德州日报", None)], 0),
        ([("新华社", "2020-11-29"), ("德州日报", TEN)], [], 1),
        ([("新华社", "2020-11-29"), ("德州日报", "2020-11-29")], [], 1),
        ([("新华社", EIGHT), ("德州日报", None)], [], 1),
        ([("新华社", "2020-11-29T10:30+08:00"), ("德州日报", "2020-11-29T10:30:05+08:00")], [], 1),
        ([("新华社", "2020"), ("德州日报", TEN)], [], 1),
        # It names the outlet that it comes from: the site took it over.
        ([("新华社", EIGHT), ("新华社", TEN)], [row("新华社", "齐鲁网", 2.5, named=1)], 0),
        ([("新华社", "2020-11-29"), ("新华社", TEN)], [row("新华社", "齐鲁网", None, named=1)], 0),
        # Its own text again.
        ([("齐鲁网", EIGHT), ("齐鲁网", TEN)], [], 0),
        ([(None, EIGHT), ("齐鲁网", TEN)], [], 0),
        # Three: the last one names the second.
        (
            [("新华社", EIGHT), ("德州日报", TEN), ("德州日报", "2020-11-30T10:30+08:00")],
            [row("德州日报", "齐鲁网", 24.0, named=1), row("新华社", "德州日报", 2.5)],
            0,
        ),
    ],
)
def test_flows(
    members: list[tuple[str | None, str | None]], expected: list[dict[str, Any]], unordered: int
):
    assert flows(*members) == (expected, unordered)


def test_the_median_is_of_what_is_timed():
    found = Flows()
    for end in (TEN, "2020-11-29T20:00+08:00", "2020-11-29T09:00+08:00", "2020-11-30"):
        pair = (("新华社", EIGHT), ("德州日报", end))
        found.add(
            tuple(
                Copy(member=Member(id="1", source=source, date_published=date, publisher="齐鲁网"))
                for source, date in pair
            )
        )
    assert list(found.rows()) == [
        {
            "from": "新华社",
            "to": "德州日报",
            "count": 4,
            "named": 0,
            "timed": 3,
            "median_hours": 2.5,
        }
    ]
