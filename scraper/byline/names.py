"""People's names: which words are names, and where one name ends and the next begins."""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import simplify, words
from .stopwords import NOT_A_LATIN_NAME, NOT_A_NAME

# The commonest first: the place in the line decides between 张磊|梁金凤 and 张磊梁|金凤.
_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文"
)
_OTHER = (
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时"
    "舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    "解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬"
    "屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台"
    "巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺别公仝禤亓逄綦矫初荣修伊水国南战贡展由相隗宿鹿凤满敬尚"
    "迁寇信竹双母牧区农晁宣鄂暴经帅衡步门师贵邝肖付代闫覃阚谯阙佘佀铁苇撒禹年海郗班仰秋仓弓於惠"
    "储靖汲邴松富焉山巴乌车侯蓬浦璩尉宰郦雍却濮寿通扈逯鬱咸籍幸厉戎祖束幽慎戈庾终暨居耿弘匡文广"
    "禄阙东殴殳沃利蔚越夔隆巢蒯红游竺权逯盖益桓公麻鲜闻泮麦佴赏墨哈谯笪琴商牟闾晨丰候才苍青岱线"
    "降从索荀羊朴玄琚邰衷戢芮归厍沐栗玉琦塔操揣斛岐粟么宝菅线钮宦延亢占尧油俎闻莘翚占洛沾郇芈皮"
    "邹蹇隽次泽种补勾缑酆喜尕翠恽逢卿畲昝训"
    "狄贝茅骆裘缪贲诸嵇麴羿宓钭韶蓟蒲堵郤郏茹訾幺仉郄禚孛嵩柘元湛危支干印滑阴慕"
)
COMPOUND_SURNAMES = frozenset(
    words(
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 "
        "宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 "
        "司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 "
        "东郭 南门 羊舌 微生 公户 公玉 左丘 西门 第五 完颜 叶赫 耶律 纳兰 范姜 张简 爱新 那拉 "
        "富察 尔朱"
    )
)
COMMON_SURNAMES = frozenset(_COMMON)
_COST = {char: rank / 100 for rank, char in reversed(list(enumerate(_COMMON)))} | dict.fromkeys(
    sorted(set(_OTHER) - set(_COMMON)), 1.5
)
# A given name of one character is likely one of these: 张磊|梁金凤, not 张磊梁|金凤.
SINGLE_GIVEN = frozenset(
    "磊伟勇敏静丽强军杰涛明超娜鹏飞波斌辉健亮刚凯琳洋艳霞浩宇帅博峰鑫晨雪梅颖倩莹婷玲萍莉芳燕娟"
    "丹平毅宁旭琪欣佳瑶蕾璐雯晶洁岩岚蓉楠蒙彬淼森林俊龙虎豪哲轩阳昊晓航瑞锐强峣然侃琛凡聪慧睿萌媛妍菲怡茜薇玮珊翔钊铭骁鲲"
)
JOINERS = "和与及"
# `记者从`, `作者的`: a word that holds one of these is a piece of a sentence.
IN_SENTENCES = frozenset(
    "的了是在从被把让给说这那我你他她们吗呢吧您么就都也个到将已该此或获悉称与及很还又要据"
)

# `都兴林`, `那志远`, `从春龙`: family names that are words of sentences, too, in front of these
_AS_WORDS = {"都": 3.0, "那": 3.0, "从": 3.0}
_AS_NO_NAMES = frozenset(
    "一些片座个种里时边么样可来去市江柏会达曲天年月日省县区现今昨中此业严头事小前不我他她它"
    "济青烟德聊滨临泰威潍淄枣菏莱云警医院校站哪"
)

# `（王女士）`, `李某`: people who are not named
_FORMS_OF_ADDRESS = frozenset(
    words(
        "女士 先生 老师 同学 大妈 大爷 大叔 阿姨 小姐 奶奶 师傅 医生 教授 主任 经理 局长 书记 市长"
    )
    + words("警官 队长 院长 校长 总 某 某某 某甲 姓 家 氏 姐 哥 叔")
)

