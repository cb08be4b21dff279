"""A saved page: decoded once, parsed once, with the look-ups that the parsers share."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias, cast

from lxml import etree

from .encoding import decode
from .items import Problem
from .text import clean, clean_or_none
from .urls import Address, absolute, address

Element: TypeAlias = etree._Element
Source: TypeAlias = Any
"""What was printed in a part of a page that was taken out of it, as who claims it wants it."""
Taken: TypeAlias = dict[str, list[Source]]
"""What was taken out of a page, by the number of the place that was left for it."""
PLACE = "data-taken-out"
"""The attribute of such a place."""
TakeOut: TypeAlias = Callable[[str], tuple[str, Taken]]


class _Own(threading.local):
    """What each thread has of its own: a parser has the log of the page that it read last."""

    def __init__(self) -> None:
        # Without a table of ids that nothing here asks for, and without comments: they hold the
        # advertisements' markers and old copies of the text, never the article.
        self.parser = etree.HTMLParser(
            encoding="utf-8", collect_ids=False, remove_comments=True, huge_tree=True
        )


_OWN = _Own()
_IDS = etree.XPath("//@id", smart_strings=False)
_WITH_ID = etree.XPath("//*[@id]")
_PLAIN_START = re.compile(rb"\s*<[^?]")
_USER = re.compile(r"^(https?://)[^/?#]*@", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Page:
    """One page of a site: its tree and what can be looked up in it.

    `html` is the page as fetched (bytes) or already decoded (str); `url` is absolute;
    `fetched_at` is when, if known. `end` says how many of the bytes need reading, and `take_out`
    takes out of their text what need not be in the tree: see `rest` and `claim`.
    Raises `NotAnArticleError` when `url` is no http(s) address.
    """

    def __init__(
        self,
        html: bytes | str,
        url: str,
        fetched_at: datetime | None = None,
        end: Callable[[bytes], int] | None = None,
        take_out: TakeOut | None = None,
    ) -> None:
        self.url = _without_user(url.strip())
        self.fetched_at = fetched_at
        self.address: Address = address(url)
        self.problems: list[Problem] = []
        self.encoding: str | None = None
        self.rest = b""
        """The bytes behind the end."""
        self._taken: Taken = {}
        self.data = self._utf8(html, end, take_out)
        self.is_whole = not self._taken
        """Whether nothing was taken out of it."""
        self._is_lost = False
        self.root: Element = self._tree(self.data)

    def _utf8(
        self,
        html: bytes | str,
        end: Callable[[bytes], int] | None,
        take_out: TakeOut | None,
    ) -> bytes:
        """Return the page as UTF-8 that libxml2 reads to its end."""
        data = html if isinstance(html, bytes) else html.encode("utf-8", "replace")
        if end:
            stop = end(data)
            data, self.rest = data[:stop], data[stop:]
        text, encoding, undecodable = decode(data)
        if isinstance(html, bytes):
            self.encoding = encoding
        if undecodable:
            message = f"{undecodable} characters could not be decoded as {encoding}"
            self.problems.append(Problem(field="page", message=message))
        has_nul = b"\0" in data
        if has_nul:  # where libxml2 would stop
            text = text.replace("\0", "")
        if take_out:
            text, self._taken = take_out(text)
        is_changed = undecodable or has_nul or self._taken
        if encoding == "utf-8" and not is_changed and _PLAIN_START.match(data):
            return data
        # libxml2 believes an XML declaration more than its caller.
        return _XML_DECLARATION.sub("", text).encode("utf-8", "replace")

    def _tree(self, data: bytes) -> Element:
        parser = _OWN.parser
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:  # nothing in it: `Document is empty`
            root = None
        error = parser.error_log.last_error
        if error is not None and error.message.startswith("Excessive depth"):
            message = "elements nested too deeply: the page was read up to them"
            self.problems.append(Problem(field="page", message=message))
        return root if root is not None else etree.Element("html")

    def claim(self, place: Element) -> list[Source] | None:
        """Return what was taken out of the page at a place, once; ``None`` elsewhere."""
        number = place.get(PLACE)
        return self._taken.pop(number, None) if number is not None else None

    def lose(self) -> None:
        """Say that something was read without what may have been taken out of it."""
        self._is_lost = True

    @property
    def is_read(self) -> bool:
        """Whether all that was taken out was claimed."""
        return self.is_whole or not (self._taken or self._is_lost)

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        href = next((base.get("href") for base in self.stating("base")), None)
        return (absolute(href, self.url) if href else None) or self.url

    def absolute(self, href: str | None) -> str | None:
        """Return the absolute address of a link on this page; see `urls.absolute`."""
        return absolute(href, self.base) if href else None

    def stating(self, tag: str) -> list[Element]:
        """Return the elements with a tag that says something about the page.

        These are `base`, `meta`, `script` and `title`.
        """
        return self._stating.get(tag, [])

    @cached_property
    def _stating(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.root.iter("base", "meta", "script", "title"):
            found.setdefault(str(element.tag), []).append(element)
        return found

    def divs(self, name: str) -> list[Element]:
        """Return the `<div>`s that have `name` among their classes, in page order."""
        return self._divs.get(name, [])

    @cached_property
    def _divs(self) -> dict[str, list[Element]]:
        index: dict[str, list[Element]] = {}
        for div in self.root.iter("div"):
            names = div.get("class")
            if names:
                for name in names.split():
                    if name in index:
                        index[name].append(div)
                    else:
                        index[name] = [div]
        return index

    @cached_property
    def id_names(self) -> frozenset[str]:
        """The ids on the page: much cheaper than their elements."""
        return frozenset(cast("list[str]", _IDS(self.root)))

    @cached_property
    def ids(self) -> dict[str, Element]:
        """The first element of each id."""
        found = cast("list[Element]", _WITH_ID(self.root))
        return {str(e.get("id")): e for e in reversed(found)}

    def has(self, mark: str) -> bool:
        """Whether one of some marks is there: `div.vinfo, div.vtitle` or `#context`."""
        return any(map(self._has, mark.split(", ")))

    def _has(self, mark: str) -> bool:
        if mark.startswith("#"):
            return mark[1:] in self.id_names
        tag, _, name = mark.partition(".")
        if tag == "div":
            return name in self._divs
        return next(by_class(self.root, name, tag), None) is not None

    @cached_property
    def metas(self) -> dict[str, str]:
        """The first non-empty content of each meta tag, by lower-case name or property."""
        metas: dict[str, str] = {}
        for meta in self.stating("meta"):
            name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
            content = clean(meta.get("content") or "")
            if content:
                metas.setdefault(name.strip().lower(), content)
        return metas

    @cached_property
    def title(self) -> str | None:
        """The text of `<title>`."""
        return next((clean_or_none(text_of(title)) for title in self.stating("title")), None)


def _without_user(url: str) -> str:
    """Return an address without a user's name and password: a record is for others, too."""
    return _USER.sub(r"\1", url)


