"""A first look at the live site: whether it is as this project assumes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from ...health import Exit
from .articles import PAGES
from .assumption import Assumption, Judgement, Verdict, judge
from .evidence import Evidence, keep, make_room
from .lists import LISTINGS
from .network import NETWORK
from .tour import REQUESTS, tour
from .visits import Ask, Purpose, Visit

__all__ = [
    "ASSUMPTIONS",
    "REQUESTS",
    "Ask",
    "Judgement",
    "Purpose",
    "Verdict",
    "Visit",
    "judge_all",
    "keep",
    "make_room",
    "outcome",
    "to_json",
    "to_text",
    "tour",
]

ASSUMPTIONS: tuple[Assumption, ...] = (*NETWORK, *LISTINGS, *PAGES)
"""Everything that this project takes for true of the site."""


def judge_all(visits: Sequence[Visit]) -> list[Judgement]:
    """Judge every assumption by what was seen."""
    evidence = Evidence(visits)
    return [judge(one, evidence) for one in ASSUMPTIONS]


def to_text(judgements: Iterable[Judgement]) -> str:
    """Return the judgements as text, a line each."""
    return "\n".join(one.line() for one in judgements)


def to_json(judgements: Iterable[Judgement]) -> str:
    """Return the judgements as a JSON list."""
    return json.dumps([one.to_dict() for one in judgements], ensure_ascii=False, indent=2)


def outcome(visits: Sequence[Visit], judgements: Iterable[Judgement]) -> tuple[Exit, str]:
    """Return the exit code of a look, and the sentence that tells why."""
    counts = Counter(one.verdict for one in judgements)
    if not any(visit.status for visit in visits):
        why = next((visit.error for visit in visits if visit.error), "no answer")
        return Exit.NOTHING, f"nothing answered: {why}"
    holds, fails, unseen = (counts[verdict] for verdict in Verdict)
    pages = sum(visit.is_sent for visit in visits)
    sentence = f"{pages} pages asked for: {holds} assumptions hold, {fails} do not, "
    return Exit.UNHEALTHY if fails else Exit.OK, f"{sentence}{unseen} were not seen"
