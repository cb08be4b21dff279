"""Pages of no known template: the same story in many markups, and one rule at a time."""

from __future__ import annotations

import json
import time

import pytest

from scraper import parse_article
from scraper.items import Article, EmptyArticleError
from scraper.page import Page
from scraper.parsers.generic import Generic
from scraper.parsers.head import without_site
from scraper.parsers.lines import Lines
from scraper.parsers.marks import is_added_name

from .markups import URL, Entry, Story, pages

ELSEWHERE = "https://news.example.com/a/20210308/5512345.html"
ENTRIES = tuple(
    Entry(
        url=f"http://dezhou.iqilu.com/dzminsheng/2020/1128/469{n:04}.shtml",
        title=f"青石镇第{n}处便民驿站建成开放",
        summary=f"从镇里了解到，第{n}处驿站设在集市东侧，可以歇脚、充电、热饭，每天早六点开门。",
        source="德州新闻网" if n % 2 else "齐鲁网",
        date=f"2020-11-{n + 10}",
        image=f"https://img8.iqilu.com/10339/clue/{n}.jpg" if n % 3 else None,
    )
    for n in range(1, 14)
)
STORY = Story(
    headline="青石镇试水“共享农机”：一键下单，田边等机",
    time="2020-11-29 15:06:11",
    source="齐鲁网",
    paragraphs=(
        "齐鲁网·闪电新闻11月29日讯 清晨六点，柳树屯的周大爷在手机上点了几下，旋耕机就到了。",
        "“以前得求人、得排队，现在跟叫车一样。”他说。",
        "一台机器两头省",
        "镇农业服务站把分散在11个村的46台农机登记在册，由农户按亩付费，机手按单接活。",
        "返回途中，机手小韩又接到两单。他算了一笔账：油钱之外，一天能多挣三百多元。",
        "下一步，驿站还将提供维修、保养服务。",
    ),
    sign_off="闪电新闻记者 周小满 报道",
    entries=ENTRIES,
)
MARKUPS = pages(STORY)
GENERIC = ("redesign", "redesign-div", "soup", "gb18030-redesign", "tables")


@pytest.fixture(scope="module", params=MARKUPS)
def markup(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def article(markup: str) -> Article:
    return parse_article(MARKUPS[markup], URL, strict=True)


def test_the_body_is_every_paragraph_and_nothing_else(article: Article) -> None:
    assert article.body.split("\n") == list(STORY.paragraphs)


def test_head(article: Article) -> None:
    assert article.headline == STORY.headline
    assert article.source == STORY.source
    assert article.date_published == "2020-11-29T15:06:11+08:00"
    assert article.date_published_raw == STORY.time


def test_credits(article: Article) -> None:
    writers = [(a.name, a.affiliation) for a in article.authors if a.role == "reporter"]
    assert writers == [("周小满", "闪电新闻")]
    assert article.byline == STORY.sign_off
    assert article.dateline == "齐鲁网·闪电新闻11月29日讯"


def test_related_links(markup: str, article: Article) -> None:
    expected = [] if markup.startswith("truncated") else [entry.url for entry in ENTRIES]
    assert [link.url for link in article.related_links] == expected


@pytest.mark.parametrize("markup", ["v2016", "noise", "redesign", "gb18030-redesign", "soup"])
def test_related_links_in_full(markup: str) -> None:
    found = parse_article(MARKUPS[markup], URL, strict=True).related_links
    assert [(x.url, x.title, x.summary, x.source, x.date, x.image) for x in found] == [
        (x.url, x.title, x.summary, x.source, x.date, x.image) for x in ENTRIES
    ]


@pytest.mark.parametrize("markup", GENERIC)
def test_layout(markup: str) -> None:
    assert parse_article(MARKUPS[markup], URL).metadata.layout == "generic"


# -- one rule at a time --

TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "三月的湖面还有薄冰，护林员老秦已经划着船出去了两趟，他要赶在候鸟到来之前把浮标换好。",
        "“浮标是给鸟看的，也是给人看的。”他说，越过浮标就是核心区，游船不能再往前走。",
        "去年春天，湖区记录到的候鸟有137种，比前年多了9种，其中有两种是第一次在这里见到。",
    )
)


