"""How much of a page is taken, so that a crawl stays below 300 MB of memory.

Real pages have some 200 kB and a few thousand tags. A page of 8 MiB can be `字<p>` over and over:
its tree and its record would take 1.9 GB. At these limits, one takes 150 MB at most.
"""

from __future__ import annotations

LARGEST_PAGE = 2 * 1024 * 1024
"""Bytes, after decompression."""
MOST_TAGS = 50_000
"""Tags, those that end an element included."""


def excess(html: bytes) -> str | None:
    """Return what a page has too much of to be parsed in a crawl; ``None``: of nothing."""
    tags = html.count(b"<")
    return f"too many: {tags} tags, where {MOST_TAGS} are the most" if tags > MOST_TAGS else None
