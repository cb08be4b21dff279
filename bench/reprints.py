"""Reprints as editors make them, and articles of one form that are none: the truth for duplicates.

Equal seeds, equal articles. `bench/duplicates.py` measures with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from scraper.dates import SHANGHAI
from scraper.items import Record
from scraper.lookalike import words
from scraper.lookalike.prose import Filler, Teller, person, rng
from scraper.lookalike.themes import THEMES

_START = datetime(2020, 1, 1, 8, tzinfo=SHANGHAI)
_OUTLETS = ("齐鲁网", "德州日报", "大众网", "新华社", "济南时报", "闪电新闻", "海报新闻")
_CITIES = ("济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁", "泰安", "威海", "日照")
_CHARACTERS = "".join(
    sorted({c for line in words.QUOTES + words.SUBHEADS for c in line if c > "一"})
)
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")


def record(id_: int, body: Sequence[str], r: Random, **fields: str | None) -> Record:
    """Return a record with what is looked at for duplicates, and its size."""
    when = _START + timedelta(minutes=id_ * 7)
    dateline = fields.get("dateline")
    return {
        "id": str(4_000_000 + id_),
        "headline": fields.get("headline") or "".join(r.choices(_CHARACTERS, k=16)),
        "source": r.choice(_OUTLETS),
        "publisher": "齐鲁网",
        "region": None,
        "section": None,
        "date_published": when.isoformat(timespec="seconds"),
        "dateline": dateline,
        "body": (dateline or "") + "\n".join(body),
        "metadata": {"fetched_at": None},
    }


# -- articles of their own --


def invented(r: Random) -> list[str]:
    """Write sentences of words that no other article has in this order."""
    lexicon = ["".join(r.choices(_CHARACTERS, k=r.choice((1, 2, 2, 2, 3)))) for _ in range(400)]
    return [_invented_paragraph(r, lexicon) for _ in range(r.choice((2, 4, 6, 9, 14)))]


def _invented_paragraph(r: Random, lexicon: Sequence[str]) -> str:
    pieces = []
    for _ in range(r.randint(2, 9)):
        number = str(r.randint(2, 980)) if r.random() < 0.3 else ""
        pieces.append("".join(r.choices(lexicon, k=r.randint(4, 11))) + number)
    return "，".join(pieces[:-1]) + "。" + pieces[-1] + "。"


def told(r: Random) -> list[str]:
    """Write an article of the look-alike: of few sentences, with other names and numbers."""
    theme = r.choice(THEMES)
    teller = Teller(r, _filler(r), theme)
    return [teller.paragraph() for _ in range(r.choice((3, 5, 8)))]


def _filler(r: Random) -> Filler:
    slug = r.choice(list(words.COUNTIES))
    day = (_START + timedelta(days=r.randrange(300))).date()
    return Filler(r, r.choice(_CITIES), words.COUNTIES[slug], day)


# -- articles of one form: they share sentences, and are not one --


def weather(r: Random) -> list[str]:
    """Write a forecast."""
    city, night, day = r.choice(_CITIES), r.randint(-8, 22), r.randint(3, 12)
    sky, wind = (
        r.choice(("晴", "多云", "阴有小雨", "晴转多云")),
        r.choice(("南", "北", "东北", "西南")),
    )
    return [
        f"{city}市气象台今天下午发布天气预报：今天夜间到明天白天，天气{sky}，"
        f"{wind}风{r.randint(2, 5)}级，"
        f"最低气温{night}℃左右，最高气温{night + day}℃左右，相对湿度{r.randint(20, 90)}%。",
        f"后天天气{r.choice(('晴好', '多云间阴', '转阴'))}，"
        f"气温{r.choice(('略升', '略降', '变化不大'))}，"
        f"风力{r.randint(3, 6)}级，森林火险等级{r.randint(1, 5)}级。",
        "气象部门提醒：近期早晚温差较大，请市民根据气温变化及时增减衣物，预防感冒；空气干燥，"
        "注意防火，外出时请远离广告牌等临时搭建物，驾车请减速慢行。",
    ]


def traffic(r: Random) -> list[str]:
    """Write a notice of roadworks."""
    road, a, b = r.sample(words.STREETS, 3)
    start = _START + timedelta(days=r.randrange(300))
    end = start + timedelta(days=r.randint(5, 60))
    return [
        f"因{road}（{a}至{b}段）{r.choice(('雨污分流', '燃气管网', '道路大修'))}工程施工需要，"
        f"{start.month}月{start.day}日{r.randint(5, 9)}时至{end.month}月{end.day}日24时，"
        "对该路段实行"
        f"{r.choice(('全封闭', '半幅封闭', '分时段封闭'))}施工，禁止机动车通行。",
        f"途经该路段的{r.randint(2, 320)}路公交车绕行{a}，"
        f"临时取消{r.choice(words.VILLAGES)}站等{r.randint(2, 9)}个站点。",
        "请过往车辆和行人提前选择出行路线，按照现场交通标志指示通行，服从交通民警和施工人员的"
        "指挥，由此带来的不便，敬请谅解。特此通告。",
    ]


def prices(r: Random) -> list[str]:
    """Write a report of a market."""
    goods = r.sample(("白菜", "土豆", "黄瓜", "西红柿", "大葱", "蒜薹", "芹菜", "菠菜", "茄子"), 5)
    said = "，".join(f"{one}每公斤{r.randint(1, 9)}.{r.randint(1, 99)}元" for one in goods)
    return [
        f"据{r.choice(_CITIES)}市价格监测中心监测，"
        f"本周全市{r.randint(11, 40)}家农贸市场蔬菜均价每公斤"
        f"{r.randint(3, 8)}.{r.randint(1, 99)}元，"
        f"环比{r.choice(('上涨', '下降'))}{r.randint(1, 19)}.{r.randint(1, 9)}%。",
        f"其中，{said}。",
        "分析人士认为，随着气温变化和节日临近，居民消费需求有所增加，预计下周蔬菜价格将以小幅"
        "波动为主，总体保持平稳运行，相关部门将继续做好市场监测和货源调运工作。",
    ]


def bulletin(r: Random) -> list[str]:
    """Write a daily bulletin in which little but the day and a sum changes."""
    day = _START + timedelta(days=r.randrange(300))
    total = r.randint(700, 999)
    return [
        f"{day.year}年{day.month}月{day.day}日0时至24时，全市接报生产安全事故0起，"
        f"火灾{r.randint(0, 9)}起，无人员"
        f"伤亡。全市累计排查隐患{total}处，已整改{total - r.randint(1, 99)}处，其余正在整改。",
        f"当日出动检查人员{r.randint(100, 999)}人次，检查企业{r.randint(20, 400)}家。",
        "请各单位继续压实安全生产责任，加强值班值守，发现问题及时报告；市民如发现安全隐患，"
        "可随时拨打12350举报，经查实将给予奖励。",
    ]


def portrait(r: Random) -> list[str]:
    """Write of a model worker in the words of the last one: names, hardly a number."""
    who, village, firm, office = (
        person(r),
        *map(r.choice, (words.VILLAGES, words.FIRMS, words.OFFICES)),
    )
    return [
        f"在{r.choice(_CITIES)}{village}，提起{who}，没有人不竖大拇指。多年来，"
        f"{who}扎根{firm}，勤勤恳恳，"
        f"任劳任怨，把青春献给了{r.choice(('乡亲', '车间', '讲台', '大棚', '病房'))}。",
        f"“{r.choice(words.QUOTES)}。”{who}说。{office}的{person(r)}告诉记者，"
        f"{who}曾多次获得表彰。",
        f"如今，{who}依然每天早早来到{r.choice(('田间', '岗位', '教室', '厂房'))}，用实际行动诠释着"
        "新时代劳动者的责任与担当，激励着身边的每一个人。",
    ]


def clip(r: Random) -> list[str]:
    """Write what stands under a video: the same few words under every headline."""
    return [r.choice(("详情请看视频报道。", "点击视频，了解详情。", "更多内容请关注本台报道。"))]


FORMS: tuple[Callable[[Random], list[str]], ...] = (
    *(weather, traffic, prices, bulletin, portrait, clip, told),
)


# -- what an editor does to the text of another outlet --


def cut(paragraphs: list[str], r: Random) -> list[str]:
    """Keep the first sentences, 40 % to 90 %, but no less than a paragraph's worth."""
    sentences = [(n, s) for n, p in enumerate(paragraphs) for s in _SENTENCE.findall(p)]
    size, least = sum(len(s) for _, s in sentences), r.uniform(0.4, 0.9)
    kept: dict[int, str] = {}
    for n, sentence in sentences:
        if sum(map(len, kept.values())) >= max(least * size, 90):
            break
        kept[n] = kept.get(n, "") + sentence
    return list(kept.values())


