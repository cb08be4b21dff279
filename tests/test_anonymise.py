"""Anonymous pages: nothing of the text is left, and everything is read as before."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import Article, parse_article, to_dict
from scraper.anonymise import NotSafeError, anonymise
from scraper.anonymise.addresses import disguised
from scraper.anonymise.disguise import Disguise
from scraper.anonymise.page import differences, surviving
from scraper.anonymise.vocabulary import vocabulary
from scraper.byline.names import HAN, is_usual_name
from scraper.encoding import decode
from scraper.extract import FIELDS
from scraper.lookalike import LookAlike

from . import golden

URL = golden.url("v2016/plain")
PLAIN = golden.page("v2016/plain")
ROW = 6
SAFE = [case for case in golden.CASES if case != "v2016/truncated-in-character"]
LABEL = re.compile("|".join(sorted(vocabulary().labels, key=len, reverse=True)))
DISGUISE = Disguise(b"a page")


def rows(html: bytes | str) -> set[str]:
    """Return all that stands in rows of six characters, between labels, however it is spelt."""
    text = unquote(unescape(decode(html).text if isinstance(html, bytes) else html))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    runs = re.findall(f"[{HAN}]{{{ROW},}}", LABEL.sub(" ", text))
    return {run[n : n + ROW] for run in runs for n in range(len(run) - ROW + 1)}


def filled(article: Article) -> set[str]:
    return {field for field in FIELDS if getattr(article, field)}


def check(html: bytes, url: str) -> None:
    before, made = parse_article(html, url), anonymise(html, url)
    printed = decode(made.html).text
    assert not [author.name for author in before.authors if author.name in printed]
    assert parse_article(made.html, made.url) == made.article
    assert rows(html).isdisjoint(rows(made.html))
    assert made.article.metadata.layout == before.metadata.layout
    assert filled(made.article) == filled(before)
    assert [author.role for author in made.article.authors] == [a.role for a in before.authors]
    assert made.article.date_published == before.date_published
    assert len(made.article.related_links) == len(before.related_links)
    assert b"\r" not in made.html


@pytest.mark.parametrize("case", SAFE)
def test_golden_pages(case: str) -> None:
    check(golden.page(case), golden.url(case))


def test_pages_of_the_look_alike() -> None:
    site = LookAlike(seed=11, articles=60)
    urls = [record["canonical_url"] for city in site.regions for record in site.articles_of(city)]
    assert len(urls) > 20
    for url in urls[:30]:
        check(site.respond(url).body, url)


def test_the_same_page_gives_the_same_and_another_page_another() -> None:
    assert anonymise(PLAIN, URL) == anonymise(PLAIN, URL)
    changed = PLAIN.replace("。</p>".encode(), "！</p>".encode(), 1)
    assert changed != PLAIN
    assert anonymise(changed, URL).article.headline != anonymise(PLAIN, URL).article.headline


def test_names_become_names() -> None:
    before, after = golden.article("v2016/plain"), anonymise(PLAIN, URL).article
    assert [is_usual_name(author.name) for author in after.authors] == [
        is_usual_name(author.name) for author in before.authors
    ]
    assert [author.affiliation for author in after.authors] == [
        author.affiliation for author in before.authors
    ]


def test_structure_stays() -> None:
    tag = re.compile(rb"</?(\w+)|class=\"[^\"]*\"|id=\"[^\"]*\"")
    outside = re.compile(rb"(?s)<!--.*?-->|(?<=<script>).*?(?=</script>)")
    made = anonymise(PLAIN, URL).html
    want = [found[0] for found in tag.finditer(outside.sub(b"", PLAIN))]
    assert [found[0] for found in tag.finditer(made)] == want


@pytest.mark.parametrize(
    "kept",
    [
        "责任编辑：",
        "2020年11月29日 15:06:11",
        "齐鲁网·闪电新闻11月29日讯",
        "&nbsp;&#160;",
        "3、18",
        "想爆料？",
        "",
    ],
)
def test_what_stays(kept: str) -> None:
    assert DISGUISE.text(kept) == kept


@pytest.mark.parametrize(
    "text", ["拨0534-1234567", "王磊", "Anna Müller", "Город", "ひらがな", "欧阳娜娜", "120386人"]
)
def test_what_does_not(text: str) -> None:
    made = DISGUISE.text(text)
    assert len(made) == len(text)
    assert not set(re.findall(r"[^\W\d_]{2,}|\d{3,}", text)) & set(
        re.findall(r"[^\W\d_]{2,}|\d{3,}", made)
    )


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60))
def test_no_row_of_any_text_survives(text: str) -> None:
    made = DISGUISE.text(text)
    assert len(made) == len(text)
    assert DISGUISE.text(text) == made
    assert rows(text).isdisjoint(rows(made))


@given(st.lists(st.sampled_from(sorted(vocabulary().phrases | vocabulary().words)), max_size=9))
def test_no_row_of_known_words_survives(words: list[str]) -> None:
    text = "记者" + "".join(words)
    assert surviving(text, DISGUISE.text(text)) is None


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var title = '某地新建成的大桥通车';</script>",
        "<style>/* 某地新建成的大桥通车 */</style>",
        "<!-- 某地新建成的大桥通车 -->",
        "<p>&#26576;&#22320;&#26032;&#24314;&#25104;&#30340;&#22823;&#26725;&#x901A;&#x8F66;</p>",
        '<a href="/s?q=%E6%9F%90%E5%9C%B0%E6%96%B0%E5%BB%BA%E6%88%90%E7%9A%84%E5%A4%A7">1</a>',
        "<a onclick=\"share('某地新建成的大桥通车')\">1</a>",
        '<img src="/a.jpg" alt=某地新建成的大桥通车 data-title="某地新建成的大桥通车">',
        '<img alt="某地"新建成的大桥通车" src="/a.jpg">',
        '<meta http-equiv="keywords" content="某地新建成的大桥通车">',
        "<![CDATA[某地新建成的大桥通车]]>",
        '<script type="application/ld+json">{"about": "某地新建成的大桥通车"}</script>',
        '<script type="application/ld+json">{"about": "\\u67d0\\u5730\\u65b0\\u5efa\\u6210\\u7684'
        '\\u5927\\u6865"}</script>',
    ],
)
def test_text_is_found_wherever_it_hides(hidden: str) -> None:
    page = PLAIN.replace(b"</body>", f"{hidden}</body>".encode())
    assert len(rows(page)) > len(rows(PLAIN))
    assert rows(page).isdisjoint(rows(anonymise(page, URL).html))


def test_linked_data_keep_their_keys() -> None:
    page = golden.page("generic/redesign-json-ld")
    made = anonymise(page, golden.url("generic/redesign-json-ld")).html
    assert b'"@type": "NewsArticle"' in made
    assert b'"headline": ' in made


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        (URL, r"https://dezhou\.iqilu\.com/dzyaowen/2020/1129/[1-9]\d{6}\.shtml"),
        (
            "//img8.iqilu.com/10339/a/202011/29/9f.jpg",
            r"//img8\.iqilu\.com/\d{5}/a/202011/29/9f\.jpg",
        ),
        ("/dzyaowen/list_564_2.shtml", r"/dzyaowen/list_\d{3}_2\.shtml"),
        (" http://www.某站.cn/x?name=王磊 ", r" http://site\d+\.example/x\?name=x "),
        ("javascript:share('题')", r"javascript:;"),
        ("mailto:a@b.cn", r"mailto:;"),
        ("#1", r"#1"),
        ("/a%20b%3D%3D.html", r"/a%20b%3D%3D\.html"),
        ("/%E6%A0%87%E9%A2%98.html", r"/x\.html"),
        ("", ""),
    ],
)
def test_addresses(url: str, pattern: str) -> None:
    assert re.fullmatch(pattern, disguised(url, DISGUISE))


def test_one_number_is_one_number_wherever_it_stands() -> None:
    part = disguised(URL.replace(".shtml", "_2.shtml"), DISGUISE)
    assert part == disguised(URL, DISGUISE).replace(".shtml", "_2.shtml")


def test_an_app_share_keeps_an_address_of_its_kind() -> None:
    url = "https://sdxw.iqilu.com/share/YS0yMS0xNjg4MTQxNg==.html"
    made = disguised(url, DISGUISE)
    before, after = (parse_article(golden.page("app/plain"), one) for one in (url, made))
    assert re.fullmatch(r"app-a-21-\d{8}", after.id)
    assert after.id != before.id


def test_what_can_not_be_written_again_is_refused() -> None:
    case = "v2016/truncated-in-character"
    with pytest.raises(NotSafeError, match="1 characters of the page can't be decoded as utf-8"):
        anonymise(golden.page(case), golden.url(case))


def test_what_would_be_read_otherwise_is_refused() -> None:
    """The month is a word of no table: without it there is no date."""
    page = re.sub(rb'<p class="time">[^<]*</p>', b"", PLAIN)
    meta = b'<meta name="pubdate" content="Sun, 29 Nov 2020 07:06:11 GMT">'
    page = page.replace(b"<head>", b"<head>" + meta)
    assert parse_article(page, URL).date_published
    with pytest.raises(NotSafeError, match="read otherwise: date_published"):
        anonymise(page, URL)


def test_a_name_that_survives_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = golden.article("v2016/plain").authors[0].name
    invented = Disguise.text
    monkeypatch.setattr(
        Disguise,
        "text",
        lambda self, text: name.join(invented(self, part) for part in text.split(name)),
    )
    with pytest.raises(NotSafeError, match=f"survive: {name}"):
        anonymise(PLAIN, URL)


def test_text_that_survives_is_named() -> None:
    assert surviving("<p>某地新建成的大桥</p>", "<b>新建成的大桥</b>") == "新建成的大桥"
    assert surviving("<p>某地新建成的大桥</p>", "<b>新建成的大</b>") is None
    assert surviving("责任编辑责任编辑", "责任编辑责任编辑") is None


def test_differences_name_the_fields() -> None:
    one, other = golden.article("v2016/plain"), golden.article("v2016/no-time")
    assert differences(one, one) == []
    assert set(differences(one, other)) >= {"date_published", "field_sources", "problems"}
    assert to_dict(one)["metadata"]["layout"] == "v2016"
