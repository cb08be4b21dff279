"""What is taken out of a page's source, and that the record does not depend on it."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import Article, EmptyArticleError, parse_article
from scraper.lookalike import LookAlike
from scraper.page import PLACE, Page, Taken
from scraper.parsers import V2016, body, outtakes

from . import golden
from .heavy import timed
from .markups import URL, Entry, Story, v2016

ENTRY = Entry(
    url="http://dezhou.iqilu.com/dzyaowen/2020/1128/4690001.shtml",
    title="另一条新闻",
    summary="摘要。",
    source="齐鲁网",
    date="2020-11-28",
)
PICTURE = '<p style="text-align: center;"><img src="/a.jpg"></p>'
STORY = Story(
    headline="德州管网改造完成",
    time="2020-11-29 15:06:11",
    source="齐鲁网",
    paragraphs=("齐鲁网11月29日讯 第一段的话。", "第二段的话。", "第三段的话。"),
    sign_off="闪电新闻记者 王一 报道",
    entries=(ENTRY,),
)


def take_out(html: str) -> tuple[str, Taken]:
    """Take the paragraphs out of a page."""
    taken: Taken = {}
    return outtakes.take_out(html, body.pieces, body.PLACE, taken), taken


def taken_out(html: str) -> tuple[str, list[list[str]]]:
    """Return the rest of a part of a page, and the paragraphs taken out, by their place."""
    rest, taken = take_out(html)
    return rest, [[text for _, text in row] for row in taken.values()]


def whole(html: str, url: str = URL) -> Article:
    """Read a page of which nothing is taken out."""
    with patch.object(V2016, "take_out", lambda source: (source, {})):
        return parse_article(html, url)


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<p>一</p>", [["一"]]),
        ("<p>一</p>\n  <p>二</p>　<p></p>", [["一", "二", ""]]),
        ("<p>一</p>三<p>二</p>", [["一"], ["二"]]),
        ("<p>一</p><br><p>二</p>", [["一"], ["二"]]),
        ('<p style="text-indent: 2em;">一</p>', [["一"]]),
        ('<p style="text-indent:2em;text-align:justify;">\n一\n</p>', [["\n一\n"]]),
        ('<p>一 > 二 " 三</p>', [['一 > 二 " 三']]),
        ("<p>一&nbsp;&mdash;二</p>", [["一\xa0—二"]]),
        ("<p>一&amp;</p><p>二&nbsp;</p>", [["一&", "二\xa0"]]),
        ("<p>一&quot;&#8220;二&#39;&#x27;&#34;</p>", [["一\"“二''\""]]),
        ("<p>&lt;p&gt;一&amp;nbsp;&amp;quot;</p>", [["<p>一&nbsp;&quot;"]]),
        ("<p>一&#160;</p><p>二</p>", [["一\xa0", "二"]]),
        ("<p>一&#150;</p><p>二</p>", [["二"]]),
        ("<p>一&#0150;</p><p>二</p>", [["二"]]),
        ("<p>一&quot</p><p>二</p>", [["二"]]),
        ("<p>一&nosuch;</p><p>二</p>", [["二"]]),
        ("<p>一<b>二</b></p>", []),
        ('<p style="display: none">一</p>', []),
        ('<p style="text-align: center;">一</p>', []),
        ('<p class="contact">一</p>', []),
        ("<P>一</P>", []),
        ("<p>一<p>二</p>", [["二"]]),
        ("<!-- <p>一</p> --><p>二</p>", [["二"]]),
        ("<!-- 一 --><p>二</p><!-- 三 <p>四</p>", [["二"]]),
        ("<!-- <!-- <p>一</p> --><p>二</p>", [["二"]]),
    ],
)
def test_paragraphs_without_elements_are_taken_out(html: str, rows: list[list[str]]) -> None:
    assert taken_out(html)[1] == rows


def test_a_place_says_what_stood_there() -> None:
    rest, rows = taken_out("<ul>一</ul><p>二</p> <p>三</p><!-- 四 --><b>五</b><p>六</p>")
    assert rows == [["二", "三"], ["六"]]
    before, between, after = rest.split("<p ")
    assert before == "<ul>一</ul>"
    assert between.partition("</p>")[2] == "<!-- 四 --><b>五</b>"
    assert after.endswith("></p>")
    assert rest.count(PLACE) == 2
    assert '"' not in rest


def test_a_place_is_claimed_once() -> None:
    page = Page("<p>一</p><b>二</b>", URL, take_out=take_out)
    (place,) = page.root.iter("p")
    assert not page.is_whole
    assert not page.is_read
    assert page.claim(place) == [[None, "一"]]
    assert page.is_read
    assert page.claim(place) is None
    (other,) = page.root.iter("b")
    assert page.claim(other) is None
    page.lose()
    assert not page.is_read


def test_most_of_an_article_is_taken_out() -> None:
    html = v2016(STORY)
    page = Page(html, URL, None, V2016.end, V2016.take_out)
    text = page.data.decode().partition("<body")[2]
    assert not any(printed in text for printed in (*STORY.paragraphs, "王一", ENTRY.title))
    found = parse_article(html, URL)
    assert found == whole(html)
    assert found.body.split("\n") == list(STORY.paragraphs)
    assert [link.title for link in found.related_links] == [ENTRY.title]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # where it stood tells whether it is the article's
        ("<p>　　第二段的话。</p>", "<script><p>　　第二段的话。</p></script>"),
        ("<p>　　第二段的话。</p>", "<textarea><p>　　第二段的话。</p></textarea>"),
        ("<p>　　第二段的话。</p>", '<img src="/a.jpg" alt="<p>　　第二段的话。</p>">'),
        ("<p>　　第二段的话。</p>", '<div style="display:none"><p>　　第二段的话。</p></div>'),
        ("<p>　　第二段的话。</p>", '<div class="share"><p>　　第二段的话。</p></div>'),
        ("<p>　　第二段的话。</p>", "<table><tr><td><p>　　第二段的话。</p></td></tr></table>"),
        ("<p>　　第二段的话。</p>", "<b><p>　　第二段的话。</p></b>"),
        ("<p>　　第二段的话。</p>", "第一句<p>　　第二段的话。</p>"),
        ("<p>　　第二段的话。</p>", '<p>　　第二段的话。</p><img src="/a.jpg"><p>▲图</p>'),
        ("<p>　　第二段的话。</p>", f'<p {PLACE}="0"></p><p>　　第二段的话。</p>'),
        # how it was set tells what it is
        ("<p>　　第二段的话。</p>", f"{PICTURE}<p>　　工期提前</p>"),
        ("<p>　　第二段的话。</p>", f'{PICTURE}<p style="text-indent: 2em;">工期提前</p>'),
        ("<p>　　第二段的话。</p>", f"{PICTURE}<p>工期提前</p>"),
        ("<p>　　第二段的话。</p>", f"<p {PLACE}=7></p><p>　　第二段的话。</p>"),
        ("<p>　　第二段的话。</p>", f"{'<div>' * 400}<p>　　第二段的话。</p>{'</div>' * 400}"),
        ("第二段", "第\x0b二\x1c段"),
        # what is looked for in all of the page
        ("<h1>", "<h7>"),
        ("2020-11-29 15:06:11", ""),
        ("article-main", "main-article"),
        ("section-cnt-tit", "x"),
        ("news-pic-item", "x"),
        ("mod-reco", "mod-reco x"),
        ("</h1>", ""),
        ('<div class="article-main">', ""),
    ],
)
def test_whatever_is_taken_out_the_record_is_the_same(old: str, new: str) -> None:
    html = v2016(STORY)
    assert old in html
    assert parse_article(html.replace(old, new), URL) == whole(html.replace(old, new))


@settings(max_examples=200, derandomize=True)
@given(
    pieces=st.lists(
        st.sampled_from(
            "<p> </p> <!-- --> <b> </b> <div> </div> <br> <a~href='/x'> </a> <ul><li> </li></ul> "
            "<script> </script> &nbsp; &amp; &ldquo; &#8220; &quot; &#150; &lt \" ' > 字。 "
            "（记者~王一） 记者 报道 "
            "<p~style='display:none'> <h1> </h1> <span> </span> <td> <textarea> 2020-11-28".split()
        ).map(lambda piece: piece.replace("~", " ")),
        max_size=12,
    ),
    at=st.sampled_from(["第一段", "　　第二段", "<p>　　第三段", "</p>", '"article-main">']),
)
def test_damaged_in_the_text_the_record_is_the_same(pieces: list[str], at: str) -> None:
    html = v2016(STORY).replace(at, f"{''.join(pieces)}{at}")
    try:
        expected = whole(html)
    except EmptyArticleError:
        with pytest.raises(EmptyArticleError):
            parse_article(html, URL)
        return
    found = parse_article(html, URL)
    assert found.body == expected.body
    assert found.authors == expected.authors
    assert found.headline == expected.headline
    assert found.date_published == expected.date_published


def test_the_look_alike_is_read_the_same() -> None:
    site = LookAlike(articles=400)
    for record in site.articles_of("dezhou"):
        url = record["canonical_url"]
        html = site.respond(url).body.decode("utf-8", "replace")
        assert parse_article(html, url) == whole(html, url)


@pytest.mark.parametrize(
    "html",
    [
        "<p>字</p>" * 20_000,
        "<!-- <p>字</p> -->" * 10_000,
        "<!-- " * 40_000,
        "--> <!-- " * 20_000,
        "<p>" * 60_000,
        '<p style="text-indent: 2em;' * 8000,
        '<p style="' + "text-indent: 2em;" * 12_000,
        "<p>&nbsp;&amp;</p>" * 10_000,
        "<p>" + "&nbsp;&amp;" * 20_000,
    ],
)
def test_taking_out_takes_no_more_than_the_length_allows(html: str) -> None:
    assert timed(lambda: taken_out(html)) < 0.5


def test_four_times_the_paragraphs_take_four_times_as_long() -> None:
    """What is read of a paragraph that was taken out costs the same wherever it stood."""
    page = golden.page("v2016/plain").decode()
    at = page.index("<p", page.index("article-main"))
    pages = [page[:at] + "<p>今天，天气很好。</p>" * n + page[at:] for n in (1000, 4000, 16_000)]
    seconds = [min(timed(partial(parse_article, h, URL)) for _ in range(3)) for h in pages]
    assert all(more < 8 * less + 0.05 for less, more in pairwise(seconds))
