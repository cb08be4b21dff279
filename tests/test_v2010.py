"""What the template before mid-2016 prints in unknown markup."""

from __future__ import annotations

import pytest

from scraper import parse_article

from .markups import URL, Story, v2010

HTML = v2010(
    Story(
        headline="青石镇建成共享菜园",
        time="2015-11-29 15:06:11",
        source="齐鲁网",
        paragraphs=("青石镇的菜园今天开放。", "园里种了四样菜。", "冬天也有菜吃。"),
    )
)
STEPS = (
    '您当前的位置：<a href="http://news.iqilu.com/">新闻</a> &gt; '
    '<a href="http://dezhou.iqilu.com/dzminsheng/">德州民生</a> &gt; 正文'
)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ('<div id="nr_left">', f'<div class="dq">{STEPS}</div><div id="nr_left">'),
        ('<div id="nr_left">', f'<div id="nr_left"><p>{STEPS}</p>'),
    ],
)
def test_the_path_above_the_headline(place: str, path: str) -> None:
    assert place in HTML
    found = parse_article(HTML.replace(place, path), URL)
    assert [step.name for step in found.breadcrumbs] == ["新闻", "德州民生", "正文"]
    assert found.section == "德州民生"


def test_no_path_is_none() -> None:
    found = parse_article(HTML, URL)
    assert (found.breadcrumbs, found.section) == ((), "dzminsheng")


def test_a_stray_end_tag_does_not_end_the_text() -> None:
    whole = parse_article(HTML, URL)
    cut = "</p><p>\u3000\u3000园里"
    assert cut in HTML
    found = parse_article(HTML.replace(cut, f"</p></div>{cut.removeprefix('</p>')}"), URL)
    assert found.body == whole.body
