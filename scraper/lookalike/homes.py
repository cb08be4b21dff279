"""Home pages: three layouts among the cities, so that none can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from ..regions import REGIONS, SITE
from . import words
from .channels import MAIN_HOST, Channel
from .chrome import FOOTER
from .entries import broken, entry
from .lists import foreign
from .markup import text
from .model import Item
from .prose import rng

if TYPE_CHECKING:
    from .site import LookAlike


def home(site: LookAlike, host: str) -> str:
    """Write the home page of a host."""
    r = rng(site.seed, f"home/{host}", 0)
    columns = [channel for channel in site.channels if channel.host == host]
    slug = host.removesuffix(f".{SITE}")
    layout = list(REGIONS).index(slug) % 3 if slug in REGIONS else 0
    name = REGIONS[slug].name if slug in REGIONS else "齐鲁网"
    body = (_boxes, _tables, _flat)[layout](site, r, host, columns)
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8" />\n'
        f"<title>{name}新闻_齐鲁网{name}频道</title>\n"
        f'<meta name="description" content="{words.SLOGAN}" />\n</head>\n<body>\n'
        f"{_menu(site)}{body}{_friends()}{FOOTER}"
    )


def column_link(channel: Channel, style: int) -> str:
    """Return a link to a column: relative, absolute, http or https, with or without a file."""
    return (
        f"/{channel.path}/",
        f"http://{channel.home}",
        f"https://{channel.home}index.shtml",
        f"{channel.path}/index.shtml",
        f"//{channel.home}",
        f"./{channel.path}/",
        f"http://{channel.home}list_{channel.catid}_1.shtml",
    )[style % 7]


def _menu(site: LookAlike) -> str:
    cities = "".join(
        f'<li><a href="http://{slug}.{SITE}{"/" if n % 2 else ""}">{REGIONS[slug].name}</a></li>'
        for n, slug in enumerate(site.regions)
    )
    return (
        f'<div class="jkyh_qztnav"><a href="http://{MAIN_HOST}/">齐鲁网首页</a>'
        f'<a href="javascript:;">登录</a><a href="">无障碍</a></div><ul class="city-list">{cities}'
        f'<li><a href="http://news.{SITE}/">新闻</a></li></ul>\n'
    )


def _friends() -> str:
    links = "".join(f'<a href="{url}">{name}</a>' for name, url in words.PARTNERS)
    topics = "".join(
        f'<a href="http://{MAIN_HOST}/html/zt/{path}/">{name}</a>' for name, path in words.TOPICS
    )
    return f'<div class="topics">{topics}</div>\n<div class="friend-links">{links}</div>\n'


def _items(site: LookAlike, r: Random, host: str, columns: Iterable[Channel]) -> list[Item]:
    found = islice(site.newest(columns), 12)
    items = [entry(r, site.brief(k), relative_to=host) for k in found]
    if items and r.random() < 0.6:
        items.append(broken(r, items[0]))
    return items


def _anchor(item: Item) -> str:
    return f'<a href="{escape(item.href)}" title="{escape(item.title)}">{text(item.title)}</a>'


def _boxes(site: LookAlike, r: Random, host: str, columns: list[Channel]) -> str:
    """Lay out a box for each column, with a `更多` link."""
    boxes = []
    for n, channel in enumerate(columns):
        style = n + len(host)
        items = _items(site, r, host, [channel])
        lines = "".join(
            f"<li{' class=first-item' if i == 0 else ''}>{_anchor(item)}</li>"
            for i, item in enumerate([*items, *foreign(site, r, channel)])
        )
        boxes.append(
            f'<div class="mod"><h2><a href="{column_link(channel, style)}">{channel.name}</a></h2>'
            f'<a class="more" href="{column_link(channel, style + 1)}">更多&gt;&gt;</a>'
            f'<ul class="news-list type-a">{lines}</ul></div>\n'
        )
    return f'<div class="wrapper">{"".join(boxes)}</div>\n'


def _tables(site: LookAlike, r: Random, host: str, columns: list[Channel]) -> str:
    """Lay out with tables, as pages were long ago; the columns are in a bar on top."""
    bar = " | ".join(
        f'<a href="{column_link(channel, n * 2 + len(host))}"><font>{channel.name}</font></a>'
        for n, channel in enumerate(columns)
    )
    rows = "".join(
        f"<tr><td>·{_anchor(item)}</td><td>{(item.day or '')[5:]}</td></tr>\n"
        for item in _items(site, r, host, columns)
    )
    return (
        f'<table width="980"><tr><td id="nav">{bar}</td></tr></table>\n'
        f'<table width="980">{rows}</table>\n'
    )


def _flat(site: LookAlike, r: Random, host: str, columns: list[Channel]) -> str:
    """Lay out as sections with pictures; column links stand in a definition list."""
    nav = "".join(
        f'<dd><a href="{column_link(channel, n + 5)}">\n {channel.name} </a></dd>'
        for n, channel in enumerate(columns)
    )
    cards = "".join(
        f'<div class="news-pic type-b"><div class="news-pic-item"><h4>{_anchor(item)}</h4>'
        f'<dl><dt><a href="{escape(item.href)}"><img src="{escape(item.thumbnail or "")}"></a></dt>'
        f'</dl><p>{text(item.summary)}<a href="{escape(item.href)}">[详细]</a></p></div></div>\n'
        for item in _items(site, r, host, columns)
    )
    return f"<header><dl><dt>栏目</dt>{nav}</dl></header>\n<section>{cards}</section>\n"
