"""Hold the output folder for the run: lock it, mend what was left undone, let it go."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.archive import Healed, Options
from scraper.folders import FolderError
from scraper.state import Schedule
from scraper.store import Recovered, Store
from scraper.version import VERSION
from scraper.warc import RUN, SPIDER

log = logging.getLogger(__name__)


class Hold:
    """Give the spider, and through it the pipelines, the `Store` of `QILU_OUTPUT`.

    Raises `LockedError` when another run has it, `FolderError` when it can't be used. Without
    an output folder there is no store, and nothing is remembered.
    """

    def __init__(self, crawler: Crawler) -> None:
        folder = crawler.settings.get("QILU_OUTPUT")
        spider: Any = crawler.spider
        if not folder or not hasattr(spider, "store"):  # a spider that is not ours
            raise NotConfigured
        schedule = Schedule(tuple(sorted(map(float, crawler.settings.getlist("QILU_CHECK_HOURS")))))
        archive = _archive(crawler)
        self.store = Store(Path(folder), spider.run_id, schedule, archive=archive)
        spider.store = self.store
        for healed in self.store.healed:
            _say_healed(healed)
        for recovered in self.store.recovered:
            _say(recovered)
            crawler.stats.inc_value("qilu/recovered", recovered.found.records)
        files = [str(one.file) for one in self.store.recovered if one.file]
        crawler.stats.set_value("qilu/files", files)
        crawler.signals.connect(self.store.close, signal=signals.engine_stopped, weak=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Hold:
        """Make the extension."""
        return cls(crawler)


def store_of(crawler: Crawler) -> Store | None:
    """Return the store that a run holds, if it has an output folder."""
    store: Store | None = getattr(crawler.spider, "store", None)
    return store


class StorePipeline:
    """A pipeline that works with the run's `Store`; it is off where the run has none."""

    def __init__(self, crawler: Crawler) -> None:
        store = store_of(crawler)
        if store is None:
            raise NotConfigured
        self.crawler = crawler
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline."""
        return cls(crawler)


def give_up(crawler: Crawler, error: FolderError) -> None:
    """End a run that can't write any more, and let its outcome say why."""
    if crawler.stats.get_value("qilu/cant_write"):
        return
    crawler.stats.set_value("qilu/cant_write", str(error))
    ending = asyncio.ensure_future(crawler.engine.close_spider_async(reason="cant_write"))
    ending.add_done_callback(lambda done: done.exception())


def _say(recovered: Recovered) -> None:
    found = recovered.found
    log.warning(
        "%s is of a run that was killed: %d records recovered, %d known already, %d broken lines",
        *(recovered.part, found.records, found.known, found.broken),
    )


def _archive(crawler: Crawler) -> Options | None:
    """Return what the archive is to be, if there is to be one."""
    settings = crawler.settings
    if not settings.getbool("QILU_ARCHIVE"):
        return None
    spider: Any = crawler.spider
    information = {
        "software": f"{settings['BOT_NAME']}/{VERSION}",
        "format": "WARC File Format 1.0",
        "operator": settings["QILU_CONTACT"],
        "http-header-user-agent": settings["USER_AGENT"],
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        RUN: spider.run_id,
        SPIDER: spider.name,
    }
    return Options(information, settings.getint("QILU_ARCHIVE_SIZE"))


def _say_healed(healed: Healed) -> None:
    if healed.file:
        what = f"{healed.file} of a run that was killed is finished now"
    else:
        what = f"{healed.path} of a run that was killed held no response, and is gone"
    log.warning("%s; %d bytes at its end were no whole record", what, healed.cut)
