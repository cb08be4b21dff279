"""Reading the data files again: the newest revisions, all of them, and what changed."""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.history import word_diff
from scraper.items import Record
from scraper.reader import read_records

from .conftest import Crawl, Runner, Serve, truth
from .test_incremental import SITE, make_due


def record(id_: str, revision: int, fetched_at: str, **fields: Any) -> Record:
    return {"id": id_, "revision": revision, "metadata": {"fetched_at": fetched_at}, **fields}


def write(path: Path, *records: Record) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    return path


def found(*paths: str | Path, **options: bool) -> list[tuple[str, int]]:
    return [(one["id"], one.get("revision", 1)) for one in read_records(*paths, **options)]


FIRST, SECOND, THIRD = (f"2020-11-{day}T00:00:00Z" for day in (10, 20, 30))
NAMES = [f"dezhou-202011{day}T000000Z-0a1b.jsonl" for day in (10, 20, 30)]


def test_the_newest_revision_once_over_several_folders(tmp_path: Path):
    write(tmp_path / "a" / NAMES[0], record("1", 1, FIRST), record("2", 1, FIRST))
    write(tmp_path / "a" / NAMES[1], record("1", 2, SECOND))
    write(tmp_path / "b" / NAMES[2], record("1", 1, THIRD), record("3", 1, THIRD))
    assert found(tmp_path / "a") == [("2", 1), ("1", 2)]
    assert found(str(tmp_path / "a"), tmp_path / "b") == [("2", 1), ("1", 1), ("3", 1)]
    assert found(tmp_path / "a", revisions=True) == [("1", 1), ("2", 1), ("1", 2)]
    assert found(tmp_path / "a", tmp_path / "a") == found(tmp_path / "a")
    assert found() == []


def test_files_of_other_kinds_are_left_out(tmp_path: Path):
    write(tmp_path / NAMES[0], record("1", 1, FIRST))
    for name in ("rejects.jsonl", "manifest.jsonl", f"{NAMES[1]}.part", f"{NAMES[1]}.damaged"):
        (tmp_path / name).write_text("no record", "utf-8")
    assert found(tmp_path) == [("1", 1)]


def test_a_file_may_be_named_and_may_be_of_before_revisions(tmp_path: Path):
    old = {"id": "1", "metadata": {"fetched_at": FIRST}}
    file = write(tmp_path / "renamed.jsonl", old, old, record("2", 1, ""))
    assert found(file) == [("1", 1), ("2", 1)]
    with pytest.raises(FileNotFoundError):
        found(tmp_path / "nowhere")


def test_it_streams(tmp_path: Path):
    many = [record(str(n), 1, FIRST, body="德" * 5000) for n in range(400)]
    file = write(tmp_path / NAMES[0], *many)
    tracemalloc.start()
    assert sum(1 for _ in read_records(file)) == len(many)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < file.stat().st_size / 10


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("今年九月开园", "今年十月开园", "今年[-九-]{+十+}月开园"),
        ("德州日报", "德州日报社", "德州日报{+社+}"),
        ("增长4.9%", "增长5.1%", "增长[-4.9%-]{+5.1%+}"),
        ("the old one", "the new one", "the [-old-]{+new+} one"),
        ("", "新", "{+新+}"),
        ("旧", "", "[-旧-]"),
        ("一" * 50 + "旧" + "二" * 50, "一" * 50 + "新" + "二" * 50, None),
    ],
)
def test_word_diff(old: str, new: str, difference: str | None):
    cut = f"…{'一' * 12}[-旧-]{{+新+}}{'二' * 12}…"
    assert word_diff(old, new) == (difference or cut)


CHINESE = st.text("一二三四 ，。ab12", max_size=12)


@given(CHINESE, CHINESE)
def test_a_word_diff_holds_both_texts(old: str, new: str):
    """Short texts are not cut."""
    found = word_diff(old, new)
    assert re.sub(r"\{\+.*?\+\}", "", re.sub(r"\[-(.*?)-\]", r"\1", found)) == old
    assert re.sub(r"\[-.*?-\]", "", re.sub(r"\{\+(.*?)\+\}", r"\1", found)) == new


def test_qilu_log_shows_when_where_and_what(
    serve: Serve, first_crawl: Crawl, crawl: Crawl, qilu: Runner
):
    server = serve(**SITE)
    first = first_crawl(server, "dezhou")
    changed = truth(server.site)[0]
    server.site.edit(changed["id"])
    make_due(first)
    second = crawl(server, "dezhou")
    shown = qilu("log", changed["id"], "-o", first.output)
    assert (shown.code, shown.stderr) == (0, "")
    one, headline, two, *differences = shown.stdout.splitlines()
    assert re.fullmatch(rf"revision 1  20\S+Z  {first.files[0]}", one)
    assert headline == f"  {changed['headline']}"
    (new_file,) = set(second.files) - set(first.files)
    assert re.fullmatch(rf"revision 2  20\S+Z  {new_file}", two)
    (body,) = differences
    assert body.startswith("  body: ")
    assert "{+本文经1次更正。+}" in body
    newest = {r["id"]: r["revision"] for r in read_records(first.output)}
    assert newest == {r["id"]: 1 for r in truth(server.site)} | {changed["id"]: 2}


def test_an_article_that_is_not_there_is_said(qilu: Runner, tmp_path: Path):
    shown = qilu("log", "4691234", "-o", tmp_path)
    assert (shown.code, shown.stderr) == (2, f"Error: no article 4691234 in {tmp_path}\n")
    shown = qilu("log", "4691234", "-o", tmp_path / "nowhere")
    assert shown.code == 2
    assert re.match(r"Error: .*'--output'.*does not exist", shown.stderr)


def test_qilu_log_reads_compressed_files(tmp_path: Path, qilu: Runner) -> None:
    file = write(tmp_path / NAMES[0], record("1", 1, FIRST, headline="管网改造完成"))
    packed = file.with_name(f"{file.name}.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    file.unlink()
    shown = qilu("log", "1", "-o", tmp_path)
    assert shown.stdout == f"revision 1  {FIRST}  {packed}\n  管网改造完成\n"


def test_qilu_log_reads_lines_that_another_program_wrote(tmp_path: Path, qilu: Runner) -> None:
    (tmp_path / NAMES[0]).write_text(json.dumps(record("1", 1, FIRST), separators=(",", ":")))
    assert "revision 1" in qilu("log", "1", "-o", tmp_path).stdout


@pytest.mark.parametrize("command", ["log", "explain"])
def test_a_line_that_is_no_record_is_told_with_its_place(
    command: str, tmp_path: Path, qilu: Runner
) -> None:
    file = write(tmp_path / NAMES[0], record("1", 1, FIRST))
    file.write_text(file.read_text() + '{"id": "1", "headline')
    done = qilu(command, "1", "-o", tmp_path)
    told = f"Error: {file}, line 2, is no record: mend or move the file\n"
    assert (done.code, done.stderr) == (2, told)


@pytest.mark.parametrize("odd", [{"metadata": None}, {"metadata": {}}, {"revision": "x"}], ids=repr)
@pytest.mark.parametrize("command", ["log", "explain"])
def test_a_record_without_an_age_is_told(
    command: str, odd: Record, tmp_path: Path, qilu: Runner
) -> None:
    write(tmp_path / "dezhou-20201129T071000Z-1a2b.jsonl", record("1", 1, "") | odd)
    done = qilu(command, "1", "-o", tmp_path)
    assert (done.code, done.stderr.count("\n")) == (2, 1)
    assert "record 1 lacks fields" in done.stderr
