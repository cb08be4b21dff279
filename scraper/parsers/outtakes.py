"""What a page prints in one plain way is read from its source and need not be parsed.

Most of what there is to parse of an article page are its paragraphs and the entries of the list
under it, each set like the one before. Those set exactly so are taken out of the source, and an
empty element is left in their place: where that stands in the tree is where they stood. Who
reads the tree claims them there (`Page.claim`). What nobody claims stood in no such place, and
then the page must be read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape
from html.entities import name2codepoint
from typing import TypeAlias

from ..page import PLACE, Source, Taken

Pieces: TypeAlias = Iterable[tuple[Source | None, str]]
"""The source of a part of a page: what was printed, which is taken out, and what is behind it.
With ``None`` nothing is taken out in front of it."""

# Resolved only once the text is out of the source, where they would be markup; and numbers, but
# for those that not all parsers read alike, as `&#150;`.
_LATER = "&(?:amp|quot|lt|gt|#34|#39|#x27|#160|#[1-9][0-9]{3});"
_REFERENCE = re.compile("&([A-Za-z]+);")
_NAMED = {name: chr(code) for name, code in name2codepoint.items() if chr(code) not in '&<>"'}


def take_out(html: str, pieces: Callable[[str], Pieces], place: str, taken: Taken) -> str:
    """Take out of the source of a part of a page what `pieces` finds in it, but for comments.

    Return the rest, with an empty element in the place of those in a row; what they print is
    added to `taken`. `place` is the element, as `<p %s></p>`.
    """
    if "&" in html:
        html = _REFERENCE.sub(lambda found: _NAMED.get(found[1], found[0]), html)
    tag = place.partition(" ")[0]
    source, *parts = html.split("<!--")
    kept: list[str] = []
    for part in parts:
        comment, end, _ = part.partition("-->")
        if end and tag not in comment:
            source += f"<!--{part}"
        else:
            kept += (*_kept(pieces(source), place, taken), "<!--", comment, end)
            source = part[len(comment) + len(end) :]
    return "".join((*kept, *_kept(pieces(source), place, taken)))


def _kept(pieces: Pieces, place: str, taken: Taken) -> Iterator[str]:
    """Yield what is not taken out of a source."""
    row: list[Source] = []
    for printed, behind in pieces:
        if printed is None:
            yield behind
            row = []
            continue
        if not row:
            number = f"{id(taken)}-{len(taken)}"  # which no page can know
            taken[number] = row
            yield place % f"{PLACE}={number}"  # no quotes, so that it ends no attribute
        row.append(printed)
        if behind and not behind.isspace():
            yield behind
            row = []


def fitting(pattern: str, html: str) -> Pieces:
    """Yield the pieces that fit a pattern: what is printed is what its groups match.

    The pattern is as `finder` wants it, and has a group at least.
    """
    has_references = "&" in html
    found_by = finder(pattern, has_references)
    before, *found = found_by.split(html)
    yield None, before
    step = found_by.groups + 1  # a match's groups, and what is behind it
    for at in range(0, len(found), step):
        *printed, behind = found[at : at + step]
        if has_references:
            printed = [text and unescape(text) for text in printed]
        yield printed, behind


@cache
def finder(pattern: str, has_references: bool) -> re.Pattern[str]:
    """Return a compiled pattern, which says `[^<]*+` for text and `[^"]*+` for attributes.

    In what has character references it takes only those that `unescape` reads as a parser does.
    """
    if has_references:
        for sign in '<"':
            pattern = pattern.replace(f"[^{sign}]*+", f"[^{sign}&]*+(?:{_LATER}[^{sign}&]*+)*")
    return re.compile(pattern, re.A)
