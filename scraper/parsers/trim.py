"""Cutting off what an article's element holds above and below the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import byline, dates
from .body import Block, is_linked
from .credits import is_label
from .head import bare
from .lines import Line
from .marks import ENDS, is_notice

_MOST_ABOVE = 14
_MOST_SIGNS = 40  # that a headline's copy may have besides its letters
_HEADING = 24  # characters of a heading such as 相关阅读, at most
_NOTE = 80  # characters of an editor line
_EDITOR = re.compile(r"^[\W_]*(?:责任?编辑?|責任編輯|编辑|本文责编)\s*[:：]")
# The people behind a page, one role a line, for whom there is no credit: `总监制：邹 明`.
_STAFF = re.compile(
    r"^[\W_]*(?:总?监\s?制|审\s?[读核稿阅]|统\s?筹|值班\S{0,4}|校\s?对|主\s?编|排\s?版|美\s?编|制\s?图|策\s?划|运\s?营|编\s?审"
    r"|[初复终一二三]审|出\s?品|排版|技术|供稿|签发)\s*[:：/|｜丨︱]"
)
_SOURCE = re.compile(r"^[\W_]*(?:文章|稿件|信息|资料)?(?:来源|來源|出处)\s*[:：]")
_ADDED_LINE = re.compile(
    r"""^[\W_]*(?:关键[词字]|标签|文章关键词|TAG|上一[篇页]|下一[篇页]|打印|关闭窗口|更多猛料|点击进入|查看原图|分享(?:到|至)|收藏|举报|返回|阅读全文
    |展开全文|第\d+页|本文来源|进入【|【?发表评论|【评论】|请?扫描|.{0,30}请.{0,6}下载.{0,30}$|.{0,40}(?:APP|客户端)[”"』]?下载
    |展开剩余\d|字[体體]大小[:：]|[选選][择擇]字[号號][:：]|(?:【\d+】\s?)+(?:[上下]一[页頁]\s?)*$
    |上\s?[/／]\s?下一[页頁篇]|\d+人(?:点赞|喜欢)$|\d+\s?分[钟鐘][阅閱][读讀]$|喜[欢歡][这這]篇文章
    |小礼物走一走|文章[纠糾][错錯](?:\s|$)|相[关關]字[词詞][:：﹕]|风险提示及免责条款$|此文限时免费
    |更多(?:精彩|内容|好文).{0,6}就在.{0,6}APP$|总资产\d+\s共写|[\[【](?:[啟启][动動]|加入)LINE
    |看.{2,30}上手机|(?:安装|打开|登录).{0,12}(?:客户端|APP)|.{0,60}(?:二维码|微信公众号|官方微信))""",
    re.I | re.X,
)
_MOST_SHORT = 8
_SENTENCE = re.compile("[，。？！,]")
# `……滋生土壤将不复存在。返回腾讯网首页>>`, `……均为化名）返回搜狐，查看更多`
_RETURN = re.compile(r"\s*[\[【（(]?(?:返回\S{0,8}首页\W{0,3}|返回\S{2,6}，查看更多[>»]{0,3})$")
# `2016-11-05 09:12:33 来源：平原晚报 评论： 点击：`
_INFO = re.compile("来源|來源|作者|字号|字[体體]|评论|点击|浏览|阅读")
# What texts themselves have as headings, too
_INSIDE = re.compile(r"[\W_]*(?:相关|延伸|新闻)(?:链接|阅读)[\W_]*$")
_LINK = 60  # characters of a line that is a link, at most
_LONG = 120  # characters: a paragraph that long is nobody's notice
_CREDIT = 40  # characters of a line such as `来源：新华网`
_SOON = 12  # lines
_FEWEST_LINKS = 3
_PARAGRAPHS = 3  # in a row are no list
_FOOT = 4  # paragraphs at the end, among which a notice may be a sentence


def trim(
    blocks: Sequence[Block], headline: str | None, above: frozenset[str], linked: frozenset[str]
) -> list[Block]:
    """Return the blocks of the text alone.

    `above` holds the lines known to stand over the text (the time, the outlet), `linked` the
    lines that are links from end to end.
    """
    kept = list(blocks[_first(blocks, headline, above) :])
    kept = kept[_captions(kept) : _last(kept)]
    for block in kept:
        if block.links and (found := _RETURN.search(block.text)):
            block.text = block.text[: found.start()]
    foot = len(kept) - _FOOT
    return [
        block
        for number, block in enumerate(kept)
        if not (block.text in linked or _is_added(block, at_foot=number >= foot))
    ]


def _captions(blocks: Sequence[Block]) -> int:
    """Return how many blocks at the head are a player's or a toolbar's: many, and no sentence."""
    first = next((n for n, block in enumerate(blocks) if _SENTENCE.search(block.text)), 0)
    return first if sum(bool(block.text) for block in blocks[:first]) > _MOST_SHORT else 0


def _first(blocks: Sequence[Block], headline: str | None, above: frozenset[str]) -> int:
    key = bare(headline or "")
    longest = len(headline or "") + _MOST_SIGNS
    first = 0
    for number, block in enumerate(blocks[:_MOST_ABOVE]):
        text = block.text
        if text and (text in above or (len(text) <= longest and bare(text) == key)):
            first = number + 1
    # A line of the time that `above` has otherwise: `评论(0)` in it may be left out here.
    until = next((n for n, block in enumerate(blocks[:_MOST_ABOVE]) if "。" in block.text), 0)
    heads = [number + 1 for number in range(until) if _is_head(blocks[number].text)]
    return max([first, *heads])


def _is_head(text: str) -> bool:
    """Whether a line is the time of publication and what is printed beside it, no sentence."""
    if len(text) > _LONG or _SENTENCE.search(text) or not _INFO.search(text):
        return False
    return any(":" in printed.value for printed in dates.find(text))


def _last(blocks: Sequence[Block]) -> int:
    total = sum(len(block.text) for block in blocks)
    read = 0
    for number, block in enumerate(blocks):
        read += len(block.text)
        size = len(block.text)
        if not 0 < size <= _NOTE:
            continue
        late = read * 5 >= total * 2
        if _is_end(blocks, number, late=late):
            return number
        if not late:
            continue
        if _EDITOR.match(block.text) or ("编" in block.text and byline.is_editor_line(block.text)):
            return number + 1
    return len(blocks)


def _is_end(blocks: Sequence[Block], number: int, *, late: bool) -> bool:
    """Whether something else than the article begins with a heading: `相关阅读`, `网友评论`."""
    text = blocks[number].text
    if len(text) > _HEADING or not ENDS.match(text):
        return False
    return _is_list(blocks, number + 1) or (late and not _goes_on(blocks, number))


def _goes_on(blocks: Sequence[Block], number: int) -> bool:
    """Whether the text goes on under a heading in it: `相关链接`, and what the law says."""
    if not _INSIDE.match(blocks[number].text):
        return False
    under = [block for block in blocks[number + 1 :] if block.text][:_PARAGRAPHS]
    return len(under) == _PARAGRAPHS and all(
        len(block.text) > _HEADING and "，" in block.text and not block.links for block in under
    )


def _is_list(blocks: Sequence[Block], start: int) -> bool:
    """Whether links to articles follow, with summaries between them or not."""
    return sum(map(is_linked, blocks[start : start + _SOON])) >= _FEWEST_LINKS


def _is_info(text: str) -> bool:
    """Whether a line is a time alone, or a label with nobody behind it: `作者：`.

    A day alone may be the end of a letter.
    """
    printed = dates.find(text)
    if printed and ":" in printed[0].value:
        text = text.replace(printed[0].raw, "").strip()
    return not text or (is_label(text) and not byline.read(text).credits)


def _is_added(block: Block, *, at_foot: bool) -> bool:
    text = block.text
    size = len(text)
    if not 0 < size < _LONG:
        return False
    if size < _CREDIT and (_STAFF.match(text) or _SOURCE.match(text)):
        return True
    if at_foot and size < _CREDIT and not block.images and _is_info(text):
        return True
    if block.images or not (at_foot or "。" not in text):
        return False
    return is_notice(text) or ("。" not in text and _ADDED_LINE.match(text) is not None)


def link_lines(lines: Sequence[Line]) -> frozenset[str]:
    """Return the lines that are links from end to end and no sentences."""
    return frozenset(
        line.text
        for line in lines
        if line.linked > 0.8 * len(line.text) and len(line.text) <= _LINK and "。" not in line.text
    )
