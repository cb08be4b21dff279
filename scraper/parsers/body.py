"""From the element that holds an article to its paragraphs, pictures, videos and links.

Shared by all layouts: a layout says which element it is, this module says what in it is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import cast

from .. import byline
from ..byline import Credit, Reading
from ..items import Image, Link, Role, Video
from ..page import Element, Page, first, text_of
from ..text import clean, clean_or_none, is_advert, is_furniture, is_list_heading
from .captions import is_caption, is_shot
from .outtakes import fitting

BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SKIPPED = frozenset(
    "script style noscript iframe button select option textarea svg template input nav head "
    "link meta title base canvas map".split()
)
_MEDIA = frozenset({"img", "video", "embed", "object", "audio"})
# Words of class names and ids that mark what a page adds to an article's container.
FURNITURE_WORDS = frozenset(
    "ad ads advert adv share bdsharebuttonbox sharebox contact qrcode ewm comment comments "
    "related recommend reco mod-reco article-sub col-sub page pager pagination pageupdown1 undis "
    "mod-ad ad-box adbox ad-inner guanggao app-download tags vote pagelist pages "
    "news-pic-item copyright".split()
)
PAGERS = frozenset({"page", "pages"})
"""Those that texts are called, too."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DEEPEST = 150  # levels of nesting that are walked; deeper ones are read as running text

_FEWEST_LINKS = 3  # in a row are a list
# What stands behind a link in a list: `11-28`, `齐鲁网 2020-11-28 15:06`
_STAMP = re.compile(
    r"\s?[\[【(（]?(?:[^\s\d]{2,8} )?(?:20\d\d ?[-/.年] ?)?\d{1,2} ?[-/.月] ?\d{1,2}日?"
    r"(?: \d{1,2}:\d\d(?::\d\d)?)?[\]】)）]?$"
)
_MOSTLY = 0.7
_WORK = re.compile(r".{0,6}《[^》]+》.{0,6}")
_LABELLED = re.compile(r"\S{2,5}[：:]")
_POINTS = re.compile(r"[【\[]?(?:相关|延伸|推荐|更多)(?:阅读|新闻|链接|报道)[】\]]?[：:]")
_MAKERS = frozenset({Role.AUTHOR, Role.PHOTOGRAPHER, Role.PLANNER})
_BEFORE = 2  # paragraphs, at least, above such a line: else it is the author of the text

# Pictures that are no part of the story, by their file's name or their size.
_ICON = re.compile(
    "|".join(
        # a letter first, so the search can skip; no address begins with the word
        f"{word}(?<=[/_.-]{word})s?(?![a-z])"
        for word in "icon logo qr qrcode ewm erweima share blank spacer".split()
    )
)
_AD = re.compile(r"//ads?\.|/(?:ads?|guanggao)/", re.I)
_SMALLEST_PICTURE = 40  # pixels
_LAZY = ("data-src", "data-original", "original", "_src", "data-lazy-src", "src")


_STYLE = r"(?:text-(?:indent: ?\dem|align: ?(?:left|justify));? ?)*"
_PLAIN = f'<p(?: style="({_STYLE})")?>([^<]*+)</p>'
pieces = partial(fitting, _PLAIN)
"""Give the paragraphs without elements in them, as `outtakes` takes them out: style, text."""
PLACE = "<p %s></p>"


@dataclass(slots=True)
class Block:
    """A run of text between two breaks, with what stands in it."""

    element: Element
    text: str = ""
    images: Sequence[Image] = ()
    links: Sequence[Link] = ()
    raw: str = ""
    """The text as it is in the page, with the blanks that indent it."""
    style: str | None = None
    """The style of an element that was taken out of the page."""


@dataclass(slots=True)
class Content:
    """What an article's container holds."""

    credits: list[Credit] = field(default_factory=list)
    """Everyone credited in paragraphs, captions, sign-offs and editor lines, in order."""
    brackets: list[str] = field(default_factory=list)
    """The bracketed credits in paragraphs."""
    paragraphs: list[str] = field(default_factory=list)
    sign_offs: list[str] = field(default_factory=list)
    editor_lines: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def is_added(element: Element) -> bool:
    """Whether an element inside the container is not the article's: by class, id or style."""
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if name == "hidden":
            return True
        if name in {"class", "id"}:
            words = FURNITURE_WORDS.intersection(value.lower().split())
            if words and not (words <= PAGERS and first(element, "p") is not None):
                return True  # these name pagers, and what holds the paragraphs of a page
        elif name == "style" and _HIDDEN.search(value):
            return True
    return False


