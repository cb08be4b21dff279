"""From an article's element to its paragraphs, captions, pictures, videos and links."""

from __future__ import annotations

import pytest

from scraper.items import Image, Link, Video
from scraper.page import Page
from scraper.parsers.body import Content, read

URL = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
IMG = '<img src="/a.jpg">'
PICTURE = "https://dezhou.iqilu.com/a.jpg"


def content(inner: str) -> Content:
    page = Page(f'<html><body><div id="text">{inner}</div></body></html>', URL)
    return read(page, page.ids["text"])


@pytest.mark.parametrize(
    ("inner", "paragraphs"),
    [
        ("", []),
        ("<p></p><p> \u3000&nbsp;</p><br>", []),
        ("只有文字。", ["只有文字。"]),
        ("<p>　　一。</p><p>二。</p>", ["一。", "二。"]),
        ("<p>一。<p>二。", ["一。", "二。"]),
        ("一。<br>二。<br/><br />三。", ["一。", "二。", "三。"]),
        ("<p>一。<br>　　二。</p>", ["一。", "二。"]),
        ("头。<p>中。</p>尾。", ["头。", "中。", "尾。"]),
        ("<p>甲<b>乙</b><span>丙</span><a>丁</a>。</p>", ["甲乙丙丁。"]),
        ("<p>第<!-- 注 -->一。</p>", ["第一。"]),
        ("<p>跨\n行的\r\n字。</p>", ["跨 行的 字。"]),
        ("<div>一。<div>二。</div>三。</div>", ["一。", "二。", "三。"]),
        ("<section><div><p>一。</p></div></section>", ["一。"]),
        ("<ul><li>一。</li><li>二。</li></ul>", ["一。", "二。"]),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", ["甲", "乙", "丙"]),
        ("<blockquote>引文。</blockquote>", ["引文。"]),
        ('<div class="page"><p>一。</p></div><p>二。</p>', ["一。", "二。"]),
        ('<div class="pages"><p>一。</p></div><p>二。</p>', ["一。", "二。"]),
        ('<p>一。</p><div class="page"><a href="x_2.shtml">2</a></div>', ["一。"]),
        ("<h3>一、小标题</h3><p>一。</p>", ["一、小标题", "一。"]),
        ("<pre>一。\n二。</pre>", ["一。 二。"]),
        ("<p>5 &lt; 6 &amp; 7。</p>", ["5 < 6 & 7。"]),
        ("<p>打开爱山东APP，市民足不出户就能办！</p>", ["打开爱山东APP，市民足不出户就能办！"]),
        ("<p>违法和不良信息清理专项行动启动。</p>", ["违法和不良信息清理专项行动启动。"]),
        ("<p>来源：记者从市公安局了解到</p>", ["来源：记者从市公安局了解到"]),
        ("<p>秋天</p><p>（散文）</p><p>作者：温若溪</p><p>一。</p>", ["秋天", "（散文）", "一。"]),
        (
            "<p>一。</p><p>《渡口》</p><p>作者：温若溪</p><p>写桥。</p><p>二。</p><p>三。</p>",
            ["一。", "《渡口》", "作者：温若溪", "写桥。", "二。", "三。"],
        ),
        (
            "<p>一。</p><p>二。</p><p>作者：温若溪</p><p>来源：泉城时报</p><p>编辑：周禾</p>",
            ["一。", "二。"],
        ),
    ],
)
def test_paragraphs(inner: str, paragraphs: list[str]) -> None:
    assert content(inner).paragraphs == paragraphs


@pytest.mark.parametrize(
    "added",
    [
        "<script>var a = '<p>文</p>';</script>",
        "<style>p { color: red }</style>",
        "<noscript><p>请打开脚本</p></noscript>",
        "<iframe src='/f.html'>框架</iframe>",
        "<button>播放</button>",
        "<select><option>第一页</option></select>",
        "<template><p>模板</p></template>",
        "<nav><a href='/'>首页</a></nav>",
        "<svg><text>图标</text></svg>",
        "<div class='ad'>广告</div>",
        "<div class='mod-ad'><p>限时特惠</p></div>",
        "<div id='share'>分享</div>",
        "<p class='contact'>拨打热线</p>",
        "<div class='big bdsharebuttonbox'>微博</div>",
        "<div class='related'><p>另一篇稿子。</p></div>",
        "<div class='mod-reco'><p>另一篇稿子。</p></div>",
        "<div class='article-sub'><p>另一篇稿子。</p></div>",
        "<div id='pageUpDown1'><ul id='page'><li>共3页: </li><li>1</li></ul></div>",
        "<p style='display:none'>旧稿。</p>",
        "<p style='color: red; DISPLAY : NONE'>旧稿。</p>",
        "<p>想爆料？请登录《阳光连线》。</p>",
        "<p>扫描二维码关注我们</p>",
        "<!-- <p>旧稿。</p> -->",
        "<div hidden><p>听新闻</p></div>",
        "<p style='visibility:hidden'>旧稿。</p>",
        "<div>00:00/03:21</div>",
        "<p>打开闪电新闻客户端，阅读体验更佳</p>",
        "<p>相关阅读：<a href='/dzyaowen/2020/1101/1.shtml'>旧桥昨天封闭</a></p>",
        "<ul class='pagelist'><li>共3页: </li><li>1</li></ul>",
        "<p>共3页：</p>",
    ],
)
def test_added_is_left_out_and_the_text_goes_on(added: str) -> None:
    found = content(f"<p>一。</p>{added}尾。<p>二。</p>")
    assert found.paragraphs == ["一。", "尾。", "二。"]


