"""What a first look at the live site asks for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Purpose(StrEnum):
    """What an address is asked for."""

    ROBOTS = "robots"
    HOME = "home"
    LIST = "list"
    NEXT_LIST = "next list page"
    FAR_LIST = "far list page"
    NO_LIST = "list page that can't be"
    ARTICLE = "article"
    AGAIN = "article, unless changed"
    PLAIN = "article over http"
    OLD_ARTICLE = "old article"
    PART = "part of an article"
    OTHER = "gallery, video or app share"
    CITY = "another city"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to make."""

    purpose: Purpose
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of a request."""

    ask: Ask
    url: str
    """Where the answer came from, redirects followed."""
    status: int = 0
    """0: there was no answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    error: str = ""
    """Why there was no answer, or none that can be used."""
    is_forbidden: bool = False
    """Whether robots.txt forbids the request, so that it was not sent."""
    is_sent: bool = True
    """False when there were no requests left to make, or robots.txt forbids this one."""

    @property
    def is_page(self) -> bool:
        """Whether a page came back."""
        return self.status == 200 and bool(self.body)
