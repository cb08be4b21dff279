"""Refuse a crawl that no one watches, and that tells the site's operator no one to turn to."""

from __future__ import annotations

import os

from scrapy.crawler import Crawler

from scraper.manners import check_contact


class Contact:
    """Let a spider that `needs_contact` start at a terminal, or with `QILU_CONTACT`."""

    def __init__(self, crawler: Crawler) -> None:
        attended = any(map(os.isatty, (0, 1, 2)))
        needs_contact = getattr(crawler.spider, "needs_contact", False)
        contact: str = crawler.settings.get("QILU_CONTACT", "")
        check_contact(contact, attended=attended or not needs_contact)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Contact:
        """Make the extension. Raises `MannersError`."""
        return cls(crawler)
