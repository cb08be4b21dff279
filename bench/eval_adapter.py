"""The extractor as a plain function, for scoring it on saved pages of other sites.

The result has the headline, the people who wrote (no editors, no photographers), the outlet,
the time of publication and the text.
"""

from __future__ import annotations

from typing import Any

from scraper import parse_article
from scraper.items import NotAnArticleError, Role

WRITERS = frozenset(
    {Role.REPORTER, Role.TRAINEE_REPORTER, Role.INTERN, Role.CORRESPONDENT, Role.AUTHOR}
)
_NOWHERE = "https://www.example.com/"


def parse(html: bytes, url: str | None = None) -> dict[str, Any]:
    """Return what is compared of one page; nothing for a page without text."""
    try:
        article = parse_article(html, url or _NOWHERE)
    except NotAnArticleError:
        return {}
    return {
        "title": article.headline,
        "authors": [author.name for author in article.authors if author.role in WRITERS],
        "source": article.source,
        "published": article.date_published,
        "body": article.body,
    }
