"""Damage done to pages, reproducibly, and what must hold of whatever comes out of it.

A number gives a damaged page: `damaged(number)` is the same in every process. The suite takes
some thousands of numbers, `bench/fuzz.py` as many as there is time for.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from random import Random
from unittest.mock import patch

import jsonschema_rs

from scraper import NotAnArticleError, parse_article, to_json
from scraper.page import Page
from scraper.parsers import V2016, chrome, listing
from scraper.schema import json_schema

from . import golden

LONGEST = 1.0  # seconds of processor time, for a page below 1 MB
VALIDATOR = jsonschema_rs.validator_for(json_schema(), validate_formats=True)
_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb"""\s([\w:-]+)=("[^"]*"|'[^']*')""")
_NUMBER = re.compile(rb"\d+")
_TEXT = re.compile(rb">([^<>]+)<")
# What pages are not prepared for: in text, in a class, an address, a date.
# Parted by blanks; ~ stands for a blank.
_ODD = """
    \0 \ufeff \u200b \u202e \u0301 \U0001f468\u200d\U0001f469 \ud83d &#0; &#xD800; &#x110000;
    &nbsp; &amp;amp; &lt;p&gt; <![CDATA[ ]]> <!-- --> --!> <? ?> <% %> <svg><p> <math>
    <plaintext> <xmp> <textarea> <title> <template> <frameset> <table><tr> </p> </div></div></div>
    <base~href='//[x'> <a~href='http://[::1'> <a~href=http://a:99999999/> <img~src='data:,x'>
    <img~src=http://x:y/~width='²'> ２０２０-１１-２９ 0000-00-00 9999-99-99 ００：００ 99999999999
    2020-02-30T25:61:61+99:99 2020年13月45日 二〇〇〇年〇月十十日 记者 （记者~） 编辑：、 摄 /文
    来源： 作者： □ 讯 {{{ \" ' \\ ² ٣ Ⅷ ① 〇
"""
ODD = tuple(piece.replace("~", " ").encode("utf-8", "surrogatepass") for piece in _ODD.split())
NAMES = tuple(
    b"div p span em h1 h2 section table tr td li dl dd a br img video embed object iframe script "
    b"style form select textarea svg math title body html head base meta".split()
)
ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1", "utf-7", "shift_jis")


def _slice(r: Random, page: bytes, longest: int = 2000) -> tuple[int, int]:
    start = r.randrange(len(page) + 1)
    return start, min(len(page), start + int(longest ** r.random()))


def _found(r: Random, pattern: re.Pattern[bytes], page: bytes) -> re.Match[bytes] | None:
    """Return a match of a pattern from some place on."""
    at = r.randrange(len(page) + 1)
    return pattern.search(page, at) or pattern.search(page)


def flip(r: Random, page: bytes) -> bytes:
    data = bytearray(page)
    for _ in range(r.choice((1, 3, 20, 200)) if data else 0):
        data[r.randrange(len(data))] = r.randrange(256)
    return bytes(data)


def cut_end(r: Random, page: bytes) -> bytes:
    return page[: r.randrange(len(page) + 1)]


def cut_start(r: Random, page: bytes) -> bytes:
    return page[r.randrange(len(page) + 1) :]


def drop(r: Random, page: bytes) -> bytes:
    start, end = _slice(r, page)
    return page[:start] + page[end:]


def repeat(r: Random, page: bytes) -> bytes:
    start, end = _slice(r, page)
    return page[:end] + page[start:end] * r.choice((1, 2, 30)) + page[end:]


def move(r: Random, page: bytes) -> bytes:
    start, end = _slice(r, page)
    rest = page[:start] + page[end:]
    at = r.randrange(len(rest) + 1)
    return rest[:at] + page[start:end] + rest[at:]


def insert_odd(r: Random, page: bytes) -> bytes:
    for _ in range(r.choice((1, 4, 40))):
        at = r.randrange(len(page) + 1)
        page = page[:at] + r.choice(ODD) + page[at:]
    return page


def odd_text(r: Random, page: bytes) -> bytes:
    """Put something odd in the place of a text."""
    if not (found := _found(r, _TEXT, page)):
        return page
    return page[: found.start(1)] + r.choice(ODD) + page[found.end(1) :]


def drop_tags(r: Random, page: bytes) -> bytes:
    share = r.choice((0.01, 0.1, 0.5))
    return _TAG.sub(lambda tag: b"" if r.random() < share else tag[0], page)


def unclose(r: Random, page: bytes) -> bytes:
    share = r.choice((0.02, 0.3, 1))
    return re.sub(rb"</[^<>]*>", lambda tag: b"" if r.random() < share else tag[0], page)


def unopen(r: Random, page: bytes) -> bytes:
    return re.sub(rb"<[a-z][^<>]*>", lambda tag: b"" if r.random() < 0.1 else tag[0], page)


def double_tag(r: Random, page: bytes) -> bytes:
    if not (found := _found(r, _TAG, page)):
        return page
    return page[: found.end()] + found[0] * r.choice((1, 2, 300)) + page[found.end() :]


def swap_tags(r: Random, page: bytes) -> bytes:
    tags = list(_TAG.finditer(page))
    if len(tags) < 2:
        return page
    one, two = sorted(r.sample(tags, 2), key=lambda tag: tag.start())
    return b"".join(
        (page[: one.start()], two[0], page[one.end() : two.start()], one[0], page[two.end() :])
    )


def rename_tags(r: Random, page: bytes) -> bytes:
    old, new = r.choice(NAMES), r.choice(NAMES)
    return re.sub(rb"(</?)" + old + rb"(?![a-z0-9])", rb"\1" + new, page)


