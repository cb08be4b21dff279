"""Pages of a great many of one thing, to see how the time grows with their size."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from scraper import NotAnArticleError, parse_article
from scraper.page import Page
from scraper.parsers import listing

from . import golden

LIST = "https://dezhou.iqilu.com/dzyaowen/"
_LINK = "/dzyaowen/2020/1129/{0}.shtml"
_MARKS = {"v2016/plain": b"article-main", "v2010/plain": b'id="context"'}

UNITS = {
    "nested <div>": "<div>",
    "nested <span>": "<span>",
    "nested <table>": "<table><tr><td>",
    "nested <li>": f'<ul><li><a href="{_LINK}">标题标题</a>',
    "nested <embed>": '<embed src="a.swf">',
    "unclosed <b>": "<b><p>字",
    "<br>": "字<br>",
    "paragraphs": "<p>今天，天气很好，大家出门。</p>",
    "linked paragraphs": f'<p><a href="{_LINK}">第{{0}}号新闻的标题</a></p>',
    "links in one paragraph": f'<a href="{_LINK}">第{{0}}号</a>，',
    "pictures": '<p><img src="/a/{0}.jpg"></p>',
    "sentences": "今天，天气很好，大家出门。",
    "dates": "2020年11月29日 15:06 ",
    "lines of a date": "<p>2020-11-29 15:06</p>",
    "sources": "来源：",
    "lines of a label": "<p>作者：</p>",
    "names": "记者 王一、李二、",
    "sign-offs": "<p>闪电新闻记者 王一 报道</p>",
    "opening brackets": "（",
    "credits in brackets": "（记者 王一）",
    "digits": "1",
    "digits apart": "1 ",
    "blanks": " ",
    "indents": "\u3000",
    "strokes": "/",
    "underscores": "_",
    "accents": "\u0301\u0323",
    "signs": "<",
    "JSON-LD": "<script type=application/ld+json>[1]</script>",
    "tags cut short": "<div ",
    "attributes cut short": '<div class="',
    "classes and tags": ' class="news-pic-item" x="<div"',
    "nested items": '<li class="news-pic-item"><ul>',
    "entries cut short": '<div class="news-pic-item"><dl><dt><a title="',
    "entries left open": '<div class="news-pic-item"> <dl> <dd><h3><a href="/a">标题</a>',
    "nested <dd>": "<dl><dd><div>",
    "nested parts of an entry": '<span class="resource">',
    "comments with <p>": "<!-- <p>字</p> -->",
    "ids": '<i id="a{0}">x</i>',
}


def content(name: str, size: int) -> bytes:
    """Return a unit over and over, to about `size` bytes."""
    unit = UNITS[name]
    count = size // len(unit.format(1_000_000).encode())
    if unit.format(1) == unit.format(2):
        return (unit.format(1_000_000)).encode() * count
    return "".join(unit.format(1_000_000 + number) for number in range(count)).encode()


def inside(page: bytes, mark: bytes, more: bytes) -> bytes:
    """Put more behind the start tag that has a mark."""
    at = page.index(b">", page.index(mark)) + 1
    return page[:at] + more + page[at:]


def seconds(name: str, size: int) -> dict[str, float]:
    """Return the processor time of each kind of page with so many bytes of a unit."""
    more = content(name, size)
    bare = "<title>标题标题标题</title><h1>标题标题标题</h1><p>".encode() + more
    pages = {
        case.partition("/")[0]: (inside(golden.page(case), mark, b"<p>" + more), golden.url(case))
        for case, mark in _MARKS.items()
    }
    listed = inside(golden.page("v2016/plain"), b"mod-reco", more)
    pages["v2016 list"] = listed, golden.url("v2016/plain")
    pages["generic"] = bare, golden.url("v2016/plain")
    taken = {kind: timed(partial(parse_article, *page)) for kind, page in pages.items()}
    taken["list"] = timed(lambda: listing.read(Page(b'<div class="mod-list">' + more, LIST)))
    return taken


def timed(run: Callable[[], object]) -> float:
    """Return the processor time of a call; a plain refusal ends it as well.

    Without the garbage collector, as `timeit` does: a full collection takes as long as this
    process has been running other tests, whatever the page.
    """
    gc.disable()
    try:
        start = time.thread_time()
        with suppress(NotAnArticleError):
            run()
        return time.thread_time() - start
    finally:
        gc.enable()
