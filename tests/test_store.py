"""An output folder: the order of sealing, and what is mended after a run that was killed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest

from scraper.dates import timestamp
from scraper.extract import parse_article
from scraper.folders import FolderError, Folders, LockedError
from scraper.items import Article
from scraper.lines import LineFile, cut_half_line
from scraper.lookalike import LookAlike
from scraper.manifest import Manifest
from scraper.parts import BrokenFileError
from scraper.records import to_json
from scraper.state import Schedule
from scraper.store import Store

SITE = LookAlike(seed=3, articles=60, regions=("dezhou", "jinan"))
SCHEDULE = Schedule((1, 24))
NOW = 1_606_723_200.0  # 2020-11-30 08:00 UTC
RUNS = [f"2020113{n}T080000Z-0a1b" for n in range(9)]


def articles(run: str, count: int = 3, region: str = "dezhou") -> list[Article]:
    """Parse the newest articles of a city, as a spider would have left them."""
    urls = [record["url"] for record in SITE.articles_of(region)][:count]
    found = [parse_article(SITE.respond(url).body, url) for url in urls]
    seen = timestamp(datetime.fromtimestamp(NOW, UTC))
    return [
        replace(one, metadata=replace(one.metadata, run_id=run, fetched_at=seen)) for one in found
    ]


class Opener:
    """Opens stores, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "out"
        self.count = 0
        self.open: Store | None = None

    def __call__(self) -> Store:
        self.close()
        self.open = Store(self.output, RUNS[self.count], SCHEDULE, lambda: NOW)
        self.count += 1
        return self.open

    def close(self) -> None:
        """Let go as a process does that ends: nothing is sealed."""
        if self.open:
            self.open.close()
            self.open = None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Opener]:
    opener = Opener(tmp_path)
    yield opener
    opener.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ids(folder: Path) -> list[str]:
    """Return the ids in the finished files, sorted."""
    lines = [line for file in folder.glob("*-*.jsonl") for line in file.read_bytes().splitlines()]
    return sorted(json.loads(line)["id"] for line in lines)


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_bytes().splitlines()]


def assert_consistent(opener: Opener, wanted: list[Article]) -> None:
    """Every article once, in files that the manifest and the state know."""
    again = opener()
    assert ids(opener.output) == sorted(one.id for one in wanted)
    files = [name for name in names(opener.output) if name != "manifest.jsonl"]
    assert all(name.endswith(".jsonl") for name in files)
    assert sorted(entry["name"] for entry in manifest(opener.output)) == files
    assert all(again.state.has_file(name) for name in files)
    for one in wanted:
        known = again.known(one.id)
        assert known
        assert (known.revision, known.content_sha256) == (1, one.metadata.content_sha256)


# Where things are


@pytest.mark.parametrize(
    ("output", "home"),
    [("data/out", "data"), ("november", "november"), ("data/out/../out", "data"), ("out", ".")],
)
def test_home(output: str, home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert Folders(Path(output)).home == tmp_path / home
    assert Folders(Path(output)).state == tmp_path / home / "state" / "state.sqlite"


def test_a_link_to_a_folder_has_the_home_of_the_folder(tmp_path: Path):
    (tmp_path / "big").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "big")
    assert Folders(tmp_path / "out").home == Folders(tmp_path / "big").home


def test_folders_may_be_made_by_several_at_once(tmp_path: Path):
    folders = Folders(tmp_path / "out")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: folders.make(archive=True), range(80))) == [None] * 80
    left = [path.name for path in tmp_path.rglob("*")]
    assert sorted(left) == ["archive", "out", "state"]


# Sealing


def test_a_sealed_file_is_listed_and_known(store: Opener):
    run = store()
    wanted = articles(RUNS[0])
    for one in wanted:
        run.write(one)
        assert run.known(one.id) is None, "seen before its file is finished"
    (file,) = run.seal()
    assert file.read_text("utf-8") == "".join(f"{to_json(one)}\n" for one in wanted)
    (entry,) = manifest(store.output)
    assert entry == {
        "name": f"dezhou-{RUNS[0]}.jsonl",
        "run_id": RUNS[0],
        "region": "dezhou",
        "records": 3,
        "bytes": file.stat().st_size,
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "sealed_at": "2020-11-30T08:00:00Z",
    }
    assert_consistent(store, wanted)