@pytest.mark.parametrize("name", ["advice", "shareholder", "text-content", "relatedness"])
def test_names_are_compared_as_words(name: str) -> None:
    assert content(f"<div class='{name}'>一。</div>").paragraphs == ["一。"]


@pytest.mark.parametrize(
    ("after", "caption"),
    [
        ("<p>▲施工现场热火朝天，工人正在浇筑桥面。</p>", "▲施工现场热火朝天，工人正在浇筑桥面。"),
        ("<p>图为施工现场。</p>", "图为施工现场。"),
        ("<p>图1：规划示意</p>", "图1：规划示意"),
        ("<p>资料图</p>", "资料图"),
        (
            "<p>施工现场，工人在安装桥梁的最后一段。（通讯员供图）</p>",
            "施工现场，工人在安装桥梁的最后一段。（通讯员供图）",
        ),
        ("<p>记者 温若溪 摄</p>", "记者 温若溪 摄"),
        ("<p>图片来源：泉城时报</p>", "图片来源：泉城时报"),
        ("<p style='text-align: center'>桥面浇筑。</p>", "桥面浇筑。"),
        ("<p align=center>桥面浇筑。</p>", "桥面浇筑。"),
        ("<center>桥面浇筑。</center>", "桥面浇筑。"),
        ("<figcaption class='caption'>桥面浇筑。</figcaption>", "桥面浇筑。"),
        ("<p>桥面浇筑现场</p>", "桥面浇筑现场"),
        ("<p>&nbsp;</p><p>桥面浇筑现场</p>", "桥面浇筑现场"),
        ("<p>桥面浇筑。建设指挥部供图 泉城网</p>", "桥面浇筑。建设指挥部供图 泉城网"),
        ("<p>　　外地网友对大桥的评论截图</p>", "　　外地网友对大桥的评论截图".strip()),
        ("<p>图/泉城时报</p>", "图/泉城时报"),
        ("<p>孩子与大桥“合影”</p>", "孩子与大桥“合影”"),
        ("<p>00后志愿者在桥上服务</p>", "00后志愿者在桥上服务"),
        ("<p>▶图为施工现场。</p>", "▶图为施工现场。"),
        ("<p>浇筑现场</p><p>温若溪 摄</p>", "浇筑现场 温若溪 摄"),
    ],
)
def test_caption(after: str, caption: str) -> None:
    found = content(f"<p>一。</p><p>{IMG}</p>{after}<p>二。</p>")
    assert found.images == [Image(url=PICTURE, caption=caption)]
    assert found.paragraphs == ["一。", "二。"]


@pytest.mark.parametrize(
    "after",
    [
        "大桥今天合龙。",
        "“我们提前了一个月！”",
        "一、工期提前",
        "（二）资金到位",
        "1. 工期提前",
        "第三，资金到位",
        "<strong>工期提前</strong>",
        "大桥" * 70,
        "床前明月光，",
        "齐鲁网11月29日讯",
        "“这儿真好”",
        "【工期提前】",
        "3",
        "大桥通车了。（通讯员 温若溪）",
        '"我们提前了一个月。"',
        "<span class='x-h3'>工期提前</span>",
        "监督电话：12345",
        "02 资金到位",
        "Part 2 资金到位",
        "■ 通车当天",
        "王大爷说：“这儿真好，我天天来”",
    ],
)
def test_no_caption(after: str) -> None:
    found = content(f"<p>{IMG}</p><p>{after}</p>")
    assert found.images == [Image(url=PICTURE)]
    assert len(found.paragraphs) == 1