def page(head: str = "", above: str = "", text: str = TEXT, under: str = "") -> bytes:
    return (
        f"<html><head>{head}</head><body><div id='menu'><a href='/'>首页</a><a href='/b/'>要闻</a>"
        f"</div><div id='w'>{above}<div id='t'>{text}</div>{under}</div></body></html>"
    ).encode()


def read(html: bytes, url: str = ELSEWHERE) -> Article:
    return parse_article(html, url, strict=True)


H1 = "<h1>候鸟到来之前，护林员换好了浮标</h1>"


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("2021-03-08 07:15 来源：湖区日报", "湖区日报", "2021-03-08T07:15+08:00"),
        (
            "<span>2021年03月08日07:15</span><a href='/s'>湖区日报</a>",
            "湖区日报",
            "2021-03-08T07:15+08:00",
        ),
        ("湖区日报 2021-03-08 07:15:20", "湖区日报", "2021-03-08T07:15:20+08:00"),
        ("时间：2021-03-08　稿件来源：湖区新闻网　浏览：33", "湖区新闻网", "2021-03-08"),
        ("2021-03-08 07:15 分享 评论 字号", None, "2021-03-08T07:15+08:00"),
        ("<div>2021</div><div>03/08</div><div>07:15</div>", None, "2021-03-08T07:15+08:00"),
        (
            "<span><em>2021</em></span><span><em>03</em>/<em>08</em></span><span>07:15:20</span>",
            None,
            "2021-03-08T07:15:20+08:00",
        ),
        ("<p>新湖社</p><p>2021-03-08 07:15</p>", "新湖社", "2021-03-08T07:15+08:00"),
        ("2021-03-08 HKT 07:15", None, "2021-03-08T07:15+08:00"),
        # no outlets: a place, a column, a tool, a reporter's line
        ("<span>台北</span> 2021-03-08 07:15", None, "2021-03-08T07:15+08:00"),
        ("<p>东部 | 鱼坝</p><p>2021-03-08 07:15</p>", None, "2021-03-08T07:15+08:00"),
        ("<b>2021-03-08 07:15</b> <b>放大</b> <b>縮小</b>", None, "2021-03-08T07:15+08:00"),
        (
            "<p><a>記者秦一鳴</a>／宜蘭報導</p><p>2021-03-08 07:15</p>",
            None,
            "2021-03-08T07:15+08:00",
        ),
        ("<b>湖区观察</b> <b>2021-03-08 07:15</b>", "湖区观察", "2021-03-08T07:15+08:00"),
        ("<b>放大镜新闻</b> <b>2021-03-08 07:15</b>", "放大镜新闻", "2021-03-08T07:15+08:00"),
        ("<p>秦鸣/九派</p><p>2021-03-08 07:15</p>", "九派", "2021-03-08T07:15+08:00"),
    ],
)
def test_the_line_under_the_headline(line: str, source: str | None, published: str) -> None:
    found = read(page(above=f"{H1}<div>{line}</div>"))
    assert (found.source, found.date_published) == (source, published)


def test_the_time_printed_counts_over_the_one_stated() -> None:
    stated = '<meta property="article:published_time" content="2021-03-08T00:00:00+08:00">'
    found = read(page(stated, f"{H1}<div>2021-03-08 07:15</div>"))
    assert found.date_published == "2021-03-08T07:15+08:00"


def test_a_stated_time_completes_a_printed_day() -> None:
    stated = '<meta name="publishdate" content="2021-03-08 07:15:20">'
    found = read(page(stated, f"{H1}<div>2021-03-08</div>"))
    assert found.date_published == "2021-03-08T07:15:20+08:00"


