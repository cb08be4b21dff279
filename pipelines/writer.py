"""Write records to JSON Lines: one file a run and region, finished or absent."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from scraper.folders import FolderError
from scraper.items import Article

from .hold import give_up, store_of


class Writer:
    """Write `REGION-RUN.jsonl`; it is called `….part` until the run has closed it.

    Records of hosts that are no city's go to `other-RUN.jsonl`. The names are built from the
    table of regions and the run id, never from text of a page or of a user.
    An archive of the responses has to be sealed before the records that point into it: Scrapy
    closes pipelines from the last to the first, so it comes after this one.
    """

    def __init__(self, crawler: Crawler) -> None:
        store = store_of(crawler)
        if store is None:
            raise NotConfigured
        self.crawler = crawler
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Writer:
        """Make the pipeline."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Append the record to its region's file; end the run where that is not possible."""
        try:
            self.store.write(item)
        except FolderError as error:
            give_up(self.crawler, error)
            raise DropItem(f"{item.url} is not written: {error}", log_level="ERROR") from error
        name = item.region.slug if item.region else "other"
        self.crawler.stats.inc_value(f"qilu/written/{name}")
        self.crawler.stats.inc_value("qilu/changed" if item.revision > 1 else "qilu/new")
        return item

    def close_spider(self) -> None:
        """Finish the files; what can't be finished now, the next run finishes."""
        try:
            files = [str(path) for path in self.store.seal()]
        except FolderError as error:
            self.crawler.stats.set_value("qilu/cant_write", str(error))
            return
        recovered = self.crawler.stats.get_value("qilu/files", [])
        self.crawler.stats.set_value("qilu/files", [*recovered, *files])
