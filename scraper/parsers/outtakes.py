"""What a page prints in one plain way is read from its source and need not be parsed.

Most of what there is to parse of an article page are its paragraphs and the entries of the list
under it, each set like the one before. Those set exactly so are taken out of the source, and an
empty element is left in their place: where that stands in the tree is where they stood. Who
reads the tree claims them there (`Page.claim`). What nobody claims stood in no such place, and
then the page must be read as a whole.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import name2codepoint

from ..page import PLACE, Source, Taken

_REFERENCE = re.compile("&([A-Za-z]+);")
_NAMED = {name: chr(code) for name, code in name2codepoint.items() if chr(code) not in '&<>"'}


def take_out(html: str, pattern: str, place: str, taken: Taken) -> str:
    """Take all that fits a pattern out of the source of a part of a page, but for comments.

    Return the rest, with an empty element in the place of those in a row; what they print, which
    is what the pattern's groups match, is added to `taken`. `pattern` says `[^<]` for text and
    `[^"]` for attributes, and has a group at least. `place` is the element, as `<p %s></p>`. No
    text is taken with a character reference that only the parser can resolve.
    """
    if "&" in html:
        html = _REFERENCE.sub(lambda found: _NAMED.get(found[1], found[0]), html)
    finder = _finder(pattern, "&" in html)
    tag = place.partition(" ")[0]
    source, *parts = html.split("<!--")
    kept: list[str] = []
    for part in parts:
        comment, end, _ = part.partition("-->")
        if end and tag not in comment:
            source += f"<!--{part}"
        else:
            kept += (*_kept(source, finder, place, taken), "<!--", comment, end)
            source = part[len(comment) + len(end) :]
    return "".join((*kept, *_kept(source, finder, place, taken)))


def _kept(html: str, finder: re.Pattern[str], place: str, taken: Taken) -> list[str]:
    """Return the pieces of a source that are not taken out of it."""
    before, *pieces = finder.split(html)
    kept = [before]
    row: list[Source] = []
    step = finder.groups + 1  # a match's groups, and what is behind it
    for at in range(0, len(pieces), step):
        *printed, behind = pieces[at : at + step]
        if not row:
            number = f"{id(taken)}-{len(taken)}"  # which no page can know
            taken[number] = row
            kept.append(place % f"{PLACE}={number}")  # no quotes, so that it ends no attribute
        row.append(printed)
        if behind and not behind.isspace():
            kept.append(behind)
            row = []
    return kept


@cache
def _finder(pattern: str, wary: bool) -> re.Pattern[str]:
    """Return a compiled pattern; a wary one takes nothing with a reference."""
    if wary:
        pattern = pattern.replace("[^<]", "[^<&]").replace('[^"]', '[^"&]')
    return re.compile(pattern, re.A)