def test_dates_of_other_articles_are_not_the_articles() -> None:
    items = "".join(
        f'<li><a href="/a/{n}.html">另一条新闻{n}</a> 2021-03-0{n}</li>' for n in (1, 2, 3)
    )
    assert read(page(above=H1, under=f"<div><i>空</i></div>{'<hr>' * 9}<ul>{items}</ul>")).headline


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("候鸟到来之前_要闻_湖区网", "候鸟到来之前"),
        ("候鸟到来之前 - 湖区日报", "候鸟到来之前"),
        ("候鸟|到来之前，护林员换好了浮标", "候鸟|到来之前，护林员换好了浮标"),
        ("要闻丨候鸟到来之前--湖区新闻", "要闻丨候鸟到来之前"),
    ],
)
def test_a_title_without_the_site(title: str, headline: str) -> None:
    assert without_site(title) == headline


def test_the_headline_is_the_printed_line_that_the_title_repeats() -> None:
    html = page(
        "<title>湖区观察|候鸟到来之前_湖区网</title>",
        "<h1>湖区网</h1><div class='bt'>湖区观察|候鸟到来之前</div>",
    )
    found = read(html)
    assert found.headline == "湖区观察|候鸟到来之前"
    assert found.metadata.field_sources["headline"] == "text"


def test_a_headline_that_nothing_repeats() -> None:
    html = page("<title>新闻动态</title>", "<h5>候鸟到来之前换好浮标</h5><div>2021-03-08</div>")
    assert read(html).headline == "候鸟到来之前换好浮标"


def test_a_column_of_the_title_is_no_outlet() -> None:
    line = "<div><b>早春</b> <b>2021-03-08 07:15</b></div>"
    title = "<title>候鸟到来之前，护林员换好了浮标 - {} - 湖区网</title>"
    assert read(page(title.format("早春"), H1 + line)).source is None
    assert read(page(title.format("要闻"), H1 + line)).source == "早春"


def test_the_source_of_a_picture_is_not_the_articles() -> None:
    assert read(page(above=H1, text=f"{TEXT}<p>图片来源：湖区日报</p>")).source is None


@pytest.mark.parametrize(
    ("head", "above", "names"),
    [
        ('<meta name="author" content="秦一鸣">', "<p><a>秦一鸣</a></p>", ["秦一鸣"]),
        ('<meta name="author" content="秦一鸣">', "", []),
        ('<meta name="author" content="秦一鸣">', "<p>编辑 <em>秦一鸣</em></p>", ["秦一鸣"]),
        ('<meta name="author" content="湖区观察">', "<p>湖区观察</p>", []),
        ("", "<div class='author'><a>秦一鸣</a></div>", ["秦一鸣"]),
        ("", "<div class='byline'>秦一鸣 白鹭洲</div>", ["秦一鸣", "白鹭洲"]),
        ("", "<div class='author'>湖区观察</div>", []),
        ("", "<div class='kicker'>秦一鸣</div>", []),
        ("", "<div class='author'>黄山</div>", []),
        ("", "<div class='author'>记者手记</div>", []),
        ('<meta name="author" content="秦一鸣">', "<p><i>设计：</i><b>秦一鸣</b></p>", []),
        ("", "<p>图为<b>作者 莫一言</b>在签名</p>", []),
        ("", "<p><b>湖区网记者 秦一鸣</b><b>2021-03-08 07:15</b></p>", ["秦一鸣"]),
        ("", "<p><b>编辑</b><b>秦一鸣</b> 2021-03-08 07:15</p>", ["秦一鸣"]),
    ],
)
def test_who_is_named_by_the_headline(head: str, above: str, names: list[str]) -> None:
    authors = read(page(head, H1 + above)).authors
    assert [author.name for author in authors] == names
    editors = [author.role == "editor" for author in authors]
    assert editors == ["编辑" in above] * len(names)


def test_an_editor_in_the_metadata_is_no_author() -> None:
    assert read(page('<meta name="author" content="王编辑">', H1)).authors == ()


