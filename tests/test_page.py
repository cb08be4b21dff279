"""A page: decoded and parsed once, with the look-ups that the templates share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scraper.items import NotAnArticleError
from scraper.page import Page, by_class, classes, first, further_parts, text_of
from scraper.urls import address

URL = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"


def page(inner: str, url: str = URL) -> Page:
    return Page(f"<html><body>{inner}</body></html>", url)


@pytest.mark.parametrize(
    "html",
    [b"", "", b" \n", "<!-- -->", b"\x00", b"\xff\xfe", "<", "</p>", "<html></html>", "<?xml?>"],
)
def test_hardly_a_page(html: bytes | str) -> None:
    empty = Page(html, URL)
    assert text_of(empty.root).strip("<") == ""
    assert empty.title is None
    assert empty.metas == {}
    assert empty.ids == {}
    assert empty.divs("article-main") == []


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(data: bytes) -> None:
    assert Page(data, URL).root is not None


@given(st.text(max_size=300))
def test_any_text_is_a_page(text: str) -> None:
    """Even with surrogates on their own, which UTF-8 cannot write."""
    assert Page(text, URL).root is not None


@pytest.mark.parametrize(
    "html",
    [
        '<?xml version="1.0" encoding="gb2312"?><html><body><p>德州</p></body></html>',
        '\n<?xml version="1.0" encoding="utf-16"?>\n<p>德州</p>',
        '<meta charset="gb2312"><p>德州</p>',
        '<meta http-equiv="Content-Type" content="text/html; charset=gbk"><p>德州</p>',
        "<p>德\0州</p>",
        "<p>德\ufeff州</p>".replace("\ufeff", ""),
    ],
)
@pytest.mark.parametrize("as_bytes", [True, False])
def test_what_a_page_says_of_its_encoding_is_not_believed(html: str, as_bytes: bool) -> None:
    read = Page(html.encode() if as_bytes else html, URL)
    assert text_of(first(read.root, "p")) == "德州"
    assert read.encoding == ("utf-8" if as_bytes else None)


def test_text_behind_a_nul_is_read() -> None:
    assert "后文" in text_of(
        Page(b"<p>\xe5\x89\x8d\x00</p><p>\xe5\x90\x8e\xe6\x96\x87</p>", URL).root
    )


def test_broken_bytes_are_noted() -> None:
    read = Page("<p>德州德州德州德州德州</p>".encode() + b"\xff<p>" + "二。".encode() * 9, URL)
    assert [problem.field for problem in read.problems] == ["page"]
    assert "1 characters" in read.problems[0].message


def test_a_page_has_no_problem_of_one_that_another_thread_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other is read between the tree of the first and its log."""

    def meanwhile(data: bytes, parser: etree.HTMLParser) -> etree._Element:
        monkeypatch.undo()
        root = etree.fromstring(data, parser)
        with ThreadPoolExecutor() as pool:
            assert pool.submit(Page, "<div>" * 3000, URL).result().problems
        return root

    monkeypatch.setattr(etree, "fromstring", meanwhile)
    assert Page("<p>德州</p>", URL).problems == []


def test_no_address_is_refused() -> None:
    with pytest.raises(NotAnArticleError):
        Page("<p>德州</p>", "dezhou")


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("", "https://dezhou.iqilu.com/dzyaowen/2020/1129/a.jpg"),
        ("<base>", "https://dezhou.iqilu.com/dzyaowen/2020/1129/a.jpg"),
        ("<base href='javascript:;'>", "https://dezhou.iqilu.com/dzyaowen/2020/1129/a.jpg"),
        ("<base href='/pics/'>", "https://dezhou.iqilu.com/pics/a.jpg"),
        ("<base href='http://img5.iqilu.com/c/u/'>", "http://img5.iqilu.com/c/u/a.jpg"),
    ],
)
def test_base(base: str, url: str) -> None:
    assert Page(f"<html><head>{base}</head></html>", URL).absolute("a.jpg") == url


def test_divs_by_class_in_page_order() -> None:
    read = page(
        "<div class='b a' id=1></div><div class=' a\n c ' id=2><div class='a-b' id=3></div></div>"
        "<p class='a' id=4></p><div class='A' id=5></div>"
    )
    assert [div.get("id") for div in read.divs("a")] == ["1", "2"]


def test_first_element_of_an_id() -> None:
    read = page("<p id='x'>一</p><p id='x'>二</p>")
    assert text_of(read.ids["x"]) == "一"
    assert read.id_names == {"x"}
    assert read.has("#x")
    assert read.has("#y, #x")
    assert not read.has("#y")


def test_metas() -> None:
    read = Page(
        "<meta name='Keywords' content=''><meta name=keywords content=' 德州\n新闻 '>"
        "<meta name='keywords' content='后一个'><meta property='og:Title' content='题'>"
        "<meta itemprop='datePublished' content='2020-11-29'><meta charset='utf-8'>",
        URL,
    )
    assert read.metas == {"keywords": "德州 新闻", "og:title": "题", "datepublished": "2020-11-29"}


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title> 题\n目 </title>", "题 目"),
        ("<title></title>", None),
        ("<p>无</p>", None),
        ("<title>前</title><title>后</title>", "前"),
    ],
)
def test_title(html: str, title: str | None) -> None:
    assert Page(html, URL).title == title


@pytest.mark.parametrize(
    ("html", "url", "parts"),
    [
        ("<a href='4691234_2.shtml'>2</a><a href='4691234_3.shtml'>3</a>", URL, (2, 3)),
        (
            "<a href='/dzyaowen/2020/1129/4691234_3.shtml'>3</a><a href='4691234_2.shtml'>",
            URL,
            (2, 3),
        ),
        ("<a href=4691234_2.shtml>2</a><a href=4691234_2.shtml>下一页</a>", URL, (2,)),
        ("<a href='4691234.shtml'>1</a><a href='4691234_1.shtml'>1</a>", URL, ()),
        ("<a href='4691299_2.shtml'>2</a><a href='94691234_2.shtml'>2</a>", URL, ()),
        ("<img src='4691234_2.jpg'>", URL, ()),
        (
            "<a href='4691234.shtml'>1</a><a href='4691234_2.shtml'>2</a>"
            "<a href='4691234_3.shtml'>3</a>",
            URL.replace(".shtml", "_2.shtml"),
            (3,),
        ),
        ("<a href='u-1_2.shtml'>", "https://bbs.iqilu.com/thread-1-1-1.html", ()),
    ],
)
def test_further_parts(html: str, url: str, parts: tuple[int, ...]) -> None:
    assert further_parts(html.encode(), address(url)) == parts


def test_look_ups_of_elements() -> None:
    read = page("<div class='a  b'><p class='x y'>一<b>二</b>三</p><span class='x'>四</span></div>")
    div = read.divs("a")[0]
    assert classes(div) == ["a", "b"]
    assert text_of(first(div, "span", "p")) == "一二三"
    assert [e.tag for e in by_class(div, "x", "p", "span")] == ["p", "span"]
    assert [e.tag for e in by_class(div, "x", "span")] == ["span"]
    assert first(None, "p") is None
    assert text_of(None) == ""
    assert list(by_class(None, "x")) == []
