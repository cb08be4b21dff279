"""The text of a page that leaves it to its scripts to print: in a string of theirs, or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ..page import Page, text_of
from .marks import is_notice, names_of

# One without an end goes to the end of its line (`// don't`): so no search is tried twice.
_STRING = re.compile(
    r'"((?:[^"\\\n]+|\\.?)*)(?:"|(?=\n)|\Z)' + r"|'((?:[^'\\\n]+|\\.?)*)(?:'|(?=\n)|\Z)", re.S
)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_WHITE = dict.fromkeys("nrtbfv", " ")
_PARAGRAPH = re.compile(r"</p>|<br", re.I)
# `content: "…"`, `var content = '…'`, `class="article-content"`
_CALLED = re.compile(r"content[\"']?\s{0,3}[:=]?\s{0,3}$", re.I)
_TAGS = re.compile(r"<[^<>]*>")
_SHORTEST = 60  # characters of sentences


def find(page: Page) -> Page | None:
    """Return the only text in paragraphs that a page holds and does not print, as a page."""
    found = {html for html in map(_markup, _strings(page)) if _PARAGRAPH.search(html)}
    texts = [html for html in found if _mass(html) >= _SHORTEST]
    return Page(texts[0], page.url) if len(texts) == 1 else None


def _mass(html: str) -> int:
    """Return how many characters of sentences there are: a footer that a script writes has none."""
    texts = _TAGS.split(html)
    return sum(len(text) for text in texts if "。" in text and not is_notice(text))


def _strings(page: Page) -> Iterator[str]:
    """Yield what may be the text: a `textarea` or a string in a script, called `content`."""
    for area in page.root.iter("textarea"):
        if _CALLED.search(names_of(area)):
            yield text_of(area)
    for script in page.stating("script"):
        text = text_of(script)
        for found in _STRING.finditer(text):
            start = found.start()
            if len(found[0]) > _SHORTEST and _CALLED.search(text, max(0, start - 20), start):
                yield _ESCAPED.sub(_plain, found[1] or found[2] or "")


def _plain(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _WHITE.get(found[2], found[2])


def _markup(text: str) -> str:
    """Resolve character references until there is markup: `&quot;&lt;p&gt;…`."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # `\\ud83d\\ude00`
    for _ in range(2):
        if "<" not in text:
            text = unescape(text)
    return text.replace("&quot;", '"').strip('"')
