"""Whether a run is worse than the earlier ones: tables of cases, and weeks of made-up runs."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scraper.measures import percent, who
from scraper.report import Alarm, Job, Records, RegionReport, Report
from scraper.trends import Limits, alarms, chance, span

from .made_up import PAGE, USUAL, Site, read, report

LIMITS = Limits()


def judge(now: Report, *earlier: Report) -> list[tuple[str, str]]:
    """Return what is raised, without words; `earlier` is given oldest first."""
    return [(a.kind, a.about) for a in alarms(now, earlier[::-1], LIMITS)]


def runs(count: int, **what: Any) -> list[Report]:
    """Return so many earlier runs that are alike."""
    return [report(n, **what) for n in range(count)]


# Fields


@pytest.mark.parametrize(
    ("have", "before", "is_alarm"),
    [
        (2, runs(10, **read(source=19)), True),
        (10, runs(10, **read(source=19)), True),
        (15, runs(10, **read(source=19)), False),  # 3 of 4, as may happen
        (2, runs(4, **read(source=19)), False),  # too few runs to tell
        (2, runs(10, **read(source=9)), False),  # it is often absent: chance explains it
        (0, runs(10, **read(source=10)), True),
        (2, [*runs(9, **read(source=19)), report(9, **read(source=1))], False),  # happened before
        (2, runs(10, **read("v2010", source=19)), False),  # another layout is no measure
        (2, runs(10, **read(of=3, source=3)), False),  # 30 records in all: one group
        (2, runs(40, **read(of=3, source=3)), True),
    ],
)
def test_a_field_that_vanishes(have: int, before: list[Report], is_alarm: bool):
    assert judge(report(40, **read(source=have)), *before) == (
        [("field", "v2016/source")] if is_alarm else []
    )


def test_the_words_are_for_a_person_woken_at_night():
    earlier = runs(10, **read(of=50, source=49))[::-1]
    (alarm,) = alarms(report(20, **read(of=25, source=3)), earlier, LIMITS)
    assert alarm.sentence == (
        "德州: `source` is filled on 12 % of the last 25 records of v2016 (1 run), it was 98 % in "
        f"the 10 runs before: the site may have changed its page; see {PAGE}"
    )


def test_small_runs_are_taken_together():
    earlier = runs(60, **read(of=2, source=2))
    now = [report(60 + n, **read(of=2, source=0)) for n in range(10)]
    raised = [bool(judge(now[n], *earlier, *now[:n])) for n in range(10)]
    assert raised == [False] * 3 + [True] * 7  # the 4th hour of the trouble


def test_a_quiet_night_neither_raises_nor_ends_an_alarm():
    earlier = runs(10, **read(source=20))
    bad = report(10, **read(source=0))
    night = [report(10 + n) for n in range(1, 30)]
    assert judge(night[0], *earlier, bad) == [("field", "v2016/source")]
    assert judge(night[8], *earlier, bad, *night[:8]) == [("field", "v2016/source")]
    assert judge(night[28], *earlier, bad, *night[:28]) == []  # what is old is no news


def test_a_trouble_that_lasts_does_not_become_the_custom():
    history = runs(10, **read(source=20))
    for n in range(10, 60):
        now = report(n, **read(source=0))
        found = alarms(now, history[::-1], LIMITS)
        assert found, n
        history.append(replace(now, alarms=tuple(found), exit_code=3))


def test_an_alarm_ends_soon_after_it_is_mended():
    history = runs(100, **read(source=20))
    history += [
        report(100 + n, alarms=(Alarm(kind="field"),), exit_code=3, **read(source=0))
        for n in range(50)
    ]
    assert judge(report(160, **read(source=20)), *history) == []


def test_interrupted_and_failed_runs_are_no_measure():
    assert judge(report(40, **read(source=0)), *runs(10, exit_code=130, **read(source=20))) == []


# Layouts, failures, rejects


def asked(new: int, **counts: int) -> dict[str, Any]:
    return {"records": Records(new=new, **counts)}


@pytest.mark.parametrize(
    ("now", "before", "kinds"),
    [
        (read(drifted=18), read(), ["layouts"]),
        (read(drifted=3), read(), []),
        (read(drifted=18), read(drifted=18), []),  # as ever: `health` judges shares as such
        (asked(10, failed=20), asked(29, failed=1), ["failures"]),
        (asked(29, failed=1), asked(30), []),
        (asked(30, rejected=20), asked(50), ["rejects"]),
    ],
)
def test_pages_that_are_not_as_they_should_be(
    now: dict[str, Any], before: dict[str, Any], kinds: list[str]
):
    assert [kind for kind, _ in judge(report(20, **now), *runs(10, **before))] == kinds


# Cities


def city(listed: int = 90, quiet: int | None = 0, at: int = 0, news: int = 9) -> dict[str, Any]:
    """Return what a run says of a city that had its last news some hours before."""
    last = None if quiet is None else report(at - quiet).ended
    made = RegionReport(name="德州", listed=listed, last_news=last, news_runs=news)
    return {"regions": {"dezhou": made}}


@pytest.mark.parametrize(
    ("now", "before", "is_alarm"),
    [
        (city(listed=0), [city()] * 5, True),
        (city(listed=1), [city()] * 5, False),
        (city(listed=0), [city()] * 4, False),
        (city(listed=0), [*[city()] * 4, city(listed=0)], False),
        (city(listed=0) | {"job": Job(spider="region", max_articles=3)}, [city()] * 5, False),
    ],
)
def test_lists_that_become_empty(now: Any, before: Any, is_alarm: bool):
    earlier = [report(n, **one) for n, one in enumerate(before)]
    assert judge(report(9, **now), *earlier) == ([("lists", "dezhou")] if is_alarm else [])


@pytest.mark.parametrize(
    ("quiet", "paused", "news", "is_alarm"),
    [
        (71, 12, 9, False),
        (73, 12, 9, True),
        (73, 40, 9, False),  # twice the longest pause
        (81, 40, 9, True),
        (500, 12, 4, False),  # never a lively one
        (None, 12, 9, False),
    ],
)
def test_a_city_that_falls_silent(quiet: int | None, paused: int, news: int, is_alarm: bool):
    at = 1000
    before = report(200, **city(at=200, quiet=paused))
    now = report(at, **city(at=at, quiet=quiet, news=news))
    assert judge(now, before) == ([("silence", "dezhou")] if is_alarm else [])


def test_a_pause_of_the_job_is_no_silence_of_the_city():
    history = runs(24, **city(quiet=0))
    assert judge(report(2000, **city(at=2000, quiet=0)), *history) == []


# Weeks in fast-forward


@pytest.mark.parametrize("seed", range(3))
def test_a_week_of_hourly_runs_without_a_false_alarm(seed: int):
    site = Site(seed)
    assert [a.sentence for one in site.hours(24 * 7) for a in one.alarms] == []
    assert sum(one.records.new == 0 for one in site.reports) > 24, "no quiet hours"


@pytest.mark.parametrize("a_day", [1.0, 4.0])
def test_two_weeks_of_cities_with_little_news_without_a_false_alarm(a_day: float):
    site = Site(1, a_day=dict.fromkeys(("dezhou", "linyi", "heze", "taian"), a_day))
    assert [a.sentence for one in site.hours(24 * 14) for a in one.alarms] == []


@pytest.fixture(scope="module", params=[11, 12])
def after_a_week(request: pytest.FixtureRequest) -> Site:
    """A site after a week without trouble."""
    site = Site(request.param)
    assert not any(one.alarms for one in site.hours(24 * 7))
    return site


def raises(kind: str, about: str = "") -> Callable[[Report], bool]:
    return lambda one: any((a.kind, a.about) == (kind, about) for a in one.alarms)


@pytest.mark.parametrize(
    ("trouble", "kind", "about", "within"),
    [
        ({"usual": USUAL | {"source": 0.0}}, "field", "v2016/source", 12),
        ({"usual": USUAL | {"source": 0.1, "authors": 0.1}}, "field", "v2016/source", 14),
        ({"usual": USUAL | {"authors": 0.0}}, "field", "v2016/authors", 16),
        ({"usual": USUAL | {"images": 0.0}}, "field", "v2016/images", 24),
        ({"odd": 0.9}, "layouts", "", 14),
        ({"dead": 0.7}, "failures", "", 14),
        ({"listed": False}, "lists", "jinan", 1),
        ({"a_day": {"dezhou": 0.0, "jinan": 40.0}}, "silence", "dezhou", 96),
    ],
)
def test_real_trouble_is_noticed(
    trouble: dict[str, Any], kind: str, about: str, within: int, after_a_week: Site
):
    site = deepcopy(after_a_week)
    for name, value in trouble.items():
        setattr(site, name, value)
    assert site.until(raises(kind, about), within)


def test_what_is_mended_is_well_again(after_a_week: Site):
    site = deepcopy(after_a_week)
    site.usual = USUAL | {"source": 0.0}
    assert site.until(raises("field", "v2016/source"), 24)
    list(site.hours(24 * 2))
    assert raises("field", "v2016/source")(site.reports[0]), "it has become the custom"
    site.usual = USUAL
    assert site.until(lambda one: not one.alarms, 24)


# Small parts


def test_chance_is_a_bound():
    assert chance(0.9, 20, 0.5) == 1.0
    assert chance(0.0, 20, 0.5) == pytest.approx(0.5**20)
    assert chance(0.65, 20, 0.98) < 1e-6 < chance(0.7, 20, 0.98)
    assert chance(0.0, 10**6, 0.98) == 0.0


def test_words():
    assert [percent(share) for share in (0, 0.001, 0.124, 0.999, 1)] == [
        *("0 %", "1 %", "12 %", "99 %", "100 %")
    ]
    cities = ("dezhou", "jinan", "linyi", "heze")
    named = [who(report(job=Job(spider="region", regions=cities[:n]))) for n in range(5)]
    assert named == ["region spider", "德州", "德州、济南", "德州、济南、临沂", "4 cities"]
    assert [span(timedelta(minutes=m)) for m in (0, 119, 120, 2879, 2880, 7000)] == [
        *("0 minutes", "119 minutes", "2 hours", "48 hours", "2 days", "5 days")
    ]
