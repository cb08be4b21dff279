"""Printed dates and times, as ISO 8601 to the precision printed.

Times on pages are Asia/Shanghai; a printed zone is converted to it. What is printed without
a year, or relative to now, is read only when the time of fetching is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

SHANGHAI = timezone(timedelta(hours=8))

TOLERANCE = timedelta(days=1)
"""How far behind the time of fetching a printed date may be: clocks differ, and a page may
print its time of another zone without saying so. Applies to dates with and without a time."""


class Printed(NamedTuple):
    """A date as read and as printed."""

    value: str
    """`2020-11-29T15:06:11+08:00`, `2020-11-29T15:06+08:00` or `2020-11-29`."""
    raw: str
    """As printed."""


_LONGEST = 20_000
_EARLIEST, _LATEST = 1900, 2099
_NEAR = timedelta(days=7)

# `2020-11-29 15:06:11`: what nearly every page prints
_PLAIN = re.compile(
    r"((?:19|20)\d\d-(?!02-(?:29|30))(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|30))"
    r"(?: ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d))?",
    re.A,
)
_CLOCK = (
    r"(?P<half>上午|下午|中午|晚上|晚|凌晨|早上|早晨|清晨|傍晚)?\s{0,3}(?P<hour>[0-9]{1,2})\s?(?:[:：]|[时時点點]\s?)"
    r"(?P<minute>[0-9]{1,2})(?![0-9])"
    r"(?:\s?[:：分]\s?(?P<second>[0-9]{1,2})(?![0-9])(?:[.,][0-9]{1,9})?秒?)?分?"
    r"(?:\s?(?P<pm>[AaPp])\.?[Mm]\b)?"
    r"(?:\s?(?P<zone>Z\b|(?:GMT|UTC)?[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9-])|GMT|UTC))?"
)
_BETWEEN = (
    r"(?:[T\s,，|]{0,4}(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?[T\s,，|]{0,4}"
    r"(?:北京时间|HKT|CST)?\s{0,3})"
)
# The day of `2019-02-2002:26` ends where a clock begins.
_FULL = re.compile(
    r"(?:(?<![0-9.-])(?P<year>[0-9]{4})(?:\s?(?P<sep>[-/.])\s?(?P<month>[0-9]{1,2})\s?(?P=sep)\s?"
    r"(?P<day>[0-9]{1,2})(?=[^0-9]|$|[0-9][0-9][:：][0-9][0-9])|\s{0,2}年\s{0,2}(?P<month2>[0-9]{1,2})\s{0,2}月\s{0,2}"
    r"(?P<day2>[0-9]{1,2})(?=[^0-9]|$|[0-9][0-9][:：][0-9][0-9])(?:\s?[日号號])?)"
    # `二〇一六年七月二十八日`
    r"|(?P<year3>[一二三四五六七八九〇○零]{4})\s?年\s?(?P<month3>[一二三四五六七八九十元]{1,3})\s?月"
    r"\s?(?P<day3>[一二三四五六七八九十]{1,3})\s?[日号號])"
    rf"(?:{_BETWEEN}{_CLOCK})?",
)
_MONTH_DAY = re.compile(
    r"(?<![0-9./年-])(?<!年 )(?:(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?[日号]"
    r"|(?P<month2>[0-9][0-9])[-/](?P<day2>[0-9][0-9])(?![0-9./-]))"
    rf"(?:{_BETWEEN}{_CLOCK})?",
)
_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "两": "2",
}
# `Sun, 29 Nov 2020 07:06:11 GMT`
_RFC_2822 = re.compile(
    r"(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?"
    r" (?:[+-]\d{4}|GMT|UTC|UT|Z)",
    re.A,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", re.A)
_EPOCH = re.compile(r"(\d{10})(\d{3})?", re.A)
_RELATIVE = re.compile(
    r"(?:刚刚|刚才|(?P<number>[0-9]{1,4}|[一二两三四五六七八九十]{1,3}|半)\s?个?(?P<unit>秒|分钟|小时|天|周)(?:之|以)?前"
    r"|(?P<dayword>今天|今日|昨天|昨日|前天)(?:\s{0,3}" + _CLOCK + r")?)",
)
_WIDE = str.maketrans("０１２３４５６７８９：／－．", "0123456789:/-.")
# One of these is between year and month.
_JOINT = re.compile("[年/.／．－-]")


def parse(text: str, *, fetched_at: datetime | None = None) -> Printed | None:
    """Return the first full date in a short text; see the module for what counts.

    With `fetched_at`, a date more than `TOLERANCE` later gives ``None``.
    """
    plain = _PLAIN.fullmatch(text.strip())
    if plain:
        time = f"T{plain[2]}+08:00" if plain[2] else ""
        printed: Printed | None = Printed(plain[1] + time, plain[0])
    else:
        printed = _parse(text[:_LONGEST], fetched_at)
    if printed and fetched_at and to_instant(printed.value) > _aware(fetched_at) + TOLERANCE:
        return None
    return printed


def find(text: str) -> list[Printed]:
    """Return all full dates in a longer text, in order."""
    return list(_full_dates(text))


def day(text: str) -> str | None:
    """Return the day of the first full date in a text, `YYYY-MM-DD`."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return plain[1]
    printed = parse(text)
    return printed.value[:10] if printed else None


