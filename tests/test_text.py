"""Cleaning of text: blanks and spelling only, never the punctuation."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text import clean, clean_or_none, is_furniture


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        (" \t\r\n\u00a0\u3000", ""),
        ("　　初冬时节", "初冬时节"),
        ("讯\u00a0\u00a0初冬", "讯 初冬"),
        ("王\u3000峣", "王 峣"),
        ("一\n二\r\n三", "一 二 三"),
        ("第\u200b二\ufeff季", "第二季"),
        ("软\u00ad连\u2060字", "软连字"),
        ("\u202e右到左\u202c", "右到左"),
        ("空\x00字\x07符", "空字符"),
        ("Cafe\u0301", "Café"),
        ("“引号”：（３％）！？…—·", "“引号”：（３％）！？…—·"),
        ("半角,标点.也(留着)!", "半角,标点.也(留着)!"),
        ("Ⅲ㎡①", "Ⅲ㎡①"),
        ("𠮷野家👨‍👩‍👧", "𠮷野家👨👩👧"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())


@pytest.mark.parametrize("text", [None, "", " ", "\u3000", "\u200b"])
def test_absent_is_none(text: str | None) -> None:
    assert clean_or_none(text) is None


def test_clean_or_none_cleans() -> None:
    assert clean_or_none("\u3000德州\u00a0") == "德州"


@pytest.mark.parametrize(
    "paragraph",
    [
        "想爆料？请登录《阳光连线》、拨打新闻热线0531-66661234，诚邀合作伙伴。",
        "想爆料?请登录《阳光连线》,提供新闻线索。",
        "扫描二维码下载闪电新闻客户端",
        "长按识别二维码，关注我们",
        "微信扫一扫二维码",
        "扫一扫，下载闪电新闻客户端",
        "打开微信，扫一扫分享给朋友",
        "扫码阅读全文",
        "扫码看直播",
        "扫描下方二维码，下载闪电新闻客户端，了解更多精彩内容。",
        "下载闪电新闻客户端，随时随地了解家乡事",
        "想看更多新闻？请下载闪电新闻客户端。",
        "关注“齐鲁网德州”微信公众号，获取更多资讯",
        "点击阅读原文查看更多",
        "下一页",
        "手机扫码报名",
        "关注齐鲁网官方微信",
        "点击阅读原文",
        "下一篇：另一条新闻",
        "更多精彩内容，请下载闪电新闻客户端",
        "点击关注齐鲁网公众号",
        "分享到：",
        "分享让更多人看到",
        "（点击查看原文）",
        "[返回首页]",
        "网友评论",
        "我来说两句",
        "原标题：旧稿的标题",
        "【原标题：旧稿的标题】",
        "（原题为《旧稿的标题》）",
        "广告",
        "【推广】",
        "相关阅读",
        "相关链接：",
        "为您推荐",
        "声明：转载此文是出于传递更多信息之目的。",
        "版权所有：齐鲁网",
        "转载请注明来源",
    ],
)
def test_furniture(paragraph: str) -> None:
    assert is_furniture(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "他说：“想爆料的人很多。”",
        "景区门口的二维码可以查询车位，市民扫码后即可入园。",
        "相关链接被市民反复转发，三天内阅读量超过十万。",
        "声明发布后，市场反应平稳。",
        "广告牌已经拆除。",
        "扫码即可入园，市民直呼方便。",
        "扫一扫就能查到车位，下载都不用。",
        "关注微信的老人越来越多",
        "关注老人用微信",
        "下载量突破百万。",
        "下一页写满了名字。",
        "扫描景区门口的二维码后，可以预约，也可以退票。老人另有通道。",
        "原标题为《我在齐鲁大地》的一组照片近日走红。",
        "市民分享到手的新米。" * 2,
        "记者了解到，版权所有人已经授权。",
        "点击量超过一百万。",
        "推荐阅读的书目有十本。",
        "",
    ],
)
def test_sentences_are_no_furniture(paragraph: str) -> None:
    assert not is_furniture(paragraph)


def test_accents_without_end_are_cut_off() -> None:
    """Ordering them takes minutes: `a` under 200,000 of them."""
    found = clean("a" + "\u0323\u0301" * 100_000)
    assert 0 < len(found) < 50
    assert clean("e\u0301" * 300) == "é" * 300
