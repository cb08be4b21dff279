"""The entries of the site's lists, read from the tree and from the source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.items import RelatedLink
from scraper.lookalike import LookAlike
from scraper.page import Page, Taken, by_class
from scraper.parsers import outtakes
from scraper.parsers.entries import BOX, ITEM, PLACE, pieces, read

from .heavy import timed

HOST = "https://dezhou.iqilu.com"
COLUMN = f"{HOST}/dzyaowen/"
HREF = f"{COLUMN}2020/1129/4691234.shtml"
THUMBNAIL = (
    f'<dt><a href="{HREF}" title="标题" target="_blank">'
    '<img src="https://img12.iqilu.com/a.jpg" alt="标题"></a></dt>'
)
ENTRY = (
    f'<div class="news-pic-item"> <dl>\n{THUMBNAIL} <dd> <h3><a href="{HREF}" title="标题">标题</a>'
    f'</h3> </dd> <dd>摘要。<a href="{HREF}">[详细]</a> </dd> <dd class="info"> '
    '<span class="resource">齐鲁网</span> <span class="time">2020-11-29</span> </dd> </dl> </div>'
)
LINK = RelatedLink(
    url=HREF,
    title="标题",
    summary="摘要。",
    source="齐鲁网",
    date="2020-11-29",
    image="https://img12.iqilu.com/a.jpg",
)


def take_out(html: str) -> tuple[str, Taken]:
    """Take the entries out of a page."""
    taken: Taken = {}
    return outtakes.take_out(html, pieces, PLACE, taken), taken


def listed(html: str, *, taken: bool) -> tuple[list[RelatedLink], int]:
    """Return the entries of a page's list, and how many of them are taken out for that."""
    page = Page(html, COLUMN, take_out=take_out if taken else None)
    box = next(iter(page.divs(BOX)), None)
    found = read(page, by_class(box, ITEM, "div", "li"))
    return found, sum(map(len, take_out(html)[1].values())) if page.is_read else -1


