"""Records of single pages: `scrapy crawl article -a url=URL`."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from scrapy import Request

from scraper.regions import SITE
from scraper.report import Job
from scraper.urls import article_address

from .base import QiluSpider, SpiderArgumentError

_BETWEEN = re.compile(r"\s*,\s*(?=https?:)")  # a comma elsewhere is part of the address


class ArticleSpider(QiluSpider):
    """Fetch articles, galleries, videos and app shares by address.

    Arguments: `url` (several separated by commas or blanks), `urls_file` (one a line, `-` for
    standard input), `allow_other_sites=1` for pages of other sites.
    """

    name = "article"

    def __init__(
        self, url: str = "", urls_file: str = "", allow_other_sites: str = "", **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        others = allow_other_sites.lower() in {"1", "true", "yes"}
        pages: dict[str, str] = {}
        for one in _urls(url, urls_file):
            pages.setdefault(article_address(one, other_sites=others).url, one)
        self.urls = list(pages.values())
        if not self.urls:
            raise SpiderArgumentError("no address given: -a url=URL or -a urls_file=FILE")
        if not others:
            self.allowed_domains = [SITE]

    def job(self) -> Job:
        """Return how many addresses were given."""
        return Job(spider=self.name, urls=len(self.urls))

    async def start(self) -> AsyncIterator[Request]:
        """Ask for each page."""
        for url in self.urls:
            yield self.article_request(url)


def _urls(url: str, urls_file: str) -> Iterator[str]:
    yield from _BETWEEN.sub(" ", url).split()
    if urls_file:
        lines = map(str.strip, _read(urls_file).splitlines())
        yield from (line.split()[0] for line in lines if line and line[0] != "#")


def _read(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
    except OSError as error:
        raise SpiderArgumentError(f"can't read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SpiderArgumentError(f"{path} is not UTF-8 text") from error