STEPS = {
    "while records are written": "scraper.store.Store._save",
    "before a file has its name": "scraper.store.sync",
    "before the manifest": "scraper.manifest.Manifest.add",
    "in the manifest": "scraper.lines.LineFile.sync",
    "before the state": "scraper.state.State.take_in",
    "in the state": "scraper.state.State._learn",
}


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_ends_between_two_steps_is_finished_by_the_next(
    step: str, store: Opener, monkeypatch: pytest.MonkeyPatch
):
    run = store()
    wanted = [*articles(RUNS[0]), *articles(RUNS[0], 2, "jinan")]
    for one in wanted:
        run.write(one)

    def killed(*_: object, **__: object) -> NoReturn:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(STEPS[step], killed)
        with pytest.raises(Killed):
            run.seal()
    assert_consistent(store, wanted)
    assert_consistent(store, wanted)


def test_a_run_that_ends_while_it_mends_is_finished_by_the_next(
    store: Opener, monkeypatch: pytest.MonkeyPatch
):
    run = store()
    wanted = articles(RUNS[0])
    for one in wanted:
        run.write(one)
    for step in STEPS.values():
        if "_save" in step:
            continue

        def killed(*_: object, **__: object) -> NoReturn:
            raise Killed

        store.close()
        with monkeypatch.context() as patch:
            patch.setattr(step, killed)
            with pytest.raises(Killed):
                store()
        copy = store.output.parent / "copy"
        shutil.copytree(store.output, copy / "out")
        with closing(Opener(copy)) as opener:
            assert_consistent(opener, wanted)
        shutil.rmtree(copy)
    assert_consistent(store, wanted)


# Mending


def test_half_a_last_line_is_cut_off(store: Opener):
    run = store()
    wanted = articles(RUNS[0])
    for one in wanted:
        run.write(one)
    store.close()
    (part,) = store.output.glob("*.part")
    part.write_bytes(part.read_bytes()[:-7])
    again = store()
    (recovered,) = again.recovered
    assert (recovered.found.records, recovered.found.broken) == (2, 1)
    assert recovered.file == part.with_suffix("")
    assert_consistent(store, wanted[:2])


def test_a_part_with_nothing_new_goes(store: Opener):
    run = store()
    wanted = articles(RUNS[0])
    for one in wanted:
        run.write(one)
    (file,) = run.seal()
    (file.parent / f"dezhou-{RUNS[1]}.jsonl.part").write_bytes(file.read_bytes())
    (file.parent / f"jinan-{RUNS[1]}.jsonl.part").write_bytes(b"")
    again = store()
    assert [(one.found.records, one.found.known) for one in again.recovered] == [(0, 3), (0, 0)]
    assert_consistent(store, wanted)


def test_of_a_part_only_what_is_new_is_kept(store: Opener):
    run = store()
    one, two, three = articles(RUNS[0])
    run.write(one)
    (file,) = run.seal()
    text = "".join(f"{to_json(article)}\n" for article in (two, one, three, two))
    (file.parent / f"dezhou-{RUNS[1]}.jsonl.part").write_text(text, "utf-8")
    (recovered,) = store().recovered
    assert (recovered.found.records, recovered.found.known) == (2, 2)
    assert_consistent(store, [one, two, three])


def test_broken_lines_are_set_aside(store: Opener):
    run = store()
    wanted = articles(RUNS[0])
    for article in wanted:
        run.write(article)
    store.close()
    (part,) = store.output.glob("*.part")
    first, *rest = part.read_bytes().splitlines(keepends=True)
    damaged = b"".join([first, bytes(40), b"\n", b"[1]\n", *rest])
    part.write_bytes(damaged)
    (recovered,) = store().recovered
    assert (recovered.found.records, recovered.found.broken) == (3, 2)
    aside = part.with_suffix(".damaged")
    assert aside.read_bytes() == damaged
    aside.unlink()
    assert_consistent(store, wanted)


