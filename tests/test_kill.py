"""Runs that are killed at any moment: the next ones bring every article, exactly once."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from scraper.lookalike import LookAlikeServer, Reply
from scraper.parts import PART

from .conftest import Crawl, Serve, differences, kill_at_request, leading_to, truth

KILLS = int(os.environ.get("QILU_KILLS", "12"))
CITIES = ("dezhou", "jinan")
ARTICLES = 150


def start(
    server: LookAlikeServer, output: Path, *arguments: str, cities: tuple[str, ...] = CITIES
) -> subprocess.Popen[bytes]:
    """Start a crawl, and do not wait for it."""
    command = [sys.executable, "-m", "scraper.cli", "crawl", *cities, "--delay", "0", *arguments]
    return subprocess.Popen(
        [*command, "-o", str(output)],
        env=leading_to(server),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def assert_sound(output: Path) -> None:
    """What a killed run leaves: files that are whole, and a state that knows no more than they."""
    seen: set[str] = set()
    for file in output.glob("*-*.jsonl"):
        for line in file.read_bytes().splitlines(keepends=True):
            assert line.endswith(b"\n")
            record = json.loads(line)
            assert record["id"] not in seen, "twice"
            seen.add(record["id"])
    manifest = output / "manifest.jsonl"
    for text in manifest.read_bytes().splitlines() if manifest.exists() else []:
        entry = json.loads(text)
        assert sha256((output / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
    state = output.parent / "state" / "state.sqlite"
    if state.exists():
        with closing(sqlite3.connect(state)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
            query = "SELECT id FROM pages WHERE revision > 0"
            known = {id_ for (id_,) in opened.execute(query)} if tables[0] else set()
            assert known <= seen, "known before its file is finished"


def test_runs_killed_at_any_moment_lose_and_double_nothing(
    serve: Serve, crawl: Crawl, tmp_path: Path
):
    """`QILU_KILLS=50` kills more often. New articles appear all the while."""
    server = serve(seed=60, articles=ARTICLES, regions=CITIES, published=ARTICLES // 3)
    output = tmp_path / "out"
    chance = random.Random(60)
    killed = 0
    for n in range(KILLS):
        # Half of them at a request, the others at any time: while it starts, seals or mends.
        wait = chance.uniform(0, 2) if n % 2 else 60.0
        with start(server, output) as process:
            if n % 2 == 0:
                kill_at_request(server, process, chance.randrange(1, 20))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(wait)
            process.kill()
            _, stderr = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert b"Traceback" not in stderr, stderr.decode()
        assert_sound(output)
        server.site.publish(ARTICLES // 24)
    assert killed >= KILLS // 2, "they ended before they were killed"
    server.answer = server.site.respond
    server.site.publish(ARTICLES)
    done = crawl(server, *CITIES)
    assert done.code == 0, done.stderr
    assert_sound(output)
    assert not list(output.glob(f"*{PART}"))
    assert differences(done.records, truth(server.site)) == []


def test_a_killed_run_s_records_are_said_and_not_asked_for_again(
    serve: Serve, crawl: Crawl, tmp_path: Path
):
    server = serve(seed=61, articles=120, regions=CITIES)
    with start(server, tmp_path / "out") as process:
        kill_at_request(server, process, 40)
        process.communicate()
    parts = list((tmp_path / "out").glob(f"*{PART}"))
    kept = sum(part.read_bytes().count(b"\n") for part in parts)
    assert kept > 20
    server.answer = server.site.respond
    server.requests.clear()
    done = crawl(server, *CITIES)
    assert done.code == 0, done.stderr
    assert f"{kept} recovered from a run that was killed" in done.last_line
    assert all(f"{part} is of a run that was killed" in done.stderr for part in parts)
    assert set(done.stdout.splitlines()) == {str(file) for file in done.files}
    asked = [one.url for one in server.requests if one.url.endswith(".shtml")]
    new = len(truth(server.site)) - kept
    assert len({url for url in asked if "list_" not in url and "_2." not in url}) >= new
    assert differences(done.records, truth(server.site)) == []


def test_only_one_run_at_a_time_has_a_folder(serve: Serve, crawl: Crawl, tmp_path: Path):
    server = serve(seed=61, articles=40, regions=CITIES)
    with start(server, tmp_path / "out", "--delay", "1") as process:
        wait_for(lambda: bool(server.requests))
        began = time.monotonic()
        second = crawl(server, *CITIES)
        assert (second.code, second.stdout) == (75, "")
        assert second.last_line.startswith("Error: another run is writing into ")
        assert len(second.stderr.splitlines()) == 1
        assert time.monotonic() - began < 20
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert crawl(server, *CITIES).code == 0, "the lock of a killed run is free"


def test_scrapy_crawl_minds_the_lock_too(serve: Serve, crawl: Crawl, scrapy: Crawl, tmp_path: Path):
    server = serve(seed=61, articles=40, regions=CITIES)
    with start(server, tmp_path / "out", "--delay", "1") as process:
        wait_for(lambda: bool(server.requests))
        second = scrapy(server, "region", "-a", "regions=dezhou")
        process.kill()
        process.communicate()
    assert second.code == 75
    assert second.last_line.startswith("Error: another run is writing into ")
    assert "Traceback" not in second.stderr


def wait_for(happened: object) -> None:
    """Wait until something has happened, a minute at most."""
    assert callable(happened)
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("twice", [False, True])
def test_a_run_that_is_stopped_goes_on_later(
    first: signal.Signals, twice: bool, serve: Serve, crawl: Crawl, tmp_path: Path
):
    server = serve(seed=16, articles=120, regions=CITIES)
    output = tmp_path / "out"
    with start(server, output) as process:
        answered = 0

        def answer(url: str, headers: Mapping[str, str]) -> Reply:
            nonlocal answered
            answered += 1
            if answered == 30:
                process.send_signal(first)
            if twice and answered > 30:
                process.send_signal(signal.SIGTERM)
            return server.site.respond(url, headers)

        server.answer = answer
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr.decode()
    assert b"Traceback" not in stderr, stderr.decode()
    assert b"nterrupted" in stderr.splitlines()[-1]
    assert_sound(output)
    assert twice or not list(output.glob(f"*{PART}"))
    server.answer = server.site.respond
    done = crawl(server, *CITIES)
    assert done.code == 0, done.stderr
    assert differences(done.records, truth(server.site)) == []


@pytest.mark.parametrize("delay", ["0", "0.1"])
def test_an_article_in_flight_is_whole_or_left_to_the_next_run(
    delay: str, serve: Serve, crawl: Crawl, tmp_path: Path
):
    """The run is stopped when part 1 of a continued article has come, and part 2 has not."""
    server = serve(seed=16, articles=150, regions=CITIES)
    continued = next(
        record
        for record in truth(server.site)
        if (story := server.site.page(record["id"])) and len(story.blocks) > 1
    )
    output = tmp_path / "out"
    column = continued["url"].split("/")[3]
    with start(
        server, output, "--delay", delay, "--columns", column, "--since", "2010-01-01"
    ) as process:

        def answer(url: str, headers: Mapping[str, str]) -> Reply:
            if continued["id"] in url:
                process.send_signal(signal.SIGTERM)
                server.answer = server.site.respond
            return server.site.respond(url, headers)

        server.answer = answer
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr.decode()
    assert b"Traceback" not in stderr, stderr.decode()
    assert_sound(output)
    for file in output.glob("*-*.jsonl"):
        for line in file.read_text("utf-8").splitlines():
            assert json.loads(line)["metadata"]["problems"] == []
    done = crawl(server, *CITIES)
    assert done.code == 0, done.stderr
    assert differences(done.records, truth(server.site)) == []
