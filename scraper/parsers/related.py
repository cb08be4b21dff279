"""The list of articles under an article, on a page nobody has described.

It is told by where it stands and how it repeats: several links to different articles, close
together, behind the text and in its column; a heading or a class name may say what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from urllib.parse import urlsplit

from .. import dates
from ..items import RelatedLink
from ..page import Element, Page, text_of
from ..text import clean, clean_or_none
from .lines import Line, Lines, Node
from .listing import HEADINGS
from .marks import names_of, words_of

_FEWEST = 3  # links: fewer are neighbours of the article, or a return link
_MOST = 80
_SHORTEST = 6  # characters of a headline in a list
_AHEAD = 4  # lines: a list that stands no further behind the text is the text's
_SAYS_RELATED = re.compile(
    r"相关|相關|推荐|推薦|为您|为你|猜你|延伸|更多|阅读|閱讀|热点|最新|精彩|往期|大家都在|看过"
)
_RELATED = frozenset(
    "related relate relevant recommend recommended reco tuijian xiangguan more morenews read".split()
)
_ELSEWHERE = frozenset(
    "nav navbar menu sidebar side aside rank ranking top hot footer foot header breadcrumb crumb "
    "crumbs comment comments share tags pager pagination friendlink links copyright login".split()
)
_ARTICLE_PATH = re.compile(r"\d{3,}|\.s?html?$|/[a-z0-9-]{16,}/?$", re.I)
_NEIGHBOUR = re.compile(r"[【\[]?(?:上|下|前|后)一[篇页条则]")
_MORE = re.compile(r"\s*[\[［【(（]?\s*(?:查看)?(?:详细|详情|更多|全文|阅读全文)\s*[\]］】)）]?\s*(?:>>|»)?$")
_SOURCE_NAMES = frozenset("source resource media from origin laiyuan author site".split())
_LABEL = re.compile(r"(?:来源|來源|出处)\s*[:：]\s*")
_OUTLET = re.compile(r"^[^\s，。！？]{2,12}$")
_LAZY = ("data-src", "data-original", "data-lazy-src", "original", "_src", "src")


def find(page: Page, lines: Lines, text: Node, last: int) -> list[RelatedLink]:
    """Return the list under the text, whose last line is `last`."""
    named: dict[Element, bool] = {}
    fallback: Element | None = None
    for node in _groups(page, lines, last):
        if _is_elsewhere(node.element, text.element, named):
            continue
        if _says_related(lines.lines, node, text.element):
            return _entries(page, node.element)
        near = node.first - last <= _AHEAD
        if fallback is None and (near or _in_column(node.element, text.element)):
            fallback = node.element
    return _entries(page, fallback) if fallback is not None else []


def under(page: Page, container: Element, ending: str) -> list[RelatedLink]:
    """Return the list under a text whose element and last paragraph are known."""
    lines = Lines(page.root)
    text = next((Node(*node) for node in lines.nodes if node[0] is container), None)
    return find(page, lines, text, last_line(lines, text, ending)) if text else []


def last_line(lines: Lines, text: Node, ending: str) -> int:
    """Return the number of the line that ends a text."""
    numbers = range(text.last - 1, text.first, -1)
    return next((n for n in numbers if lines.lines[n].text == ending), text.last - 1)


def _groups(page: Page, lines: Lines, last: int) -> Iterator[Node]:
    """Yield the innermost elements behind the text that have links to several articles."""
    links = [n for n in range(last + 1, len(lines.lines)) if _is_entry(lines.lines[n])]
    end = -1
    for element, first, stop in lines.nodes:
        if first <= last or first < end or stop - first < _FEWEST:
            continue
        if bisect_left(links, stop) - bisect_left(links, first) < _FEWEST:
            continue
        if len(set(_addresses(page, element))) >= _FEWEST:
            node = _widened(lines, Node(element, first, stop), last)
            end = node.last
            yield node


def _is_entry(line: Line) -> bool:
    return line.is_linked and len(line.text) >= _SHORTEST and not _NEIGHBOUR.match(line.text)


def _widened(lines: Lines, node: Node, last: int) -> Node:
    """Take in the lists beside a list, where one list is set as several."""
    for element, first, stop in lines.nodes:
        if first > last and first <= node.first and stop > node.last and element.tag != "body":
            added = lines.lines[node.last : stop]
            if not all(line.is_linked for line in added):
                return node
            node = Node(element, first, stop)
    return node


def _is_elsewhere(element: Element, text: Element, named: dict[Element, bool]) -> bool:
    """Whether a list is in a sidebar, a menu, the foot: by the names of what is around it."""
    around: Element | None = element
    shared = set(text.iterancestors())
    while around is not None and around not in shared:
        if around not in named:
            words = words_of(names_of(around)) | {str(around.tag)}
            named[around] = not words.isdisjoint(_ELSEWHERE) and words.isdisjoint(_RELATED)
        if named[around]:
            return True
        around = around.getparent()
    return False


def _says_related(lines: list[Line], node: Node, text: Element) -> bool:
    above = lines[max(0, node.first - 2) : node.first + 1]
    if any(len(line.text) <= 16 and _SAYS_RELATED.search(line.text) for line in above):
        return True
    element: Element | None = node.element
    shared = set(text.iterancestors())
    while element is not None and element not in shared:
        if not words_of(names_of(element)).isdisjoint(_RELATED):
            return True
        element = element.getparent()
    return False


def _in_column(element: Element, text: Element) -> bool:
    """Whether a list shares more with the text than the page."""
    shared = set(text.iterancestors())
    around = next((parent for parent in element.iterancestors() if parent in shared), None)
    return around is not None and around.tag not in {"body", "html"}


def _addresses(page: Page, element: Element) -> Iterator[str]:
    for link in element.iter("a"):
        url = page.absolute(link.get("href"))
        if url and url != page.url and _ARTICLE_PATH.search(urlsplit(url).path):
            yield url


def _entries(page: Page, box: Element) -> list[RelatedLink]:
    """Read a list, each address once, in page order."""
    owners: dict[Element, str | None] = {}
    links: dict[str, Element] = {}
    for link in box.iter("a"):
        url = page.absolute(link.get("href"))
        if not url or url == page.url or not _ARTICLE_PATH.search(urlsplit(url).path):
            continue
        links.setdefault(url, link)
        parent: Element | None = link
        while parent is not None and parent is not box:
            owners[parent] = url if owners.get(parent, url) == url else None
            parent = parent.getparent()
        if len(links) >= _MOST:
            break
    entries = {
        url.partition("://")[2]: _entry(page, url, _item(link, owners, box))
        for url, link in reversed(links.items())
    }
    return [entry for entry in reversed(entries.values()) if entry.title]


def _item(link: Element, owners: dict[Element, str | None], box: Element) -> Element:
    """Return the largest element around a link that holds no other."""
    item = link
    parent = item.getparent()
    while parent is not None and parent is not box and owners.get(parent):
        item, parent = parent, parent.getparent()
    return item


def _entry(page: Page, url: str, item: Element) -> RelatedLink:
    title = _title(item)
    rest = [text for text in _texts(item) if text != title]
    printed = next((found for text in rest if (found := dates.day(text))), None)
    summary = max(
        (text for text in rest if len(text) > 15 and not _is_stamp(text)), key=len, default=None
    )
    return RelatedLink(
        url=url,
        title=title,
        summary=clean_or_none(_MORE.sub("", summary)) if summary else None,
        source=_source(item, rest),
        date=printed,
        image=_image(page, item),
    )


def _is_stamp(text: str) -> bool:
    """Whether a text is little but a date."""
    found = dates.find(text)
    return bool(found) and len(text) - len(found[0].raw) < 15


def _texts(item: Element) -> list[str]:
    """Return the texts of an entry, one for each element that has any of its own."""
    texts = []
    for element in item.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style"}:
            texts.append(clean(element.text or ""))
        if element is not item:
            texts.append(clean(element.tail or ""))
    return [text for text in texts if text and not _MORE.fullmatch(text)]


def _title(item: Element) -> str | None:
    candidates = [text_of(e) for e in item.iter(*HEADINGS)]
    links = list(item.iter("a"))
    candidates += [link.get("title") or "" for link in links]
    candidates += [_heading_of(link) for link in links]
    candidates += [image.get("alt") or "" for image in item.iter("img")]
    for text in map(clean, candidates):
        if len(text) >= 2 and not _MORE.fullmatch(text):
            return text
    return None


def _heading_of(link: Element) -> str:
    """Return a link's own words; of a link around a whole card, the first of them."""
    inside = [text for text in _texts(link) if dates.day(text) is None]
    return inside[0] if len(link) and inside and link.find(".//p") is not None else text_of(link)


def _source(item: Element, rest: list[str]) -> str | None:
    for element in item.iter():
        if isinstance(element.tag, str) and not words_of(names_of(element)).isdisjoint(_SOURCE_NAMES):
            text = _LABEL.sub("", clean(text_of(element)))
            if _OUTLET.match(text):
                return text
    for text in rest:
        if found := _LABEL.search(text):
            return clean_or_none(text[found.end() :].partition(" ")[0])
    return None


def _image(page: Page, item: Element) -> str | None:
    for image in item.iter("img"):
        for name in _LAZY:
            if url := page.absolute(image.get(name)):
                return url
    return None
