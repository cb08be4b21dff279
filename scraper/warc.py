"""WARC (ISO 28500): what was asked and answered, as records of an archive.

Records are written as WARC 1.0, whose dates go to the second as ours do, each in a gzip member
of its own. `scraper.captures` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .dates import timestamp
from .items import ArchiveRef

Headers = Iterable[tuple[str, str]]

PAGE = "Qilu-Page"
"""The header of a response's record that tells which page of an article was asked for."""
FIRST_PAGE = "article"
"""Its value for an article; `part_page` gives that for a further part; others have none."""
RUN, SPIDER = "qilu-run", "qilu-spider"
"""What an archive of this project says of itself, in its first record."""
PAGE_KEY, ARCHIVED = "page", "archived"
"""Keys of a request's meta: what `PAGE` is to be, and, in the response's, an `Archived`."""
NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
# What is of the connection, not of the page; a password for a proxy is nobody's business.
_LEFT_OUT = {"connection", "keep-alive", "proxy-authorization", "te", "transfer-encoding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response."""

    url: str
    method: str
    request_headers: Headers
    status: int
    protocol: str
    """`HTTP/1.1`."""
    headers: Headers
    """Header bytes as Latin-1."""
    body: bytes
    """As received, but without chunks: still compressed where `Content-Encoding` says so."""
    fetched_at: datetime
    page: str | None = None
    """What `PAGE` is to be."""


class Archived(NamedTuple):
    """An exchange that was written: where its response is, and of when."""

    ref: ArchiveRef
    at: datetime


def part_page(url: str, number: int) -> str:
    """Return what `PAGE` is for a further part of the article at a canonical address."""
    return f"part {number} of {url}"


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """A head whose bytes are kept: warcio would percent-encode a `Location` in GBK."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        return f"{self.to_str(header_filter)}\r\n".encode("latin-1")


def information(name: str, fields: Mapping[str, str]) -> bytes:
    """Return the record that an archive file begins with: what and who made it."""
    writer, out = _writer()
    writer.write_record(writer.create_warcinfo_record(name, fields))
    return out.getvalue()


def pair(exchange: Exchange) -> bytes:
    """Return the records of a response and its request, in this order.

    A response without news (304) is a revisit of what the client has.
    """
    writer, out = _writer()
    about = {"WARC-Date": timestamp(exchange.fetched_at)}
    unmodified = exchange.status == HTTPStatus.NOT_MODIFIED
    own = {PAGE: exchange.page} if exchange.page else {}
    own |= {"WARC-Profile": NOT_MODIFIED} if unmodified else {}
    response = writer.create_warc_record(
        exchange.url,
        "revisit" if unmodified else "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        warc_headers_dict=about | own,
        http_headers=_response_head(exchange),
    )
    request = writer.create_warc_record(
        exchange.url, "request", warc_headers_dict=dict(about), http_headers=_request_head(exchange)
    )
    writer.write_request_response_pair(request, response)
    return out.getvalue()


def _writer() -> tuple[WARCWriter, BytesIO]:
    out = BytesIO()
    return WARCWriter(out, gzip=True), out


def _response_head(exchange: Exchange) -> _Head:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    return _Head(f"{exchange.status} {phrase}", _kept(exchange.headers), exchange.protocol)


def _request_head(exchange: Exchange) -> _Head:
    url = urlsplit(exchange.url)
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    headers = [("Host", url.netloc), *_kept(exchange.request_headers)]
    return _Head(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)


def _kept(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _LEFT_OUT]
