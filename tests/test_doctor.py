"""`qilu doctor`: what is well, what is not, and that it touches nothing."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper.doctor import Finding, Level, data, examine, machine, place, to_lines
from scraper.folders import Folders
from scraper.items import SCHEMA_VERSION
from scraper.state import MIGRATIONS

from .conftest import ROOT, Crawl, Runner, Serve
from .folders import articles, run_id, write

LONG_AGO = datetime(2026, 3, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 8, tzinfo=UTC)
WELL = {"QILU_CONTACT": "someone@example.org"}
DEZHOU = f"dezhou-{run_id(LONG_AGO)}.jsonl"


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let two runs write: two cities, then one of them again."""
    output = tmp_path_factory.mktemp("pattern") / "out"
    write(output, LONG_AGO, articles(LONG_AGO, "dezhou") + articles(LONG_AGO, "jinan"))
    write(output, LATER, articles(LATER, "dezhou", first=3))
    return output


@pytest.fixture
def output(pattern: Path, tmp_path: Path) -> Path:
    """Return a folder of its own, as those two runs have left it."""
    shutil.copytree(pattern.parent, tmp_path / "home")
    return tmp_path / "home" / "out"


def findings(output: Path, now: float | None = None) -> list[Finding]:
    """Examine a folder, and make sure that nothing in it has changed."""
    before = contents(output.parent)
    found = list(examine(output, WELL, time.time() if now is None else now))
    assert contents(output.parent) == before
    return found


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return time and bytes of every file, but for SQLite's index of its log."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"]
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(files)}


def wrong(output: Path, now: float | None = None) -> list[Finding]:
    """Return what is not well, besides what this machine is like."""
    topics = {"tls", "disk", "packages", "python", "proxies"}
    found = findings(output, now)
    return [one for one in found if one.level is not Level.OK and one.topic not in topics]


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, list(to_lines(found))
    assert found[0].advice
    return found[0]


def edit(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    path.write_text("".join(change(path.read_text("utf-8").splitlines(keepends=True))), "utf-8")


def listed_anew(output: Path) -> None:
    """Let the manifest list the files as they are now."""
    (output / "manifest.jsonl").unlink()
    write(output, LATER + timedelta(hours=1), [])


# A folder where all is well


def test_all_is_well(output: Path):
    assert wrong(output) == []
    topics = {one.topic for one in findings(output)}
    assert topics >= {"folder", "disk", "lock", "leftovers", "robots", "manifest", "data"}
    assert topics >= {"schema", "state", "clock", "contact", "python", "packages", "tls"}


def test_a_crawl_leaves_it_well(serve: Serve, crawl: Crawl, qilu: Runner):
    server = serve(seed=5, articles=20, regions=("dezhou",))
    done = crawl(server, "dezhou")
    assert done.code == 0, done.stderr
    before = contents(done.output.parent)
    examined = qilu("doctor", "-o", done.output)
    assert examined.code == 0, examined.stdout
    assert contents(done.output.parent) == before
    lines = examined.stdout.splitlines()
    assert not [line for line in lines if line.startswith("problem")]
    assert any("QILU_CONTACT is not set" in line for line in lines)  # but that is no problem
    assert any(line.startswith("ok       data       ") for line in lines)


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path, qilu: Runner):
    done = qilu("doctor", "-o", tmp_path / "new" / "out")
    assert done.code == 0, done.stdout
    assert "is not there yet" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_json(output: Path, qilu: Runner):
    (output / DEZHOU).unlink()
    done = qilu("doctor", "-o", output, "--json")
    assert done.code == 3
    told = json.loads(done.stdout)
    assert {frozenset(one) for one in told} == {frozenset(("topic", "level", "text", "advice"))}
    bad = [one for one in told if one["level"] == "problem"]
    assert bad
    assert all(DEZHOU in one["text"] and one["advice"] for one in bad)


# The data files and the manifest


def test_a_changed_file(output: Path):
    edit(output / DEZHOU, lambda lines: [lines[0].replace("齐", "鲁"), *lines[1:]])
    found = only(wrong(output))
    assert (found.topic, found.level) == ("manifest", Level.PROBLEM)
    assert DEZHOU in found.text
    assert "sha256" in found.text


