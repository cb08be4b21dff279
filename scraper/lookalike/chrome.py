"""What a page of the site prints around the article: more than half of its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from ..regions import REGIONS, SITE, host
from . import words
from .model import Brief

_CHANNELS = (
    ("news", "新闻"),
    ("v", "视频"),
    ("pinglun", "评论"),
    ("sports", "体育"),
    ("ent", "娱乐"),
    ("theory", "理论"),
    ("travel", "旅游"),
    ("caijing", "财经"),
    ("house", "房产"),
    ("qiche", "汽车"),
    ("food", "美食"),
    ("edu", "教育"),
    ("health", "健康"),
    ("yx", "视觉山东"),
    ("minsheng", "民生"),
    ("bbs", "论坛"),
    ("paike", "拍客"),
)
_ABOUT = ("关于我们", "广告服务", "联系方式", "法律声明", "招聘信息", "网站地图", "举报中心")


def _anchors(named: Sequence[tuple[str, str]], scheme: str = "http") -> str:
    return "\n        ".join(
        f'<a href="{scheme}://{address}/" target="_blank">{name}</a>' for address, name in named
    )


_CITY_HOSTS = tuple((host(region), region.name) for region in REGIONS.values())
_CITIES = "".join(
    f'\n          <li><a href="http://{address}/" target="_blank">{name}</a></li>'
    for address, name in _CITY_HOSTS
)
_CHANNEL_HOSTS = tuple((f"{label}.{SITE}", name) for label, name in _CHANNELS)

ASSETS = (
    '<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1" />\n'
    '<meta name="renderer" content="webkit" />\n'
    '<meta http-equiv="Cache-Control" content="no-transform" />\n'
    '<link rel="shortcut icon" href="/favicon.ico" />\n'
    '<link rel="stylesheet" href="/css/reset.css?v=3" />\n'
    '<link rel="stylesheet" href="/css/style.css?v=3" />\n'
    '<script src="/js/jquery.min.js"></script>\n'
    "<script>\nvar site = {name: 'iqilu', t: 1};\n"
    "(function () {\n"
    "  if (/android|iphone|ipod/i.test(navigator.userAgent) && !/nomobile/.test(location)) {\n"
    "    document.documentElement.className += ' is-mobile';\n  }\n})();\n</script>\n"
)
"""What stands in the head of a page for the browser."""

STRIP = (
    '<div class="jkyh_qztnav"><div class="wrapper"><div class="nav-l">'
    f'<a href="http://www.{SITE}/">齐鲁网</a>{_anchors(_CHANNEL_HOSTS)}</div>'
    f'<div class="nav-city"><span>城市</span><ul>{_CITIES}</ul></div>'
    '<div class="nav-r"><a href="javascript:;">登录</a><a href="javascript:;">注册</a>'
    f'<a href="http://m.{SITE}/">手机版</a></div></div></div>\n'
)
"""The site's own bar above everything."""

SEARCH = (
    '<div class="search-form"><form action="http://so.iqilu.com/" method="get" target="_blank">'
    '<div class="select"><span>全部</span><span>新闻</span><span>视频</span></div>'
    '<input type="text" name="q" placeholder="请输入关键词"><button>搜索</button></form></div>'
)

SHARE = (
    '<div class="share_baidu"><div class="bdsharebuttonbox"><span>分享到：</span>'
    + "".join(
        f'<a href="#" class="bds_{name}" data-cmd="{name}" title="分享到{title}">{title}</a>'
        for name, title in (("weixin", "微信"), ("tsina", "新浪微博"), ("qzone", "QQ空间"))
    )
    + "</div>\n<script>window._share = {common: {text: '', size: '16'}, share: {}};\n"
    "var s = document.createElement('script'); s.async = true; s.src = '/js/share.js';\n"
    "document.getElementsByTagName('head')[0].appendChild(s);</script></div>\n"
)

