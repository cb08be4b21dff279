"""Ways in which a site misbehaves, for the look-alike to show on purpose.

    LookAlikeServer(site, faults=faults.chosen("reset,login", seed=3))

Which pages a fault hits follows from its seed and the page alone, so a test can ask `hits`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from ..items import QiluError
from ..urls import PAGE_FORMS, Form, address
from . import spoilt, traps
from .prose import rng
from .respond import Reply
from .spoilt import Asked

ARTICLES = frozenset({Form.ARTICLE})
LISTS = frozenset({Form.LIST})
PAGES = PAGE_FORMS | LISTS | {Form.HOME}

Spoil = Callable[[Asked, Reply], Reply]


@dataclass(slots=True, kw_only=True)
class Fault:
    """One way to misbehave: which pages it hits, how often, and what becomes of them."""

    name: str
    spoil: Spoil
    forms: frozenset[Form] = PAGE_FORMS
    share: float = 0.3
    """How many of these pages it hits."""
    times: int | None = None
    """How many requests for a page it hits before it is over; ``None``: all of them."""
    urls: frozenset[str] = frozenset()
    """The pages it hits, in canonical spelling, in the place of a share of all."""
    seed: int = 1
    asked: Counter[str] = field(default_factory=Counter, init=False, repr=False)

    def hits(self, url: str) -> bool:
        """Whether it hits a page; all parts of an article share their fate."""
        page = address(url)
        if self.urls:
            return page.url in self.urls
        return page.form in self.forms and self._random("hit", url).random() < self.share

    def __call__(self, url: str, reply: Reply, right: Callable[[str], Reply]) -> Reply:
        """Return the reply to one request, spoilt where the fault hits."""
        if not self.hits(url):
            return reply
        number = self.asked.total()
        self.asked[url] += 1
        if self.times is not None and self.asked[url] > self.times:
            return reply
        return self.spoil(Asked(url, number, self._random("spoil", url), right), reply)

    def _random(self, what: str, url: str) -> Random:
        return rng(self.seed, f"{self.name}/{what}/{address(url).id}", 0)


_ALL = (
    Fault(name="too-many", spoil=spoilt.too_many, forms=PAGES, share=0.2, times=1),
    Fault(name="too-many-date", spoil=spoilt.too_many_date, forms=PAGES, share=0.2, times=1),
    Fault(name="burst", spoil=spoilt.burst, forms=PAGES, share=1),
    Fault(name="down", spoil=spoilt.unavailable, forms=PAGES, share=1),
    Fault(name="reset", spoil=spoilt.reset, forms=PAGES, times=1),
    Fault(name="drip", spoil=spoilt.drip),
    Fault(name="stall", spoil=spoilt.stall),
    Fault(name="truncated", spoil=spoilt.truncated, forms=PAGES, times=1),
    Fault(name="cut", spoil=spoilt.cut, forms=PAGES, times=1),
    Fault(name="long-length", spoil=spoilt.long_length, forms=PAGES),
    Fault(name="short-length", spoil=spoilt.short_length),
    Fault(name="empty", spoil=spoilt.empty, forms=PAGES, times=1),
    Fault(name="login", spoil=spoilt.login),
    Fault(name="soft-404", spoil=spoilt.soft_404),
    Fault(name="redirect-loop", spoil=spoilt.redirect_loop),
    Fault(name="redirect-home", spoil=spoilt.redirect_home),
    Fault(name="redirect-private", spoil=spoilt.redirect_private),
    Fault(name="gzip-bomb", spoil=spoilt.gzip_bomb),
    Fault(name="huge", spoil=spoilt.huge),
    Fault(name="heavy", spoil=spoilt.heavy, forms=ARTICLES),
    Fault(name="crowded", spoil=spoilt.crowded, forms=ARTICLES),
    Fault(name="charset", spoil=spoilt.charset, share=1),
    Fault(name="template", spoil=spoilt.new_template, share=1),
    Fault(name="list-loop", spoil=traps.loop, forms=LISTS, share=1),
    Fault(name="list-repeats", spoil=traps.repeats, forms=LISTS, share=1),
    Fault(name="list-endless", spoil=traps.endless, forms=LISTS, share=1),
    Fault(name="list-wide", spoil=traps.wide, forms=LISTS, share=1),
    Fault(name="calendar", spoil=traps.calendar, forms=LISTS | {Form.HOME}, share=1),
)
FAULTS = {fault.name: fault for fault in _ALL}
"""Every fault, by name."""


def chosen(names: str, seed: int = 1) -> list[Fault]:
    """Return the faults with these names, separated by commas. Raises `QiluError`."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in FAULTS:
            raise QiluError(f"unknown fault {name!r}: one of {', '.join(FAULTS)}")
    return [replace(FAULTS[name], seed=seed) for name in wanted]