def test_a_reporter_under_the_text_is_no_author() -> None:
    found = read(page(above=H1, text=TEXT + "<p>记者|秦一鸣 编辑|白鹭洲</p>"))
    assert [(a.name, a.role) for a in found.authors] == [
        ("秦一鸣", "reporter"),
        ("白鹭洲", "editor"),
    ]


@pytest.mark.parametrize(
    ("heading", "tag", "count"),
    [
        ("相关阅读", "aside", 3),
        ("更多阅读", "nav", 0),
        ("湖区天气", "aside", 0),
        ("热点新闻", "nav", 0),
    ],
)
def test_a_list_in_an_element_for_what_stands_beside(heading: str, tag: str, count: int) -> None:
    links = "".join(
        f"<li><a href='/a/20210308/{n}.html'>湖区开渔第{n}天</a></li>" for n in (1, 2, 3)
    )
    found = read(page(above=H1, text=f"{TEXT}<{tag}><h3>{heading}</h3><ul>{links}</ul></{tag}>"))
    assert len(found.related_links) == count


@pytest.mark.parametrize(
    ("above", "under", "names"),
    [
        ("<div>2021-03-08 07:15 作者：秦一鸣</div>", "", ["秦一鸣"]),
        ("<div>秦一鸣/湖区日报</div>", "", ["秦一鸣"]),
        ("", "<p>（湖区日报记者 秦一鸣）</p>", ["秦一鸣"]),
        ("", "<p>鸟来了。（秦一鸣）</p>", ["秦一鸣"]),
        ("", "<p>责任编辑：秦一鸣</p>", []),
    ],
)
def test_writers(above: str, under: str, names: list[str]) -> None:
    found = read(page(above=H1 + above, text=TEXT + under))
    assert [a.name for a in found.authors if a.role not in {"editor", "chief_editor"}] == names


@pytest.mark.parametrize(
    "added",
    [
        "<p>责任编辑：秦一鸣</p><p>版权所有，未经授权不得转载。</p>",
        "<div class='share-bar'>分享到：</div>",
        "<p>来源：湖区日报</p>",
        "<h3>相关阅读</h3><ul><li><a href='/a/1.html'>湖区开渔</a></li></ul>",
        "<p><a href='/zt/1.html'>点击进入专题：候鸟来了</a></p>",
        "<p>如需转载请与湖区日报社联系。</p><p>读者热线：4001234567</p>",
        "<p>【1】 【2】 【3】 下一页</p>",
        "<div>展开剩余60%</div>",
        "<p>本文不构成个人投资建议。</p>",
        "<h3>相关</h3>",
        "<p>更多猛料！欢迎扫描左方二维码关注湖区官方微信</p>",
        "<div style='display:none'><p>这一段不显示，只给机器看。</p></div>",
        "<table><tr><td>·<a href='/a/1.html'>湖区开渔</a></td></tr>"
        "<tr><td>·<a href='/a/2.html'>湖区封山</a></td></tr></table>",
    ],
)
def test_what_a_page_adds_is_no_text(added: str) -> None:
    assert read(page(above=H1, text=TEXT + added)).body == read(page(above=H1)).body


@pytest.mark.parametrize(
    "text",
    [
        "返回舱着陆后，搜救人员第一时间赶到现场。",
        "收藏爱好者、退休教师老孙捐出了三百枚火花。",
        "打印一份材料只要五毛钱，排队却要半小时。",
        "据了解，未经用户授权的数据来源，都存在法律风险。",
        "一、对通过备案的机构，给予一次性补贴5万元。",
        "湖区的春天",
        "评论：让候鸟留下来",
        "【1】先看风向",
        "更多机会就在家门口",
        "上下一心，湖区换了样",
        "老秦提醒，投资需谨慎。",
        "加入微信好友后，对方发来一条链接",
        "请老人选择字号大的报纸",
        "未经许可不得开展投资业务",
        "她在2016年才有Instagram账号",
    ],
)
def test_a_paragraph_that_looks_like_an_addition(text: str) -> None:
    assert f"\n{text}\n" in read(page(above=H1, text=f"{TEXT}<p>{text}</p>{TEXT}")).body


