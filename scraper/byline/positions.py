"""Where credits stand in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..items import Role
from ..text import clean
from .datelines import dateline_end
from .grammar import Credit, Line, parse_line
from .names import HAN, JOINTS, has_surname, is_usual_name
from .people import BEGINNINGS, are_people, is_likely, is_press
from .places import SHANDONG
from .stopwords import NOT_A_NAME

_LONGEST_LINE = 300
_WINDOW = 160
_SHORT = 60
"""How long a credit without brackets may be that a paragraph ends with, in characters."""
_HEAD = 100
"""How far from its ends a longer paragraph is looked at, in characters."""

# A paragraph without one of these at its ends credits nobody: the test that must be quick.
# Every alternative begins with one character, its rarest, and no set: so the search can skip,
# with this pattern and the others that most paragraphs are searched with.
_HINT = re.compile(
    r"者(?<=[记記作\s]者)|辑|輯|缉|摄|攝|撰|剪|频(?<=视频)|頻(?<=視頻)"
    r"|讯(?<=[通\s]讯)|訊(?<=[通\s]訊)|译(?<=编译)|笔(?<=执笔)|生(?<=习生)|生(?<=習生)"
    r"|编(?<=[责主总初\s]编)|編(?<=[責主總\s]編)|编(?=[译校]|委)|论(?<=评论)|論(?<=評論)"
    r"|审(?=[核校读稿签：:\s/|｜丨])|審(?=[核校：:\s/])|校(?=[对對：:\s])|划(?<=[策\s]划)|劃"
    r"|道(?<=[报報\s]道)|导(?<=[报\s]导)|導(?<=[報\s]導)|理(?<=整理)|写(?<=采写)|寫"
    r"|拍(?<=航拍)|台(?= )|心(?<=中心)(?= )|媒(?<=融媒)(?= )"
    r"|□|■|自(?<=发自)|自(?<=發自)"
    r"|讯(?=\s{0,3}[(（])|電(?=\s{0,3}[(（])|电(?=\s{0,3}[(（])|訊(?=\s{0,3}[(（])"
    r"|）(?=[。.]?\s*$)|\)(?=[。.]?\s*$)"
    r"|文(?=[/／:：|｜丨︱、图圖字案\s]|$)|图(?=[/／:：|｜丨︱文片\s]|$)|圖(?=[/／:：|｜丨文片\s]|$)"
)
# `记者王强、通讯员李明报道：昨日`, `…讯 记者王强 通讯员李明报道`
_REPORT = re.compile("[报報][道導导](?=[：:，, ]|$)")
# A paragraph that ends like a sentence has no credits at its end; `…报道。` and `…）。` may.
_ENDS = frozenset("。！？!?…”；")
_BEFORE_ENDS = frozenset(")）】]道導导摄攝")
# What a head with credits has: a dateline, a bracket, a bullet, or a role.
_HEAD_HINT = re.compile(r"[讯訊电電报報(（\[【□■者员員]")
# What it has if it is no credit line and begins with no bracket: a dateline, `报道` and a sign.
_OPENING = re.compile(
    r"讯|訊|電|电|稿|息(?=[：:（( 【\[\d])|报(?=[道導导][：:，, （(])|報(?=[道導导][：:，, （(])"
    r"|（(?=[记記]者)|\((?=[记記]者)"
)
_BULLETS = "□■"
# `…完成。记者` is a sentence and more; a credit line has none, but may end with a full stop.
_SENTENCE = re.compile(r"[。！？!?…](?!\s*$|[)）】\]])")
_OPEN, _CLOSE = "([（【〔［{｛<〈", ")]）】〕］}｝>〉"
_BRACKETED = re.compile(
    rf"[{re.escape(_OPEN)}][^{re.escape(_OPEN + _CLOSE)}]{{2,160}}[{re.escape(_CLOSE)}]"
)
_NOTE = re.compile(rf"[（(](?:本文)?作者([{HAN}]{{2,3}}?)[，, ]?系")
# `山东商报·速豹新闻网（记者 A）`
_HEADED = re.compile(rf"[{HAN}A-Za-z0-9·]{{2,16}}(?=[（(][记記通])")
# `【财新网】（记者 A）`
_FRAMED = re.compile(rf"[【\[［]([{HAN}A-Za-z0-9· ]{{2,16}})[】\]］] ?(?=[（(])")
_SHOT = re.compile(
    r"[（(](?:(?:本报)?(?:资料|档案|航拍|无人机)(?:图|照)?片?[ ，,：:])?"
    rf"([{HAN}]{{2,4}})[ /／]?[摄攝][）)]"
)
_NOBODY = re.compile("[记記通]|者|员|網?网?友|拍$")  # `（本报记者摄）`, `（网友拍摄）`
# `临沂台 徐兴东`, `乐陵市融媒体中心 郑福平 贾鹏`
_STATION = re.compile(
    rf"(?:{'|'.join(sorted(SHANDONG))})[市县区]?"
    r"(?:(?:广播)?(?:电视)?台|融媒体?(?:中心)?) [\S ]{2,24}"
)
_SIGNED = re.compile(r"[。！？][（(]([^（()）]{2,12})[）)]")
_TAIL_CUT = re.compile(r"。|！|？|!|\?|…|”|’|\"|」|』|；|;|\. ")


class Reading(NamedTuple):
    """What one paragraph says about who made the story."""

    credits: tuple[Credit, ...] = ()
    """Everyone credited in it, once per role, in printed order."""
    whole: bool = False
    """Whether it is nothing but a credit line."""
    editorial: bool = False
    """Whether it is nothing but a line of editors: `[责任编辑：A、B]`."""
    bracket: str | None = None
    """The bracketed credit in its dateline or at its tail, as printed."""


NOTHING = Reading()


def read(paragraph: str) -> Reading:
    """Read a cleaned paragraph: a credit line from end to end, or text with credits at its ends.

    A sentence that mentions a reporter gives nothing.
    """
    if not _hinted(paragraph):
        return NOTHING
    text = _shortened(paragraph)
    opening = dateline_end(text)
    line = None if opening else _whole(text)
    if line and (line.credits or line.editorial):
        return Reading(line.credits, True, line.editorial)
    ended = _ends_like_a_sentence(text)
    head = _head_bracket(text, opening)
    lines = [*([head[1]] if head else _bare_head(text, opening)), *(() if ended else _tail(text))]
    bracket = head or (None if ended else _tail_bracket(text))
    once: dict[tuple[str, Role], Credit] = {}
    for credit in (credit for line in lines for credit in line.credits):
        once.setdefault((credit.name, credit.role), credit)
    return Reading(tuple(once.values()), bracket=bracket[0] if bracket else None)


def parse_credits(line: str) -> list[Credit]:
    """Return everyone credited in a line or at the ends of a paragraph, in printed order."""
    return list(read(clean(line)).credits)


def is_signoff(paragraph: str) -> bool:
    """Whether a paragraph is nothing but a credit line."""
    return read(clean(paragraph)).whole


def is_editor_line(paragraph: str) -> bool:
    """Whether a paragraph holds nothing but editors: `[责任编辑：A、B]`."""
    return read(clean(paragraph)).editorial


def bracketed_credit(paragraph: str) -> str | None:
    """Return the bracketed credit in a dateline or at a tail, with its brackets."""
    return read(clean(paragraph)).bracket


def _hinted(line: str) -> bool:
    """Whether a line may credit anyone: by the words at the ends where credits stand."""
    if _ends_like_a_sentence(line):
        if not (_HEAD_HINT.search(line, 0, _HEAD // 2) and _HINT.search(line, 0, _HEAD)):
            return False
        opens = line[0] in _OPEN + _BULLETS or _OPENING.search(line, 0, _HEAD)
        return bool(opens or not _SENTENCE.search(line))
    if len(line) <= _HEAD + _WINDOW:
        return _HINT.search(line) is not None
    return bool(_HINT.search(line, 0, _HEAD) or _HINT.search(line, len(line) - _WINDOW))


def _ends_like_a_sentence(text: str) -> bool:
    return text[-1:] in _ENDS and text[-2:-1] not in _BEFORE_ENDS


def _shortened(text: str) -> str:
    """Leave out the middle of an over-long text: credits stand at the ends."""
    if len(text) <= 4 * _LONGEST_LINE:
        return text
    return f"{text[: 2 * _LONGEST_LINE]}。{text[-2 * _LONGEST_LINE :]}"


def _whole(text: str) -> Line | None:
    """Read a credit line; a text with a sentence inside, or a caption before a credit, is none."""
    if len(text) > _LONGEST_LINE or _SENTENCE.search(text):
        return None
    start = _opening(text) if text[-1] in _CLOSE else None
    if start and not _HINT.search(text[:start]):  # `施工现场（王一 摄）`
        return None
    bare = text[1:-1] if start == 0 and text[0] in _OPEN else text
    return parse_line(text) or _bullet(text) or _station(bare)


def _bullet(text: str) -> Line | None:
    """Return the writers named behind a bullet, without a role: `□ A B`."""
    if text[0] not in _BULLETS or len(text) > 20:
        return None
    line = parse_line(f"作者 {text[1:]}")
    return line if line and all(is_usual_name(c.name) for c in line.credits) else None


def _station(text: str) -> Line | None:
    """Return the people of a station, whose line needs no role: `临沂台 徐兴东`."""
    if not _STATION.fullmatch(text):
        return None
    line = parse_line(f"{text} 报道")
    people = line.credits if line else ()
    of_stations = all(p.affiliation and is_press(p.affiliation) for p in people)
    return line if of_stations and are_people([p.name for p in people]) else None


def parse_author_field(value: str) -> list[Credit]:
    """Return the people in what stands behind 作者：; an outlet alone gives nobody."""
    text = clean(_shortened(value)).strip("：: ")
    if not text or len(text) > _LONGEST_LINE:
        return []
    line = parse_line(text) if _hinted(text) else None
    if line is None or not line.credits:
        line = parse_line(f"作者：{text}")
        found = list(line.credits) if line else []
        return [_as_reporter(credit) for credit in found]
    return list(line.credits)


def _as_reporter(credit: Credit) -> Credit:
    """Make a station's people reporters: 德州台 公维勇."""
    if credit.affiliation and is_press(credit.affiliation):
        return credit._replace(role=Role.REPORTER)
    return credit


