"""From archives to records, as the crawls that made them gave them.

Archives of this project say which responses were parsed as articles, or as parts of one. In
those of other tools, the form of the address and the status decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .captures import ArchiveError, Capture, captures
from .continued import Parts, read
from .items import ArchiveRef, Article, NotAnArticleError
from .limits import LARGEST_PAGE, excess
from .notices import defect
from .urls import PAGE_FORMS, address
from .warc import FIRST_PAGE, RUN, SPIDER, part_page


class _Place(NamedTuple):
    """Where a response is: which archive, and where in it. Later ones are greater."""

    archive: int
    offset: int


class Replay:
    """The articles of some archives, which are read in the order given."""

    def __init__(self, archives: Iterable[Path], run_id: str | None = None) -> None:
        self.archives = tuple(archives)
        self.damaged: dict[Path, str] = {}
        """What keeps archives from being read to their ends; all before it is replayed."""
        self._run_id = run_id
        self._parts: dict[tuple[str | None, str], list[_Place]] = defaultdict(list)
        for number, path in enumerate(self.archives):
            self._note_parts(number, path)

    def articles(self) -> Iterator[Capture]:
        """Yield the responses that are articles, the first part of each."""
        for path in self.archives:
            try:
                for capture in captures(path):
                    good = page_of(capture) == FIRST_PAGE and 200 <= capture.status < 300
                    if good and not _lacks(capture):  # else the crawl asked for it again
                        yield capture
            except ArchiveError:
                continue  # noted when its parts were

    def read(self, capture: Capture) -> Article:
        """Return the record of an article, with all its parts. Raises `NotAnArticleError`."""
        first, further = self._read(capture)
        if not further:
            return first
        parts = Parts(first, further)
        for number in parts:
            try:
                parts.add(number, *self._read_part(capture, first, number))
            except NotAnArticleError as error:
                parts.miss(number, str(error))
        return parts.joined()

    def _note_parts(self, number: int, path: Path) -> None:
        try:
            for capture in captures(path):
                page = page_of(capture)
                if page and page != FIRST_PAGE:
                    place = _Place(number, capture.offset)
                    self._parts[run_of(capture), page].append(place)
        except ArchiveError as error:
            self.damaged[path] = str(error)

    def _read(self, capture: Capture) -> tuple[Article, tuple[int, ...]]:
        body = capture.body(LARGEST_PAGE)
        if why := excess(body):
            raise NotAnArticleError(why)
        return read(
            body,
            capture.url,
            fetched_at=capture.fetched_at,
            run_id=self._run_id,
            spider=capture.about.get(SPIDER),
            http_status=capture.status,
            archive=ArchiveRef(file=capture.path.name, offset=capture.offset),
        )

    def _read_part(
        self, capture: Capture, first: Article, number: int
    ) -> tuple[Article, tuple[int, ...]]:
        places = self._parts.get((run_of(capture), part_page(first.canonical_url, number)), [])
        here = _Place(self.archives.index(capture.path), capture.offset)
        why = "not in the archive"
        for place in _in_order(places, here):
            part = next(captures(self.archives[place.archive], place.offset))
            why = _lacks(part) or "" if part.status == 200 else f"status {part.status}"
            if not why:
                return self._read(part)
        raise NotAnArticleError(why)


def _in_order(places: list[_Place], first: _Place) -> list[_Place]:
    """Return the responses for a part of an article in the order to try them.

    A crawl asks for it after part 1, and again where it fails; other tools may do it before.
    """
    after = [place for place in places if place > first]
    return after or [place for place in places if place < first][::-1]


def _lacks(capture: Capture) -> str | None:
    """Return what a page of the site lacks as a whole; ``None`` when nothing does."""
    if capture.status != 200 or address(capture.url).form not in PAGE_FORMS:
        return None
    try:
        return defect(capture.body(LARGEST_PAGE))
    except NotAnArticleError:
        return None  # whoever reads it is told


def page_of(capture: Capture) -> str | None:
    """Return which page of an article a response is: as `PAGE` says, or says the address."""
    if RUN in capture.about:
        return capture.page
    try:
        target = address(capture.url)
    except NotAnArticleError:  # no address at all
        return None
    if target.form not in PAGE_FORMS:
        return None
    return FIRST_PAGE if target.part == 1 else part_page(target.url, target.part)


def run_of(capture: Capture) -> str | None:
    """Return the run that an archive is of; ``None`` for those of other tools."""
    return capture.about.get(RUN)


class Revisions:
    """Numbers the records of each article as the crawls did: one more for each change."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[str | None, int, str]] = {}

    def number(self, article: Article, run: str | None) -> Article | None:
        """Return a record with its revision; ``None`` when there is no news in it.

        `run` is the one that fetched it, which wrote an article once, whatever came later.
        """
        newest = self._newest.get(article.id)
        sha = article.metadata.content_sha256
        if newest is None:
            self._newest[article.id] = (run, 1, sha)
            return article
        last_run, revision, last = newest
        if run is not None and run == last_run:
            return None
        if sha != last:
            revision += 1
        self._newest[article.id] = (run, revision, sha)
        return replace(article, revision=revision) if sha != last else None
