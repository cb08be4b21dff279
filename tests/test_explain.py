"""Where the fields of a record come from: each value is in the piece of the page that is shown."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from scraper.explain import Explanation, Field, explain, to_html
from scraper.items import Problem, Record
from scraper.parsers.structured import Structured
from scraper.text import clean

from . import golden
from .conftest import Crawl, Runner, Serve

HEAD = "<html><head><title>{0}_德州_齐鲁网</title>{1}</head><body>"
PAGE = (
    '<div class="section-cnt-tit"><h1>{0}</h1><div class="info">'
    '<p class="resource">来源：<span>德州日报</span></p><p class="author">作者：<span></span></p>'
    '<p class="time">2020-11-29 15:06:11</p></div></div>'
    '<div class="col-main"><div class="article-main"><p>{1}</p></div></div></body></html>'
)
URL = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
TEXT = "今天上午，城区最后一段供水管网改造完成，沿线居民用水压力明显改善，施工队随后清理了路面。"


@cache
def explained(case: str) -> Explanation:
    at = golden.meta(case)["fetched_at"]
    fetched_at = datetime.fromisoformat(at) if at else None
    return explain(golden.page(case), golden.url(case), fetched_at=fetched_at)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


def parts(field: Field, raw: str | None) -> list[str]:
    """Return what the pieces of a field must say."""
    value = field.value
    if field.name == "body":
        return str(value).split("\n")
    if field.name == "date_published":
        return [raw or ""]
    if isinstance(value, str):
        return [value]
    names = {"authors": "name", "breadcrumbs": "name"}
    texts = [
        one if isinstance(one, str) else getattr(one, names.get(field.name, "url")) for one in value
    ]
    return [text.rpartition("/")[2] or text if "://" in text else text for text in texts]


@pytest.mark.parametrize("case", golden.CASES)
def test_every_field_has_a_piece_that_says_it_or_is_from_the_address(case: str):
    found = explained(case)
    assert found.article == golden.article(case)
    for field in found.fields:
        assert bool(field.rule) == bool(field.value)
        if field.note:
            assert field.name in {"kind", "region", "publisher", "section"}
            assert field.note == "the address" or (field.name, field.value) == ("kind", "gallery")
            assert field.pieces == ()
        elif field.rule == "json-ld":
            assert "ld+json" in field.pieces[0].html
        elif field.rule:
            says = [bare(piece.text) for piece in field.pieces]
            wanted = parts(field, found.article.date_published_raw)
            missing = [one for one in wanted if not any(bare(one) in text for text in says)]
            assert missing == [], field.name


@pytest.mark.parametrize("case", golden.CASES)
def test_pieces_are_where_they_say(case: str):
    found = explained(case)
    elements = list(found.root.iter())
    tree = found.root.getroottree()
    for piece in (piece for field in found.fields for piece in field.pieces):
        assert tree.getpath(elements[piece.number]) == piece.path


@pytest.mark.parametrize(
    ("case", "field", "path"),
    [
        ("v2016/plain", "headline", "/html/body/div[3]/div[1]/h1"),
        ("v2016/plain", "source", "/html/body/div[3]/div[1]/div[1]/p[1]/span"),
        ("v2016/no-h1", "headline", "/html/head/title"),
        ("v2016/plain", "section", "/html/body/div[2]/div/div[1]/p/a[3]"),
        ("generic/redesign-json-ld", "source", "/html/body/main/article/div[1]/span"),
        ("generic/redesign-json-ld", "date_modified", "/html/head/script"),
        ("video/stream-in-a-field", "videos", "input"),
    ],
)
def test_the_piece_is_the_one_that_the_rule_read(case: str, field: str, path: str):
    (found,) = [one for one in explained(case).fields if one.name == field]
    assert path in found.pieces[0].path


def others(name: str, head: str = "", headline: str = "管网改造完成") -> dict[str, Any]:
    page = HEAD.format("另一个标题在这里", head) + PAGE.format(headline, TEXT)
    (field,) = [one for one in explain(page, URL).fields if one.name == name]
    return dict(field.others)


def test_what_other_rules_give_is_told():
    assert others("headline")["title"] == "另一个标题在这里"
    assert others("headline", '<meta property="og:title" content="第三个">')["og:title"] == "第三个"
    assert others("source", '<meta name="source" content="新华社">')["source"] == "新华社"
    time = '<meta name="pubdate" content="2020-11-28 09:00:00">'
    assert others("date_published", time)["pubdate"] == "2020-11-28T09:00:00+08:00"
    (section,) = [one for one in explained("v2016/plain").fields if one.name == "section"]
    assert (section.value, dict(section.others)) == ("德州要闻", {"address": "dzyaowen"})


def test_the_bylines_that_lost():
    text = f"齐鲁网11月29日讯（记者 王一）{TEXT}</p><p>闪电新闻记者 乔一川 报道"
    page = HEAD.format("管网", "") + PAGE.format("管网改造完成", text)
    (field,) = [one for one in explain(page, URL).fields if one.name == "byline"]
    assert field.rule == "sign-off"
    assert field.value == "闪电新闻记者 乔一川 报道"
    assert dict(field.others) == {"bracketed credit": "（记者 王一）"}


def test_a_rule_that_fails_is_told(monkeypatch: pytest.MonkeyPatch):
    def broken(_: Structured) -> Any:
        raise ValueError("no such thing")

    monkeypatch.setattr(Structured, "times", broken)
    found = others("date_published")
    assert any(
        isinstance(one, Problem) and "no such thing" in one.message for one in found.values()
    )


def test_in_a_terminal(qilu: Runner, tmp_path: Path):
    file = tmp_path / "page.html"
    hostile = "\x1b[31m管网\x1b]0;title\x07改造\u202e完成"
    file.write_text(HEAD.format("管网", "") + PAGE.format(hostile, TEXT), "utf-8")
    done = qilu("explain", file, "--url", URL)
    assert done.code == 0, done.stderr
    blocks = dict(re.findall(r"^(\w+)  (.*(?:\n  .*)*)", done.stdout, re.M))
    assert "rule  v2016" in blocks["source"]
    assert "<span>德州日报  at /html/body/div[1]/div/p[1]/span/text" in blocks["source"]
    assert "from  the address" in blocks["region"]
    assert "other title: 管网" in blocks["headline"]
    assert not re.search("[\x1b\x07\u202e]", done.stdout)


HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror="document.title=1">'
    '<svg onload="document.title=2"><a href="javascript:document.title=3">开工</a></svg>'
    '<a href="javascript:document.title=4" style="position:fixed;inset:0">管网</a>'
    '<iframe src="https://example.org/"></iframe><style>body{display:none}</style>'
    '<meta http-equiv="refresh" content="0;url=https://example.org/">'
    '<form action="https://example.org/"><input autofocus onfocus="document.title=5"></form>'
    '<base href="https://example.org/"><p id="fields" onclick="x">&lt;script&gt;8&lt;/script&gt;'
    '<img src="https://img12.iqilu.com/&quot;><script>document.title=6</script>.jpg">'
)


def hostile(into: str = TEXT) -> str:
    page = HEAD.format("管网改造完成", '<meta name="keywords" content=\'"><script>7</script>\'>')
    return page + PAGE.format("管网改造完成", f"{into}{HOSTILE}{into}")


@pytest.mark.parametrize("case", [*golden.CASES[::6], "hostile"])
def test_the_page_is_boxes_and_text(case: str):
    text = to_html(explain(hostile(), URL) if case == "hostile" else explained(case))
    root = lxml_html.document_fromstring(text)
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert not tags & set("script img iframe object embed svg form input base link video".split())
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            assert name in {
                *("id", "class", "lang", "href", "scope", "role", "tabindex", "charset"),
                *("aria-labelledby", "aria-label", "name", "content", "http-equiv"),
            }
            if name == "href":
                assert value.startswith("#")
                assert value[1:] in ids
    assert len(list(root.iter("style"))) == 1


def test_every_colour_is_said_in_words_too():
    root = lxml_html.document_fromstring(to_html(explained("v2016/plain")))
    marks = root.find_class("mark")
    assert len(marks) > 10
    for mark in marks:
        assert [name.text for name in mark.find_class("name")]


def test_the_same_page_gives_the_same_bytes():
    case = "v2016/images-captions"
    assert to_html(explained(case)) == to_html(explain(golden.page(case), golden.url(case)))


def test_a_record_is_explained_out_of_its_archive(serve: Serve, crawl: Crawl, qilu: Runner):
    server = serve(seed=5, articles=60, regions=("dezhou",))
    done = crawl(server, "dezhou")
    assert done.code == 0, done.stderr
    single = [r for r in done.records if "continued" not in json.dumps(r)]
    for record in single[:: max(1, len(single) // 4)]:
        told = qilu("explain", record["id"], "-o", done.output)
        assert told.code == 0, told.stderr
        assert told.stderr == ""
        assert told.stdout.startswith(f"{record['id']}  {record['url']}")
        blocks = dict(re.findall(r"^(\w+)  (.*(?:\n  .*)*)", told.stdout, re.M))
        found = {name: re.search("rule  (.*)", block) for name, block in blocks.items()}
        sources = {name: rule[1] for name, rule in found.items() if rule}
        assert sources == record["metadata"]["field_sources"]


def test_a_page_is_replaced_only_when_asked(qilu: Runner, tmp_path: Path):
    into = tmp_path / "explained.html"
    asked = ("explain", golden.PAGES / "v2016/plain/page.html", "--url", URL, "--html", into)
    assert qilu(*asked).code == 0
    assert into.read_text("utf-8").startswith("<!DOCTYPE html>")
    again = qilu(*asked)
    assert (again.code, again.stderr.count("\n")) == (2, 1)
    assert "--replace" in again.stderr
    assert qilu(*asked, "--replace").code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["explained.html"]


def test_the_page_that_is_read_is_not_replaced(qilu: Runner, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_bytes(golden.page("v2016/plain"))
    done = qilu("explain", page, "--url", URL, "--html", page, "--replace")
    assert (done.code, done.stderr.count("\n")) == (2, 1)
    assert "is what is read" in done.stderr
    assert page.read_bytes() == golden.page("v2016/plain")


def written(folder: Path, **changed: Any) -> Record:
    record: Record = json.loads(json.dumps(golden.expected("v2016/plain")))
    metadata = {**record["metadata"], "fetched_at": "2020-12-01T00:00:00Z", "archive": None}
    record = {**record, "metadata": {**metadata, **changed}}
    folder.mkdir()
    file = folder / "dezhou-20201201T000000Z-1a2b.jsonl"
    file.write_text(json.dumps(record) + "\n", "utf-8")
    return record


@pytest.mark.parametrize(
    ("archive", "said"),
    [(None, "has no archive"), ({"file": "a.warc.gz", "offset": 5}, "a.warc.gz is not there")],
)
def test_without_an_archive_the_saved_page_is_asked_for(
    qilu: Runner, tmp_path: Path, archive: Record | None, said: str
):
    record = written(tmp_path / "some", archive=archive)
    done = qilu("explain", record["id"], "-o", tmp_path / "some")
    assert done.code == 2
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert f"qilu explain FILE --url {record['url']}" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("4699999",), "no article 4699999 in data/out, and no such file"),
        ((golden.PAGES / "v2016/plain/page.html",), "needs --url"),
        (("nothing.html", "--url", URL), "No such file"),
        (("/dev/null", "--url", URL), "no HTML in"),
        ((golden.PAGES / "v2016/plain/page.html", "--url", "x"), "x"),
        ((golden.PAGES / "v2016/plain/page.html", "--url", URL, "--replace"), "is for --html"),
    ],
)
def test_mistakes_are_told_in_a_line(
    qilu: Runner, tmp_path: Path, arguments: tuple[object, ...], said: str
):
    done = qilu("explain", *arguments, cwd=tmp_path)
    assert done.code == 2
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
