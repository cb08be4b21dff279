"""Words by which a page says what a part of it is: names of classes, headings, notices."""

from __future__ import annotations

import re
from functools import lru_cache

from ..page import Element
from .body import FURNITURE_WORDS, PAGERS

# Names are cut into words: `article-tool`, `article_tool`, `articleTool` are the same two.
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ADDED = frozenset(
    "advertise advertisement guanggao share sharebox bdshare social contact "
    "qrcode ewm erweima comment comments cmt pinglun reply related relate recommend recommended "
    "reco tuijian xiangguan pager pagination fenye copyright footer foot bottom nav "
    "navbar menu sidebar side aside rank ranking hot toolbar tool tools statement disclaimer "
    "breadcrumb crumb crumbs login popup modal dialog tags keywords subscribe download "
    "feedback vote survey declare header search".split()
)
_FURNITURE = FURNITURE_WORDS - PAGERS
# `ad`, `right-ad`, `adBox`, `ad300x250`, but no switch such as `enableBodyAds`, nor `css-ad6d4f`.
_AD = re.compile(r"(?:^|[\s_-])(?:ads?|adv|advert|gg)(?=(?:\d{1,3}(?:x\d{2,4})?)?(?:$|[\s_A-Z-]))")
_LONGEST = 200  # characters of a notice; of names, of which more are settings
_ARTICLE = frozenset(
    "article content text body main detail details zw zhengwen neirong story editor trs post "
    "entry news cont con txt artibody rich".split()
)

# Headings under which something else than the article begins.
ENDS = re.compile(
    r"""[\W_]*(?:
      (?:相关|相關|延伸|推荐|推薦|更多|热门|熱門|热点|往期|精彩|精选|最新|今日|本周|24小时)
        (?:阅读|閱讀|新闻|新聞|链接|連結|报道|報導|文章|专题|話題|话题|推荐|推薦|内容|资讯|图集|视频|评论|回顾|排行|稿件|搜索|點閱).{0,6}$
    | (?:为您|为你|猜你|[你您]可能|大家|网友|其[他它]人|[你您]或许).{0,4}
        (?:推荐|推薦|喜欢|喜歡|感兴趣|爱看|想看|在看|在搜|都在).{0,6}$
    | (?:网友|最新|最热|全部|热门|发表|查看|我要)(?:评论|跟帖|留言)(?:\W|\d|$).{0,12}$
    | (?:评论|跟帖|留言)(?:[\W\d]|条|人|参与)*$
    | 网友(?:评论|跟帖|留言)(?:文明|请|登录).{0,12}$
    | \d*条评论
    | 作者(?:最新|其他|简介).{0,4}$
    | (?:更多精彩|看了又看|更多)(?:内容)?$
    | 相[关關]$
    | 猜你|阅读排行|点击排行|热榜|排行榜|正文已结束
    )""",
    re.X,
)
# Headings under which there are comments, however much like an article they read.
COMMENTS = re.compile(r"[\W_]*(?:网友|最新|最热|全部|热门|精彩)(?:评论|跟帖|留言)[\W\d条]*$")
# What a site says about itself at the foot of its pages.
# Every alternative begins with one character, so the search can skip; it is of lower case.
_NOTICES = re.compile(
    r"版权所有|版权归|©|copyright|all rights reserved"
    r"|未经.{0,8}(?:授权|许可).{0,8}(?:不得|禁止|严禁|请勿|转载)"
    r"|icp[备证]|公网安备|许可证(?:编?号)?\s*[:：（(\d]|举报(?:电话|邮箱|热线|中心)|不良信息|免责声明"
    r"|转载.{0,6}注明(?:出处|来源)|引用.{0,6}注明(?:出处|来源)|仅提供信息(?:网络)?存储"
    r"|仅(?:代表|为)作者.{0,4}观点|发布者?平台仅|扫一扫(?<=^扫一扫)|微信扫(?<=^微信扫)"
    r"|不代表.{0,12}(?:观点|立场)|扫描.{0,12}二维码|扫一扫.{0,12}二维码|长按.{0,12}二维码"
    r"|识别.{0,12}二维码|关注.{0,10}(?:公众号|官方微信)|投稿邮箱"
)

_REQUESTS = re.compile(
    r"如需转载请与|读者热线[:：]|特别提醒：如果我们|[^，。：]{2,8}声明：凡|凡本网注明[“\"]?来源"
    r"|本文不构成|市场有风险，投资需谨慎。本文"
)

# A notice has one of these as well: `未经许可不得从事出版活动` is a sentence.
_NOTICE_CHARS = frozenset("权©IC备证举良责注储观码众微箱扫")

# What is passed over with all that is in it, unless its name also says article: `article-nav`.
_OUTSIDE = frozenset(
    "nav navbar menu footer foot sidebar aside side topbar login popup modal dialog copyright rank "
    "ranking comment comments cmt pinglun friendlink friendlinks hot".split()
)


def is_notice(text: str) -> bool:
    """Whether a line holds what a site says about itself."""
    text = text[:_LONGEST]
    if _REQUESTS.match(text):
        return True
    return _NOTICES.search(text.lower()) is not None and not _NOTICE_CHARS.isdisjoint(text)


@lru_cache(maxsize=8192)
def is_outside(class_: str | None, id_: str | None) -> bool:
    """Whether class and id name a part of the page that has nothing of its article."""
    words = words_of(f"{class_ or ''} {id_ or ''}")
    return not _OUTSIDE.isdisjoint(words) and _ARTICLE.isdisjoint(words)


def names_of(element: Element) -> str:
    """Return class and id of an element as one string."""
    name, id_ = element.get("class"), element.get("id")
    return f"{name} {id_}" if name and id_ else name or id_ or ""


def words_of(names: str) -> set[str]:
    """Return the words of class names and ids."""
    return {word.lower() for word in _WORDS.findall(names)}


@lru_cache(maxsize=8192)
def is_added_name(names: str) -> bool:
    """Whether class and id name something that a page adds to its articles."""
    if not names or len(names) > _LONGEST:
        return False
    words = set(names.lower().split())
    if _AD.search(names) or not _FURNITURE.isdisjoint(words):
        return True
    if words and words <= PAGERS:  # by nothing else: `page on` holds a text
        return True
    return not _ADDED.isdisjoint(words_of(names))


def is_article_name(names: str) -> bool:
    """Whether class and id name an article's text."""
    return bool(names) and not _ARTICLE.isdisjoint(words_of(names))
