"""Who took texts from whom, and how fast, as far as sources and dates tell.

What is known of a reprint is where its text was first, of the records at hand, and what it names
as its source. A time that is not printed is not guessed: a day has no hour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from .groups import Group, Member

_ZONE = "+08:00"
_DAY = len("2020-11-29")  # what is longer has a time of day


@dataclass(slots=True)
class Flow:
    """Texts that one outlet took over from another."""

    count: int = 0
    named: int = 0
    """Those that name the outlet they come from."""
    hours: list[float] = field(default_factory=list)
    """From one to the other, where both times are known."""


class Flows:
    """The flows of some groups."""

    def __init__(self) -> None:
        self._flows: dict[tuple[str, str], Flow] = defaultdict(Flow)
        self.unordered = 0
        """Texts of two outlets of which it is not known who had them first: of one day, or of
        none."""

    def add(self, group: Group) -> None:
        """Add what a group tells: each member but the first was taken over once at most."""
        members = [copy.member for copy in group]
        for place, member in enumerate(members[1:], 1):
            self._add(members[:place], member)

    def _add(self, earlier: list[Member], member: Member) -> None:
        named = next((one for one in earlier if outlet(one) == outlet(member)), None)
        origin = named or earlier[0]
        taker = member.publisher if named else outlet(member)
        if taker == outlet(origin):
            return  # its own text again
        if not named and not is_before(origin, member):
            self.unordered += 1
            return
        flow = self._flows[outlet(origin), taker]
        flow.count += 1
        flow.named += bool(named)
        if (hours := hours_between(origin, member)) is not None:
            flow.hours.append(hours)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the flows as plain values, the largest first."""
        ordered = sorted(self._flows.items(), key=lambda pair: (-pair[1].count, pair[0]))
        for (origin, taker), flow in ordered:
            yield {
                "from": origin,
                "to": taker,
                "count": flow.count,
                "named": flow.named,
                "timed": len(flow.hours),
                "median_hours": round(median(flow.hours), 2) if flow.hours else None,
            }


def outlet(member: Member) -> str:
    """Return whose text a record is said to be: its source, else who published it."""
    return member.source or member.publisher


def is_before(one: Member, other: Member) -> bool:
    """Whether a record is known to be older: to the day, minute or second that both print."""
    a, b = ((of.date_published or "").removesuffix(_ZONE) for of in (one, other))
    printed = min(len(a), len(b))
    return printed >= _DAY and a[:printed] < b[:printed]


def hours_between(one: Member, other: Member) -> float | None:
    """Return the hours from one record to a later one; ``None`` where a time is not known."""
    times = (one.date_published or "", other.date_published or "")
    if min(map(len, times)) <= _DAY:
        return None
    start, end = map(datetime.fromisoformat, times)
    return (end - start).total_seconds() / 3600
