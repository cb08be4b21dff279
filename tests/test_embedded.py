"""The text of pages that leave it to their scripts to print."""

from __future__ import annotations

import json
from html import escape

import pytest

from scraper import EmptyArticleError, parse_article

from .heavy import timed

URL = "http://www.example.com/a/1.html"
PARAGRAPHS = (
    "（记者 周小满）青石镇的菜园今天开放，园里种了四样菜，豆角、茄子、辣椒和一垄晚玉米。",
    "“苗是自己育的，水是井里打的，一分钱没花。”张守田说，村里十二户人家轮着浇水。",
    "到了九月，菜够吃到霜降，剩下的晒干了留着过冬。",
)
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + '<p><img src="/c/1.jpg"></p>'
IN_SCRIPT = json.dumps(MARKUP).replace("<", "\\u003C").replace("/", "\\u002F")


def page(inside: str) -> str:
    return (
        "<html><head><title>青石镇的菜园</title></head><body><h1>青石镇的菜园</h1>"
        f"<div id='app'></div>{inside}<p>版权所有</p></body></html>"
    )


@pytest.mark.parametrize(
    "inside",
    [
        f"<textarea class='content'>{escape(MARKUP)}</textarea>",
        f"<script>window.state = {{article: {{content: {IN_SCRIPT}, short: '一二三'}}}}</script>",
        f"<script>var data = {json.dumps({'content': MARKUP}, ensure_ascii=False)};</script>",
        f"<script>var content = '{escape(MARKUP)}';</script>",
        f"<script>var content = '&quot;{escape(MARKUP)}&quot;'.slice(6, -6);</script>",
        f"<script>var a = 'it is'; // don't\nvar content = {IN_SCRIPT};</script>",
    ],
)
def test_the_text_is_read_from_where_it_waits(inside: str) -> None:
    article = parse_article(page(inside), URL)
    assert article.headline == "青石镇的菜园"
    assert article.body.split("\n") == list(PARAGRAPHS)
    assert [author.name for author in article.authors] == ["周小满"]
    assert [image.url for image in article.images] == ["http://www.example.com/c/1.jpg"]
    assert article.metadata.field_sources["body"] == "script"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>var a = '<p>短</p>';</script>",
        "<script>var a = '" + "a" * 500 + "';</script>",
        "<textarea>我来说两句</textarea>",
        f"<textarea>{escape(MARKUP)}</textarea>",
        f"<script>var template = {IN_SCRIPT};</script>",
        f"<script>var a = [{{content: {IN_SCRIPT}}}, {{content: '{'苗好。' * 30}<br>'}}]</script>",
        "<script>document.write('<p>版权所有 湖区新闻网 未经授权不得转载。"
        + "湖区新闻网" * 20
        + "</p>')</script>",
        "<script>var menu = '<p>首页</p><p>要闻</p>" + "<p>湖区要闻频道</p>" * 30 + "';</script>",
        "<script>var a = '\\ud83d</p>';</script>",
    ],
)
def test_what_is_no_text_gives_none(inside: str) -> None:
    with pytest.raises(EmptyArticleError):
        parse_article(page(inside), URL)


def test_a_printed_text_comes_first() -> None:
    printed = "".join(f"<p>印在页面上的第{n}段，说的是另一件事。</p>" for n in range(3))
    article = parse_article(page(f"<div>{printed}</div><script>var a = {IN_SCRIPT};</script>"), URL)
    assert article.body.startswith("印在页面上的第0段")


@pytest.mark.parametrize("piece", ["'", '"', "\\'", "'\\", "'a\"", "</p>'", "<", "&lt;"])
def test_quotes_without_end_take_no_time(piece: str) -> None:
    def read() -> None:
        with pytest.raises(EmptyArticleError):
            parse_article(page(f"<script>'<p>{piece * 100_000}</script>"), URL)

    assert timed(read) < 2
