"""`qilu gc`: what goes, what stays, and that nothing is fetched again for it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper import doctor
from scraper.doctor import Level
from scraper.folders import Folders, LockedError
from scraper.gc import What, collect
from scraper.items import QiluError
from scraper.manifest import Manifest
from scraper.reader import read_records
from scraper.reports import MOST
from scraper.state import State
from scraper.store import locked

from .conftest import ROOT, Crawl, Runner, Serve, leading_to
from .folders import SCHEDULE, articles, run_id, write

DAY = timedelta(days=1)
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = BEGAN + 100 * DAY
ALL = What(data=True, archives=True, keep_days=30)
DATA = What(data=True, keep_days=30)
ARCHIVES = What(archives=True, keep_days=30)
REPORTS = What(reports=True, keep_days=30)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Let four runs write: dezhou on days 0, 1, 2 and 90; jinan on day 0 only."""
    output = tmp_path / "out"
    write(output, BEGAN, articles(BEGAN, "dezhou", 0) + articles(BEGAN, "jinan", 0))
    for n, day in enumerate((1, 2, 90), 1):
        write(output, BEGAN + day * DAY, articles(BEGAN + day * DAY, "dezhou", 3 * n))
    archive(output, 0, 1, 2, 90)
    return output


def archive(output: Path, *days: int, ending: str = "") -> None:
    folder = Folders(output).archive
    folder.mkdir(exist_ok=True)
    for day in days:
        path = folder / f"{run_id(BEGAN + day * DAY)}-00000.warc.gz{ending}"
        path.write_bytes(b"x" * 1000)


def data(day: int, region: str = "dezhou") -> str:
    return f"{region}-{run_id(BEGAN + day * DAY)}.jsonl"


def days(output: Path) -> list[int]:
    """Return the days of the archives that are there."""
    names = sorted(path.name[:16] for path in Folders(output).archive.iterdir())
    return [(datetime.strptime(f"{n}+0000", "%Y%m%dT%H%M%SZ%z") - BEGAN).days for n in names]


def files(output: Path) -> set[str]:
    return {path.name for path in output.glob("*-*.jsonl")}


def collected(
    output: Path, what: What, *, delete: bool = True, now: datetime = NOW
) -> tuple[list[str], str]:
    """Collect; return the names of the files told, and the last line."""
    *lines, last = collect(output, what, now.timestamp(), delete=delete)
    return [Path(line.rpartition(" ")[2]).name for line in lines], last


def assert_well(output: Path) -> None:
    found = doctor.examine(output, {}, datetime.now(UTC).timestamp())
    ours = ("manifest", "data", "state", "leftovers")
    assert [one for one in found if one.topic in ours and one.level is not Level.OK] == []


# What goes


