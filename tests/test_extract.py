"""From a page to its record: one field's error is one field's, and nothing else counts."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import (
    EmptyArticleError,
    Kind,
    NotAnArticleError,
    Problem,
    QiluError,
    parse_article,
    to_dict,
    to_json,
)
from scraper.dates import timestamp
from scraper.extract import FIELDS, content_sha256, page_of
from scraper.items import DRIFT
from scraper.lookalike import LookAlike
from scraper.page import Page
from scraper.parsers import Generic, Layout, related
from scraper.parsers.v2016 import V2016

from . import golden

URL = golden.url("v2016/plain")
PLAIN = golden.page("v2016/plain")
TEXT_START = PLAIN.index(b"<!-- \xe5\xb9\xbf\xe5\x91\x8a")
TEXT_END = PLAIN.index(b'<p class="contact"')
COSTLY = ("kind", "body", "publisher")  # fields that have another source when they fail


def fail(self: Layout) -> None:
    raise KeyError("odd")


@pytest.mark.parametrize("field", [field for field in FIELDS if field not in COSTLY])
def test_an_error_costs_its_field_only(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for layout in (V2016, Generic):
        monkeypatch.setattr(layout, field, fail)
    whole, found = golden.expected("v2016/plain"), to_dict(parse_article(PLAIN, URL))
    assert not found[field]
    assert {"field": field, "message": "KeyError: 'odd'"} in found["metadata"]["problems"]
    assert field not in found["metadata"]["field_sources"]
    # `section` and `description` are read with the help of others; no other field is.
    helped = {"section", "description", "byline"} if field in {"headline", "breadcrumbs"} else set()
    for name in found.keys() - {field, "metadata"} - helped:
        assert found[name] == whole[name], name


def test_a_failing_body_is_looked_for_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(V2016, "body", fail)
    found = parse_article(PLAIN, URL)
    assert found.body.startswith("齐鲁网·闪电新闻11月29日讯")
    assert found.metadata.field_sources["body"].startswith("generic")
    assert {problem.field for problem in found.metadata.problems} == {"body"}


@pytest.mark.parametrize(("field", "value"), [("kind", Kind.ARTICLE), ("publisher", "齐鲁网")])
def test_what_a_record_cannot_lack(field: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(V2016, field, fail)
    found = parse_article(PLAIN, URL)
    assert getattr(found, field) in {value, "dezhou.iqilu.com"}
    assert Problem(field=field, message="KeyError: 'odd'") in found.metadata.problems


@pytest.mark.parametrize("field", FIELDS)
def test_strict_raises(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(V2016, field, fail)
    with pytest.raises(KeyError, match="odd"):
        parse_article(PLAIN, URL, strict=True)


def test_pure() -> None:
    """Whatever was read before, the same bytes give the same record."""
    before = to_json(parse_article(PLAIN, URL))
    for case in golden.CASES[:20]:
        golden.parse(case, golden.page(case))
    assert to_json(parse_article(PLAIN, URL)) == before


def test_every_field_names_its_rule() -> None:
    article = golden.article("v2016/plain")
    assert set(article.metadata.field_sources) <= set(FIELDS)
    assert article.metadata.field_sources["body"] == "v2016"


@pytest.mark.parametrize(
    "url",
    [
        "https://dezhou.iqilu.com/",
        "https://dezhou.iqilu.com/dzyaowen/",
        "https://dezhou.iqilu.com/dzyaowen/list_564_2.shtml",
        "http://www.iqilu.com/html/zt/shandong/x/index.shtml",
        "dezhou",
        "",
    ],
)
def test_no_article_by_its_address(url: str) -> None:
    with pytest.raises(NotAnArticleError) as caught:
        parse_article(PLAIN, url)
    assert not isinstance(caught.value, EmptyArticleError)


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"<html></html>",
        b"<h1>404 Not Found</h1>",
        b"<script>location.href='/'</script>",
        PLAIN[:TEXT_START] + PLAIN[TEXT_END:],  # a template around no text
    ],
)
def test_no_text(html: bytes) -> None:
    with pytest.raises(EmptyArticleError, match="4691234"):
        parse_article(html, URL)


@pytest.mark.parametrize(
    "file",
    [
        b"503: try again",
        "系统维护中，请稍后再来。".encode("gbk"),
        b"\x7fELF\0 <!-- ",
        b'{"a": 1 < 2}',
    ],
)
def test_what_is_no_html_is_no_text(file: bytes) -> None:
    with pytest.raises(EmptyArticleError, match=r"no HTML in .*4691234"):
        parse_article(file, URL)


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ('<p><img src="/a.jpg"></p><p>施工现场</p><p><img src="/b.jpg"></p>', Kind.GALLERY),
        ('<p><img src="/a.jpg"></p><p>闪电新闻记者 王一 报道</p>', Kind.GALLERY),
        ('<video src="https://v.iqilu.com/a.mp4"></video>', Kind.VIDEO),
        ('<p><img src="/a.jpg"></p><video src="https://v.iqilu.com/a.mp4"></video>', Kind.GALLERY),
    ],
)
def test_pictures_or_videos_alone_are_what_a_page_is(shown: str, kind: Kind) -> None:
    found = parse_article(PLAIN[:TEXT_START] + shown.encode() + PLAIN[TEXT_END:], URL)
    assert (found.kind, found.body) == (kind, "")
    assert (bool(found.images), bool(found.videos)) == ("img" in shown, "video" in shown)
    assert found.headline == golden.article("v2016/plain").headline
    assert found.metadata.field_sources["kind"] == "no text"
    assert found.metadata.problems == (Problem(field="body", message="not found"),)


def test_a_menu_names_nobody_on_a_page_of_pictures() -> None:
    menu = "<div><a href='/'>首页</a>|<a href='/v'>视频</a>|<a href='/bbs'>论坛</a></div>"
    pictures = b'<p><img src="/a.jpg"></p>'
    html = PLAIN[:TEXT_START] + pictures + PLAIN[TEXT_END:]
    found = parse_article(html.replace(b"<body>", f"<body>{menu}".encode()), URL)
    assert found.kind is Kind.GALLERY
    assert found.authors == parse_article(html, URL).authors == ()


def test_the_password_of_an_address_is_not_told() -> None:
    found = parse_article(PLAIN, URL.replace("://", "://user:secret@") + "#x")
    assert found.url == URL + "#x"
    address = URL + "?to=a@example.org"
    assert parse_article(PLAIN, address).url == address


def test_the_two_errors_are_one_family() -> None:
    assert issubclass(EmptyArticleError, NotAnArticleError)
    assert issubclass(NotAnArticleError, QiluError)


def test_fetched_at_is_written_in_utc() -> None:
    at = datetime(2020, 11, 29, 15, 10, 0, 999999, timezone(timedelta(hours=8)))
    assert parse_article(PLAIN, URL, fetched_at=at).metadata.fetched_at == "2020-11-29T07:10:00Z"
    assert timestamp(datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2020-01-02T03:04:05Z"


def test_fetched_at_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_article(PLAIN, URL, fetched_at=datetime(2020, 11, 29))


def test_a_date_after_the_fetch_is_none() -> None:
    early = datetime(2020, 11, 1, tzinfo=UTC)
    found = parse_article(PLAIN, URL, fetched_at=early)
    assert found.date_published is None
    assert "date_published" in {problem.field for problem in found.metadata.problems}


def test_content_sha256() -> None:
    """A literal one: whoever compares crawls of different years compares these."""
    digest = "87557df9d819c032dcb96fa22f8dd62e6c24372c46ca8d4cc118abf326ee5db4"
    assert content_sha256("题", "文") == digest
    assert content_sha256(None, "文") == content_sha256("", "文")
    assert content_sha256("题", "文") != content_sha256("题文", "")


def test_without_the_layout_s_marks_the_page_is_read_all_the_same() -> None:
    """A redesign that renames every class loses places, not the article."""
    renamed = PLAIN
    for name in (b"section-cnt-tit", b"article-main", b"col-main", b"resource", b"nav-top"):
        renamed = renamed.replace(name, b"x" + name[::-1])
    whole, found = golden.article("v2016/plain"), parse_article(renamed, URL, strict=True)
    assert found.metadata.layout == "generic"
    for field in ("headline", "body", "date_published", "source", "byline", "authors"):
        assert getattr(found, field) == getattr(whole, field), field


def drift(html: bytes, url: str = URL) -> list[str]:
    problems = parse_article(html, url, strict=True).metadata.problems
    return [problem.message for problem in problems if problem.field == DRIFT]


@pytest.mark.parametrize("name", ["section-cnt-tit", "article-main", "col-main"])
def test_a_page_that_lost_one_of_its_anchors_says_so(name: str) -> None:
    (message,) = drift(PLAIN.replace(name.encode(), b"renamed"))
    assert message.startswith(f"fits v2016 without div.{name}")


def test_a_page_of_the_site_that_fits_no_layout_says_so() -> None:
    renamed = PLAIN.replace(b"section-cnt-tit", b"headings").replace(b"col-main", b"left")
    assert drift(renamed) == ["fits no known layout"]
    assert drift(renamed, "https://www.example.com/2020/1129/4691234.html") == []


@pytest.mark.parametrize(
    ("case", "mark", "lost"),
    [
        ("v2010/plain", b'id="context"', "#context"),
        ("v2010/plain", b'id="pubtime_baidu"', "#pubtime_baidu"),
        ("app/plain", b'class="time"', "span.time"),
        ("video/stream-in-a-field", b"<h1>", "a printed headline"),
        ("gallery/plain", b"<h2>", "a printed headline"),
    ],
)
def test_a_lost_part_is_named(case: str, mark: bytes, lost: str) -> None:
    page = golden.page(case)
    assert drift(page, golden.url(case)) == []
    assert mark in page
    changed = page.replace(mark, b"<b>" if mark.startswith(b"<") else b"")
    assert drift(changed, golden.url(case)) == [f"fits {case.partition('/')[0]} without {lost}"]


def test_an_empty_line_is_no_drift() -> None:
    """The outlet's line is there and names none: nothing has moved."""
    emptied = re.sub(rb'(<p class="resource">[^<]*<span>)[^<]*', rb"\1", PLAIN)
    assert emptied != PLAIN
    assert parse_article(emptied, URL).source is None
    assert drift(emptied) == []


