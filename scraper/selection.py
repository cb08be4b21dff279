"""Choosing records: the filters that all commands on data share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .items import Record
from .periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records are wanted; a record must pass every filter that is set."""

    regions: frozenset[str] = frozenset()
    """Slugs of cities."""

    period: Period = field(default_factory=Period)
    """Days of publication; an article without a date is in no period that is set."""

    sections: frozenset[str] = frozenset()
    """Columns, as in `section`."""

    sources: frozenset[str] = frozenset()
    """Outlets, as in `source`."""

    words: tuple[str, ...] = ()
    """Words that headline or body must hold, all of them."""

    def holds(self, record: Record) -> bool:
        """Whether a record is wanted."""
        return (
            self._is_in_period(record["date_published"])
            and _is_one_of(record["region"] and record["region"]["slug"], self.regions)
            and _is_one_of(record["section"], self.sections)
            and _is_one_of(record["source"], self.sources)
            and self._has_words(record)
        )

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the wanted ones."""
        return filter(self.holds, records)

    def __str__(self) -> str:
        """Say which records these are, in words; empty: all."""
        since, until = self.period.since, self.period.until
        parts = (
            ("cities", " ".join(sorted(self.regions))),
            ("published since", since or ""),
            ("published until", until or ""),
            ("columns", " ".join(sorted(self.sections))),
            ("outlets", " ".join(sorted(self.sources))),
            ("with the words", " ".join(self.words)),
        )
        return ", ".join(f"{name} {value}" for name, value in parts if value)

    def _is_in_period(self, published: str | None) -> bool:
        if published is None:
            return self.period == Period()
        return self.period.may_hold(published[:10])

    def _has_words(self, record: Record) -> bool:
        text = f"{record['headline'] or ''}\n{record['body']}".casefold() if self.words else ""
        return all(word.casefold() in text for word in self.words)


def _is_one_of(value: str | None, wanted: frozenset[str]) -> bool:
    return not wanted or value in wanted
