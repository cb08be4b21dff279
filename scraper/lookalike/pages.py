"""Article pages in the template used since August 2016."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from . import chrome
from .markup import block, classes, head, text
from .model import Brief, Item, Story


def article(r: Random, story: Story, sidebar: Sequence[Brief]) -> str:
    """Write an article page."""
    title = f"{story.headline}_{story.section}_齐鲁网"
    return "".join(
        (
            head(story, title, "utf-8"),
            f"<body>\n{chrome.STRIP}",
            _top(r, story),
            f"<div {classes(r, 'section-cnt', 'wrapper', 'clearfix')}>\n",
            _title(r, story),
            f"<div {classes(r, 'col-main')}>\n<div {classes(r, 'article-main')}>\n",
            "<!-- 广告位：正文顶部 begin -->\n<!-- <p>广告内容</p> -->\n"
            '<div class="clear"></div><div class="clear"></div>\n',
            "\n".join(block(r, piece) for piece in story.blocks[0]),
            "\n        </div>\n        <!-- end文章主体 -->\n",
            _under(r, story),
            "    </div>\n    <!-- end左侧 -->\n",
            chrome.sidebar(r, story.scheme, sidebar),
            "</div>\n",
            chrome.FOOTER,
        )
    )


def _top(r: Random, story: Story) -> str:
    steps = (
        f'<a href="{escape(url)}" target="_blank">{text(name)}</a>' if url else text(name)
        for name, url in story.crumbs_printed
    )
    path = r.choice((" &gt;", " &gt; ", "&gt;")).join(steps)
    return (
        f'<div {classes(r, "section-top", "wrapper", "clearfix")}>\n    <div class="bar-top">\n'
        '        <a class="logo" href="http://www.iqilu.com/">'
        '<img src="/images/logo.png" alt="齐鲁网"></a>\n'
        f'        <div class="nav-top"><p>{path}</p></div>{chrome.SEARCH}</div>\n</div>\n'
    )


def _title(r: Random, story: Story) -> str:
    gap = r.choice(("", "", " ", "\n", "\u00a0"))
    author = story.author_field
    return (
        f"<div {classes(r, 'section-cnt-tit', 'clearfix')}>\n<h1>{gap}{text(story.headline)}{gap}"
        f"</h1>\n<div {classes(r, 'info')}>\n"
        f"<p {classes(r, 'resource')}>来源：<span>{text(story.source or '')}</span></p>\n"
        f"<p {classes(r, 'author')}>作者：<span>{gap if author else ''}{text(author)}</span></p>\n"
        f"<p {classes(r, 'time')}>{gap}{story.time_printed}</p>\n</div>\n"
        f"{chrome.SHARE}</div>\n"
    )


def related_item(r: Random, item: Item, position: int) -> str:
    """Write one entry of a list in the v2016 markup."""
    names = ["news-pic-item"] + (["undis"] if position >= 3 else [])
    href, title = escape(item.href), escape(item.title)
    thumb = ""
    if item.thumbnail:
        picture = f'<img src="{escape(item.thumbnail)}" alt="{title}">'
        thumb = f'<dt><a href="{href}" title="{title}" target="_blank">{picture}</a></dt>'
    return (
        f"            <div {classes(r, *names)}>\n                <dl>{thumb}\n"
        f'                    <dd>\n                        <h3><a href="{href}" title="{title}"'
        f' target="_blank">{text(item.title)}</a></h3>\n                    </dd>\n'
        f'                    <dd>{text(item.summary)}<a href="{href}" target="_blank">[详细]</a>\n'
        f"                    </dd>\n                    <dd {classes(r, 'info')}>\n"
        f"                        <span {classes(r, 'resource')}>{text(item.source or '')}</span>\n"
        f"                        <span {classes(r, 'time')}>{item.day or ''}</span>\n"
        "                    </dd>\n                </dl>\n            </div>\n"
    )


def _under(r: Random, story: Story) -> str:
    """Write what follows the text: the related list and the comment box."""
    items = "".join(related_item(r, item, n) for n, item in enumerate(story.related))
    listed = (
        f"            <!-- 为您推荐 -->\n            <div {classes(r, 'mod-reco')}>\n"
        '                <div class="tit-sub">\n                    <h2><i></i>'
        '<a href="" title="" target="_blank">为您推荐</a></h2>\n                </div>\n'
        f'            <div class="news-pic-a">\n{items}'
        '                <div class="other">\n                    '
        '<a href="javascript:;" class="more">查看更多</a>\n                </div>\n'
        "            </div>\n            </div>\n            <!-- end为您推荐 -->\n"
    )
    return (
        f'        <div class="article-sub">\n{chrome.UNDER}{listed if story.related else ""}'
        f"{chrome.COMMENTS}        </div>\n"
    )
