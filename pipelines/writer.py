"""Write records to JSON Lines: one file a run and region, finished or absent."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from scraper.folders import FolderError
from scraper.items import Article

from .hold import StorePipeline, give_up


class Writer(StorePipeline):
    """Write `REGION-RUN.jsonl`; it is called `….part` until the run has closed it.

    Records of hosts that are no city's go to `other-RUN.jsonl`. The names are built from the
    table of regions and the run id, never from text of a page or of a user.
    """

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
        why = "the files can't be finished (see the log)"  # an error of ours; Scrapy logs it
        try:
            files = [str(path) for path in self.store.seal()]
            why = ""
        except FolderError as error:
            why = str(error)
            return
        finally:
            if why:
                self.crawler.stats.set_value("qilu/cant_write", why)
        recovered = self.crawler.stats.get_value("qilu/files", [])
        self.crawler.stats.set_value("qilu/files", [*recovered, *files])
