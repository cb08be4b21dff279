"""What a page of the site prints around the article: most of its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from ..regions import REGIONS, SITE, host
from . import words
from .model import Brief

ASSETS = (
    '<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1" />\n'
    '<meta name="renderer" content="webkit" />\n'
    '<meta http-equiv="Cache-Control" content="no-transform" />\n'
    '<link rel="shortcut icon" href="/favicon.ico" />\n'
    '<link rel="stylesheet" href="/css/style.css?v=3" />\n'
    '<script src="/js/jquery.min.js"></script>\n'
    "<script>\n    var site = {name: 'iqilu', t: 1};\n</script>\n"
)
"""What stands in the head of a page for the browser."""

STRIP = f"""<div class="jkyh_qztnav">
    <!-- 全站顶部导航 -->
    <div class="zt_qztnav"><a name="zt-top"></a>
        <div class="ztbwcqz"><span class="zt_logo"><a href="http://www.{SITE}/">齐鲁网</a></span>
            <span class="ztqzdh">
                <a href="http://www.{SITE}/" title="首页" target="_blank">首页</a>
                <a href="http://v.{SITE}/" title="山东网络台" target="_blank">山东网络台</a>
                <a href="javascript:;" title="登录">登录</a>
            </span>
        </div>
    </div>
    <!-- end全站顶部导航 -->
</div>
"""
"""The site's own bar above everything."""

SEARCH = """
        <!-- 搜索 -->
        <div class="search-form">
            <form method="get" action="http://s.iqilu.com/search" target="_blank">
                <select name="kind" id="search-kind" style="display:none;">
                    <option value="1" selected="selected">全部</option>
                    <option value="2">新闻</option>
                    <option value="3">视频</option>
                </select>
                <div>
                    <a href="javascript:;" title="全部" class="cat-selected">全部</a>
                    <ul class="cat-list">
                        <li><a href="javascript:;" title="全部">全部</a></li>
                        <li><a href="javascript:;" title="新闻">新闻</a></li>
                        <li><a href="javascript:;" title="视频">视频</a></li>
                    </ul>
                </div>
                <input type="text" name="q" class="keywords" placeholder="站内搜索">
                <input type="submit" class="search-btn" value="">
            </form>
        </div>
        <!-- end搜索 -->
    """

SHARE = """        <!-- 分享 -->
        <div class="share_baidu">
            <div class="bdsharebuttonbox">
                <a href="#" class="bds_weixin" data-cmd="weixin" title="分享到微信"></a>
                <a href="#" class="bds_tsina" data-cmd="tsina" title="分享到新浪微博"></a>
                <!-- <a href="#" class="bds_qzone" data-cmd="qzone" title="分享到QQ空间"></a> -->
                <a href="#" class="bds_more" data-cmd="more" style="display: none;">更多</a>
            </div>
            <script>
            window.share_config = {
                "common": {
                    "text": "",
                    "style": "1",
                    "size": "16"
                },
                "share": {}
            };
            document.write('<script src="/js/share.js?v=' + new Date().getDate() + '"><\\/script>');
            </script>
        </div>
        <!-- end分享 -->
"""

UNDER = """            <!-- iframe -->
            <div class="iframe-wrap">
                <script type="text/javascript">
                (function() {
                    var frame = document.createElement("iframe");
                    frame.src = "/under.html?from=" + encodeURIComponent(location.href);
                    document.currentScript.parentNode.appendChild(frame);
                })();
                </script>
            </div>
            <!-- end iframe -->
"""
"""What stands right under the text."""

COMMENTS = """            <div class="comment">
                <div class="comment-tit">网友评论<span>文明上网理性发言</span></div>
                <ul>
                    <li><p>网友“泉城老李”：写得好，支持一下！</p><span class="time">刚刚</span></li>
                    <li><p>网友“黄河边的风”：希望能一直坚持下去，老百姓得实惠。</p>
                        <span class="time">2小时前</span></li>
                </ul>
                <form><textarea name="content" placeholder="我来说两句"></textarea></form>
                <a href="javascript:;">我来说两句</a>
            </div>
"""
"""The comment box under an article."""

