"""From the bytes of a page to text, whatever the page says about itself.

The order is: byte order mark, UTF-8, the declared encoding, GB18030 (each with a few broken
bytes at most), the detector of BeautifulSoup. A UTF-8 header on a GBK body, and `gb2312` on
one that needs GB18030, are both common on Chinese sites, so what a page declares is only the
third thing to be believed.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB18030 contains the two older sets that pages declare for it.
_GB = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "euc-cn", "hz-gb-2312"}
# Python's own notations, and codecs that raise instead of replacing. UTF-8 is tried before any
# of them; UTF-16 and UTF-32 have a byte order mark or NULs, whatever a page declares.
_NOT_OF_PAGES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
# Any bytes are text in these, Chinese ones too: a server's default, not what the page is in.
_ONE_BYTE = {"ascii", "iso8859-1", "cp1252"}
# A page with a few broken bytes is still of its encoding: the share of the bytes beyond ASCII.
_TOLERATED = 0.05
_ASCII = bytes(range(128))
_SAMPLES, _SAMPLE = 5, 800  # of so many bytes
_HARDLY = 0.25  # of a sample's bytes are undecodable: it is no UTF-8


class Decoded(NamedTuple):
    """The text of a page, the encoding it was read with, and how many bytes were not text."""

    text: str
    encoding: str
    undecodable: int


def decode(data: bytes) -> Decoded:
    """Return the text of a page. Never raises: bytes that fit nothing become U+FFFD."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _replacing(data[len(bom) :], name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # cut off in mid-character
            return Decoded(data[: error.start].decode("utf-8"), "utf-8", 1)
    beyond = data.translate(None, _ASCII)
    tolerated = _TOLERATED * len(beyond)
    utf8 = None if _is_hardly_utf8(beyond) else _replacing(data, "utf-8")
    if utf8 and utf8.undecodable <= tolerated:
        return utf8
    declared = _declared(data)
    names = dict.fromkeys(filter(None, (declared, "gb18030")))
    likely = [_replacing(data, name) for name in names]
    best = min(likely, key=lambda d: d.undecodable)
    if best.undecodable <= tolerated:
        return best
    # A one-byte encoding has no undecodable bytes: it is the last to be asked.
    utf8 = utf8 or _replacing(data, "utf-8")
    return min((utf8, *likely, *_detected(data)), key=lambda d: d.undecodable)


def _is_hardly_utf8(beyond: bytes) -> bool:
    """Whether samples of the bytes beyond ASCII, which UTF-8 keeps together, are not UTF-8."""
    step = len(beyond) // _SAMPLES
    samples = (beyond[step * n : step * n + _SAMPLE] for n in range(_SAMPLES))
    return all(_replacing(s, "utf-8").undecodable > _HARDLY * _SAMPLE for s in samples)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 4096)
    if not found:
        return None
    name = found[1].decode("ascii").lower()
    if name in _GB:
        return "gb18030"
    codec = _text_codec(name)
    return None if codec in _ONE_BYTE else codec


def _detected(data: bytes) -> list[Decoded]:
    from bs4.dammit import EncodingDetector

    names = list(EncodingDetector(data, is_html=True).encodings)[:4]
    return [_replacing(data, codec) for name in names if (codec := _text_codec(name))]


def _text_codec(name: str) -> str | None:
    """Return the codec of an encoding that a page may be in and that is not tried anyway."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL in a name that a page declares
        return None
    # `base64` and `rot13` are codecs, but not of text.
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NOT_OF_PAGES:
        return None
    return None if codec.name.startswith("utf") else codec.name


def _replacing(data: bytes, name: str) -> Decoded:
    if name == "gb18030":
        try:  # its part that nearly all pages are in is faster to decode, and says the same
            return Decoded(data.decode("gbk"), name, 0)
        except UnicodeDecodeError:
            pass
    text = data.decode(name, "replace")
    return Decoded(text, name, text.count("\ufffd"))