def test_a_page_nested_too_deeply_still_gives_a_record() -> None:
    deep = b"<div>" * 5000 + b"</div>" * 5000
    cut = PLAIN.index(b'<p class="contact"')
    found = parse_article(PLAIN[:cut] + deep + PLAIN[cut:], URL, strict=True)
    assert found.body == golden.article("v2016/plain").body
    assert [problem.field for problem in found.metadata.problems] == ["page"]


@given(data=st.data())
@settings(max_examples=60)
def test_damaged_pages_give_a_record_or_one_of_the_errors(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(golden.CASES))
    page = bytearray(golden.page(case))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(page)))
        size = data.draw(st.integers(0, 400))
        page[at : at + size] = data.draw(st.binary(max_size=12))
    try:
        record = to_dict(golden.parse(case, bytes(page)))  # strict: no field fails
    except EmptyArticleError:
        return
    assert record["id"] == golden.expected(case)["id"]
    assert record["body"] or record["kind"] != "article"


def test_a_damaged_template_is_read_without_its_sidebar() -> None:
    site = LookAlike(articles=60)
    layouts = {r["canonical_url"]: r["metadata"]["layout"] for r in site.articles_of("dezhou")}
    url = next(url for url, layout in layouts.items() if layout == "v2016")
    html = site.respond(url).body
    for damaged in (html, html.replace(b"section-cnt-tit", b"x").replace(b"col-main", b"y")):
        page = page_of(Page, damaged, url, None, V2016.take_out)
        assert b"col-sub" in page.rest
        assert page.divs("col-sub") == []
    moved = html.replace(b'class="footer"', b'class="footer nav-top"').replace(b"nav-top", b"z", 1)
    assert page_of(Page, moved, url, None, V2016.take_out).rest == b""


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("https://www.example.com/2020/1129/a.html", True),
        ("https://www.example.com:8080/2020/1129/a.html", True),
        ("http://www.IQILU.com/about/1234/", False),
        ("http://dezhou.iqilu.com/dzyaowen/", False),
        ("http://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml", True),
        ("http://a..b/2020/1129/a.html", False),
        ("http://ex%61mple.com/2020/1129/a.html", False),
    ],
)
def test_what_a_list_on_an_unknown_page_may_link_to(address: str, counts: bool) -> None:
    page = Page(f"<ul><li><a href='{address}'>一条新闻的标题</a></li></ul>", "https://example.com/")
    assert [link.url for link in related.entries(page, page.root)] == [address] * counts