def further_parts(html: bytes, target: Address) -> tuple[int, ...]:
    """Return the numbers of the other parts of a continued article that its page links to.

    Found in the raw bytes, whatever the pager looks like: links to `ID_2.shtml`, `ID_3.shtml`.
    """
    number = target.id.encode()
    if not number.isdigit() or number + b"_" not in html:
        return ()
    found = re.findall(rb"[/\"'=]" + number + rb"_(\d{1,3})\.s?html", html)
    return tuple(sorted({int(n) for n in found} - {0, 1, target.part}))


def classes(element: Element) -> list[str]:
    """Return the classes of an element."""
    return (element.get("class") or "").split()


def text_of(element: Element | None) -> str:
    """Return all text inside an element, uncleaned; empty for ``None``."""
    if element is None:
        return ""
    text = element.text or ""
    if not len(element):
        return text
    for child in element:  # several times faster than `itertext`, where it goes no deeper
        if len(child):
            return "".join(cast("Iterator[str]", element.itertext()))
        text += f"{child.text or ''}{child.tail or ''}"
    return text


def first(element: Element | None, *tags: str) -> Element | None:
    """Return the first descendant with one of the tags."""
    return next(element.iter(*tags), None) if element is not None else None


def by_class(element: Element | None, name: str, *tags: str) -> Iterator[Element]:
    """Yield the descendants with one of the tags that have `name` among their classes."""
    if element is not None:
        for child in element.iter(*tags):
            if name in classes(child):
                yield child
