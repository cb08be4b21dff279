"""Running a spider to its end, for the commands of `scraper.cli`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .commands.options import fail, print_record
from .health import Exit, code_of, outcome
from .items import QiluError

if TYPE_CHECKING:
    from .items import Article


class Printing:
    """Prints records as they come; where standard output takes no more, it ends the run."""

    def __init__(self, jsonl: bool) -> None:
        self.jsonl = jsonl
        self.error: OSError | None = None

    def receive(self, item: Article, spider: Any) -> None:
        """Print a record: the receiver of a signal, whose errors Scrapy would only log."""
        if self.error:
            return
        try:
            print_record(item, self.jsonl)
        except OSError as error:
            self.error = error
            self._ending = asyncio.ensure_future(spider.crawler.stop_async())


def run(
    spider: str,
    settings: dict[str, Any],
    arguments: dict[str, str],
    receivers: Mapping[object, Callable[..., None]] | None = None,
    printing: Printing | None = None,
) -> dict[str, Any]:
    """Run a spider to its end; return the stats. Raises `OSError` for what can't be printed."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    project = Settings()
    project.setmodule("scraper.settings", priority="project")
    project.update({"LOG_INSTALL_ROOT_HANDLER": False, **settings}, priority="cmdline")
    process = AsyncCrawlerProcess(project)
    crawler = process.create_crawler(spider)
    for signal, receiver in (receivers or {}).items():
        crawler.signals.connect(receiver, signal=signal, weak=False)
    if printing:
        crawler.signals.connect(printing.receive, signal=signals.item_scraped, weak=False)
    crawling = process.crawl(crawler, **arguments)
    process.start()
    if printing and printing.error:
        raise printing.error
    if not crawling.done() or crawling.cancelled():
        goes_on = ": the next run goes on from here" if spider == "region" else ""
        fail(f"interrupted{goes_on}", Exit.INTERRUPTED)
    if error := crawling.exception():
        if isinstance(error, QiluError):
            fail(str(error), code_of(error))
        fail(f"the crawl could not start: {type(error).__name__}: {error}", Exit.CRASH)
    stats: dict[str, Any] = crawler.stats.get_stats()
    return stats


def end(stats: dict[str, Any], *, quiet: bool = False, failed: bool = False) -> NoReturn:
    """Say how a run ended, and exit with its code."""
    code, sentence = outcome(stats)
    if stats.get("qilu/alarms") and "qilu/report" in stats:
        sentence += f"; the report: {stats['qilu/report']}"
    if code or not quiet:
        click.echo(sentence if not code else f"Error: {sentence}", err=True)
    sys.exit(code or (Exit.UNHEALTHY if failed else Exit.OK))