@pytest.mark.parametrize(
    ("line", "is_caption"),
    [
        ("<p>工期提前</p>", True),
        ("<p style='text-align:center'>工期提前</p>", True),
        ("<p>　　工期提前</p>", False),
        ("<p>\n&nbsp; 工期提前</p>", False),
        ("<p>　　　　　　工期提前</p>", True),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;工期提前</p>", True),
        ("<p>早上6:30，环卫工人在清扫</p>", True),
        ("<p style='text-indent:2em'>工期提前</p>", False),
        ("<p style='text-align: justify'>工期提前</p>", False),
    ],
)
def test_what_is_set_as_text_is_no_caption_of_a_centred_picture(
    line: str, is_caption: bool
) -> None:
    found = content(f"<p style='text-align:center'>{IMG}</p>{line}<p>　　二。</p>")
    text = "工期提前" if "工期提前" in line else "早上6:30，环卫工人在清扫"
    assert found.images == [Image(url=PICTURE, caption=text if is_caption else None)]
    assert content(f"<p>{IMG}</p>{line}").images[0].caption == text


@pytest.mark.parametrize(
    "sentence",
    [
        "目前，警方正在进一步搜集相关资料。",
        "张先生向记者出示了当时的付款截图。",
        "感谢各位网友的供图和支持。",
    ],
)
def test_a_sentence_that_ends_like_a_caption(sentence: str) -> None:
    found = content(f"<p style='text-align:center'>{IMG}</p><p>　　{sentence}</p>")
    assert found.paragraphs == [sentence]


def test_an_advertisement_beside_its_label_is_no_picture() -> None:
    added = f"<div><span>广告</span><a href='https://shop.example/'>{IMG}</a></div>"
    found = content(f"<p>一。</p>{added}<p>工期提前</p>")
    assert (found.images, found.paragraphs) == ([], ["一。", "工期提前"])


def test_a_heading_is_no_caption() -> None:
    found = content(f"<p>一。</p><p>{IMG}</p><h2>发展现状</h2><p>二。</p>")
    assert found.images == [Image(url=PICTURE)]
    assert found.paragraphs == ["一。", "发展现状", "二。"]


def test_sign_off_after_a_picture_is_no_caption() -> None:
    found = content(f"<p>一。</p><p>{IMG}</p><p>闪电新闻记者 温若溪 报道</p>")
    assert found.images == [Image(url=PICTURE)]
    assert found.sign_offs == ["闪电新闻记者 温若溪 报道"]


def test_a_caption_belongs_to_the_picture_before_it() -> None:
    found = content(
        "<p><img src='/1.jpg'><img src='/2.jpg'></p><p>▲后一张</p><p><img src='/3.jpg'></p>"
    )
    assert [(i.url[-5], i.caption) for i in found.images] == [
        ("1", None),
        ("2", "▲后一张"),
        ("3", None),
    ]


@pytest.mark.parametrize(
    ("img", "image"),
    [
        (
            "<img src='//img12.iqilu.com/a.jpg' alt=' 大桥 '>",
            Image(url="https://img12.iqilu.com/a.jpg", alt="大桥"),
        ),
        ("<img src='/blank.gif' data-src='/a.jpg'>", Image(url=PICTURE)),
        (
            "<img src='/loading.gif' data-original='a.jpg' alt=''>",
            Image(url=URL.rpartition("/")[0] + "/a.jpg"),
        ),
        ("<img src='/a.jpg' width='600' height='40'>", Image(url=PICTURE)),
        ("<img src='/a.jpg' width='100%'>", Image(url=PICTURE)),
        ("<img src='/logotype.jpg'>", Image(url="https://dezhou.iqilu.com/logotype.jpg")),
        ("<img>", None),
        ("<img src=''>", None),
        ("<img src='data:image/png;base64,AAAA'>", None),
        ("<img src='/a.jpg' width='20'>", None),
        ("<img src='/a.jpg' height='16px'>", None),
        ("<img src='/images/icon_play.png'>", None),
        ("<img src='/images/logo.png'>", None),
        ("<img src='/news-qrcode.jpg'>", None),
        ("<img src='/ewm.jpg'>", None),
        ("<img src='/b.jpg' alt='齐鲁网二维码'>", None),
    ],
)
def test_picture(img: str, image: Image | None) -> None:
    assert content(f"<p>{img}</p><p>大桥今天合龙。</p>").images == ([image] if image else [])


