"""Made-up reports: the runs of a job, hour by hour, with the accidents of a real site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from scraper.dates import timestamp
from scraper.health import Exit
from scraper.report import Job, LayoutReport, Records, RegionReport, Report
from scraper.trends import Limits, alarms

START = datetime(2020, 11, 2, tzinfo=UTC)  # a Monday
USUAL = {
    "headline": 1.0,
    "body": 0.99,
    "date_published": 0.995,
    "source": 0.97,
    "authors": 0.8,
    "byline": 0.75,
    "images": 0.55,
    "related_links": 0.4,
    "links": 0.15,
    "videos": 0.08,
}
"""How many articles have a field."""
PAGE = "https://dezhou.iqilu.com/dzyaowen/2020/1102/4680001.shtml"


def report(n: int = 0, **changes: object) -> Report:
    """Return the report of the run that ended `n` hours after the start."""
    ended = timestamp(START + timedelta(hours=n))
    job = Job(spider="region", regions=("dezhou",))
    made = Report(
        run_id=f"20201102T000000Z-{n:04x}", job=job, began=ended, ended=ended, finish="finished"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def read(layout: str = "v2016", of: int = 20, drifted: int = 0, **filled: int) -> dict[str, object]:
    """Return what a run that read some new records reports of them."""
    lacking = {name: PAGE for name, count in filled.items() if count < of}
    made = LayoutReport(records=of, drifted=drifted, filled=filled, lacking=lacking)
    return {"layouts": {layout: made}, "records": Records(new=of)}


@dataclass
class Site:
    """A site over the hours: what its cities publish, and what becomes of it on the way."""

    seed: int
    a_day: Mapping[str, float] = field(default_factory=lambda: {"dezhou": 24.0, "jinan": 40.0})
    """Articles a day and city, on a working day."""
    usual: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))
    dead: float = 0.01
    """How many articles fail."""
    odd: float = 0.01
    """How many look odd."""
    listed: bool = True

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.now = START
        self.reports: list[Report] = []
        self.job = Job(spider="region", regions=tuple(self.a_day))

    def published(self, city: str) -> int:
        """Return how many articles appear in an hour: few at night, half as many at weekends."""
        hour = (self.now + timedelta(hours=8)).hour
        at_day = 1.6 if 7 <= hour < 21 else 0.15
        weekend = 0.5 if self.now.weekday() >= 5 else 1.0
        expected = self.a_day[city] / 24 * at_day * weekend
        return sum(self.random.random() < expected / 50 for _ in range(50))

    def hour(self) -> Report:
        """Run the job once more; return its report, judged."""
        self.now += timedelta(hours=1)
        before = self.reports[0] if self.reports else Report()
        found = {city: self.published(city) for city in self.job.regions}
        total = sum(found.values())
        failed = self._some(total, self.dead)
        records = total - failed
        filled = {name: self._some(records, share) for name, share in self.usual.items()}
        odd = self._some(records, self.odd)
        made = replace(
            report(),
            job=self.job,
            ended=timestamp(self.now),
            records=Records(new=records, known=400, failed=failed),
            layouts={
                "v2016": LayoutReport(records=records - odd, filled=filled),
                "generic": LayoutReport(records=odd, drifted=odd),
            },
            regions={
                city: self._region(found[city], before.regions.get(city, RegionReport()))
                for city in self.job.regions
            },
        )
        judged = alarms(made, self.reports, Limits())
        code = Exit.UNHEALTHY if judged else Exit.OK
        made = replace(made, alarms=tuple(judged), exit_code=int(code))
        self.reports.insert(0, made)
        return made

    def hours(self, count: int) -> Iterator[Report]:
        """Run the job hour by hour."""
        return (self.hour() for _ in range(count))

    def until(self, is_so: Callable[[Report], bool], most: int) -> int | None:
        """Return after how many more runs something is so; ``None``: not in so many."""
        return next((n for n, one in enumerate(self.hours(most), 1) if is_so(one)), None)

    def _some(self, of: int, share: float) -> int:
        return sum(self.random.random() < share for _ in range(of))

    def _region(self, found: int, before: RegionReport) -> RegionReport:
        return RegionReport(
            listed=200 + self.random.randrange(5) if self.listed else 0,
            written=found,
            news=found,
            last_news=timestamp(self.now) if found else before.last_news,
            news_runs=before.news_runs + bool(found),
        )
