"""Closed doors: which addresses a crawl may ask, by name and by what the name resolves to."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class ForbiddenAddressError(IgnoreRequest):
    """A request to an address that this project does not ask."""


def is_public(host: str) -> bool:
    """Whether a host is a name, or an address on the public internet; names are resolved later."""
    try:
        return ip_address(host.strip("[]")).is_global
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")


class GuardMiddleware:
    """Refuse everything but http(s) on public hosts; redirects pass here again.

    Which public hosts a spider may ask is its `allowed_domains`.
    """

    def process_request(self, request: Request) -> None:
        """Raise `ForbiddenAddressError` for a request that must not be sent."""
        url = urlparse_cached(request)
        if url.scheme not in {"http", "https"}:
            raise ForbiddenAddressError(f"not http(s): {request.url}")
        if url.username or url.password:
            raise ForbiddenAddressError(f"a user name in the address: {request.url}")
        if not url.hostname or not is_public(url.hostname):
            raise ForbiddenAddressError(f"not a public address: {request.url}")


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
