"""Dates as printed on pages."""

from __future__ import annotations

import csv
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import dates
from scraper.dates import SHANGHAI, TOLERANCE, Printed

FETCHED = datetime(2020, 11, 30, 4, 0, tzinfo=UTC)
TABLE = Path(__file__).parent / "tables" / "dates.tsv"
HOSTILE = [
    "2020-",
    "2020年",
    "二〇一六年",
    "2020-11-29 ",
    "1",
    "11月",
    " ",
    "\u3000",
    "（星期",
    "前",
]


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.mark.parametrize(("text", "value", "raw", "known"), rows())
def test_printed(text: str, value: str, raw: str, known: str) -> None:
    printed = dates.parse(text)
    assert printed == (Printed(value, raw) if value else None)
    later = dates.parse(text, fetched_at=FETCHED)
    assert (later.value if later else "") == (value if known == "=" else known)


def test_the_day_alone() -> None:
    assert dates.day("[2020-11-29 15:06]") == "2020-11-29"
    assert dates.day("11-29") is None


def test_all_dates_of_a_text() -> None:
    text = "2016年7月28日至2016年8月1日，2020-11-29 15:06发布；二〇一六年九月一日；2019-02-30。"
    assert [found.value for found in dates.find(text)] == [
        "2016-07-28",
        "2016-08-01",
        "2020-11-29T15:06+08:00",
        "2016-09-01",
    ]


def test_a_time_of_fetching_without_zone_is_utc() -> None:
    printed = dates.parse("刚刚", fetched_at=FETCHED.replace(tzinfo=None))
    assert printed is not None
    assert printed.value == "2020-11-30T12:00+08:00"


def test_instants_compare() -> None:
    assert dates.to_instant("2020-11-29") < dates.to_instant("2020-11-29T00:01+08:00")


FORMS = [
    ("%Y-%m-%d %H:%M:%S", "seconds"),
    ("%Y/%m/%d %H:%M", "minutes"),
    ("%Y年%m月%d日 %H:%M", "minutes"),
    ("%Y年%m月%d日%H时%M分%S秒", "seconds"),
    ("发布时间：%Y-%m-%d %H:%M", "minutes"),
    ("%Y.%m.%d", "day"),
    ("%Y年%m月%d日", "day"),
    ("%Y%m%d", "day"),
    ("来源：齐鲁网 %Y-%m-%d", "day"),
]
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=SHANGHAI)
)


@given(MOMENTS, st.sampled_from(FORMS))
def test_what_is_rendered_is_read_back(moment: datetime, form: tuple[str, str]) -> None:
    pattern, precision = form
    printed = dates.parse(moment.strftime(pattern))
    assert printed is not None
    expected = moment.date() if precision == "day" else None
    assert printed.value == (
        expected.isoformat() if expected else moment.isoformat(timespec=precision)
    )


@given(MOMENTS, st.integers(-11 * 60, 14 * 60))
def test_zones_are_converted(moment: datetime, minutes: int) -> None:
    sign, rest = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    local = moment.astimezone(UTC) + timedelta(minutes=minutes)
    text = f"{local:%Y-%m-%dT%H:%M:%S}{sign}{rest[0]:02}:{rest[1]:02}"
    printed = dates.parse(text)
    assert printed == Printed(moment.isoformat(), text)


@given(MOMENTS, st.sampled_from(FORMS), MOMENTS)
def test_never_later_than_the_fetch(
    moment: datetime, form: tuple[str, str], fetched: datetime
) -> None:
    printed = dates.parse(moment.strftime(form[0]), fetched_at=fetched)
    if printed:
        assert dates.to_instant(printed.value) <= fetched + TOLERANCE


@given(MOMENTS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_year_is_past(fetched: datetime, month: int, day: int) -> None:
    printed = dates.parse(f"{month}月{day}日", fetched_at=fetched)
    assert printed is not None
    read = dates.to_instant(printed.value)
    assert (read.month, read.day) == (month, day)
    assert fetched - timedelta(days=367) < read <= fetched


@given(
    st.text(st.sampled_from("0123456789-/.:年月日 T+Z上午下时分前天小昨二〇十()星期"), max_size=40)
)
def test_nothing_raises(text: str) -> None:
    dates.parse(text)
    dates.parse(text, fetched_at=FETCHED)
    assert all(found.raw in text for found in dates.find(text))


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_texts_are_quick(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    start = time.thread_time()
    dates.parse(text, fetched_at=FETCHED)
    dates.find(text)
    assert time.thread_time() - start < 1