def test_a_shorter_file(output: Path):
    edit(output / DEZHOU, lambda lines: lines[:-1])
    texts = [one.text for one in wrong(output) if one.topic == "manifest"]
    assert texts == [f"{DEZHOU} has 2 lines, not 3 as listed"]


def test_a_file_that_is_gone(output: Path):
    (output / DEZHOU).unlink()
    found = wrong(output)
    assert {one.topic for one in found} == {"manifest", "state"}
    assert all(one.level is Level.PROBLEM and DEZHOU in one.text for one in found)


def test_half_a_line_of_the_manifest(output: Path):
    manifest = output / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes() + b'{"name": "dezh')
    found = only(wrong(output))
    assert (found.topic, found.level) == ("manifest", Level.WARNING)


def test_a_broken_line_of_the_manifest(output: Path, qilu: Runner):
    edit(output / "manifest.jsonl", lambda lines: ["nonsense\n", *lines])
    found = only(wrong(output))
    assert (found.level, found.text) == (Level.PROBLEM, "line 1 is no entry")
    done = qilu("gc", "--keep-days", 1, "--data", "-o", output)
    assert (done.code, "qilu doctor" in done.last_line) == (1, True)


def test_a_file_that_is_listed_twice(output: Path):
    edit(output / "manifest.jsonl", lambda lines: [*lines, lines[0]])
    assert only(wrong(output)).level is Level.PROBLEM


def test_a_file_that_is_not_listed_yet(output: Path):
    edit(output / "manifest.jsonl", lambda lines: lines[:-1])
    assert only(wrong(output)).level is Level.WARNING
    write(output, LATER + timedelta(hours=1), [])  # as it says: the next run lists it
    assert wrong(output) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [("\0\0\0\n", "no JSON"), ("[1]\n", "no record"), ('{"id": "1"}\n', "no record")],
)
def test_a_line_that_is_no_record(line: str, why: str, output: Path):
    edit(output / DEZHOU, lambda lines: [lines[0], line, *lines[1:]])
    texts = [one.text for one in wrong(output) if one.topic == "data"]
    assert texts == [f"{DEZHOU}, line 2: {why}"]


def test_a_record_that_breaks_the_schema(output: Path):
    def change(lines: list[str]) -> list[str]:
        record = json.loads(lines[0]) | {"language": None}
        return [f"{json.dumps(record, ensure_ascii=False)}\n", *lines[1:]]

    edit(output / DEZHOU, change)
    listed_anew(output)
    found = only(wrong(output))
    assert found.topic == "data"
    assert found.text.startswith(f"{DEZHOU}, line 1: ")


def test_many_broken_lines_are_told_briefly(output: Path):
    edit(output / DEZHOU, lambda lines: [*lines, *["{}\n"] * 30])
    found = [one for one in wrong(output) if one.topic == "data"]
    assert len(found) == 6
    assert "25 more" in found[-1].text


def test_a_record_that_is_there_twice(output: Path):
    edit(output / DEZHOU, lambda lines: [*lines, lines[0]])
    listed_anew(output)
    found = only(wrong(output))
    assert (found.topic, found.level) == ("data", Level.PROBLEM)
    assert "more than once" in found.text


def test_two_revisions_are_no_double(output: Path):
    began = LATER + timedelta(days=1)
    first = articles(began, "dezhou", count=1)[0]
    metadata = replace(first.metadata, content_sha256="0" * 64)
    write(output, began, [replace(first, revision=2, metadata=metadata)])
    assert wrong(output) == []


@pytest.mark.parametrize(
    ("version", "is_known"),
    [("1.0", True), (SCHEMA_VERSION, True), ("1.99", False), ("2.0", False), ("new", False)],
)
def test_versions(version: str, is_known: bool):
    assert data.is_known(version) is is_known


def test_records_of_a_newer_version(output: Path):
    newer = '"schema_version": "9.0"'
    ours = f'"schema_version": "{SCHEMA_VERSION}"'
    edit(output / DEZHOU, lambda lines: [lines[0].replace(ours, newer), *lines[1:]])
    listed_anew(output)
    found = only(wrong(output))
    assert (found.topic, "'9.0'" in found.text) == ("schema", True)


