"""Composes one article: decides what is printed, and knows what it means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from . import people, words
from .channels import MAIN_HOST
from .model import NEW_TEMPLATE, Block, Brief, Credit, Story
from .pictures import media
from .prose import Filler, Teller
from .themes import THEMES

OWN = ("齐鲁网", "齐鲁网·闪电新闻", "闪电新闻")
_NEW_DATELINE = date(2019, 10, 1)
_EDITOR_LINES = (date(2017, 1, 1), date(2019, 3, 1))
_GAPS = ("\u00a0", " ", "  ", "", "\u00a0 ")
_INDENTS = ("", "", "　　", "\u3000\u3000", "\u00a0\u00a0\u00a0\u00a0")


@dataclass
class Draft:
    """An article while it is being written."""

    r: Random
    brief: Brief
    city: str
    fill: Filler
    own: bool
    blocks: list[Block] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    dateline: str | None = None
    bracket: str | None = None
    signoff: str | None = None
    editors: str | None = None

    @property
    def day(self) -> date:
        """The day of publication."""
        return self.brief.when.date()

    def credit(self, pattern: str) -> str:
        """Print a credit line and note the persons in it."""
        text, persons = people.credit_line(self.r, pattern, self.city)
        self.credits.extend(persons)
        return text


def compose(
    r: Random, brief: Brief, city: str, fill: Filler, phone: str, *, force_parts: bool = False
) -> Story:
    """Write the article that a brief announces."""
    new = brief.when.date() >= NEW_TEMPLATE
    draft = Draft(r, brief, city, fill, brief.source in OWN or brief.source is None)
    author = _author_field(draft, new=new)
    opening = _opening(draft)
    _body(draft, opening)
    _closing(draft)
    byline = draft.signoff or author or draft.bracket or draft.editors
    parts = _parts(draft, split=not new and (force_parts or r.random() < 0.12))
    _extras(draft, parts[-1], phone)
    printed, iso = _time(r, brief.when, new=new)
    crumbs, crumbs_printed = _crumbs(r, brief, city) if new else ((), ())
    gb = not new and r.random() < 0.35
    return Story(
        id=str(brief.id),
        kind="article",
        layout="v2016" if new else "v2010",
        address=brief.address,
        headline=brief.headline,
        channel=brief.channel,
        when=brief.when,
        time_printed=printed,
        time_iso=iso,
        source=brief.source,
        author_field=author,
        dateline=draft.dateline,
        byline=byline,
        credits=tuple(draft.credits),
        blocks=tuple(map(tuple, parts)),
        crumbs=crumbs,
        crumbs_printed=crumbs_printed,
        section=crumbs[-1][0] if crumbs else _slug(brief),
        keywords=_keywords(r, brief, city),
        keyword_mark=r.choice((",", ",", ", ", "，")),
        description=_description(r, brief),
        encoding="gb18030" if gb else "utf-8",
        scheme="https" if brief.when.year >= 2020 and r.random() < 0.5 else "http",
        variant=r.randrange(1 << 30),
    )


def _author_field(draft: Draft, *, new: bool) -> str:
    if draft.r.random() >= (0.2 if new else 0.3):
        return ""
    fields = people.AUTHOR_FIELDS if new else people.OLD_AUTHOR_FIELDS
    return draft.credit(draft.r.choice(fields))


def _opening(draft: Draft) -> str:
    """Return the first paragraph: dateline, bracketed credit, gap and lead."""
    r = draft.r
    day = draft.day - timedelta(days=r.random() < 0.2)
    md = f"{day.month}月{day.day}日"
    if not draft.own:
        return _reprint_opening(draft, md)
    if r.random() < 0.14:
        return draft.brief.lead
    if draft.day >= _NEW_DATELINE:
        dateline = f"齐鲁网·闪电新闻{md}讯"
        draft.dateline = dateline[1:] if r.random() < 0.07 else dateline
        return draft.dateline + r.choice(_GAPS) + draft.brief.lead
    place = r.choice((draft.city, draft.city, draft.city + " ", ""))
    draft.dateline = f"齐鲁网{place}{md}讯"
    if r.random() < 0.7:
        draft.bracket = draft.credit(r.choice(people.HEAD_BRACKETS))
    gap = r.choice(("", " ", "\u00a0")) if draft.bracket else r.choice(_GAPS)
    return draft.dateline + (draft.bracket or "") + gap + draft.brief.lead


def _reprint_opening(draft: Draft, md: str) -> str:
    r, city, lead = draft.r, draft.city, draft.brief.lead
    roll, gap = r.randrange(6), r.choice(("", " ", "\u00a0"))
    if roll == 0:
        draft.dateline = f"新华社{city}{md}电"
        draft.bracket = draft.credit("（记者<reporter>、<reporter>）")
    elif roll == 1:
        draft.dateline, gap = "国际在线专稿", "："
    elif roll == 2:
        draft.dateline = f"山东24小时{md}讯"
    elif roll == 3:
        draft.dateline = f"{city}新闻网讯"
        draft.bracket = draft.credit("(记者 <reporter> 通讯员 <correspondent>)")
    else:
        return lead
    return draft.dateline + (draft.bracket or "") + gap + lead


def _body(draft: Draft, opening: str) -> None:
    r = draft.r
    teller = Teller(r, draft.fill, THEMES[draft.brief.theme])
    count = r.choices((0, 1, 3, 5, 7, 10, 16, 28), (2, 6, 22, 28, 20, 14, 6, 2))[0]
    draft.blocks.append(Block("p", opening, links=_links(draft, opening)))
    pictures = r.choices((0, 1, 2, 3, 5), (35, 30, 20, 10, 5))[0]
    after_picture = False
    for position in range(count):
        if position < pictures:
            # A picture without a caption must be followed by what cannot be taken for one.
            draft.blocks.extend(media(draft.r, draft.day, draft.fill, _photo_credit(draft)))
            after_picture = True
        if not after_picture and r.random() < 0.06:
            text = r.choice(words.SUBHEADS)
            draft.blocks.append(Block("p", text, bold=r.random() < 0.7))
        text = teller.paragraph()
        draft.blocks.append(Block("p", r.choice(_INDENTS) + text, links=_links(draft, text)))
        after_picture = False


def _photo_credit(draft: Draft) -> str:
    """Print who took a picture, where another credit already is the byline."""
    if draft.bracket is None or draft.r.random() > 0.3:
        return ""
    return draft.credit(draft.r.choice(people.PHOTO_CREDITS))


def _links(draft: Draft, text: str) -> tuple[tuple[str, str], ...]:
    """Turn some words of a paragraph into links."""
    r = draft.r
    if r.random() > 0.05:
        return ()
    _, path = r.choice(words.TOPICS)
    targets = (
        f"http://{draft.brief.channel.home}",
        f"http://{MAIN_HOST}/html/zt/{path}/index.shtml",
        words.PARTNERS[0][1],
    )
    linked = {word for block in draft.blocks for word, _ in block.links}
    fit = (w for w in (draft.city, "记者", "项目") if text.count(w) == 1 and w not in linked)
    word = next(fit, None)
    return ((word, r.choice(targets)),) if word else ()


def _closing(draft: Draft) -> None:
    """Append the sign-off, or a credit at the end of the last paragraph, and the editors."""
    r, old = draft.r, draft.day < _NEW_DATELINE
    patterns: tuple[str, ...]
    if not draft.own:
        patterns, chance = people.REPRINT_SIGNOFFS, 0.0 if draft.bracket else 0.7
    elif old:
        patterns, chance = people.OLD_SIGNOFFS, 0.1 if draft.bracket else 0.5
    else:
        patterns, chance = people.SIGNOFFS, 0.85
    if r.random() < chance:
        text = draft.credit(r.choice(patterns))
        draft.signoff = text
        draft.blocks.append(Block("signoff", r.choice(_INDENTS) + text))
    elif not draft.bracket and r.random() < 0.2 and draft.blocks[-1].kind == "p":
        last = draft.blocks[-1]
        draft.bracket = draft.credit(r.choice(people.TAIL_BRACKETS))
        draft.blocks[-1] = Block("p", last.text + draft.bracket, links=last.links)
    _editors(draft)


def _editors(draft: Draft) -> None:
    """Append the line of editors that the site had for two years, and other outlets have."""
    r = draft.r
    if not draft.own and r.random() < 0.25:
        patterns = people.REPRINT_EDITOR_LINES
    elif _EDITOR_LINES[0] <= draft.day < _EDITOR_LINES[1] and r.random() < 0.7:
        patterns = people.EDITOR_LINES
    else:
        return
    draft.editors = draft.credit(r.choice(patterns))
    draft.blocks.append(Block("editors", draft.editors))


def _parts(draft: Draft, *, split: bool) -> tuple[list[Block], ...]:
    """Cut a long article into two to four parts, each beginning with a paragraph."""
    blocks = draft.blocks
    starts = [n for n, block in enumerate(blocks) if block.kind == "p" and n]
    if not split or len(starts) < 3:
        return (blocks,)
    cuts = sorted(draft.r.sample(starts, min(draft.r.randint(1, 3), len(starts))))
    edges = [0, *cuts, len(blocks)]
    return tuple(blocks[a:b] for a, b in pairwise(edges))


def _extras(draft: Draft, last: list[Block], phone: str) -> None:
    """Append what stands in the text and does not belong to it."""
    r = draft.r
    if draft.day >= NEW_TEMPLATE:
        if r.random() < 0.12:
            last.append(Block("prompt", "扫描二维码，下载“闪电新闻”客户端，看更多本地资讯"))
            last.append(Block("qr", "二维码"))
        roll = r.random()
        text = (
            "想爆料？请登录《阳光连线》（ https://sun.iqilu.com/ ），拨打新闻热线"
            f"{phone}，或关注齐鲁网官方微博（@齐鲁网）提供线索。诚邀合作伙伴。"
        )
        if roll < 0.8:
            last.append(Block("contact" if roll < 0.65 else "contact-plain", text))
    for _ in range(r.choices((0, 1, 2), (7, 2, 1))[0]):
        last.insert(r.randrange(1, len(last) + 1) if len(last) > 1 else 1, Block("blank"))


def _time(r: Random, when: datetime, *, new: bool) -> tuple[str, str]:
    """Return the time as printed and in ISO, to the precision printed."""
    minute, second = when.isoformat(timespec="minutes"), when.isoformat(timespec="seconds")
    roll = r.random()
    if new:
        if roll < 0.06:
            return f"{when:%Y-%m-%d %H:%M}", f"{minute}+08:00"
        return f"{when:%Y-%m-%d %H:%M:%S}", f"{second}+08:00"
    if roll < 0.5:
        return f"{when:%Y-%m-%d %H:%M}", f"{minute}+08:00"
    if roll < 0.75:
        return f"{when:%Y-%m-%d %H:%M:%S}", f"{second}+08:00"
    if roll < 0.95:
        return f"{when.year}年{when.month:02}月{when.day:02}日 {when:%H:%M}", f"{minute}+08:00"
    return f"{when:%Y-%m-%d}", f"{when:%Y-%m-%d}"


Crumbs = tuple[tuple[str, str | None], ...]


def _crumbs(r: Random, brief: Brief, city: str) -> tuple[Crumbs, Crumbs]:
    """Return the path above the article, and the same as printed."""
    channel = brief.channel
    place = f"{city}频道" if channel.region else "新闻频道"
    end: Crumbs = (
        (place, f"http://{channel.host}/"),
        (channel.name, f"http://{channel.home}" if r.random() < 0.85 else None),
    )
    if r.random() < 0.6:
        news: Crumbs = (
            ("新闻", "http://news.iqilu.com/"),
            ("山东新闻", "http://news.iqilu.com/shandong/"),
        )
        return (*news, *end), (*news, *end)
    site = ("齐鲁网", f"http://{MAIN_HOST}/")
    twice = r.random() < 0.4
    return (site, *end), (site, site, *end) if twice else (site, *end)


def _slug(brief: Brief) -> str | None:
    """Return the first part of the address's path, where it is no day."""
    first = brief.address.split("/")[1]
    return None if first.isdigit() else first


def _keywords(r: Random, brief: Brief, city: str) -> tuple[str, ...]:
    if r.random() < 0.1:
        return ()
    theme = THEMES[brief.theme].name
    pool = (city, theme, brief.channel.name, f"{city}新闻", "山东", "民生热线", "高质量发展")
    return tuple(dict.fromkeys(r.sample(pool, r.randint(1, 5))))


def _description(r: Random, brief: Brief) -> str:
    roll = r.random()
    if roll < 0.12:
        return words.SLOGAN
    return "" if roll < 0.2 else brief.lead[:80]


def edited(story: Story, times: int) -> Story:
    """Return an article whose longest paragraph was changed after publication."""
    first, *rest = story.blocks
    place = max(range(len(first)), key=lambda n: (first[n].kind == "p", len(first[n].text)))
    block = replace(first[place], text=f"{first[place].text}本文经{times}次更正。")
    changed = (*first[:place], block, *first[place + 1 :])
    return replace(story, blocks=(changed, *rest), edits=times)
