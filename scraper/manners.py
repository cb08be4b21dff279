"""What a crawl owes the site besides its pace: someone to turn to, and the agreed hours."""

from __future__ import annotations

import re
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .items import QiluError
from .regions import SITE

_DAY = 24 * 60  # minutes
_CLOCK = re.compile(r"(\d\d?)(?::([0-5]\d))?\s*-\s*(\d\d?)(?::([0-5]\d))?")


class MannersError(QiluError):
    """A crawl that would be rude."""


class OutsideHoursError(MannersError):
    """A crawl at an hour at which the site may not be asked."""


def check_contact(contact: str, *, attended: bool) -> None:
    """Raise `MannersError` when no one could be reached about a crawl that nobody watches.

    A crawl of the look-alike, which is a proxy on loopback, needs no contact.
    """
    if not re.fullmatch(r"[ -~]*", contact):
        raise MannersError(f"QILU_CONTACT must be plain ASCII on one line, not {contact!r}")
    if not contact and not attended and not is_rehearsal():
        raise MannersError(
            "a scheduled crawl needs a contact for the site's operator: set QILU_CONTACT to "
            "your e-mail address or a page about you (QILU_CONTACT=you@example.org)"
        )


def is_rehearsal() -> bool:
    """Whether all that is asked of the site goes to a proxy on this machine."""
    proxies = getproxies()
    return not proxy_bypass(SITE) and all(
        _is_loopback(urlsplit(proxies.get(scheme, "")).hostname or "")
        for scheme in ("http", "https")
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Hours:
    """The hours of the day at which the site may be asked: `22-6`, `22:30-6:15`; empty: all."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        found = _CLOCK.fullmatch(self.text or "0-24")
        numbers = [int(n or 0) for n in found.groups()] if found else [24] * 4
        self.first, self.last = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if not (self.first < _DAY and self.last <= _DAY and self.first != self.last):
            raise MannersError(f"QILU_HOURS must be like 22-6 or 22:30-6:15, not {text!r}")

    def include(self, moment: datetime) -> bool:
        """Whether the site may be asked at a moment of its own clock."""
        now = moment.hour * 60 + moment.minute
        if self.first < self.last:
            return self.first <= now < self.last
        return now >= self.first or now < self.last
