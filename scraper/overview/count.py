"""What the records hold, counted by city and month: all that the page shows comes from here.

A record is a handful of facts, and a cell of the table counts them. So memory grows with the
cities, months and names, not with the records, and the page can filter by adding cells up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..dates import seconds
from ..errors import kind_of
from ..items import DRIFT, Record, Role
from ..tally import FIELDS

LENGTHS = (1, 50, 100, 200, 400, 800, 1600, 3200)
"""Where the classes of text length begin, in characters; before the first: no text."""
LAGS = tuple(hours * 3600 for hours in (0, 1, 6, 24, 72, 168, 720, 8760))
"""Where the classes of crawl lag begin, in seconds; before the first: fetched too early."""
REPORTERS = {Role.REPORTER.value, Role.TRAINEE_REPORTER.value}
EXAMPLES = 2
"""Pages kept of each problem and city, the newest."""


class Place(NamedTuple):
    """A cell of the table."""

    region: str
    """Slug; empty for a page of no city."""
    month: str
    """`2020-11`; empty for an article without a date."""


class Fact(NamedTuple):
    """Something that holds for a record."""

    kind: str
    """`day`, `layout`, `missing`, `source`, `section`, `reporter`, `length`, `lag`, `problem`,
    `noted`, `clean` or `copy`."""
    value: str
    """Of what: `29`, `v2016`, `v2016/byline`, an outlet, a column, a name, a class."""


class Page(NamedTuple):
    """A page to look at; the later published is greater."""

    published: str
    id: str
    url: str
    headline: str
    place: Place

    @classmethod
    def of(cls, record: Record) -> Page:
        """Return a record's page."""
        published, headline = record["date_published"] or "", record["headline"] or ""
        return cls(published, record["id"], record["canonical_url"], headline, place(record))


class Counts:
    """The facts of records, by city and month."""

    def __init__(self) -> None:
        self.cells: defaultdict[Place, Counter[Fact]] = defaultdict(Counter)
        self.records: Counter[Place] = Counter()
        self.examples: defaultdict[tuple[str, str], list[Page]] = defaultdict(list)
        """By problem and slug."""
        self.names: dict[str, str] = {}
        """The cities' names, by slug."""
        self.newest = ""
        """When the last page was fetched, UTC; empty when that is not known."""

    def add(self, record: Record) -> None:
        """Count a record. Raises `KeyError` or `TypeError` for what is none."""
        where = place(record)
        self.records[where] += 1
        self.cells[where].update(facts(record))
        if region := record["region"]:
            self.names[region["slug"]] = region["name"]
        self.newest = max(self.newest, record["metadata"]["fetched_at"] or "")
        for problem in problems(record):
            kept = self.examples[problem, where.region]
            kept.append(Page.of(record))
            kept.sort(reverse=True)
            del kept[EXAMPLES:]

    def add_copies(self, places: Mapping[Place, int]) -> None:
        """Count articles whose text another one has, too."""
        for where, count in places.items():
            self.cells[where][Fact("copy", "")] += count


def place(record: Record) -> Place:
    """Return where a record is counted."""
    region = record["region"]
    return Place(region["slug"] if region else "", (record["date_published"] or "")[:7])


def facts(record: Record) -> Iterator[Fact]:
    """Yield what a record adds 1 to."""
    layout = record["metadata"]["layout"]
    yield Fact("layout", layout)
    yield from (Fact("missing", f"{layout}/{name}") for name in FIELDS if not record[name])
    if published := record["date_published"]:
        yield Fact("day", published[8:10])
    for kind in ("source", "section"):
        if record[kind]:
            yield Fact(kind, record[kind])
    names = {one["name"] for one in record["authors"] if one["role"] in REPORTERS}
    yield from (Fact("reporter", name) for name in names)
    yield Fact("length", str(bisect_right(LENGTHS, len(record["body"]))))
    if (lag := lag_of(record)) is not None:
        yield Fact("lag", str(bisect_right(LAGS, lag)))
    found = problems(record)
    yield from (Fact("problem", one) for one in found)
    concerned = {one["field"] for one in record["metadata"]["problems"]}
    if DRIFT in concerned:
        yield Fact("noted", "layout")
    if concerned - {DRIFT}:
        yield Fact("noted", "other")
    if not concerned:
        yield Fact("clean", "")


def lag_of(record: Record) -> int | None:
    """Return the seconds from publication to fetching; a day without a time is its first second."""
    published = seconds(record["date_published"])
    fetched = seconds(record["metadata"]["fetched_at"])
    return None if published is None or fetched is None else fetched - published


def problems(record: Record) -> set[str]:
    """Return the problems noted in a record, each as its field and kind: `layout: no box .info`."""
    return {f"{one['field']}: {kind_of(one['message'])}" for one in record["metadata"]["problems"]}