def both(*entries: str) -> tuple[list[RelatedLink], int]:
    """Return the same, of a list; whether they are taken out must not matter."""
    html = f'<body><div class="a {BOX}"><h2>为您推荐</h2>{"".join(entries)}</div><p>页脚</p></body>'
    found, number = listed(html, taken=True)
    assert found == listed(html, taken=False)[0]
    return found, number


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('class="news-pic-item"', 'class="undis news-pic-item" id="x"'),
        ('class="news-pic-item"', 'class="news-pic-item\nclearfix" data-n=""'),
        ('class="info"', 'class="info" style=""'),
        ('class="info"', 'class="info fl"'),
        ('class="resource"', 'class="fl resource"'),
        ('class="time"', 'data-class="x" class="time"'),
        (f'<a href="{HREF}" title="标题">', f'<a target="_blank" title="标题" href="{HREF}">'),
        ('" alt="标题">', '" alt="标题" />'),
        ('title="标题"', 'title="a > b"'),
        ('class="time"', 'class="time" title="a > b"'),
        ('">[详细]', '" title="a > b">[详细]'),
        ("[详细]", "[查看详细]"),
        ("[详细]", ""),
        ("摘要。", "\n  摘要。　　"),
        ("摘要。", "摘要…\u200b"),
        ("标题", "\n标题 \u00a0二"),
        ('title="标题"', 'title=""'),
        (' title="标题"', ""),
        ("标题", "标&ldquo;题&rdquo;&nbsp;二"),
        ("标题", "标&quot;题&quot;&#8220;二&#8221;"),
        ("4691234.shtml", "4691234.shtml?a=1&amp;b=2"),
        (f'"{HREF}"', f'"{HREF} "'),
        (f'"{HREF}"', f'"{HREF}#c"'),
        ("4691234.shtml", "4691234.shtmltml"),
        ('src="https://img12', 'data-original="https://img12.iqilu.com/b.jpg" src="https://img12'),
        ("https://img12.iqilu.com/a.jpg", ""),
        ("2020-11-29", "2020年11月29日"),
        ("2020-11-29", ""),
        ("齐鲁网", "来源：德州日报"),
        ("齐鲁网", " "),
        ("h3>", "h4>"),
        (THUMBNAIL, ""),
    ],
)
def test_set_as_ever_it_is_taken_out(old: str, new: str) -> None:
    found, number = both(ENTRY.replace(old, new) if old else ENTRY)
    assert number == 1
    assert len(found) == 1
    if not old:
        assert found == [LINK]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('class="news-pic-item"', "class='news-pic-item'"),
        ('class="news-pic-item"', "class=news-pic-item"),
        ('class="news-pic-item"', 'id="x" class="news-pic-item"'),
        ("<div", "<DIV"),
        ("标题", "标&quot题"),
        ("标题", "标&#150;题"),
        (f'"{HREF}"', f'" {HREF} "'),
        (f'"{HREF}"', '"/dzyaowen/2020/1129/4691234.shtml"'),
        (f'"{HREF}"', '"4691234.shtml"'),
        ('src="https://img12', 'data-original="/lazy.png" src="https://img12'),
        ("4691234.shtml", "4691234.shtml?a=1&b=2"),
        ("摘要。", "<p>摘要。</p>"),
        ("摘要。", "<!-- 广告 -->摘要。"),
        ("</dl>", "<dd></dd></dl>"),
        ("</dd> </dl>", "</dl>"),
        ('<span class="resource">齐鲁网</span>', ""),
        ('class="time"', 'class="timer"'),
        (f'href="{HREF}" title="标题">标题', f'href="{HREF}" title="标题" title="二">标题'),
        (f'href="{HREF}" title="标题">标题', f'href="{HREF}" TITLE="标题">标题'),
    ],
)
def test_set_otherwise_it_stays(old: str, new: str) -> None:
    found, number = both(ENTRY.replace(old, new))
    assert number == 0
    assert len(found) == 1
    other = ENTRY.replace("4691234", "4691235")
    beside, number = both(other, ENTRY.replace(old, new), other.replace("4691235", "4691236"))
    assert number == 2
    assert beside[1] == found[0]


def test_another_class_is_no_entry() -> None:
    assert both(ENTRY.replace("news-pic-item", "news-pic-items")) == ([], 0)


@pytest.mark.parametrize("tag", sorted(set(re.findall(r"</?\w+", ENTRY))))
@pytest.mark.parametrize("number", range(4))
def test_a_lost_tag_mixes_no_two_entries(tag: str, number: int) -> None:
    """An entry that prints little and whose tags are damaged takes nothing of the next one."""
    entries = [
        re.sub("标题|摘要|a\\.jpg|齐鲁网", rf"{n}\g<0>", ENTRY)
        .replace("4691234", f"469123{n}")
        .replace("11-29", f"11-0{n}")
        for n in (1, 2, 3)
    ]
    entries[1] = re.sub("(?s)<dt>.*</dt>|2摘要。|2齐鲁网|2020-11-02", "", entries[1])
    starts = [found.start() for found in re.finditer(rf"{tag}\b", entries[1])]
    if number >= len(starts):
        return
    at = starts[number]
    end = entries[1].index(">", at) + 1
    entries[1] = entries[1][:at] + entries[1][end:]
    html = f"<body><div class='{BOX}'>{''.join(entries)}</div><p>页脚</p></body>"
    for taken in (True, False):
        for link in listed(html, taken=taken)[0]:
            n = link.url.removesuffix(".shtml")[-1]
            assert {n} >= set(re.findall(r"(\d)(?:标题|摘要|a\.jpg|齐鲁网)", repr(link)))
            assert link.date in (f"2020-11-0{n}", None)