# `巴合提别克`, `阿布都热依木`: a name of 4 characters and more written by sound
_BY_SOUND = frozenset(
    "阿艾买提吐尔逊热依木古丽娜巴合别克江孜肉麦迪努达吾列汗帕旦布都拉比亚库班哈山玉素甫卡德吉祖白沙扎拜那"
)

# `公安局`, `文旅局`: bodies whose first character is a family name
_BODY_ENDINGS = frozenset("局处厅队")
# `刘涛告诉记者`: 4 characters, but a name and a verb
_VERBS = frozenset(
    words("告诉 表示 介绍 走访 获悉 了解 采访 参加 来到 看到 发现 注意 来自 提示 提醒")
)

# `索朗罗布`, `旦增努布`, `乌兰图雅`: a name of two such words
_OF_TWO_WORDS = re.compile(
    "(?:索朗|普布|次仁|旦增|丹增|努布|晋美|罗布|扎西|格桑|边觉|洛登|边巴|多吉|占堆|平措|卓玛|拉姆|央金|白玛|央措"
    "|尼玛|达瓦|米玛|洛桑|嘎玛|德吉|曲珍|旺堆|顿珠|仁增|益西|贡布|桑珠|旺姆|普琼|巴桑|强巴|群培|江白|才让|才旦"
    "|加措|桑杰|东智|德庆|白珍|央宗|次旦|仓决|拉珍"
    "|斯琴|高娃|乌兰|图雅|娜仁|格日勒|其其格|巴特尔|苏日娜|宝音|那顺|额尔德|阿拉坦|哈斯){2}"
)
_BLOCK = 12  # family names of about the same cost
KINDS: tuple[frozenset[str], ...] = (
    *(frozenset(_COMMON[n : n + _BLOCK]) for n in range(0, len(_COMMON), _BLOCK)),
    frozenset(_OTHER) - COMMON_SURNAMES,
    SINGLE_GIVEN,
    _BY_SOUND,
)
"""What the characters of names are told by: those in the same of these sets read alike."""

JOINTS = re.compile(r"[\s、，,]+")
"""What parts the names of a list."""

HAN = "\u3400-\u9fff\U00020000-\U0003ffff〇"
_HAN_ONLY = re.compile(rf"[{HAN}]+")
# `阿布都热依木·买买提`; the point is printed in several ways
_MINORITY = re.compile(rf"[{HAN}]{{1,9}}(?:[·•‧・∙][{HAN}]{{1,9}}){{1,3}}")
_LATIN = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]{1,20}(?: [A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]{0,20}){0,3}")
_LONGEST_RUN = 40


def is_han(word: str) -> bool:
    """Whether a word is written in Chinese characters only."""
    return _HAN_ONLY.fullmatch(word) is not None


def is_surname(word: str) -> bool:
    """Whether a word is a family name."""
    plain = simplify(word)
    return plain in _COST or plain in COMPOUND_SURNAMES


def has_surname(word: str) -> bool:
    """Whether a word of 2 to 4 characters is a name with a family name in front."""
    return is_han(word) and 2 <= len(word) <= 4 and _name_cost(simplify(word)) is not None


def is_heading(word: str) -> bool:
    """Whether a word behind 记者 makes a heading of it: `记者 专访`, `记者 走进`."""
    return (
        word[0] in "走探请直带寻追来去"
        or word[-1] in "访问查察评记谈说看观述论报讯摄拍线点探历行讲"
    )


def is_usual_name(word: str) -> bool:
    """Whether a word is a name of 2 or 3 characters with one of the commonest family names."""
    return len(word) <= 3 and word[0] in COMMON_SURNAMES and has_surname(word)


def is_half(word: str, given: str) -> bool:
    """Whether a blank parts a name: `王 峣`, `欧阳 娜`."""
    if not is_han(given) or len(given) > 2:
        return False
    if len(word) == 1:
        return is_surname(word)
    return word in COMPOUND_SURNAMES and not has_surname(given)