FOOTER = (
    '<div class="footer">\n    <div class="footer-b"><div class="wrapper">\n'
    "        版权所有： 齐鲁网 All Rights Reserved<br>鲁ICP备00000000号\n"
    "    </div></div>\n</div>\n"
    '<script type="text/javascript" src="/js/count.js"></script>\n</body>\n</html>\n'
)

_CITIES = "".join(
    f'            <li><a target="_blank" title="{region.name}" href="http://{host(region)}/">'
    f"{region.name}</a></li>\n"
    for region in REGIONS.values()
)


def sidebar(r: Random, scheme: str, briefs: Sequence[Brief]) -> str:
    """Write the right column: lists with the classes of the article's own parts."""
    other = "http" if scheme == "https" else "https"
    partner, address = r.choice(words.PARTNERS)
    shown = [brief for brief in briefs if brief.thumbnail]
    lines = "".join(f"            <li>{_anchor(scheme, b)}</li>\n" for b in briefs[:5])
    ranks = "".join(
        f'            <li><span class="cur">{n}</span>{_anchor(other, b, "#r")}</li>\n'
        for n, b in enumerate(briefs[-10:], 1)
    )
    return (
        f'    <!-- 右侧 -->\n    <div class="col-sub">\n{_advert(1)}'
        f"{_box('mod-a', '热点推荐')}"
        f'        <div class="news-pic-b clearfix">\n{_pictures(scheme, shown[:4])}        </div>\n'
        f'        <ul class="news-list type-b">\n{lines}        </ul>\n'
        f'        <ul class="city-list clearfix">\n{_CITIES}        </ul>\n    </div>\n{_advert(2)}'
        f"{_box('mod-b', '热门视频')}"
        f'        <div class="news-pic-c clearfix">\n{_films(other, shown[:8])}        </div>\n'
        f"    </div>\n{_advert(3)}"
        f"{_box('mod-c', '视觉山东')}"
        f'        <div class="news-pic-d">\n{_pictures(other, shown[-3:])}'
        f'            <a href="{address}">{partner}</a>\n        </div>\n    </div>\n{_advert(4)}'
        f"{_box('mod-d', '排行榜')}"
        f'        <ul class="news-list type-c">\n{ranks}        </ul>\n    </div>\n'
        "    </div>\n    <!-- end右侧 -->\n"
    )


def _box(name: str, title: str) -> str:
    return (
        f'    <!-- {title} -->\n    <div class="{name}">\n        <div class="tit-sub">\n'
        f'            <h2><i></i><a href="javascript:;" title="{title}">{title}</a></h2>\n'
        "        </div>\n"
    )


def _advert(number: int) -> str:
    return (
        '    <!-- 广告位 -->\n    <div class="mod-ad">\n        <!-- 末级页右画 -->\n'
        f'        <script type="text/javascript" src="/ad/{450 + number}.js"></script>\n'
        "    </div>\n    <!-- end广告位 -->\n"
    )


def _pictures(scheme: str, briefs: Sequence[Brief]) -> str:
    return "".join(
        "            <dl>\n"
        f'                <dt><a href="{scheme}://{b.address}" title="{escape(b.headline)}">'
        f'<img src="{escape(b.thumbnail or "")}"></a></dt>\n'
        f"                <dd>{_anchor(scheme, b)}</dd>\n"
        '                <dd class="info"><span class="resource">齐鲁网</span>'
        f'<span class="time">{b.when:%Y-%m-%d}</span></dd>\n            </dl>\n'
        for b in briefs
    )


def _films(scheme: str, briefs: Sequence[Brief]) -> str:
    return "".join(
        '            <dl class="news-pic-item">\n'
        f'                <dt><a href="{scheme}://{b.address}" title="{escape(b.headline)}">'
        '<img src="/images/btn-play.png" class="icon">'
        f'<img src="{escape(b.thumbnail or "")}" alt="{escape(b.headline)}"></a></dt>\n'
        f'                <dd class="div-opa"><a href="{scheme}://{b.address}"></a></dd>\n'
        f"                <dd>{_anchor(scheme, b)}</dd>\n            </dl>\n"
        for b in briefs
    )


def _anchor(scheme: str, brief: Brief, tail: str = "") -> str:
    title = escape(brief.headline)
    return f'<a href="{scheme}://{brief.address}{tail}" title="{title}" target="_blank">{title}</a>'
