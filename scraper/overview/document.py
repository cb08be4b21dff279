"""What the page is told: the counts as numbers in place of names, and only the names shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..regions import ALL, REGIONS
from ..tally import FIELDS
from .copies import Group
from .count import LAGS, LENGTHS, Counts, Fact, Page, Place

KINDS = "layout missing day length lag clean noted copy source section reporter problem".split()
NAMED = KINDS[-4:]
"""The kinds that have any number of values."""
BUDGET = 12_000
"""Entries that the names of one kind may have in the table: of many names the most frequent of
each city and year are shown, the others added up."""
BEST = 25
"""Names of each city and year at most."""
EXAMPLES, GROUPS = 200, 30
"""Pages with problems, and groups of copies at most."""


def document(
    counts: Counts, groups: Sequence[Group], runs: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what the page is told, as plain JSON values."""
    regions = [*(slug for slug in REGIONS if slug in counts.names)]
    regions += [*sorted(counts.names.keys() - REGIONS.keys()), ""]
    months = sorted({place.month for place in counts.records})
    values = {kind: _values(counts, kind) for kind in KINDS}
    table = _Table(regions, months, values)
    return {
        "articles": counts.records.total(),
        "newest": counts.newest,
        "kinds": KINDS,
        "regions": [[slug, counts.names.get(slug, ""), slug in ALL] for slug in regions],
        "months": months,
        "fields": list(FIELDS),
        "bounds": {"length": LENGTHS, "lag": LAGS},
        "values": values,
        "cells": [table.cell(place, counts) for place in sorted(counts.records)],
        "examples": list(_examples(counts, table)),
        "groups": [[g.places.total(), *map(table.page, g.first)] for g in groups[:GROUPS]],
        "texts": len(groups),
        "runs": runs,
    }


class _Table:
    """Numbers in place of names."""

    def __init__(
        self, regions: Sequence[str], months: Sequence[str], values: Mapping[str, Sequence[str]]
    ) -> None:
        self.region = {slug: number for number, slug in enumerate(regions)}
        self.month = {month: number for number, month in enumerate(months)}
        self.number = {
            Fact(kind, value): number
            for kind, listed in values.items()
            for number, value in enumerate(listed)
        }

    def cell(self, place: Place, counts: Counts) -> list[Any]:
        """Return a cell: city, month, records, and for each kind the counts of its values."""
        found: dict[str, Counter[int]] = {kind: Counter() for kind in KINDS}
        for fact, count in counts.cells[place].items():
            found[fact.kind][self.number.get(fact, -1)] += count
        lists = [_sparse(found[kind]) for kind in KINDS]
        return [self.region[place.region], self.month[place.month], counts.records[place], *lists]

    def page(self, page: Page) -> list[Any]:
        """Return a page: city, month, day, address, headline."""
        url = page.url if page.url.startswith(("https://", "http://")) else ""
        where = self.region[page.place.region], self.month[page.place.month]
        return [*where, page.published[:10], url, page.headline]


def _sparse(counts: Counter[int]) -> str:
    """Write the counts of values: `0*12 3 7*2`. Value -1 stands for all that have no number."""
    return " ".join(f"{value}*{n}" if n > 1 else f"{value}" for value, n in sorted(counts.items()))


def _values(counts: Counts, kind: str) -> list[str]:
    """Return the values of a kind that are shown, the most frequent first."""
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    entries: Counter[str] = Counter()
    for place, cell in counts.cells.items():
        for fact, count in cell.items():
            if fact.kind == kind:
                entries[fact.value] += 1
                for group in ("", f"in {place.region}", place.month[:4]):
                    groups[group][fact.value] += count
    shown = _best(groups, entries) if kind in NAMED else entries
    return sorted(shown, key=lambda value: (-groups[""][value], value))


def _best(groups: Mapping[str, Counter[str]], entries: Mapping[str, int]) -> Iterator[str]:
    """Yield the best of each group, in turn, until the budget is spent."""
    best: dict[str, int] = {}
    for group in groups.values():
        ranked = sorted(group, key=lambda value: (-group[value], value))
        for rank, value in enumerate(ranked[:BEST]):
            best[value] = min(rank, best.get(value, rank))
    left = BUDGET
    for value in sorted(best, key=lambda value: (best[value], -groups[""][value], value)):
        left -= entries[value]
        if left < 0:
            break
        yield value


def _examples(counts: Counts, table: _Table) -> Iterator[list[Any]]:
    """Yield pages with the most frequent problems: the problem's number, and the page."""
    shown: list[tuple[int, Iterable[Page]]] = [
        (number, pages)
        for (problem, _), pages in sorted(counts.examples.items())
        if (number := table.number.get(Fact("problem", problem))) is not None
    ]
    listed = [(rank, number, page) for number, pages in shown for rank, page in enumerate(pages)]
    for _, number, page in sorted(listed, key=lambda one: one[:2])[:EXAMPLES]:
        yield [number, *table.page(page)]
