"""Whether a run is worse than the earlier ones of its job. Pure: reports in, alarms out.

An hourly run brings a handful of articles, so a share is taken over as many of the newest runs
as it takes to have enough pages, and is compared with the median of equally large groups of
earlier runs. An alarm needs three things: the share has fallen far, chance does not explain it,
and no earlier group was as bad. Runs that raised an alarm are no measure for later ones: a
trouble does not become the custom by lasting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from statistics import median

from .health import Exit
from .items import GENERIC
from .measures import Answers, Fall, Field, Layouts, Measure, Valid, name_of
from .regions import REGIONS, host
from .report import Alarm, RegionReport, Report

SIZES = (1, 2, 4, 8)
"""Groups of so many times the least number of pages: what is rare takes more to be missed."""
CHANCE = 1e-6
"""What may be left to chance. An hourly job asks some 200,000 such questions a year."""
HIGHEST = 0.98
"""What a usual share is taken for at most: single odd pages are normal."""
STALE = timedelta(days=1)
"""How old the newest pages of a group may be: a night, and some."""
FINISHED = "finished"
"""The `finish` of a run that has done all that it was told."""
PAUSES = 2
"""How many times its longest pause of before a city may be silent."""
GAPS = 14
"""How many times its mean time between two articles: chance leaves out 14 in a row in 1e-6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What it takes to raise an alarm; `scraper/settings.py` tells more."""

    runs: int = 5
    """Earlier runs, or groups of them, at least."""
    records: int = 20
    """Pages in a group at least."""
    fall: float = 0.2
    """By which part of itself a share has to fall, from 0 to 1."""
    silence: float = 72.0
    """Hours without news of a city at least."""


def alarms(report: Report, earlier: Sequence[Report], limits: Limits) -> list[Alarm]:
    """Return what is worse than in `earlier`: runs of the same job, the newest first."""
    runs = [report, *earlier]
    found = [*_lists(report, earlier, limits), *_silences(report, earlier, limits)]
    falls = ((measure, _fall(runs, measure, limits)) for measure in _measures(runs))
    return [*found, *(measure.alarm(fall) for measure, fall in falls if fall)]


# Shares of pages that are as they should be


def _measures(runs: Sequence[Report]) -> Iterator[Measure]:
    yield from (Layouts(), Answers(), Valid())
    fields: set[tuple[str, str]] = set()
    for run in runs:
        fields.update((name, f) for name, layout in run.layouts.items() for f in layout.filled)
    yield from (Field(*one) for one in sorted(fields) if one[0] != GENERIC)


def _fall(runs: Sequence[Report], measure: Measure, limits: Limits) -> Fall | None:
    """Return how far a measure has fallen, if it has: in few pages, or else in more of them.

    The fewest must show it in any case; else it would be told long after it is mended.
    """
    counted = [run for run in runs if measure.of(run)]
    if not counted or _time(runs[0].ended) - _time(counted[0].ended) > STALE:
        return None
    for size in SIZES:
        least = limits.records * size
        now = next(_groups(counted, measure, least), [])
        sound = [run for run in counted[len(now) :] if is_sound(run)]
        before = list(_groups(sound, measure, least))
        if not now or len(before) < limits.runs:
            return None
        shares = [_share(group, measure) for group in before]
        share, usual = _share(now, measure), median(shares)
        if share > usual * (1 - limits.fall):
            return None
        pages = sum(map(measure.of, now))
        if share < min(shares) and chance(share, pages, min(usual, HIGHEST)) < CHANCE:
            return Fall(now, share, pages, usual, sum(map(len, before)))
    return None


def _groups(runs: Sequence[Report], measure: Measure, least: int) -> Iterator[list[Report]]:
    """Yield runs that have at least so many pages together, the newest first."""
    group: list[Report] = []
    pages = 0
    for run in runs:
        group.append(run)
        pages += measure.of(run)
        if pages >= least:
            yield group
            group, pages = [], 0


def _share(runs: Sequence[Report], measure: Measure) -> float:
    return sum(map(measure.good, runs)) / sum(map(measure.of, runs))


def is_sound(run: Report) -> bool:
    """Whether a run is a measure for later ones."""
    return not run.alarms and run.exit_code in (Exit.OK, Exit.UNHEALTHY)


def chance(share: float, pages: int, usual: float) -> float:
    """Return how likely so low a share is at most, by chance alone (Chernoff's bound).

    `usual` is between 0 and 1, without these two.
    """
    if share >= usual:
        return 1.0
    gone = (1 - share) * log((1 - share) / (1 - usual))
    there = share * log(share / usual) if share else 0.0
    return exp(-pages * (gone + there))


# Cities


def _lists(report: Report, earlier: Sequence[Report], limits: Limits) -> Iterator[Alarm]:
    """Look for cities whose lists have become empty."""
    before = [run for run in earlier if is_sound(run) and _has_read_lists(run)][: limits.runs]
    if not _has_read_lists(report) or len(before) < limits.runs:
        return
    for slug, region in report.regions.items():
        listed = [run.regions.get(slug, RegionReport()).listed for run in before]
        if not region.listed and all(listed):
            sentence = (
                f"{name_of(slug)}: its lists show no article any more, {listed[0]} in the run "
                f"before: the site may have changed its lists; see {_home(slug)}"
            )
            yield Alarm(kind="lists", about=slug, sentence=sentence)


def _has_read_lists(run: Report) -> bool:
    """Whether a run has seen the lists of all its cities."""
    whole = run.finish == FINISHED and not run.job.is_bounded
    return whole and not run.records.lists_failed


def _silences(report: Report, earlier: Sequence[Report], limits: Limits) -> Iterator[Alarm]:
    """Look for cities of which there has been no news for much longer than ever."""
    if report.finish != FINISHED or report.job.is_bounded:
        return
    for slug, region in report.regions.items():
        if not region.last_news or region.news_runs < limits.runs:
            continue
        quiet = _quiet(report, region)
        before = [run for run in earlier if _last_news(run, slug) not in (None, region.last_news)]
        longest = max((_quiet(run, run.regions[slug]) for run in before), default=timedelta())
        usual = max(PAUSES * longest, GAPS * _mean_gap(report, earlier, slug))
        if quiet > max(timedelta(hours=limits.silence), usual):
            sentence = (
                f"{name_of(slug)}: no new article for {span(quiet)}, the longest pause before was "
                f"{span(longest)}: look whether {_home(slug)} has any"
            )
            yield Alarm(kind="silence", about=slug, sentence=sentence)


def _last_news(run: Report, slug: str) -> str | None:
    return run.regions.get(slug, RegionReport()).last_news


def _mean_gap(report: Report, earlier: Sequence[Report], slug: str) -> timedelta:
    """Return the mean time between two new articles of a city, up to the last one."""
    last = _last_news(report, slug)
    news = sum(run.regions.get(slug, RegionReport()).news for run in earlier)
    if not last or not news:
        return timedelta()
    return max(_time(last) - _time(earlier[-1].ended), timedelta()) / news


def _quiet(run: Report, region: RegionReport) -> timedelta:
    """Return how long there had been no news of a city at the end of a run."""
    return _time(run.ended) - _time(region.last_news) if region.last_news else timedelta()


def span(time: timedelta) -> str:
    """Write a length of time: `5 days`, `14 hours`, `20 minutes`."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{round(minutes / 60)} hours" if minutes < 48 * 60 else f"{round(minutes / 1440)} days"


def _home(slug: str) -> str:
    return f"https://{host(REGIONS[slug])}/" if slug in REGIONS else slug


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written)
