"""The entries of the site's lists: `div.news-pic-item`, a dozen of them under an article.

They are most of what there is to parse of an article page, and one is set like the other. So
those set exactly so are taken out of the source before it is parsed, and an empty item is put
in their place: where that stands in the tree is where they stood. All others stay in the page
and are read from the tree. Both ways read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from itertools import islice, takewhile

from .. import dates
from ..items import RelatedLink
from ..page import Element, Page, by_class, classes, text_of
from ..text import clean
from ..urls import absolute
from .body import HEADINGS
from .outtakes import Pieces, finder

BOX = "mod-reco"
ITEM = "news-pic-item"
_MOST_PARTS = 100  # elements; an entry has 15
_MORE = re.compile(r"\s?[\[［【(（]\s*(?:查看)?(?:详细|详情|更多|全文)\s*[\]］】)）]$")
_BRACKETS = ("]", "］", "】", ")", "）")
# No possessive groups, which Python 3.11.2 matches wrongly: so whatever is in a group that
# repeats must fit in one way only.
_ATTRIBUTE = r'[a-z_][a-z0-9_-]*+="[^"]*+"'  # a parser reads TITLE, too


def _tag(name: str, *addresses: str, title: bool = False) -> str:
    """Return the pattern of a start tag: the values of these attributes, and any others.

    None with an address that is not absolute, as only the page can resolve it.
    """
    wanted = [rf'{address}="(https?://[^"]*+|)"' for address in addresses]
    wanted += ['title="([^"]*+)"'] if title else []
    names = [one.partition("(")[0] for one in wanted]
    named = "".join(f"(?!{one})" for one in names)
    once = "".join(rf"(?![^<>]*\s{one}[^<>]*\s{one})" for one in names)  # else the first counts
    return rf"<{name}{once}(?:\s++(?:{'|'.join((*wanted, named + _ATTRIBUTE))}))*\s*+/?+>"


def _classed(name: str, word: str) -> str:
    """Return the pattern of a start tag that has a word among its classes."""
    before = rf"(?:\s++(?!class=){_ATTRIBUTE})*"
    return rf'<{name}{before}\s++class="{_rest_of_tag(word)}'


def _rest_of_tag(word: str) -> str:
    """Return the pattern of a start tag from its classes on, one of which is a word."""
    words = rf'(?:{word}|(?>[^"]*?\s{word}))(?=["\s])[^"]*+'
    return rf'{words}"(?:\s++{_ATTRIBUTE})*\s*+>'


_START = '<div class="'
_LONGEST = 4000  # characters of an entry and what is behind it that are remembered; most have 700
_PLAIN = finder(
    r"\s*+".join(
        (
            _rest_of_tag(ITEM),
            _tag("dl"),
            "(?:" + _tag("dt"),
            _tag("a", "href", title=True),
            _tag("img", "data-original", "src"),
            "</a>",
            "</dt>",
            ")?" + _tag("dd"),
            "<h[1-5]>",
            _tag("a", "href", title=True) + "([^<]*+)</a>",
            "</h[1-5]>",
            "</dd>",
            _tag("dd") + "([^<]*+)(?:" + _tag("a") + "([^<]*+)</a>",
            ")?</dd>",
            _classed("dd", "info"),
            _classed("span", "resource") + "([^<]*+)</span>",
            _classed("span", "time") + "([^<]*+)</span>",
            "</dd>",
            "</dl>",
            "</div>",
        )
    ),
    has_references=True,
)
"""An entry behind `_START`: `dl: dt > a > img` where it has a thumbnail, `dd > h3 > a`, `dd` with
the summary and `[详细]`, `dd.info > span.resource + span.time`; and nothing else."""
PLACE = f"<div class={ITEM} %s></div>"


def pieces(html: str) -> Pieces:
    """Yield the entries of a list, and what is behind each, as `outtakes` takes them out."""
    before, *entries = html.split(_START)
    yield None, before
    for entry in entries:
        yield _of_source(entry) if len(entry) <= _LONGEST else (None, _START + entry)


def read(page: Page, items: Iterable[Element]) -> list[RelatedLink]:
    """Read the items of a list, each address once, however it is spelt."""
    entries: dict[str, RelatedLink] = {}
    for item in items:
        row = page.claim(item)
        for found in filter(None, [_of_tree(page, item)] if row is None else row):
            entries.setdefault(found.url.partition("://")[2], found)
    return list(entries.values())


@lru_cache(maxsize=1024)  # a city's newest articles stand under each of its articles
def _of_source(source: str) -> tuple[RelatedLink | None, str]:
    """Return the entry that a source begins with, behind `_START`, and what is behind that.

    ``None`` and all of the source where it is not plain, or links nowhere.
    """
    plain = _PLAIN.match(source)
    if plain is None:
        return None, _START + source
    over, over_title, lazy, src, href, title, heading, text, more, outlet, time = map(
        unescape, plain.groups("")
    )
    link = _link(
        absolute(over, "") or absolute(href, ""),
        clean(over_title) or clean(title or heading),
        _summary(text + more) if text.strip() else None,
        clean(outlet.rpartition("：")[2]),
        dates.day(time),
        absolute(lazy or src, ""),
    )
    return (link, source[plain.end() :]) if link else (None, _START + source)


def _of_tree(page: Page, item: Element) -> RelatedLink | None:
    """Read an entry that is in the tree, however it is set; ``None`` when it links nowhere."""
    url = title = summary = source = date = image = None
    for part in islice(item.iter(), _MOST_PARTS):
        tag = part.tag
        if tag in ("div", "li") and part is not item and ITEM in classes(part):
            break  # the next one, where a tag that should end this one is lost
        if tag == "a":
            url = url or page.absolute(part.get("href"))
            title = _title(title, part)
        elif tag == "dd":
            summary = summary or _summary_of(part)
        elif tag == "span":
            names = part.get("class") or ""
            if "resource" in names:
                printed = text_of(part) if part.find("span") is None else part.text or ""
                source = source or clean(printed.rpartition("：")[2])
            elif "time" in names:
                date = date or dates.day(text_of(part))
        elif tag == "img" and not _is_in_heading(part, item):
            image = image or page.absolute(part.get("data-original") or part.get("src"))
    return _link(url, title, summary, source, date, image)


def _is_in_heading(part: Element, item: Element) -> bool:
    """Whether a part of an item is an icon beside its headline."""
    return any(
        one.tag in HEADINGS for one in takewhile(lambda one: one is not item, part.iterancestors())
    )


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


def _title(known: str | None, a: Element) -> str:
    """Return the title known so far, else a link's; a quotation mark may have cut it short.

    `title="德州"最美乡村"揭晓"` ends at the second mark, the headline that is printed does not.
    """
    heading = clean(_heading(a))
    title = known or clean(a.get("title") or "") or heading
    return heading if heading[len(title) :][:1] == '"' and heading.startswith(title) else title


def _heading(a: Element) -> str:
    parent = a.getparent()
    return text_of(a) if parent is not None and parent.tag in HEADINGS else ""


def _summary_of(dd: Element) -> str | None:
    """Return the text of a `dd` that holds neither notes nor only a headline."""
    if "info" in (dd.get("class") or "") or any(_holds_others(part) for part in dd):
        return None
    text = _own_text(dd)
    first = dd[0] if len(dd) and not (dd.text or "").strip() else None
    if first is None or first.tag not in HEADINGS:
        # The tag of the headline may be lost.
        is_headline = first is not None and first.tag == "a" and not (first.tail or "").strip()
        return None if is_headline else _summary(text)
    # Else the headline stands alone, or above a summary, which `[详细]` ends.
    rest = clean(clean(text).removeprefix(clean(text_of(first))))
    summary = _summary(rest)
    return summary if summary != rest else None


def _holds_others(part: Element) -> bool:
    """Whether a part of a `dd` has swallowed the next `dd`, or the next item."""
    return part.tag != "dd" and (
        next(part.iter("dd"), None) is not None
        or next(by_class(part, ITEM, "div", "li"), None) is not None
    )


def _own_text(dd: Element) -> str:
    """Return the text of a `dd`, up to the next one where its end tag is left out."""
    text = dd.text or ""
    for part in dd:
        if part.tag == "dd":
            break
        text += f"{text_of(part)}{part.tail or ''}"
    return text


def _summary(text: str) -> str:
    """Return a summary without the `[详细]` behind it."""
    text = clean(text).rstrip("> »").removesuffix("[详细]").rstrip()
    return _MORE.sub("", text) if text.endswith(_BRACKETS) else text
