"""What the quality report counts, beside counts made in plainer ways."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scraper.items import Record
from scraper.lookalike import LookAlike
from scraper.overview import copies, document
from scraper.overview.copies import Exact, Given
from scraper.overview.count import LAGS, LENGTHS, Counts, Fact, facts, lag_of
from scraper.overview.page import html, in_script
from scraper.overview.runs import runs_beside
from scraper.overview.tell import tell
from scraper.report import Alarm
from scraper.reports import History

from .conftest import ROOT, Runner, truth
from .made_up import report
from .test_history import write

HOSTILE = "</script><img src=x onerror=alert(1)>]]>\u2028&amp;{{ data }}"
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)


@cache
def _texts() -> tuple[str, ...]:
    period = {"oldest": date(2015, 9, 1), "newest": date(2017, 12, 31)}
    site = LookAlike(seed=5, articles=240, regions=("jinan", "dezhou", "heze"), **period)
    return tuple(json.dumps(record) for record in truth(site))


def some_records() -> list[Record]:
    """Return records with what a real crawl has: lags, gaps, problems, copies, odd headlines."""
    found = [json.loads(text) for text in _texts()]
    for number, record in enumerate(found):
        meta = record["metadata"]
        if published := record["date_published"]:
            hours = (number * 7) % 900 - 3
            moment = datetime.fromisoformat(published) + timedelta(hours=hours)
            meta["fetched_at"] = f"{moment:%Y-%m-%dT%H:%M:%S}Z"
        if number % 11 == 0:
            meta["problems"] = [{"field": "layout", "message": "no box .info"}]
        if number % 13 == 0:
            meta["problems"] += [{"field": "source", "message": "not found"}]
            record["source"] = None
        if number % 17 == 0:
            record["date_published"] = None
        if number % 19 == 1:
            record |= {name: found[number - 1][name] for name in ("headline", "body")}
            meta["content_sha256"] = found[number - 1]["metadata"]["content_sha256"]
    found[11]["headline"] = HOSTILE
    return found


def told(records: Iterable[Record], **options: Any) -> dict[str, Any]:
    return json.loads(json.dumps(tell(list(records), [], **options)))


def sums(data: dict[str, Any], kind: str, slug: str = "", month: str = "") -> Counter[str]:
    """Add up the counts of a kind, of one city or month if any is named."""
    found: Counter[str] = Counter()
    place = data["kinds"].index(kind)
    for region, when, _, *counts in data["cells"]:
        here = slug in ("", data["regions"][region][0]) and month in ("", data["months"][when])
        for entry in counts[place].split() if here else ():
            value, _, count = entry.partition("*")
            name = data["values"][kind][int(value)] if int(value) >= 0 else "…"
            found[name] += int(count or 1)
    return found


@pytest.mark.parametrize("kind", ["source", "section"])
@pytest.mark.parametrize("slug", ["", "dezhou"])
def test_names_are_counted_as_they_are(kind: str, slug: str) -> None:
    chosen = [one for one in some_records() if slug in ("", one["region"]["slug"])]
    expected = Counter(one[kind] for one in chosen if one[kind])
    assert expected
    assert sums(told(some_records()), kind, slug) == expected


def test_reporters_count_once_an_article() -> None:
    expected = Counter(
        name
        for one in some_records()
        for name in {a["name"] for a in one["authors"] if a["role"].endswith("reporter")}
    )
    shown = sums(told(some_records()), "reporter")
    others = shown.pop("…", 0)
    assert shown.items() <= expected.items()
    assert shown.total() + others == expected.total()
    assert [count for _, count in shown.most_common(20)] == [
        count for _, count in expected.most_common(20)
    ]


def test_days_and_articles() -> None:
    data, records = told(some_records()), some_records()
    expected = Counter((one["date_published"] or "")[:7] for one in records)
    assert data["articles"] == len(records) == sum(cell[2] for cell in data["cells"])
    for month, count in expected.items():
        cells = [cell for cell in data["cells"] if data["months"][cell[1]] == month]
        assert sum(cell[2] for cell in cells) == count
    days = Counter(one["date_published"][8:10] for one in records if one["date_published"])
    assert sums(data, "day") == days


def test_missing_fields_and_problems() -> None:
    data, records = told(some_records()), some_records()
    lacking = Counter(
        f"{one['metadata']['layout']}/{name}"
        for one in records
        for name in data["fields"]
        if one[name] in (None, [], "")
    )
    assert sums(data, "missing") == lacking
    noted = [{p["field"] for p in one["metadata"]["problems"]} for one in records]
    assert sums(data, "clean").total() == sum(not fields for fields in noted)
    assert sums(data, "noted") == {
        "layout": sum("layout" in fields for fields in noted),
        "other": sum(bool(fields - {"layout"}) for fields in noted),
    }
    assert sums(data, "problem")["source: not found"] == sum("source" in one for one in noted)


def test_newest_pages_are_the_examples_of_a_problem() -> None:
    data = told(some_records())
    number = data["values"]["problem"].index("source: not found")
    for region, (slug, *_) in enumerate(data["regions"][:3]):
        with_it = sorted(
            (one["date_published"] or "", one["canonical_url"])
            for one in some_records()
            if one["region"]["slug"] == slug
            and {"field": "source", "message": "not found"} in one["metadata"]["problems"]
        )
        shown = [one[4] for one in data["examples"] if one[:2] == [number, region]]
        assert shown == [url for _, url in with_it[:-3:-1]]


@pytest.mark.parametrize(
    ("length", "expected"),
    [(0, "0"), (1, "1"), (49, "1"), (50, "2"), (799, "5"), (800, "6"), (3200, "8")],
)
def test_classes_of_length(length: int, expected: str) -> None:
    assert Fact("length", expected) in facts({**some_records()[0], "body": "字" * length})
    assert len(LENGTHS) == 8


@pytest.mark.parametrize(
    ("published", "fetched", "seconds", "expected"),
    [
        ("2020-11-29T15:06:11+08:00", "2020-11-29T07:06:10Z", -1, "0"),
        ("2020-11-29T15:06:11+08:00", "2020-11-29T07:06:11Z", 0, "1"),
        ("2020-11-29T15:06+08:00", "2020-11-29T08:06:00Z", 3600, "2"),
        ("2020-11-29", "2020-11-29T16:00:00Z", 86400, "4"),
        ("2019-11-29T00:00:00+08:00", "2020-11-27T15:59:59Z", 365 * 86400 - 1, "7"),
    ],
)
def test_classes_of_lag(published: str, fetched: str, seconds: int, expected: str) -> None:
    record = some_records()[0] | {"date_published": published}
    record["metadata"] |= {"fetched_at": fetched}
    assert lag_of(record) == seconds
    assert Fact("lag", expected) in facts(record)
    assert len(LAGS) == 8


def test_lag_without_a_time_is_unknown() -> None:
    record = some_records()[0] | {"date_published": None}
    assert not [fact for fact in facts(record) if fact.kind == "lag"]


@pytest.mark.parametrize("slots", [8, 1 << 20])
def test_copies_are_exact_whatever_is_suspected(
    monkeypatch: pytest.MonkeyPatch, slots: int
) -> None:
    monkeypatch.setattr(copies, "SLOTS", slots)
    texts = Counter(one["metadata"]["content_sha256"] for one in some_records())
    twice = [count for count in texts.values() if count > 1]
    data = told(some_records())
    assert len(twice) == data["texts"] > 3
    assert sums(data, "copy").total() == sum(twice)
    assert [size for size, *_ in data["groups"]] == sorted(twice, reverse=True)[:30]


def test_records_without_copies_are_walked_once() -> None:
    finder = Exact()
    for record in some_records()[:1]:
        finder.look(record)
    assert finder.groups(walked_never()) == []


def walked_never() -> Iterator[Record]:
    pytest.fail("walked again")
    yield


def test_groups_of_qilu_duplicates(tmp_path: Path) -> None:
    records = some_records()
    ids = [one["id"] for one in records]
    lines = [{"id": id_, "canonical_id": ids[0]} for id_ in ids[:3]]
    lines += [{"id": id_, "canonical_id": "x"} for id_ in (ids[4], "not chosen")]
    data = told(records, copies=Given.read(write(tmp_path / "groups.jsonl", *lines)))
    assert data["given"]
    assert [group[0] for group in data["groups"]] == [3]
    assert sums(data, "copy").total() == 3


def test_names_are_shown_within_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told(some_records())
    monkeypatch.setattr(document, "BUDGET", 40)
    data = told(some_records())
    assert 0 < len(data["values"]["reporter"]) < len(whole["values"]["reporter"])
    for kind in ("reporter", "source", "section"):
        assert sums(data, kind).total() == sums(whole, kind).total()
    assert sums(data, "missing") == sums(whole, "missing")


def test_memory_does_not_grow_with_records() -> None:
    def facts_kept(times: int) -> int:
        counts = Counts()
        for record in some_records() * times:
            counts.add(record)
        kept = sum(map(len, counts.cells.values())) + len(counts.records)
        return kept + sum(map(len, counts.examples.values()))

    assert facts_kept(5) <= facts_kept(1) + len(some_records())  # as many places for examples


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    record = some_records()[0] | {"canonical_url": "javascript:alert(1)"}
    record["metadata"]["problems"] = [{"field": "body", "message": "odd"}]
    assert [one[4] for one in told([record])["examples"]] == [""]


def test_nothing_in_the_data_ends_its_element() -> None:
    text = in_script({HOSTILE: "\ud800"})
    assert not {"<", ">", "&", "\u2028"} & {*text}
    assert json.loads(text) == {HOSTILE: "\ud800"}
    text.encode()


def test_the_page_holds_its_data_and_names_no_other_file() -> None:
    records = some_records()
    page = html(tell(records, []))
    found = DATA.findall(page)
    assert len(found) == 1
    assert json.loads(found[0]) == told(records)
    assert "{{ data }}" in json.dumps(json.loads(found[0]))  # of a headline
    assert not re.search(
        r"<(?:link|img|iframe|script src)|@import|url\(", page.replace(found[0], "")
    )


def test_words_are_there_in_both_languages() -> None:
    folder = ROOT / "scraper/overview/static"
    words = json.loads((folder / "words.json").read_text("utf-8"))
    plain = {name: {key.removesuffix(".one") for key in keys} for name, keys in words.items()}
    assert plain["zh"] == plain["en"]
    for key in words["zh"]:
        holes = [sorted(re.findall(r"\{\w+\}", words[lang][key])) for lang in ("zh", "en")]
        assert holes[0] == holes[1], key
    page = (folder / "page.html").read_text("utf-8")
    assert {*re.findall(r'data-(?:t|label)="([^"]+)"', page)} <= plain["en"]


def test_runs_are_those_beside_the_data(tmp_path: Path) -> None:
    alarm = Alarm(kind="lists", about="dezhou", sentence="no article")
    for one in (report(3), report(1), report(2, exit_code=3, alarms=(alarm,))):
        (tmp_path / "reports").mkdir(exist_ok=True)
        History(tmp_path / "reports").write(one)
    runs = runs_beside([tmp_path / "out/a.jsonl", tmp_path / "out/b.jsonl"])
    assert [run["ended"] for run in runs] == sorted(run["ended"] for run in runs)
    assert [run["level"] for run in runs] == [0, 2, 0]
    assert runs[1]["alarms"] == ["no article"]


# The command


def page_data(file: Path) -> dict[str, Any]:
    return json.loads(DATA.findall(file.read_text("utf-8"))[0])


def test_the_command_writes_a_page(qilu: Runner, tmp_path: Path) -> None:
    data = write(tmp_path / "some.jsonl", *some_records())
    page, again = tmp_path / "report.html", tmp_path / "again.html"
    done = qilu("report", data, "-r", "德州", "-o", page, "--lang", "en")
    assert (done.code, done.stderr) == (0, "")
    of_dezhou = [one for one in some_records() if one["region"]["slug"] == "dezhou"]
    assert f"{len(of_dezhou)} articles" in done.stdout
    assert page_data(page)["articles"] == len(of_dezhou) > 0
    assert '<html lang="en" data-lang="en">' in page.read_text("utf-8")
    qilu("report", data, "-r", "dezhou", "-o", again, "--lang", "en")
    assert page.read_bytes() == again.read_bytes()
    assert qilu("report", data, "-o", page).code == 0
    assert page_data(page)["articles"] == len(some_records())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("{data}", 2, "Missing option '--output'"),
        ("{data} -o {data}", 2, "is there and is no report: give another --output"),
        ("nowhere.jsonl -o {page}", 2, "no data at nowhere.jsonl"),
        ("{broken} -o {page}", 2, "a record lacks fields: 'date_published'"),
        ("{data} -o {page} --duplicates {data}", 2, "is no file of `qilu duplicates`"),
        ("{data} -o {folder}/no/page.html", 1, "can't write"),
    ],
)
def test_mistakes_are_told(
    qilu: Runner, tmp_path: Path, arguments: str, code: int, said: str
) -> None:
    names = {
        "data": write(tmp_path / "data.jsonl", *some_records()[:3]),
        "broken": write(tmp_path / "broken.jsonl", {"id": "1"}),
        "page": tmp_path / "page.html",
        "folder": tmp_path,
    }
    done = qilu("report", *arguments.format(**names).split())
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.code == code
    assert not names["page"].exists()
