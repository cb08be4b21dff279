"""Article pages in the template used since August 2016."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from . import words
from .markup import FOOTER, block, classes, head, text
from .model import Brief, Item, Story


def article(r: Random, story: Story, sidebar: Sequence[Brief]) -> str:
    """Write an article page."""
    title = f"{story.headline}_{story.section}_齐鲁网"
    return "".join(
        (
            head(story, title, "utf-8"),
            '<body>\n<div class="jkyh_qztnav"><a href="http://www.iqilu.com/">齐鲁网</a>'
            '<a href="javascript:;">登录</a></div>\n',
            _top(r, story),
            f"<div {classes(r, 'section-cnt', 'wrapper', 'clearfix')}>\n",
            _title(r, story),
            f"<div {classes(r, 'col-main')}>\n<div {classes(r, 'article-main')}>\n",
            "<!-- 广告位：正文顶部 begin -->\n<!-- <p>广告内容</p> -->\n"
            '<div class="clear"></div><div class="clear"></div>\n',
            "\n".join(block(r, piece) for piece in story.blocks[0]),
            "\n</div>\n",
            _under(r, story),
            "</div>\n",
            _sidebar(r, story.scheme, sidebar),
            "</div>\n",
            FOOTER,
        )
    )


def _top(r: Random, story: Story) -> str:
    steps = (
        f'<a href="{escape(url)}" target="_blank">{text(name)}</a>' if url else text(name)
        for name, url in story.crumbs_printed
    )
    path = r.choice((" &gt;", " &gt; ", "&gt;")).join(steps)
    return (
        f'<div {classes(r, "section-top", "wrapper", "clearfix")}><div class="bar-top">'
        '<a class="logo" href="http://www.iqilu.com/"><img src="/images/logo.png" alt="齐鲁网"></a>'
        f'<div class="nav-top"><p>{path}</p></div>'
        '<div class="search-form"><span>全部</span><span>新闻</span><span>视频</span>'
        "</div></div></div>\n"
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
        '<div class="share_baidu"><span>分享到：</span><a href="#" title="微信">微信</a></div>\n'
        "</div>\n"
    )


def related_item(r: Random, item: Item, position: int) -> str:
    """Write one entry of a list in the v2016 markup."""
    names = ["news-pic-item"] + (["undis"] if position >= 3 else [])
    href, title = escape(item.href), escape(item.title)
    thumb = ""
    if item.thumbnail:
        picture = f'<img src="{escape(item.thumbnail)}" alt="{title}">'
        thumb = f'<dt><a href="{href}" target="_blank">{picture}</a></dt>'
    return (
        f"<div {classes(r, *names)}><dl>{thumb}\n"
        f'<dd><h3><a href="{href}" title="{title}" target="_blank">{text(item.title)}</a></h3></dd>'
        f'\n<dd>{text(item.summary)}<a href="{href}" target="_blank">[详细]</a></dd>\n'
        f"<dd {classes(r, 'info')}><span {classes(r, 'resource')}>{text(item.source or '')}</span>"
        f"<span {classes(r, 'time')}>{item.day or ''}</span></dd>\n</dl></div>\n"
    )


def _under(r: Random, story: Story) -> str:
    """Write what follows the text: the related list and the comment box."""
    items = "".join(related_item(r, item, n) for n, item in enumerate(story.related))
    listed = (
        f'<div {classes(r, "mod-reco")}><div class="tit-sub"><h2>为您推荐</h2></div>\n'
        f'<div class="news-pic-a">\n{items}'
        '<div class="other"><a class="more" href="javascript:;">查看更多</a></div></div></div>\n'
    )
    return (
        '<div class="article-sub">\n<div class="iframe-wrap"><iframe src="about:blank"></iframe>'
        f"</div>\n{listed if story.related else ''}"
        '<div class="comment"><div class="comment-tit">网友评论<span>文明上网</span></div>'
        '<ul><li><p>网友“泉城老李”：写得好，支持一下！</p><span class="time">刚刚</span></li></ul>'
        '<a href="javascript:;">我来说两句</a></div>\n</div>\n'
    )


def _anchor(scheme: str, brief: Brief, tail: str = "") -> str:
    title = escape(brief.headline)
    return f'<a href="{scheme}://{brief.address}{tail}" title="{title}">{title}</a>'


def _sidebar(r: Random, scheme: str, briefs: Sequence[Brief]) -> str:
    """Write the right column: lists with the classes of the article's own parts."""
    other = "http" if scheme == "https" else "https"
    lines = [f"<li>{_anchor(scheme, brief)}</li>" for brief in briefs]
    ranks = [f"<li><em>{n}</em>{_anchor(other, b, '#r')}</li>" for n, b in enumerate(briefs, 1)]
    pictures = "".join(
        f'<dl><dt><a href="{scheme}://{b.address}"><img src="{escape(b.thumbnail or "")}"></a></dt>'
        f'<dd>{_anchor(scheme, b)}</dd><dd class="info"><span class="resource">齐鲁网</span>'
        f'<span class="time">{b.when:%Y-%m-%d}</span></dd></dl>'
        for b in briefs
        if b.thumbnail
    )
    hot = "".join(
        f'<div class="news-pic-item"><h4>{_anchor(other, b)}</h4></div>' for b in briefs[:3]
    )
    cities = "".join(
        f'<li><a href="http://{slug}.iqilu.com/">{name}</a></li>'
        for slug, name in (("jinan", "济南"), ("dezhou", "德州"), ("yantai", "烟台"))
    )
    partner = r.choice(words.PARTNERS)
    return (
        '<div class="col-sub">\n<div class="mod-ad"><!-- 广告 --></div>\n'
        f'<div class="mod-a"><h2>热点推荐</h2><div class="news-pic-b">{pictures}</div>'
        f'<ul class="news-list type-b">{"".join(lines)}</ul><ul class="city-list">{cities}</ul>'
        f'</div>\n<div class="mod-b"><h2>热门视频</h2><div class="news-pic-c">{hot}</div></div>\n'
        '<div class="mod-c"><h2>视觉山东</h2><div class="news-pic-d">'
        f'<a href="{partner[1]}">{partner[0]}</a></div></div>\n'
        f'<div class="mod-d"><h2>排行榜</h2><ul class="news-list type-c">{"".join(ranks)}</ul>'
        "</div>\n</div>\n"
    )
