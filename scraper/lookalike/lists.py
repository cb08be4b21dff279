"""Column lists and their pagers."""

from __future__ import annotations

from html import escape
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from . import others, words
from .channels import MAIN_HOST, Channel
from .chrome import FOOTER
from .entries import again, entry, spoil
from .markup import text
from .model import Item
from .pages import related_item
from .prose import rng

if TYPE_CHECKING:
    from .site import LookAlike

PAGE_SIZE = 20


def pages(site: LookAlike, channel: Channel) -> int:
    """Return how many list pages a column has: one at least."""
    return max(1, -(-site.size(channel) // PAGE_SIZE))


def column(site: LookAlike, channel: Channel, number: int) -> str | None:
    """Write page `number` of a column's list; None where there is no such page."""
    last = pages(site, channel)
    if not 1 <= number <= last:
        return None
    r = rng(site.seed, f"list/{channel.home}", number)
    skip = (number - 1) * PAGE_SIZE
    newest = islice(site.newest([channel], skip=skip), PAGE_SIZE)
    items = [entry(r, site.brief(k), relative_to=channel.host) for k in newest]
    if items and r.random() < 0.5:
        items.append(again(r.choice(items)))
    items = spoil(r, items, foreign(site, r, channel), PAGE_SIZE + 10)
    write = _old_list if channel.old_list else _list
    return (
        _head(f"{channel.name}_齐鲁网")
        + write(r, channel, items)
        + _pager(channel, number, last)
        + _PAGER_END[channel.old_list]
        + _beside(site, r)
        + FOOTER
    )


def foreign(site: LookAlike, r: Random, channel: Channel) -> list[Item]:
    """Return a few entries of other hosts: no part of this column's city."""
    found: list[Item] = []
    for _ in range(r.randint(1, 3) if site.published else 0):
        brief = site.brief(r.randrange(site.published))
        if brief.channel.region != channel.region or channel.region is None:
            found.append(entry(r, brief))
    j = r.randrange(max(1, others.count(site)))
    for url, title in (
        (f"http://{others.video_path(site, j)}", "视频新闻"),
        (f"https://{others.app_path(j, r.randrange(6))}", "闪电新闻客户端：这一刻"),
        (f"http://{MAIN_HOST}/html/zt/{r.choice(words.TOPICS)[1]}/", "专题 | 正在进行"),
        (words.PARTNERS[r.randrange(len(words.PARTNERS))][1], "兄弟网站：今日头条"),
    ):
        if r.random() < 0.3:
            found.append(Item(url, title, "", None, None, None, url))
    return found


def _head(title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8" />\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="description" content="{words.SLOGAN}" />\n</head>\n<body>\n'
    )


def _list(r: Random, channel: Channel, items: list[Item]) -> str:
    entries = "".join(related_item(r, item, 0) for item in items)
    return (
        '<div class="wrapper clearfix"><div class="col-main">\n<!-- 齐鲁原创 -->\n'
        f'<div class="mod-list"><div class="tit-sub"><h2>{channel.name}</h2></div>\n'
        f'<div class="news-pic-a">\n{entries}</div></div>\n<!-- 分页 -->\n'
    )


def _old_list(_: Random, channel: Channel, items: list[Item]) -> str:
    """Write a list in the old markup: a month and a day, and no year."""
    lines = "".join(
        f'<li><a href="{escape(item.href)}" title="{escape(item.title)}">{text(item.title)}</a>'
        f"<span>{(item.day or '')[5:]}</span></li>\n"
        for item in items
    )
    return f'<div id="nr_left"><h2>{channel.name}</h2>\n<ul>\n{lines}</ul>\n'


_PAGER_END = {False: "</div></div>\n", True: "</div>\n"}


def _pager(channel: Channel, number: int, last: int) -> str:
    shown = range(max(1, number - 4), min(last, number + 4) + 1)
    steps: list[tuple[str, int | None]] = []
    if channel.dede_pager:
        steps.append(("首页", 1))
    if number > 1:
        steps.append(("上一页", number - 1))
    steps += [(str(n), None if n == number else n) for n in shown]
    if number < last:
        steps.append(("下一页", number + 1))
    if channel.dede_pager:
        steps.append(("末页", last))
    lines = "".join(_step(channel, words_, n) for words_, n in steps)
    return f'<div id="pageUpDown1"><ul id="page">{lines}</ul></div>\n'


def _step(channel: Channel, words_: str, number: int | None) -> str:
    if number is None:
        if channel.dede_pager:
            return f'<li class="thisclass">{words_}</li>'
        return f'<li class="row"><a href="javascript:;">{words_}</a></li>'
    return f'<li><a href="list_{channel.catid}_{number}.shtml">{words_}</a></li>'


def _beside(site: LookAlike, r: Random) -> str:
    """Write a ranking of any host's articles next to the list."""
    count = min(8, site.published)
    briefs = [site.brief(r.randrange(site.published)) for _ in range(count)]
    lines = "".join(f'<li><a href="http://{b.address}">{text(b.headline)}</a></li>' for b in briefs)
    return (
        '<div class="col-sub"><div class="mod-d"><h2>排行榜</h2>'
        f'<ul class="news-list type-c">{lines}</ul></div></div></div>\n'
    )
