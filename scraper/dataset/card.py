"""`README.md`: a dataset's card, as Hugging Face and people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..coverage import FIELDS
from ..dictionary import KNOWN_ERRORS
from ..redact import NOBODY
from ..regions import PUBLISHER, SITE
from ..schema import meanings
from .about import RIGHTS, About
from .citation import citation
from .edition import LEFT_OUT
from .facts import Facts
from .yaml import to_yaml

PARQUET = "parquet/*/*.parquet"
_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_SIZE_NAMES = ("1K", "10K", "100K", "1M", "10M")


def data_card(about: About) -> str:
    """Return the card of a dataset, filled from its records."""
    return f"---\n{to_yaml(_head(about))}---\n\n" + "\n".join(_body(about))


def _head(about: About) -> dict[str, object]:
    return {
        "pretty_name": about.title,
        "language": ["zh"],
        "license": "other",
        "license_name": "copyright-of-the-publishers",
        "size_categories": [size_category(about.facts.records)],
        "tags": ["news", "shandong"],
        "configs": [
            {"config_name": "default", "data_files": [{"split": "train", "path": PARQUET}]}
        ],
    }


def size_category(records: int) -> str:
    """Return the name that Hugging Face has for a size: `1K<n<10K`."""
    bounds = [name for size, name in zip(_SIZES, _SIZE_NAMES, strict=True) if size <= records]
    if not bounds:
        return f"n<{_SIZE_NAMES[0]}"
    if bounds[-1] == _SIZE_NAMES[-1]:
        return "10M<n<100M"
    return f"{bounds[-1]}<n<{_SIZE_NAMES[len(bounds)]}"


def _body(about: About) -> Iterator[str]:
    facts = about.facts
    yield f"# {about.title}\n\n{about.description}\n"
    yield from _counts(facts)
    yield _FILES.format(parquet=PARQUET)
    yield from _left_out(about)
    yield from _collected(facts)
    yield from _gaps(about)
    yield from _fields(facts)
    yield f"## Rights and ethics\n\n{RIGHTS}\n{_ETHICS}"
    yield f"## How to cite\n\n> {citation(about)}\n\nAlso in `CITATION.cff`.\n"


def _counts(facts: Facts) -> Iterator[str]:
    first, last = facts.period or ("unknown", "unknown")
    yield "| | |\n|---|---|"
    yield f"| records | {facts.records:,} |"
    yield f"| published | {first} to {last} |"
    yield f"| fetched | {facts.first_fetch} to {facts.last_fetch} |"
    yield f"| kinds | {_listed(facts.kinds)} |"
    yield f"| regions | {_listed(facts.regions)} |"
    yield f"| years | {_by_name(facts.years)} |\n"


def _left_out(about: About) -> Iterator[str]:
    if not about.edition.text:
        names = ", ".join(f"`{name}`" for name in LEFT_OUT)
        yield f'**This edition has no text.** Left out: {names}. `body` is `""`, the others are'
        yield "`null`; `metadata.content_sha256` is that of the headline and the text.\n"
    if not about.edition.people:
        yield "**This edition names nobody who is credited.** `authors` and `byline` are left out,"
        yield f"the same names are {NOBODY} elsewhere, and `metadata.content_sha256` is that of"
        yield "what this leaves. Others keep their names, and the address shows all of them.\n"


def _collected(facts: Facts) -> Iterator[str]:
    yield "## How it was collected\n"
    yield f"The public pages of {PUBLISHER} ({SITE}) were fetched by"
    versions = ", ".join(sorted(facts.versions))
    yield f"qilu-scraper {versions}, which obeys robots.txt and asks for one page at a time."
    yield "It walks the columns of the cities' sites; each page became one record by rules, without"
    yield "models and without corrections by hand, and `metadata.field_sources` names the rules."
    yield f"Page templates: {_listed(facts.layouts)}. Each article is here once, as last fetched.\n"


def _gaps(about: About) -> Iterator[str]:
    facts = about.facts
    yield "## Known gaps\n"
    if about.chosen:
        yield f"- Only a part was taken: {about.chosen}."
    yield "- It holds what was found while crawling, not all that the site published: an article"
    yield "  that no column listed then, or that was gone, is not in it."
    if facts.silent_days:
        yield f"- On {facts.silent_days:,} days of the period no article of it was published."
    if undated := facts.records - facts.coverage.filled["date_published"]:
        yield f"- {undated:,} records have no date of publication."
    if facts.day_only:
        yield f"- {facts.day_only:,} records have a day of publication only, no time."
    if facts.revised:
        yield f"- {facts.revised:,} articles changed after they were first fetched; the last"
        yield "  version is here."
    yield f"- {facts.with_problems:,} records have something in `metadata.problems`.\n"


def _fields(facts: Facts) -> Iterator[str]:
    yield "## Fields\n\n| field | filled | meaning |\n|---|--:|---|"
    for name in FIELDS:
        yield f"| `{name}` | {facts.coverage.percent(name)} | {meanings()[name]} |"
    yield "\nAbsent is `null` or `[]`: it was not on the page, or not where it was looked for."
    yield "Known errors:\n"
    yield from (f"- `{name}`: {what}" for name, what in KNOWN_ERRORS.items())
    yield ""


def _listed(counts: Counter[str]) -> str:
    """Return names with their counts, the most frequent first: `德州 (dezhou) 12, …`."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered)


def _by_name(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


_FILES = """\
## Files

| | |
|---|---|
| `parquet/YEAR/REGION.parquet` | the records, for `datasets.load_dataset(FOLDER)` and others |
| `jsonl/YEAR/REGION.jsonl.gz` | the same as JSON Lines, times as text |
| `schema/` | JSON Schema, JSON-LD context, Frictionless table schema |
| `datapackage.json`, `croissant.json` | descriptions for Frictionless and Croissant tools |
| `CITATION.cff` | how to cite it |
| `SHA256SUMS` | checksums: `sha256sum -c SHA256SUMS` |

YEAR is that of publication (`undated`), REGION the city whose site the article is on
(`elsewhere`). In the Parquet files `date_published` is a time, and `null` where the page prints
only a day; `date_published_day` is the day in both cases. Times are those of Asia/Shanghai.
"""
_ETHICS = """\
Keep to the law that applies to you: research and text mining are treated differently from place
to place, and publishing the texts again needs the publisher's consent. Articles name people,
credited ones and others; do not use them to profile anyone, and take out what a person asks you
to. An article may have been corrected or withdrawn since it was fetched: look at its `url` before
you quote it.
"""
