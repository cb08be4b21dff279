"""The line under the headline: time, outlet and author, however they are set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from .. import byline
from ..byline import Credit
from ..byline.lexicon import simplify
from ..byline.names import JOINTS, SINGLE_GIVEN, has_surname, is_foreign
from ..byline.people import is_likely, is_press
from ..byline.places import PLACES
from ..text import clean, clean_or_none
from .lines import Line
from .marks import names_of, words_of

_LETTERS = re.compile(r"[^\W\d_]{2}")
_DIGITS = re.compile(r"\d")
_SOURCE = re.compile(
    r"(?:稿件|文章|信息|新闻|内容|图文|视频|本文|资料|稿|作品)?(?<!图片)(?<!圖片)(?<!题图)(?<!照片)(?:来源于|来源|來源|出处|转自|转载自|摘自|来自)\s*[:：为]?\s*"
)
_AUTHOR = re.compile(
    r"(?:^|[\s|｜/　])(?:原?作\s?者|撰\s?文|文字?|记\s?者|記者|通讯员|采写|撰稿)\s*[:：/|｜︱]\s*"
)
_COLONS = ("：", ":")
# What may follow a value on the same line.
_NEXT = re.compile(
    r"\s*(?:[|｜丨]|作\s?者|记\s?者|通讯员|编\s?辑|责\s?编|责任|审核|校对|发布|发表|时间|日期|更新|浏览|阅读|点击|人气|次数|访问|字号|字体|字\s|大\s?中\s?小"
    r"|打印|评论|分享|收藏|参与|我要|关注|原标题|关键|标签|摄影|来源|来源|出处|栏目|频道：|分类|举报|\(?\d+\)?\s*(?:人|条|次)|20\d\d|\d{1,2}[-/:月]|【|\[|[<>＞»]|\d+\s?(?:分钟|小时|天)前|刚刚)"
)
_OUTLET = re.compile(
    r"网|報|網|聞|臺|报|新闻|社|台|在线|频道|客户端|头条|财经|科技|杂志|周刊|传媒|融媒|娱乐|体育|中国|央视|日讯|时报|局|办|院|委|部|厅|协会|频道|公司|news|资讯"
)
_NOT_OUTLET = re.compile(
    r"分享|评论|字[号体]|浏览|收藏|打印|阅读|点击|关注|微信|微博|手机|扫|举报|下载|登录|注册|首页|正文|编辑|责编|作者|记者|人气|热度|订阅|推荐|来自|發表|記者|点赞|来源|大\s*中\s*小|^[大中小]$|^我|时间|日期|更新|发布|原标题|QQ|朋友圈|参与|展开|复制|朗读|听新闻|语音|播报|^T$|字幕|http|www|\.(?:com|cn)|责任|：|:|>|条$|正常|^[／/]|綜合報導$|人氣$|^放大$|^[缩縮]小$"
)
ENDS_OUTLET = re.compile(r"(?<=\S)(?:社|报|网|电视台|新闻|客户端|频道|在线|周刊|杂志)$")
_SPLIT = re.compile(r"[\s|｜丨]+")
_TRIM = " \t|｜丨,，;；()（）[]【】<>·-—"
_LONGEST = 30


# `转载文章`, `网络`: a source that names nobody.
_NOBODY = re.compile(r"(?:转载|网络|互联网|整理|综合|原创|网友|未知|本文)(?:文章|来源|整理|转载)?$")
_IS_LABEL = re.compile(
    r"[\W_]*(?:来源|來源|作者|时间|日期|发布时间|发表时间|编辑|字号|字体)\s*[:：]"
)


def is_label(text: str) -> bool:
    """Whether a line is one of the credits above a text: `来源：…`, `作者：…`."""
    return len(text) <= 80 and _IS_LABEL.match(text) is not None


def pieces(line: Line) -> Iterator[str]:
    """Yield the text nodes of a line that are not blank, cleaned."""
    return filter(None, map(clean, line.pieces))


def source_of(lines: Sequence[Line]) -> str | None:
    """Return the outlet behind 来源：, in its own node or not."""
    for number, line in enumerate(lines):
        found = _SOURCE.search(line.text)
        if not found:
            continue
        labelled = found[0].rstrip()[-1:] in "：:" or "于" in found[0] or found.start() == 0
        if not labelled:
            continue
        value = _value(line, found)
        if not value and number + 1 < len(lines) and found.end() >= len(line.text):
            value = _cut(lines[number + 1].text)
        if value and len(value) <= _LONGEST and not _NOBODY.match(value):
            return value
    return None


def _value(line: Line, label: re.Match[str]) -> str | None:
    """Return what follows a label: the node behind it, else up to a blank or another label."""
    rest = line.text[label.end() :]
    for piece in pieces(line):
        if len(piece) > 1 and rest.startswith(piece):
            return _cut(piece)
    return _cut(rest)


def _cut(text: str) -> str | None:
    text = text.lstrip(_TRIM + "：:")
    end = _NEXT.search(text)
    if end:
        text = text[: end.start()]
    if len(text) > 12:
        text = text.partition(" ")[0]
    return clean_or_none(text.strip(_TRIM))


def source_paired(lines: Sequence[Line]) -> str | None:
    """Return the outlet of `石佳/中国青年报`."""
    return next(
        (pair[1] for line in lines if not line.is_linked and (pair := pair_of(line.text))), None
    )


def source_alone(lines: Sequence[Line], columns: Collection[str] = ()) -> str | None:
    """Return the outlet that has a line of its own: `新华社`, or an account with its card.

    It is none of the `columns`: `早报`.
    """
    for number, line in enumerate(lines[:4]):
        text = line.text.strip(_TRIM)
        if not 2 <= len(text) <= 15 or _NOT_OUTLET.search(text) or _DIGITS.search(text):
            continue
        if ENDS_OUTLET.search(text) and (len(text) > 3 or text not in columns):
            return text
        if text in columns:
            continue
        if number == 0 and line.is_linked and any(text in other.text for other in lines[1:5]):
            return text
    return None


def beside(line: Line, raw: str) -> Iterator[str]:
    """Yield the words printed right after, then right before, a time.

    `2019-09-07 04:04 北京日报`, `http://ent.example.cn 2009年11月09日13:56 新浪娱乐`; words are
    parts of text nodes, which a page may set side by side without a blank.
    """
    joined = "\n".join(pieces(line))
    before, _, after = joined.partition(raw) if raw in joined else ("", "", joined)
    for rest, order in ((after, 1), (before, -1)):
        for word in _SPLIT.split(rest)[::order]:
            word = word.strip(_TRIM)
            if not 2 <= len(word) <= 20 or not _LETTERS.search(word):
                continue
            if not _NOT_OUTLET.search(word) and not _NOBODY.match(word):
                yield word


def outlet_beside(line: Line, raw: str, columns: Collection[str] = ()) -> str | None:
    """Return the outlet printed beside the time of publication.

    A word that nothing tells for an outlet but its own node is none of the `columns`.
    """
    own = set(pieces(line)).difference(columns)
    for word in beside(line, raw):
        if simplify(word) in PLACES:
            continue
        if _OUTLET.search(word) or (word in own and not is_person(word)):
            return word
    return None


def person_beside(line: Line, raw: str) -> str | None:
    """Return the person printed beside the time of publication, in a node of its own."""
    printed = list(pieces(line))
    others = {name for label, name in pairwise(printed) if _OTHER_ROLES.search(label)}
    own = set(printed) - others
    return next((word for word in beside(line, raw) if word in own and is_person(word)), None)


# `编辑 <em>A</em>`, `设计：<em>A</em>`: no author, though the name has an element of its own
_LABELS = re.compile(r"[:：丨|｜/／-]\s?$")
_OTHER_ROLES = re.compile(
    r"(?:编\s?辑|編\s?輯|责\s?编|責\s?編|校\s?[对對]|审\s?[核校读稿]|審\s?[核校]|[摄攝]影|主\s?编|监\s?制|策\s?划|制\s?图|翻\s?译|来\s?源)\s?[:：]?$"
)
_BYLINE_NAMES = frozenset("author authors byline reporter reporters writer zuozhe jizhe".split())


def attested(lines: Sequence[Line], stated: Collection[str]) -> str | None:
    """Return the people whom a page prints in a node of their own and calls its authors.

    It does so in its metadata, which gave `stated`, or by the name of the line's element.
    """
    for line in lines:
        printed = list(pieces(line))
        for label, piece in pairwise(["", *printed]):
            is_labelled = _OTHER_ROLES.search(label) or _LABELS.search(label)
            if piece in stated and not is_labelled and _are_people(piece):
                return piece
        if printed[1:] or _BYLINE_NAMES.isdisjoint(words_of(names_of(line.element))):
            continue
        if _are_people(line.text) and all(map(_is_full, JOINTS.split(line.text))):
            return line.text
    return None


def _are_people(text: str) -> bool:
    """Whether a text is names, or a reporter's title and a name."""
    if _TITLE.match(text):
        named = byline.parse_credits(text)
        return bool(named) and all(is_likely(credit.name) for credit in named)
    return all(map(is_likely, JOINTS.split(text)))


