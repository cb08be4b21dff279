"""Places that stand in credit lines, in simplified characters."""

from __future__ import annotations

from .lexicon import words

_SHANDONG = (
    "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 莱芜 山东 "
    "章丘 平阴 商河 胶州 平度 莱西 即墨 桓台 高青 沂源 滕州 垦利 利津 广饶 龙口 莱阳 莱州 蓬莱 "
    "招远 栖霞 海阳 青州 诸城 寿光 安丘 高密 昌邑 临朐 昌乐 曲阜 兖州 邹城 微山 鱼台 金乡 嘉祥 "
    "汶上 泗水 梁山 宁阳 东平 新泰 肥城 文登 荣成 乳山 五莲 莒县 沂南 郯城 沂水 兰陵 费县 平邑 "
    "莒南 蒙阴 临沭 陵城 宁津 庆云 临邑 齐河 平原 夏津 武城 乐陵 禹城 临清 阳谷 莘县 茌平 东阿 "
    "冠县 高唐 惠民 阳信 无棣 沾化 博兴 邹平 曹县 单县 成武 巨野 郓城 鄄城 定陶 东明"
)
_ELSEWHERE = (
    "北京 天津 "
    "上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 河南 湖北 湖南 广东 "
    "广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 石家庄 唐山 秦皇岛 "
    "邯郸 保定 张家口 承德 沧州 廊坊 衡水 邢台 太原 大同 呼和浩特 包头 沈阳 大连 长春 哈尔滨 "
    "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 "
    "湖州 绍兴 金华 台州 丽水 合肥 芜湖 蚌埠 阜阳 福州 厦门 泉州 漳州 莆田 南昌 九江 赣州 郑州 "
    "开封 洛阳 新乡 安阳 商丘 濮阳 武汉 宜昌 襄阳 长沙 岳阳 广州 深圳 珠海 东莞 佛山 南宁 桂林 "
    "海口 三亚 成都 绵阳 贵阳 遵义 昆明 大理 拉萨 西安 咸阳 兰州 西宁 银川 乌鲁木齐 喀什 雄安 "
    "台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 南投 云林 屏东 宜兰 花莲 台东 澎湖 "
    "金门 连江 马祖 "
    "纽约 华盛顿 伦敦 巴黎 东京 首尔 莫斯科 柏林 布鲁塞尔 日内瓦 联合国 新德里 堪培拉 "
    "曼谷 罗马 白俄罗斯 俄罗斯 洛杉矶 旧金山 芝加哥 波士顿 西雅图 休斯敦 渥太华 多伦多 温哥华 "
    "悉尼 墨尔本 惠灵顿 大阪 平壤 乌兰巴托 新加坡 吉隆坡 雅加达 马尼拉 河内 金边 仰光 加德满都 "
    "伊斯兰堡 喀布尔 德黑兰 巴格达 迪拜 安卡拉 耶路撒冷 开罗 内罗毕 约翰内斯堡 基辅 华沙 维也纳 "
    "布达佩斯 布拉格 雅典 马德里 里斯本 法兰克福 慕尼黑 斯德哥尔摩 巴西利亚 布宜诺斯艾利斯 "
    "现场 本地 前方 一线"
)
PLACES = frozenset(words(_SHANDONG) + words(_ELSEWHERE))
"""Places that stand among the names of a sign-off: 记者 A B 济南报道."""

GIVEN_NAMES = frozenset(words("云林 连江 金门 台东 台南 桃园 大阪"))
"""Places that given names are, too: `王磊李云林报道`; glued to 报道 only behind a sign."""

PLACE_ENDINGS = ("市", "县", "区", "镇", "省", "州", "村")
"""What ends the names of places that are not listed: 临盘镇."""

DISTRICTS = frozenset(
    words(
        "历下 市中 槐荫 历城 长清 济阳 钢城 市南 市北 黄岛 崂山 李沧 城阳 西海岸 张店 淄川 "
        "博山 临淄 周村 薛城 峄城 台儿庄 山亭 河口 芝罘 福山 牟平 莱山 长岛 奎文 潍城 寒亭 坊子 "
        "任城 岱岳 环翠 东港 岚山 兰山 罗庄 河东 德城 东昌府 滨城"
    )
)
"""Districts, as words of their own or behind their city; else they are parts of names: 王长清."""

SHANDONG = DISTRICTS.union(words(_SHANDONG))
"""The province, its cities, counties and districts, whose stations and bodies sign as such."""

NAMES_TOO = frozenset(words("张店 牟平 任城 东港 兰山 罗庄 周村 李沧 山亭"))
"""Those that are people's names where nobody else is named, nor a city or 区 printed with them."""

ZONES = frozenset(words("经开区 高新区 开发区 新区 景区 矿区"))
"""Places that begin with a family name and end as places do."""
