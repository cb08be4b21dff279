"""Lists: the entries of a column or a home page, and where its next page is."""

from __future__ import annotations

import pytest

from scraper.page import Page
from scraper.parsers.listing import Listing, read

HOST = "https://dezhou.iqilu.com"
COLUMN = f"{HOST}/dzyaowen/"


def item(number: int, title: str = "标题", day: str = "2020-11-29", attributes: str = "") -> str:
    href = f"{COLUMN}{day[:4]}/{day[5:].replace('-', '')}/{number}.shtml"
    return (
        f'<div class="news-pic-item" {attributes}><dl><dd><h3><a href="{href}" title="{title}">'
        f'{title}</a></h3></dd><dd>摘要。<a href="{href}">[详细]</a></dd>'
        f'<dd class="info"><span class="resource">齐鲁网</span><span class="time">{day}</span></dd>'
        f"</dl></div>"
    )


def column(inner: str, pager: str = "", url: str = COLUMN) -> Listing:
    side = f'<div class="col-sub"><a href="{COLUMN}2020/1101/4600001.shtml">热点</a></div>'
    listed = f'<div class="mod-list"><div class="news-pic-a">{inner}</div></div>{pager}{side}'
    return read(Page(f"<html><body>{listed}</body></html>", url))


def ids(listing: Listing) -> list[str]:
    return [one.address.id for one in listing.articles]


def test_every_list_of_a_page_is_read() -> None:
    found = column(f'{item(4691236)}</div></div><div class="mod-list"><div>{item(4691235)}')
    assert ids(found) == ["4691236", "4691235"]


def test_the_column_s_own_entries_in_order_each_once() -> None:
    inner = item(4691236) + item(4691234) + item(4691236) + item(4691235, day="2020-11-28")
    found = column(inner)
    assert ids(found) == ["4691236", "4691234", "4691235"]
    assert [one.day for one in found.articles] == ["2020-11-29", "2020-11-29", "2020-11-28"]
    assert found.articles[0].href == f"{COLUMN}2020/1129/4691236.shtml"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="">空</a>',
        "<a>无</a>",
        '<a href="javascript:;">脚本</a>',
        '<a href="#">顶</a>',
        '<a href="http://[dezhou/">错</a>',
        '<a href="http://dez_hou/a.shtml">错</a>',
        '<a href="http://dezhou.iqilu.com:port/">错</a>',
        '<a href="https://partner.example.cn/2020/1129/4691999.shtml">合作</a>',
        f'<a href="{COLUMN}">更多</a>',
        '<a href="http://www.iqilu.com/html/zt/shandong/x/index.shtml">专题</a>',
        "<a href='http://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtmltml'>同</a>",
        "<a href='http://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml#p'>同</a>",
        "<a href=' /dzyaowen/2020/1129/4691234_2.shtml '>下一部分</a>",
    ],
)
def test_slips_cost_no_entry_and_make_none(link: str) -> None:
    assert ids(column(link + item(4691234) + link + item(4691235))) == ["4691234", "4691235"]


def test_pages_of_every_kind_and_host_of_the_site() -> None:
    hrefs = [
        "http://news.iqilu.com/shandong/20201129/4691001.shtml",
        "http://yx.iqilu.com/2020/1129/4691002.shtml#1",
        "http://v.iqilu.com/sdws/sdxwlb/2020/1128/5808351.html",
        "https://sdxw.iqilu.com/share/YS0yMS0xNjg4MTQxNg==.html",
    ]
    found = column("".join(f"<li><a href='{href}'>题</a></li>" for href in hrefs))
    assert ids(found) == ["4691001", "4691002", "v-5808351", "app-a-21-16881416"]


def test_a_day_that_the_address_lacks_is_read_beside_it() -> None:
    code = "<a href='https://sdxw.iqilu.com/share/YS0yMS0xNjg4MTQxNg.html'>题</a>"
    listing = column(f"<ul><li>{code}<span>2020-11-27 08:00</span></li></ul><p>2020-01-01</p>")
    assert [one.day for one in listing.articles] == ["2020-11-27"]
    assert [one.day for one in column(f"<p>{code}</p>").articles] == [None]


def test_old_list() -> None:
    rows = "".join(
        f"<li><a href='/lyyaowen/2015/0312/{n}.shtml' title='题{n}'>题</a><span>03-12</span></li>"
        for n in (2328456, 2328455)
    )
    side = "<div id='nr_right'><a href='/lyyaowen/2015/0101/2300000.shtml'>热点</a></div>"
    url = "http://linyi.iqilu.com/lyyaowen/"
    found = read(Page(f"{side}<div id='nr_left'><ul>{rows}</ul></div>", url))
    assert ids(found) == ["2328456", "2328455"]
    assert {one.day for one in found.articles} == {"2015-03-12"}