# The state


def database(output: Path) -> sqlite3.Connection:
    return sqlite3.connect(Folders(output).state, isolation_level=None)


def test_a_state_that_is_gone(output: Path):
    shutil.rmtree(Folders(output).state.parent)
    assert only(wrong(output)).level is Level.WARNING


def test_a_state_that_is_no_database(output: Path):
    Folders(output).state.write_bytes(b"nonsense" * 1000)
    found = only(wrong(output))
    assert (found.topic, found.level) == ("state", Level.PROBLEM)


def test_a_damaged_state(output: Path):
    state = Folders(output).state
    bytes_ = bytearray(state.read_bytes())
    page = 4096
    assert len(bytes_) > 3 * page
    bytes_[-2 * page :] = b"\xff" * (2 * page)
    state.write_bytes(bytes_)
    assert {(one.topic, one.level) for one in wrong(output)} == {("state", Level.PROBLEM)}


def test_a_state_of_a_newer_version(output: Path):
    with closing(database(output)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    found = only(wrong(output))
    assert (found.topic, found.level) == ("state", Level.PROBLEM)
    assert "update" in found.advice


def test_a_state_of_an_older_version(output: Path):
    with closing(database(output)) as db:
        db.execute("DROP TABLE removed")
        db.execute("PRAGMA user_version = 1")
    assert wrong(output) == []
    assert any("brings up to date" in one.text for one in findings(output))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM pages", "does not know records"),
        ("UPDATE pages SET content_sha256 = 'x'", "has other texts in mind"),
        ("UPDATE pages SET revision = 2", "are in no file"),
    ],
)
def test_a_state_that_is_not_true_of_the_files(change: str, words: str, output: Path):
    with closing(database(output)) as db:
        db.execute(change)
    found = only(wrong(output))
    assert (found.topic, found.level) == ("state", Level.PROBLEM)
    assert words in found.text


def test_a_state_that_does_not_know_a_file_yet(output: Path):
    with closing(database(output)) as db:
        db.execute("DELETE FROM files WHERE name = ?", (DEZHOU,))
    found = only(wrong(output))
    assert (found.topic, found.level) == ("state", Level.WARNING)


def test_what_a_killed_run_left_in_the_log_of_the_state_counts(output: Path):
    """A process that is killed leaves SQLite's log beside the state; it is read, not taken in."""
    code = (
        "import os, signal, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('DELETE FROM pages')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    state = Folders(output).state
    subprocess.run([sys.executable, "-c", code, str(state)], check=False)
    assert state.with_name("state.sqlite-wal").stat().st_size
    assert "does not know records" in only(wrong(output)).text


# The folder


@pytest.mark.parametrize("ending", [".part", ".mending", ".damaged"])
def test_leftovers(ending: str, output: Path):
    (output / f"{DEZHOU}{ending}").touch()
    found = only(wrong(output))
    assert (found.topic, found.level) == ("leftovers", Level.WARNING)


def test_an_archive_that_was_left_open(output: Path):
    archive = Folders(output).archive
    archive.mkdir()
    (archive / f"{run_id(LATER)}-00000.warc.gz.open").touch()
    assert only(wrong(output)).topic == "leftovers"


@pytest.fixture
def at_work(output: Path) -> Iterator[Path]:
    """Let another process hold the lock of the folder."""
    code = (
        "import sys; from pathlib import Path; from scraper.folders import Folders\n"
        "from scraper.store import locked\n"
        "held = locked(Folders(Path(sys.argv[1]))); print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == b"held\n"
        yield output
        process.stdin.close()


def test_a_run_at_work(at_work: Path):
    (at_work / f"{DEZHOU}.part").touch()
    assert wrong(at_work) == []
    texts = [one.text for one in findings(at_work)]
    assert "a run is at work here" in texts
    assert "not looked at: a run is at work" in texts


def test_looking_at_the_lock_leaves_it_free(output: Path):
    assert place.is_locked(Folders(output)) is False
    with Folders(output).lock.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_file_in_the_place_of_a_folder(tmp_path: Path):
    (tmp_path / "out").touch()
    found = [one for one in examine(tmp_path / "out", WELL, time.time()) if one.topic == "folder"]
    assert [one.level for one in found] == [Level.PROBLEM]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(output: Path):
    output.chmod(0o555)
    found = only(wrong(output))
    output.chmod(0o755)
    assert (found.topic, found.level) == ("folder", Level.PROBLEM)


def test_too_little_room(output: Path, monkeypatch: pytest.MonkeyPatch):
    for free, level in ((1, Level.PROBLEM), (place.LEAST, Level.WARNING)):
        usage = shutil.disk_usage(output)._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        assert [one.level for one in findings(output) if one.topic == "disk"] == [level]


def test_robots_of_the_newest_report(output: Path):
    reports = Folders(output).reports
    reports.mkdir()
    told = {"politeness": {"crawl_delay": 2.0, "robots": {"200": 1, "404": 3}}}
    (reports / "newest.json").write_text(json.dumps(told))
    (text,) = [one.text for one in findings(output) if one.topic == "robots"]
    assert text == "answered 1 x 200, 3 x 404 to the newest run, a Crawl-delay of 2 s"


# The clock


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (0.0, "1970"),
        ((LATER - timedelta(hours=1)).timestamp(), "newest record"),
        ((LATER + timedelta(hours=1)).timestamp(), "is of"),  # the files are of today
    ],
)
def test_a_clock_that_is_behind(now: float, words: str, output: Path):
    found = only(wrong(output, now))
    assert (found.topic, found.level) == ("clock", Level.PROBLEM)
    assert words in found.text


