"""Tell changed articles from unchanged ones: number the first, drop the second."""

from __future__ import annotations

from dataclasses import replace

from scrapy.exceptions import DropItem

from scraper.continued import lacks_parts
from scraper.items import Article

from .hold import StorePipeline


class Revise(StorePipeline):
    """Give a record its revision: one more than that of the newest record in the folder."""

    def process_item(self, item: Article) -> Article:
        """Return the record, or raise `DropItem` when headline and body are as before.

        What is changed only by a part that can't be had is no revision.
        """
        known = self.store.known(item.id)
        if known is None or not known.revision:
            return item
        if known.content_sha256 == item.metadata.content_sha256:
            self.store.note_unchanged(item.id)
            self.crawler.stats.inc_value("qilu/unchanged")
            raise DropItem(f"{item.url} is unchanged", log_level="DEBUG")
        if lacks_parts(problem.message for problem in item.metadata.problems):
            self.store.note_miss(item.id, item.canonical_url, soon=True)
            self.crawler.stats.inc_value("qilu/failed")
            raise DropItem(f"{item.url} lacks a part: the older record stays", log_level="WARNING")
        return replace(item, revision=known.revision + 1)
