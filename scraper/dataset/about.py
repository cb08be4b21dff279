"""What a dataset's documents have in common: its name, version, authors, and words about rights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..items import URL_PATTERN, QiluError
from ..regions import PUBLISHER, SITE
from .edition import Edition
from .facts import Facts

SOURCE = f"https://www.{SITE}/"
KEYWORDS = ("news", "Chinese", "Shandong", PUBLISHER)
COMPILERS = "The compilers of this dataset"
"""Who made it, where nobody is named."""
RIGHTS = (
    f"The articles are copyright of {PUBLISHER} ({SITE}) or of the outlet that each names as its "
    "source; this dataset gives no licence to them."
)
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


class AboutError(QiluError, ValueError):
    """Something a dataset must say of itself is missing or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What whoever publishes a dataset says of it."""

    title: str = ""
    version: str = ""
    """`1.0.0`; empty: the day of the newest fetch, as `2020.11.30`."""
    authors: tuple[str, ...] = ()
    url: str = ""
    """Where it will be found."""
    chosen: str = ""
    """What was taken of all records, in words; empty: everything."""

    def check(self) -> None:
        """Raise `AboutError` for what can't be said of a dataset."""
        if self.version and not _VERSION.fullmatch(self.version):
            raise AboutError(f"a version is three numbers like 1.0.0, not {self.version!r}")
        if self.url and not re.fullmatch(URL_PATTERN, self.url):
            raise AboutError(f"a url begins with http:// or https://, not {self.url!r}")
        if not all(map(str.strip, self.authors)):
            raise AboutError("an author needs a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a dataset says of itself."""

    title: str
    name: str
    """A short one: `qilu-articles`."""
    version: str
    day: str
    """The day of the newest fetch, UTC: no clock, so that the same records give the same bytes."""
    authors: tuple[str, ...]
    url: str
    """Where it is found, or the site that it is of."""
    chosen: str
    """What was taken of all records, in words; empty: everything."""
    edition: Edition
    facts: Facts

    @classmethod
    def of(cls, facts: Facts, edition: Edition, wishes: Wishes) -> About:
        """Put together what the records and the publisher say. Raises `AboutError`."""
        if facts.last_fetch is None:
            raise AboutError("no record says when it was fetched: publish what a crawl wrote")
        day = date.fromisoformat(facts.last_fetch[:10])
        return cls(
            title=" ".join(wishes.title.split()) or _title(facts),
            name=f"qilu-articles{edition.suffix}",
            version=wishes.version or f"{day.year}.{day.month}.{day.day}",
            day=day.isoformat(),
            authors=wishes.authors or (COMPILERS,),
            url=wishes.url or SOURCE,
            chosen=wishes.chosen,
            edition=edition,
            facts=facts,
        )

    @property
    def description(self) -> str:
        """What the dataset is, in a sentence or two."""
        what = "Text and metadata" if self.edition.text else "Addresses and metadata, without text,"
        names = "" if self.edition.people else " Those who are credited are left out."
        return f"{what} of {self.facts.records:,} articles of {PUBLISHER} ({SITE}).{names}"


def _title(facts: Facts) -> str:
    period = f", {' to '.join(facts.period)}" if facts.period else ""
    return f"Articles of {PUBLISHER} ({SITE}){period}"