def _is_full(name: str) -> bool:
    """Whether a name is hardly a word: `黄山` is both."""
    return len(name) > 2 or name[-1] in SINGLE_GIVEN or is_foreign(name)


def is_person(word: str) -> bool:
    """Whether a word is a name and no outlet's."""
    return (
        len(word) <= 3
        and has_surname(word)
        and not _OUTLET.search(word)
        and bool(byline.parse_author_field(word))
    )


def author_of(lines: Sequence[Line]) -> str | None:
    """Return what stands behind 作者： or 文/, and behind 记者： with that."""
    for number, line in enumerate(lines):
        apart = (" ".join(pieces(line)),) if line.pieces[1:] else ()
        for text in (line.text, *apart):  # `…15:06</span><span>作者：`
            found = _AUTHOR.search(text)
            if found and (value := _author(text[found.end() :])):
                return _titled(found[0], value)
        label = _AUTHOR.search(line.text + " ") if line.text.endswith(_COLONS) else None
        if label:
            value = _author(lines[number + 1].text) if number + 1 < len(lines) else None
            if value and byline.parse_author_field(value):
                return _titled(label[0], value)
        if not line.is_linked and (pair := pair_of(line.text)):
            return pair[0]
    return None


def _titled(label: str, value: str) -> str:
    """Keep the label of a reporter, who is no author: `记者：`."""
    return f"{label.strip().lstrip(_TRIM + '/／')}{value}" if _TITLE.search(label) else value


