"""What went wrong with single pages: counted by kind, with the first page of each."""

from __future__ import annotations

import re
from typing import Any

STAT = "qilu/errors"
"""The name of the dictionary in Scrapy's stats: count and first address by kind."""
_ADDRESS = re.compile(r"<?\bhttps?://\S+")
_LONGEST = 80  # characters
_MOST = 50  # kinds


def kind_of(why: str) -> str:
    """Return a reason without what is of the single page: `no article text in …`.

    Of `User timeout caused connection failure: Getting https://… took longer than 30.0 seconds..`
    and `Connection was refused by other side: 111: Connection refused.` the first clause.
    """
    text = " ".join(_ADDRESS.sub("…", why).split())
    return text.partition(": ")[0][:_LONGEST] or "unknown"


def note(stats: Any, why: str, url: str) -> None:
    """Count a page's error in a crawler's stats."""
    errors: dict[str, tuple[int, str]] = stats.get_value(STAT) or {}
    kind = kind_of(why)
    if kind not in errors and len(errors) >= _MOST:
        kind = "other"
    count, first = errors.get(kind, (0, url))
    stats.set_value(STAT, {**errors, kind: (count + 1, first)})