def _bare_head(text: str, opening: int) -> Iterator[Line]:
    """Give the credit behind the dateline without brackets: up to 报道 or a blank."""
    rest = text[opening:][:_WINDOW].lstrip(" ：:，,")
    for cut in _head_cuts(rest, bare=opening > 0):
        line = parse_line(rest[:cut])
        if line and line.credits and not line.editorial:
            # `本报讯 记者王强 高考成绩`: a heading may be what a line ends with.
            if cut == len(rest) and not all(is_likely(credit.name) for credit in line.credits):
                continue
            yield line
            return


def _head_cuts(rest: str, *, bare: bool) -> Iterator[int]:
    """Give the places where a bare credit at the head may end, the longest first.

    `记者王强、通讯员李明报道：昨日` ends with 报道; `本报讯 记者王强 昨日` with a blank, only
    behind a dateline.
    """
    report = _REPORT.search(rest, 0, 80)
    if report:
        yield report.end()
    if bare and "者" in rest[:30]:
        if len(rest) <= _SHORT:  # `本报讯 记者王强 通讯员李明`
            yield len(rest)
        blanks = [found.start() for found in re.finditer(" ", rest[:_SHORT])]
        yield from reversed(blanks[:8])


def _head_bracket(text: str, at: int) -> tuple[str, Line] | None:
    """Return the bracketed credit behind a dateline, or at the very start."""
    outlet = _HEADED.match(text) if not at else None
    if outlet and is_press(outlet[0]) and outlet[0].startswith(BEGINNINGS):
        at = outlet.end()
    framed = _FRAMED.match(text) if not at else None
    if framed and is_press(framed[1]) and (found := _BRACKETED.match(text, framed.end())):
        return _credited(found[0])
    found = _BRACKETED.match(text, at + 1 if text[at : at + 1] == " " else at)
    if found is None:
        return None
    return _credited(found[0]) or (_named(found[0]) if at else None)


