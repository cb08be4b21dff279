"""Editors whom a page names outside of its text."""

from __future__ import annotations

import pytest

from scraper import parse_article
from scraper.items import Role

from .heavy import timed
from .markups import URL, Story, pages

STORY = Story(
    headline="青石镇建成共享菜园",
    time="2020-11-29 15:06:11",
    source="齐鲁网",
    paragraphs=("青石镇的菜园今天开放。", "编辑部和责任编辑没有到场。", "园里种了四样菜。"),
    sign_off="闪电新闻记者 周小满 报道",
)
REPORTER = ("周小满", Role.REPORTER)


def authors(html: str) -> list[tuple[str, Role]]:
    return [(one.name, one.role) for one in parse_article(html, URL).authors]


@pytest.mark.parametrize("markup", ["v2016", "v2010", "redesign", "tables"])
@pytest.mark.parametrize(
    ("line", "editors"),
    [
        ("<div class='bj'>责任编辑：赵海明</div>", ["赵海明"]),
        ("<p>[责任编辑：赵海明、温若溪]</p>", ["赵海明", "温若溪"]),
        ("<div><span>责编：</span><span>赵海明</span></div>", ["赵海明"]),
        ("<div>（责任编辑：赵海明）【<a href='#'>打印</a>】</div>", ["赵海明"]),
        ("<p>2020-11-29 编辑：赵海明 来源：齐鲁网</p>", ["赵海明"]),
        ("<p>责任编辑：赵海明 <a href='#pl'>我要评论</a></p>", ["赵海明"]),
        ("<p>编辑：admin</p>", []),
        ("<p>责任编辑：</p>", []),
        ("<p>本网招聘编辑：月薪五千</p>", []),
        ("<div><a href='/a.shtml'>编辑：赵海明</a></div>", []),
        ("<div hidden>责任编辑：赵海明</div>", []),
        ("<div class='mod-b'><p>编辑：赵海明</p></div>", []),
        ("<dl><dd>摘要。编辑：赵海明</dd></dl>", []),
        ("<div class='comment'><p>责任编辑：赵海明</p></div>", []),
        ("<script>var a = '编辑：赵海明';</script>", []),
    ],
)
def test_a_line_behind_the_article(markup: str, line: str, editors: list[str]) -> None:
    html = pages(STORY)[markup].decode()
    end = '<div class="article-sub' if markup == "v2016" else "</body>"
    before, found, behind = html.partition(end)
    assert found
    assert authors(f"{before}{line}{found}{behind}") == [
        REPORTER,
        *((name, Role.EDITOR) for name in editors),
    ]


@pytest.mark.parametrize(
    "line", ["<div>" + "<span>编辑</span>" * 8000 + "</div>", "<b>编辑：赵</b>" * 8000]
)
def test_however_many_there_are_it_takes_its_time(line: str) -> None:
    html = pages(STORY)["v2010"].decode().replace("</body>", f"{line}</body>")
    assert timed(lambda: parse_article(html, URL)) < 2
