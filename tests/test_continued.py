"""Joining the parts of a continued article."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from scraper import Article, parse_article
from scraper.continued import Parts, join, part_url
from scraper.extract import FIELDS, content_sha256
from scraper.items import Kind

URL = "http://linyi.iqilu.com/lyyaowen/2015/0312/2328456.shtml"


def part(number: int, text: str, author: str = "", more: tuple[int, ...] = ()) -> Article:
    url = URL if number == 1 else URL.replace(".shtml", f"_{number}.shtml")
    links = "".join(f'<a href="2328456_{n}.shtml">{n}</a>' for n in more)
    html = (
        f'<div id="city_nr_left_cnt"><h1>大棚樱桃上市</h1>'
        '<span id="pubtime_baidu">2015-03-12 08:41</span>'
        f'<span id="author_baidu">作者：{author}</span><div id="context">{text}'
        f'<div id="pageUpDown1"><ul id="page">{links}</ul></div></div></div>'
    )
    return parse_article(html.encode(), url, strict=True)


ONE = part(
    1,
    "<p>齐鲁网临沂3月12日讯 一。</p><p><img src='/1.jpg'></p>"
    "<p><a href='/a.shtml'>甲</a>说过。</p>",
    more=(2, 3),
)
TWO = part(2, "<p>二。</p><p><img src='/1.jpg'><img src='/2.jpg'></p>", more=(3,))
THREE = part(
    3,
    "<p>三。</p><p><a href='/a.shtml'>甲</a>又说。</p><p>记者 温若溪 通讯员 孟知远 报道</p>",
)
PARTS = {1: ONE, 2: TWO, 3: THREE}


@pytest.mark.parametrize("order", list(permutations(PARTS)))
def test_any_order(order: tuple[int, ...]) -> None:
    whole = join({number: PARTS[number] for number in order})
    assert whole.body == "齐鲁网临沂3月12日讯 一。\n甲说过。\n二。\n三。\n甲又说。"
    assert whole.byline == "记者 温若溪 通讯员 孟知远 报道"
    assert [author.name for author in whole.authors] == ["温若溪", "孟知远"]
    assert [image.url[-5] for image in whole.images] == ["1", "2"]
    assert [link.text for link in whole.links] == ["甲"]
    assert whole.metadata.content_sha256 == content_sha256(whole.headline, whole.body)
    assert whole.metadata.field_sources["byline"] == "sign-off"
    assert whole.metadata.field_sources["authors"] == "v2010"  # that part 1 does not have
    assert whole.metadata.field_sources.keys() == {n for n in FIELDS if getattr(whole, n)}
    assert whole.metadata.problems == ()


def test_a_part_of_pictures_alone() -> None:
    pictures = part(2, "<p><img src='/2.jpg'></p><p>大棚里的樱桃</p>")
    whole = join({1: ONE, 2: pictures})
    assert (whole.kind, whole.body) == (ONE.kind, ONE.body)
    assert [image.caption for image in whole.images] == [None, "大棚里的樱桃"]
    first = part(1, "<p><img src='/1.jpg'></p>", more=(2,))
    assert join({1: first, 2: TWO}).kind is Kind.ARTICLE


def test_the_first_part_gives_what_they_share() -> None:
    whole = join(PARTS)
    for field in ("id", "url", "canonical_url", "headline", "date_published", "dateline", "region"):
        assert getattr(whole, field) == getattr(ONE, field), field
    assert whole.url == URL


def test_parts_alone_say_that_there_are_more() -> None:
    assert [p.message for p in ONE.metadata.problems] == ["continued in part 2, 3"]
    assert {p.id for p in PARTS.values()} == {"2328456"}
    assert {p.canonical_url for p in PARTS.values()} == {URL.replace("http:", "https:")}


def test_a_missing_part_is_noted_and_costs_no_other() -> None:
    whole = join({3: THREE, 1: ONE}, {2: "status 404"})
    assert whole.body == "齐鲁网临沂3月12日讯 一。\n甲说过。\n三。\n甲又说。"
    assert [(p.field, p.message) for p in whole.metadata.problems] == [
        ("body", "part 2 is missing: status 404")
    ]


def test_problems_of_a_part_say_whose_they_are() -> None:
    broken = parse_article(
        b"<div id='nr_left'><div id='context'><p>\xe4\xba\x8c\xe3\x80\x82</p></div></div>",
        URL.replace(".shtml", "_2.shtml"),
    )
    messages = [p.message for p in join({1: ONE, 2: broken}).metadata.problems]
    assert messages
    assert all(message.startswith("part 2: ") for message in messages)


@pytest.mark.parametrize(
    ("authors", "sign_offs", "byline"),
    [
        (("", ""), ("", ""), None),
        (("孙一鸣", ""), ("", ""), "孙一鸣"),
        (("", "孙一鸣"), ("", ""), "孙一鸣"),
        (("孙一鸣", "孙一鸣"), ("", "<p>赵庆川 报道</p>"), "赵庆川 报道"),
        (("孙一鸣", ""), ("<p>赵庆川 报道</p>", ""), "赵庆川 报道"),
        (("", ""), ("<p>赵庆川 报道</p>", "<p>孟知远 报道</p>"), "孟知远 报道"),
    ],
)
def test_byline(authors: tuple[str, str], sign_offs: tuple[str, str], byline: str | None) -> None:
    """A sign-off of any part, the last one first, then 作者 when filled."""
    parts = {
        number: part(number, f"<p>文。</p>{sign_off}", author)
        for number, author, sign_off in zip((1, 2), authors, sign_offs, strict=True)
    }
    assert join(parts).byline == byline


@pytest.mark.parametrize(("text", "most"), [("字", 50), ("字" * 2_000_000, 6)])
def test_parts_without_end_are_not_followed(text: str, most: int) -> None:
    parts = Parts(ONE, (2,))
    for number in parts:
        parts.add(number, replace(TWO, body=text), (number + 1,))
    assert number == most
    last = parts.joined().metadata.problems[-1]
    assert last.message.startswith(f"not fetched from part {most + 1} on")


def test_part_url() -> None:
    assert part_url(ONE, 2) == "http://linyi.iqilu.com/lyyaowen/2015/0312/2328456_2.shtml"


def test_one_part_is_itself() -> None:
    assert join({3: THREE, 1: THREE}).body == f"{THREE.body}\n{THREE.body}"
    assert join({1: THREE}) == THREE
