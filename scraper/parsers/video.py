"""The video pages of v.iqilu.com."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from .. import dates
from ..dates import Printed
from ..items import Kind, Video
from ..page import first, text_of
from ..text import clean
from .base import Layout
from .printed import heading

_INTRO = re.compile(r"简介\s*[：:]\s*(.+?)\s*(?:发布时间\s*[：:]|$)")
_RELEASED = re.compile(r"发布时间\s*[：:]\s*(.+)")


class VideoPage(Layout):
    """A player and `div.vinfo`: 简介：…, 发布时间：…."""

    name = "video"

    INFO = "vinfo"
    TITLE = "vtitle"
    PLAYER = "mp4-wrapper"
    STREAMS = (("copy_mp4text", "value"), ("playerId", "url"))
    anchors = (
        f"div.{INFO}, div.{TITLE}",
        ", ".join((f"div.{PLAYER}", *(f"#{name}" for name, _ in STREAMS))),
    )

    def lost_parts(self) -> Sequence[str]:
        """Return the box with introduction and time, if it is not there."""
        return () if self.page.divs(self.INFO) else (f"div.{self.INFO}",)

    @cached_property
    def info(self) -> str:
        """The text of `div.vinfo`."""
        return clean(" ".join(text_of(box) for box in self.page.divs(self.INFO)))

    def kind(self) -> Kind:
        """Return `video`."""
        return Kind.VIDEO

    def headline(self) -> str | None:
        """Return the `h1`, else `div.vtitle`, else `<title>`."""
        for title in (first(self.page.root, "h1"), *self.page.divs(self.TITLE)):
            if headline := heading(title):
                return headline
        return self.headline_of_title()

    def body(self) -> str:
        """Return what stands behind 简介：."""
        found = _INTRO.search(self.info)
        return found[1] if found else ""

    def printed_date(self) -> Printed | None:
        """Return what stands behind 发布时间：, in the box or in a line next to it."""
        boxes = self.page.divs(self.INFO)[:1]  # more of them would cost as much as their square
        beside = (line for box in boxes for line in box.itersiblings("p", "div"))
        texts = [self.info, *(line.text or "" for line in beside if not len(line))]
        found = next(filter(None, map(_RELEASED.search, texts)), None)
        return dates.parse(found[1], fetched_at=self.page.fetched_at) if found else None

    def videos(self) -> Sequence[Video]:
        """Return the stream: one of three places holds its address."""
        for url, poster in self._streams():
            if stream := self.page.absolute(url):
                return [Video(url=stream, poster=self.page.absolute(poster))]
        return []

    def _streams(self) -> Iterator[tuple[str | None, str | None]]:
        for name, attribute in self.STREAMS:
            if name in self.page.ids:
                yield self.page.ids[name].get(attribute), None
        for box in self.page.divs(self.PLAYER):
            for player in box.iter("video"):
                for element in player.iter("video", "source"):
                    yield element.get("src"), player.get("poster")
