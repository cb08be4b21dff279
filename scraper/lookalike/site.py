"""The look-alike as a whole: ask it for a page, or for what is true of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ..items import Record
from ..regions import ALL, REGIONS, select
from . import channels as ch
from . import others, prose, respond, words
from .channels import Channel
from .entries import entry, spoil
from .model import NEW_TEMPLATE, Brief, Item, Story
from .numbers import Numbers, Rounds, mix
from .pictures import picture
from .story import OWN, compose, edited
from .themes import THEMES
from .truth import record

PAGE_SIZE = 20
RELATED = 13


class LookAlike:
    """A site of `articles` invented articles; equal arguments make equal sites.

    Everything about article k is computed from the seed and k when asked for, so a site of
    a million articles starts as fast as one of ten. `published` is how many of them are out
    already: raise it with `publish` and the newest ones appear, while older pages stay the
    same to the byte.
    """

    def __init__(
        self,
        seed: int = 1,
        articles: int = 400,
        regions: Iterable[str] = ALL,
        newest: date = date(2020, 11, 29),
        oldest: date = date(2013, 1, 1),
        *,
        published: int | None = None,
        crawl_delay: float | None = None,
        disallow: tuple[str, ...] = ("/plus/",),
    ) -> None:
        self.seed = seed
        self.articles = articles
        self.regions = tuple(region.slug for region in select(",".join(regions)))
        self.published = articles if published is None else min(published, articles)
        self.crawl_delay = crawl_delay
        self.disallow = disallow
        self.edits: Counter[int] = Counter()
        self.channels = ch.channels(self.regions)
        self.numbers = Numbers(seed, articles, oldest, newest)
        owners = [n for n, channel in enumerate(self.channels) for _ in range(channel.weight)]
        self._owners = owners
        self._rounds = Rounds(seed, len(owners))
        self._slots = {
            channel: tuple(slot for slot, owner in enumerate(owners) if owner == n)
            for n, channel in enumerate(self.channels)
        }
        self.brief = lru_cache(maxsize=65_536)(self._brief)
        self.story = lru_cache(maxsize=256)(self._story)

    # The site grows.

    def publish(self, count: int = 1) -> None:
        """Let the next `count` articles appear."""
        self.published = min(self.articles, self.published + count)

    def edit(self, id_: str | int) -> None:
        """Let the text of an article change: its longest paragraph gets one more sentence."""
        story = self.page(str(id_))
        k = self.numbers.k(int(id_))
        if k is None or story is None or not any(block.kind == "p" for block in story.blocks[0]):
            raise ValueError(f"no article with text: {id_}")
        self.edits[k] += 1
        self.story.cache_clear()

    # Which article is where.

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that serves pages."""
        named = {channel.host for channel in self.channels}
        return frozenset({*named, ch.VIDEO_HOST, ch.APP_HOST, ch.OLD_APP_HOST, ch.MAIN_HOST})

    def channels_of(self, region: str) -> tuple[Channel, ...]:
        """Return the columns of a city."""
        return tuple(channel for channel in self.channels if channel.region == region)

    def channel(self, k: int) -> Channel:
        """Return the column of article k."""
        return self.channels[self._owners[self._rounds.slot(k)]]

    def size(self, channel: Channel) -> int:
        """Return how many articles a column has."""
        return self._rounds.size(self._slots[channel], self.published)

    def newest(
        self, columns: Iterable[Channel], *, before: int | None = None, skip: int = 0
    ) -> Iterator[int]:
        """Yield the articles of some columns, the newest first."""
        slots = [slot for column in columns for slot in self._slots[column]]
        limit = self.published if before is None else before
        return self._rounds.newest(slots, limit, skip) if slots else iter(())

    # What is printed of an article.

    def _city(self, k: int, channel: Channel) -> str:
        known = channel.region
        return known or self.regions[mix(self.seed + 3, k) % len(self.regions)]

    def filler(self, what: str, k: int) -> prose.Filler:
        """Return what fills the sentences of one part of article k."""
        slug = self._city(k, self.channel(k))
        r = prose.rng(self.seed, what, k)
        day = self.numbers.time(k).date()
        return prose.Filler(r, REGIONS[slug].name, words.COUNTIES[slug], day)

    def _brief(self, k: int) -> Brief:
        channel = self.channel(k)
        r = prose.rng(self.seed, "brief", k)
        when = self.numbers.time(k)
        fill = self.filler("lead", k)
        theme = r.randrange(len(THEMES))
        number = self.numbers.id(k)
        day = f"{when:%Y%m%d}" if channel.compact_day else f"{when:%Y/%m%d}"
        city = fill["city"]
        column = "" if channel.host == ch.GALLERY_HOST and number % 2 else f"{channel.path}/"
        return Brief(
            k=k,
            id=number,
            channel=channel,
            address=f"{channel.host}/{column}{day}/{number}.shtml",
            headline=prose.headline(r, fill, THEMES[theme]),
            lead=prose.lead(r, fill, THEMES[theme]),
            source=_source(r.random(), city, new=when.date() >= NEW_TEMPLATE),
            when=when,
            thumbnail=picture(r, when.date()) if r.random() < 0.5 else None,
            theme=theme,
        )

    def _story(self, k: int) -> Story:
        story = self._first_story(k)
        return edited(story, self.edits[k]) if k in self.edits else story

    def _first_story(self, k: int) -> Story:
        brief = self.brief(k)
        r = prose.rng(self.seed, "story", k)
        fill = self.filler("body", k)
        if brief.channel.host == ch.GALLERY_HOST and brief.when.date() >= NEW_TEMPLATE:
            return others.gallery(r, brief, fill)
        story = compose(r, brief, fill["city"], fill, self._phone(k, brief.channel))
        if brief.channel.host == ch.GALLERY_HOST:
            return replace(story, kind="gallery")
        return replace(story, related=self.related(k)) if story.layout == "v2016" else story

    def _phone(self, k: int, channel: Channel) -> str:
        slug = self._city(k, channel)
        number = list(REGIONS).index(slug)
        return f"05{30 + number}-{2000000 + mix(7, number) % 6000000}"

    def related(self, k: int) -> tuple[Item, ...]:
        """Return the list under article k: what was newest in its city when it came out."""
        channel = self.channel(k)
        r = prose.rng(self.seed, "related", k)
        columns = self.channels_of(channel.region) if channel.region else (channel,)
        found = self.newest(columns, before=k)
        items = [entry(r, self.brief(other)) for other in _first(found, r.randint(10, RELATED))]
        foreign = [entry(r, self.brief(r.randrange(k)))] if k and r.random() < 0.3 else []
        return tuple(spoil(r, items, foreign, RELATED))

    # Truth.

    def truth(self, id_: str | int) -> Record | None:
        """Return the record that a perfect parser makes of a page; None for an unknown id."""
        story = self.page(str(id_))
        return record(story) if story else None

    def page(self, id_: str) -> Story | None:
        """Return what is printed on the page with this id, if there is one."""
        if not id_.isdigit():
            return others.page(self, id_)
        k = self.numbers.k(int(id_))
        return self.story(k) if k is not None and k < self.published else None

    def articles_of(self, region: str) -> Iterator[Record]:
        """Yield the records of all articles in a city's columns, the newest first."""
        for k in self.newest(self.channels_of(region)):
            yield record(self.story(k))

    # Pages.

    def respond(self, url: str, headers: Mapping[str, str] | None = None) -> respond.Reply:
        """Answer a GET of an absolute address."""
        return respond.respond(self, url, headers or {})


def _first(found: Iterator[int], count: int) -> list[int]:
    return [k for k, _ in zip(found, range(count), strict=False)]


def _source(roll: float, city: str, *, new: bool) -> str | None:
    """Return the outlet of an article: mostly the site itself."""
    if roll < 0.8:
        return OWN[int(roll * 100) % 3] if new and roll > 0.5 else OWN[0]
    if roll < 0.83:
        return None
    outlets = (f"{city}日报", f"{city}新闻网", "大众网·海报新闻", "齐鲁晚报", "新华社", "国际在线")
    return outlets[int((roll - 0.83) / 0.1701 * len(outlets))]