def to_instant(value: str) -> datetime:
    """Return a written value as an instant; a day alone means its first moment in Shanghai."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def seconds(value: str | None) -> int | None:
    """Return a written value as seconds since 1970; a day is its first second in Shanghai."""
    return None if value is None else int(to_instant(value).timestamp())


def timestamp(moment: datetime) -> str:
    """Write a moment as UTC to the second: `2020-11-29T07:10:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def agree(value: str, day: str) -> bool:
    """Whether an article of the site may be of a written date, with a day in its address."""
    return abs(date.fromisoformat(value[:10]) - date.fromisoformat(day)) <= _NEAR


def _aware(moment: datetime) -> datetime:
    """Return a moment with a zone; one without is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse(text: str, fetched_at: datetime | None) -> Printed | None:
    alone = text.strip()
    if alone.isascii() and (printed := _machine_form(alone)):
        return printed
    first = next(_full_dates(text), None)
    if first or fetched_at is None or len(alone) > 60:
        return first
    now = _aware(fetched_at).astimezone(SHANGHAI)
    return _relative(alone, now) or _month_day(alone, now)


def _machine_form(text: str) -> Printed | None:
    """Read what stands in metas alone: `20161128`, an epoch, RFC 2822."""
    if text.isdigit():
        if found := _COMPACT.fullmatch(text):
            moment = _moment(*(int(part) for part in found.groups(default="0")))
            if moment:
                return Printed(_written(moment, "second" if found[4] else "day"), text)
        elif found := _EPOCH.fullmatch(text):
            return Printed(
                _written(datetime.fromtimestamp(int(found[1]), SHANGHAI), "second"), text
            )
        return None
    if found := _RFC_2822.search(text):
        try:
            moment = _aware(parsedate_to_datetime(found[0])).astimezone(SHANGHAI)
        except (ValueError, OverflowError):  # `32 Nov 2020`
            return None
        return Printed(
            _written(moment, "second" if found[0].count(":") == 2 else "minute"), found[0]
        )
    return None


def _full_dates(text: str) -> Iterator[Printed]:
    """Give the possible full dates in a text."""
    if not _JOINT.search(text):
        return
    digits = text if text.isascii() else text.translate(_WIDE)
    for found in _FULL.finditer(digits):
        if found["year3"]:
            year = int("".join(_DIGITS[char] for char in found["year3"]))
            month, day_ = _number(found["month3"]), _number(found["day3"])
        else:
            year = int(found["year"])
            month, day_ = int(found["month"] or found["month2"]), int(found["day"] or found["day2"])
        if value := _value(year, month, day_, found):
            yield Printed(value, text[found.start() : found.end()].strip())


def _number(text: str) -> int:
    """Read a Chinese number up to 99: 七, 十, 二十八; 元 is the first month."""
    if text == "元":
        return 1
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(_DIGITS.get(char, "0") for char in ones) or 0)
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))


def _value(year: int, month: int, day_: int, found: re.Match[str]) -> str | None:
    """Return the ISO form of a day and the clock in a match; an impossible clock is left out."""
    start = _moment(year, month, day_)
    if start is None:
        return None
    if found["hour"] is None:
        return start.date().isoformat()
    hour = _hour(int(found["hour"]), found["half"], found["pm"])
    moment = _moment(year, month, day_, hour, int(found["minute"]), int(found["second"] or 0))
    if moment is None:
        return start.date().isoformat()
    zone = _zone(found["zone"])
    if zone and found["zone"][0] == "-" and "T" not in found[0]:  # `09:05-10:30`
        zone = None
    if zone is not None:
        moment = moment.replace(tzinfo=zone).astimezone(SHANGHAI)
    return _written(moment, "second" if found["second"] else "minute")


def _moment(
    year: int, month: int, day_: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return datetime(year, month, day_, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:  # `2021-02-31`, `25:61`
        return None


def _hour(hour: int, half: str | None, pm: str | None) -> int:
    """Return the hour of 24: 下午3时 is 15; 中午12时 and 下午15时 stay."""
    if pm:
        return hour % 12 + (12 if pm in "Pp" else 0) if hour <= 12 else hour
    if half in ("下午", "晚上", "晚", "傍晚") and hour < 12:
        return hour + 12
    return hour + 12 if half == "中午" and hour < 4 else hour


def _zone(text: str | None) -> timezone | None:
    """Read `Z`, `+0800`, `GMT+8`; ``None``: none printed, or impossible."""
    if not text:
        return None
    sign = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", text)
    if not sign:
        return UTC
    offset = timedelta(hours=int(sign[2]), minutes=int(sign[3] or 0))
    if offset >= timedelta(hours=15):
        return None
    return timezone(-offset if sign[1] == "-" else offset)


def _written(moment: datetime, precision: str) -> str:
    if precision == "day":
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if precision == "second" else "minutes")


def _month_day(text: str, now: datetime) -> Printed | None:
    """Read `11月29日 15:06`: of the latest year that is not in the future."""
    found = _MONTH_DAY.search(text.translate(_WIDE))
    if not found:
        return None
    month, day_ = int(found["month"] or found["month2"]), int(found["day"] or found["day2"])
    for year in range(now.year, now.year - 9, -1):
        value = _value(year, month, day_, found)
        if value and to_instant(value) <= now:
            return Printed(value, text[found.start() : found.end()].strip())
    return None


def _relative(text: str, now: datetime) -> Printed | None:
    """Read `3小时前`, `昨天 15:06`, `刚刚`."""
    found = _RELATIVE.search(text.translate(_WIDE))
    if not found:
        return None
    import dateparser  # 80 ms, and hardly ever needed

    settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "RETURN_AS_TIMEZONE_AWARE": False}
    word = found["dayword"]
    if word:
        phrase = word.replace("日", "天")
    elif number := found["number"]:
        phrase = (
            f"{number if number in '半' or number.isdigit() else _number(number)}{found['unit']}前"
        )
    else:
        phrase = "0秒前"
    moment = dateparser.parse(phrase, languages=["zh"], settings=settings)
    if moment is None:
        return None
    if found["hour"]:
        value = _value(moment.year, moment.month, moment.day, found)
    else:
        exact = not word and (found["unit"] or "秒")[0] in "秒分小"
        value = _written(moment.replace(tzinfo=SHANGHAI), "minute" if exact else "day")
    if value is None or to_instant(value) > now:
        return None
    return Printed(value, text[found.start() : found.end()].strip())