def reorder(paragraphs: list[str], r: Random) -> list[str]:
    """Set the paragraphs in another order."""
    return r.sample(paragraphs, len(paragraphs))


def join(paragraphs: list[str], _: Random) -> list[str]:
    """Make one paragraph of all."""
    return ["".join(paragraphs)]


def reword(paragraphs: list[str], r: Random) -> list[str]:
    """Replace a word in every sixty characters or so; leave numbers alone."""
    changed = []
    for text in paragraphs:
        places = [n for n, c in enumerate(text) if c in _CHARACTERS and r.random() < 1 / 60]
        for n in places:
            text = text[:n] + r.choice(_CHARACTERS) + text[n + 1 :]
        changed.append(text)
    return changed


def insert(paragraphs: list[str], r: Random) -> list[str]:
    """Add a sentence or two of one's own, with a number."""
    own = invented(r)[0][:60]
    return [*paragraphs, f"{own}，共{r.randint(2, 980)}处。"]


def retype(paragraphs: list[str], _: Random) -> list[str]:
    """Set signs and digits in another width."""
    wide = str.maketrans("，。：0123456789", ",.:０１２３４５６７８９")
    return [text.translate(wide) for text in paragraphs]


def sign(paragraphs: list[str], r: Random) -> list[str]:
    """Add notes of the outlet at both ends."""
    headline = "".join(r.choices(_CHARACTERS, k=14))
    return [f"原标题：{headline}", *paragraphs, f"来源：{r.choice(_OUTLETS)} 编辑：{person(r)}"]


