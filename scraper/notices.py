"""Pages that answer 200 in the place of an article: log in, not found, too often, half of one."""

from __future__ import annotations

import re

from . import dates
from .items import Article
from .parsers import Generic
from .urls import Form, address

# `页面不存在`, `404 Not Found`, `用户登录`, `您访问的文章已被删除`, `安全验证`, `访问过于频繁`
_HEADLINE = re.compile(
    r"(?:错误)?[345]\d\d(?:\s.*|错误|页面)?|.{0,6}(?:页面?|网页|文章|内容|信息|新闻)"
    r"(?:已?不存在|找不到了?|未找到|已?被?删除|已?过期|走丢了|无法访问)[了。！]?"
    r"|.{0,4}登[录入](?:页面?)?|.{0,4}验证码?|.{0,4}访问(?:过于?频繁|受限|被拒绝?|出错)|出错了.{0,4}"
    r"|系统(?:维护|繁忙|提示|错误).{0,4}|(?:page )?not found|forbidden|access denied|bad gateway",
    re.I,
)
# What a page has at its end: pages without `</html>` still have a footer with the licence.
_END = re.compile(rb"</(?:html|body)\b|ICP|Rights Reserved", re.I)
_TAIL = 8192  # bytes


def defect(html: bytes) -> str | None:
    """Return what a page of the site lacks as a whole; ``None`` when nothing does."""
    if not html.strip():
        return "the page is empty"
    return None if _END.search(html[-_TAIL:]) else "the page is cut off"


def is_notice(article: Article) -> bool:
    """Whether a page at an article's address on the site is no article.

    An article prints a time or its outlet. One in a template of its own, unknown here, must
    print the day that is in its address: the dates of other articles stand on any page.
    """
    target = address(article.url)
    if target.form is not Form.ARTICLE:
        return False
    if not article.date_published and not article.source:
        return True
    if article.metadata.layout != Generic.name:
        return False
    printed, day = article.date_published, target.day
    is_of_its_day = not day or (printed is not None and dates.agree(printed, day))
    return not is_of_its_day or bool(_HEADLINE.fullmatch(article.headline or ""))