def is_hidden(element: Element) -> bool:
    """Whether an element is hidden, by itself or by its own style."""
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and _HIDDEN.search(style) is not None
    )


class _Walk:
    """One walk through the container, in page order, cutting it into blocks."""

    def __init__(self, page: Page, skip: Callable[[Element], bool]) -> None:
        self.page = page
        self.skip = skip
        self.blocks: list[Block] = []
        self.videos: list[Video] = []
        self._pieces: list[str] = []
        self._images: list[Image] = []
        self._links: list[Link] = []

    def run(self, container: Element) -> None:
        self._inside(container, 0)
        self._cut(container)

    def _cut(self, element: Element) -> None:
        """End the block that is being read."""
        if self._pieces or self._images:
            raw = "".join(self._pieces)
            text = clean(raw)
            if text or self._images:
                self.blocks.append(Block(element, text, self._images, self._links, raw))
                self._images, self._links = [], []
            self._pieces = []

    def _inside(self, element: Element, depth: int) -> None:
        text = element.text
        if text and (self._pieces or not text.isspace()):
            self._pieces.append(text)
        for child in element:
            if child.tag == "p" and not len(child):
                self._plain(child, element)
            else:
                self._child(child, element, depth)
            tail = child.tail
            if tail and (self._pieces or not tail.isspace()):
                self._pieces.append(tail)

    def _plain(self, paragraph: Element, parent: Element) -> None:
        """Read a paragraph without elements in it, as most are, on the shortest way."""
        if self.skip(paragraph):
            return
        self._cut(parent)
        taken = self.page.claim(paragraph)
        for style, raw in [(None, paragraph.text)] if taken is None else taken:
            if raw and (text := clean(raw)):
                self.blocks.append(Block(paragraph, text, raw=raw, style=style))

    def _child(self, child: Element, parent: Element, depth: int) -> None:
        tag = child.tag
        if tag == "br":
            self._cut(parent)
        elif tag in _MEDIA:
            self._medium(child)
            # libxml2 puts what follows an unclosed <embed> inside it.
            if tag == "embed" and depth > _DEEPEST:
                self._pieces.append(self._all_text(child))
            elif tag == "embed":
                self._inside(child, depth + 1)
        elif not isinstance(tag, str) or tag in SKIPPED or self.skip(child):
            return
        elif depth > _DEEPEST:
            self._pieces.append(self._all_text(child))
        elif tag in BLOCKS:
            self._cut(parent)
            self._inside(child, depth + 1)
            self._cut(child)
        else:
            self._inside(child, depth + 1)
            if tag == "a":
                self._link(child)

    def _all_text(self, element: Element) -> str:
        """Return the text of an element too deep to walk through; what was taken out is lost."""
        self.page.lose()
        return text_of(element)

    def _medium(self, element: Element) -> None:
        if element.tag == "img":
            if image := picture(self.page, element):
                self._images.append(image)
        elif element.tag != "audio" and (video := film(self.page, element)):
            self.videos.append(video)

    def _link(self, element: Element) -> None:
        url = self.page.absolute(element.get("href"))
        text = clean_or_none(text_of(element))
        if url and text:
            self._links.append(Link(url=url, text=text))


def picture(page: Page, img: Element) -> Image | None:
    """Return the picture an `<img>` shows; ``None`` for icons, QR codes and placeholders."""
    for name in _LAZY:
        url = page.absolute(img.get(name))
        if url:
            break
    else:
        return None
    alt = clean_or_none(img.get("alt"))
    if _ICON.search(url.lower()) or any(_is_small(img.get(side)) for side in ("width", "height")):
        return None
    return None if (alt and "二维码" in alt) or _AD.search(url) else Image(url=url, alt=alt)