@pytest.mark.parametrize(
    "html",
    [
        f"<!-- <div class='{BOX}'>{ENTRY}</div> -->",
        f"<script>document.write('<div class=\"{BOX}\">{ENTRY}</div>')</script>",
        f"<style>.{BOX}{{}}</style><div>{ENTRY}</div>",
        f"<div class='{BOX}'><!-- {ENTRY} --></div>",
        f"<div class='{BOX}'></div>{ENTRY}",
        f"<div class='{BOX}'><textarea>{ENTRY}</textarea></div>",
        f"<div class='{BOX}'><div class='{ITEM}' data-taken-out='0'></div>{ENTRY}</div>",
        f"<div class='{BOX}'><div class='{ITEM}' data-taken-out='7'></div></div>",
        f"<div class='{BOX}'>{ENTRY}<p></p><div class='{ITEM}' DATA-TAKEN-OUT='7'></div></div>",
        f"<div class='{BOX}'>{ENTRY}<p></p><div class='{ITEM}' DATA-TAKEN-OUT='x'></div></div>",
        f"<div class='mod&#45;reco'><div class='{ITEM}' data-taken-out='7'></div></div>"
        f"<p>{BOX}</p>{ENTRY}",
        f"<style>.{BOX}{{}}</style><div class='{ITEM}' data-taken-out='7'></div>{ENTRY}"
        f"<div class='{BOX}'>{ENTRY}</div>",
    ],
)
def test_where_no_list_is_none_is_read(html: str) -> None:
    """What only looks like a list in the source, and places that the page made itself."""
    assert listed(html, taken=True)[0] == listed(html, taken=False)[0]


@pytest.mark.parametrize(
    "html",
    [
        ' class="news-pic-item" x="<div"' * 8000,
        "<div" + ' class="news-pic-item"' * 8000,
        '<div class="' + "news-pic-item " * 12000,
        '<div class="news-pic-item">' + " " * 200_000,
        "<div " * 40_000,
        ENTRY.replace("<a ", "<a" + ' title="x"' * 4000 + " ").replace("</dl>", "</dl") * 2,
        ENTRY.replace("<span ", "<span" + ' id="x"' * 4000 + " ").replace("</dl>", "</dl") * 2,
        ENTRY.replace("<a ", f'<a href="{HREF}"' * 200 + " ").replace("</dl>", "</dl") * 2,
        ENTRY[:-6] * 600,
    ],
)
def test_what_only_begins_like_an_entry_costs_no_more_than_its_length(html: str) -> None:
    assert timed(lambda: take_out(BOX + html)) < 0.5


def test_nothing_to_take_out() -> None:
    assert take_out("<div>一</div>") == ("<div>一</div>", {})


printed = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='<&"')
    | st.sampled_from("\n\x00\x0b\u00a0\u200b　>='[]（）…。：/#年月日1e\u0301"),
    max_size=20,
)


@settings(max_examples=300)
@given(title=printed, summary=printed, more=printed, source=printed, time=printed, href=printed)
def test_whatever_is_printed_both_read_the_same(
    title: str, summary: str, more: str, source: str, time: str, href: str
) -> None:
    texts = {"标题": title, "摘要。": summary, "[详细]": more, "齐鲁网": source}
    item = ENTRY
    for old, new in (*texts.items(), ("2020-11-29", time), ("4691234", href)):
        item = item.replace(old, new)
    found, taken = both(item, ENTRY)
    assert HREF in [link.url for link in found]
    assert taken in (1, 2)


def test_the_look_alike_is_read_the_same() -> None:
    site = LookAlike(articles=400)
    taken = 0
    for record in site.articles_of("dezhou"):
        url = record["canonical_url"]
        html = site.respond(url).body.decode("utf-8", "replace")
        found, number = listed(html, taken=True)
        assert found == listed(html, taken=False)[0]
        taken += number
    assert taken > 100


