"""From a page to one with invented text that is read as before, or a refusal."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote

from ..byline.names import HAN
from ..encoding import decode
from ..extract import parse_article
from ..items import Article, QiluError
from .addresses import disguised
from .disguise import SURVIVING, Disguise, pieces
from .markup import rewritten

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_RUN = re.compile(f"[{HAN}]{{{SURVIVING},}}")
# What must not change at all: nothing in it is text of the page.
_SAME = ("kind", "language", "region", "date_published", "date_published_raw", "date_modified")


class NotSafeError(QiluError):
    """A page that can't be made anonymous without becoming another case."""


class Anonymised(NamedTuple):
    """A page with invented text."""

    html: bytes
    """In the page's own encoding, with LF at the ends of lines."""
    url: str
    """Its address, with an invented number."""
    article: Article
    """Its record."""


def anonymise(html: bytes, url: str) -> Anonymised:
    """Return a page with invented text and the same layout and fields.

    The same page always gives the same. Raises `NotSafeError` when text of the page would
    survive, or would be read otherwise than before; `NotAnArticleError` as `parse_article`.
    """
    before = parse_article(html, url)
    source, encoding, undecodable = decode(html)
    if undecodable:
        raise NotSafeError(f"{undecodable} characters of the page can't be decoded as {encoding}")
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    disguise = Disguise(html)
    made = rewritten(source, disguise)
    named = (author.name for author in before.authors if author.name in made)
    if left := surviving(source, made) or next(named, None):
        raise NotSafeError(f"text of the page would survive: {left}")
    invented = made.encode(encoding, "xmlcharrefreplace")
    address = disguised(url, disguise)
    try:
        after = parse_article(invented, address)
    except QiluError as error:
        raise NotSafeError(f"the page would no longer be read: {error}") from error
    if changed := differences(before, after):
        raise NotSafeError(f"the page would be read otherwise: {', '.join(changed)}")
    return Anonymised(invented, address, after)


def surviving(before: str, after: str) -> str | None:
    """Return characters of a page that still stand in a row as before, outside labels."""
    text = _spelt(before)
    for run in _RUN.findall(_spelt(after)):
        unlabelled = "".join(" " if p.label else p.text for p in pieces(run))
        for found in _RUN.findall(unlabelled):
            for start in range(len(found) - SURVIVING + 1):
                if found[start : start + SURVIVING] in text:
                    return str(found)
    return None


def _spelt(source: str) -> str:
    """Return a source with every character of it spelt out."""
    return unquote(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), unescape(source)))


def differences(before: Article, after: Article) -> list[str]:
    """Return the fields whose form differs between two records."""
    found = [
        field.name
        for field in fields(Article)
        if field.name not in ("metadata", "id", "url", "canonical_url")
        and _form(before, field.name) != _form(after, field.name)
    ]
    found += [
        name
        for name in ("layout", "encoding", "field_sources")
        if getattr(before.metadata, name) != getattr(after.metadata, name)
    ]
    if _problems(before) != _problems(after):
        found.append("problems")
    return found


def _problems(article: Article) -> list[str]:
    return [problem.field for problem in article.metadata.problems]


def _form(article: Article, name: str) -> Any:
    value = getattr(article, name)
    if name == "publisher" and value in article.url:  # the host of another site
        return "host"
    return value if name in _SAME else form(value)


def form(value: Any) -> Any:
    """Return what of a value does not depend on the words: lengths, counts, addresses, roles."""
    if isinstance(value, tuple):
        return [form(one) for one in value]
    if is_dataclass(value):
        return {
            field.name: _part(field.name, getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, str):
        return "address" if value.startswith(("http://", "https://")) else len(value)
    return value


def _part(name: str, value: Any) -> Any:
    return value if name in ("role", "date") else form(value)
