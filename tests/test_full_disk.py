"""Disks that are full, or read-only: a small one is mounted for it, where that is permitted."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.lookalike import LookAlikeServer

from .conftest import Run, Runner, Serve, data_files, differences, leading_to, truth
from .test_kill import assert_sound

CITY = "dezhou"
FULL = "No space left on device|disk(?: is)? full"


def mount(*arguments: object) -> bool:
    """Run `mount`; return whether it was permitted."""
    command = ["mount", *map(str, arguments)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 5 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=5m", "tmpfs", folder):
        pytest.skip("mounting is not permitted")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def crawl(qilu: Runner, server: LookAlikeServer, disk: Path) -> Run:
    where = ("--delay", 0, "-o", disk / "out")
    return qilu("crawl", CITY, *where, environment=leading_to(server))


def assert_said(done: Run, why: str) -> None:
    assert done.code == 1, done.stderr
    assert done.last_line.startswith("Error: can't ")
    assert re.search(why, done.last_line)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kilobytes", [5, 100, 210])
def test_a_full_disk_loses_nothing(kilobytes: int, disk: Path, serve: Serve, qilu: Runner):
    """Full from the first record on, in the middle, or near the end."""
    server = serve(seed=80, articles=120, regions=[CITY])
    crawl(qilu, serve(seed=80, articles=10, regions=[CITY], published=0), disk)
    used = sum(file.stat().st_size for file in disk.rglob("*") if file.is_file())
    assert mount("-o", f"remount,size={used // 1024 + 16 + kilobytes}k", disk)
    done = crawl(qilu, server, disk)
    assert_said(done, FULL)
    assert_said(crawl(qilu, server, disk), FULL)
    assert mount("-o", "remount,size=20m", disk)
    assert_sound(disk / "out")
    done = crawl(qilu, server, disk)
    assert done.code == 0, done.stderr
    assert_sound(disk / "out")
    files = data_files(disk / "out")
    assert all(file.suffix == ".jsonl" for file in files)
    found = Run(0, "", "", disk / "out", files)
    assert differences(found.records, truth(server.site)) == []


def test_a_read_only_disk_is_said_at_once(disk: Path, serve: Serve, qilu: Runner):
    server = serve(seed=80, articles=20, regions=[CITY])
    crawl(qilu, server, disk)
    server.requests.clear()
    assert mount("-o", "remount,ro", disk)
    done = crawl(qilu, server, disk)
    assert_said(done, "Read-only file system")
    assert len(done.stderr.splitlines()) == 1
    assert server.requests == []
