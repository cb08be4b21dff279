"""One story in several markups, to see that what is read does not depend on them."""

# ruff: noqa: E501 - a line of markup is a line

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape as e


@dataclass(frozen=True, kw_only=True)
class Entry:
    url: str
    title: str
    summary: str
    source: str
    date: str
    image: str | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    headline: str
    time: str
    source: str
    paragraphs: tuple[str, ...]
    sign_off: str | None = None
    picture: str | None = None
    caption: str | None = None
    entries: tuple[Entry, ...] = field(default=())


URL = "http://dezhou.iqilu.com/dzminsheng/2020/1129/4691234.shtml"
_SIDE = [
    (f"http://news.iqilu.com/shandong/2020/1128/46900{n:02}.shtml", f"侧栏里的另一条新闻标题之{n}")
    for n in range(12)
]
_FOOT = "版权所有： 齐鲁网 All Rights Reserved<br>鲁ICP备09000000号 违法和不良信息举报电话：0531-81690000"


def _sidebar(tag: str = "div", name: str = "col-sub") -> str:
    items = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title in _SIDE)
    return f'<{tag} class="{name}"><h3>排行榜</h3><ul class="news-list type-c">{items}</ul></{tag}>'


def _blocks(story: Story, tag: str = "p") -> list[str]:
    blocks = [f"<{tag}>\u3000\u3000{e(text)}</{tag}>" for text in story.paragraphs]
    if story.picture:
        caption = (
            f'<{tag} style="text-align:center">{e(story.caption)}</{tag}>' if story.caption else ""
        )
        image = f'<{tag} style="text-align:center"><img src="{story.picture}"></{tag}>{caption}'
        blocks.insert(1, image)
    if story.sign_off:
        blocks.append(f"<{tag}>\u3000\u3000{e(story.sign_off)}</{tag}>")
    return blocks


def _v2016_item(entry: Entry, number: int) -> str:
    picture = (
        f'<dt><a href="{entry.url}"><img src="{entry.image}" alt="{e(entry.title)}"></a></dt>'
        if entry.image
        else ""
    )
    return (
        f'<div class="news-pic-item {"undis" if number > 2 else ""}"><dl>{picture}<dd><h3><a href="{entry.url}" '
        f'title="{e(entry.title)}">{e(entry.title)}</a></h3></dd><dd>{e(entry.summary)}<a href="{entry.url}">'
        f'[详细]</a></dd><dd class="info"><span class="resource">{entry.source}</span>'
        f'<span class="time">{entry.date}</span></dd></dl></div>'
    )


def v2016(story: Story, *, noise: bool = False, charset: str = "utf-8") -> str:
    blocks = _blocks(story)
    if noise:
        blocks.insert(
            2,
            '<div class="ad"><a href="http://a.example.com/1">广告：限时优惠，点击了解。</a></div>',
        )
        blocks.append(
            '<p class="contact">想爆料？请登录《阳光连线》（ http://minsheng.iqilu.com/）、拨打新闻热线0531-66661234。</p>'
        )
        blocks.append("<p>[责任编辑：杨凡、苏琛]</p><script>var a = '。，';</script>")
    related = "".join(_v2016_item(entry, n) for n, entry in enumerate(story.entries))
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{e(story.headline)}_民生_德州_齐鲁网</title></head><body>'
        '<div class="jkyh_qztnav"><a href="http://www.iqilu.com/">首页</a></div>'
        '<div class="section-top wrapper clearfix"><div class="bar-top"><div class="nav-top"><p>'
        '<a href="http://news.iqilu.com/">新闻</a> &gt;<a href="http://dezhou.iqilu.com/">德州</a> &gt;<a href="http://dezhou.iqilu.com/dzminsheng/">民生</a></p></div></div></div>'
        f'<div class="clearfix section-cnt wrapper"><div class="section-cnt-tit clearfix"><h1>{e(story.headline)}</h1>'
        f'<div class="info"><p class="resource">来源：<span>{story.source}</span></p><p class="author">作者：<span></span></p><p class="time">{story.time}</p></div></div>'
        f'<div class="col-main"><div class="article-main"><div class="clear"></div>{"".join(blocks)}</div>'
        f'<div class="article-sub"><div class="mod-reco"><div class="tit-sub">为您推荐</div><div class="news-pic-a">{related}</div></div></div></div>'
        f'{_sidebar()}</div><div class="footer"><div class="footer-b">{_FOOT}</div></div></body></html>'
    )


def _old_list(story: Story) -> str:
    items = "".join(
        f'<li><a href="{x.url}" target="_blank">{e(x.title)}</a></li>' for x in story.entries
    )
    return f'<div class="xgxw"><h3>相关新闻</h3><ul>{items}</ul></div>'


def v2010(story: Story) -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{e(story.headline)}_齐鲁网</title></head><body><div id="nr_left"><h1>{e(story.headline)}</h1>'
        f'<div class="from"><span id="pubtime_baidu">{story.time}</span> <span id="source_baidu">来源：{story.source}</span> <span id="author_baidu">作者：</span></div>'
        f'<div id="context">{"".join(_blocks(story))}</div>{_old_list(story)}</div>{_sidebar("div", "right")}<div id="foot">{_FOOT}</div></body></html>'
    )


def _card(entry: Entry) -> str:
    picture = f'<img src="{entry.image}" alt="">' if entry.image else ""
    return (
        f'<li class="card_x1"><a href="{entry.url}">{picture}<h4>{e(entry.title)}</h4></a><p class="desc_q">{e(entry.summary)}</p>'
        f'<div class="meta_z"><span class="from_k">{entry.source}</span><time datetime="{entry.date}">{entry.date}</time></div></li>'
    )


