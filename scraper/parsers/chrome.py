"""What a template prints around an article, on every page: it need not be parsed.

It is cut out of the source where nothing in it can be the article's. Whether anything is missed
for that is seen from the record, and the page is then read as a whole (see `scraper.extract`).
"""

from __future__ import annotations

import re

from ..page import PLACE

# Editors may be named anywhere on a page, and say what the page is.
_NEEDED = ("编", "編", "<base", "<meta", "<BASE", "<META")
_PART = re.compile(r"_\d{1,3}\.s?html")  # a link to a part of a continued article
_END = "</div>"


def without_strips(html: str, path: str, head: str) -> str:
    """Leave out of the source above a text all but the page's head, the path and the headline.

    `path` and `head` are the classes of the `<div>`s of the path and of the headline.
    """
    body = html.find(">", html.find("<body")) + 1
    headline = html.find(head, body)
    named = html.find(path, body, headline)
    end = html.find(_END, named, headline)
    if not 0 < body < named < end < headline:
        return html
    start, end, stop = html.rfind("<", 0, named), end + len(_END), html.rfind("<", 0, headline)
    strips, above, bar, below = html[body:stop], html[body:start], html[start:end], html[end:stop]
    is_plain = (
        "<div" not in bar[1:]
        and path not in below
        and not _is_needed(strips)
        and not (_is_open(above) or _is_open(strips))
    )
    return f"{html[:body]}{bar}{html[stop:]}" if is_plain else html


def without_comments(html: str, entry: str) -> str:
    """Leave out of the source of a list what is behind the last of its entries.

    These, whose class is `entry`, were taken out, as `outtakes` does.
    """
    place = html.rfind(PLACE)
    end = html.find(">", place) + 1 if place >= 0 else len(html)
    rest = html[end:]
    return html if entry in rest or _is_needed(rest) else html[:end]


def _is_needed(html: str) -> bool:
    """Whether a source may have something of the article."""
    return any(sign in html for sign in _NEEDED) or _PART.search(html) is not None


def _is_open(html: str) -> bool:
    """Whether a source ends inside a comment or a script."""
    return html.rfind("<!--") > html.rfind("-->") or html.rfind("<script") > html.rfind("</script")