@pytest.mark.parametrize("case", ["v2016/plain", "v2016/related-thirteen", "v2016/author-name"])
def test_a_lost_tag_makes_nothing_wrong(case: str) -> None:
    """Without any one of its tags a page gives the same article; of the lists no false part."""
    page, url, whole = golden.page(case), golden.url(case), golden.article(case)
    listed = {link.url: link for link in whole.related_links}
    steps = [step.name for step in whole.breadcrumbs]
    tags = list(re.finditer(rb"<[^<>!]+>", page[page.index(b"<body") :]))
    assert len(tags) > 100
    for tag in tags:
        at = page.index(b"<body") + tag.start()
        found = parse_article(page[:at] + page[at + len(tag[0]) :], url)
        for name in ("headline", "body", "byline", "authors", "source", "dateline"):
            assert getattr(found, name) == getattr(whole, name), (name, tag[0])
        assert found.date_published == whole.date_published, tag[0]
        assert [step.name for step in found.breadcrumbs] in (steps, []), tag[0]
        for link in found.related_links:
            for field in dataclasses.fields(link):
                value = getattr(link, field.name)
                assert value in (getattr(listed[link.url], field.name), None), (value, tag[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</h1>", b""),
        (b"</span></p>", b""),
        (b'<p class="resource">', b'<span class="resource">'),
        (b'</div>\n<div class="col-main">', b'<div class="col-main">'),
    ],
)
def test_a_line_that_is_not_closed_holds_no_more_than_itself(old: bytes, new: bytes) -> None:
    assert old in PLAIN
    whole, found = golden.article("v2016/plain"), parse_article(PLAIN.replace(old, new), URL)
    assert found.headline == whole.headline
    assert (found.source or "").partition(" ")[0] == whole.source
    assert len(found.source or "") < 30
    assert found.date_published == whole.date_published


