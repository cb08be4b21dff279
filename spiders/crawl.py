"""`scrapy crawl`, with one line for a mistake in the arguments in the place of a traceback."""

from __future__ import annotations

import sys
from argparse import Namespace

from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess

from scraper.health import Exit, code_of
from scraper.items import QiluError


class Command(crawl.Command):
    """Run a spider, by name."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the spider; say in one line what keeps it from starting."""
        process = self.crawler_process
        if len(args) != 1 or not isinstance(process, AsyncCrawlerProcess):
            super().run(args, opts)
            return
        if args[0] not in process.spider_loader.list():
            self._fail(f"unknown spider {args[0]!r}: `scrapy list` lists them", Exit.USAGE)
            return
        run = process.crawl(self._create_crawler(args[0]), **opts.spargs)
        process.start()
        if not run.done() or run.cancelled():
            return
        error = run.exception()
        if isinstance(error, QiluError):
            self._fail(str(error), code_of(error))
        elif error:
            raise error

    def _fail(self, message: str, code: Exit) -> None:
        print(f"Error: {message}", file=sys.stderr)  # noqa: T201
        self.exitcode = code
