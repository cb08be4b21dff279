"""The list of articles under an article, on a page nobody has described.

It is told by where it stands and how it repeats: several links to different articles, close
together, behind the text and in its column; a heading or a class name may say what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, takewhile

from .. import dates
from ..items import NotAnArticleError, RelatedLink
from ..page import Element, Page, text_of
from ..regions import SITE
from ..text import clean, clean_or_none, is_list_heading
from ..urls import PAGE_FORMS, Form, address
from .body import HEADINGS
from .credits import ENDS_OUTLET
from .lines import Line, Lines, Node
from .marks import names_of, words_of

_FEWEST = 3  # links: fewer are neighbours of the article, or a return link
_MOST = 80
_SHORTEST_TITLE = 2
_SHORTEST = 6  # characters of a headline in a list
_AHEAD = 4  # lines: a list that stands no further behind the text is the text's
_SAYS_RELATED = re.compile(
    r"相关|相關|推荐|推薦|为您|为你|猜你|延伸|更多|阅读|閱讀|最新|精彩|往期|大家都在|看过"
)
# The site's own selection, on any page the same: `热点新闻`, `热门视频`, `排行榜`.
_SAYS_HOT = re.compile(r"热点|热门|热榜|排行|熱門")
_RELATED = frozenset(
    "related relate relevant recommend recommended reco tuijian xiangguan more morenews "
    "read".split()
)
_ELSEWHERE = frozenset(
    "nav navbar menu sidebar side right aside rank ranking top hot footer foot header breadcrumb "
    "crumb crumbs comment comments share tags pager pagination friendlink links copyright "
    "login".split()
)
_ASIDES = frozenset({"aside", "nav", "header", "footer"})  # elements for what stands beside
_NUMBER = re.compile(r"\d\d\d")
_ARTICLE_PATH = re.compile(r"\.s?html?(?:[?#]|$)|/[a-z0-9-]{16,}/?$", re.I)
_PLAIN_HOST = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]+/")
_PAGES = (".html", ".shtml", ".htm")
_WHOLE = frozenset({"body", "html"})
_MOST_GROUPS = 8
_HEADING = 16  # characters of a list's heading
_NEIGHBOUR = re.compile(r"[【\[]?(?:上|下|前|后)一[篇页条则]")
_MORE = re.compile(
    r"\s*[\[［【(（]?\s*(?:查看)?(?:详细|详情|更多|全文|阅读全文)\s*[\]］】)）]?\s*(?:>>|»)?$"
)
_SOURCE_NAMES = frozenset("source resource media from origin laiyuan author site".split())
_LABEL = re.compile(r"(?:来源|來源|出处)\s*[:：]\s*")
_STAMP = 40  # characters of a line with date and source
_OUTLET = re.compile(r"^[^\s，。！？]{2,12}$")
_LAZY = ("data-src", "data-original", "data-lazy-src", "original", "_src", "src")


def find(page: Page, lines: Lines, text: Node, last: int) -> list[RelatedLink]:
    """Return the list under the text, whose last line is `last`."""
    shared = frozenset(text.element.iterancestors())
    fallback: Element | None = None
    aside: Element | None = None
    for node in islice(_groups(lines, last), _MOST_GROUPS):
        element = node.element
        around = [element, *takewhile(lambda e: e not in shared, element.iterancestors())]
        words = [words_of(names_of(e)) for e in around]
        if any(not w.isdisjoint(_ELSEWHERE) and w.isdisjoint(_RELATED) for w in words):
            continue
        heading = _heading(lines.lines, node)
        near = node.first - last <= _AHEAD
        says_so = _SAYS_RELATED.search(heading) is not None
        tags = {e.tag for e, w in zip(around, words, strict=True) if _RELATED.isdisjoint(w)}
        if not _ASIDES.isdisjoint(tags):
            if aside is None and near and "aside" in tags and _names_list(heading):
                aside = element  # a sidebar's, too, may be called 推荐阅读
            continue
        if _SAYS_HOT.search(heading):
            continue
        if says_so or any(not w.isdisjoint(_RELATED) for w in words):
            if len(found := entries(page, element)) >= _FEWEST:
                return found
            continue
        in_column = around[-1].getparent() is not None and _tag_above(around[-1]) not in _WHOLE
        if fallback is None and (near or in_column):
            fallback = element
    last_resort = fallback if fallback is not None else aside
    found = entries(page, last_resort) if last_resort is not None else []
    return found if len(found) >= _FEWEST else []


def _names_list(heading: str) -> bool:
    return any(map(is_list_heading, heading.split("\n")))


def _tag_above(element: Element) -> object:
    parent = element.getparent()
    return parent.tag if parent is not None else "html"


def _heading(lines: list[Line], node: Node) -> str:
    """Return what may say what a list is: the short ones of the lines above it, and its first."""
    above = lines[max(0, node.first - 2) : node.first + 1]
    return "\n".join(
        line.text
        for line in above
        if len(line.text) <= _HEADING and (not line.is_linked or line.element.tag in HEADINGS)
    )


def under(page: Page, lines: Lines, container: Element, ending: str) -> list[RelatedLink]:
    """Return the list under a text whose element and last paragraph are known."""
    text = next((Node(*node) for node in lines.nodes if node[0] is container), None)
    return find(page, lines, text, last_line(lines, text, ending)) if text else []


def last_line(lines: Lines, text: Node, ending: str) -> int:
    """Return the number of the line that ends a text."""
    numbers = range(text.last - 1, text.first, -1)
    return next((n for n in numbers if lines.lines[n].text == ending), text.last - 1)


def _groups(lines: Lines, last: int) -> Iterator[Node]:
    """Yield the innermost elements behind the text that have links to several articles."""
    links = [n for n in range(last + 1, len(lines.lines)) if _is_entry(lines.lines[n])]
    end = last + 1
    for number in range(lines.first_behind(last + _FEWEST), len(lines.nodes)):
        element, first, stop = lines.nodes[number]
        if first < end or stop - first < _FEWEST:
            continue
        if bisect_left(links, stop) - bisect_left(links, first) < _FEWEST:
            continue
        if len(set(filter(None, map(_path, element.iter("a"))))) >= _FEWEST:
            node = _widened(lines, number, last)
            end = node.last
            yield node


def _path(link: Element) -> str | None:
    """Return the address of a link if an article may be there."""
    href = link.get("href") or ""
    if not (href.endswith(_PAGES) or _NUMBER.search(href) or _ARTICLE_PATH.search(href)):
        return None
    return href if "script:" not in href else None


def _may_be_article(url: str) -> bool:
    """Whether an address leads to an article, as far as addresses tell: no list, no imprint."""
    if SITE not in url and _PLAIN_HOST.match(url):
        return True
    try:
        target = address(url)
    except NotAnArticleError:
        return False
    return not target.on_site or target.form in PAGE_FORMS or target.form is Form.TOPIC


def _is_entry(line: Line) -> bool:
    return line.is_linked and len(line.text) >= _SHORTEST and not _NEIGHBOUR.match(line.text)


def _widened(lines: Lines, number: int, last: int) -> Node:
    """Take in the lists beside a list, where one list is set as several."""
    node = Node(*lines.nodes[number])
    for element, first, stop in lines.nodes[number + 1 :]:
        if first > node.first or stop == node.last:
            continue
        added = lines.lines[node.last : stop]
        if first <= last or element.tag == "body" or not all(line.is_linked for line in added):
            return node
        node = Node(element, first, stop)
    return node


def entries(page: Page, box: Element) -> list[RelatedLink]:
    """Read a list, each address once, in page order."""
    owners: dict[Element, str | None] = {}
    links: dict[str, Element] = {}
    for link in box.iter("a"):
        url = page.absolute(_path(link))
        if not url or url == page.url or not _may_be_article(url):
            continue
        links.setdefault(url, link)
        parent: Element | None = link
        while parent is not None and parent is not box:
            owners[parent] = url if owners.get(parent, url) == url else None
            parent = parent.getparent()
        if len(links) >= _MOST:
            break
    found: dict[str, RelatedLink] = {}
    for url, link in links.items():
        if (key := url.partition("://")[2]) not in found:
            found[key] = _entry(page, url, _item(link, owners, box))
    return [entry for entry in found.values() if entry.title]


def _item(link: Element, owners: dict[Element, str | None], box: Element) -> Element:
    """Return the largest element around a link that holds no other."""
    item = link
    parent = item.getparent()
    while parent is not None and parent is not box and owners.get(parent):
        item, parent = parent, parent.getparent()
    return item


def _entry(page: Page, url: str, item: Element) -> RelatedLink:
    texts = _texts(item)
    title = _title(item, texts)
    image = _image(page, item)
    rest = [text for text in texts if text != title]
    if not rest:
        return RelatedLink(url=url, title=title, image=image)
    stamps = (text for text in rest if len(text) <= _STAMP or _is_stamp(text))  # no summaries
    printed = next((found for text in stamps if (found := dates.day(text))), None)
    summary = max(
        (text for text in rest if len(text) > 15 and not _is_stamp(text)), key=len, default=None
    )
    return RelatedLink(
        url=url,
        title=title,
        summary=clean_or_none(_MORE.sub("", summary)) if summary else None,
        source=_source(item, rest),
        date=printed,
        image=image,
    )


def _is_stamp(text: str) -> bool:
    """Whether a text is little but a date."""
    found = dates.find(text)
    return bool(found) and len(text) - len(found[0].raw) < 15


def _texts(item: Element) -> list[str]:
    """Return the texts of an entry, one for each element that has any of its own."""
    texts = (clean(str(text)) for text in item.itertext() if not text.isspace())
    return [text for text in texts if text and not _MORE.fullmatch(text)]


def _title(item: Element, texts: list[str]) -> str | None:
    for text in map(clean, _titles(item, texts)):
        if len(text) >= _SHORTEST_TITLE and not _MORE.fullmatch(text):
            return text
    return None


def _titles(item: Element, texts: list[str]) -> Iterator[str]:
    """Yield what may be the title of an entry, the most trusted first."""
    for heading in item.iter(*HEADINGS):
        yield text_of(heading)
    links = list(item.iter("a"))
    for link in links:
        yield link.get("title") or ""
    for link in links:
        # A link may be around a whole card, whose first words are the title.
        card = len(link) > 1 and link is item and len(texts) > 1
        yield (
            next((text for text in texts if dates.day(text) is None), "") if card else text_of(link)
        )
    for image in item.iter("img"):
        yield image.get("alt") or ""


@lru_cache(maxsize=1024)
def _names_source(names: str) -> bool:
    return bool(names) and not words_of(names).isdisjoint(_SOURCE_NAMES)


def _source(item: Element, rest: list[str]) -> str | None:
    for element in item.iter():
        if _names_source(names_of(element)):
            text = _LABEL.sub("", clean(text_of(element)))
            if _OUTLET.match(text):
                return text
    for text in rest:
        if found := _LABEL.search(text):
            return clean_or_none(text[found.end() :].partition(" ")[0])
    return next((text for text in rest if _OUTLET.match(text) and ENDS_OUTLET.search(text)), None)


def _image(page: Page, item: Element) -> str | None:
    for image in item.iter("img"):
        for name in _LAZY:
            if url := page.absolute(image.get(name)):
                return url
    return None