# The machine


@pytest.mark.parametrize(
    ("environment", "topic", "level"),
    [
        ({"QILU_CONTACT": ""}, "contact", Level.WARNING),
        ({"QILU_CONTACT": "德州"}, "contact", Level.PROBLEM),
        ({"QILU_CONTACT": "someone@example.org"}, "contact", Level.OK),
        ({"QILU_HOURS": "22-6"}, "hours", Level.OK),
        ({"QILU_HOURS": "at night"}, "hours", Level.PROBLEM),
    ],
)
def test_manners(environment: dict[str, str], topic: str, level: Level, output: Path):
    found = examine(output, environment, time.time())
    assert [one.level for one in found if one.topic == topic] == [level]


def test_packages_that_do_not_fit():
    def version_of(name: str) -> str:
        if name == "lxml":
            raise machine.metadata.PackageNotFoundError(name)
        return "2.0" if name == "scrapy" else "1000"

    found = list(machine.software(version_of))
    texts = [one.text for one in found if one.level is Level.PROBLEM]
    assert len(texts) == 2
    assert texts[0].startswith("scrapy is 2.0, but scrapy>=")
    assert texts[1].startswith("lxml is missing")


def test_packages_of_the_extras_may_be_missing():
    def version_of(name: str) -> str:
        if name in {"pyarrow", "pandas", "polars"}:
            raise machine.metadata.PackageNotFoundError(name)
        return "1000"

    found = list(machine.software(version_of))
    assert [one.level for one in found] == [Level.OK, Level.OK]
    assert "scrapy 1000, " in found[1].text


def test_no_certificates(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    assert ssl.create_default_context().get_ca_certs() == []
    assert [one.level for one in findings(output) if one.topic == "tls"] == [Level.PROBLEM]


@pytest.mark.parametrize(
    ("proxies", "level", "words"),
    [
        ({}, Level.OK, "none"),
        ({"https_proxy": "http://me:secret@proxy.example:3128"}, Level.OK, "proxy.example:3128"),
        ({"https_proxy": "socks5://proxy.example:1080"}, Level.PROBLEM, "https_proxy"),
        ({"https_proxy": "http://proxy.example:none"}, Level.PROBLEM, "https_proxy"),
        ({"http_proxy": "http://proxy.example:3128"}, Level.WARNING, "https_proxy is not"),
    ],
)
def test_proxies(
    proxies: dict[str, str],
    level: Level,
    words: str,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name, value in proxies.items():
        monkeypatch.setenv(name, value)
    found = [one for one in findings(output) if one.topic == "proxies"]
    assert found[-1].level is level
    assert words in found[-1].text
    assert "secret" not in "".join(to_lines(found))
