"""A look-alike of the site, with invented articles, served on loopback.

    >>> site = LookAlike(seed=1, articles=400)
    >>> with LookAlikeServer(site) as server:
    ...     print(server.proxy_url)  # doctest: +SKIP

Nothing in it is text of the real site. It knows the true record of each of its pages.
"""

from __future__ import annotations

from .respond import Reply
from .server import Logged, LookAlikeServer
from .site import LookAlike

__all__ = ["Logged", "LookAlike", "LookAlikeServer", "Reply"]