def _is_small(pixels: str | None) -> bool:
    digits = (pixels or "").strip().removesuffix("px")
    return digits.isdecimal() and int(digits) < _SMALLEST_PICTURE


def film(page: Page, element: Element) -> Video | None:
    """Return the video of a `<video>`, `<embed>` or `<object>`; ``None`` for other media."""
    sources = [element.get("src"), element.get("data")]
    if element.tag != "embed":  # what is inside that one is what follows it
        sources += [source.get("src") for source in element.iter("source", "embed")]
    url = next(filter(None, map(page.absolute, sources)), None)
    if url is None or (element.tag != "video" and "v.iqilu.com" not in url):
        return None
    return Video(url=url, poster=page.absolute(element.get("poster")))


def read(
    page: Page,
    container: Element,
    skip: Callable[[Element], bool] = is_added,
    trim: Callable[[list[Block]], list[Block]] | None = None,
) -> Content:
    """Read an article's container.

    `skip` says which elements inside it are not the article's; `trim`, where a page is not
    known well enough for that, which of the blocks are.
    """
    walk = _Walk(page, skip)
    walk.run(container)
    content = Content(videos=walk.videos)
    picture: Block | None = None
    captioned: Block | None = None
    in_list = False
    blocks = (trim or without_lists)(walk.blocks)
    for number, block in enumerate(blocks):
        text = block.text
        is_left_out = is_furniture(text) or _is_pointer(block)
        is_heading = is_left_out and is_list_heading(text)
        in_list = is_heading or (in_list and is_linked(block))
        if block.images and not is_advert(text):
            content.images += block.images
            picture = block
        if not text or is_left_out or in_list:
            continue
        reading = byline.read(text)
        if reading.whole and picture is None and _tells_of(text, reading, content):
            reading = byline.NOTHING
        if reading is byline.NOTHING and picture is None:  # most paragraphs
            content.paragraphs.append(text)
            content.links += block.links
            continue
        content.credits += reading.credits
        if picture and block.element.tag not in HEADINGS and is_caption(block, reading, picture):
            content.images[-1] = replace(content.images[-1], caption=text)
            captioned = block
        elif captioned and captioned is blocks[number - 1] and reading.whole and is_shot(text):
            content.images[-1] = replace(content.images[-1], caption=f"{captioned.text} {text}")
        else:
            _sort(block, reading, content)
        picture = None
    return content


def _is_pointer(block: Block) -> bool:
    """Whether a block is a link to another article: `相关阅读：旧闻标题`."""
    found = _POINTS.match(block.text) if block.links else None
    return found is not None and is_linked(replace(block, text=block.text[found.end() :]))


def _tells_of(text: str, reading: Reading, content: Content) -> bool:
    """Whether a line says who made the work that the line above it names: `作者：莫言`."""
    above = content.paragraphs[-1] if len(content.paragraphs) >= _BEFORE else ""
    named = _WORK.fullmatch(above) and _LABELLED.match(text)
    return named is not None and _MAKERS.issuperset(credit.role for credit in reading.credits)


def without_lists(blocks: list[Block]) -> list[Block]:
    """Leave out lists of links, which a page may add in the middle of a text.

    A list is several links in a row that are no sentences. A text of nothing else is kept.
    """
    if sum(1 for block in blocks if block.links) < _FEWEST_LINKS:
        return blocks
    kept: list[Block] = []
    for linked, run in groupby(blocks, is_linked):
        row = list(run)
        if not linked or len(row) < _FEWEST_LINKS:
            kept += row
    return kept or blocks


def is_linked(block: Block) -> bool:
    """Whether a block is a link and little else: `<li><a>标题</a> 11-28</li>`."""
    if not block.links or "。" in block.text:
        return False
    linked = sum(len(link.text or "") for link in block.links)
    return linked > _MOSTLY * len(_STAMP.sub("", block.text))


def _sort(block: Block, reading: Reading, content: Content) -> None:
    if reading.editorial:
        content.editor_lines.append(block.text)
    elif reading.whole:
        content.sign_offs.append(block.text)
    else:
        content.paragraphs.append(block.text)
        content.links += block.links
        if reading.bracket:
            content.brackets.append(reading.bracket)