@pytest.mark.parametrize(
    ("html", "video"),
    [
        ("<video src='/a.mp4'></video>", Video(url="https://dezhou.iqilu.com/a.mp4")),
        (
            "<video poster='/p.jpg'><source src='/a.mp4'>旧浏览器</video>",
            Video(url="https://dezhou.iqilu.com/a.mp4", poster="https://dezhou.iqilu.com/p.jpg"),
        ),
        ("<embed src='http://v.iqilu.com/p.swf?id=1'>", Video(url="http://v.iqilu.com/p.swf?id=1")),
        (
            "<object data='http://v.iqilu.com/p.swf?id=1'></object>",
            Video(url="http://v.iqilu.com/p.swf?id=1"),
        ),
        ("<object data='http://ad.example.cn/b.swf'></object>", None),
        ("<embed src='http://ad.example.cn/b.swf'>", None),
        ("<video></video>", None),
        ("<audio src='/a.mp3'></audio>", None),
    ],
)
def test_video(html: str, video: Video | None) -> None:
    found = content(f"<p>一。</p>{html}<p>二。</p>")
    assert found.videos == ([video] if video else [])
    assert found.paragraphs == ["一。", "二。"]


def test_links_of_the_text_alone() -> None:
    found = content(
        "<p>见<a href='/b.shtml#c'> 旧闻 </a>和<a href=''>空</a>、<a href='javascript:;'>脚本</a>、"
        "<a href='/c.jpg'><img src='/c.jpg'></a>。</p>"
        "<p>闪电新闻记者 <a href='/z'>温若溪</a> 报道</p>"
    )
    assert found.links == [Link(url="https://dezhou.iqilu.com/b.shtml", text="旧闻")]


def test_lines_are_sorted() -> None:
    found = content(
        "<p>一。</p><p>闪电新闻记者 温若溪 报道</p><p>[责任编辑：孟知远]</p>"
        "<p>（责任编辑：郑晓）</p>"
    )
    assert found.paragraphs == ["一。"]
    assert found.sign_offs == ["闪电新闻记者 温若溪 报道"]
    assert found.editor_lines == ["[责任编辑：孟知远]", "（责任编辑：郑晓）"]


@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote"])
def test_deep_nesting(tag: str) -> None:
    inner = f"<{tag}>" * 1500 + "深处。" + f"</{tag}>" * 1500
    found = content(f"<p>一。</p>{inner}<p>二。</p>")
    assert [p.rstrip() for p in found.paragraphs] == ["一。", "深处。", "二。"]


@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote"])
def test_nesting_too_deep_for_any_parser(tag: str) -> None:
    """Whatever libxml2 gives up on: what came before is kept, and the loss is said."""
    inner = f"<{tag}>" * 5000 + "深处。" + f"</{tag}>" * 5000
    page = Page(f"<div id='text'><p>一。</p>{inner}<p>二。</p></div>", URL)
    assert read(page, page.ids["text"]).paragraphs == ["一。"]
    assert [problem.field for problem in page.problems] == ["page"]


def test_many_unclosed_embeds_hold_the_text_behind_them() -> None:
    found = content('<embed src="a.swf">' * 200 + "<p>第一段。</p>")
    assert "".join(found.paragraphs) == "第一段。"


def test_dates_and_outlets_behind_links_make_them_no_text() -> None:
    entries = "".join(
        f"<li><a href='/a/2020/11{n}/469{n}.shtml'>桥</a><span>泉城时报 2020-11-{n}</span></li>"
        for n in (10, 11, 12)
    )
    assert content(f"<p>一。</p><h3>相关新闻</h3><ul>{entries}</ul>").paragraphs == ["一。"]


def test_an_advertisement_is_no_picture_of_the_text() -> None:
    assert (
        content("<p>一。</p><img src='http://ad.iqilu.com/7.jpg'><img src='/ad/7.jpg'>").images
        == []
    )


def test_the_links_under_a_heading_that_says_so_are_no_text() -> None:
    link = '<p><a href="/a/2020/1129/4690001.shtml">另一篇稿子的标题</a></p>'
    found = content(f"<p>第一段。</p><p>延伸阅读：</p>{link}{link}<p>第二段。</p>{link}")
    assert found.paragraphs == ["第一段。", "第二段。", "另一篇稿子的标题"]
    assert len(found.links) == 1
    assert content(f"<p>原标题：旧题</p>{link}").paragraphs == ["另一篇稿子的标题"]
    assert content(f"<p>第一段。</p><p>广告</p>{link}").paragraphs == ["第一段。"]


def test_a_list_of_links_in_the_text_is_no_text() -> None:
    links = "".join(
        f'<li><a href="/a/2020/1129/469000{n}.shtml">标题{n}</a></li>' for n in range(3)
    )
    found = content(f"<p>第一段。</p><h3>热点新闻</h3><ul>{links}</ul><p>第二段。</p>")
    assert found.paragraphs == ["第一段。", "第二段。"]
    assert found.links == []
    assert len(content(f"<ul>{links}</ul>").paragraphs) == 3, "a text of nothing else"
