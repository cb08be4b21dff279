"""The cities that have a site of their own: one row each.

Names and codes are those of GB/T 2260 (Shandong is 37). To add a city, add a row.
"""

from __future__ import annotations

from difflib import get_close_matches

from .items import QiluError, Region

SITE = "iqilu.com"
PUBLISHER = "齐鲁网"

REGIONS: dict[str, Region] = {
    slug: Region(slug=slug, name=name, code=code)
    for slug, name, code in (
        ("jinan", "济南", "370100"),
        ("qingdao", "青岛", "370200"),
        ("zibo", "淄博", "370300"),
        ("zaozhuang", "枣庄", "370400"),
        ("dongying", "东营", "370500"),
        ("yantai", "烟台", "370600"),
        ("weifang", "潍坊", "370700"),
        ("jining", "济宁", "370800"),
        ("taian", "泰安", "370900"),
        ("weihai", "威海", "371000"),
        ("rizhao", "日照", "371100"),
        ("linyi", "临沂", "371300"),
        ("dezhou", "德州", "371400"),
        ("liaocheng", "聊城", "371500"),
        ("binzhou", "滨州", "371600"),
        ("heze", "菏泽", "371700"),
        # Merged into 济南 in 2019; its archived pages stay, so it is crawled by name only.
        ("laiwu", "莱芜", "371200"),
    )
}
ALL = tuple(slug for slug in REGIONS if slug != "laiwu")
"""What `all` stands for: the 16 prefectures of today."""


class UnknownRegionError(QiluError):
    """A name that is no city of the site."""


def host(region: Region) -> str:
    """Return the host name of a city's site."""
    return f"{region.slug}.{SITE}"


def of_host(name: str) -> Region | None:
    """Return the city whose site a host name is, if any."""
    return REGIONS.get(name.removesuffix(f".{SITE}")) if name.endswith(f".{SITE}") else None


def select(names: str) -> tuple[Region, ...]:
    """Return the cities named in a comma- or blank-separated list, by slug or Chinese name.

    `all` means the 16 prefectures. Raises `UnknownRegionError`, with the nearest name.
    """
    by_name = REGIONS | {region.name: region for region in REGIONS.values()}
    chosen: dict[str, Region] = {}
    for word in names.replace(",", " ").replace("，", " ").split():
        slugs = ALL if word.lower() == "all" else (word.removesuffix("市"),)
        for slug in slugs:
            region = by_name.get(slug) or by_name.get(slug.lower())
            if region is None:
                near = get_close_matches(slug.lower(), by_name, n=1)
                hint = f"did you mean {near[0]}?" if near else "`qilu regions` lists them"
                raise UnknownRegionError(f"unknown region {word!r}: {hint}")
            chosen[region.slug] = region
    if not chosen:
        raise UnknownRegionError("no region given: `qilu regions` lists them, `all` means all 16")
    return tuple(chosen.values())
