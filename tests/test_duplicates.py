"""Near-identical texts: edited reprints are found, articles of one form are kept apart."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bench.duplicates import pairs, truth
from bench.reprints import EDITS, FORMS, clip, corpus, invented, record, told
from scraper.duplicates import Group, groups, rows, sketch
from scraper.duplicates.likeness import Text, likeness
from scraper.items import Record
from scraper.rows import NoRecordError

from .conftest import ROOT, Runner
from .test_history import write

SEED = 701
"""One that the thresholds were not chosen by."""
STORY = (
    "记者从市水务局获悉，今年全市将改造老旧供水管网312公里，惠及居民8.6万户。",
    "目前，城区18个片区已开工，其余9个片区计划在汛期之后陆续进场。",
    "“以前一到夏天水压就不够，四楼以上用水要错开时间。”家住槐荫里的居民说。",
    "施工单位介绍，新管道采用球墨铸铁管，设计使用年限50年，漏损率有望下降到8%以内。",
)


def made(id_: str, date: str | None = "2020-11-29T15:06+08:00", **fields: str | None) -> Record:
    body = fields.pop("body", "\n".join(STORY))
    blank = {"headline": "一个标题", "source": "齐鲁网", "publisher": "齐鲁网", "dateline": None}
    return {"id": id_, "date_published": date, "body": body, **blank, **fields}


def ids(found: list[Group]) -> list[list[str]]:
    return [[copy.member.id for copy in group] for group in found]


def test_precision_and_recall_on_articles_not_seen_before():
    labelled = list(corpus(SEED, 2000))
    true = truth(labelled)
    found = pairs(ids(list(groups([record for record, _ in labelled]))))
    assert len(true) > 500
    assert len(found & true) >= 0.97 * len(true)
    assert len(found & true) >= 0.99 * len(found)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("write", [invented, told, *FORMS[:-2]], ids=lambda f: f.__name__)
def test_a_reprint_is_found(write: Callable[..., list[str]], edit: Callable[..., list[str]]):
    r = Random(SEED)
    text = write(r)
    reprint = record(2, edit(text, r), r, dateline="新华社济南6月5日电")
    assert ids(list(groups([record(1, text, r), reprint]))) == [["4000001", "4000002"]]


@pytest.mark.parametrize("write", FORMS, ids=lambda form: form.__name__)
def test_articles_of_one_form_are_not_one(write: Callable[..., list[str]]):
    r = Random(SEED)
    articles = [record(number, write(r), r) for number in range(150)]
    found = list(groups(articles))
    assert sum(map(len, found)) <= 2  # of names alone, without a number, a pair may be too alike


def test_a_corrected_number_makes_another_article_only_of_a_text_with_few():
    few = "\n".join(STORY)
    many = (
        f"{few}\n甲区31处，乙区27处，丙区44处，丁区19处，戊区65处，己区22处，庚区38处，辛区51处。"
    )
    for text, expected in ((few, 0), (many, 1)):
        corrected = made("2", body=text.replace("18个", "17个"))
        assert len(list(groups([made("1", body=text), corrected]))) == expected


def test_a_few_words_are_one_text_only_under_one_headline():
    some = [
        made("1", body="详情请看视频报道。", headline="海边"),
        made("2", body="详情请看视频报道。", headline="山里"),
        made("3", body="详情请看视频报道！", headline="山里 "),
        made("4", body="", headline="山里"),
        made("5", body="", headline="山里"),
    ]
    assert ids(list(groups(some))) == [["2", "3"]]
    assert len(clip(Random(1))[0]) < 20


def test_a_quotation_in_a_longer_article_does_not_make_it_a_reprint():
    other = "".join(invented(Random(SEED)))
    assert list(groups([made("1"), made("2", body=STORY[1] + other)])) == []


@pytest.mark.parametrize(
    ("dates", "canonical"),
    [
        (("2020-11-29T15:06+08:00", "2020-11-29T15:05+08:00"), "2"),
        (("2020-11-29", "2020-11-28T09:00+08:00"), "2"),
        (("2020-11-29", "2020-11-29"), "1"),
        ((None, "2021-01-01"), "2"),
        ((None, None), "1"),
    ],
)
def test_the_canonical_one_is_the_earliest(dates: tuple[str | None, ...], canonical: str):
    articles = [made("1", dates[0]), made("2", dates[1])]
    for order in (articles, articles[::-1]):
        found = [row for group in groups(order) for row in rows(group)]
        assert {row["canonical_id"] for row in found} == {canonical}
        assert sorted(row["id"] for row in found) == ["1", "2"]


def test_the_order_of_the_records_does_not_matter():
    articles = [record for record, _ in corpus(SEED, 300)]
    shuffled = Random(1).sample(articles, len(articles))
    assert list(groups(articles)) == list(groups(shuffled))


def test_a_text_of_two_articles_does_not_make_one_of_them():
    r = Random(SEED)
    one, other = "".join(invented(r))[:300], "".join(invented(r))[:300]
    both = made("3", "2021-01-01", body=f"{one}\n{other}")
    found = list(groups([made("1", body=one), made("2", body=other), both]))
    assert sorted(map(len, found)) == [2]


def test_chance_never_groups_anything(monkeypatch: pytest.MonkeyPatch):
    """Fingerprints that all collide lead to comparing, not to grouping."""
    r = Random(SEED)
    monkeypatch.setattr(sketch, "sketch", lambda text: [1, 2, 3])
    articles = [record(number, invented(r), r) for number in range(6)]
    assert list(groups(articles)) == []


def test_reports_of_one_form_are_compared_with_the_nearest_only():
    same = [[7, 8, 9]] * 1000
    assert sum(1 for _ in sketch.candidates(same)) <= 1000 * 24


@pytest.mark.parametrize("body", [None, 5])
def test_what_is_no_record_is_told(body: object):
    with pytest.raises(NoRecordError, match="breaks the schema"):
        list(groups([made("1") | {"body": body}]))


def test_likeness_is_what_it_says():
    one, other = Text("甲乙丙丁戊己庚辛壬"), Text("甲乙丙丁戊己庚辛癸")  # 2 shingles each, 1 shared
    assert likeness(one, other) is None
    longer = Text("甲乙丙丁戊己庚辛壬" + "癸")
    found = likeness(one, longer)
    assert found
    assert (found.contained, found.jaccard) == (1, 2 / 3)


def test_the_command(qilu: Runner, tmp_path: Path):
    file = tmp_path / "some.jsonl"
    blank = {"revision": 1, "region": None, "section": None, "metadata": {"fetched_at": None}}
    some = [
        made("2", "2020-11-30T08:06+08:00", source="德州日报", headline="另一个标题"),
        made("1"),
        made("3", body="".join(invented(Random(SEED)))),
    ]
    file.write_text("".join(json.dumps({**one, **blank}) + "\n" for one in some), "utf-8")
    out, flows = tmp_path / "groups.jsonl", tmp_path / "flows.jsonl"
    told = [
        qilu(
            "duplicates",
            file,
            "--flows",
            flows,
            "--replace",
            environment={**os.environ, "PYTHONHASHSEED": n},
        )
        for n in "12"
    ]
    assert told[0].stdout == told[1].stdout
    assert told[0].stderr == "2 records in 1 groups; of 0, who had them first is not known\n"
    first, second = map(json.loads, told[0].stdout.splitlines())
    assert first == dict.fromkeys(("like_id", "jaccard", "contained")) | {
        "id": "1",
        "canonical_id": "1",
        "members": 2,
    }
    assert second["like_id"] == second["canonical_id"] == "1"
    assert second["contained"] == 1.0
    assert json.loads(flows.read_text("utf-8")) == {
        "from": "齐鲁网",
        "to": "德州日报",
        "count": 1,
        "named": 0,
        "timed": 1,
        "median_hours": 17.0,
    }
    assert qilu("duplicates", file, "-o", out).code == 0
    assert qilu("duplicates", file, "-o", out).code == 2
    assert qilu("duplicates", file, "-o", out, "--replace").code == 0
    assert out.read_text("utf-8") == told[0].stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "flows.jsonl",
        "groups.jsonl",
        "some.jsonl",
    ]


def test_mistakes_are_told_in_a_line(qilu: Runner, tmp_path: Path):
    for arguments, code in (
        (("nowhere.jsonl",), 2),
        ((tmp_path, "-o", tmp_path / "no" / "file"), 1),
        ((tmp_path, "-o", tmp_path / "one", "--flows", tmp_path / "one"), 2),
    ):
        done = qilu("duplicates", *arguments)
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1
        assert done.code == code


def test_a_closed_standard_output_is_told_in_a_line(tmp_path: Path):
    file = write(tmp_path / "some.jsonl", {**made("1"), "metadata": {"fetched_at": None}})
    command = shlex.join([sys.executable, "-m", "scraper.cli", "duplicates", str(file)])
    done = subprocess.run(["sh", "-c", f"{command} >&-"], stderr=subprocess.PIPE, cwd=ROOT)
    told = b"Error: [Errno 9] standard output is closed\n"
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_behind_standard_output_is_told_in_a_line(tmp_path: Path):
    blank = {"revision": 1, "region": None, "section": None, "metadata": {"fetched_at": None}}
    some = (json.dumps({**made(n), **blank}) + "\n" for n in "12")
    (tmp_path / "some.jsonl").write_text("".join(some), "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "scraper.cli", "duplicates", tmp_path / "some.jsonl"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
    last = done.stderr.decode().splitlines()[-1]
    assert (done.returncode, last) == (1, "Error: [Errno 28] No space left on device")
    assert b"Traceback" not in done.stderr
