"""The words of credit lines: roles, and what is no role though it looks like one.

Words are written in simplified characters. Lines are read through `simplify`, which keeps
every character at its place, so a name can still be cut out of the line as printed.
"""

from __future__ import annotations

from ..items import Role

# 記者 攝影 編輯 報導 通訊員 實習 責 校對 審 圖 視頻 策劃 總 終 ... and the family names that differ
_TRADITIONAL = (
    "記攝編輯報導訊員實習責對審圖視頻劃總終見撰寫約駐發綜調電臺廣雜誌聞經體網"
    "張劉陳楊趙黃吳孫馬羅鄭謝許韓馮鄧蕭葉蘇呂蔣賈餘潘盧陸萬賴龔賀顧龍錢湯嚴"
    "陽譚鄒閻傅鍾喬賓竇歐諸單項寧關費樂應畢齊聶遲藍溫溫蘭"
    "時國現場觀論隊團長專題點灣東寧評話濟島煙濰臨濱澤萊棗莊營"
    "縣鎮區鄉雲連蓮義門華倫頓紐瀋漢慶貴聯維內亞磯爾線譯監製週頭條執筆據際組財娛畫業眾讀轉傳鏡"
)
_SIMPLIFIED = (
    "记摄编辑报导讯员实习责对审图视频划总终见撰写约驻发综调电台广杂志闻经体网"
    "张刘陈杨赵黄吴孙马罗郑谢许韩冯邓萧叶苏吕蒋贾余潘卢陆万赖龚贺顾龙钱汤严"
    "阳谭邹阎傅钟乔宾窦欧诸单项宁关费乐应毕齐聂迟蓝温温兰"
    "时国现场观论队团长专题点湾东宁评话济岛烟潍临滨泽莱枣庄营"
    "县镇区乡云连莲义门华伦顿纽沈汉庆贵联维内亚矶尔线译监制周头条执笔据际组财娱画业众读转传镜"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplify(text: str) -> str:
    """Return `text` with the traditional forms of the words below made simplified."""
    return text.translate(_TO_SIMPLIFIED)


REPORT: tuple[Role, ...] = ()
"""The roles of a bare 报道: it closes a line, its people are reporters."""


def words(text: str) -> list[str]:
    """Return the words of a text, for tables that are read by people."""
    return text.split()


_R, _T, _I, _C = Role.REPORTER, Role.TRAINEE_REPORTER, Role.INTERN, Role.CORRESPONDENT
_A, _P, _V, _E = Role.AUTHOR, Role.PHOTOGRAPHER, Role.VIDEOGRAPHER, Role.EDITOR
_H, _O, _L = Role.CHIEF_EDITOR, Role.PROOFREADER, Role.PLANNER

_WORDS: dict[tuple[Role, ...], str] = {
    (_R,): "记者 首席记者 特约记者 特派记者 特派员 高级记者 资深记者 主任记者 文字记者 前方记者 "
    "驻站记者 驻地记者 随队记者 出镜记者 调查记者 学生记者 校园记者 报道员 采访",
    (_T,): "见习记者 实习记者 试用记者",
    (_I,): "实习生 见习生",
    (_C,): "通讯员 特约通讯员 特约撰稿人通讯员 信息员",
    (
        _A,
    ): "作者 撰写 原作者 本文作者 撰文 撰稿 撰稿人 特约撰稿 特约撰稿人 采写 文字 文案 文稿 评论员 "
    "特约评论员 首席评论员 高级评论员 编译 整理 执笔 专栏作家 专栏作者 自由撰稿人 本版撰文 "
    "本版采写",
    (_P,): "摄影 摄影师 摄影记者 图片记者 首席摄影记者 拍摄 图片 翻拍 图片摄影 翻摄 航拍 "
    "无人机航拍 实习摄影 本版摄影 本期摄影",
    (_V,): "摄像 摄像师 视频 视频拍摄 摄像记者 视频记者 拍摄记者",
    (_P, _V): "摄影摄像 摄影/摄像",
    (_A, _P): "文/图 文图 图文作者 文/摄影 文/摄 文并摄 文并图 文、图 文|图 文字/摄影 文/片",
    (_P, _A): "图/文 图文 摄影/文 摄影/撰文 图、文 图|文 片/文",
    (
        _E,
    ): "编辑 责任编辑 责编 初审编辑 剪辑 视频剪辑 视频编辑 图片编辑 文字编辑 新媒体编辑 值班编辑 "
    "网络编辑 网页编辑 美术编辑 美编 见习编辑 实习编辑 助理编辑 版面编辑 栏目编辑 执行编辑 "
    "微信编辑 图文编辑 当班编辑 本期编辑 特约编辑 高级编辑 首席编辑 组版编辑 后期编辑 稿件编辑 "
    "内容编辑 本文编辑 值班责编 二审编辑 复审编辑 审核编辑 终审编辑 初审 初编 责任编缉 编缉",
    (_H,): "主编 总编 终审 审核 总编辑 副总编辑 执行总编 副总编 值班总编 值班主编 执行主编 副主编 "
    "责任主编 复审 一审 二审 三审 审读 审稿 审签 签发 值班编委 审核人 责任审核",
    (_O,): "校对 审校 校审 责任校对 编校 责校",
    (_L,): "策划 总策划 执行策划 本期策划 选题策划 策划人 内容策划",
    (_R, _P): "摄影报道 摄影报导 图文报道 图文报导 报道摄影 文图报道 图/文报道 文/图报道 报道/摄影 "
    "摄影/报道",
    (_R, _V): "视频报道 摄像报道",
}
ROLES: dict[str, tuple[Role, ...]] = {
    word: roles for roles, text in _WORDS.items() for word in words(text)
} | {
    # 栏目主编, 视觉编辑, 值班审核
    kind + word: (role,)
    for kind in words(
        "栏目 视觉 文字 图片 版面 本版 本期 当班 值班 执行 责任 特约 见习 实习 首席 助理 高级 网络 "
        "网页 新媒体 微信 图文 美术 融媒 融媒体 全媒体 专题 音频 后期 内容 稿件"
    )
    for word, role in (
        ("编辑", _E),
        ("责编", _E),
        ("主编", _H),
        ("总编", _H),
        ("审核", _H),
        ("校对", _O),
    )
}
"""What a role word makes of a person."""

SOURCES = frozenset(words("综合 整合 来源 转自 编译自 整理自 综合自 综合整理自"))
"""Words that outlets stand behind: what a text was put together from."""

IGNORED = SOURCES | frozenset(
    words(
        "监制 编导 总编导 总监制 出品 出品人 制片 制片人 导演 主播 主持 主持人 配音 播音 设计 "
        "排版 版式 "
        "制图 制作 后期 统筹 总统筹 协调 运营 供稿 本文来源 稿件来源 文章来源 信息来源 "
        "图片来源 视频来源 图源 资料来源 素材来源 翻译 译 绘图 漫画 插画 海报设计 "
        "包装 合成 值班主任 值班主管 值班领导 指导 指导老师 支持 技术支持 出镜 投稿 题图 "
        "封面图 资料图 部主任 编务 动画 导播 场记 供图 图片提供 灯光 录音 音频 特效 调色 "
        "编审 综合整理 编辑整理 线索 线索提供 线索奖 资料片 "
        "H5制作 H5设计 顾问 学术支持 联系人 图表 字幕 解说 总导演"
    )
)
"""Roles that the record does not know: their people are read over."""

OTHER_JOBS = frozenset(words("海报 新媒体 技术 执行 直播 H5"))
"""More of them, as words of their own behind a name; in longer words they are outlets or bodies."""

CLOSING = frozenset(
    kind + word
    for kind in (
        "",
        *words(
            "综合 采访 现场 联合 整理 独家 即时 专题 特别 前方 一线 实时 持续 跟踪 追踪 连线 直播 "
            "滚动 系列 联合采访 现场采访 独家采访 深入采访 为您"
        ),
    )
    for word in ("报道", "报导")
)
"""What closes a sign-off and makes reporters of people without a role."""

TITLES = frozenset({_R, _T, _I, _C})
"""Roles printed as a title before the name: 摄影/本报记者 A names a photographer."""

MEDIA = frozenset({_A, _P, _V})
"""Roles that may stand behind the name: A/文 B/图."""

EDITORIAL = frozenset({_E, _H, _O})
"""Roles of an editor line."""

# What makes a longer word of a role word, one that credits nobody: 记者站, 编辑部, 摄影师, 图片新闻
NOT_A_ROLE = {
    "记者": "会|站|节|证|团|们|手记|招待|问|协会|见面|俱乐部|调查|观察|连线|探访"
    "|走访|视角|之家|来[信稿函论]|在|从|"
    "了解|获悉|发现|看到|注意|采访|来到|表示|日前|今日|昨日|今天|昨天|近日|说|的",
    "编辑": "部|器|室|中心|团队|推荐|出版|整理自|们|的|距离|说",
    "摄像": "头|机|协会|大赛",
    "作者": "简介|最新|其他|观点|本人|系|为|是|介绍|更多|们|的|认为|单位|文章|授权",
    "摄影": "报|师|队|家|协会|大赛|展|作品|部|机|爱好|棚|集|组|艺术|比赛|大展|器材|技|网"
    "|工作室|公司|店|馆|学|圈|界",
    "视频": "新闻|直播|网|中心|号|平台|会议|监控|播放|加载|时长|画面|截图|显示|来"
    "|通话|电话|里|中|在",
    "图片": "新闻|报道|频道|库|社|展|网|均|由|来|加载|显示|故事|直播|集|为",
    "文字": "版|实录|直播|说明|稿|和|的",
    "图文": "直播|并茂|无关|详解|实录|消息|来",
    "采访": "中|时|了|对象|团|组|人|车|到|的|过程|活动|本|线|权|证",
    "审核": "通过|后|中|未|认定|标准|的|机制|员|工作|流程|程序|结果|，",
    "校对": "中|的",
    "策划": "书|方案|了|的|推出|组织|会|部|案|实施|，",
    "文案": "馆",
    "综合": "广播|频道|频率|新闻|治理|性|类|楼|体|整治|执法|利用|行政|服务|施策|改革|国力|素质",
    "整理": "了|好|出|的|收",
    "初审": "通过|后|中|结果",
    "终审": "判决|法院|判|裁定|结果|宣判",
    "一审": "判|宣|法院|开庭|被",
    "二审": "判|宣|法院|开庭|维持",
    "主编": "的|直评|推荐|说|精选",
    "总编": "室|的",
    "责编": "部",
    "剪辑": "版|师|出|了|的|室",
    "通讯员": "们|来[信稿]|队伍|培训|工作|会议|的",
    "实习生": "们|的|招聘|活|口|管",
    "评论员": "文章|观察|说|们|的",
    "来源": "于|地|是|不|为|的|广",
    "新媒体": "中心|部|矩|平|时|运营部|集团|公司|联盟|编辑部",
    "推荐": "阅读|新闻|文章|的|理由",
    "支持": "的|和|力|下|了|政策|服务",
    "指导": "意见|下|的|员|价|和|处|工作|站|中心",
    "制作": "的|了|方|过|成|中心|出",
    "设计": "师|的|院|了|研究|公司|方|图|理念",
    "单位": "的|和|负责|内",
    "拍摄": "的|了|于|到|地|现场|过|时|中",
    "撰文": "称|指|说|的",
}

NOT_BEHIND = {"作者": ("[工创合操写制]",), "视频": ("[梨们]", "^晨", "[·•‧ 报—-]晨")}
"""What makes a longer word of a role word behind it: 新闻工作者, 鲁中晨报·晨视频记者."""

WEAK = frozenset(words("视频 图片 文字 文案 拍摄 采访 整理 审核 策划 审校 校对 编译 执笔"))
"""Roles that are ordinary words too: alone on a line they need a mark behind (策划：A)."""

OF_EDITORS = frozenset(words("审核 审校 校对"))
"""Those that a usual name may stand behind without one: `校对 王强`."""

LABELS = frozenset(words("图 图片 图文 视频"))
"""Roles behind which a page may print what is shown, too: `图：大明湖`, `视频：现场画面`."""

PHRASAL = frozenset(words("视频 图片 文字 拍摄 航拍 翻拍 采访 整理"))
"""Roles that begin a caption when the next word is glued to them: `航拍烟台`, not `摄影A`."""
