"""How far a walk of a list remembers that it came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.state import Cursor
from scraper.walk import ListPage, Walk


def page(number: int, *wanted: str, whole: bool = True, settled: bool = False) -> ListPage:
    return ListPage(number=number, wanted=frozenset(wanted), whole=whole, settled=settled)


BEFORE = Cursor("https://jinan.iqilu.com/news/", "", 500, "run 1")
AT_THE_END = replace(BEFORE, reached="")


def walk(before: Cursor | None = None) -> Walk:
    return Walk(BEFORE.column, "", "run 2", before)


def test_a_first_walk_moves_its_cursor_page_by_page():
    first = walk()
    for number, id_ in ((1, "a"), (2, "b"), (3, "c")):
        first.add(page(number, id_))
    assert first.advance({"a", "c"}.__contains__) == Cursor(BEFORE.column, "", 2, "run 2")
    assert first.advance({"a", "b", "c"}.__contains__) == Cursor(BEFORE.column, "", 4, "run 2")
    first.end("")
    assert first.advance(bool) == Cursor(BEFORE.column, "", 4, "run 2", "")


def test_the_end_counts_when_all_before_it_is_known():
    first = walk()
    first.add(page(1, "a"))
    first.add(page(2, "b"))
    first.end("2020-01-01")
    cursor = first.advance({"a"}.__contains__)
    assert cursor
    assert cursor.reached is None
    cursor = first.advance({"a", "b"}.__contains__)
    assert cursor
    assert cursor.reached == "2020-01-01"


def test_a_page_that_is_partly_too_old_is_not_passed():
    first = walk()
    first.add(page(1, "a"))
    first.add(page(2, "b", whole=False))
    first.add(page(3))
    first.end("2020-01-01")
    assert first.advance(bool) == Cursor(BEFORE.column, "", 2, "run 2", "2020-01-01")


def test_nothing_is_said_while_there_is_a_gap():
    later = walk(BEFORE)
    later.add(page(1, "new"))
    assert later.advance(bool) is None
    later.add(page(2, "old", settled=True))
    assert later.advance(bool) == replace(BEFORE, run="run 2")
    assert later.following(page(2, settled=True)) == 499
    later.add(page(499, "old"))
    later.add(page(500, "older"))
    assert later.advance(bool) == replace(BEFORE, next_page=501, run="run 2")


def test_a_walk_that_comes_past_the_cursor_needs_no_jump():
    later = walk(replace(BEFORE, next_page=3))
    for number in (1, 2):
        later.add(page(number, f"{number}"))
    assert later.following(page(2)) == 3
    assert later.advance(bool) == replace(BEFORE, next_page=3, run="run 2")


def test_where_the_jump_fails_the_cursor_goes_back():
    later = walk(BEFORE)
    later.add(page(1, "old", settled=True))
    later.go_back(2)
    assert later.following(page(1, settled=True)) == 2
    assert later.advance(bool) == replace(BEFORE, next_page=2, run="run 2")


@pytest.mark.parametrize(
    ("reached", "since", "over"),
    [
        (None, "", False),
        ("", "", True),
        ("", "2020-01-01", True),
        ("2019-01-01", "2020-01-01", True),
        ("2020-01-01", "2020-01-01", True),
        ("2020-01-01", "2019-01-01", False),
        ("2020-01-01", "", False),
    ],
)
def test_what_is_known_to_its_end_is_over(reached: str | None, since: str, over: bool):
    later = walk(replace(BEFORE, reached=reached))
    assert later.is_over(page(1, "a", settled=True), since) is over
    assert not later.is_over(page(1, "a"), since)
    assert not walk().is_over(page(1, "a", settled=True), since)


def test_an_end_that_was_reached_deeper_stays():
    later = walk(replace(BEFORE, reached="2012-01-01"))
    later.add(page(1, "a", settled=True))
    later.end("2020-01-01")
    assert later.advance(bool) == replace(BEFORE, run="run 2", reached="2012-01-01")