COMMENTS = (
    '<div class="comment"><div class="comment-tit">网友评论<span>文明上网理性发言</span></div>'
    '<ul><li><p>网友“泉城老李”：写得好，支持一下！</p><span class="time">刚刚</span></li>'
    "<li><p>网友“黄河边的风”：希望能一直坚持下去，老百姓得实惠。</p>"
    '<span class="time">2小时前</span></li></ul>'
    '<form><textarea name="content" placeholder="我来说两句"></textarea></form>'
    '<a href="javascript:;">我来说两句</a></div>\n'
)
"""The comment box under an article."""

FOOTER = (
    '<div class="footer"><div class="footer-a"><div class="wrapper"><dl><dt>频道</dt><dd>'
    f"{_anchors(_CHANNEL_HOSTS)}</dd></dl><dl><dt>城市</dt><dd>{_anchors(_CITY_HOSTS)}</dd></dl>"
    '</div></div>\n<div class="footer-b"><div class="wrapper"><p>'
    + "".join(
        f'<a href="http://www.{SITE}/intro/{n}.shtml">{name}</a>' for n, name in enumerate(_ABOUT)
    )
    + "</p>\n版权所有： 齐鲁网 All Rights Reserved<br>鲁ICP备00000000号"
    "<br>互联网新闻信息服务许可证编号：37000000000</div></div></div>\n"
    "<script>(function () {\n  var hm = document.createElement('script');\n"
    "  hm.src = '/js/count.js?id=0000';\n  document.body.appendChild(hm);\n})();</script>\n"
    "</body>\n</html>\n"
)


def sidebar(r: Random, scheme: str, briefs: Sequence[Brief]) -> str:
    """Write the right column: lists with the classes of the article's own parts."""
    other = "http" if scheme == "https" else "https"
    lines = "".join(f"\n        <li>{_anchor(scheme, b)}</li>" for b in briefs[:10])
    ranks = "".join(
        f"\n        <li><em>{n}</em>{_anchor(other, b, '#r')}</li>"
        for n, b in enumerate(briefs[-10:], 1)
    )
    pictures = [brief for brief in briefs if brief.thumbnail]
    hot = "".join(
        f"\n        <dl><dt>{_thumbnail(scheme, b)}</dt><dd>{_anchor(scheme, b)}</dd>"
        '<dd class="info"><span class="resource">齐鲁网</span>'
        f'<span class="time">{b.when:%Y-%m-%d}</span></dd></dl>'
        for b in pictures[:2]
    )
    films = "".join(
        f'\n        <div class="news-pic-item">{_thumbnail(other, b)}'
        f"<h4>{_anchor(other, b)}</h4></div>"
        for b in pictures[2:8]
    )
    views = "".join(
        f"\n        <li>{_thumbnail(scheme, b)}<span>{escape(b.headline)}</span></li>"
        for b in pictures[-6:]
    )
    partner, address = r.choice(words.PARTNERS)
    return (
        '<div class="col-sub">\n<div class="mod-ad"><!-- 广告 --><script>ad("sub1");</script></div>'
        f'\n<div class="mod-a"><h2>热点推荐</h2><div class="news-pic-b">{hot}</div>'
        f'<ul class="news-list type-b">{lines}</ul><ul class="city-list">{_CITIES}</ul></div>\n'
        f'<div class="mod-b"><h2>热门视频</h2><div class="news-pic-c">{films}</div></div>\n'
        f'<div class="mod-c"><h2>视觉山东</h2><div class="news-pic-d"><ul>{views}</ul>'
        f'<a href="{address}">{partner}</a></div></div>\n'
        f'<div class="mod-d"><h2>排行榜</h2><ul class="news-list type-c">{ranks}</ul></div>\n'
        "</div>\n"
    )


def _anchor(scheme: str, brief: Brief, tail: str = "") -> str:
    title = escape(brief.headline)
    return f'<a href="{scheme}://{brief.address}{tail}" title="{title}">{title}</a>'


def _thumbnail(scheme: str, brief: Brief) -> str:
    picture = f'<img src="{escape(brief.thumbnail or "")}" width="120" height="90">'
    return f'<a href="{scheme}://{brief.address}" target="_blank">{picture}</a>'
