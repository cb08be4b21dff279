"""What a dataset's documents say of its records: counted while they pass."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ..coverage import Coverage
from ..items import Record
from .partitions import ELSEWHERE, UNDATED


class Facts:
    """Counts, and the first and last of things: as many as days and cities, not as records."""

    def __init__(self) -> None:
        self.coverage = Coverage()
        self.years: Counter[str] = Counter()
        self.regions: Counter[str] = Counter()
        """Records by city, as its name and slug: `德州 (dezhou)`."""
        self.kinds: Counter[str] = Counter()
        self.layouts: Counter[str] = Counter()
        self.versions: set[str] = set()
        """The versions of this project that made them."""
        self.days: set[str] = set()
        """The days on which something was published: `2020-11-29`."""
        self.first_fetch: str | None = None
        self.last_fetch: str | None = None
        """When pages were fetched, UTC; ``None``: no record says."""
        self.day_only = self.with_problems = self.revised = 0

    def add(self, record: Record) -> None:
        """Count a record."""
        self.coverage.add(record)
        published, metadata, region = record["date_published"], record["metadata"], record["region"]
        self.years[published[:4] if published else UNDATED] += 1
        self.regions[f"{region['name']} ({region['slug']})" if region else ELSEWHERE] += 1
        self.kinds[record["kind"]] += 1
        self.layouts[metadata["layout"]] += 1
        self.versions.add(metadata["scraper_version"])
        self.with_problems += bool(metadata["problems"])
        self.revised += record["revision"] > 1
        if published:
            self.days.add(published[:10])
            self.day_only += len(published) == len("2020-11-29")
        if fetched := metadata["fetched_at"]:
            self.first_fetch = min(self.first_fetch or fetched, fetched)
            self.last_fetch = max(self.last_fetch or fetched, fetched)

    @property
    def records(self) -> int:
        """How many records there are."""
        return self.coverage.records

    @property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day of publication."""
        return (min(self.days), max(self.days)) if self.days else None

    @property
    def silent_days(self) -> int:
        """The days of the period on which nothing was published."""
        if not self.period:
            return 0
        first, last = map(date.fromisoformat, self.period)
        return (last - first).days + 1 - len(self.days)
