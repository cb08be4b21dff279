"""A look-alike of the site, with invented articles, served on loopback.

    site = LookAlike(seed=1, articles=400, regions=("dezhou",))
    with LookAlikeServer(site) as server:
        os.environ |= server.environment  # clients now take it for the site
        ...
    truth = {record["id"]: record for record in site.articles_of("dezhou")}

Nothing in it is text of the real site. It knows the true record of each of its pages.
Where the contract leaves a choice, its truth chooses: `dateline` ends before a colon or a
bracket; a line of editors is the `byline` only when no one else is credited; the path above
the text keeps the site's own name once; a page of the old template has no path, so its
`section` is the slug in its address.
"""

from __future__ import annotations

from .respond import Reply
from .server import Logged, LookAlikeServer
from .site import LookAlike

__all__ = ["Logged", "LookAlike", "LookAlikeServer", "Reply"]