_TITLE = re.compile(r"[记記]\s?者|通讯员")
_PAIR = re.compile(r"([^\s/／|｜]{2,12})\s?[/／|｜]\s?([^\s/／|｜]{2,12})(?=\s|$)")
_STROKE = re.compile("[/／]")
_BRACKET_AT_END = re.compile(r"[(（]([^()（）]{2,20})[)）]$")
_BRACKET_AT_HEAD = re.compile(r"[(（](?<=[^()（）]{2}[电電讯訊息].)([^()（）]{2,30})[)）]")


def pair_of(text: str) -> tuple[str, str] | None:
    """Return person and outlet of `石佳/中国青年报`, `上報快訊／范姜佳鈺`, in either order."""
    found = _PAIR.fullmatch(text.partition(" 20")[0].strip())
    if not found:
        return None
    for person, outlet in (found.groups(), found.groups()[::-1]):
        if not has_surname(person) or has_surname(outlet) or _NOT_OUTLET.search(outlet):
            continue
        if _STROKE.search(found[0]) or _OUTLET.search(outlet) or is_press(outlet):
            return person, outlet  # `东部 | 鱼坝` are columns
    return None


def signed(paragraphs: Sequence[str]) -> list[Credit]:
    """Return the people named alone in a bracket behind the dateline or at the very end.

    `新华社北京5月19日电（刘艺、杨吉）`, `……教育片。（张巨峰）`.
    """
    for text, form in ((paragraphs[:1], _BRACKET_AT_HEAD), (paragraphs[-1:], _BRACKET_AT_END)):
        found = form.search(text[0]) if text else None
        names = JOINTS.split(found[1].strip()) if found else []
        if names and all(has_surname(name) for name in names):
            return [credit for name in names for credit in byline.parse_author_field(name)]
    return []


_END_OF_AUTHOR = re.compile(
    r"\s*(?:[|｜]|编\s?辑|责\s?编|责任|来源|來源|出处|发布|发表|时间|日期|更新|浏览|阅读|点击|字号|字体|打印|评论|分享|20\d\d|摄影|【|\[|原标题|审核|校对)"
)


def _author(text: str) -> str | None:
    end = _END_OF_AUTHOR.search(text)
    return clean_or_none((text[: end.start()] if end else text)[:_LONGEST])
