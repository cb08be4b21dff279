"""Records from archives, without network: `scrapy crawl replay -a archive=FILE,FOLDER`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from scraper import archive as archives
from scraper.items import Article, NotAnArticleError
from scraper.parts import finished, unfinished
from scraper.replay import Replay, Revisions, run_of

from .base import QiluSpider, SpiderArgumentError


class ReplaySpider(QiluSpider):
    """Read the articles of archives again: the same responses, the parsers of today.

    Arguments: `archive` (WARC files and folders of them, separated by commas; read in the
    order given, those of a folder by name). An output folder must hold no records yet.
    """

    name = "replay"
    custom_settings = {  # noqa: RUF012 - Scrapy's own way
        "DOWNLOAD_HANDLERS": {  # nothing can be asked for
            **dict.fromkeys(("file", "ftp", "http", "https", "s3")),
            "data": "scrapy.core.downloader.handlers.datauri.DataURIDownloadHandler",
        },
        "DOWNLOADER_MIDDLEWARES": {},
        "QILU_OUTPUT": "",
        "QILU_ARCHIVE": False,
        # Not the ones that compare with earlier runs: the archives tell of those themselves.
        "ITEM_PIPELINES": {
            "pipelines.validate.Validate": 100,
            "pipelines.count.Count": 250,
            "pipelines.writer.Writer": 900,
        },
    }

    def __init__(self, archive: str = "", **arguments: Any) -> None:
        super().__init__(**arguments)
        places = [Path(place) for place in archive.split(",") if place]
        if not places:
            raise SpiderArgumentError("no archive given: -a archive=FILE,FOLDER")
        self.replay = Replay(archives.find(*places), self.run_id)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider. Raises `SpiderArgumentError` for a folder that has records."""
        folder = crawler.settings.get("QILU_OUTPUT")
        if folder and (finished(Path(folder)) or unfinished(Path(folder))):
            raise SpiderArgumentError(f"{folder} has records already: replay into a new folder")
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Request]:
        """Yield one request, which asks for nothing.

        Where items come from here, a run that is interrupted waits for ever for the one in the
        pipelines (Scrapy 2.19); where they come from a callback, it sees them leave.
        """
        yield Request("data:,", callback=self.records)

    def records(self, _: Response) -> Iterator[Article]:
        """Yield the records, in the order of the archives; note what gives none."""
        revisions = Revisions()
        for capture in self.replay.articles():
            if self.crawler.engine.needs_backout():  # the run is to end
                return
            try:
                article = self.replay.read(capture)
            except NotAnArticleError as error:
                self.note_failure(capture.url, str(error))
                continue
            if revised := revisions.number(article, run_of(capture)):
                yield revised
            else:
                self.crawler.stats.inc_value("qilu/duplicates")
        for path, damage in self.replay.damaged.items():
            self.note_failure(str(path), damage, "qilu/archives_failed")
