"""A template that moved: a page written again as its next redesign might write it.

A mutation keeps all that is printed of the article, so the record must stay. Each takes a page
as text and gives a page as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from itertools import combinations

from lxml import html
from lxml.html import HtmlElement

Mutation = Callable[[str], str]
Change = Callable[[HtmlElement], object]

CLASSES = (
    "section-top bar-top nav-top section-cnt section-cnt-tit info resource author time col-main "
    "article-main article-sub mod-reco tit-sub news-pic-a news-pic-item undis contact comment "
    "comment-tit other col-sub mod-a mod-d news-list footer"
).split()
IDS = "context pubtime_baidu source_baidu author_baidu nr_right".split()
OUTER = ("nr_left", "city_nr_left_cnt", "content-show")  # names of one block
_TAG = re.compile(r"""<([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(/?)>""")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:="([^"]*)")?""")
_BETWEEN = re.compile(r">\s*<(?=/?(?:div|p|ul|li|dl|dt|dd|h[1-6]|meta|link|script|body)\b)")
_NAV = "".join(
    f'<li><a href="http://{host}.iqilu.com/{host}yaowen/">{name}要闻</a></li>'
    for host, name in (("jinan", "济南"), ("zibo", "淄博"), ("weifang", "潍坊"), ("heze", "菏泽"))
)
_HOT = "".join(
    f'<li><a href="http://news.iqilu.com/shandong/2020/1127/46700{n:02}.shtml">'
    f"全省第{n}条热门消息的标题在这里</a></li>"
    for n in range(10, 22)
)


# -- names --


def renamed(*names: str) -> Mutation:
    """Rename classes and ids, to names that say nothing."""
    known = {name: f"k{index}z" for index, name in enumerate(names)}

    def rename(page: str) -> str:
        return re.sub(
            r'\b(class|id)="([^"]*)"',
            lambda a: f'{a[1]}="{" ".join(known.get(n, n) for n in a[2].split())}"',
            page,
        )

    return rename


def hashed(page: str) -> str:
    """Give all classes and ids the names that a build tool makes."""
    return re.sub(
        r'\b(class|id)="([^"]*)"',
        lambda a: f'{a[1]}="{" ".join(f"s{sum(n.encode()):x}" for n in a[2].split())}"',
        page,
    )


def affixed(form: str, page: str) -> str:
    """Write every class and id with something before or behind it."""
    return re.sub(
        r'\b(class|id)="([^"]*)"',
        lambda a: f'{a[1]}="{" ".join(form.format(n) for n in a[2].split())}"',
        page,
    )


def nameless(page: str) -> str:
    """Leave out all classes and ids."""
    return re.sub(r'\s(?:class|id)="[^"]*"', "", page)


# -- tags --


def tags(old: str, new: str, page: str) -> str:
    """Write one element as another."""
    return re.sub(rf"(</?){old}(?=[\s>/])", rf"\1{new}", page)


def _each_tag(page: str, write: Callable[[str, list[tuple[str, str]], str], str]) -> str:
    def change(tag: re.Match[str]) -> str:
        return write(tag[1], [(a[1], a[2] or "") for a in _ATTRIBUTE.finditer(tag[2])], tag[3])

    return _TAG.sub(change, page)


def single_quoted(page: str) -> str:
    def write(name: str, found: list[tuple[str, str]], end: str) -> str:
        quoted = (f"{key}='" + value.replace("'", "&#39;") + "'" for key, value in found)
        return f"<{' '.join((name, *quoted))}{end}>"

    return _each_tag(page, write)


def unquoted(page: str) -> str:
    def write(name: str, found: list[tuple[str, str]], end: str) -> str:
        plain = (f"{k}={v}" if re.fullmatch(r"[\w./:-]+", v) else f'{k}="{v}"' for k, v in found)
        return f"<{' '.join((name, *plain))}{' ' + end if end else ''}>"

    return _each_tag(page, write)


def reordered(page: str) -> str:
    """Turn the order of attributes round, and of the names in a class."""

    def write(name: str, found: list[tuple[str, str]], end: str) -> str:
        turned = ((k, " ".join(v.split()[::-1]) if k == "class" else v) for k, v in found[::-1])
        return f"<{' '.join((name, *_quoted(turned)))}{end}>"

    return _each_tag(page, write)


def spaced(page: str) -> str:
    """Write blanks and line breaks wherever a tag allows them."""

    def write(name: str, found: list[tuple[str, str]], end: str) -> str:
        return "<" + "\n  ".join((name, *(f'{k} = "{v}"' for k, v in found))) + f"\n{end}>"

    return _each_tag(page, write)


def upper_case(page: str) -> str:
    def write(name: str, found: list[tuple[str, str]], end: str) -> str:
        upper = _quoted((key.upper(), value) for key, value in found)
        return f"<{' '.join((name.upper(), *upper))}{end}>"

    return _each_tag(page, write)


def _quoted(attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f'{key}="{value}"' for key, value in attributes)


def styled(page: str) -> str:
    """Style every block and run of text in place."""
    return re.sub(
        r"<(div|p|span|h1|dd|em)(?![^>]*style)(?=[\s>])",
        r'<\1 style="color: rgb(51, 51, 51); font-size: 16px; line-height: 2;"',
        page,
    )


def commented(page: str) -> str:
    return _BETWEEN.sub("><!-- 模块 begin --><", page)


def indented(page: str) -> str:
    return _BETWEEN.sub(">\r\n\r\n\t\t    <", page)


def minified(page: str) -> str:
    return re.sub(r"<!--.*?-->", "", _BETWEEN.sub("><", page), flags=re.S)


def as_entities(page: str) -> str:
    head, mark, body = page.partition("<body")
    return head + mark + re.sub(r"[^\0-\x7f]", lambda c: f"&#{ord(c[0])};", body)


# -- structure --


def tree(change: Change) -> Mutation:
    """Make a mutation of a change of a page's tree."""

    def mutate(page: str) -> str:
        root = html.document_fromstring(page)
        change(root)
        return "<!DOCTYPE html>\n" + html.tostring(root, encoding="unicode")

    return mutate


def find(root: HtmlElement, *names: str) -> HtmlElement | None:
    """Return the first element with one of the classes or ids."""
    for element in root.iter("div", "p", "span", "ul"):
        if {*(element.get("class") or "").split(), element.get("id")}.intersection(names):
            return element
    return None


def made(markup: str) -> HtmlElement:
    return html.fragment_fromstring(markup)


TEXT = ("article-main", "context")
HEAD = ("section-cnt-tit",)
SIDE = ("col-sub", "nr_right")
BOX = ("col-main", *OUTER)


def wrap(element: HtmlElement | None, markup: str = "<div></div>") -> None:
    """Put an element into another."""
    if element is None:
        return
    around = made(markup)
    tail, element.tail = element.tail, None
    parent = element.getparent()
    assert parent is not None
    parent.replace(element, around)
    innermost = [*around.iter()][-1]
    innermost.append(element)
    around.tail = tail


def wrapped(names: tuple[str, ...], markup: str, root: HtmlElement) -> None:
    wrap(find(root, *names), markup)


def wrap_inside(root: HtmlElement) -> None:
    """Put all that is in the text's element into one more."""
    text = find(root, *TEXT)
    assert text is not None
    inner = made('<div class="TRS_Editor"></div>')
    inner.text, text.text = text.text, None
    inner.extend(list(text))
    text.append(inner)


def wrap_paragraphs(root: HtmlElement) -> None:
    text = find(root, *TEXT)
    assert text is not None
    for paragraph in list(text.iter("p")):
        wrap(paragraph, '<div class="para"></div>')


def wrap_texts(root: HtmlElement) -> None:
    """Set the words of paragraphs in three spans each, as word processors do."""
    text = find(root, *TEXT)
    assert text is not None
    for paragraph in text.iter("p"):
        if not len(paragraph) and paragraph.text:
            inner = made("<span><span style='font-family: 宋体'><span></span></span></span>")
            inner[0][0].text, paragraph.text = paragraph.text, None
            paragraph.append(inner)


def halve_texts(root: HtmlElement) -> None:
    """Cut the words of paragraphs into runs, in the middle of a word too."""
    text = find(root, *TEXT)
    assert text is not None
    for paragraph in text.iter("p"):
        if not len(paragraph) and paragraph.text:
            words, half = paragraph.text, len(paragraph.text) // 2
            paragraph.text = words[:half]
            for run in (words[half : half + 3], words[half + 3 :]):
                span = made("<span></span>")
                span.text = run
                paragraph.append(span)


def break_lines(root: HtmlElement) -> None:
    """Part paragraphs by <br> alone."""
    text = find(root, *TEXT)
    assert text is not None
    for paragraph in list(text.iter("p")):
        paragraph.tail = None
        for _ in range(2):
            paragraph.addnext(made("<br>"))
        paragraph.drop_tag()


def put(block: HtmlElement, target: HtmlElement, at: str) -> None:
    """Put a block before or behind an element, or into it, first or last."""
    if at == "before":
        target.addprevious(block)
    elif at == "behind":
        target.addnext(block)
    elif at == "first":
        target.insert(0, block)
    else:
        target.append(block)


def move(what: tuple[str, ...], where: tuple[str, ...], at: str, root: HtmlElement) -> None:
    """Move a block before, behind or into another."""
    block, target = find(root, *what), find(root, *where)
    if block is None or target is None:
        return
    block.tail = None
    put(block, target, at)


def sidebar_before_all_styled(root: HtmlElement) -> None:
    """Move the sidebar to the top, below a `<style>` that names the blocks of the page."""
    move(SIDE, ("section-top", *BOX), "before", root)
    style = made("<style>.nav-top{} .section-cnt-tit{} .article-main{} .mod-reco{}</style>")
    next(root.iter("head")).append(style)


def headline_inside(root: HtmlElement) -> None:
    h1, text = next(root.iter("h1")), find(root, *TEXT)
    assert text is not None
    h1.tail = None
    put(h1, text, "first")


def add(markup: str, where: tuple[str, ...], at: str, root: HtmlElement) -> None:
    """Add a block before, behind or inside another."""
    target = root.find("body") if where == ("body",) else find(root, *where)
    assert target is not None
    put(made(markup), target, at)


def drop(names: tuple[str, ...], root: HtmlElement) -> None:
    if (element := find(root, *names)) is not None:
        element.drop_tree()


def drop_metas(root: HtmlElement) -> None:
    for meta in list(root.iter("meta", "link")):
        meta.drop_tree()


def drop_title(root: HtmlElement) -> None:
    for title in list(root.iter("title")):
        title.drop_tree()


def one_line(form: str, root: HtmlElement) -> None:
    """Write time, outlet and author in another form, where they were."""
    info = find(root, "info")
    assert info is not None
    printed = {}
    for key, names in _INFO.items():
        line = find(info, *names)
        text = "" if line is None else re.sub(r"^\s*(?:来源|作者)：", "", line.text_content())
        printed[key] = escape(" ".join(text.split()), quote=False)
    put(made(form.format(**printed)), info, "before")
    info.drop_tree()


_INFO = {
    "time": ("time", "pubtime_baidu"),
    "source": ("resource", "source_baidu"),
    "author": ("author", "author_baidu"),
}
INFO_LINES = (
    '<div class="info">{time} 来源：{source} 作者：{author}</div>',
    '<div class="info">来源：{source}&nbsp;&nbsp;作者：{author}&nbsp;&nbsp;{time}</div>',
    '<p class="meta"><span>{time}</span><span>来源：{source}</span><span>作者：{author}</span></p>',
    '<p>发布时间：{time} | 来源：<a href="http://www.iqilu.com/">{source}</a> | 作者：{author}</p>',
    '<ul class="meta"><li>时间：{time}</li><li>来源：{source}</li><li>作者：{author}</li></ul>',
    "<div><em>来源: {source}</em> <i>作者: {author}</i> <time>{time}</time></div>",
)
HOT = f'<div class="hotlist"><h3>热点新闻</h3><ul>{_HOT}</ul></div>'
NAV = f'<div class="topnav"><ul>{_NAV * 6}</ul></div>'
SHARE = '<div class="share-box"><span>分享到：</span><a href="#">微信</a><a href="#">微博</a></div>'

_BLOCKS = ([(name,) for name in CLASSES], [(name,) for name in IDS] + [OUTER])
NAMES: dict[str, Mutation] = {
    f"rename {names[0]}": renamed(*names) for blocks in _BLOCKS for names in blocks
}
PAIRS: dict[str, Mutation] = {
    f"rename {one[0]} and {two[0]}": renamed(*one, *two)
    for blocks in _BLOCKS
    for one, two in combinations(blocks, 2)
}
MARKUP: dict[str, Mutation] = {
    "rename all": renamed(*CLASSES, *IDS, *OUTER),
    "hashed names": hashed,
    "suffixed names": partial(affixed, "{}-v2"),
    "prefixed names": partial(affixed, "m_{}"),
    "no names": nameless,
    **{
        f"{old} as {new}": partial(tags, old, new)
        for old, new in (
            ("div", "section"),
            ("div", "article"),
            ("p", "div"),
            ("p", "section"),
            ("span", "em"),
            ("span", "div"),
            ("h1", "h2"),
            ("h1", "h3"),
            ("h1", "div"),
            ("h1", "p"),
            ("h3", "h4"),
            ("h3", "div"),
            ("dl", "ul"),
            ("dd", "div"),
            ("ul", "ol"),
            ("strong", "b"),
        )
    },
    "single quotes": single_quoted,
    "no quotes": unquoted,
    "attributes in another order": reordered,
    "blanks in tags": spaced,
    "upper case": upper_case,
    "styles": styled,
    "comments": commented,
    "indented": indented,
    "minified": minified,
    "entities": as_entities,
    "serialised by a tree": tree(lambda root: None),
}
STRUCTURE: dict[str, Mutation] = {
    name: tree(change)
    for name, change in {
        "text wrapped": partial(wrapped, TEXT, "<div class='wrap'><div></div></div>"),
        "text in an article": partial(wrapped, TEXT, "<article></article>"),
        "text in a table": partial(wrapped, TEXT, "<table><tr><td></td></tr></table>"),
        "head wrapped": partial(wrapped, HEAD, "<div class='hd'></div>"),
        "info wrapped": partial(wrapped, ("info",), "<div class='bar'><div></div></div>"),
        "list wrapped": partial(wrapped, ("mod-reco",), "<div class='bd'><div></div></div>"),
        "box wrapped": partial(wrapped, BOX, "<main></main>"),
        "paragraphs in one more element": wrap_inside,
        "paragraphs each in an element": wrap_paragraphs,
        "words in spans": wrap_texts,
        "words in runs": halve_texts,
        "line breaks for paragraphs": break_lines,
        "sidebar first": partial(move, SIDE, BOX, "before"),
        "sidebar before all": partial(move, SIDE, ("section-top", *BOX), "before"),
        "sidebar before all, names in a style": sidebar_before_all_styled,
        "sidebar in the box": partial(move, SIDE, BOX, "last"),
        "info under the text": partial(move, ("info",), TEXT, "behind"),
        "info in the text": partial(move, ("info",), TEXT, "first"),
        "head in the text": partial(move, HEAD, TEXT, "first"),
        "headline in the text": headline_inside,
        "list right under the text": partial(move, ("mod-reco",), TEXT, "behind"),
        "list in the text": partial(move, ("mod-reco",), TEXT, "last"),
        "list under the box": partial(move, ("mod-reco",), BOX, "behind"),
        "comments in the text": partial(move, ("comment",), TEXT, "last"),
        "path under the headline": partial(move, ("nav-top",), ("info",), "before"),
        "one more menu": partial(add, NAV, ("body",), "first"),
        "a hot list before the head": partial(add, HOT, (*HEAD, *BOX), "before"),
        "a hot list before the text": partial(add, HOT, TEXT, "before"),
        "a hot list behind the text": partial(add, HOT, TEXT, "behind"),
        "a hot list in the text": partial(add, HOT, TEXT, "last"),
        "share buttons in the text": partial(add, SHARE, TEXT, "last"),
        "share buttons above the text": partial(add, SHARE, TEXT, "first"),
        "no metas": drop_metas,
        "no title": drop_title,
        "no sidebar": partial(drop, SIDE),
        "no path": partial(drop, ("nav-top",)),
        "no box under the text": partial(drop, ("comment",)),
        **{f"info line {n}": partial(one_line, form) for n, form in enumerate(INFO_LINES, 1)},
    }.items()
}