def test_home_page() -> None:
    """Where no list of the known kinds is, every article linked and every column of the host."""
    found = read(
        Page(
            f"""<ul class="news-list type-a"><li class="first-item">
            <a href="{COLUMN}2020/1129/4691234.shtml">头条</a></li><li>
            <a href="http://dezhou.iqilu.com/dzminsheng/2020/1128/4690900.shtml">二条</a></li></ul>
            <div class="news-pic type-b"><div class="news-pic-item"><h4>
            <a href="/dzyaowen/2020/1127/4690001.shtml">三条</a></h4></div></div>
            <a href="/dzyaowen/">德州要闻</a><a href="http://dezhou.iqilu.com/dzminsheng/">民生</a>
            <a href="/dzyaowen/list_564_2.shtml">更多</a><a href="/">首页</a>
            <a href="https://jinan.iqilu.com/jnms/">济南民生</a>""",
            f"{HOST}/",
        )
    )
    assert ids(found) == ["4691234", "4690900", "4690001"]
    assert found.columns == (COLUMN, f"{HOST}/dzminsheng/")
    assert found.next_page is None


def page_link(number: int, text: str = "") -> str:
    return f'<li><a href="list_564_{number}.shtml">{text or number}</a></li>'


UPDOWN = '<div id="pageUpDown1"><ul id="page">{}</ul></div>'
LAST = f"{COLUMN}list_564_3.shtml"


CURRENT = '<li class="row"><a href="#">{}</a></li>'
THIS = '<li class="thisclass">{}</li>'
PAGE_1, PAGE_2, PAGE_3 = (page_link(number) for number in (1, 2, 3))
HTTP_NEXT = '<li><a href="http://dezhou.iqilu.com/dzyaowen/list_564_2.shtml#a">下一页</a></li>'
OTHER_NEXT = '<li><a href="/dzminsheng/list_565_2.shtml">下一页</a></li>'


def updown(*steps: str) -> str:
    return UPDOWN.format("".join(steps))


@pytest.mark.parametrize(
    ("pager", "url", "next_page"),
    [
        # the current page has the class `row`
        (updown(CURRENT.format(1), PAGE_2, PAGE_3, page_link(2, "下一页")), COLUMN, 2),
        (
            updown(
                page_link(1, "上一页"), PAGE_1, CURRENT.format(2), PAGE_3, page_link(3, "下一页")
            ),
            f"{COLUMN}list_564_2.shtml",
            3,
        ),
        (updown(page_link(2, "上一页"), PAGE_1, PAGE_2, CURRENT.format(3)), LAST, None),
        (updown(page_link(2, "上一页"), PAGE_1, page_link(3, "下一页")), LAST, None),
        (updown(PAGE_1, PAGE_2, PAGE_3), COLUMN, 2),
        (updown(page_link(2, "&nbsp;下一页 ")), COLUMN, 2),
        (updown(page_link(2, "下页")), COLUMN, 2),
        (updown(page_link(2, "&gt;")), COLUMN, 2),
        (updown(HTTP_NEXT), COLUMN, 2),
        # DedeCMS
        (
            f'<ul class="pagelist"><li>首页</li>{THIS.format(1)}{PAGE_2}'
            f"{page_link(2, '下一页')}{page_link(9, '末页')}</ul>",
            COLUMN,
            2,
        ),
        (
            f'<div class="pages"><ul>{page_link(1, "首页")}{PAGE_2}{THIS.format(3)}'
            "<li>末页</li></ul></div>",
            LAST,
            None,
        ),
        # no pager at all: the pattern of the addresses
        ("", f"{COLUMN}list_564_1.shtml", 2),
        ("", f"{COLUMN}list_564_7.shtml", 8),
        ('<a class="more" href="list_564_2.shtml">更多</a>', COLUMN, 2),
        ("", COLUMN, None),
        # a pager of another list
        (updown(OTHER_NEXT), COLUMN, None),
    ],
)
def test_next_page(pager: str, url: str, next_page: int | None) -> None:
    want = f"{COLUMN}list_564_{next_page}.shtml" if next_page else None
    assert column(item(4691234), pager, url).next_page == want


@pytest.mark.parametrize("html", ["", "<p>404</p>", "<div class='mod-list'></div>"])
def test_nothing_listed(html: str) -> None:
    assert read(Page(html, COLUMN)) == Listing(articles=(), columns=(), next_page=None)
