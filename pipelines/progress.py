"""A live line on a terminal: what is being fetched, records, rate, errors."""

from __future__ import annotations

from time import monotonic
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class Progress:
    """Show the run while it lasts, on standard error; on only when `QILU_PROGRESS` is set."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("QILU_PROGRESS"):
            raise NotConfigured
        from rich.live import Live

        from scraper.console import console

        self.crawler = crawler
        self.started = monotonic()
        self.url = "…"
        self.live = Live(
            get_renderable=self.line, console=console, refresh_per_second=4, transient=True
        )
        for handler, signal in (
            (self.live.start, signals.spider_opened),
            (self.asked, signals.request_reached_downloader),
            (self.live.stop, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal, weak=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Make the extension."""
        return cls(crawler)

    def asked(self, request: Request) -> None:
        """Note what is being fetched."""
        self.url = request.url

    def line(self) -> Any:
        """Return the text to show."""
        from rich.text import Text

        records = self.crawler.stats.get_value("item_scraped_count", 0)
        failed = self.crawler.stats.get_value("qilu/failed", 0)
        minutes = max(monotonic() - self.started, 1) / 60
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{records} records", style="bold green")
        text.append(f"  {records / minutes:.0f}/min  ")
        text.append(f"{failed} failed  ", style="red" if failed else "dim")
        text.append(self.url, style="dim")
        return text
