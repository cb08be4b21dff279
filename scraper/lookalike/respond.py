"""From an address to a reply: the one place where requests are answered."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from email.utils import format_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ..regions import REGIONS, SITE
from . import channels as ch
from . import homes, lists, old_pages, other_pages, pages, words
from .chrome import FOOTER
from .model import Brief, Story
from .numbers import mix
from .prose import rng

if TYPE_CHECKING:
    from .site import LookAlike

TRUTH_HOST = "lookalike.invalid"
_HTML = "text/html; charset=utf-8"
_ARTICLE = re.compile(r"/(?P<id>\d+)(?:_(?P<part>\d+))?\.shtml$")
_LIST = re.compile(r"^/(?P<path>.+)/(?:index\.shtml|list_(?P<catid>\d+)_(?P<number>\d+)\.shtml)?$")
_CHINA = timezone(timedelta(hours=8))
# The smallest GIF: pictures need an answer, not a look.
_PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


Script = Callable[[bytes], Iterator[bytes | float | None]]
"""What to do with a whole reply, head and body, in the place of sending it: send bytes, wait
seconds, or (``None``) reset the connection. The connection is closed afterwards."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply: `stream`, where given, is sent in chunks in the place of `body`."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    stream: Iterator[bytes] | None = field(default=None, compare=False)
    script: Script | None = field(default=None, compare=False)

    def header(self, name: str) -> str | None:
        """Return a header's value."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


def respond(site: LookAlike, url: str, headers: Mapping[str, str]) -> Reply:
    """Answer a GET of an absolute address."""
    try:
        split = urlsplit(url)
        host = (split.hostname or "").lower()
    except ValueError:
        return error(400)
    if host == TRUTH_HOST:
        return _truth(site, split.path)
    if host != SITE and not host.endswith(f".{SITE}"):
        return error(502)
    if any(split.path.startswith(path) for path in site.disallow):
        return error(403)
    reply = _page(site, host, split.path or "/")
    return _unchanged(reply, headers) or reply


def error(status: int) -> Reply:
    """Return a small error page."""
    phrase = HTTPStatus(status).phrase
    body = (
        f"<html><head><title>{status} {phrase}</title></head><body><h1>{phrase}</h1></body></html>"
    )
    return Reply(status, body.encode(), (("Content-Type", _HTML),))


def _unchanged(reply: Reply, headers: Mapping[str, str]) -> Reply | None:
    """Return 304 when the client already has this page."""
    asked = {name.lower(): value for name, value in headers.items()}
    etag, modified = reply.header("ETag"), reply.header("Last-Modified")
    if reply.status != HTTPStatus.OK or etag is None:
        return None
    if "if-none-match" in asked:
        tags = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        same = etag in tags or "*" in tags
    else:
        same = asked.get("if-modified-since") == modified
    kept = tuple(pair for pair in reply.headers if pair[0] in ("ETag", "Last-Modified"))
    return Reply(304, b"", kept) if same else None


def _page(site: LookAlike, host: str, path: str) -> Reply:
    if path == "/robots.txt":
        return _robots(site)
    if host not in site.hosts:
        if host.startswith(("img", "stream")):
            return Reply(200, _PICTURE, (("Content-Type", "image/gif"),))
        return error(404)
    if path in ("/", "/index.shtml", "/index.html"):
        return _html(homes.home(site, host))
    if host == ch.MAIN_HOST:
        return _topic(path)
    if host in (ch.VIDEO_HOST, ch.APP_HOST, ch.OLD_APP_HOST):
        return _other(site, host, path)
    if found := _ARTICLE.search(path):
        return _article(site, host + path, found["id"], int(found["part"] or 1))
    return _list(site, host, path)


def _robots(site: LookAlike) -> Reply:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in site.disallow)]
    if site.crawl_delay is not None:
        lines.append(f"Crawl-delay: {site.crawl_delay:g}")
    return Reply(200, "\n".join([*lines, ""]).encode(), (("Content-Type", "text/plain"),))


def _html(page: str | None) -> Reply:
    if page is None:
        return error(404)
    return Reply(200, page.encode(), (("Content-Type", _HTML),))


def _topic(path: str) -> Reply:
    for name, topic in words.TOPICS:
        if path in (f"/html/zt/{topic}/", f"/html/zt/{topic}/index.shtml"):
            title = f"<title>{name}_专题_齐鲁网</title>"
            return _html(f"<html><head>{title}</head><body><h1>{name}</h1>{FOOTER}")
    return error(404)


def _list(site: LookAlike, host: str, path: str) -> Reply:
    found = _LIST.match(path)
    for channel in site.channels:
        if channel.host != host:
            continue
        if path == f"/{channel.path}":
            return Reply(301, b"", (("Location", f"http://{channel.home}"),))
        if found and found["path"] == channel.path:
            if found["catid"] not in (None, str(channel.catid)):
                return error(404)
            return _html(lists.column(site, channel, int(found["number"] or 1)))
    return error(404)


def _article(site: LookAlike, asked: str, id_: str, part: int) -> Reply:
    story = site.page(id_)
    if story is None or not 1 <= part <= len(story.blocks):
        return error(404)
    ending = f"{id_}.shtml" if part == 1 else f"{id_}_{part}.shtml"
    if f"{story.address.rpartition('/')[0]}/{ending}" != asked:
        return error(404)
    r = rng(site.seed, f"page/{part}", int(id_))
    if story.layout == "gallery":
        page = other_pages.gallery(r, story)
    elif story.layout == "v2010":
        page = old_pages.article(r, story, part, _sidebar(site, int(id_)))
    else:
        page = pages.article(r, story, _sidebar(site, int(id_)))
    return _stored(page, story, site.seed)


_BESIDE = 24  # articles that the right column links


def _sidebar(site: LookAlike, id_: int) -> list[Brief]:
    """Choose what the right column links: older articles of any host, so pages never change."""
    k = site.numbers.k(id_) or 0
    return [site.brief(mix(k, n) % k) for n in range(_BESIDE)] if k else []


def _stored(page: str, story: Story, seed: int) -> Reply:
    """Return a page with what a server says of a stored file."""
    body = page.encode(story.encoding)
    roll = mix(seed + 5, story.variant) % 10
    kind = "text/html"
    if roll > 3:
        kind += "; charset=gb2312" if story.encoding == "gb18030" else "; charset=utf-8"
    # The clock of the site is that of the articles, so equal sites send equal headers.
    modified = story.when.replace(tzinfo=_CHINA).astimezone(UTC) + timedelta(hours=story.edits)
    return Reply(
        200,
        body,
        (
            ("Content-Type", kind),
            ("Last-Modified", format_datetime(modified, usegmt=True)),
            ("ETag", f'"{sha256(body).hexdigest()[:16]}"'),
        ),
    )


def _other(site: LookAlike, host: str, path: str) -> Reply:
    if host == ch.VIDEO_HOST:
        story = site.page("v-" + path.rpartition("/")[2].removesuffix(".html"))
        if story is None or story.address != host + path:
            return error(404)
        return _stored(other_pages.video(rng(site.seed, "page", 0), story), story, site.seed)
    story = site.page(_app_id(host, unquote(path)) or "")
    if story is None:
        return error(404)
    return _stored(other_pages.app(rng(site.seed, story.id, 0), story), story, site.seed)


def _app_id(host: str, path: str) -> str | None:
    if host == ch.OLD_APP_HOST:
        found = re.fullmatch(r"/share/article/(\d+)\.html", path)
        return f"app-{found[1]}" if found else None
    found = re.fullmatch(r"/(?:w/article|share)/([\w-]+)=*\.html", path)
    if not found:
        return None
    try:
        code = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
        return f"app-{code.decode('ascii')}"
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None


def _truth(site: LookAlike, path: str) -> Reply:
    """Answer what is true: `/truth/ID.json`, or `/truth/REGION.jsonl`, streamed."""
    name, _, ending = path.removeprefix("/truth/").rpartition(".")
    kind = (("Content-Type", "application/json; charset=utf-8"),)
    if ending == "json" and (record := site.truth(name)):
        return Reply(200, json.dumps(record, ensure_ascii=False).encode(), kind)
    if ending == "jsonl" and name in REGIONS:
        lines = (f"{json.dumps(r, ensure_ascii=False)}\n".encode() for r in site.articles_of(name))
        return Reply(200, b"", kind, lines)
    return error(404)
