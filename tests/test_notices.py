"""What stands at an article's address and is none."""

from __future__ import annotations

import pytest

from scraper import parse_article
from scraper.notices import is_notice

URL = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
WORDS = "这里是一段足够长的文字，说明为什么看不到想看的内容，以及接下来可以怎么做。"
TEXT = f"<p>{WORDS * 4}</p>"


def page(headline: str, line: str = "") -> str:
    return (
        f"<html><head><title>{headline}_齐鲁网</title></head><body><h1>{headline}</h1>"
        f"<div>{line}</div><div>{TEXT}{TEXT}</div></body></html>"
    )


@pytest.mark.parametrize(
    "headline",
    [
        "页面不存在",
        "您访问的页面不存在",
        "该文章已被删除",
        "404 Not Found",
        "404",
        "用户登录",
        "安全验证",
        "访问过于频繁",
        "系统维护中",
        "Access Denied",
    ],
)
def test_a_notice_of_today_is_none(headline: str):
    """A date near the day of the address does not make it an article."""
    assert is_notice(parse_article(page(headline, "2020-11-29 15:06 来源：齐鲁网"), URL))


@pytest.mark.parametrize("line", ["", "2016-03-04 10:00 来源：齐鲁网", "来源：齐鲁网"])
def test_an_unknown_template_must_print_the_day_of_the_address(line: str):
    assert is_notice(parse_article(page("德州新增三处口袋公园", line), URL))


@pytest.mark.parametrize(
    "headline",
    [
        "德州新增三处口袋公园",
        "404名志愿者走上街头",
        "台风登陆山东 多地暴雨",
        "市民反映小程序无法登录 客服：系统维护中",
        "“页面不存在”？官方回应",
        "身份验证更方便了 社保卡上线新功能",
    ],
)
@pytest.mark.parametrize("line", ["2020-11-29 15:06:11 来源：齐鲁网", "2020年11月30日 08:00"])
def test_an_article_in_an_unknown_template_is_one(headline: str, line: str):
    assert not is_notice(parse_article(page(headline, line), URL))


def test_other_sites_and_other_pages_print_what_they_like():
    for url in (
        "https://www.elsewhere.example/a/2020/1129/1.html",
        "https://sdxw.iqilu.com/w/article/YS0yMS0xNjg4MTQxNg.html",
    ):
        assert not is_notice(parse_article(page("德州新增三处口袋公园"), url))
