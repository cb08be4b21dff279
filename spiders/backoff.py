"""Leave a site alone that is in trouble: Retry-After, growing pauses, and hosts given up."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

log = logging.getLogger(__name__)


class GivenUpError(IgnoreRequest):
    """A request to a host that failed too often in this run."""


class BackoffMiddleware:
    """Pause the whole slot where a host fails, and give up a host that only fails.

    A failure is a status that is worth another try, a 403, or a transfer that broke off. After
    `QILU_PAUSE_AFTER` in a row comes a pause of `QILU_BACKOFF`, twice as long with each more;
    a Retry-After is waited for from the first on. All hosts in the slot wait, since one server
    may be behind them; but each is given up for itself, after `QILU_HOST_FAILURES` in a row.

    It sees each try, so it stands nearer to the network than Scrapy's retries. The pause after
    a status holds at once; Scrapy sends the next request before it tells of a broken transfer,
    so there the pause is one request late.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.pause = settings.getfloat("QILU_BACKOFF")
        self.pause_after = settings.getint("QILU_PAUSE_AFTER")
        self.longest = settings.getfloat("QILU_LONGEST_WAIT")
        self.limit = settings.getint("QILU_HOST_FAILURES")
        self.statuses = {403, *map(int, settings.getlist("RETRY_HTTP_CODES"))}
        self.errors = tuple(map(load_object, settings.getlist("RETRY_EXCEPTIONS")))
        self.failures: Counter[str] = Counter()
        self.given_up: dict[str, str] = {}
        crawler.signals.connect(self.response_downloaded, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackoffMiddleware:
        """Make the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `GivenUpError` for a host that was given up."""
        if message := self.given_up.get(_host(request)):
            raise GivenUpError(message)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Count a failure, or that the host is well."""
        if response.status in self.statuses:
            asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            self.failed(request, f"status {response.status}", asked)
        else:
            del self.failures[_host(request)]

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a transfer that broke off."""
        if isinstance(exception, self.errors):
            self.failed(request, str(exception) or type(exception).__name__)

    def failed(self, request: Request, why: str, asked: float = 0.0) -> None:
        """Pause for `asked` seconds or longer; give the host up when it is time."""
        host = _host(request)
        self.failures[host] += 1
        times = self.failures[host]
        if times >= self.limit:
            self.give_up(host, f"{times} failures in a row ({why})")
        elif times >= self.pause_after:
            asked = max(asked, self.pause * 2 ** (times - self.pause_after))
        if wait := min(asked, self.longest):
            log.info("%s: %s; nothing is asked for %g s", request.url, why, round(wait, 1))
            self.crawler.stats.inc_value("qilu/waits")
            self.crawler.stats.inc_value("qilu/waited", round(wait))
            self.hold(request, wait)

    def give_up(self, host: str, why: str) -> None:
        """Refuse all further requests to a host, and say so."""
        if host in self.given_up:
            return
        self.given_up[host] = f"{host} given up after {why}"
        self.crawler.stats.set_value("qilu/given_up", [*self.given_up.values()])
        log.error(self.given_up[host])

    def hold(self, request: Request, seconds: float) -> None:
        """Send nothing from the request's slot for some seconds."""
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def retry_after(value: bytes | None, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for: `120`, or a date; 0 without one."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
