"""Closed doors: which addresses a crawl may ask, by name and by what the name resolves to."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from scraper.regions import SITE

_FOR_ROBOTS = "dont_obey_robotstxt"  # what Scrapy marks its requests for a robots.txt with


class ForbiddenAddressError(IgnoreRequest):
    """A request to an address that this project does not ask."""


def is_public(host: str) -> bool:
    """Whether a host is a name, or an address on the public internet; names are resolved later."""
    host = host.lower().rstrip(".")
    number = _number(host)
    if number is not None:
        return number.is_global and not number.is_multicast
    return host != "localhost" and not host.endswith(".localhost")


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is, in any spelling a client accepts: `127.1`, `0x7f.1`."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


class GuardMiddleware:
    """Refuse everything but http(s) on public hosts of the spider's `allowed_domains`.

    Redirects and retries pass here again; Scrapy's own check of `allowed_domains` would let
    them through where the first request was marked `dont_filter`. A robots.txt may be on
    another host of the site, as RFC 9309 has it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Make the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `ForbiddenAddressError` for a request that must not be sent."""
        url = urlparse_cached(request)
        if url.scheme not in {"http", "https"}:
            raise ForbiddenAddressError(f"not http(s): {request.url}")
        if url.username or url.password:
            raise ForbiddenAddressError(f"a user name in the address: {request.url}")
        if not url.hostname or not is_public(url.hostname):
            raise ForbiddenAddressError(f"not a public address: {request.url}")
        allowed = getattr(self.crawler.spider, "allowed_domains", None) or [url.hostname]
        if request.meta.get(_FOR_ROBOTS):
            allowed = [*allowed, SITE]
            request.meta["allow_offsite"] = True  # Scrapy's own check comes next
        if not any(f".{url.hostname}".endswith(f".{domain}") for domain in allowed):
            raise ForbiddenAddressError(f"not a host of this crawl: {request.url}")


class GlobalAddressResolver(CachingThreadedResolver):
    """Resolve names to public addresses only, so that no name leads into a private network.

    The proxies that the environment names are excepted.
    """

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """Return the address of `name`; fail with `DNSLookupError` when it is not public."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if name in proxy_hosts() else found.addCallback(refuse_private, name)


def refuse_private(address: str, name: str) -> str:
    """Return `address` if it is public, else raise `DNSLookupError`."""
    if not ip_address(address).is_global:
        raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
    return address


def proxy_hosts() -> set[str]:
    """Return the host names of the proxies in the environment."""
    proxies = (url if "://" in url else f"http://{url}" for url in getproxies().values())
    return {urlsplit(url).hostname or "" for url in proxies}
