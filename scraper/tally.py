"""What a run counts of its records, by layout: names in Scrapy's stats, and reading them back.

| name | how many records |
|---|---|
| `qilu/layout/LAYOUT` | a layout read |
| `qilu/drift/LAYOUT` | of these, whose page differs from the layout; of `generic`: fits no other |
| `qilu/filled/LAYOUT/FIELD` | of these, that have a field which may be absent |
| `qilu/problem/LAYOUT/FIELD` | of these, with a problem noted on a field |

`qilu/problem/LAYOUT/layout` equals `qilu/drift/LAYOUT`. A name that is missing means none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .items import DRIFT, GENERIC, Article

LAYOUT, DRIFTED, FILLED, PROBLEM = "qilu/layout", "qilu/drift", "qilu/filled", "qilu/problem"
FIELDS = (*(f.name for f in dataclasses.fields(Article) if f.default in (None, ())), "body")
"""The fields that a record may lack."""


@dataclass(slots=True)
class Tally:
    """The counts of one layout, in records."""

    records: int = 0
    drifted: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    """By field; a field that no record has is not in it."""
    problems: dict[str, int] = field(default_factory=dict)
    """By field, or by what else a `Problem` names."""


class Drift(NamedTuple):
    """How many pages of a run do not look as known."""

    pages: int
    """All that were read."""
    unknown: int
    """Those that fit no known layout."""
    partly: int
    """Those that lack a part of theirs."""


def names(article: Article) -> Iterator[str]:
    """Yield the names of the stats that a record adds 1 to."""
    layout = article.metadata.layout
    concerned = {problem.field for problem in article.metadata.problems}
    yield f"{LAYOUT}/{layout}"
    if DRIFT in concerned:
        yield f"{DRIFTED}/{layout}"
    yield from (f"{FILLED}/{layout}/{name}" for name in FIELDS if getattr(article, name))
    yield from (f"{PROBLEM}/{layout}/{name}" for name in sorted(concerned))


def read(stats: Mapping[str, Any]) -> dict[str, Tally]:
    """Return the counts of each layout that read a record, the most used first."""
    tallies: dict[str, Tally] = {}
    for name, count in stats.items():
        parts = name.split("/")
        kind, layout, about = "/".join(parts[:2]), "".join(parts[2:3]), "/".join(parts[3:])
        if kind in (LAYOUT, DRIFTED, FILLED, PROBLEM):
            tally = tallies.setdefault(layout, Tally())
            if kind == LAYOUT:
                tally.records = count
            elif kind == DRIFTED:
                tally.drifted = count
            else:
                (tally.filled if kind == FILLED else tally.problems)[about] = count
    return dict(sorted(tallies.items(), key=lambda item: (-item[1].records, item[0])))


def drift(stats: Mapping[str, Any]) -> Drift:
    """Return how many pages do not look as known, over all layouts."""
    tallies = read(stats)
    drifted = sum(tally.drifted for tally in tallies.values())
    unknown = tallies.get(GENERIC, Tally()).drifted
    pages = sum(tally.records for tally in tallies.values())
    return Drift(pages, unknown, drifted - unknown)
