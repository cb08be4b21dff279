"""An explanation as one page: the saved page with its parts marked, and what each rule gave.

The saved page may be hostile. Nothing of it becomes markup: its elements are written anew, as
boxes without attributes, its texts and addresses escaped; and the page forbids the browser all
scripts and all requests.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from typing import Any

from lxml import etree

from ..page import Element
from ..parsers.body import BLOCKS, SKIPPED
from .explanation import Explanation, Field
from .pieces import Piece
from .style import GROUPS, STYLE
from .trace import TAIL, TEXT
from .words import plain, said, told

_DEEPEST = 100  # boxes in boxes
_HEAD = frozenset({"title", "meta", "script", "link"})
_MEDIA = frozenset("img video audio source embed object iframe".split())

Marks = dict[tuple[int, str], list[str]]
"""The fields that a piece belongs to, by the number of its element and the part of it."""


def to_html(explanation: Explanation) -> str:
    """Return the page: self-contained, without scripts, links to elsewhere and pictures."""
    return "".join(_document(explanation))


def _document(explanation: Explanation) -> Iterator[str]:
    article = explanation.article
    fields = told(explanation.fields)
    style_hash = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
    )
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>Where record {_safe(article.id)} comes from</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#page">Skip to the page</a>\n'
        f"<header><h1>Where record {_safe(article.id)} comes from</h1>\n"
        f"<p><code>{_safe(article.url)}</code>, read as <strong>{_safe(article.metadata.layout)}"
        f"</strong> by version {_safe(article.metadata.scraper_version)}</p></header>\n<main>\n"
    )
    yield from _legend(fields)
    yield from _table(fields)
    yield from _problems(explanation)
    yield from _page(explanation, fields)
    yield "</main>\n</body>\n</html>\n"


def _legend(fields: Iterable[Field]) -> Iterator[str]:
    """Yield the colours; each mark also says its field in words."""
    marked = {field.name for field in fields if field.pieces}
    yield '<nav aria-labelledby="legend"><h2 id="legend">Legend</h2>\n<ul class="legend">\n'
    for group, names in GROUPS.items():
        links = ", ".join(f'<a href="#m-{n}-1">{n}</a>' for n in names if n in marked)
        if links:
            yield f'<li class="g-{group}">{links}</li>\n'
    yield "</ul></nav>\n"


def _table(fields: Iterable[Field]) -> Iterator[str]:
    yield (
        '<section aria-labelledby="fields"><h2 id="fields">Fields</h2>\n'
        '<div class="wide" role="region" aria-labelledby="fields" tabindex="0"><table>\n'
        '<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Rule</th>'
        '<th scope="col">From</th><th scope="col">Other rules</th></tr></thead>\n<tbody>\n'
    )
    for field in fields:
        value = _safe(said(field.value)) or "<em>not found</em>"
        yield (
            f'<tr id="f-{field.name}"><th scope="row">{field.name}</th>'
            f'<td lang="zh-CN">{value}</td><td>{_safe(field.rule) or "–"}</td>'
            f"<td>{_from(field)}</td><td>{_others(field)}</td></tr>\n"
        )
    yield "</tbody></table></div></section>\n"


def _from(field: Field) -> str:
    if not field.pieces:
        return field.note or "–"
    first = field.pieces[0]
    more = f" and {len(field.pieces) - 1} more" if field.pieces[1:] else ""
    link = f'<a href="#m-{field.name}-1" aria-label="{field.name} in the page">in the page</a>'
    return f'<code lang="zh-CN">{_safe(first.html)}</code> {link}{more}'


def _others(field: Field) -> str:
    if not field.others:
        return "–"
    items = "".join(
        f"<li><strong>{_safe(rule)}</strong>: "
        + (
            "the same"
            if value == field.value
            else f'<span lang="zh-CN">{_safe(said(value))}</span>'
        )
        + "</li>"
        for rule, value in field.others
    )
    same = sum(value == field.value for _, value in field.others)
    differ = len(field.others) - same
    counts = ", ".join([f"{same} the same"] * bool(same) + [f"{differ} different"] * bool(differ))
    return f"<details><summary>{counts}</summary><ul>{items}</ul></details>"


def _problems(explanation: Explanation) -> Iterator[str]:
    if problems := explanation.article.metadata.problems:
        yield '<section aria-labelledby="problems"><h2 id="problems">Problems</h2><ul>\n'
        for problem in problems:
            yield f"<li><strong>{_safe(problem.field)}</strong>: {_safe(problem.message)}</li>\n"
        yield "</ul></section>\n"


def _page(explanation: Explanation, fields: Iterable[Field]) -> Iterator[str]:
    marks: Marks = defaultdict(list)
    head: dict[Piece, list[str]] = defaultdict(list)
    elements = list(explanation.root.iter())
    for field in fields:
        for piece in field.pieces:
            if elements[piece.number].tag in _HEAD:
                head[piece].append(field.name)
            else:
                marks[piece.number, piece.part].append(field.name)
    writer = _Writer(marks)
    yield (
        '<section id="page" aria-labelledby="read" tabindex="-1"><h2 id="read">The page</h2>\n'
        "<p>As it was read: without scripts, styles and pictures, and without what stands behind "
        "the article. Each mark begins with the name of its field.</p>\n"
    )
    if head:
        yield '<h3>In its head</h3>\n<ul class="head" lang="zh-CN">\n'
        for piece, names in head.items():
            yield f"<li>{writer.mark('span', names)}<code>{_safe(piece.html)}</code></span></li>\n"
        yield "</ul>\n<h3>In its body</h3>\n"
    yield '<div class="body" lang="zh-CN">'
    yield from writer.body(explanation.root)
    yield "</div></section>\n"


class _Writer:
    """Writes the tree of a page as boxes and marks."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._counts: dict[str, int] = defaultdict(int)

    def mark(self, tag: str, names: list[str]) -> str:
        """Return the start of a mark: where links lead to, and the names of its fields."""
        names = list(dict.fromkeys(names))
        places = []
        for name in names:
            self._counts[name] += 1
            link = f'<a class="name" lang="en" href="#f-{name}">{name}</a>'
            places.append(f'<span id="m-{name}-{self._counts[name]}" class="place">{link}</span>')
        return f'<{tag} class="mark g-{_GROUP_OF[names[0]]}">{"".join(places)} '

    def body(self, root: Element) -> Iterator[str]:
        """Yield the tree."""
        ends: list[str] = []
        numbers = {element: number for number, element in enumerate(root.iter())}
        walk: Any = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                yield ends.pop() if ends else ""
                yield self._text(numbers[element], TAIL, element.tail)
                continue
            number, tag = numbers[element], str(element.tag)
            yield from self._attributes(number, element)
            if tag in _HEAD or (tag in SKIPPED and tag != "nav"):
                walk.skip_subtree()
                ends.append("")
                continue
            start, end = self._box(number, tag, len(ends))
            ends.append(end)
            yield start
            yield self._text(number, TEXT, element.text)

    def _box(self, number: int, tag: str, depth: int) -> tuple[str, str]:
        if tag == "br":
            return "<br>", ""
        if depth > _DEEPEST or tag in ("html", "body"):
            return "", ""
        kind = "div" if tag in BLOCKS else "span"
        if names := self._marks.get((number, "")):
            return self.mark(kind, names), f"</{kind}>"
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "th", "b", "strong"):
            return f'<{kind} class="strong">', f"</{kind}>"
        return f"<{kind}>", f"</{kind}>"

    def _text(self, number: int, part: str, text: str | None) -> str:
        if not text or not text.strip():
            return " " if text else ""
        shown = _safe(" ".join(text.split()))
        if names := self._marks.get((number, part)):
            return f"{self.mark('mark', names)}{shown}</mark>"
        return f"{shown} "

    def _attributes(self, number: int, element: Element) -> Iterator[str]:
        """Yield the marked attributes of an element, and what stands for a picture."""
        marked = [n for n in map(str, element.attrib) if (number, f"@{n}") in self._marks]
        for name in marked:
            names = self._marks[number, f"@{name}"]
            value = _safe(f'{element.tag!s} {name}="{element.get(name)}"')
            yield f"{self.mark('mark', names)}<code>{value}</code></mark> "
        if element.tag in _MEDIA and not marked:
            yield f'<span class="media" lang="en">[{_safe(str(element.tag))}]</span> '


_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}


def _safe(text: str) -> str:
    return escape(plain(text))
