"""The entries of the site's lists: `div.news-pic-item`, a dozen of them under an article.

They are most of what there is to parse of an article page, and one is set like the other. So
those set exactly so are taken out of the source before it is parsed, and an empty item is put
in their place: where that stands in the tree is where they stood. All others stay in the page
and are read from the tree. Both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .. import dates
from ..items import RelatedLink
from ..page import Element, Page, Source, Taken, by_class, classes, text_of
from ..text import clean

BOX = "mod-reco"
ITEM = "news-pic-item"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_NUMBER = "data-taken-out"
_PLACE = f'<div class="{ITEM}" {_NUMBER}="%d"></div>'
_MORE = re.compile(r"\s?[\[［【(（]\s*(?:查看)?(?:详细|详情|更多|全文)\s*[\]］】)）]$")
_BRACKETS = ("]", "］", "】", ")", "）")
_ATTRIBUTE = r'[\w-]++="[^"<]*+"'  # without `<`, so that what is cut short ends at the next tag


def _tag(name: str, *wanted: str) -> str:
    """Return the pattern of a start tag with these attributes or not, and any others."""
    attributes = "|".join((*(rf'{attribute}="([^"<]*+)"' for attribute in wanted), _ATTRIBUTE))
    return rf"<{name}(?:\s++(?:{attributes}))*+\s*+/?+>"


def _classed(name: str, word: str) -> str:
    """Return the pattern of a start tag that has a word among its classes."""
    words = rf'(?>[^"<]*?(?<=["\s]){word}(?=["\s]))[^"<]*+'
    before = r'[\w-]++(?<!\sclass)="[^"<]*+"'
    return rf'<{name}(?:\s++{before})*+\s++class="{words}"(?:\s++{_ATTRIBUTE})*+\s*+>'


_ENTRY = re.compile(
    r"\s*+".join(
        (
            _classed("div", ITEM),
            "<dl>",
            "(?:<dt>",
            _tag("a", "href", "title"),
            _tag("img", "data-original", "src"),
            "</a>",
            "</dt>",
            ")?+<dd>",
            "<h[1-5]>",
            _tag("a", "href", "title") + "([^<]*+)</a>",
            "</h[1-5]>",
            "</dd>",
            "<dd>([^<]*+)(?:" + _tag("a") + "([^<]*+)</a>",
            ")?+</dd>",
            _classed("dd", "info"),
            _classed("span", "resource") + "([^<]*+)</span>",
            _classed("span", "time") + "([^<]*+)</span>",
            "</dd>",
            "</dl>",
            "</div>",
        )
    )
)
"""An entry: `dl: dt > a > img` where it has a thumbnail, `dd > h3 > a`, `dd` with the summary
and `[详细]`, `dd.info > span.resource + span.time`; and nothing else. Its groups are a `Source`."""


def take_out(html: str) -> tuple[str, Taken]:
    """Take the entries that are set as `_ENTRY` out of the source of a page.

    Return the page with their places, one for those in a row, and what they print. One with a
    character reference stays: resolving these is the parser's work.
    """
    start = html.find(BOX)
    if start < 0 or _NUMBER in html:
        return html, {}
    rows: Taken = {}
    row: list[Source] = []
    kept: list[str] = []
    at = 0
    for found in _ENTRY.finditer(html, start):
        begin, end = found.span()
        if html.find("&", begin, end) >= 0:
            continue
        between = html[at:begin]
        if not rows or between.strip():
            kept += (between, _PLACE % len(rows))
            row = rows[str(len(rows))] = []
        row.append(found.groups(""))
        at = end
    kept.append(html[at:])
    return "".join(kept), rows


def read(page: Page, items: Iterable[Element]) -> list[RelatedLink]:
    """Read the items of a list, each address once, however it is spelt."""
    entries: dict[str, RelatedLink] = {}
    for item in items:
        for found in _at(page, item):
            if found:
                entries.setdefault(found.url.partition("://")[2], found)
    return list(entries.values())


def _at(page: Page, item: Element) -> Iterator[RelatedLink | None]:
    """Read an item from the tree, or those that were taken out of it at this place."""
    row = page.taken.get(item.get(_NUMBER, ""))
    if row is None:
        yield _of_tree(page, item)
    else:
        for printed in row:
            yield _of_source(page, printed)


def _of_source(page: Page, printed: Source) -> RelatedLink | None:
    """Read an entry that was taken out; ``None`` when it links nowhere."""
    over, over_title, lazy, src, href, title, heading, text, more, source, time = printed
    return _link(
        page.absolute(over) or page.absolute(href),
        clean(over_title) or clean(title or heading),
        _summary(text + more),
        clean(source.rpartition("：")[2]),
        dates.day(time),
        page.absolute(lazy or src),
    )


def _of_tree(page: Page, item: Element) -> RelatedLink | None:
    """Read an entry that is in the tree, however it is set; ``None`` when it links nowhere."""
    url = title = summary = source = date = image = None
    for part in item.iter():
        tag = part.tag
        if tag in ("div", "li") and part is not item and ITEM in classes(part):
            break  # the next one, where a tag that should end this one is lost
        if tag == "a":
            url = url or page.absolute(part.get("href"))
            title = title or clean(part.get("title") or _heading(part))
        elif tag == "dd":
            summary = summary or _summary_of(part)
        elif tag == "span":
            names = part.get("class") or ""
            if "resource" in names:
                source = source or clean(text_of(part).rpartition("：")[2])
            elif "time" in names:
                date = date or dates.day(text_of(part))
        elif tag == "img":
            image = image or page.absolute(part.get("data-original") or part.get("src"))
    return _link(url, title, summary, source, date, image)


def _link(
    url: str | None,
    title: str | None,
    summary: str | None,
    source: str | None,
    date: str | None,
    image: str | None,
) -> RelatedLink | None:
    """Return an entry; nothing printed is nothing there: "" becomes ``None``."""
    if not url:
        return None
    return RelatedLink(
        url=url,
        title=title or None,
        summary=summary or None,
        source=source or None,
        date=date,
        image=image,
    )


def _heading(a: Element) -> str:
    parent = a.getparent()
    return text_of(a) if parent is not None and parent.tag in HEADINGS else ""


def _summary_of(dd: Element) -> str | None:
    """Return the text of a `dd` that holds neither headline nor notes, nor the next entry."""
    text = dd.text
    if (text is None or text.isspace()) and len(dd) and dd[0].tag in HEADINGS:
        return None
    inside = next(by_class(dd, ITEM, "div", "li"), None)
    is_other = "info" in (dd.get("class") or "") or inside is not None
    return None if is_other else _summary(text_of(dd))


def _summary(text: str) -> str:
    """Return a summary without the `[详细]` behind it."""
    text = clean(text).removesuffix("[详细]").rstrip()
    return _MORE.sub("", text) if text.endswith(_BRACKETS) else text
