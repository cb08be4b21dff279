"""How much of a page is taken, so that a crawl stays below 300 MB of memory.

Real pages have some 200 kB and a few thousand tags. A page of 8 MiB can be `字<p>` over and over:
its tree and its record would take 1.9 GB. Of text, 8 MiB take 250 MB at most.
"""

from __future__ import annotations

LARGEST_PAGE = 8 * 1024 * 1024
"""Bytes, after decompression."""
MOST_TAGS = 50_000
"""Tags, those that end an element included."""
MOST_ATTRIBUTES = 200_000


def excess(html: bytes) -> str | None:
    """Return what a page has too much of to be parsed in a crawl; ``None``: of nothing."""
    for sign, name, most in ((b"<", "tags", MOST_TAGS), (b"=", "attributes", MOST_ATTRIBUTES)):
        if (found := html.count(sign)) > most:
            return f"too many: {found} {name}, where {most} are the most"
    return None
