"""An assumption about the site, and the judgement on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .evidence import Evidence


class Verdict(StrEnum):
    """Whether an assumption is true."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNSEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Case:
    """What one visit says about an assumption."""

    is_so: bool
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that this project takes for true of the site."""

    topic: str
    claim: str
    advice: str
    """What to change where it is not so."""
    cases: Callable[[Evidence], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assumption, and what the site says."""

    topic: str
    claim: str
    verdict: Verdict
    seen: str
    """What was seen; empty: nothing that would tell."""
    url: str
    """Where; empty: nowhere."""
    advice: str
    """What to change; empty where nothing is to be changed."""

    def line(self) -> str:
        """Return it as text."""
        seen = f" [{self.seen}] {self.url}" if self.seen else ""
        advice = f" -> {self.advice}" if self.advice else ""
        return f"{self.verdict:<14} {self.topic:<12} {self.claim}{seen}{advice}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)


def judge(one: Assumption, evidence: Evidence) -> Judgement:
    """Judge an assumption: it holds if every case is so, and there is one."""
    cases = list(one.cases(evidence))
    against = [case for case in cases if not case.is_so]
    if not cases:
        return Judgement(one.topic, one.claim, Verdict.UNSEEN, "", "", "")
    if not against:
        first = cases[0]
        return Judgement(one.topic, one.claim, Verdict.HOLDS, first.text, first.url, "")
    first = against[0]
    text = f"{first.text}; {len(against)} of {len(cases)} cases"
    return Judgement(one.topic, one.claim, Verdict.FAILS, text, first.url, one.advice)
