"""Finding the element that holds an article's text on a page nobody has described.

Text counts by its density: sentences outside links are mass, everything else in an element
dilutes it (Kohlschütter, Fankhauser & Nejdl 2010, "Boilerplate Detection using Shallow Text
Features"; Sun, Song & Liao 2011, "DOM Based Content Extraction via Text Density"). An element
is scored as a search result is: by how much of the page's mass it has (recall) times how
much of its own text is mass (precision).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, islice

from ..page import Element
from .lines import Line, Lines, Node, mass_of
from .marks import COMMENTS, ENDS, is_added_name, is_article_name, names_of

_HEADING = 24  # characters of a heading such as 相关阅读, at most
_ENOUGH = 30  # characters of text, above which a heading such as 相关阅读 ends it
_CREDITED = re.compile(r"(?:来源|來源)\s*[:：]")  # `2020-11-29 来源：齐鲁网 作者：` is no text yet
_SOON = 40  # lines
_PARAGRAPHS = 3  # in a row are no list of links
_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "a", "dd", "dt"})

_BEFORE = 0.15  # weight of what stands above the headline
_ADDED = 0.1  # of what is in an element named as a page's furniture
_AFTER = 0.02  # of what stands under 相关阅读, 网友评论 and the like
_ALONE = 0.75  # of an element that is one line: a paragraph, not a text
_MOST = 2.0  # of an element stated to be the text
_NAMED = 1.25  # of an element named as a text


def find(page: Lines, start: int) -> Node | None:
    """Return the element that holds the text, which starts behind line `start`."""
    weights = _weights(page, start)
    mass = [0.0, *accumulate(weights)]
    heavy = [node for node in page.nodes if mass[node[1]] < mass[node[2]]]
    _lighten_added(heavy, weights, start)
    mass = [0.0, *accumulate(weights)]
    size = [0, *accumulate(len(line.text) for line in page.lines)]
    best, best_score = None, 0.0
    for node in heavy:
        element, first, last = node
        held = mass[last] - mass[first]
        score = held * held / (size[last] - size[first])
        if score * _MOST <= best_score:
            continue
        score *= _factor(element, last - first)
        if score > best_score:
            best, best_score = node, score
    return Node(*best) if best else None


def _factor(element: Element, lines: int) -> float:
    if element.tag in _PARAGRAPH:
        return _ALONE * _ALONE
    factor = _ALONE if lines == 1 else 1.0
    if element.get("itemprop") == "articleBody":
        return _MOST
    return factor * _NAMED if is_article_name(names_of(element)) else factor


def _weights(page: Lines, start: int) -> list[float]:
    weights = []
    masses = page.mass
    share = _BEFORE
    read = 0
    for number, line in enumerate(page.lines):
        text = line[0]
        if number == start + 1:
            share, read = 1.0, 0
        if (
            read >= _ENOUGH
            and share != _AFTER
            and len(text) <= _HEADING
            and ENDS.match(text)
            and number > start
        ):
            goes_on = not COMMENTS.match(text) and _goes_on(page, number)
            share = share if goes_on else _AFTER
        mass = masses[number]
        if read >= _ENOUGH or not _CREDITED.search(text):
            read += mass
        weights.append(mass * share)
    return weights


def _goes_on(page: Lines, number: int) -> bool:
    """Whether paragraphs follow a heading: a list has links between its summaries."""
    run = 0
    for line in page.lines[number + 1 : number + _SOON]:
        run = run + 1 if is_text(line) else 0
        if run == _PARAGRAPHS:
            return True
    return False


def is_text(line: Line) -> bool:
    """Whether a line is a sentence or more of Chinese text."""
    return len(line.text) >= _ENOUGH and "，" in line.text and mass_of(line) > 0


def text_after(page: Lines, number: int) -> int:
    """Return how much text follows soon after a line."""
    return sum(page.mass[number + 1 : number + _SOON])


def _lighten_added(
    nodes: Sequence[tuple[Element, int, int]], weights: list[float], start: int
) -> None:
    """Take weight from the lines in elements that are named as furniture."""
    changes = [0] * (len(weights) + 1)
    for element, first, last in nodes:
        if first <= start < last:
            continue  # around the headline: whatever it is called
        names = names_of(element)
        if names and is_added_name(names) and element.tag != "body":
            changes[first] += 1
            changes[last] -= 1
    for number, added in enumerate(accumulate(changes[:-1])):
        if added:
            weights[number] *= _ADDED


def lists(page: Lines, text: Node) -> frozenset[Element]:
    """Return the elements inside the text's that are lists of links, not text.

    Link density (Kohlschütter et al. 2010): more links than words, and no sentence.
    """
    lines = page.lines[text.first : text.last]
    mass = [0, *accumulate(page.mass[text.first : text.last])]
    linked = [0, *accumulate(line.linked for line in lines)]
    size = [0, *accumulate(len(line.text) for line in lines)]
    found = set()
    for element, first, last in islice(page.nodes, page.first_behind(text.first), None):
        if last > text.last:
            break
        if first < text.first or last - first < 2 or element is text.element:
            continue
        a, b = first - text.first, last - text.first
        if mass[b] == mass[a] and (linked[b] - linked[a]) * 10 > (size[b] - size[a]) * 6:
            found.add(element)
    return frozenset(found)