def redesign(story: Story, *, tag: str = "p") -> str:
    """A page of today: JSON-LD, semantic elements, class names that a build tool made."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.time.replace(" ", "T") + "+08:00",
        "publisher": {"@type": "Organization", "name": "齐鲁网"},
        "mainEntityOfPage": URL,
    }
    related = "".join(map(_card, story.entries))
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{e(story.headline)} - 齐鲁网</title>'
        f'<meta property="og:title" content="{e(story.headline)}"><script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>'
        '<body><header><nav><a href="/">首页</a><a href="/dz/">德州</a><a href="/video/">视频</a></nav></header><main>'
        f'<article><h1 class="t_9f">{e(story.headline)}</h1><div class="m_2a"><span>来源：{story.source}</span><time datetime="{data["datePublished"]}">{story.time}</time></div>'
        f'<div class="b_77">{"".join(_blocks(story, tag))}</div></article>'
        f'<section class="r_01"><h2>相关推荐</h2><ul>{related}</ul></section></main>{_sidebar("aside", "s_3")}<footer><p>{_FOOT}</p></footer></body></html>'
    )


def _tile(entry: Entry) -> str:
    picture = f'<img data-src="{entry.image}" src="/blank.gif">' if entry.image else ""
    return (
        f'<a class="x9" href="{entry.url}"><div>{picture}</div><div class="k2">'
        f'<div class="k3">{e(entry.title)}</div><div class="k4">{e(entry.summary)}</div>'
        f'<div class="k5"><span>{entry.source}</span><span>{entry.date}</span></div></div></a>'
    )


def soup(story: Story) -> str:
    """A page of nothing but `<div>` and `<span>`, its list inside the article's element."""
    body = "".join(f"<div><span>{e(text)}</span></div>" for text in story.paragraphs)
    if story.sign_off:
        body += f"<div><span>{e(story.sign_off)}</span></div>"
    tiles = "".join(map(_tile, story.entries))
    side = "".join(f'<div><a href="{url}"><span>{title}</span></a></div>' for url, title in _SIDE)
    return (
        f"<!doctype html><html><head><title>{e(story.headline)}|齐鲁网</title>"
        f'<meta property="og:site_name" content="齐鲁网"></head><body><div id="app">'
        '<div class="h1x"><a href="/">首页</a><a href="/dz">德州</a><a href="/v">视频</a></div>'
        f'<div class="main"><div class="left"><div class="tt">{e(story.headline)}</div>'
        f'<div class="sub"><span>{story.time}</span><span>{story.source}</span>'
        f'<span>阅读 1234</span></div><div class="rich">{body}</div>'
        f'<div class="g7"><div class="g8">为您推荐</div><div class="g9">{tiles}</div></div></div>'
        f'<div class="right"><div>排行榜</div>{side}</div></div>'
        f'<div class="bottom"><div>{_FOOT}</div></div></div></body></html>'
    )


def tables(story: Story) -> str:
    """A page of the nineties: tables in tables, text cut by `<br>`."""
    text = "<br><br>\n".join(f"\u3000\u3000{e(text)}" for text in story.paragraphs)
    if story.sign_off:
        text += f"<br><br>\u3000\u3000{e(story.sign_off)}"
    rows = "".join(
        f'<tr><td>·<a href="{entry.url}">{e(entry.title)}</a></td></tr>' for entry in story.entries
    )
    side = "".join(f'<tr><td><a href="{url}">{title}</a></td></tr>' for url, title in _SIDE)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{e(story.headline)}_齐鲁网</title></head><body>'
        '<table width="960"><tr><td><a href="/">首页</a> | <a href="/dz/">德州</a> | <a href="/sd/">山东</a></td></tr></table>'
        f'<table width="960"><tr><td width="680" valign="top"><table><tr><td align="center"><b>{e(story.headline)}</b></td></tr>'
        f'<tr><td align="center">{story.time}&nbsp;&nbsp;来源：{story.source}&nbsp;&nbsp;【大 中 小】</td></tr>'
        f'<tr><td class="zw">{text}</td></tr></table><table><tr><td>相关新闻</td></tr>{rows}</table></td>'
        f'<td width="260" valign="top"><table><tr><td>热点排行</td></tr>{side}</table></td></tr></table>'
        f'<table><tr><td align="center">{_FOOT}</td></tr></table></body></html>'
    )


def truncated(story: Story) -> str:
    page = v2016(story)
    return page[: page.index("为您推荐")]


def pages(story: Story) -> dict[str, bytes]:
    """Return the story in every markup."""
    return {
        "v2016": v2016(story).encode(),
        "noise": v2016(story, noise=True).encode(),
        "v2010": v2010(story).encode(),
        "redesign": redesign(story).encode(),
        "redesign-div": redesign(story, tag="div").encode(),
        "soup": soup(story).encode(),
        "gb18030": v2016(story, charset="gb2312").encode("gb18030"),
        "gb18030-redesign": redesign(story)
        .replace('charset="utf-8"', 'charset="gb2312"')
        .encode("gb18030"),
        "tables": tables(story).encode(),
        "truncated": truncated(story).encode(),
        "truncated-redesign": redesign(story)[: redesign(story).index("相关推荐")].encode(),
        "truncated-tables": tables(story)[: tables(story).index("相关新闻")].encode(),
    }
