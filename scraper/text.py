"""Cleaning of printed text. Every cleaning rule of the project is here."""

from __future__ import annotations

import re
from itertools import filterfalse
from unicodedata import combining, is_normalized, normalize

# Zero-width and directional marks, the soft hyphen, the BOM, and control characters other
# than white space: none of them is text, and editors paste them in by accident.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]+"
)
# Ordering the accents of one letter takes time by the square of their number (UAX #15).
_MOST_MARKS = 30
_SIGNS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS},}}")
_LONG = 500  # characters


def clean(text: str) -> str:
    """Return `text` in NFC, on one line, trimmed, every run of white space as one blank.

    NBSP and the ideographic space U+3000 count as white space. Full-width punctuation is
    kept: NFKC, which would rewrite ：（）！？, is not applied.
    """
    text = text.strip()
    if " " in text or not text.isprintable():  # most texts have nothing to clean
        text = " ".join(text.split())
        if not text.isprintable():
            text = " ".join(_INVISIBLE.sub("", text).split())
    if len(text) > _LONG:
        text = _SIGNS.sub(_fewer_marks, text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _fewer_marks(signs: re.Match[str]) -> str:
    """Leave out the accents on one letter that are more than Unicode's stream-safe text has."""
    text = signs[0]
    return text[:_MOST_MARKS] + "".join(filterfalse(combining, text[_MOST_MARKS:]))


def clean_or_none(text: str | None) -> str | None:
    """`clean`, with ``None`` for what is absent or blank."""
    return (clean(text) or None) if text else None


_LIST_HEADING = (
    "(?:(?:相关|热点|热门|更多)(?:阅读|新闻|链接|报道|推荐)|(?:延伸|推荐)阅读|猜你喜欢|为您推荐"
    r"|广告|推广)[：:)）】\]]?$"
)
# What a site prints inside an article's container without its being the article.
_FURNITURE = re.compile(
    r"""
      想爆料[？?]                                   # 想爆料？请登录《阳光连线》…诚邀合作伙伴。
    | (?:打开)?(?:微信|手机)?[，,]?(?:扫码|扫一扫)[^。即就便能]{0,20}$  # 微信扫一扫，关注齐鲁网
    | 关注.{0,16}(?:官方(?:微信|微博)|公众号|客户端)(?:，[^。]{0,16})?。?$
    | (?:想.{0,10}[？?])?(?:请|欢迎)?下载.{0,8}客户端[^。]{0,20}。?$
    | 点击阅读(?:原文|全文).{0,8}$
    | [上下]一[篇条][：:]
    | (?:[上下]一页|末页|尾页)$
    | (?:更多精彩|点击).{0,30}(?:下载|关注).{0,30}(?:客户端|公众号|微信|(?i:APP)|闪电新闻).{0,20}$
    | (?:分享到|分享至|分享让更多人)
    | 点击(?:查看|进入|下载|播放).{0,20}$
    | (?:返回首页|返回目录|打印本页|关闭窗口|我要评论|我来说两句|网友评论)
    | (?:原标题|原题)(?:[：:]|为?《[^》]*》[)）】\]]?。?$)
    | """
    + _LIST_HEADING
    + r"""
    | (?:声明|免责声明|版权声明|特别声明|郑重声明)[：:]
    | (?:版权所有|未经授权|转载请注明|违法和不良信息举报)
    | 打开.{2,10}(?:客户端|APP)[，,]?(?:阅读|查看|看|体验|获取)[^。！]{0,12}$
    | (?:文章|稿件|信息)?来源[：:]\s?(?!记者|据)[^\s。，]{2,16}$
    | 共\s?\d{1,3}\s?页[：:]?$
    | (?:点赞|收藏|评论|分享)\s?\d+$
    | \d{1,2}:\d\d\s?/\s?\d{1,2}:\d\d$           # a player: 00:00/03:21
    """,
    re.X,
)
# `长按识别二维码，关注我们`
_QR_PROMPT = re.compile(r".{0,8}(?:扫码|扫一扫|扫描|长按|识别).{0,12}二维码[^。]{0,30}。?$")


def is_list_heading(paragraph: str) -> bool:
    """Whether a paragraph is what links stand under: `延伸阅读：`, `广告`."""
    return re.match(_LIST_HEADING, paragraph.lstrip("【[（( ")) is not None


def is_advert(paragraph: str) -> bool:
    """Whether a paragraph is what an advertisement is labelled with: `广告`, `【推广】`."""
    return paragraph.strip("【[（( ）)】]") in {"广告", "推广"}


def is_furniture(paragraph: str) -> bool:
    """Whether a cleaned paragraph is the site's own: a prompt, a notice, a list's heading."""
    text = paragraph.lstrip("【[（( ")
    return bool(_FURNITURE.match(text) or ("二维码" in text and _QR_PROMPT.match(text)))
