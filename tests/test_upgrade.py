"""Folders of earlier versions, as these have left them, under this version; and the way back.

`tests/older/records-1.0` was written before there were revisions, a state and a manifest;
`tests/older/state-1` with the first state, which is here as the text that SQLite makes of it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.lookalike import LookAlikeServer
from scraper.reader import read_records
from scraper.state import MIGRATIONS, Schedule
from scraper.store import Store

from .conftest import ROOT, Crawl, Runner, data_files, differences, truth

OLDER = ROOT / "tests" / "older"
FOLDERS = sorted(path.name for path in OLDER.iterdir())
RUN = "20261201T000000Z-0a1b"


def bring(name: str, home: Path) -> Path:
    """Copy an older folder; return its output folder."""
    shutil.copytree(OLDER / name, home, dirs_exist_ok=True)
    dump = home / "state" / "state.sql"
    if dump.exists():
        with closing(sqlite3.connect(dump.with_suffix(".sqlite"))) as db:
            db.executescript(dump.read_text("utf-8"))
        dump.unlink()
    return home / "out"


def version(home: Path) -> int:
    with closing(sqlite3.connect(home / "state" / "state.sqlite")) as db:
        found: int = db.execute("PRAGMA user_version").fetchone()[0]
        return found


def test_the_older_folders_are_older(tmp_path: Path):
    bring("state-1", tmp_path)
    assert version(tmp_path) == 1 < len(MIGRATIONS)
    (file,) = (OLDER / "records-1.0/out").iterdir()
    for line in file.read_text("utf-8").splitlines():
        record = json.loads(line)
        assert record["schema_version"] == "1.0"
        assert "revision" not in record


@pytest.mark.parametrize("name", FOLDERS)
def test_an_older_folder_is_gone_on_with(
    name: str, small: LookAlikeServer, crawl: Crawl, qilu: Runner, tmp_path: Path
):
    output = bring(name, tmp_path)
    old = {file: file.read_bytes() for file in data_files(output)}
    before = list(read_records(output))
    done = crawl(small, "dezhou")
    assert done.code == 0, done.stderr
    assert {file: file.read_bytes() for file in old} == old, "written files never change"
    assert version(tmp_path) == len(MIGRATIONS)
    after = list(read_records(output))
    assert after[: len(before)] == before
    assert differences(after[len(before) :], truth(small.site, "dezhou")) == []
    doctor = qilu("doctor", "-o", output)
    assert doctor.code == 0, doctor.stdout


@pytest.mark.parametrize("name", FOLDERS)
def test_what_older_versions_wrote_is_known_and_counted_from(name: str, tmp_path: Path):
    output = bring(name, tmp_path)
    with closing(Store(output, RUN, Schedule((1,)))) as store:
        for record in read_records(output):
            known = store.known(record["id"])
            assert known is not None
            assert (known.revision, known.url) == (1, record["canonical_url"])
            assert known.content_sha256 == record["metadata"]["content_sha256"]


def test_the_state_learns_on_with_what_it_knew(tmp_path: Path):
    """Rows survive a migration: nothing is only made anew from the files."""
    bring("state-1", tmp_path)
    state = tmp_path / "state" / "state.sqlite"
    with closing(sqlite3.connect(state)) as db:
        db.execute("UPDATE pages SET etag = 'kept', next_check = 1")
        db.commit()
        before = db.execute("SELECT * FROM pages ORDER BY id").fetchall()
    with closing(Store(tmp_path / "out", RUN, Schedule((1,)))):
        pass
    with closing(sqlite3.connect(state)) as db:
        assert db.execute("SELECT * FROM pages ORDER BY id").fetchall() == before


def test_a_migration_that_is_cut_off_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    bring("state-1", tmp_path)
    broken = (MIGRATIONS[0], f"{MIGRATIONS[1]} nonsense;")
    monkeypatch.setattr("scraper.state.MIGRATIONS", broken)
    with pytest.raises(Exception, match="nonsense"):
        Store(tmp_path / "out", RUN, Schedule((1,)))
    assert version(tmp_path) == 1
    monkeypatch.undo()
    with closing(Store(tmp_path / "out", RUN, Schedule((1,)))):
        assert version(tmp_path) == len(MIGRATIONS)


def test_a_newer_folder_is_refused_in_one_line_and_left_alone(
    small: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    old = data_files(bring("state-1", tmp_path))
    state = tmp_path / "state" / "state.sqlite"
    with closing(sqlite3.connect(state)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    done = crawl(small, "dezhou")
    assert done.code == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"Error: {state} is of a newer version of this program: ")
    assert done.files == old
    state.unlink()
    assert crawl(small, "dezhou").code == 0, "the way back: the state is made anew"