EDITS = (cut, reorder, join, reword, insert, retype, sign)


def reprint(paragraphs: list[str], r: Random) -> list[str]:
    """Edit a text in one to four ways."""
    for edit in r.sample(EDITS, r.choice((1, 2, 3, 4))):
        paragraphs = edit(paragraphs, r)
    return paragraphs


def dateline(r: Random) -> str | None:
    """Invent the dateline of some outlet."""
    day = f"{r.randint(1, 12)}月{r.randint(1, 28)}日"
    city = r.choice(_CITIES)
    own = (f"齐鲁网·闪电新闻{day}讯", f"新华社{city}{day}电", f"{city}新闻网讯")
    return r.choice((None, *own))


def corpus(seed: int, count: int) -> Iterator[tuple[Record, str]]:
    """Yield about `count` records, each with the name of the text that it is a version of.

    A quarter are reprints, of articles of every kind but those of a few words.
    """
    number = 0
    while number < count:
        r = rng(seed, "reprints", number)
        write = invented if r.random() < 0.5 else r.choice(FORMS)
        text, name = write(r), f"{write.__name__}-{number}"
        copies = r.choice((0, 0, 0, 1, 1, 2)) if write is not clip else 0
        for version in [text, *(reprint(text, r) for _ in range(copies))]:
            yield record(number, version, r, dateline=dateline(r)), name
            number += 1
