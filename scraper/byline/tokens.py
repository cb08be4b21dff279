"""The tokenizer of credit lines: words, separators and role marks."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from ..items import Role
from .lexicon import CLOSING, IGNORED, NOT_A_ROLE, NOT_BEHIND, REPORT, ROLES, simplify
from .names import HAN, has_surname
from .places import DISTRICTS, GIVEN_NAMES, PLACE_ENDINGS, PLACES


class Sep(IntEnum):
    """What stands between two tokens; of several signs the highest counts (`： `: a colon)."""

    NONE = 0
    BLANK = 1
    LIST = 2
    COMMA = 3
    SLASH = 4
    COLON = 5
    HARD = 6

    @property
    def tight(self) -> bool:
        """Whether the sign binds its neighbours: `A/文`, `李妍摄`, `文：A`."""
        return self in (Sep.NONE, Sep.SLASH, Sep.COLON)


class Word(NamedTuple):
    """A run of text between separators and marks: a name, an outlet, a place."""

    text: str
    start: int
    before: Sep

    @property
    def end(self) -> int:
        """The place in the line where the word ends."""
        return self.start + len(self.text)


class Mark(NamedTuple):
    """A role word, or the 报道 that closes a line."""

    text: str
    roles: tuple[Role, ...]
    before: Sep
    after: Sep
    closing: bool = False
    ignored: bool = False

    @property
    def explicit(self) -> bool:
        """Whether the mark points at what follows: `编辑：`, `文/`, `记者|`."""
        return self.after in (Sep.COLON, Sep.SLASH)


class Tokens(NamedTuple):
    """A line as marks, and the words before, between and behind them (one gap more)."""

    text: str
    marks: list[Mark]
    gaps: list[list[Word]]


_SEPARATORS = {
    Sep.SLASH: "/／|｜丨︱│∣",
    Sep.COLON: ":：",
    Sep.BLANK: " _",
    Sep.LIST: "、&＆+＋",
    Sep.COMMA: "，,",
    Sep.HARD: "；;()（）[]【】〔〕［］{}｛｝<>＜＞〈〉□■◎●○▲▼△▽◆◇★☆◤◥※►▶◀*＊",
}
_SEP_OF = {char: sep for sep, chars in _SEPARATORS.items() for char in chars}
_SEP_CLASS = "[" + "".join(map(re.escape, _SEP_OF)) + "]"
# `编 辑：A`, `责 任 编 辑：A`, `记 者 A`: set apart to line up with a longer role
_APART = re.compile(
    r"责 任 编 辑|責 任 編 輯|通 讯 员|通 訊 員|实 习 生|[编編] [辑輯]|[记記] 者"
    r"|作 者|[摄攝] [影像]|[责責] [编編]"
    r"|[审審] [核校]|校 [对對]|策 [划劃]|主 [编編]|[终終初] [审審]|文 字|[图圖] 片"
    r"|剪 [辑輯]|[报報] [道導导]"
)
# `记者 王强（实习） 李明`: goes with one name, where a role goes with all behind it
_BESIDE_NAMES = re.compile(r" ?[(（][实實见見][习習]生?[)）] ?")
# `记者 A 电话：0534-2345678`, `责任编辑：A 邮箱：a@b.com`
_CONTACT = re.compile(
    rf"(?<![{HAN}])(?:联系|咨询|新闻|投稿)?(?:电话|電话|热线|手机|邮箱|微信|QQ)号?[：: ]*"
    r"[\w.+-]*[\d@][\w.@+-]*",
    re.A,
)
# `文/记者 A 图/受访者提供`, `图片由警方提供`, `（网友供图）`: nobody that has a name
_UNNAMED = (
    "(?:受[访訪][者人方]|受访[单企][位业]|[业業]者|店家|民[众眾]|[讀读]者|采访对象|被采访[者人]|当事人|网友|家属|[警校院]方|主办方|视觉中国|图虫创意"
    "|网络|互联网|资料(?:片|图片?|照片)?)"
)
_PROVIDED = re.compile(
    rf"(?:[图圖]片?|照片|[视視][频頻])(?:[/／|｜:：]| |[均皆都]?由)"
    rf"(?:{_UNNAMED}(?=$|[,，、;；(（)）\]】])"
    rf"|(?:{_UNNAMED}|通讯员|作者|记者)(?:提供|供图)(?={_SEP_CLASS}|$))"
    rf"|(?<![{HAN}]){_UNNAMED} ?(?:[图圖]|供[图圖]|拍[摄攝]|提供)(?={_SEP_CLASS}|$)"
    rf"|(?<=[/／:：]){_UNNAMED} (?=[{HAN}]{{2,4}}(?:{_SEP_CLASS}|$))"  # 图/网友 A
    "|[(（][左右上下]图[)）]"
)
# `生活中心／李依璇報導`: a stroke behind a desk
_OF_DESK = re.compile(
    rf"(?<=中心|[{HAN}][组組])[/／](?=([{HAN}]{{3}})[报報][道導导](?:{_SEP_CLASS}|$))"
)
_BY_HAND = re.compile(rf"((?:记者|通讯员) ?[{HAN}]{{2,4}})提供(?={_SEP_CLASS}|$)")
# `王强（左二）为老人送米`: says who is in the picture
_POSITION = re.compile(r"[(（](?:[左右][一二三四五六七八]?|[前后中]排[^)）]{0,6}|中)[)）]")
_QUOTES = str.maketrans("", "", '“”「」『』"')
_DROPPED = "·•‧—–－-.．~～'’"
# A sentence, not a credit line.
_SENTENCE = re.compile(r"[。！？!?…]")


def _alternatives() -> str:
    """Return the role words as one pattern, the longest first."""
    bases = sorted(NOT_A_ROLE, key=len, reverse=True)
    patterns = []
    for word in sorted({*ROLES, *IGNORED}, key=len, reverse=True):
        behind = next((NOT_BEHIND[w] for w in NOT_BEHIND if word.startswith(w)), ())
        before = "".join(f"(?<!{pattern})" for pattern in behind)
        base = next((b for b in bases if word.endswith(b)), None)
        bound = f"(?!{NOT_A_ROLE[base]})" if base else ""
        plain = re.escape(word).replace("/", "[/／]").replace(r"\|", "[|｜丨]")
        patterns.append(before + plain + bound)
    return "|".join(patterns)


_CITY, _DISTRICT, _NAMED = (
    "|".join(sorted(names, key=len, reverse=True))
    for names in (PLACES - GIVEN_NAMES, DISTRICTS, GIVEN_NAMES)
)
_PLACE = f"(?:{_CITY}|(?<=[/／ ])(?:{_NAMED}))(?:{_DISTRICT})?(?:{'|'.join(PLACE_ENDINGS)})?"
_CLOSING = "|".join(sorted(CLOSING, key=len, reverse=True))
_DAY = r"(?:\d{1,2}月)?\d{1,2}日"
# Where a mark may begin at all: spares the names the long list of alternatives.
_FIRST = "".join(sorted({w[0] for w in (*ROLES, *IGNORED, *CLOSING, *PLACES)}))
_DELIMITER = re.compile(
    rf"({_SEP_CLASS}+|(?=[{_FIRST}\d])(?:"
    # `济南报道`, `台北21日電`, before the roles: `采访报道`
    rf"(?:{_PLACE})?{_DAY}(?:{_CLOSING}|专?[电讯])(?={_SEP_CLASS}|$)"
    rf"|(?:{_PLACE}(?:[－—-]{_PLACE})?)?(?:{_CLOSING})(?={_SEP_CLASS}|$)|{_PLACE}电(?={_SEP_CLASS}|$)"
    rf"|{_alternatives()})"
    # `A/文 B/图`, `文：A`, `片/A`, `A 摄`, `李妍摄`: characters that names hold too (高文博)
    rf"|(?<![{HAN}])[文图片](?={_SEP_CLASS}|$)|摄(?={_SEP_CLASS}|$)"
    # `发自北京`, `发自 上海、南京`
    rf"|发自[ ：:]?[{HAN}]{{2,8}}?(?:、[{HAN}]{{2,4}})?(?=摄|摄影|报道|{_SEP_CLASS}|$))"
)
SINGLE = {"文": (Role.AUTHOR,)} | dict.fromkeys("图片摄", (Role.PHOTOGRAPHER,))


def tokenize(text: str) -> Tokens | None:
    """Cut a cleaned line into tokens; ``None`` when it holds a sentence or no mark."""
    if _SENTENCE.search(text) or _POSITION.search(text):
        return None
    text = _CONTACT.sub("", _BESIDE_NAMES.sub(" ", text)).translate(_QUOTES)
    text = _BY_HAND.sub(r"\1", _PROVIDED.sub("", text))
    text = _OF_DESK.sub(lambda found: "记者" if has_surname(found[1]) else found[0], text)
    if _APART.search(text):
        text = _APART.sub(lambda found: found[0].replace(" ", ""), text)
    marks: list[Mark] = []
    gaps: list[list[Word]] = [[]]
    sep, at = Sep.HARD, 0
    for index, piece in enumerate(_DELIMITER.split(simplify(text))):
        start, at = at, at + len(piece)
        if index % 2 == 0:
            word = piece.strip(_DROPPED)
            if word:
                start += piece.index(word)
                gaps[-1].append(Word(text[start : start + len(word)], start, sep))
                sep = Sep.NONE
            elif piece:
                sep = max(sep, Sep.COLON)
        elif piece[0] in _SEP_OF:
            here = _SEP_OF[piece] if len(piece) == 1 else max(map(_SEP_OF.__getitem__, piece))
            sep = here if here > sep else sep
        else:
            marks.append(_mark(piece, sep))
            gaps.append([])
            sep = Sep.NONE
    return Tokens(text, _with_after(marks, gaps, sep), gaps) if marks else None


def _with_after(marks: list[Mark], gaps: list[list[Word]], last: Sep) -> list[Mark]:
    """Tell every mark what stands behind it."""
    followers = [*(mark.before for mark in marks[1:]), last]
    return [
        mark._replace(after=gap[0].before if gap else follower)
        for mark, gap, follower in zip(marks, gaps[1:], followers, strict=True)
    ]


def _mark(piece: str, before: Sep) -> Mark:
    """Return the mark that a role word makes; what follows it is not known yet."""
    if piece in SINGLE:
        return Mark(piece, SINGLE[piece], before, Sep.HARD)
    plain = piece.replace("／", "/").replace("｜", "|").replace("丨", "|")
    if plain not in ROLES and plain not in IGNORED:
        return Mark(piece, REPORT, before, Sep.HARD, closing=True)
    return Mark(plain, ROLES.get(plain, ()), before, Sep.HARD, ignored=plain in IGNORED)
