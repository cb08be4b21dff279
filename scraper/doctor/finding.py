"""What an examination says: one finding a line, and what to do where something is not right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST = 5  # findings of one kind that are told one by one


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    """Nothing is wrong, but someone may want to know, or to do something."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an examination."""

    topic: str
    """What was looked at, in a word."""
    level: Level
    text: str
    advice: str = ""
    """What to do; empty where all is well."""


def ok(topic: str, text: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(topic, Level.OK, text)


def warning(topic: str, text: str, advice: str) -> Finding:
    """Return a finding that someone may want to know."""
    return Finding(topic, Level.WARNING, text, advice)


def problem(topic: str, text: str, advice: str) -> Finding:
    """Return a finding that something is wrong."""
    return Finding(topic, Level.PROBLEM, text, advice)


def first(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first few of like findings, and how many there are more."""
    found = list(findings)
    yield from found[:MOST]
    if (more := len(found) - MOST) > 0:
        last = found[-1]
        yield Finding(last.topic, last.level, f"… and {more} more of this kind", last.advice)


def names(found: Sequence[str]) -> str:
    """Return some names as text: the first few, and how many there are more."""
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more
