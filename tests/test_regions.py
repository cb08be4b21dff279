"""The table of cities, and naming them."""

from __future__ import annotations

import pytest

from scraper.regions import ALL, REGIONS, UnknownRegionError, host, of_host, select


def test_the_sixteen_prefectures() -> None:
    assert " ".join(ALL) == (
        "jinan qingdao zibo zaozhuang dongying yantai weifang jining taian weihai rizhao "
        "linyi dezhou liaocheng binzhou heze"
    )


def test_former_city_is_crawled_by_name_only() -> None:
    assert set(REGIONS) - set(ALL) == {"laiwu"}
    assert select("laiwu") == (REGIONS["laiwu"],)


@pytest.mark.parametrize("slug", REGIONS)
def test_row(slug: str) -> None:
    region = REGIONS[slug]
    assert region.slug == slug
    assert region.code.startswith("37")
    assert region.code.endswith("00")
    assert len(region.code) == 6
    assert of_host(host(region)) == region
    assert select(region.name) == select(slug) == (region,)


def test_names_and_codes_are_unique() -> None:
    assert len({region.name for region in REGIONS.values()}) == len(REGIONS)
    assert len({region.code for region in REGIONS.values()}) == len(REGIONS)


@pytest.mark.parametrize(
    "name", ["news.iqilu.com", "iqilu.com", "dezhou", "dezhou.example.cn", "a.dezhou.iqilu.com", ""]
)
def test_hosts_of_no_city(name: str) -> None:
    assert of_host(name) is None


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        ("dezhou", "dezhou"),
        ("德州", "dezhou"),
        ("德州市", "dezhou"),
        ("Dezhou", "dezhou"),
        ("dezhou,jinan", "dezhou jinan"),
        ("dezhou, jinan", "dezhou jinan"),
        ("德州，济南 烟台", "dezhou jinan yantai"),
        ("dezhou 德州 dezhou", "dezhou"),
        ("ALL", " ".join(ALL)),
        ("laiwu all", " ".join(("laiwu", *ALL))),
    ],
)
def test_select(names: str, slugs: str) -> None:
    assert " ".join(region.slug for region in select(names)) == slugs


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("dezou", "did you mean dezhou"),
        ("dezhou nowhere-at-all", "'nowhere-at-all'"),
        ("北京", "qilu regions"),
        ("", "no region given"),
        (" , ", "no region given"),
    ],
)
def test_select_says_what_is_wrong(names: str, message: str) -> None:
    with pytest.raises(UnknownRegionError, match=message):
        select(names)