def break_attribute(r: Random, page: bytes) -> bytes:
    if not (found := _found(r, _ATTRIBUTE, page)):
        return page
    name, value = found.groups()
    broken = r.choice(
        (
            b" " + name,
            b" " + name + b"=",
            b" " + name + b'="' + r.choice(ODD) + b'"',
            b" " + name + b"=" + value[:-1],
            b" " + name + b"=" + value[1:],
            found[0] * 3,
            b" " + name + b'="' + value[1:-1] * 500 + b'"',
            value + b"=" + name,
            b" " + name + b'="' + b"".join(r.choices(ODD, k=9)) + b'"',
        )
    )
    return page[: found.start()] + broken + page[found.end() :]


def change_number(r: Random, page: bytes) -> bytes:
    if not (found := _found(r, _NUMBER, page)):
        return page
    number = r.choice((b"", b"0", b"-1", b"99", b"00000000000", b"9" * 30, b"9" * 5000, b"2020"))
    return page[: found.start()] + number + page[found.end() :]


def nest(r: Random, page: bytes) -> bytes:
    start, end = _slice(r, page)
    name, times = r.choice(NAMES), r.choice((2, 60, 300, 3000))
    opened, closed = (b"<%b>" % name) * times, (b"</%b>" % name) * times
    return page[:start] + opened + page[start:end] + closed + page[end:]


def swell(r: Random, page: bytes) -> bytes:
    """Put a great many of one thing into a page."""
    at = r.randrange(len(page) + 1)
    unit = r.choice((*ODD, b"<br>", b"1", b" ", "（".encode(), "、".encode(), "王一 ".encode()))
    return page[:at] + unit * min(r.choice((100, 3000, 20_000)), 100_000 // len(unit)) + page[at:]


def recode(r: Random, page: bytes) -> bytes:
    return page.decode("utf-8", "replace").encode(r.choice(ENCODINGS), "replace")


def misdeclare(r: Random, page: bytes) -> bytes:
    name = r.choice((*ENCODINGS, "rot13", "base64", "idna", "punycode", "undefined", "x", ""))
    return re.sub(rb"charset=[\"']?[\w-]+", b"charset=" + name.encode(), page)


def splice(r: Random, page: bytes) -> bytes:
    """Put a piece of another page into one."""
    other = golden.page(r.choice(golden.CASES))
    start, end = _slice(r, other, 20_000)
    at = r.randrange(len(page) + 1)
    return page[:at] + other[start:end] + page[at:]


Damage = Callable[[Random, bytes], bytes]
DAMAGES: tuple[Damage, ...] = (
    flip,
    cut_end,
    cut_start,
    drop,
    repeat,
    move,
    insert_odd,
    odd_text,
    drop_tags,
    unclose,
    unopen,
    double_tag,
    swap_tags,
    rename_tags,
    break_attribute,
    change_number,
    nest,
    swell,
    recode,
    misdeclare,
    splice,
)


def damaged(number: int) -> tuple[str, bytes, list[str]]:
    """Return a saved page's name, the page after some damage, and the names of the damage."""
    r = Random(number)
    case = r.choice(golden.CASES)
    page = golden.page(case)
    done = r.choices(DAMAGES, k=r.choice((1, 1, 2, 3, 6)))
    for damage in done:
        page = damage(r, page)
    return case, page[:999_999], [damage.__name__ for damage in done]


@cache
def _fetched_at(case: str) -> datetime | None:
    at = golden.meta(case)["fetched_at"]
    return datetime.fromisoformat(at) if at else None


def check(html: bytes | str, url: str, fetched_at: datetime | None = None) -> None:
    """Fail unless a page gives, soon, a valid record or one of the plain refusals."""
    start = time.thread_time()
    try:
        article = parse_article(html, url, fetched_at=fetched_at, strict=True)
    except NotAnArticleError:
        article = None
    seconds = time.thread_time() - start
    assert seconds < LONGEST, f"{seconds:.2f} s for {len(html)} bytes"
    if article is None:
        return
    written = to_json(article).encode()
    assert b"\n" not in written
    errors = [
        f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        for error in VALIDATOR.iter_errors(json.loads(written))
    ]
    assert not errors, errors


def check_whole(html: bytes, url: str) -> None:
    """Fail unless a page gives the same with nothing taken out of it, but for a damaged list.

    What is cut off around the article stays: on a damaged page it may run into the text.
    """
    with (
        patch.object(chrome, "without_strips", lambda source, path, head: source),
        patch.object(chrome, "without_comments", lambda source, entry: source),
    ):
        try:
            read = parse_article(html, url)
        except NotAnArticleError:
            return
    with patch.object(V2016, "take_out", lambda source: (source, {})):
        whole = parse_article(html, url)
    assert replace(whole, related_links=read.related_links) == read


def check_list(html: bytes | str, url: str) -> None:
    """Fail unless a page can be read as a list, soon."""
    start = time.thread_time()
    found = listing.read(Page(html, url))
    seconds = time.thread_time() - start
    assert seconds < LONGEST, f"{seconds:.2f} s for {len(html)} bytes"
    assert all(one.address.on_site for one in found.articles)


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of the schema."""
    return re.search(pattern, text) is not None


def check_number(number: int) -> None:
    """Check the damaged page of a number: as bytes, as text, at times as a list or as a whole."""
    case, page, _ = damaged(number)
    url = golden.url(case)
    if number % 3 == 0:
        check(page.decode("utf-8", ("replace", "surrogateescape")[number % 2]), url)
    else:
        check(page, url, _fetched_at(case))
    if number % 4 == 0 and case.startswith(V2016.name):
        check_whole(page, url)
    if number % 7 == 0:
        check_list(page, "https://dezhou.iqilu.com/dzyaowen/")
