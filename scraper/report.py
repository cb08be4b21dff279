"""What a run reports of itself: one JSON object, whose keys stay. `docs/operations.md` lists them.

A reader leaves out keys that it does not know and fills in those it lacks, so reports of other
versions can be read as far as they go.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

REPORT_VERSION = 1
"""Raised when a key changes its meaning or goes; a new key leaves it as it is."""


class ReportError(ValueError):
    """Text that is no report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run was told to do."""

    spider: str = ""
    """Name of the spider."""
    regions: tuple[str, ...] = ()
    """Slugs of the cities."""
    columns: tuple[str, ...] = ()
    """The only columns walked; empty: all."""
    since: str | None = None
    """First day, resolved: `2020-11-01`."""
    until: str | None = None
    """Last day, resolved."""
    max_pages: int | None = None
    """List pages a column at most."""
    max_articles: int | None = None
    """Articles in all at most."""
    urls: int = 0
    """How many addresses the `article` spider was given."""

    def is_like(self, other: Job) -> bool:
        """Whether the runs of two jobs may be compared: same spider, regions and columns."""
        mine, its = ((j.spider, {*j.regions}, {*j.columns}) for j in (self, other))
        return mine == its

    @property
    def is_bounded(self) -> bool:
        """Whether a run may end before it has seen what is new."""
        return bool(self.until or self.max_pages or self.max_articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the run was made with."""

    project: str = ""
    """This project."""
    python: str = ""
    """Python."""
    scrapy: str = ""
    """Scrapy."""
    lxml: str = ""
    """lxml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What was asked, robots.txt and repeated requests included."""

    sent: int = 0
    """Requests sent."""
    statuses: dict[str, int] = field(default_factory=dict)
    """Answers by HTTP status."""
    broken: dict[str, int] = field(default_factory=dict)
    """Requests without an answer, by class of error."""
    retries: int = 0
    """Of the requests, those that repeat one that failed."""
    received: int = 0
    """Bytes of all answers as sent, compressed, with their headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What became of the articles."""

    new: int = 0
    """Written: articles that no earlier run had."""
    changed: int = 0
    """Written: articles whose text is another than in the record of an earlier run."""
    unchanged: int = 0
    """Asked for, and found as they were."""
    known: int = 0
    """Met on lists, known already, and not asked for."""
    failed: int = 0
    """Pages asked for in vain."""
    lists_failed: int = 0
    """Of these, list and home pages."""
    rejected: int = 0
    """Records that break the schema: in `rejects.jsonl`."""
    duplicates: int = 0
    """Met under a second address in the same run."""
    outside_period: int = 0
    """Fetched, but from before `since` or after `until`."""
    recovered: int = 0
    """Of an earlier run that was killed, now in finished files."""

    @property
    def asked(self) -> int:
        """Articles that were asked for."""
        return self.new + self.changed + self.unchanged + self.rejected + self.articles_failed

    @property
    def articles_failed(self) -> int:
        """Articles asked for in vain."""
        return max(self.failed - self.lists_failed, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReport:
    """One city."""

    name: str = ""
    """Its name: `德州`."""
    listed: int = 0
    """Different articles met on its home and list pages, of whatever day."""
    written: int = 0
    """Records written."""
    news: int = 0
    """Of these, new articles published in the last week, or without a date."""
    last_news: str | None = None
    """When a run of this job last had news of it; UTC."""
    news_runs: int = 0
    """How many runs of this job have had news of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutReport:
    """The pages of one layout, unchanged ones included."""

    records: int = 0
    """Records read with it."""
    drifted: int = 0
    """Of these, whose pages lack a part of the layout; for `generic`: fit no other."""
    filled: dict[str, int] = field(default_factory=dict)
    """By field that may be absent: how many records have it. A field that none has is missing."""
    problems: dict[str, int] = field(default_factory=dict)
    """By field: how many records note a problem with it."""
    lacking: dict[str, str] = field(default_factory=dict)
    """By field: the last page written without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReport:
    """One kind of error."""

    kind: str = ""
    """In words, without addresses: `status 404`."""
    count: int = 0
    """How often."""
    example: str = ""
    """The first page that had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowPage:
    """A page that took long."""

    url: str = ""
    """Its address."""
    seconds: float = 0.0
    """From the request to the last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How the site was asked."""

    delay: float = 0.0
    """Seconds between two requests, as set."""
    crawl_delay: float | None = None
    """Seconds that a robots.txt asked for; the longer of both was kept."""
    robots: dict[str, int] = field(default_factory=dict)
    """Answers to requests for robots.txt, by HTTP status."""
    forbidden: int = 0
    """Pages not asked for because of robots.txt."""
    waits: int = 0
    """Pauses after failures, or as a server asked for."""
    waited: int = 0
    """Seconds of these pauses."""
    plain_http_hosts: int = 0
    """Hosts asked over http, since https did not answer."""
    given_up: tuple[str, ...] = ()
    """Hosts not asked further after many failures, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that is worse than in earlier runs of the job."""

    kind: str = ""
    """`field`, `layouts`, `failures`, `rejects`, `silence` or `lists`."""
    about: str = ""
    """Which: `v2016/source`, a city's slug; empty for the whole run."""
    sentence: str = ""
    """For a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A run that ended without a report: killed, or unable to write one."""

    run_id: str = ""
    """The run."""
    began: str = ""
    """When it began, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run."""

    report_version: int = REPORT_VERSION
    """Version of this format."""
    run_id: str = ""
    """The run, as in `metadata.run_id` of its records."""
    job: Job = Job()
    """What it was told."""
    began: str = ""
    """UTC: `2020-11-29T07:10:00Z`."""
    ended: str = ""
    """UTC."""
    seconds: float = 0.0
    """How long it took."""
    finish: str = ""
    """Scrapy's reason for the end: `finished`, or why it came earlier (`shutdown`, `hours`, …)."""
    exit_code: int = 0
    """As the README lists them; `scrapy crawl` itself ends with 0."""
    sentence: str = ""
    """How it went, in one line."""
    alarms: tuple[Alarm, ...] = ()
    """What is worse than in earlier runs of the same spider, regions and columns."""
    unhealthy_runs: int = 0
    """How many runs of the job in a row, this one included, ended with another code than 0."""
    lost: Lost | None = None
    """The run before, in this folder, if it left no report."""
    requests: Requests = Requests()
    """What was asked."""
    records: Records = Records()
    """What became of the articles."""
    regions: dict[str, RegionReport] = field(default_factory=dict)
    """By slug."""
    layouts: dict[str, LayoutReport] = field(default_factory=dict)
    """By name of the layout."""
    errors: tuple[ErrorReport, ...] = ()
    """By kind, the most frequent first."""
    slowest: tuple[SlowPage, ...] = ()
    """The slowest pages."""
    politeness: Politeness = Politeness()
    """How the site was asked."""
    files: tuple[str, ...] = ()
    """The data files finished by this run, recovered ones included."""
    versions: Versions = Versions()
    """What it was made with."""


def to_json(report: Report) -> str:
    """Return a report as indented JSON with a final LF."""
    return json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> Report:
    """Read a report. Raises `ReportError` for anything else."""
    try:
        document = json.loads(text)
        if not document["run_id"]:
            raise ReportError("no run_id")
        report: Report = _load(Report, document)
        for moment in (report.began, report.ended):
            datetime.fromisoformat(moment)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReportError(f"not a report: {error}") from error
    return report


def _load(hint: Any, value: Any) -> Any:
    """Return a JSON value as what a type hint asks for. Raises `TypeError`, `AttributeError`."""
    if isinstance(hint, types.UnionType):
        inner = next(arg for arg in typing.get_args(hint) if arg is not type(None))
        return None if value is None else _load(inner, value)
    if typing.get_origin(hint) is tuple:
        return tuple(_load(typing.get_args(hint)[0], one) for one in value)
    if typing.get_origin(hint) is dict:
        return {key: _load(typing.get_args(hint)[1], one) for key, one in value.items()}
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        names = [f.name for f in dataclasses.fields(hint) if f.name in value]
        return typing.cast(type, hint)(**{name: _load(hints[name], value[name]) for name in names})
    if hint is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value
