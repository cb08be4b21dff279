"""The extractors that are compared: each a function that loads it and returns how to ask it.

They get the address and the text of a page, rightly decoded, as most of them cannot tell its
encoding. An answer has the keys of `bench.score` for the fields that the extractor offers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_CHARSET = re.compile(r"(?i)(charset\s*=[\s\"']*)[\w-]+")


@dataclass(frozen=True, slots=True)
class Request:
    """A page to extract."""

    html: bytes
    url: str
    charset: str

    @property
    def text(self) -> str:
        """The page as a text that lxml takes: no NUL, no `<?xml encoding=...?>`."""
        text = self.html.decode(self.charset, "replace").replace("\0", "")
        return _XML_DECLARATION.sub("", text)


Answer = dict[str, Any]
Extract = Callable[[Request], Answer]


def qilu() -> Extract:
    """Return this project, which decodes the bytes itself."""
    from bench.eval_adapter import parse

    return lambda page: parse(page.html, page.url)


def lxml() -> Extract:
    """Return lxml's parse alone, the yardstick of speed."""
    from lxml.html import document_fromstring

    def extract(page: Request) -> Answer:
        document_fromstring(page.text)
        return {}

    return extract


def gne() -> Extract:
    """Return GeneralNewsExtractor."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(page: Request) -> Answer:
        found = extractor.extract(page.text)
        return {
            "title": found["title"],
            "authors": found["author"],
            "published": found["publish_time"],
            "body": found["content"],
        }

    return extract


def trafilatura() -> Extract:
    """Return trafilatura with metadata."""
    from trafilatura import bare_extraction

    def extract(page: Request) -> Answer:
        document = bare_extraction(
            page.text, url=page.url, with_metadata=True, include_comments=False
        )
        found = document.as_dict() if document else {}
        return {
            "title": found.get("title"),
            "authors": found.get("author"),
            "source": found.get("sitename"),
            "published": found.get("date"),
            "body": found.get("text"),
        }

    return extract


def newspaper4k() -> Extract:
    """Return newspaper4k, told that the language is Chinese."""
    from newspaper import Article

    def extract(page: Request) -> Answer:
        article = Article(page.url, language="zh", fetch_images=False)
        article.download(input_html=page.text)
        article.parse()
        return {
            "title": article.title,
            "authors": article.authors,
            "source": article.meta_site_name,
            "published": article.publish_date,
            "body": article.text,
        }

    return extract


def readability() -> Extract:
    """Return readability-lxml; the text of its HTML is the body."""
    from lxml.html import document_fromstring, tostring
    from readability import Document

    def extract(page: Request) -> Answer:
        document = Document(page.text)
        summary = document_fromstring(document.summary(html_partial=True))
        text = tostring(summary, method="text", encoding="unicode")
        return {"title": document.short_title(), "body": text}

    return extract


def goose3() -> Extract:
    """Return goose3 with its Chinese stop words; it decodes again by what the page declares."""
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    goose = Goose(
        {
            "stopwords_class": StopWordsChinese,
            "enable_image_fetching": False,
            "use_meta_language": False,
            "target_language": "zh",
        }
    )

    def extract(page: Request) -> Answer:
        article = goose.extract(url=page.url, raw_html=_CHARSET.sub(r"\1utf-8", page.text))
        return {
            "title": article.title,
            "authors": article.authors,
            "published": article.publish_date,
            "body": article.cleaned_text,
        }

    return extract


def htmldate() -> Extract:
    """Return htmldate."""
    from htmldate import find_date

    return lambda page: {
        "published": find_date(page.text, url=page.url, outputformat="%Y-%m-%d %H:%M")
    }


OWN: dict[str, Callable[[], Extract]] = {"qilu-scraper": qilu, "lxml": lxml}
"""By their names on PyPI, those that run in the project's environment ..."""
PEERS: dict[str, Callable[[], Extract]] = {
    "gne": gne,
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "goose3": goose3,
    "htmldate": htmldate,
}
"""... and those that have one of their own, with what `peers.txt` names."""
