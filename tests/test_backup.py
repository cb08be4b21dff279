"""deploy/backup: a copy made at any moment of a run is one that a run can go on with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from scraper.lookalike import LookAlikeServer, Reply
from scraper.parts import PART
from scraper.reader import read_records
from scraper.store import Store

from .conftest import ROOT, Crawl, Runner, Serve, differences, truth
from .folders import SCHEDULE, articles, run_id, write

BACKUP = ROOT / "deploy" / "backup"
CITIES = ("dezhou", "jinan")


def backup(home: Path, copy: Path) -> subprocess.CompletedProcess[str]:
    command = [str(BACKUP), str(home), str(copy)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def copy_at(server: LookAlikeServer, number: int, home: Path, copy: Path) -> list[str]:
    """Copy a folder when the server gets its n-th request; return what was said."""
    left = iter(range(number, 0, -1))
    said: list[str] = []

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        if next(left, 0) == 1:
            said.append(backup(home, copy).stderr)
        return server.site.respond(url, headers)

    server.answer = answer
    return said


def test_a_copy_made_during_a_run_lacks_nothing(
    serve: Serve, crawl: Crawl, qilu: Runner, tmp_path: Path
):
    """Twice into one copy: what was unfinished the first time is finished the second time."""
    server = serve(seed=62, articles=110, regions=CITIES, published=80)
    copy = tmp_path / "copy"
    earlier: set[str] = set()
    for number in (45, 8):
        said = copy_at(server, number, tmp_path, copy)
        assert crawl(server, *CITIES).code == 0
        assert said == [""]
        parts = {file.name for file in (copy / "out").glob(f"*{PART}")}
        assert parts
        assert not parts & earlier
        earlier |= parts
        server.site.publish(15)
    for folder in ("out", "state", "archive", "reports"):
        shutil.rmtree(tmp_path / folder)
        shutil.copytree(copy / folder, tmp_path / folder)
    server.answer = server.site.respond
    done = crawl(server, *CITIES)
    assert done.code == 0, done.stderr
    assert differences(done.records, truth(server.site)) == []
    doctor = qilu("doctor", "-o", done.output)
    assert doctor.code == 0, doctor.stdout


def test_a_copy_follows_a_folder(tmp_path: Path):
    copy = tmp_path / "copy"
    for day in (1, 2):
        began = datetime(2026, 11, day, tzinfo=UTC)
        write(tmp_path / "out", began, articles(began, "dezhou", first=3 * day))
        assert backup(tmp_path, copy).returncode == 0
        files = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
        assert {file.name: file.read_bytes() for file in (copy / "out").iterdir()} == files
        with closing(Store(copy / "out", run_id(began), SCHEDULE)) as store:
            known = [store.known(record["id"]) for record in read_records(copy / "out")]
        assert len(known) == 3 * day
        assert None not in known


def test_a_folder_without_data_is_said(tmp_path: Path):
    done = backup(tmp_path, tmp_path / "copy")
    assert (done.returncode, done.stderr) == (2, f"Error: there is no folder {tmp_path / 'out'}\n")
    assert not (tmp_path / "copy").exists()
