"""The report of a run, from Scrapy's stats and our own (`qilu/…`)."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from . import errors, tally
from .dates import seconds, timestamp
from .items import Article
from .regions import REGIONS, host
from .report import (
    ErrorReport,
    Job,
    LayoutReport,
    Politeness,
    Records,
    RegionReport,
    Report,
    Requests,
    SlowPage,
    Versions,
)
from .version import VERSION

FRESH = timedelta(days=7)
"""How old a new article may be to count as news: a backfill brings none."""
WRITTEN, NEWS = "qilu/written", "qilu/news"
"""Names of stats by region: `qilu/news/dezhou`."""
LISTED, LACKING, SLOWEST = "qilu/listed", "qilu/lacking", "qilu/slowest"
"""No numbers: `{host: {id, …}}`, `{(layout, field): address}`, `[(seconds, address)]`."""


def is_news(article: Article, now: datetime) -> bool:
    """Whether a record tells that its city still publishes."""
    published = seconds(article.date_published)
    fresh = published is None or published >= (now - FRESH).timestamp()
    return article.revision == 1 and fresh


def lacks(article: Article) -> Iterable[str]:
    """Yield the fields that a record may lack, and does."""
    return (name for name in tally.FIELDS if not getattr(article, name))


def report(
    stats: Mapping[str, Any], *, run_id: str, job: Job, delay: float, before: Report | None
) -> Report:
    """Return the report of a run that has ended, as yet without a judgement.

    `before` is the report of the last run of the same job; `delay` is in seconds.
    """
    began: datetime = stats["start_time"]
    ended = began + timedelta(seconds=stats["elapsed_time_seconds"])
    return Report(
        run_id=run_id,
        job=job,
        began=timestamp(began),
        ended=timestamp(ended),
        finish=stats.get("finish_reason", ""),
        seconds=round(stats["elapsed_time_seconds"], 3),
        requests=_requests(stats),
        records=_records(stats),
        regions={slug: _region(stats, slug, timestamp(ended), before) for slug in job.regions},
        layouts=_layouts(stats),
        errors=_errors(stats),
        slowest=tuple(
            SlowPage(url=url, seconds=round(taken, 3))
            for taken, url in sorted(stats.get(SLOWEST, ()), reverse=True)
        ),
        politeness=_politeness(stats, delay),
        files=tuple(stats.get("qilu/files", ())),
        versions=Versions(
            project=VERSION,
            python=platform.python_version(),
            scrapy=version("scrapy"),
            lxml=version("lxml"),
        ),
    )


def _requests(stats: Mapping[str, Any]) -> Requests:
    return Requests(
        sent=stats.get("downloader/request_count", 0),
        statuses=_below(stats, "downloader/response_status_count/"),
        broken=_below(stats, "downloader/exception_type_count/"),
        retries=stats.get("retry/count", 0),
        received=stats.get("downloader/response_bytes", 0),
    )


def _records(stats: Mapping[str, Any]) -> Records:
    return Records(**{f.name: stats.get(f"qilu/{f.name}", 0) for f in fields(Records)})


def _region(stats: Mapping[str, Any], slug: str, ended: str, before: Report | None) -> RegionReport:
    earlier = before.regions.get(slug, RegionReport()) if before else RegionReport()
    news = stats.get(f"{NEWS}/{slug}", 0)
    return RegionReport(
        name=REGIONS[slug].name,
        listed=len(stats.get(LISTED, {}).get(host(REGIONS[slug]), ())),
        written=stats.get(f"{WRITTEN}/{slug}", 0),
        news=news,
        last_news=ended if news else earlier.last_news,
        news_runs=earlier.news_runs + bool(news),
    )


def _layouts(stats: Mapping[str, Any]) -> dict[str, LayoutReport]:
    lacking: dict[tuple[str, str], str] = stats.get(LACKING, {})
    return {
        layout: LayoutReport(
            records=count.records,
            drifted=count.drifted,
            filled=dict(sorted(count.filled.items())),
            problems=dict(sorted(count.problems.items())),
            lacking={name: url for (of, name), url in sorted(lacking.items()) if of == layout},
        )
        for layout, count in tally.read(stats).items()
    }


def _errors(stats: Mapping[str, Any]) -> tuple[ErrorReport, ...]:
    kinds: dict[str, tuple[int, str]] = stats.get(errors.STAT, {})
    found = (ErrorReport(kind=k, count=count, example=url) for k, (count, url) in kinds.items())
    return tuple(sorted(found, key=lambda error: (-error.count, error.kind)))


def _politeness(stats: Mapping[str, Any], delay: float) -> Politeness:
    return Politeness(
        delay=delay,
        crawl_delay=stats.get("qilu/crawl_delay"),
        robots=_below(stats, "robotstxt/response_status_count/"),
        forbidden=stats.get("qilu/forbidden", 0),
        waits=stats.get("qilu/waits", 0),
        waited=stats.get("qilu/waited", 0),
        plain_http_hosts=stats.get("qilu/plain_http_hosts", 0),
        given_up=tuple(stats.get("qilu/given_up", ())),
    )


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """Return the counts whose names begin with a prefix, by the rest of the name."""
    counts = {
        name.removeprefix(prefix).rpartition(".")[2]: count
        for name, count in stats.items()
        if name.startswith(prefix)
    }
    return dict(sorted(counts.items()))
