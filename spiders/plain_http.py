"""Ask over http where a host has never answered over https."""

from __future__ import annotations

import logging

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

log = logging.getLogger(__name__)

# What a host without (or behind a proxy without) https answers to an https request.
_NO_HTTPS = (
    CannotResolveHostError,  # only a proxy for http is set
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    TunnelError,  # a proxy that does not know CONNECT
)


class PlainHttpMiddleware:
    """Remember, for this run, the hosts that answer only over http."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("QILU_HTTP_FALLBACK"):
            raise NotConfigured
        self.crawler = crawler
        self.secure: set[str] = set()
        self.plain: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PlainHttpMiddleware:
        """Make the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Send a request for a host known to answer only over http there."""
        return _over_http(request) if _https_host(request) in self.plain else None

    def process_response(self, request: Request, response: Response) -> Response:
        """Note that a host answers over https."""
        if host := _https_host(request):
            self.secure.add(host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try http once where https fails and has never worked."""
        host = _https_host(request)
        if not host or host in self.secure or not isinstance(exception, _NO_HTTPS):
            return None
        if host not in self.plain:
            self.plain.add(host)
            self.crawler.stats.inc_value("qilu/plain_http_hosts")
            log.warning("%s does not answer over https: trying http (%s)", host, exception)
        return _over_http(request)


def _https_host(request: Request) -> str | None:
    url = urlparse_cached(request)
    return url.hostname if url.scheme == "https" else None


def _over_http(request: Request) -> Request:
    """Return a request for the http address; the proxy, chosen for https, is chosen again."""
    meta = {name: value for name, value in request.meta.items() if name != "proxy"}
    url = "http" + request.url.removeprefix("https")
    return request.replace(url=url, meta=meta, dont_filter=True)
