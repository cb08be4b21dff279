"""Refuse settings that make no sense before anything is asked."""

from __future__ import annotations

from scrapy.crawler import Crawler

from scraper import bounds


class Bounds:
    """Look at the settings once; the others may then take them as they are."""

    def __init__(self, crawler: Crawler) -> None:
        bounds.check(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Bounds:
        """Make the extension. Raises `QiluError`."""
        return cls(crawler)
