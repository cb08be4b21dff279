"""The settings that are numbers: what is refused, before anything is asked."""

from __future__ import annotations

import re

import pytest

from scraper import settings
from scraper.bounds import FRACTIONS, SWITCHES, WHOLE, check
from scraper.items import QiluError

from .conftest import Crawl, Serve

HOURS = "QILU_CHECK_HOURS"
RIGHT = dict.fromkeys((*WHOLE, *FRACTIONS, *SWITCHES), 1) | {HOURS: [1, 24]}


def test_every_setting_of_ours_that_is_a_number_has_bounds():
    ours = {name: value for name, value in vars(settings).items() if name.startswith("QILU_")}
    numbers = {name for name, value in ours.items() if type(value) in (int, float)}
    assert numbers == WHOLE.keys() | FRACTIONS.keys()
    assert {name for name, value in ours.items() if type(value) is bool} == set(SWITCHES)
    check(ours)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("QILU_PAUSE_AFTER", value) for value in (1, "1000", " 7 ")),
        *(("QILU_BACKOFF", value) for value in (0, "0.5", "1e3", 3600)),
        *((HOURS, value) for value in ([], "", [0.5, "6"], "1,6,24", "1, 1e3")),
        *(("QILU_ARCHIVE", value) for value in (True, "0", "false")),
    ],
)
def test_a_number_between_its_bounds_is_taken(name: str, value: object):
    check(RIGHT | {name: value})


NO_NUMBERS = ("", "many", None, "nan", "inf", "-1", "1e400", float("nan"), float("inf"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("QILU_PAUSE_AFTER", value) for value in (*NO_NUMBERS, 0, 1001, "1.5", "1e2")),
        *(("QILU_BACKOFF", value) for value in (*NO_NUMBERS, -0.1, 3601, "1,5")),
        *(("QILU_ARCHIVE", value) for value in ("no", "", None, 2)),
        *((HOURS, value) for value in ("1h", "1,,24", [1, "soon"], [-1], ["nan"], [None], [1e7])),
    ],
)
def test_another_is_refused(name: str, value: object):
    with pytest.raises(QiluError, match=f"^{name} must be "):
        check(RIGHT | {name: value})


@pytest.mark.parametrize("command", ["crawl", "scrapy"])
def test_it_is_refused_before_anything_is_asked(
    command: str, serve: Serve, crawl: Crawl, scrapy: Crawl
):
    server = serve(seed=1, articles=20, regions=["dezhou"])
    wrong = ("-s", "QILU_BACKOFF=foo")
    if command == "crawl":
        done = crawl(server, "dezhou", *wrong)
        assert len(done.stderr.splitlines()) == 1
    else:
        done = scrapy(server, "region", "-a", "regions=dezhou", *wrong)
    assert (done.code, server.requests, done.files) == (2, [], [])
    assert re.fullmatch(r"Error: QILU_BACKOFF must be from 0 to 3,600, not 'foo'", done.last_line)