def _named(bracket: str) -> tuple[str, Line] | None:
    """Return the reporters named behind a dateline, without a role: `…6月5日电 (张磊 李刚)`."""
    names = [name for name in JOINTS.split(bracket[1:-1]) if name]
    told = f"记者 {' '.join(names)}" if are_people(names) else f"{bracket[1:-1]} 报道"
    line = parse_line(told)
    return (bracket, line) if line and line.credits else None


def _tail_bracket(text: str) -> tuple[str, Line] | None:
    """Return the last bracketed credit at the end of a text, editors only if none other."""
    best: tuple[str, Line] | None = None
    rest = text.rstrip("。. ")
    while rest and rest[-1] in _CLOSE:
        start = _opening(rest)
        if start is None:
            break
        found = _credited(rest[start:])
        if found is None:
            break
        if best is None or best[1].editorial:
            best = found
        rest = rest[:start].rstrip("。. ")
    return best


def _opening(text: str) -> int | None:
    """Return where the bracket that ends a text begins."""
    low = max(0, len(text) - _WINDOW)
    start = max(text.rfind(sign, low) for sign in _OPEN)
    return start if start >= 0 else None


def _credited(bracket: str) -> tuple[str, Line] | None:
    for line in (parse_line(bracket), _shot(bracket), _station(bracket[1:-1]), _noted(bracket)):
        if line and line.credits:
            return bracket, line
    return None


