"""What the visits show: pages read as the crawl reads them; and keeping them in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...extract import parse_article
from ...folders import explained, replace_file
from ...items import Article, NotAnArticleError, QiluError
from ...page import Page
from ...parsers.listing import Listing
from .tour import read
from .visits import Purpose, Visit

LISTS = (Purpose.LIST, Purpose.NEXT_LIST, Purpose.FAR_LIST)
ARTICLES = (Purpose.ARTICLE, Purpose.OLD_ARTICLE, Purpose.OTHER)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's page, and the record that it gives."""

    visit: Visit
    page: Page
    article: Article | None
    error: str = ""
    """Why there is no record."""


class Evidence:
    """All visits of a first look."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self.visits = visits

    def of(self, *purposes: Purpose) -> Iterator[Visit]:
        """Yield the visits for some purposes that were answered, in their order."""
        return (one for one in self.visits if one.ask.purpose in purposes and one.status)

    def pages(self, *purposes: Purpose) -> Iterator[tuple[Visit, Page, Listing]]:
        """Yield the home and list pages that came."""
        for visit in self.of(*purposes):
            if visit.is_page:
                yield visit, Page(visit.body, visit.url), read(visit)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The pages of articles, galleries, videos and app shares that came."""
        return tuple(_read(visit) for visit in self.of(*ARTICLES) if visit.is_page)


def _read(visit: Visit) -> Reading:
    page = Page(visit.body, visit.url)
    try:
        return Reading(visit, page, parse_article(visit.body, visit.url))
    except NotAnArticleError as error:
        return Reading(visit, page, None, str(error))


def keep(visits: Sequence[Visit], folder: Path) -> None:
    """Write the pages into a new or empty folder, and `visits.jsonl`, which says what they are.

    Raises `FolderError` when that is not possible.
    """
    lines = []
    with explained(f"write into {folder}"):
        for number, visit in enumerate(visits, 1):
            name = f"{number:02}.html"
            (folder / name).write_bytes(visit.body)
            about: dict[str, Any] = {
                "file": name,
                "purpose": visit.ask.purpose,
                "asked": visit.ask.url,
            }
            about |= {"request_headers": {**visit.ask.headers}, "url": visit.url}
            about |= {"status": visit.status, "headers": {**visit.headers}, "error": visit.error}
            lines.append(f"{json.dumps(about, ensure_ascii=False)}\n")
        replace_file(folder / "visits.jsonl", "".join(lines))


def make_room(folder: Path) -> None:
    """Make the folder for the pages, before anything is asked. Raises `QiluError`."""
    with explained(f"write into {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise QiluError(f"{folder} is not empty: name a new folder for the pages")