@pytest.mark.parametrize(
    "info",
    [
        "2021-03-08 07:15 来源：湖区日报 评论：<a href='#c'>0</a> 点击：<b id='hits'></b>",
        "<span>来源：<a>湖区日报</a></span><span>2021-03-08 07:15</span><i class='cmt'>评论(0)</i>",
    ],
)
def test_the_line_of_the_time_with_a_summary_under_it(info: str) -> None:
    box = f"{H1}<div>{info}</div><div class='digest'><b>摘要：</b>鸟来了。</div>"
    found = read(page(text=f"<div class='article'>{box}<div class='content'>{TEXT}</div></div>"))
    assert "点击" not in found.body
    assert "评论" not in found.body
    assert found.date_published == "2021-03-08T07:15+08:00"


def test_a_text_that_begins_with_a_time() -> None:
    first = "<p>【湖区】</p><p>“来源不明的船”，2021年3月8日7:15被发现，警方介入</p>"
    assert "2021年3月8日" in read(page(above=H1, text=first + TEXT)).body


def test_a_pager_is_no_text() -> None:
    pager = "<div class='page'><span>1</span> <a href='1_2.html'>2</a> <a>下一页</a></div>"
    assert read(page(above=H1, text=TEXT + pager)).body == read(page(above=H1)).body


def test_a_way_back_behind_the_last_sentence() -> None:
    text = TEXT.removesuffix("</p>") + "<a href='/' id='back'>返回湖区，查看更多</a></p>"
    assert read(page(above=H1, text=text)).body == read(page(above=H1)).body


def test_a_text_in_an_element_that_is_called_page() -> None:
    text = f"<div class='page js-page on'>{TEXT}</div>"
    assert read(page(above=H1, text=text)).body == read(page(above=H1)).body


def test_a_short_article_beside_much_else() -> None:
    long = "<p>评论很长，比正文长得多，也有逗号和句号，而且一条接着一条，没有尽头。</p>" * 30
    body = "<p>昨天下午，湖区开渔，第一网打上来四百多公斤鱼，岸边响起了掌声。</p>"
    found = read(page(above=H1, text=body, under=f"<h3>网友评论</h3><div id='c'>{long}</div>"))
    assert found.body == "昨天下午，湖区开渔，第一网打上来四百多公斤鱼，岸边响起了掌声。"


def test_a_heading_inside_the_text_does_not_end_it() -> None:
    for text in (f"{TEXT}<p>相关链接</p>{TEXT}{TEXT}", f"{TEXT}{TEXT}<p>相关链接</p>{TEXT}"):
        assert read(page(above=H1, text=text)).body.count("老秦") == 3
    assert read(page(above=H1, text=f"{TEXT}<p>评论(3)</p>{TEXT}")).body.count("老秦") == 1


STATED = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": ["NewsArticle"],
            "headline": "候鸟到来之前，护林员换好了浮标",
            "articleBody": "三月的湖面还有薄冰。\n护林员老秦已经出去了两趟。\n湖区日报记者 秦一鸣",
            "datePublished": "2021-03-08T07:15:20+08:00",
            "dateModified": "2021-03-08T09:00:00+08:00",
            "articleSection": "生态",
            "publisher": {"@type": "Organization", "name": "湖区网"},
            "author": {"@type": "Organization", "name": "湖区日报"},
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "首页", "item": "/"},
                {"@type": "ListItem", "position": 2, "item": {"@id": "/st/", "name": "生态"}},
            ],
        },
    ],
}


