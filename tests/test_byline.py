"""Who is credited in a printed line."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import byline
from scraper.byline import Credit, parse_author_field, parse_credits
from scraper.items import Role
from scraper.text import clean

TABLE = Path(__file__).parent / "tables" / "bylines.tsv"


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def written(credits: list[Credit]) -> str:
    return " ".join(
        f"{c.role}:{c.name}" + (f"@{c.affiliation}" if c.affiliation else "") for c in credits
    )


@pytest.mark.parametrize(("line", "credits"), rows())
def test_credit_line(line: str, credits: str) -> None:
    assert written(parse_credits(line)) == credits


@pytest.mark.parametrize(("line", "credits"), rows())
def test_white_space_is_white_space(line: str, credits: str) -> None:
    for blank in ("\u00a0", "\u3000", "  "):
        assert written(parse_credits(f"{blank}{line.replace(' ', blank)}{blank}")) == credits


@pytest.mark.parametrize(
    ("value", "credits"),
    [
        ("安进秋", "author:安进秋"),
        ("张磊 李刚", "author:张磊 author:李刚"),
        ("张磊、李刚", "author:张磊 author:李刚"),
        ("王 峣", "author:王峣"),
        ("铁弩", "author:铁弩"),
        ("Peter Brown", "author:Peter Brown"),
        ("齐鲁频道记者 别晚晴 刘长国", "reporter:别晚晴@齐鲁频道 reporter:刘长国@齐鲁频道"),
        ("记者 张磊 通讯员 李刚", "reporter:张磊 correspondent:李刚"),
        ("编辑：张磊", "editor:张磊"),
        ("作者：张磊", "author:张磊"),
        ("德州台 公维勇", "reporter:公维勇@德州台"),
        *(
            (nobody, "")
            for nobody in (
                "", " ", "齐鲁网", "admin", "1234", "佚名", "本站", "网络",
                "记者", "责任编辑", "小编",
                "闪电新闻记者", "山东广播电视台", "德州市公安局", "德州",
                "null", "None", "undefined",
                "张磊告诉记者，工作已经启动。", "http://www.iqilu.com/",
            )
        ),
    ],
)  # fmt: skip
def test_author_field(value: str, credits: str) -> None:
    assert written(parse_author_field(value)) == credits


SIGNOFFS = [
    "闪电新闻记者 张磊 通讯员 李刚报道",
    "闪电新闻记者张磊李刚报道",
    "赵庆川报道",
    "（记者 张磊）",
    "（大众网记者 张磊 摄）",
    "记者|张磊 编辑|李刚",
    "文/图 记者 张磊 通讯员 铁弩",
    "来源：齐鲁网 编辑：张磊",
]
EDITOR_LINES = [
    "[责任编辑：张磊、李刚]",
    "(编辑:张磊; 责任编辑:李刚; 终审:王丽)",
    "责任编辑：张磊_NN2479",
    "责编：张磊 PN269",
    "编辑：admin",
    "编辑：",
    "初审编辑：张磊\u3000责任编辑：李刚",
    "编辑 张磊 校对 李刚",
]
NEITHER = [
    "",
    "记者 报道",
    "综合报道",
    "来源：齐鲁网",
    "本报讯",
    "编辑部的故事还要从1990年说起。",
    "会议由张磊主持",
    "记者从市商务局获悉，工作已经启动。",
    "齐鲁网济南7月28日讯(闪电体育 记者 张磊)本周日晚，比赛开始。",
    "今天的会议很成功。（记者 张磊）",
    "原标题：今天的会议",
]


@pytest.mark.parametrize("line", SIGNOFFS + EDITOR_LINES)
def test_a_signoff_is_nothing_but_credits(line: str) -> None:
    assert byline.is_signoff(line)
    assert byline.is_editor_line(line) == (line in EDITOR_LINES)


@pytest.mark.parametrize("line", NEITHER)
def test_other_paragraphs_are_no_signoff(line: str) -> None:
    assert not byline.is_signoff(line)
    assert not byline.is_editor_line(line)


@pytest.mark.parametrize(
    ("paragraph", "bracket"),
    [
        ("齐鲁网济南7月28日讯(闪电体育 记者 张磊)本周日晚，比赛开始。", "(闪电体育 记者 张磊)"),
        (
            "活动举行。（大众网-山东24小时客户端记者 张磊 摄）",
            "（大众网-山东24小时客户端记者 张磊 摄）",
        ),
        ("今天很成功（记者 张磊）。", "（记者 张磊）"),
        ("今天很成功。（记者张磊）（编辑：李刚）", "（记者张磊）"),
        ("新华社北京5月19日电（张磊、李刚）昨日，会议举行。", "（张磊、李刚）"),
        ("(记者 张磊) 今天很成功，很好", "(记者 张磊)"),
        ("（记者 张磊）", None),
        ("今天（记者注：张磊是经理）成功。", None),
        ("今天很成功。（资料图）", None),
        ("今天很成功。", None),
    ],
)
def test_bracketed_credit(paragraph: str, bracket: str | None) -> None:
    assert byline.bracketed_credit(paragraph) == bracket


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("齐鲁网·闪电新闻11月29日讯\u00a0今天上午，活动举行。", "齐鲁网·闪电新闻11月29日讯"),
        ("\u3000\u3000齐鲁网·闪电新闻11月4日讯11月4日下午，活动举行。", "齐鲁网·闪电新闻11月4日讯"),
        ("鲁网·闪电新闻11月4日讯 今天上午，活动举行。", "鲁网·闪电新闻11月4日讯"),
        ("齐鲁网济南7月28日讯(记者 张磊)本周日晚", "齐鲁网济南7月28日讯"),
        ("齐鲁网 德州 3月2日讯 今天上午", "齐鲁网 德州 3月2日讯"),
        ("新华社济南6月5日电 今天上午", "新华社济南6月5日电"),
        ("新华社北京5月19日电（张磊）今天上午", "新华社北京5月19日电"),
        ("中新网济南6月5日电 (记者 张磊)今天上午", "中新网济南6月5日电"),
        ("人民网北京3月1日电 今天上午", "人民网北京3月1日电"),
        ("山东24小时8月19日讯 今天上午", "山东24小时8月19日讯"),
        ("国际在线专稿：据报道，今天上午", "国际在线专稿"),
        ("央视网消息（记者 王一）：今天上午", "央视网消息"),
        ("国际在线报道（记者 王一）：今天上午", "国际在线报道"),
        ("国际在线报道（图）：今天上午", None),
        ("德州新闻网讯(记者 张磊)3月29日", "德州新闻网讯"),
        ("新京报快讯（记者 张磊）今日", "新京报快讯"),
        ("本报讯 昨日", "本报讯"),
        ("本报讯（记者 张磊）昨日", "本报讯"),
        ("本报济南3月1日讯 昨日", "本报济南3月1日讯"),
        ("东方网11月2日消息：今天上午", "东方网11月2日消息"),
        ("11月24日，副市长张磊到临邑县调研。", None),
        ("他于11月29日电话通知大家。", None),
        ("据中央气象台11月2日消息：明天有雨。", None),
        ("据新华社济南6月5日电（记者 张磊）今天上午", "新华社济南6月5日电"),
        ("【大众报2021年09月24日讯】（记者 张磊）今天上午", "大众报2021年09月24日讯"),
        ("【大公报讯】记者张磊北京报道：今天", "大公报讯"),
        ("【提示】今天上午", None),
        ("【体育快讯】今天上午", None),
        ("【停电通知5月3日电】今天上午", None),
        ("国家电网5月3日12时电缆故障", None),
        ("本公司（济南）讯 今天", None),
        ("据新华社济南6月5日电（记 者 张磊）今天", "新华社济南6月5日电"),
        ("【【【讯】今天上午", None),
        ("荆楚网（湖北日报网）讯（记者 张磊）今天", "荆楚网（湖北日报网）讯"),
        ("据央视新闻客户端消息（总台记者 张磊）今天", "央视新闻客户端消息"),
        ("闪电新闻记者 张磊 报道", None),
        ("腾讯发布了新的产品。", None),
        ("", None),
    ],
)
def test_dateline(paragraph: str, expected: str | None) -> None:
    assert byline.dateline(paragraph) == expected


# ---- what is rendered is read back ----

NAMES = st.sampled_from(
    "赵庆川 王丽雯 张磊 梁金凤 别晚晴 刘长国 王峣 孔然 李家宁 欧阳晓明 司马青 苏琛 "
    "杨凡 郑秀程 姜琳 郑富强 黄超 顾晓燕 路明 周伟 吴迪 徐静 "
    "孙远明 马骏 朱婷 胡斌 高文博 林志颖 何苗 郭辰昊".split()
)
GROUPS = st.lists(NAMES, min_size=1, max_size=3, unique=True)
OUTLETS = st.sampled_from(
    [
        "闪电新闻",
        "齐鲁频道",
        "大众网·海报新闻",
        "齐鲁晚报·齐鲁壹点",
        "本报",
        "德州日报",
        "大众网-山东24小时客户端",
    ]
)
LEADS = {
    "记者": Role.REPORTER,
    "见习记者": Role.TRAINEE_REPORTER,
    "实习记者": Role.TRAINEE_REPORTER,
    "实习生": Role.INTERN,
    "通讯员": Role.CORRESPONDENT,
}
FIELDS = {
    "编辑": Role.EDITOR,
    "责任编辑": Role.EDITOR,
    "责编": Role.EDITOR,
    "校对": Role.PROOFREADER,
    "审核": Role.CHIEF_EDITOR,
    "主编": Role.CHIEF_EDITOR,
    "策划": Role.PLANNER,
    "摄影": Role.PHOTOGRAPHER,
    "摄像": Role.VIDEOGRAPHER,
    "文": Role.AUTHOR,
    "图": Role.PHOTOGRAPHER,
}
BRACKETS = st.sampled_from(["{}", "（{}）", "({})", "[{}]", "【{}】", "□{}", "■ {}", "●{}", "◎{}"])


@st.composite
def signoffs(draw: st.DrawFn) -> tuple[str, list[Credit]]:
    """Draw a sign-off: 闪电新闻记者 A B 通讯员 C 德州报道."""
    outlet, names = draw(OUTLETS), draw(GROUPS)
    comma = draw(st.sampled_from([" ", "、", "，", "  "]))
    credits = [Credit(name, Role.REPORTER, outlet) for name in names]
    text = f"{outlet}{draw(st.sampled_from(['', ' ']))}记者{draw(st.sampled_from(['', ' ']))}"
    text += comma.join(names)
    for lead in draw(st.lists(st.sampled_from(list(LEADS)), max_size=2, unique=True)):
        more = draw(GROUPS)
        text += f" {lead}{draw(st.sampled_from(['', ' ', '：']))}{comma.join(more)}"
        credits += [Credit(name, LEADS[lead], None) for name in more]
    text += draw(
        st.sampled_from(["", " 报道", "报道", " 济南报道", " 德州 报道", " 发自北京", "济南报道"])
    )
    return draw(BRACKETS).format(text), credits


@st.composite
def columns(draw: st.DrawFn) -> tuple[str, list[Credit]]:
    """Draw a line of fields: 编辑：A 校对：B, 文/A 图/B."""
    sign = draw(st.sampled_from(["：", ":", "|", "｜", "丨", "/", "： "]))
    gap = draw(st.sampled_from([" ", "  ", "；", "; ", " ｜ ", "　"]))
    credits, parts = [], []
    for field in draw(st.lists(st.sampled_from(list(FIELDS)), min_size=1, max_size=4, unique=True)):
        names = draw(GROUPS)
        parts.append(f"{field}{sign}{draw(st.sampled_from(['、', ' '])).join(names)}")
        credits += [Credit(name, FIELDS[field], None) for name in names]
    return draw(BRACKETS).format(gap.join(parts)), credits


def once(credits: list[Credit]) -> list[tuple[str, Role]]:
    return list(dict.fromkeys((credit.name, credit.role) for credit in credits))


@given(st.one_of(signoffs(), columns()))
def test_what_is_rendered_is_read_back(drawn: tuple[str, list[Credit]]) -> None:
    line, credits = drawn
    read = parse_credits(line)
    assert once(read) == once(credits)
    assert read[0].affiliation == credits[0].affiliation
    assert byline.is_signoff(line)


@given(signoffs(), st.sampled_from(["本报讯", "齐鲁网济南7月28日讯", "新华社济南6月5日电 "]))
def test_credits_in_a_dateline(drawn: tuple[str, list[Credit]], head: str) -> None:
    line, credits = drawn
    bracket = f"（{line.strip('（）()[]【】□■●◎ ')}）"
    paragraph = f"{head}{bracket}昨日，活动举行，市民参加。"
    assert once(parse_credits(paragraph)) == once(credits)
    assert byline.bracketed_credit(paragraph) == clean(bracket)
    assert byline.dateline(paragraph) == head.strip()
    assert not byline.is_signoff(paragraph)


@given(signoffs())
def test_credits_at_a_tail(drawn: tuple[str, list[Credit]]) -> None:
    line, credits = drawn
    bracket = f"（{line.strip('（）()[]【】□■●◎ ')}）"
    paragraph = f"昨日，活动举行，市民参加了活动。{bracket}"
    assert once(parse_credits(paragraph)) == once(credits)
    assert byline.bracketed_credit(paragraph) == clean(bracket)


@given(
    NAMES,
    st.sampled_from(
        [
            "记者从{}处获悉，工作已经启动。",
            "{}告诉记者，他对编辑工作很有兴趣。",
            "近日，记者{}来到现场，采访了多位摄影爱好者。",
            "市委书记{}主持会议并讲话。",
            "据{}介绍，审核工作已经完成，通讯员队伍不断壮大。",
            "{}是一名摄影师，也是一名作者。",
            "活动由{}策划，图文并茂。",
            "副市长{}、秘书长{}参加活动，并接受记者采访",
        ]
    ),
)
def test_sentences_credit_nobody(name: str, sentence: str) -> None:
    paragraph = sentence.replace("{}", name)
    assert parse_credits(paragraph) == []
    assert not byline.is_signoff(paragraph)
    assert byline.bracketed_credit(paragraph) is None


PIECES = st.sampled_from(
    [
        *LEADS,
        *FIELDS,
        *"：:/|、，。；（）()[]【】·-— 摄报道讯电",
        "摄影报道",
        "文/图",
        "张磊",
        "德州台",
        "11月2日",
        "A",
        "7",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for credit in parse_credits(text) + parse_author_field(text):
        assert credit.name.strip() == credit.name != ""
    byline.is_signoff(text)
    byline.bracketed_credit(text)
    dateline = byline.dateline(text)
    assert dateline is None or clean(text).lstrip("据據").startswith(dateline)


@pytest.mark.parametrize(
    "piece",
    [
        "记者",
        "记者 ",
        "（",
        "（记者",
        "张",
        " ",
        "文/",
        "·",
        "张磊",
        "。（张磊）",
        "1",
        "齐鲁网",
        "编 辑：",
    ],
)
def test_long_texts_are_quick(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.thread_time()
    for line in (text, text[:299], text[:599], f"记者{text[:290]}"):
        parse_credits(line)
        parse_author_field(line)
        byline.is_signoff(line)
        byline.bracketed_credit(line)
        byline.dateline(line)
    assert time.thread_time() - start < 1