def _shot(bracket: str) -> Line | None:
    """Return a photographer's pen name, sure only as nothing else is there: `（铁弩 摄）`."""
    found = _SHOT.fullmatch(bracket)
    if found is None or found[1] in NOT_A_NAME or is_press(found[1]) or _NOBODY.search(found[1]):
        return None
    return Line((Credit(found[1], Role.PHOTOGRAPHER, None),), editorial=False)


def _noted(bracket: str) -> Line | None:
    """Return the writer whom a note introduces: `（作者李楠系县作协会员）`."""
    found = _NOTE.match(bracket)
    if found is None or not has_surname(found[1]):
        return None
    return Line((Credit(found[1], Role.AUTHOR, None),), editorial=False)


def _tail(text: str) -> list[Line]:
    """Return the credits at the end of a paragraph, in printed order."""
    found: list[Line] = []
    rest = text.rstrip("。. ")
    for _ in range(4):
        start = _opening(rest) if rest[-1:] and rest[-1] in _CLOSE else _last_cut(rest)
        if start is None:
            break
        line = _tail_line(rest, start)
        if line is None or not (line.credits or line.editorial):
            break
        found.append(line)
        rest = rest[:start].rstrip("。. ")
    return found[::-1] or _caption(rest)


def _tail_line(text: str, start: int) -> Line | None:
    """Read what a text ends with, from a place on: a bracket, or the words behind a sentence."""
    end = text[start:]
    if not end.startswith(tuple(_OPEN)):
        return parse_line(end)
    bracket = _credited(end)
    return bracket[1] if bracket else parse_line(end) or _signed(text, start) or _shown(end)


def _shown(bracket: str) -> Line | None:
    """Return who took the picture that a bracket describes: `（图为采摘现场。王一 摄）`."""
    cut = _last_cut(bracket[:-1])
    line = parse_line(bracket[cut:-1]) if cut else None
    is_photo = line and {credit.role for credit in line.credits} == {Role.PHOTOGRAPHER}
    return line if is_photo else None


def _signed(text: str, start: int) -> Line | None:
    """Return the writer who signs behind the last sentence, without a role: `……成功。（张磊）`."""
    signed = _SIGNED.fullmatch(text, max(0, start - 1))
    line = parse_line(f"作者 {signed[1]}") if signed else None
    return line if line and all(is_usual_name(c.name) for c in line.credits) else None


def _last_cut(text: str) -> int | None:
    """Return where the words behind the last sentence begin."""
    low = max(0, len(text) - _WINDOW)
    ends = [found.end() for found in _TAIL_CUT.finditer(text, low)]
    closed = max(text.rfind(sign, low) for sign in _CLOSE) + 1
    start = max([closed, *ends])
    return start if start > 0 else None


def _caption(text: str) -> list[Line]:
    """Return the photographer behind a caption without a full stop: `… 张三/摄`."""
    if not re.search(r"(?:[摄攝]|[摄攝]影|图|圖)$", text):
        return []
    blanks = [found.end() for found in re.finditer(" ", text[-40:])]
    for at in blanks[-5:]:
        line = parse_line(text[-40:][at:])
        if line and line.credits:
            return [line]
    return []