def test_a_page_whose_text_is_in_its_json_ld_alone() -> None:
    script = f'<script type="application/ld+json">{json.dumps(STATED, ensure_ascii=False)}</script>'
    found = read(f"<html><head>{script}</head><body><div id='root'></div></body></html>".encode())
    assert found.headline == "候鸟到来之前，护林员换好了浮标"
    assert found.body == "三月的湖面还有薄冰。\n护林员老秦已经出去了两趟。"
    assert found.byline == "湖区日报记者 秦一鸣"
    assert found.date_published == "2021-03-08T07:15:20+08:00"
    assert found.date_modified == "2021-03-08T09:00:00+08:00"
    assert (found.section, found.publisher, found.source) == ("生态", "湖区网", "湖区日报")
    assert [(c.name, c.url) for c in found.breadcrumbs] == [
        ("首页", "https://news.example.com/"),
        ("生态", "https://news.example.com/st/"),
    ]
    assert found.metadata.field_sources["body"] == "json-ld"


@pytest.mark.parametrize(
    "data",
    ["[", "{", "[" * 5000, "null", '{"@type":"NewsArticle","headline":5,"author":[null,{}]}', "7"],
)
def test_broken_json_ld(data: str) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    assert read(page(script, H1)).headline == "候鸟到来之前，护林员换好了浮标"


def test_the_path_above() -> None:
    path = (
        '<div class="x">当前位置：<a href="/">首页</a> &gt; <a href="/st/">生态</a> &gt; 正文</div>'
    )
    found = read(page(above=path + H1))
    assert [crumb.name for crumb in found.breadcrumbs] == ["首页", "生态", "正文"]
    assert found.section == "生态"


def test_the_publisher_is_the_sites_name_else_its_host() -> None:
    assert read(page('<meta property="og:site_name" content="湖区网">', H1)).publisher == "湖区网"
    assert read(page(above=H1)).publisher == "news.example.com"


def test_a_page_without_text() -> None:
    with pytest.raises(EmptyArticleError):
        read(b"<html><body><img src='a.jpg'></body></html>")


@pytest.mark.parametrize(
    ("names", "added"),
    [
        ("article-share", True),
        ("adBox", True),
        ("right_ad", True),
        ("ad12", True),
        ("ad300x250", True),
        ("css-ad6d4f", False),
        ("relatedNews", True),
        ("caas enableBodyAds enableGAMAds", False),
        ("content-body", False),
        ("page", True),
        ("page page", True),
        ("page on", False),
        (" ", False),
        ("", False),
    ],
)
def test_names(names: str, added: bool) -> None:
    assert is_added_name(names) is added


def test_lines_and_their_elements() -> None:
    root = Page(
        "<div>一<b>二</b>三<br>四<p>五<a href=x>六</a></p>七<script>八</script></div>", ELSEWHERE
    ).root
    lines = Lines(root)
    assert [(line.text, line.linked) for line in lines.lines] == [
        ("一二三", 0),
        ("四", 0),
        ("五六", 1),
        ("七", 0),
    ]
    assert [(node[0].tag, node[1:]) for node in lines.nodes if node[0].tag != "body"] == [
        ("p", (2, 3)),
        ("div", (0, 4)),
        ("html", (0, 4)),
    ]


def test_text_in_an_element_that_is_usually_passed_over() -> None:
    html = f"<html><body><div class='sidebar'>{H1}{TEXT}</div></body></html>".encode()
    assert read(html).body.startswith("三月的湖面")


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * 200_000 + TEXT,
        "<html><body><h1>候鸟</h1><div>" + "一句话，又一句话。<br>" * 30_000,
        "<html><body>" + TEXT + "<ul>" + "<li><a href='/a/1.html'>又一条新闻的标题</a>" * 20_000,
        "<html><body>" + "<b>字" * 20_000 + "</b>尾" * 20_000 + TEXT,
    ],
    ids=["deep", "breaks", "links", "tails"],
)
def test_time_is_linear(html: str) -> None:
    start = time.thread_time()
    Generic(Page(html, ELSEWHERE)).body()
    assert time.thread_time() - start < 5