def ends_in_verb(word: str) -> bool:
    """Whether a word is a piece of a sentence by its end: `刘涛告诉`."""
    return word[-2:] in _VERBS


def is_pen_name(word: str) -> bool:
    """Whether a word may be a name without a family name: 铁弩."""
    return (
        is_han(word)
        and 2 <= len(word) <= 4
        and simplify(word) not in NOT_A_NAME
        and IN_SENTENCES.isdisjoint(word)
        and word[-1] not in _BODY_ENDINGS
        and not ends_in_verb(word)
    )


def is_foreign(word: str) -> bool:
    """Whether a word is a Latin name, or a transcribed one: 阿布都热依木·买买提, 巴合提别克."""
    if len(word) <= 15 and _MINORITY.fullmatch(word):
        return True
    if 4 <= len(word) <= 9 and (_BY_SOUND.issuperset(word) or _OF_TWO_WORDS.fullmatch(word)):
        return True
    if 4 <= len(word) <= 7 and word.endswith("古丽") and is_han(word):  # 阿曼古丽
        return True
    return (
        len(word) <= 40
        and _LATIN.fullmatch(word) is not None
        and not word.replace(" ", "").isupper()
        and NOT_A_LATIN_NAME.isdisjoint(word.lower().split())
    )


def _name_cost(word: str, *, alone: bool = True) -> float | None:
    """Return how unlikely a word is as one name (simplified characters), ``None``: it is none.

    Not `alone`: 4 characters are a name with a family name of two only, and none begins with a
    family name that is a word of sentences.
    """
    size = len(word)
    joiner = 2.5 if word[-1] in JOINERS else 0.0
    given = word[1:] if word[0] in _AS_WORDS and word[1] not in _AS_NO_NAMES else word
    if not NOT_A_NAME.isdisjoint((word, given)) or not IN_SENTENCES.isdisjoint(given):
        return None
    if word[-1] in _BODY_ENDINGS:
        return None
    if ends_in_verb(word):
        return None
    if size >= 3 and word[:2] in COMPOUND_SURNAMES:
        return 0.3
    surname = _COST.get(word[0], _AS_WORDS.get(word[0]) if size == 3 and alone else None)
    if surname is None or word[1:] in _FORMS_OF_ADDRESS or not alone:
        return None
    if size == 2:
        return surname + joiner + (1.2 if word[1] in SINGLE_GIVEN else 1.6)
    return surname + joiner + (0.5 if size == 3 else 5)


@lru_cache(maxsize=2048)
def split_names(run: str) -> tuple[str, ...]:
    """Split a run of characters into names with family names: 赵庆川王丽雯, 罗科苏盈.

    A joining 和 or 与 between two names is dropped. Empty when the run is no run of names.
    """
    if not is_han(run) or not 2 <= len(run) <= _LONGEST_RUN:
        return ()
    plain = simplify(run)
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(run)
    for end in range(2, len(run) + 1):
        for start in range(max(0, end - 4), end - 1):
            before = best[start]
            alone = end - start < 4 or len(run) == 4
            cost = _name_cost(plain[start:end], alone=alone) if before else None
            if before is None or cost is None:
                continue
            _keep(best, end, before[0] + cost, (*before[1], run[start:end]))
            if end < len(run) - 2 and plain[end] in JOINERS:
                _keep(best, end + 1, before[0] + cost + 0.5, (*before[1], run[start:end]))
    found = best[len(run)]
    names = found[1] if found else ()
    # `海晟水产公司生产车间` splits into names too, but into rare ones.
    rare = sum(simplify(name[0]) not in COMMON_SURNAMES for name in names)
    return names if rare <= max(1, len(names) // 2) or len(names) == 1 else ()


def _keep(
    best: list[tuple[float, tuple[str, ...]] | None], at: int, cost: float, names: tuple[str, ...]
) -> None:
    """Keep the cheaper of two ways to reach a place."""
    known = best[at]
    if known is None or cost < known[0]:
        best[at] = (cost, names)