def test_entry_with_all() -> None:
    page = Page(
        "<div class='news-pic-item'><dl><dt><a href='/a.shtml'><img src='/t.jpg' alt='题'></a></dt>"
        "<dd><h3><a href='/a.shtml' title=' 整个标题 '>整个…</a></h3></dd>"
        "<dd>摘要… <a>[详细]</a></dd>"
        "<dd class='x info'><span class='resource'>来源：德州日报</span>"
        "<span class='time'>2020-11-29</span></dd></dl></div>",
        COLUMN,
    )
    assert read(page, page.divs("news-pic-item")) == [
        RelatedLink(
            url=f"{HOST}/a.shtml",
            title="整个标题",
            summary="摘要…",
            source="德州日报",
            date="2020-11-29",
            image=f"{HOST}/t.jpg",
        )
    ]


HEADLINE = "<h3><a href='/a'>题</a></h3>"


def summary_of(entry: str) -> str | None:
    """Return the summary of a list's only entry."""
    page = Page(f"<div class='i'><dl>{entry}</dl></div>", COLUMN)
    (found,) = read(page, page.divs("i"))
    return found.summary


@pytest.mark.parametrize(
    ("summary", "read_as"),
    [
        ("摘要。<a>[详细]</a>", "摘要。"),
        ("<div class='x'>摘要。</div>", "摘要。"),
        ("摘要。<div class='more'><a>[详细]</a></div>", "摘要。"),
        ("摘要...<a>【详情】</a>", "摘要..."),
        ("摘要（一）。 <a>(查看全文)</a> ", "摘要（一）。"),
        ("提到[详细]二字的摘要", "提到[详细]二字的摘要"),
        ("摘要（三期）", "摘要（三期）"),
        ("<a>[详细]</a>", None),
        ("", None),
    ],
)
def test_summary(summary: str, read_as: str | None) -> None:
    assert summary_of(f"<dd>{HEADLINE}</dd><dd>{summary}</dd>") == read_as


def test_end_tags_may_be_left_out() -> None:
    notes = "<dd class='info'><span class='time'>2020-11-29</span>"
    assert summary_of(f"<dd>{HEADLINE}<dd>摘要。<a>[详细]</a>{notes}") == "摘要。"


@pytest.mark.parametrize(
    ("attribute", "shown", "title"),
    [
        ('德州"最美乡村"揭晓', '德州"最美乡村"揭晓', '德州"最美乡村"揭晓'),  # which HTML ends early
        ("德州最美乡村揭晓", "德州最美...", "德州最美乡村揭晓"),
        ("德州最美乡村揭晓", "德州最美乡村揭晓[图]", "德州最美乡村揭晓"),
        ("", "德州最美乡村揭晓", "德州最美乡村揭晓"),
    ],
)
def test_a_title_that_a_quotation_mark_ends_early_is_read_whole(
    attribute: str, shown: str, title: str
) -> None:
    html = f"<div class='i'><h3><a href='/a' title=\"{attribute}\">{shown}</a></h3></div>"
    page = Page(html, COLUMN)
    (found,) = read(page, page.divs("i"))
    assert found.title == title


@pytest.mark.parametrize(
    ("summary", "read_as"),
    [
        ("摘要。<a>[详细]</a>", "摘要。"),
        ("<p>摘要。<a>[详细]</a></p>", "摘要。"),
        ("题<div>里的摘要<a>[详细]</a></div>", "题里的摘要"),
        ("无标记的文字", None),
        ("", None),
    ],
)
def test_summary_beside_its_headline(summary: str, read_as: str | None) -> None:
    assert summary_of(f"<dd>{HEADLINE}{summary}</dd>") == read_as


def test_entries_once_each_whatever_the_scheme() -> None:
    page = Page(
        "<div class='i'><h3><a href='http://dezhou.iqilu.com/a.shtml'>一</a></h3></div>"
        "<div class='i'><h3><a href='https://dezhou.iqilu.com/a.shtml#c'>一</a></h3></div>"
        "<div class='i'><h3><a href=''>空</a></h3></div>",
        COLUMN,
    )
    found = read(page, page.divs("i"))
    assert [(one.url, one.title) for one in found] == [("http://dezhou.iqilu.com/a.shtml", "一")]
