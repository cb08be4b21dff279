"""Invented numbers in the addresses of a page."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote

from ..urls import is_site_host
from .disguise import Disguise

_HOST = re.compile(r"^(?P<before>\s*(?:https?:)?//)(?P<host>[^/?#\s:]+)", re.I)
_LEADS_NOWHERE = re.compile(r"\s*(?P<scheme>javascript|mailto|tel|data|about|sms|weixin):", re.I)
# `/2020/1129/`, `/20201129/`, `/202011/29/`: days stay
_DAY = r"(?<=/)20\d\d/?(?:0[1-9]|1[0-2])/?(?:0[1-9]|[12]\d|3[01])(?=/)"
_PIECE = re.compile(
    rf"(?P<day>{_DAY})|(?P<odd>(?:%[0-9A-Fa-f]{{2}}|[^\x00-\x7f])+)|(?P<name>[A-Za-z0-9]+)"
)
_APP = re.compile(r"(?:a|tv)(?:-\d+)+")
_LONGEST_NAME = 20  # letters of a column's name; longer ones are somebody's headline in pinyin
_MIXED = 8  # characters of a file's name in letters and digits
IS_ADDRESS = re.compile(
    rf"\s*(?:https?:|/|\.\.?/|\?|#)|{_LEADS_NOWHERE.pattern}|\s*[\w./%-]+\.s?html?", re.I
)
"""What tells an attribute's value as an address."""


def disguised(url: str, disguise: Disguise) -> str:
    """Return an address with other numbers and names of files; the site's hosts stay."""
    if nowhere := _LEADS_NOWHERE.match(url):
        return f"{nowhere['scheme']}:;"
    host = _HOST.match(url)
    start = ""
    if host:
        start, url = host[0], url[host.end() :]
        if not is_site_host(host["host"].lower()):
            start = f"{host['before']}site{disguise.roll(host['host']) % 1000}.example"
    return start + _PIECE.sub(lambda piece: _piece(piece, disguise), url)


def _piece(piece: re.Match[str], disguise: Disguise) -> str:
    if piece["day"]:
        return piece[0]
    if piece["odd"]:  # `%E6%A0%87` is text, `%3D` is not
        plain = unquote(piece[0])
        return "x" if not plain.isascii() or re.search(r"\w", plain) else piece[0]
    return _code(piece[0], disguise) or _name(piece[0], disguise)


def _name(name: str, disguise: Disguise) -> str:
    if name.isalpha():
        return name if len(name) <= _LONGEST_NAME else disguise.letters(name)
    if len(name) >= _MIXED and not name.isdigit():
        name = re.sub(r"[A-Za-z]+", lambda found: disguise.letters(found[0]), name)
    return re.sub(r"\d+", lambda found: disguise.number(found[0]), name)


def _code(name: str, disguise: Disguise) -> str | None:
    """Return another code of an app share, ``None`` for what is none: `YS0yMS0xNjg4MTQxNg`."""
    try:
        text = base64.b64decode(name + "=" * (-len(name) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    if not _APP.fullmatch(text):
        return None
    other = re.sub(r"\d+", lambda found: disguise.number(found[0]), text)
    return base64.b64encode(other.encode()).decode().rstrip("=")
