"""Whatever arrives, nothing breaks: a valid record, soon, or one of the plain refusals.

A failing number of `test_damaged_pages` is its own reproduction: `damage.check_number(number)`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import NotAnArticleError, byline, dates
from scraper.encoding import decode
from scraper.items import TIME_PATTERN
from scraper.text import clean
from scraper.urls import absolute, address

from . import damage, golden

BATCHES, SIZE = 16, 250
NOW = datetime(2021, 3, 8, 12, 0, tzinfo=UTC)
BASE = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
quick = settings(max_examples=250, derandomize=True)


def made_of(words: str) -> st.SearchStrategy[str]:
    """Texts of some words, which come near to what is read, and of any other characters."""
    known = st.sampled_from([*words.split(), " ", "\xa0", "\n"])
    return st.lists(known | st.text(max_size=3), max_size=14).map("".join)


CREDITS = made_of(
    "记者 通讯员 摄影 摄 编辑 责任编辑 实习生 作者 报道 王一 欧阳娜娜 阿布都热依木·买买提 "
    "John 德州台 齐鲁网 闪电新闻 ： : 、 ， 。 / ｜ （ ） ( ) 【 】 [ ] □ ■ 讯 11月29日 文 图 "
    "发自北京 和 等 据 了 德州"
)
DATES = made_of(
    "2020 2020-11-29 15:06:11 11 29 02 31 99 0 二〇二〇 十 元 年 月 日 号 时 分 秒 - / . : ： "
    "T Z GMT +08:00 -99 下午 中午 凌晨 星期日 周 昨天 今天 刚刚 小时前 半 天前 3 pm ２０２０ "
    "Nov Sun, 1606633571 20201129 ² ٣"
)
ADDRESSES = made_of(
    "http:// https:// // dezhou .iqilu.com sdxw sd v yx . / 2020 1129 4691234 _2 .shtml "
    ".shtmltml .html list_564_2 ? & = # @ : 80 99999 [ ] [::1] % %zz %3D \\ w/article/ share/ "
    "YS0yMS0xNjg4MTQxNg == javascript: html/zt/ .. 德州"
)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_pages(batch: int) -> None:
    for number in range(batch * SIZE, (batch + 1) * SIZE):
        try:
            damage.check_number(number)
        except Exception as error:
            case, _, done = damage.damaged(number)
            error.add_note(f"number {number}: {case} after {', '.join(done)}")
            raise


def test_every_damage_is_done_and_changes_pages() -> None:
    r = damage.Random(1)
    pages = [golden.page(case) for case in golden.CASES[:6]]
    for one in damage.DAMAGES:
        assert any(one(r, page) != page for page in pages), one.__name__
        one(r, b"")


def test_a_number_is_a_page() -> None:
    assert damage.damaged(7) == damage.damaged(7)
    assert damage.damaged(7) != damage.damaged(8)


@given(html=st.text(max_size=300) | st.binary(max_size=300), url=ADDRESSES)
@quick
def test_any_bytes_at_any_address(html: str | bytes, url: str) -> None:
    damage.check(html, url, NOW)
    damage.check(html, BASE)
    damage.check_list(html, BASE)


@given(line=CREDITS)
@quick
def test_credit_lines(line: str) -> None:
    reading = byline.read(clean(line))
    people = [*reading.credits, *byline.parse_author_field(line)]
    assert byline.parse_credits(line) == list(reading.credits)
    assert all(credit.name.strip() and credit.affiliation != "" for credit in people)
    assert reading.bracket != ""
    assert byline.dateline(line) != ""


@given(text=DATES)
@quick
def test_dates(text: str) -> None:
    found = [*dates.find(text), dates.parse(text), dates.parse(text, fetched_at=NOW)]
    for printed in filter(None, found):
        assert printed.raw.strip() == printed.raw != ""
        assert damage.matches(TIME_PATTERN, printed.value), printed
        assert dates.to_instant(printed.value).tzinfo is not None
    dates.day(text)


@given(url=ADDRESSES | ADDRESSES.map("https://dezhou.iqilu.com/".__add__))
@quick
def test_addresses(url: str) -> None:
    linked = absolute(url, BASE)
    for one in filter(None, (url, linked)):
        try:
            target = address(one)
        except NotAnArticleError:
            continue
        assert address(target.url) == target, "a canonical address is its own"
    assert linked is None or linked.startswith(("http://", "https://"))


@given(data=st.binary(max_size=200), name=st.sampled_from([*damage.ENCODINGS, "idna", "undefined"]))
@quick
def test_encodings(data: bytes, name: str) -> None:
    found = decode(b"<meta charset=%b>" % name.encode() + data)
    assert found.text.encode("utf-8", "surrogatepass")
    assert found.undecodable >= 0
    assert decode(data).encoding