def test_old_data_files_go_and_the_newest_of_each_region_stay(output: Path):
    names, last = collected(output, DATA)
    assert names == [data(0), data(1), data(2)]
    assert files(output) == {data(90), data(0, "jinan")}
    assert days(output) == [0, 1, 2, 90]
    assert last.startswith("3 files, ")
    listed = (output / "manifest.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["name"] for line in listed} == files(output)
    assert_well(output)


def test_old_archives_go_but_for_those_of_the_newest_data(output: Path):
    names, _ = collected(output, ARCHIVES)
    assert names == [f"{run_id(BEGAN + day * DAY)}-00000.warc.gz" for day in (1, 2)]
    assert days(output) == [0, 90]  # jinan's newest data is of day 0
    assert len(files(output)) == 5
    assert_well(output)


def test_nothing_goes_unless_asked_for(output: Path):
    before = {path: path.read_bytes() for path in output.parent.rglob("*.jsonl")}
    names, last = collected(output, ALL, delete=False)
    assert len(names) == 5
    assert "nothing is removed yet: 5 files" in last
    assert {path: path.read_bytes() for path in output.parent.rglob("*.jsonl")} == before
    assert days(output) == [0, 1, 2, 90]


def test_young_files_stay(output: Path):
    names, _ = collected(output, ALL, now=BEGAN + 31 * DAY)
    assert {name for name in names if name.endswith(".jsonl")} == {data(0)}


def test_the_last_good_file_stays_where_the_newest_is_damaged(output: Path):
    later = output / data(90)
    later.write_bytes(later.read_bytes()[:-40])
    collected(output, ALL)
    assert files(output) == {data(2), data(90), data(0, "jinan")}


def test_old_reports_go_but_for_those_that_runs_are_compared_with(output: Path):
    folder = Folders(output).reports
    folder.mkdir()
    names = [f"{run_id(NOW - DAY / 6 * n)}.json" for n in range(MOST + 100)]  # over 100 days
    for name in [*names, "newest.json", "notes.json"]:
        (folder / name).write_text("{}\n")
    found, _ = collected(output, REPORTS)
    assert found == names[MOST:]
    assert {path.name for path in folder.iterdir()} == {*names[:MOST], "newest.json", "notes.json"}


def test_young_reports_stay(output: Path):
    folder = Folders(output).reports
    folder.mkdir()
    names = [f"{run_id(NOW - DAY / 48 * n)}.json" for n in range(MOST + 2000)]
    for name in names:
        (folder / name).touch()
    found, _ = collected(output, REPORTS)
    assert found == names[30 * 48 + 1 :]


def test_files_of_no_run_stay(output: Path):
    strangers = [output / "notes-2012.jsonl", Folders(output).archive / "of-someone-else.warc.gz"]
    for path in strangers:
        path.write_text("{}\n")
    collected(output, ALL)
    assert all(path.exists() for path in strangers)


@pytest.mark.parametrize("ending", [".part", ".open"])
def test_what_an_unfinished_run_needs_stays(ending: str, output: Path):
    """A run of day 1 has sealed one file, and was killed before the next."""
    if ending == ".part":
        write(output, BEGAN + DAY, articles(BEGAN + DAY, "jinan", 3), seal=False)
    else:
        archive(output, 1, ending=".open")
    collected(output, ALL)
    assert files(output) == {data(1), data(90), data(0, "jinan")}
    assert 1 in days(output)


def test_a_file_that_the_state_does_not_know_yet_stays(output: Path):
    write(output, BEGAN + 3 * DAY, [])
    with closing(State(Folders(output).state, SCHEDULE)) as state:
        state._query("DELETE FROM files WHERE name = ?", data(1))
    collected(output, DATA)
    assert data(1) in files(output)


# What is known afterwards


def test_its_articles_stay_known_and_are_fetched_no_more(
    serve: Serve, crawl: Crawl, qilu: Runner, tmp_path: Path
):
    server = serve(seed=5, articles=30, published=20, regions=("dezhou",))
    assert crawl(server, "dezhou").code == 0
    old = [record["id"] for record in read_records(tmp_path / "out")]
    server.site.publish(10)
    assert crawl(server, "dezhou").code == 0
    later = datetime.now(UTC) + 90 * DAY
    names, _ = collected(tmp_path / "out", DATA, now=later)
    assert len(names) == 1
    server.requests.clear()
    again = crawl(server, "dezhou")
    assert again.code == 0, again.stderr
    assert not [one for one in server.requests if any(id_ in one.url for id_ in old)]
    left = [record["id"] for record in read_records(tmp_path / "out")]
    assert not {*left} & {*old}
    assert qilu("doctor", "-o", tmp_path / "out", environment=leading_to(server)).code == 0


def test_a_change_found_later_is_the_next_revision(output: Path):
    collected(output, DATA)
    with closing(State(Folders(output).state, SCHEDULE)) as state:
        known = state.known(articles(BEGAN, "dezhou", 0, 1)[0].id)
    assert known
    assert known.revision == 1
    assert known.content_sha256


def test_the_state_gets_smaller(output: Path):
    path = Folders(output).state
    with closing(State(path, SCHEDULE)) as state:
        for number in range(2000):
            state.note_removal([f"{number:0200}"], 0)
        state._query("DELETE FROM removed")
    before = path.stat().st_size
    _, last = collected(output, ARCHIVES)
    assert path.stat().st_size < before
    assert "the state gave 0." in last
    wal = path.with_name("state.sqlite-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    assert_well(output)


# At any moment


STEPS = ("note_removal", "drop", "_unlink")


@pytest.mark.parametrize("step", STEPS)
def test_a_removal_that_is_killed_is_finished_by_the_next(step: str, output: Path):
    """The process dies right before a step, really."""
    owner = {"note_removal": "state.State", "drop": "manifest.Manifest", "_unlink": "gc"}[step]
    module, _, cls = owner.partition(".")
    code = (
        "import os, signal, sys, importlib; from pathlib import Path; from scraper import gc\n"
        f"owner = importlib.import_module('scraper.{module}')\n"
        f"owner = getattr(owner, '{cls}') if '{cls}' else owner\n"
        f"right = getattr(owner, '{step}')\n"
        "def die(*given):\n"
        "    if given != ([],):\n"  # no archives: that is not the step meant
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        f"setattr(owner, '{step}', die)\n"
        "what = gc.What(data=True, keep_days=30)\n"
        f"list(gc.collect(Path(sys.argv[1]), what, {NOW.timestamp()}, delete=True))\n"
    )
    before = files(output)
    done = subprocess.run([sys.executable, "-c", code, str(output)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert files(output) == before
    found = list(doctor.examine(output, {}, datetime.now(UTC).timestamp()))
    assert [one for one in found if one.level is Level.PROBLEM and one.topic != "tls"] == []
    write(output, BEGAN + 91 * DAY, [])  # the next run
    assert_well(output)
    assert len(collected(output, DATA)[0]) == 3
    assert_well(output)


def test_a_run_at_work_keeps_all(output: Path, qilu: Runner):
    with locked(Folders(output)):
        with pytest.raises(LockedError):
            list(collect(output, ALL, NOW.timestamp(), delete=True))
        done = qilu("gc", "--keep-days", 1, "--data", "--delete", "-o", output)
    assert done.code == 75
    assert len(files(output)) == 5


# The command


def test_the_command(output: Path, qilu: Runner):
    shown = qilu("gc", "--keep-days", 30, "--archives", "-o", output)
    assert shown.code == 0, shown.stderr
    assert len(files(output)) == 5
    done = qilu("gc", "--keep-days", 30, "--archives", "--delete", "-o", output)
    assert done.code == 0, done.stderr
    told = [line.removeprefix("would ").removeprefix("remove") for line in shown.stdout.split("\n")]
    said = [line.removeprefix("removed") for line in done.stdout.split("\n")]
    assert said[:-2] == told[:-2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--keep-days", 30), "--archives"),
        (("--data",), "--keep-days"),
        (("--data", "--keep-days", 0), "--keep-days"),
    ],
)
def test_a_mistake_in_the_command(
    arguments: tuple[object, ...], words: str, output: Path, qilu: Runner
):
    done = qilu("gc", *arguments, "--delete", "-o", output)
    assert (done.code, words in done.last_line) == (2, True)
    assert len(files(output)) == 5


def test_a_folder_that_no_crawl_has_written(tmp_path: Path):
    with pytest.raises(QiluError, match="no crawl"):
        list(collect(tmp_path, ALL, NOW.timestamp(), delete=True))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_no_reason_to_forget(output: Path, monkeypatch: pytest.MonkeyPatch):
    """The archives go first; what then fails leaves the data as it was."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Manifest, "drop", full)
    with pytest.raises(QiluError, match="No space left"):
        list(collect(output, ALL, NOW.timestamp(), delete=True))
    assert len(files(output)) == 5
    assert days(output) == [0, 90]
    assert_well(output)
