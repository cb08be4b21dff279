"""What is counted in the pages of runs, and what is said when it becomes worse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

from .regions import REGIONS
from .report import Alarm, LayoutReport, Report


def who(report: Report) -> str:
    """Name what a run is about: `德州、济南`, `16 cities`, or its spider."""
    names = [name_of(slug) for slug in report.job.regions]
    if not names:
        return f"{report.job.spider} spider"
    return "、".join(names) if len(names) <= 3 else f"{len(names)} cities"


def name_of(slug: str) -> str:
    """Return a city's name."""
    return REGIONS[slug].name if slug in REGIONS else slug


class Fall(NamedTuple):
    """A share that is lower than it was."""

    runs: list[Report]
    """The newest runs, in which it is lower."""
    share: float
    pages: int
    usual: float
    before: int
    """How many earlier runs it is compared with."""

    def compared(self) -> str:
        """Say over how many runs, and how it was before."""
        runs = f"{len(self.runs)} runs" if len(self.runs) > 1 else "1 run"
        return f"({runs}), it was {percent(self.usual)} in the {self.before} runs before"


class Measure(ABC):
    """What is counted in the pages of a run."""

    @abstractmethod
    def of(self, run: Report) -> int:
        """How many pages count."""

    @abstractmethod
    def good(self, run: Report) -> int:
        """How many of them are as they should be."""

    @abstractmethod
    def alarm(self, fall: Fall) -> Alarm:
        """Say what has become worse."""


@dataclass(frozen=True)
class Field(Measure):
    """How many records of a layout have a field."""

    layout: str
    name: str

    def _counts(self, run: Report) -> LayoutReport:
        return run.layouts.get(self.layout, _NONE)

    def of(self, run: Report) -> int:
        """How many records the layout read."""
        return self._counts(run).records

    def good(self, run: Report) -> int:
        """How many have the field."""
        return self._counts(run).filled.get(self.name, 0)

    def alarm(self, fall: Fall) -> Alarm:
        """Say which field."""
        lacking = (self._counts(run).lacking.get(self.name) for run in fall.runs)
        sentence = (
            f"{who(fall.runs[0])}: `{self.name}` is filled on {percent(fall.share)} of the last "
            f"{fall.pages} records of {self.layout} {fall.compared()}: the site may have changed "
            f"its page{_see(next(filter(None, lacking), ''))}"
        )
        return Alarm(kind="field", about=f"{self.layout}/{self.name}", sentence=sentence)


class Layouts(Measure):
    """How many pages look as known."""

    def of(self, run: Report) -> int:
        """How many were read."""
        return sum(layout.records for layout in run.layouts.values())

    def good(self, run: Report) -> int:
        """How many look as known."""
        return self.of(run) - sum(layout.drifted for layout in run.layouts.values())

    def alarm(self, fall: Fall) -> Alarm:
        """Say how many look as known."""
        sentence = (
            f"{who(fall.runs[0])}: {percent(fall.share)} of the last {fall.pages} pages look as "
            f"known {fall.compared()}: the site may have changed its page"
        )
        return Alarm(kind="layouts", sentence=sentence)


class Answers(Measure):
    """How many of the articles asked for were to be had."""

    def of(self, run: Report) -> int:
        """How many were asked for."""
        return run.records.asked

    def good(self, run: Report) -> int:
        """How many were to be had."""
        return run.records.asked - run.records.articles_failed

    def alarm(self, fall: Fall) -> Alarm:
        """Say how many were to be had, and why most were not."""
        errors = [error for run in fall.runs for error in run.errors]
        why = f"; mostly {errors[0].kind}{_see(errors[0].example)}" if errors else ""
        sentence = (
            f"{who(fall.runs[0])}: {percent(fall.share)} of the last {fall.pages} articles asked "
            f"for were to be had {fall.compared()}{why}"
        )
        return Alarm(kind="failures", sentence=sentence)


class Valid(Measure):
    """How many records keep to the schema."""

    def of(self, run: Report) -> int:
        """How many there were."""
        return run.records.asked - run.records.articles_failed

    def good(self, run: Report) -> int:
        """How many keep to it."""
        return self.of(run) - run.records.rejected

    def alarm(self, fall: Fall) -> Alarm:
        """Say how many keep to it."""
        sentence = (
            f"{who(fall.runs[0])}: {percent(fall.share)} of the last {fall.pages} records keep to "
            f"the schema {fall.compared()}; the others, and why, are in rejects.jsonl"
        )
        return Alarm(kind="rejects", sentence=sentence)


_NONE = LayoutReport()


def percent(share: float) -> str:
    """Write a share; one that is not whole is never written as 0 or 100."""
    number = round(100 * share)
    if 0 < share < 1:
        number = min(max(number, 1), 99)
    return f"{number} %"


def _see(url: str) -> str:
    return f"; see {url}" if url else ""
