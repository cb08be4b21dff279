"""What the scorer counts, on answers whose worth can be told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from bench.corpus import Truth
from bench.score import COLUMNS, SLACK, body_f1, figures, marks, moment

LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 90)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-11-29T15:06:11+08:00", ("2020-11-29", "15:06")),
        ("2020-11-29T07:06:11Z", ("2020-11-29", "15:06")),
        ("2020-11-28T23:06:11.5+0000", ("2020-11-29", "07:06")),
        ("2020-11-29 15:06:11", ("2020-11-29", "15:06")),
        ("2020年11月9日 8:06", ("2020-11-09", "08:06")),
        ("2020年11月09日8时06分", ("2020-11-09", "08:06")),
        ("2020/11/29", ("2020-11-29", "")),
        ("发布于２０２０－１１－２９　１５：０６", ("2020-11-29", "15:06")),
        ("2020-13-29", None),
        ("昨天", None),
        (None, None),
    ],
)
def test_moment(text: str | None, expected: tuple[str, str] | None) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("found", "true", "optional", "f1"),
    [
        ("一二三四五", "一二三四五", "", 1.0),
        ("一二三四五六", "一二三四五", "", 4 / 5),
        ("一二三四", "一二三四五", "", 2 / 3),
        ("一二三四五五", "一二三四五", "二三四五五", 1.0),
        ("一二三四一二三四", "一二三四", "", 2 / 6),
        ("", "一二三四五", "", 0.0),
        ("一二", "一二", "", 1.0),
        ("", "", "", 0.0),
    ],
)
def test_body_f1(found: str, true: str, optional: str, f1: float) -> None:
    assert body_f1(found, true, optional) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("truth", "answer", "expected"),
    [
        ({"titles": ["甲：乙"]}, {"title": "甲:乙 "}, {"title": 1}),
        ({"titles": ["甲", "乙"]}, {"title": "乙"}, {"title": 1}),
        ({"titles": ["甲"]}, {"title": "甲_某网"}, {"title": 0}),
        ({"titles": ["甲"]}, {}, {"title": 0}),
        ({"published": "2020-11-29"}, {"published": "2020-11-29 15:06"}, {"day": 1}),
        ({"published": "2020-11-29 15:06"}, {"published": "2020-11-29"}, {"day": 1, "minute": 0}),
        ({"published": "2020-11-29 15:06"}, {}, {"day": 0, "minute": 0}),
        ({"source": "河畔晚报"}, {"source": "河畔晚报客户端"}, {"source": 1}),
        ({"source": "河畔晚报客户端"}, {"source": "河畔晚报"}, {"source": 1}),
        ({"source": "河畔晚报"}, {"source": "报"}, {"source": 0}),
        ({"source": "河畔晚报"}, {"source": ""}, {"source": 0}),
        ({"authors": frozenset()}, {"authors": []}, {"named": 0}),
        ({"authors": frozenset()}, {"authors": "某人"}, {"named": 1}),
        ({"authors": None}, {"authors": "某人"}, {}),
        (
            {"authors": frozenset({"李一", "王二"})},
            {"authors": "李一、张三"},
            {"right": 1, "found": 2, "true": 2},
        ),
        ({"forbidden": ["扫码", "编辑：某"]}, {"body": "正文 编辑:某"}, {"leak": 1}),
        ({"forbidden": ["扫码"]}, {"body": "正文"}, {"leak": 0}),
        ({"body": "一二三四"}, {"body": "。"}, {"body": 0, "empty": 1}),
        ({}, {"title": "甲", "body": "乙"}, {}),
    ],
)
def test_marks(truth: dict[str, Any], answer: dict[str, Any], expected: dict[str, float]) -> None:
    assert marks(Truth(**truth), answer) == {"failed": 0, **expected}


def test_no_answer_is_an_empty_one_and_counted() -> None:
    truth = Truth(titles=["甲"], body="一二三四")
    assert marks(truth, None) == {"failed": 1, "title": 0, "body": 0, "empty": 1}


@pytest.mark.parametrize(
    ("body", "head", "tail"),
    [
        (LONG, 1, 1),
        ("前" * SLACK + LONG + "后" * SLACK, 1, 1),
        ("前" * (SLACK + 1) + LONG, 0, 1),
        (LONG + "后" * (SLACK + 1), 1, 0),
        (LONG + "图注图注" + "后" * SLACK, 1, 1),
        (LONG[1:], 0, 1),
        (LONG[:-1], 1, 0),
        ("", 0, 0),
    ],
    ids="same slack before after caption headless tailless empty".split(),
)
def test_where_a_text_begins_and_ends(body: str, head: int, tail: int) -> None:
    truth = Truth(body=LONG, head=LONG[:20], tail=LONG[-20:], optional=["图注图注"])
    marked = marks(truth, {"body": body})
    assert (marked["head"], marked["tail"]) == (head, tail)


def test_figures_are_means_over_the_pages_that_have_a_column() -> None:
    pages = [
        marks(Truth(titles=["甲"], authors=frozenset({"李一", "王二"})), {"title": "甲"}),
        marks(Truth(authors=frozenset({"李一"})), {"authors": "李一、张三"}),
        marks(Truth(titles=["甲"], authors=frozenset()), None),
    ]
    assert figures(pages) == {
        "title": 0.5,
        "author": pytest.approx(2 * 1 / (2 + 3)),
        "named": 0,
        "failed": pytest.approx(1 / 3),
    }


def test_the_columns_keep_their_order() -> None:
    truth = Truth(
        titles=["甲"],
        published="2020-11-29 15:06",
        authors=frozenset({"李一"}),
        source="河畔晚报",
        body=LONG,
        head=LONG[:20],
        tail=LONG[-20:],
        forbidden=["扫码"],
    )
    nobody = marks(Truth(authors=frozenset()), {})
    assert tuple(figures([marks(truth, {}), nobody])) == COLUMNS
