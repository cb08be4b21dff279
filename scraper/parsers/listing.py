"""Pages that link to articles: column lists and city home pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import dates
from ..items import NotAnArticleError
from ..page import Element, Page, text_of
from ..text import clean
from ..urls import PAGE_FORMS, Address, Form, address

_NEXT = re.compile(r"下一?页|后一?页|next|[>›»]", re.I)
_LIST_PAGE = re.compile(r"/list_(?P<category>\d+)_(?P<number>\d+)\.shtml$")
_PAGER_IDS = ("pageUpDown1", "page", "pageUpDown", "pages")
_PAGER_CLASSES = ("page", "pages", "pagination", "pager", "pagelist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article that a page links to."""

    address: Address
    href: str
    """The address as linked, absolute."""
    day: str | None
    """Its day, by the address, else as printed beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one column list or home page links to."""

    articles: tuple[Listed, ...]
    """The entries of the list itself; every article linked where no list is found."""
    columns: tuple[str, ...]
    """First pages of the column lists linked on the same host."""
    next_page: str | None
    """The next page of this list, by the pager or, without one, by the pattern."""


def read(page: Page) -> Listing:
    """Read a column list or a home page."""
    return Listing(
        articles=tuple(_unique(_entries(page))),
        columns=tuple(dict.fromkeys(_columns(page))),
        next_page=_next_page(page),
    )


def _unique(listed: Iterable[Listed]) -> Iterator[Listed]:
    seen: set[str] = set()
    for one in listed:
        if one.address.id not in seen:
            seen.add(one.address.id)
            yield one


def _entries(page: Page) -> list[Listed]:
    """Return the articles of the first place that has any: v2016, older, the whole page."""
    old_list = [page.ids["nr_left"]] if "nr_left" in page.ids else []
    for containers in (page.divs("mod-list"), old_list, [page.root]):
        if found := [one for box in containers for one in _articles(page, box)]:
            return found
    return []


def _articles(page: Page, container: Element) -> Iterator[Listed]:
    for item, link in _items(container):
        href, target = _target(page, link)
        if target and target.on_site and target.form in PAGE_FORMS:
            day = target.day or (dates.day(text_of(item)) if item is not None else None)
            yield Listed(address=target, href=href, day=day)


def _items(container: Element) -> Iterator[tuple[Element | None, Element]]:
    """Yield each link with the list item around it, if there is one."""
    for link in container.iter("a"):
        parents = (p for p in link.iterancestors() if p.tag in {"li", "dl", "tr"})
        yield next(parents, None), link


def _target(page: Page, link: Element) -> tuple[str, Address | None]:
    """Return what a link leads to: the address as linked, and as read."""
    href = page.absolute(link.get("href")) or ""
    try:
        return href, address(href) if href else None
    except NotAnArticleError:  # one slip in an address never costs the list: `http://dez_hou/`
        return href, None


def _columns(page: Page) -> Iterator[str]:
    for link in page.root.iter("a"):
        _, target = _target(page, link)
        # A folder of a day (`/dzyaowen/2020/1129/`) is no column: calendars link thousands.
        is_column = target and target.form is Form.LIST and target.day is None
        if target and is_column and target.host == page.address.host:
            yield target.url.rpartition("/")[0] + "/"


def _next_page(page: Page) -> str | None:
    here = _LIST_PAGE.search(page.address.url)
    current = int(here["number"]) if here else 1
    box = pager(page)
    linked = list(_list_links(page, page.root if box is None else box))
    if box is not None:
        for text, url in linked:
            if _NEXT.fullmatch(text) and url != page.address.url:
                return url
    pages = {
        int(m["number"]): (m["category"], url) for _, url in linked if (m := _LIST_PAGE.search(url))
    }
    if box is not None and pages:
        return pages[current + 1][1] if current + 1 in pages else None
    category = here["category"] if here else next((c for c, _ in pages.values()), None)
    folder = page.address.url.rpartition("/")[0]
    return f"{folder}/list_{category}_{current + 1}.shtml" if category else None


def last_page(page: Page) -> str | None:
    """Return the farthest page of this list that it links to."""
    links = (url for _, url in _list_links(page, page.root))
    pages = {int(found["number"]): url for url in links if (found := _LIST_PAGE.search(url))}
    return pages[max(pages)] if pages else None


def boxes(page: Page) -> list[Element]:
    """Return the elements that hold a list, of the known templates."""
    old_list = [page.ids["nr_left"]] if "nr_left" in page.ids else []
    return [*page.divs("mod-list"), *old_list]


def page_url(url: str, number: int) -> str | None:
    """Return the address of another page of the list that `url` is a page of."""
    if not _LIST_PAGE.search(url):
        return None
    return f"{url.rpartition('_')[0]}_{number}.shtml"


def pager(page: Page) -> Element | None:
    """Return the element with the links to the other pages of a list."""
    for name in _PAGER_IDS:
        if name in page.ids:
            return page.ids[name]
    return next((div for name in _PAGER_CLASSES for div in page.divs(name)), None)


def _list_links(page: Page, container: Element) -> Iterator[tuple[str, str]]:
    """Yield text and address of the links to other pages of this very list."""
    folder = page.address.url.rpartition("/")[0]
    for link in container.iter("a"):
        _, target = _target(page, link)
        if target and target.form is Form.LIST and target.url.rpartition("/")[0] == folder:
            yield clean(text_of(link)), target.url
