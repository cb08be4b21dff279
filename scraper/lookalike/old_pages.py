"""Article pages in the template used before mid-2016."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from .chrome import FOOTER, STRIP
from .markup import block, head, text
from .model import Brief, Story


def article(r: Random, story: Story, part: int, sidebar: Sequence[Brief]) -> str:
    """Write one part of an article page."""
    city = story.channel is not None and story.channel.region is not None
    container = ("city_nr_left_cnt", "content-show")[story.variant % 5 == 0]
    container = container if city else "nr_left"
    charset = "gb2312" if story.encoding == "gb18030" else "utf-8"
    name = story.channel.name if story.channel else ""
    parts = story.blocks
    return "".join(
        (
            head(story, f"{story.headline}_{name}_齐鲁网", charset),
            f'<body>\n<div id="top">{STRIP}</div>\n',
            f'<div id="{container}">\n',
            _title(r, story),
            '<div id="context">\n<!-- 画中画广告 -->\n',
            "\n".join(block(r, piece) for piece in parts[part - 1]),
            _pager(story, part) if len(parts) > 1 else "",
            "\n</div>\n</div>\n",
            _right(story.scheme, sidebar),
            FOOTER,
        )
    )


def _title(r: Random, story: Story) -> str:
    gap = r.choice(("", " ", "\n"))
    h = f"<h1>{gap}{text(story.headline)}{gap}</h1>"
    if story.kind == "gallery":
        h = f'<div class="big_title"><h3>{text(story.headline)}</h3></div>'
    source = text(story.source or "")
    if story.variant % 2:
        source = f"来源：{source}"
    author = f"作者：{text(story.author_field)}" if story.author_field or r.random() < 0.6 else ""
    return (
        f'{h}\n<div class="info"><span id="pubtime_baidu">{story.time_printed}</span>\n'
        f'<span id="source_baidu">{source}</span>\n'
        f'<span id="author_baidu">{author}</span></div>\n'
    )


def _pager(story: Story, part: int) -> str:
    """Write the pager of a continued article."""
    name = story.address.rpartition("/")[2].removesuffix(".shtml")
    count = len(story.blocks)
    steps = [f"<li>共{count}页: </li>"]
    if part > 1:
        steps.append(f'<li><a href="{_file(name, part - 1)}">上一页</a></li>')
    for n in range(1, count + 1):
        link = f'<a href="{_file(name, n)}">{n}</a>'
        steps.append(
            f'<li class="thisclass"><a href="#">{n}</a></li>' if n == part else f"<li>{link}</li>"
        )
    if part < count:
        steps.append(f'<li><a href="{_file(name, part + 1)}">下一页</a></li>')
    return f'\n<div id="pageUpDown1"><ul id="page">{"".join(steps)}</ul></div>'


def _file(name: str, part: int) -> str:
    return f"{name}.shtml" if part == 1 else f"{name}_{part}.shtml"


def _right(scheme: str, briefs: Sequence[Brief]) -> str:
    lines = "".join(
        f'<li><a href="{scheme}://{b.address}" title="{escape(b.headline)}">'
        f"{escape(b.headline)}</a><span>{b.when:%m-%d}</span></li>"
        for b in briefs
    )
    return f'<div id="nr_right"><h3>热点新闻</h3><ul>{lines}</ul></div>\n'
