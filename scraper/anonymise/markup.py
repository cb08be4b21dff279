"""The pieces of a page's source: which hold text, which addresses, and which are emptied."""

from __future__ import annotations

import json
import re
from html import unescape

from ..byline.names import HAN
from .addresses import IS_ADDRESS, disguised
from .disguise import Disguise

_PIECE = re.compile(
    r"<!--(?P<comment>.*?)(?:-->|$)"
    r"|(?P<open><(?P<raw>script|style)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)(?P<code>.*?)(?=</(?P=raw)|$)"
    r"|(?P<tag></?[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>?)"
    r"|(?P<kept><[!?][^>]*>?|<)|(?P<text>[^<]+)",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(
    r"(?P<before>\s(?P<name>[!-~]+?)\s*=\s*)"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+))"
    rf"|(?P<stray>[{HAN}]+)"  # where a quotation mark is missing
)
_DECLARES = re.compile(r"^<meta\b[\x00-\x7f]*\bcharset\s*=[\x00-\x7f]*$", re.I)
_STRAY = re.compile(f"[{HAN}]+")
_WRITTEN = frozenset("alt content label placeholder summary title value".split())
_CODED = re.compile(r"&#(?:x(?P<hex>[0-9a-f]+)|(?P<decimal>\d+));?", re.I)
_IN_STYLE = re.compile(r"(?<=url\()[^)]*")
_LINKED_DATA = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.I)
_JSON = r'"(?:[^"\\]|\\.)*"'
_STRING = re.compile(rf"(?P<key>{_JSON}\s*:\s*)(?P<value>{_JSON})?|(?P<item>{_JSON})", re.S)


def rewritten(source: str, disguise: Disguise) -> str:
    """Return the source of a page with its text replaced and its structure as it was."""
    return _PIECE.sub(lambda piece: _piece(piece, disguise), source)


def _piece(piece: re.Match[str], disguise: Disguise) -> str:
    if piece["text"] is not None:
        return disguise.text(_CODED.sub(_plain, piece["text"]))
    if piece["tag"]:
        return _tag(piece["tag"], disguise)
    if piece["raw"]:
        code = _values(piece["code"], disguise) if _LINKED_DATA.search(piece["open"]) else ""
        return _tag(piece["open"], disguise) + code
    if piece["kept"]:
        return _STRAY.sub(lambda run: disguise.text(run[0]), piece["kept"])
    return "<!---->"


def _tag(tag: str, disguise: Disguise) -> str:
    if _DECLARES.search(tag):
        return tag
    return _ATTRIBUTE.sub(lambda found: _attribute(found, disguise), tag)


def _attribute(found: re.Match[str], disguise: Disguise) -> str:
    if found["stray"]:
        return disguise.text(found["stray"])
    kind = next(kind for kind in ("double", "single", "bare") if found[kind] is not None)
    quote = {"double": '"', "single": "'", "bare": ""}[kind]
    return found["before"] + quote + _value(found["name"].lower(), found[kind], disguise) + quote


def _value(name: str, value: str, disguise: Disguise) -> str:
    """Return the value of an attribute: an address, text, or what only the page's code reads."""
    value = _CODED.sub(_plain, value)
    if name.startswith("on"):
        return ""
    if name == "style":
        return _IN_STYLE.sub(lambda found: disguised(found[0], disguise), value)
    if IS_ADDRESS.match(value) or name in {"href", "src"}:
        return disguised(value, disguise)
    if name in _WRITTEN or _STRAY.search(value):
        return disguise.text(value)
    if name.startswith("data-"):
        return re.sub(r"\d+", lambda digits: disguise.number(digits[0]), value)
    return value


def _plain(found: re.Match[str]) -> str:
    """Return the character of `&#40784;`; `&#160;`, which is none of a word, stays."""
    char = unescape(found[0])
    return char if char.isalnum() else found[0]


def _values(code: str, disguise: Disguise) -> str:
    """Replace the strings of linked data, but the keys and what is about keys (`@type`)."""
    return _STRING.sub(lambda found: _string(found, disguise), code)


def _string(found: re.Match[str], disguise: Disguise) -> str:
    key, string = found["key"] or "", found["value"] or found["item"]
    if key.startswith('"@') or string is None:
        return found[0]
    try:
        value = json.loads(string, strict=False)
    except ValueError:
        return f'{key}""'
    new = disguised(value, disguise) if IS_ADDRESS.match(value) else disguise.text(value)
    return key + json.dumps(new, ensure_ascii="\\u" in string)
