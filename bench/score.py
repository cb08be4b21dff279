"""How good an extractor's answers are, in figures from 0 to 1.

An answer is a mapping with `title`, `authors` (a list or one text), `source`, `published` and
`body`. Blanks, punctuation, width and case never count. What is measured (`COLUMNS`):

- `title`: the headline is right, without the site's name;
- `day`, `minute`: the time is right to the day, and to the minute where the page shows one;
- `author`: F1 of all names over the pages that name a reporter or writer;
- `named`: pages that name nobody, yet somebody was found (the less, the better);
- `source`: the outlet is right, or one of the two spellings contains the other;
- `body`: F1 of the text's runs of four characters; optional lines cost nothing, found or not;
- `head`, `tail`: the text begins and ends where it should, give or take `SLACK` characters;
- `leak`: pages with something in the text that does not belong there (the less, the better);
- `empty`: pages without any text; `failed`: pages with an exception or no answer in time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from statistics import fmean
from typing import Any

from bench.corpus import Truth

COLUMNS = tuple("title day minute author named source body head tail leak empty failed".split())
SLACK = 40
"""Characters that may stand before the beginning or after the end of a text."""

Answer = Mapping[str, Any]
Marks = dict[str, float]

_SITE_TIME = timezone(timedelta(hours=8))
_RUN = 4
_MOMENT = re.compile(
    r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})"
    r"(?:[日号T\s]*(\d{1,2}) ?[:时点] ?(\d{1,2})(?:[:分][\d.]+)?秒? ?(Z|[+-]\d\d:?\d\d)?)?"
)
_BETWEEN_NAMES = re.compile(r"[;；,，、/|&\s]+")


def bare(text: str | None) -> str:
    """Return the letters, digits and characters of a text, in one spelling."""
    spelled = unicodedata.normalize("NFKC", text or "").lower()
    return "".join(filter(str.isalnum, spelled))


def moment(text: str | None) -> tuple[str, str] | None:
    """Return day and minute (`2020-11-29`, `15:06` or nothing) in the site's time."""
    match = _MOMENT.search(unicodedata.normalize("NFKC", text or ""))
    if match is None:
        return None
    *day, hour, minute, zone = match.groups()
    try:
        at = datetime(*map(int, [*day, hour or 0, minute or 0]))  # type: ignore[arg-type]
    except ValueError:
        return None
    if zone:
        at = datetime.fromisoformat(f"{at.isoformat()}{zone}").astimezone(_SITE_TIME)
    return f"{at:%Y-%m-%d}", f"{at:%H:%M}" if hour else ""


def body_f1(found: str, true: str, optional: str = "") -> float:
    """Return the F1 of two bare texts' runs of four characters."""
    has, wants = _runs(found), _runs(true)
    right = (has & wants).total()
    surplus = has - wants
    wrong = surplus.total() - (surplus & _runs(optional)).total()
    return 2 * right / ((2 * right + wrong + (wants - has).total()) or 1)


def marks(truth: Truth, answer: Answer | None) -> Marks:
    """Return what an answer is worth in each column that the truth tells something about.

    No answer is a failure. `right`, `found` and `true` count names; `figures` makes F1 of them.
    """
    given = answer or {}
    return {
        "failed": float(answer is None),
        **_title(truth, given.get("title")),
        **_time(truth, given.get("published")),
        **_authors(truth, given.get("authors")),
        **_source(truth, given.get("source")),
        **_body(truth, bare(given.get("body"))),
    }


def figures(pages: Iterable[Marks]) -> Marks:
    """Return the mean of each column, over the pages that have it."""
    columns: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for column, mark in page.items():
            columns[column].append(mark)
    means = {column: fmean(values) for column, values in columns.items()}
    if "true" in means:
        means["author"] = 2 * means["right"] / (means["found"] + means["true"])
    return {column: means[column] for column in COLUMNS if column in means}


def _runs(text: str) -> Counter[str]:
    return Counter(text[i : i + _RUN] for i in range(max(len(text) - _RUN + 1, bool(text))))


def _title(truth: Truth, found: str | None) -> Marks:
    if not truth.titles:
        return {}
    return {"title": float(bare(found) in map(bare, truth.titles))}


def _time(truth: Truth, found: str | None) -> Marks:
    true, given = moment(truth.published), moment(found)
    if true is None:
        return {}
    day = {"day": float(given is not None and given[0] == true[0])}
    return day | {"minute": float(given == true)} if true[1] else day


def _authors(truth: Truth, found: str | Iterable[str] | None) -> Marks:
    if truth.authors is None:
        return {}
    text = found if isinstance(found, str) else " ".join(found or ())
    names = set(map(bare, _BETWEEN_NAMES.split(text))) - {""}
    if not truth.authors:
        return {"named": float(bool(names))}
    true = set(map(bare, truth.authors))
    return {"right": len(names & true), "found": len(names), "true": len(true)}


def _source(truth: Truth, found: str | None) -> Marks:
    if not truth.source:
        return {}
    given, true = bare(found), bare(truth.source)
    return {"source": float(len(given) > 1 and (given in true or true in given))}


def _body(truth: Truth, body: str) -> Marks:
    """Mark a bare text."""
    result: Marks = {}
    lines = [bare(line) for line in truth.optional]
    if truth.body:
        result["empty"] = float(not body)
        result["body"] = body_f1(body, bare(truth.body), "".join(lines))
    if truth.head:
        slack = SLACK + sum(len(line) for line in lines if line in body)
        head, tail = bare(truth.head), bare(truth.tail)
        result["head"] = float(0 <= body.find(head) <= slack)
        result["tail"] = float(tail in body and len(body.rpartition(tail)[2]) <= slack)
    if truth.forbidden:
        result["leak"] = float(any(bare(piece) in body for piece in truth.forbidden))
    return result
