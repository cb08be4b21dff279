"""The end of a run: its exit code and its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from scraper.health import Exit, outcome


def drifted(unknown: int, partly: int = 0, *, of: int) -> dict[str, Any]:
    """Return the stats of a run in which some pages did not look as known."""
    return {
        "item_scraped_count": of,
        "qilu/tolerated_drift": 0.2,
        "qilu/layout/generic": unknown,
        "qilu/drift/generic": unknown,
        "qilu/layout/v2016": of - unknown,
        "qilu/drift/v2016": partly,
    }


@pytest.mark.parametrize(
    ("stats", "code", "words"),
    [
        ({"item_scraped_count": 12}, Exit.OK, "12 records, 0 failed, 0 rejected"),
        (
            {"item_scraped_count": 90, "qilu/failed": 10, "qilu/failures": ["404 /a"]},
            Exit.OK,
            "90 records, 10 failed",
        ),
        (
            {"item_scraped_count": 89, "qilu/failed": 11, "qilu/failures": ["404 /a", "500 /b"]},
            Exit.UNHEALTHY,
            "404 /a",
        ),
        ({"item_scraped_count": 99, "qilu/rejected": 1}, Exit.UNHEALTHY, "1 rejected"),
        (
            {"item_scraped_count": 99, "qilu/lists_failed": 1, "qilu/failures": ["503 /list"]},
            Exit.UNHEALTHY,
            "503 /list",
        ),
        (
            {"item_scraped_count": 99, "spider_exceptions/KeyError": 2, "spider_exceptions/A": 1},
            Exit.UNHEALTHY,
            "3 pages broke the program",
        ),
        ({"spider_exceptions/KeyError": 2}, Exit.UNHEALTHY, "2 pages broke the program"),
        ({}, Exit.NOTHING, "no page answered"),
        ({"qilu/failures": ["no route"], "qilu/failed": 1}, Exit.NOTHING, "no route"),
        ({"qilu/outside_period": 4, "qilu/list_pages": 1}, Exit.NOTHING, "outside the period"),
        ({"qilu/list_pages": 1}, Exit.NOTHING, "the lists hold no article"),
        ({"qilu/known": 40}, Exit.OK, "0 records, 0 failed, 0 rejected, 40 known already"),
        ({"qilu/unchanged": 3}, Exit.OK, "3 unchanged"),
        ({"qilu/recovered": 3}, Exit.OK, "3 recovered from a run that was killed"),
        ({"item_scraped_count": 2, "qilu/changed": 1}, Exit.OK, "2 records, 0 failed, 0 rej"),
        ({"qilu/known": 9, "qilu/failed": 1, "qilu/failures": ["404 /a"]}, Exit.OK, "1 failed"),
        ({"qilu/known": 8, "qilu/failed": 1, "qilu/failures": ["a"]}, Exit.UNHEALTHY, "too many"),
        (
            {"item_scraped_count": 9, "qilu/cant_write": "can't write into /out: No space left"},
            Exit.CRASH,
            "can't write into /out: No space left (what was written before is kept",
        ),
        ({"qilu/list_pages": 1, "qilu/period": True}, Exit.NOTHING, "article of the period"),
        (
            {"finish_reason": "shutdown", "item_scraped_count": 3, "qilu/rejected": 1},
            Exit.INTERRUPTED,
            "interrupted: 3 records",
        ),
        ({"finish_reason": "shutdown"}, Exit.INTERRUPTED, "interrupted: 0 records"),
        ({"finish_reason": "finished", "item_scraped_count": 1}, Exit.OK, "1 records"),
        (drifted(8, of=40), Exit.OK, "0 rejected, 8 of 40 pages fit no known layout"),
        (drifted(9, of=40), Exit.UNHEALTHY, "fit no known layout; the site may have changed"),
        (drifted(4, 4, of=40), Exit.OK, "4 of 40 pages lack a part of theirs"),
        (drifted(4, 5, of=40), Exit.UNHEALTHY, "4 of 40 pages fit no known layout, 5 of 40"),
        (drifted(4, of=4), Exit.OK, "4 of 4 pages fit no known layout"),
        (drifted(5, of=5), Exit.UNHEALTHY, "5 of 5 pages"),
        (drifted(0, 5, of=5) | {"qilu/tolerated_drift": 1.0}, Exit.OK, "5 of 5 pages lack"),
        (drifted(6, of=60) | {"qilu/tolerated_drift": 0.0}, Exit.UNHEALTHY, "6 of 60 pages"),
    ],
)
def test_outcome(stats: dict[str, Any], code: Exit, words: str) -> None:
    found = outcome(stats)
    assert found.code is code
    assert words in found.sentence


def test_codes_are_a_contract() -> None:
    codes = {code.name: code.value for code in Exit}
    assert codes == {
        "OK": 0,
        "CRASH": 1,
        "USAGE": 2,
        "UNHEALTHY": 3,
        "NOTHING": 4,
        "NOT_NOW": 75,
        "INTERRUPTED": 130,
    }
