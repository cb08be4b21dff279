"""Lists that lead a crawler astray: they loop, repeat, or never end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from ..urls import Form, address
from .respond import Reply
from .spoilt import Asked

_PAGE = re.compile(r"list_(?P<catid>\d+)_(?P<number>\d+)\.shtml$")
_PAGER = b'<ul id="page">'
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_END = "</div></div>\n<!-- 分页 -->".encode()
_NEXT = re.compile("<li[^>]*><a[^>]*>下一页</a></li>".encode())
_DATES = 400


def loop(asked: Asked, reply: Reply) -> Reply:
    """Let the last page lead to the first."""
    return _leading_to(1, asked, reply)


def repeats(asked: Asked, reply: Reply) -> Reply:
    """Show the first page under every number."""
    first = asked.right(asked.url.rpartition("/")[0] + "/")
    body = _NEXT.sub(b"", first.body)
    return _leading_to(_number(asked.url) + 1, asked, replace(first, body=body))


def endless(asked: Asked, reply: Reply) -> Reply:
    """Go on where the list ends, with articles that are not there."""
    if reply.status == 200:
        return _leading_to(_number(asked.url) + 1, asked, reply)
    number = _number(asked.url)
    day = date(2020, 11, 28)
    folder = asked.url.rpartition("/")[0]
    page = _list(f"{folder}/{day:%Y/%m%d}/{9_000_000 + number * 10 + n}.shtml" for n in range(10))
    return _leading_to(number + 1, asked, page)


def wide(asked: Asked, reply: Reply) -> Reply:
    """Add five thousand articles that are not there."""
    folder = asked.url.rpartition("/")[0]
    links = "".join(
        f'<a href="{folder}/2020/1128/{n}.shtml"></a>' for n in range(9**7, 9**7 + 5000)
    )
    return replace(reply, body=reply.body.replace(_END, links.encode() + _END))


def calendar(asked: Asked, reply: Reply) -> Reply:
    """Link days from the home page, and from each day the day before, for ever."""
    page = address(asked.url)
    if page.form is Form.HOME:
        days = (date(2020, 11, 29) - timedelta(n) for n in range(_DATES))
        links = "".join(f'<a href="/rili/{day:%Y/%m%d}/">{day.day}</a>' for day in days)
        return replace(reply, body=reply.body.replace(b"</body>", links.encode() + b"</body>"))
    return _list(()) if page.column == "rili" else reply


def _number(url: str) -> int:
    found = _PAGE.search(url)
    return int(found["number"]) if found else 1


def _leading_to(number: int, asked: Asked, reply: Reply) -> Reply:
    """Return a list page with a link to a next page, if it has none."""
    if "下一页".encode() in reply.body or reply.status != 200:
        return reply
    catid = re.search(rb"list_(\d+)_", asked.url.encode() + reply.body)
    name = f"list_{int(catid[1]) if catid else 1}_{number}.shtml"
    link = f'<li><a href="{name}">下一页</a></li>'.encode()
    return replace(reply, body=reply.body.replace(_PAGER, _PAGER + link))


def _list(urls: Iterable[str]) -> Reply:
    items = "".join(
        f'<li><a href="{url}">并不存在的一条新闻之{n}</a><span>11-28</span></li>'
        for n, url in enumerate(urls)
    )
    page = f'<html><body><div id="nr_left"><ul>{items}</ul></div><ul id="page"></ul></body></html>'
    return Reply(200, page.encode(), _HTML)
