"""What docs/operations.md says under Recover: what a run does itself, and what a person does.

Full disks, killed runs, cut archives and a hanging run have tests of their own: `test_full_disk`,
`test_kill`, `test_replay`, `test_monitor`.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.doctor import examine
from scraper.doctor.finding import Level
from scraper.folders import FolderError
from scraper.manifest import Manifest
from scraper.parts import finished
from scraper.reader import read_records
from scraper.state import StateError
from scraper.store import Store

from .folders import SCHEDULE, articles, run_id, write

FIRST, SECOND = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2))
NEXT = run_id(datetime(2026, 11, 3, tzinfo=UTC))


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return a folder that two runs have written into."""
    output = tmp_path / "home" / "out"
    write(output, FIRST, articles(FIRST, "dezhou"))
    write(output, SECOND, articles(SECOND, "dezhou", first=3))
    return output


def known(output: Path) -> set[str]:
    """Begin a run in a folder; return which of all articles it knows."""
    ids = [one.id for one in articles(FIRST, "dezhou", count=6)]
    with closing(Store(output, NEXT, SCHEDULE)) as store:
        return {id_ for id_ in ids if store.known(id_)}


def problems(output: Path) -> list[str]:
    """Return what the doctor finds wrong with a folder."""
    found = examine(output, os.environ, time.time())
    folder = ("manifest", "data", "schema", "state", "leftovers")
    return [
        f"{one.topic}: {one.text}"
        for one in found
        if one.topic in folder and one.level is not Level.OK
    ]


def forget(output: Path, file: Path) -> None:
    """Take a file out of the manifest, as a person does."""
    manifest = output / "manifest.jsonl"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if file.name not in line), "utf-8")


def move_state_away(output: Path) -> None:
    for file in (output.parent / "state").glob("state.sqlite*"):
        file.unlink()


def test_a_state_that_is_lost(output: Path):
    move_state_away(output)
    assert len(known(output)) == 6
    assert problems(output) == []


def test_a_state_that_is_damaged(output: Path):
    move_state_away(output)
    (output.parent / "state" / "state.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StateError, match="move it away: the next run makes it anew"):
        known(output)
    move_state_away(output)
    assert len(known(output)) == 6


def test_a_state_whose_pages_are_damaged(output: Path):
    state = output.parent / "state" / "state.sqlite"
    content = state.read_bytes()
    state.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StateError, match="move it away: the next run makes it anew"):
        known(output)


def test_a_manifest_that_is_lost(output: Path):
    (output / "manifest.jsonl").unlink()
    assert len(known(output)) == 6
    assert Manifest(output / "manifest.jsonl").names() == {f.name for f in finished(output)}
    assert problems(output) == []


def test_a_manifest_that_is_damaged(output: Path):
    (output / "manifest.jsonl").write_text("nonsense\n", "utf-8")
    with pytest.raises(FolderError, match=r"manifest.jsonl is damaged: `qilu doctor` says how"):
        known(output)
    (output / "manifest.jsonl").unlink()
    assert len(known(output)) == 6


def test_a_line_of_a_data_file_that_is_damaged(output: Path):
    file = finished(output)[0]
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0][:-20] + b"\n", *lines[1:]]))
    assert any(f"{file.name}, line 1: no JSON" in text for text in problems(output))
    file.write_bytes(b"".join(lines[1:]))
    forget(output, file)
    assert len(known(output)) == 6, "it stays known"
    assert len(list(read_records(output))) == 5


def test_a_data_file_that_is_lost(output: Path):
    file = finished(output)[0]
    file.unlink()
    assert any(file.name in text for text in problems(output))
    move_state_away(output)
    forget(output, file)
    assert known(output) == {one.id for one in articles(SECOND, "dezhou", first=3)}
    assert problems(output) == []


def test_a_folder_that_was_moved(output: Path):
    elsewhere = output.parent.with_name("elsewhere")
    output.parent.rename(elsewhere)
    assert len(known(elsewhere / "out")) == 6
    assert problems(elsewhere / "out") == []


def test_an_archive_that_is_lost(output: Path):
    archive = output.parent / "archive"
    archive.mkdir(exist_ok=True)
    (archive / f"{run_id(FIRST)}-00000.warc.gz").write_bytes(b"\x1f\x8b cut")
    assert len(known(output)) == 6
    assert problems(output) == []