def test_other_files_are_left_alone(store: Opener):
    store.output.mkdir()
    for name in ("notes.jsonl", "feed.jsonl.part", "rejects.jsonl", "dezhou-x.jsonl.part"):
        (store.output / name).write_text("not ours", "utf-8")
    assert store().recovered == []
    assert {path.read_text("utf-8") for path in store.output.iterdir()} == {"not ours"}


def test_half_a_line_of_the_manifest_is_made_whole(store: Opener):
    run = store()
    wanted = [*articles(RUNS[0], 2), *articles(RUNS[0], 2, "jinan")]
    for one in wanted:
        run.write(one)
    run.seal()
    path = store.output / "manifest.jsonl"
    before = manifest(store.output)
    path.write_bytes(path.read_bytes()[:-20])
    assert_consistent(store, wanted)
    assert [entry["sha256"] for entry in manifest(store.output)] == [e["sha256"] for e in before]


def test_a_file_that_would_be_written_over_is_said(store: Opener):
    run = store()
    run.write(articles(RUNS[0])[0])
    store.close()
    (part,) = store.output.glob("*.part")
    part.with_suffix("").write_text("", "utf-8")
    with pytest.raises(FolderError, match=r"is there already: move it, or dezhou-.*part, away"):
        store()


def test_a_finished_file_that_someone_has_changed_is_said(store: Opener):
    run = store()
    run.write(articles(RUNS[0])[0])
    (file,) = run.seal()
    file.write_text(file.read_text("utf-8") + "and a note\n", "utf-8")
    store.close()
    run.folders.state.unlink()
    with pytest.raises(BrokenFileError, match=r"\.jsonl, line 2, is no record: mend or move"):
        store()


# A disk that is full


def test_a_line_that_does_not_fit_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = LineFile(tmp_path / "lines")
    file.write("whole")
    taken = iter([3, OSError(errno.ENOSPC, "No space left on device")])

    class Full:
        def __init__(self, real: Any) -> None:
            self.real = real

        def write(self, data: memoryview) -> int:
            step = next(taken)
            if isinstance(step, OSError):
                raise step
            return int(self.real.write(data[:step]))

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

    real = file._file
    monkeypatch.setattr(file, "_file", Full(real))
    with pytest.raises(OSError, match="No space left"):
        file.write("too long")
    monkeypatch.setattr(file, "_file", real)
    file.write("next")
    file.close()
    assert (tmp_path / "lines").read_text("utf-8") == "whole\nnext\n"


@pytest.mark.parametrize("size", [0, 1, 7, 100_000])
def test_cutting_half_a_line(size: int, tmp_path: Path):
    path = tmp_path / "lines"
    path.write_bytes(b"one\n" + b"x" * size)
    assert cut_half_line(path) == size
    assert path.read_bytes() == b"one\n"
    path.write_bytes(b"x" * size)
    assert cut_half_line(path) == size
    assert path.read_bytes() == b""


def test_an_empty_manifest_lists_nothing(tmp_path: Path):
    assert Manifest(tmp_path / "manifest.jsonl").names() == set()


# One at a time


def test_a_second_run_finds_the_folder_locked(store: Opener):
    run = store()
    with pytest.raises(LockedError, match=r"another run is writing into .*/out: let it end"):
        Store(store.output, RUNS[5], SCHEDULE)
    Store(store.output.parent / "other", RUNS[5], SCHEDULE).close()
    run.close()
    Store(store.output, RUNS[5], SCHEDULE).close()


def test_a_state_in_use_by_a_reader_can_be_written(store: Opener):
    run = store()
    with closing(sqlite3.connect(run.folders.state)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pages").fetchone()
        run.write(articles(RUNS[0])[0])
        assert len(run.seal()) == 1


def test_a_folder_without_permission_is_said(tmp_path: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "out").mkdir(mode=0o555)
    with pytest.raises(FolderError, match=r"can't write into .*: Permission denied"):
        Store(tmp_path / "out", RUNS[0], SCHEDULE)
