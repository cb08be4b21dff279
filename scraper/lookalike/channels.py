"""Hosts and columns of the look-alike."""

from __future__ import annotations

from dataclasses import dataclass

from ..regions import REGIONS, SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One column of one host."""

    host: str
    path: str
    """Path of the column without slashes at the ends: `dzyaowen`, `minsheng/jiaoyu`; for
    the gallery host also empty."""
    name: str
    region: str | None
    weight: int
    """How many of the articles of one round it gets."""
    catid: int
    """The number in `list_CATID_N.shtml`."""
    compact_day: bool = False
    """Whether its addresses hold `/20201129/` instead of `/2020/1129/`."""
    old_list: bool = False
    """Whether its list pages have the old markup."""
    dede_pager: bool = False
    """Whether its pager is the DedeCMS one: `thisclass`, 首页, 末页."""

    @property
    def home(self) -> str:
        """Address of the column without its scheme."""
        return f"{self.host}/{self.path}/" if self.path else f"{self.host}/"


_INITIALS = {
    "jinan": "jn",
    "qingdao": "qd",
    "zibo": "zb",
    "zaozhuang": "zz",
    "dongying": "dy",
    "yantai": "yt",
    "weifang": "wf",
    "jining": "jnn",
    "taian": "ta",
    "weihai": "wh",
    "rizhao": "rz",
    "linyi": "ly",
    "dezhou": "dz",
    "liaocheng": "lc",
    "binzhou": "bz",
    "heze": "hz",
    "laiwu": "lw",
}
# (path, name, weight): slugs differ from city to city, so that none can be relied on.
_SEEN: dict[str, tuple[tuple[str, str, int], ...]] = {
    "jinan": (("news", "济南新闻", 3), ("jnms", "民生", 2), ("jnjy/xiaoyuan", "校园", 1)),
    "linyi": (("lyyaowen", "要闻", 3), ("caijing", "财经", 2), ("lvyou", "旅游", 1)),
    "jining": (("jnminsheng", "民生", 3), ("yaowen", "济宁要闻", 2), ("wenhua", "文化", 1)),
    "taian": (("taianminsheng", "民生", 3), ("taianyaowen", "要闻", 2)),
    "laiwu": (("lwminsheng", "民生", 2), ("lwyaowen", "要闻", 2)),
}
_EXTRA = (
    ("{p}shehui", "社会"),
    ("{p}jy/gaoxiao", "高校"),
    ("qiye", "企业"),
    ("{p}wenlv", "文旅"),
    ("zt/zhuanti", "专题报道"),
)


def _columns(slug: str, number: int) -> tuple[tuple[str, str, int], ...]:
    if slug in _SEEN:
        return _SEEN[slug]
    p = _INITIALS[slug]
    extra = [_EXTRA[number % len(_EXTRA)], _EXTRA[(number * 3 + 1) % len(_EXTRA)]]
    paths = {path.format(p=p): name for path, name in extra[: 1 + number % 2]}
    first = (f"{p}yaowen", "要闻", 3)
    second = (f"{p}minsheng", "民生", 2)
    return (first, second, *((path, name, 1) for path, name in paths.items()))


def _city(slug: str) -> list[Channel]:
    number = list(REGIONS).index(slug)
    columns = _columns(slug, number)
    return [
        Channel(
            host=f"{slug}.{SITE}",
            path=path,
            name=name,
            region=slug,
            weight=weight,
            catid=564 + number * 11 + position,
            old_list=position == len(columns) - 1 and number % 3 == 0,
            dede_pager=number % 4 == 1,
        )
        for position, (path, name, weight) in enumerate(columns)
    ]


_OTHERS = (
    Channel(
        host=f"news.{SITE}",
        path="shandong/yaowen",
        name="山东要闻",
        region=None,
        weight=1,
        catid=11,
    ),
    Channel(
        host=f"news.{SITE}",
        path="china",
        name="国内",
        region=None,
        weight=1,
        catid=12,
        compact_day=True,
    ),
    Channel(host=f"yx.{SITE}", path="yxl", name="视觉山东", region=None, weight=1, catid=21),
)

VIDEO_HOST = f"v.{SITE}"
APP_HOST = f"sdxw.{SITE}"
OLD_APP_HOST = f"sd.{SITE}"
MAIN_HOST = f"www.{SITE}"
GALLERY_HOST = f"yx.{SITE}"


def channels(regions: tuple[str, ...]) -> tuple[Channel, ...]:
    """Return the columns of these cities, and of the hosts that are no city's."""
    return (*(channel for slug in regions for channel in _city(slug)), *_OTHERS)