def test_the_time_of_a_video_may_stand_under_its_box() -> None:
    time = "<p>发布时间：2020年11月28日</p>".encode()
    html = golden.page("video/player-id").replace(time + b"</div>", b"</div>" + time)
    found = golden.parse("video/player-id", html)
    assert found.date_published == "2020-11-28"
    assert found.metadata.problems == ()
    other = b"<ul><li>" + time.replace(b"11", b"10") + b"</li></ul>"
    assert golden.parse("video/player-id", html.replace(time, other)).date_published is None


def test_a_date_of_the_list_is_not_the_article_s() -> None:
    without = re.sub(rb'<p class="time">.*?</p>|</div>(?=\n<div class="col-main">)', b"", PLAIN)
    assert without.count(b"</div>") < PLAIN.count(b"</div>")
    found = parse_article(without, URL)
    assert found.date_published in (None, "2020-11-29")
    noise = b'<div class="info"><p class="time">2018-08-08 08:08:08</p></div>'
    for page in (PLAIN, PLAIN.replace(b'<div class="section-cnt-tit clearfix">', b"<div>")):
        above = page.replace(b"<body>", b"<body>\n" + noise + b"\n")
        assert parse_article(above, URL).date_published == "2020-11-29T15:06:11+08:00"
    missing = re.sub(rb'<p class="time">.*?</p>', b"", PLAIN)
    above = missing.replace(b"<body>", b"<body>\n" + noise + b"\n")
    assert parse_article(above, URL).date_published in (None, "2020-11-29")
