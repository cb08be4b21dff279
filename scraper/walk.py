"""Walking a column's list from its newest page down, without walking all of it each time.

A list may have thousands of pages. So a cursor remembers up to which page all articles are
known. The next walk begins at page 1 again, where new articles push the others down; once a
whole page is known, it goes on one page before the cursor.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .state import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What a walk keeps of a list page until all its articles are known."""

    number: int
    wanted: frozenset[str]
    """Ids of its articles in the period."""
    whole: bool
    """Whether no article on it is older than the period, and so left for a longer walk."""
    settled: bool
    """Whether all that is wanted was known before this walk, for good."""


class Walk:
    """The walk of one column in one run."""

    def __init__(self, column: str, until: str, run: str, before: Cursor | None) -> None:
        self.before = before
        """How far earlier runs came."""
        self._column, self._until, self._run = column, until, run
        self._known_to = before.next_page if before else 1
        self._next_page = 1  # the pages before it are done, from page 1 or from the jump on
        self._joined = False  # whether this walk has met what was known before it
        self._stuck = False
        self._end: str | None = None
        self._pages: deque[ListPage] = deque()

    def add(self, page: ListPage) -> None:
        """Note a page that was read; pages come in the order of the walk."""
        self._pages.append(page)

    def end(self, since: str) -> None:
        """Note that the last page added is the last of the period, or (empty) of the list."""
        self._end = since

    def is_over(self, page: ListPage, since: str) -> bool:
        """Whether all after a page is known, as far as the period goes."""
        reached = self.before.reached if self.before else None
        return page.settled and reached is not None and reached <= since

    def following(self, page: ListPage) -> int:
        """Return the number of the page to go on with."""
        return max(page.number + 1, self._known_to - 1 if page.settled else 0)

    def go_back(self, number: int) -> None:
        """Go on with page `number`: what was known is not where it was, pages were deleted."""
        self._known_to = number

    def advance(self, is_done: Callable[[str], bool]) -> Cursor | None:
        """Return how far all is known now; ``None`` while there is a gap to what was before."""
        while self._pages and all(map(is_done, self._pages[0].wanted)):
            page = self._pages.popleft()
            self._joined |= page.settled
            self._stuck |= not page.whole
            if not self._stuck:
                self._next_page = page.number + 1
        if not self._joined and self._next_page < self._known_to:
            return None
        next_page = max(self._next_page, self._known_to)
        return Cursor(self._column, self._until, next_page, self._run, self._reached())

    def _reached(self) -> str | None:
        ends = [self.before.reached if self.before else None, None if self._pages else self._end]
        return min((end for end in ends if end is not None), default=None)
