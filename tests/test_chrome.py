"""What is printed around an article is not parsed, unless something in it may be the article's."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from scraper import Article, parse_article
from scraper.lookalike import LookAlike
from scraper.page import Page
from scraper.parsers import V2016, chrome

from .markups import URL, Entry, Story, v2016

STORY = Story(
    headline="青石镇建成共享菜园",
    time="2020-11-29 15:06:11",
    source="齐鲁网",
    paragraphs=("青石镇的菜园今天开放。", "园里种了四样菜。"),
    sign_off="闪电新闻记者 周小满 报道",
    picture="/c/u/1.jpg",
    entries=tuple(
        Entry(
            url=f"http://dezhou.iqilu.com/dzyaowen/2020/1128/469000{n}.shtml",
            title=f"第{n}条新闻",
            summary="摘要。",
            source="齐鲁网",
            date="2020-11-28",
        )
        for n in range(2)
    ),
)
STRIP = '<div class="jkyh_qztnav">'
BAR = '<div class="nav-top">'
HEAD = '<div class="section-cnt-tit clearfix">'
LIST_END = '</div><div class="col-sub"'
COMMENTS = "<div class='comment'><p>写得好</p><span class='time'>刚刚</span></div>"
HTML = v2016(STORY).replace(LIST_END, COMMENTS + LIST_END)
PATH = HTML[HTML.index(BAR) : HTML.index("</p></div>") + len("</p></div>")]
LAST = f"</dl></div></div></div></div>{COMMENTS}"


def uncut(html: str) -> Article:
    with (
        patch.object(chrome, "without_strips", lambda html, path, head: html),
        patch.object(chrome, "without_comments", lambda html, entry: html),
    ):
        return parse_article(html, URL)


def parsed(html: str) -> str:
    return Page(html, URL, None, V2016.end, V2016.take_out).data.decode()


def test_the_site_strip_and_the_comments_are_not_parsed() -> None:
    assert COMMENTS in HTML
    assert not any(printed in parsed(HTML) for printed in (STRIP, "首页", "写得好"))
    assert all(kept in parsed(HTML) for kept in ("<title>", BAR, HEAD, "article-main"))
    article = parse_article(HTML, URL)
    assert article == uncut(HTML)
    assert [crumb.name for crumb in article.breadcrumbs] == ["新闻", "德州", "民生"]
    assert len(article.related_links) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STRIP, f"<p>责任编辑：赵海明</p>{STRIP}"),
        ("写得好", "責任編輯：赵海明"),
        (STRIP, f'{STRIP}<a href="4691234_2.shtml">下一页</a>'),
        ("写得好", '<a href="4691234_2.shtml">下一页</a>'),
        (STRIP, f'<base href="http://jinan.iqilu.com/">{STRIP}'),
        (STRIP, f'<meta name="keywords" content="菜园">{STRIP}'),
        (PATH, f"<!-- {PATH} -->"),
        (STRIP, f"<!-- {PATH} -->{STRIP}"),
        (PATH, f"<script>var path = '{PATH}';</script>"),
        (PATH, PATH.replace("<p>", "<div>您的位置</div><p>")),
        (PATH, PATH.replace("div", "nav")),
        (PATH, f'<div class="nav-top2"><p>旧站</p></div>{PATH}'),
        (PATH, f'<a href="#nav-top">导航</a>{PATH}'),
        (PATH, ""),
        (HEAD, f"{PATH.replace('民生', '要闻')}{HEAD}"),
        (HEAD, f"<!-- {HEAD}<h1>旧标题</h1></div> -->{HEAD}"),
        (HEAD, f"<script>var head = '{HEAD}</div>';</script>{HEAD}"),
        (HEAD, f"<style>.section-cnt-tit {{ color: red }}</style>{HEAD}"),
        (HEAD, HEAD.replace("div", "section")),
        (HEAD, "<div>"),
        ("</p></div></div></div>", "</p>"),
        ("<body>", ""),
        ("<body>", "</he<body>"),
        (LAST, f"</dl></div><div class='news-pic-item'><a href='/5.shtml'>另一条</a></div>{LAST}"),
    ],
)
def test_whatever_is_around_the_article_the_record_is_the_same(old: str, new: str) -> None:
    assert old in HTML
    html = HTML.replace(old, new, 1)
    assert parse_article(html, URL) == uncut(html)


def test_pages_of_the_site() -> None:
    site = LookAlike(articles=600)
    articles = [
        record["canonical_url"]
        for record in site.articles_of("dezhou")
        if record["metadata"]["layout"] == "v2016"
    ]
    assert len(articles) > 20
    for url in articles:
        html = site.respond(url).body
        with patch.object(chrome, "_is_needed", lambda html: True):
            whole = parse_article(html, url)
        assert parse_article(html, url) == whole
