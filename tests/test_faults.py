"""Crawls of a site that misbehaves: bounded, honest, and with all that could be had."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.items import QiluError, Record
from scraper.lookalike import Logged, LookAlike, LookAlikeServer
from scraper.lookalike.faults import FAULTS, Fault, chosen
from scraper.urls import Form

from .conftest import SOON, Serve, asked, differences, leading_to, truth

MEMORY = 300  # MB, of the crawl's process
PATIENCE = 50  # seconds
FAST = (*SOON, "-s", "RETRY_TIMES=2", "--delay", "0")
IMPATIENT = ("-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=1")


@dataclass(frozen=True)
class Measured:
    """What a crawl did and took."""

    code: int
    sentence: str
    log: str
    records: list[Record]
    seconds: float
    megabytes: float


# A process's peak counts that of the one it was forked from, so this small one stands between.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
sys.exit(code)
"""


def measured(server: LookAlikeServer, folder: Path, *arguments: str) -> Measured:
    """Crawl one city, as a user would, and measure it."""
    command = [sys.executable, "-m", "scraper.cli", "crawl", "dezhou", "-o", str(folder / "out")]
    size = folder / "megabytes"
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(size), *command, *FAST, *arguments],
        env=leading_to(server),
        capture_output=True,
        timeout=60,
        check=False,
    )
    seconds = time.monotonic() - started
    log = done.stderr.decode()
    files = map(Path, done.stdout.decode().splitlines())
    return Measured(
        done.returncode,
        log.rstrip("\n").rpartition("\n")[2],
        log,
        [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()],
        seconds,
        float(size.read_text()),
    )


@pytest.fixture
def misbehaving(serve: Serve) -> LookAlikeServer:
    return serve(seed=9, articles=60, regions=["dezhou"])


def fault(name: str, **changed: object) -> Fault:
    """Return a fault that is over and done with nowhere else."""
    return replace(FAULTS[name], **changed)  # type: ignore[arg-type]


def pages(site: LookAlike) -> int:
    """Return the requests of a crawl without any fault: robots.txt, home, lists, articles."""
    columns = site.channels_of("dezhou")
    parts = (story.blocks for r in truth(site) if (story := site.page(r["id"])))
    return 2 + sum(-(-site.size(column) // 20) for column in columns) + sum(map(len, parts))


def asked_lists(server: LookAlikeServer) -> list[Logged]:
    return asked(server, Form.LIST)


def check(done: Measured, server: LookAlikeServer, lost: set[str]) -> None:
    """Every article that could be had is there, once and right, within bounds."""
    wanted = [record for record in truth(server.site) if record["id"] not in lost]
    assert differences(done.records, wanted) == []
    assert all(urlsplit(one.url).hostname == "dezhou.iqilu.com" for one in server.requests)
    assert "Traceback" not in done.log
    assert done.megabytes < MEMORY
    assert done.seconds < PATIENCE


# Faults that pass: each page is to be had in the end, and there is nothing to say


@pytest.mark.parametrize(
    "passing",
    [
        [fault("too-many", share=0.06)],
        [fault("too-many-date", share=0.06)],
        [fault("burst")],
        [fault("reset")],
        [fault("truncated"), fault("cut", share=0.2)],
        [fault("long-length", share=0.2), fault("charset", share=0.5)],
        [fault("empty"), fault("short-length", times=1)],
        [fault("list-loop")],
        [fault("list-repeats")],
        [fault("calendar")],
    ],
    ids=lambda faults: "+".join(one.name for one in faults),
)
def test_what_passes_costs_no_article(
    passing: list[Fault], misbehaving: LookAlikeServer, tmp_path: Path
):
    misbehaving.faults = passing
    done = measured(misbehaving, tmp_path)
    check(done, misbehaving, lost=set())
    assert (done.code, done.sentence) == (0, f"{len(done.records)} records, 0 failed, 0 rejected")
    assert all(one.asked for one in passing), "not hit"
    again = sum(len(one.asked) for one in passing if one.times)
    few = 5  # of a burst, or list pages to see that nothing comes any more
    assert len(misbehaving.requests) <= pages(misbehaving.site) + again + few


# Faults that last: the article is lost, said and counted, and never a wrong record


LASTING = {
    "login": ("a notice in the place of an article", 1),
    "soft-404": ("a notice in the place of an article", 1),
    "empty": ("the page is empty", 3),
    "short-length": ("the page is cut off", 3),
    "redirect-loop": ("max redirections reached", 6),
    "redirect-home": ("is a home page, not an article", 2),
    "redirect-private": ("not a public address", 1),
    "gzip-bomb": ("exceeded DOWNLOAD_MAXSIZE", 1),
    "huge": ("larger than DOWNLOAD_MAXSIZE", 1),
    "crowded": ("tags, where 50000 are the most", 1),
    "too-many": ("status 429", 3),
    "reset": ("", 3),
    "stall": ("took longer than 2.0 seconds", 2),
    "drip": ("took longer than 2.0 seconds", 2),
}
"""Why an article is lost, and how often it is asked for."""


@pytest.mark.parametrize(
    ("names", "each", "settings"),
    [
        ("login+reset", 2, ()),
        ("soft-404+too-many", 2, ("-s", "QILU_LONGEST_WAIT=0.1")),
        ("empty+redirect-home", 2, ()),
        ("short-length+redirect-loop", 2, ()),
        ("redirect-private+crowded", 2, ()),
        ("gzip-bomb+huge", 2, ()),
        ("stall+drip", 1, IMPATIENT),
    ],
)
def test_what_is_destroyed_is_counted_and_no_record(
    names: str,
    each: int,
    settings: tuple[str, ...],
    misbehaving: LookAlikeServer,
    tmp_path: Path,
):
    site = misbehaving.site
    whole = [r for r in truth(site) if (story := site.page(r["id"])) and len(story.blocks) == 1]
    dead = {name: whole[n : n + 7 * each : 7] for n, name in enumerate(names.split("+"), 3)}
    urls = {name: [record["url"] for record in records] for name, records in dead.items()}
    faults = [fault(name, urls=frozenset(urls[name]), times=None) for name in dead]
    misbehaving.faults = faults
    done = measured(misbehaving, tmp_path, *settings)
    lost = {record["id"] for records in dead.values() for record in records}
    check(done, misbehaving, lost)
    assert len(lost) == each * len(dead)
    assert (done.code, done.sentence) == (
        0,
        f"{len(done.records)} records, {len(lost)} failed, 0 rejected",
    )
    again = 0
    for one in faults:
        why, tries = LASTING[one.name]
        for url in urls[one.name]:
            assert re.search(rf"ERROR region: {re.escape(url)}: .*{why}", done.log)
        assert 0 < max(one.asked.values()) <= tries
        again += each * (tries - 1)
    assert len(misbehaving.requests) <= pages(site) + again + 2


def test_every_lasting_fault_is_tried():
    (mark,) = test_what_is_destroyed_is_counted_and_no_record.pytestmark  # type: ignore[attr-defined]
    assert {name for names, *_ in mark.args[1] for name in names.split("+")} == {*LASTING}


def test_the_heaviest_pages_that_are_taken_take_little_memory(
    misbehaving: LookAlikeServer, tmp_path: Path
):
    whole = [r for r in truth(misbehaving.site) if r["metadata"]["layout"] == "v2016"]
    heavy = {record["id"]: record for record in whole[3:15:2]}
    urls = frozenset(record["url"] for record in heavy.values())
    misbehaving.faults = [fault("heavy", urls=urls)]
    done = measured(misbehaving, tmp_path)
    found = {record["id"]: record for record in done.records}
    assert all(len(found[id_]["body"]) > 50_000 for id_ in heavy), "not taken"
    light = [record for record in done.records if record["id"] not in heavy]
    assert differences(light, [r for r in truth(misbehaving.site) if r["id"] not in heavy]) == []
    assert done.code == 0
    assert done.megabytes < MEMORY


def test_many_login_pages_are_unhealthy(misbehaving: LookAlikeServer, tmp_path: Path):
    misbehaving.faults = chosen("login, soft-404", seed=2)
    done = measured(misbehaving, tmp_path)
    lost = {
        r["id"] for r in truth(misbehaving.site) for f in misbehaving.faults if f.hits(r["url"])
    }
    check(done, misbehaving, lost)
    assert done.code == 3
    assert f"{len(lost)} failed, 0 rejected; too many failures: https://dezhou" in done.sentence
    assert len(misbehaving.requests) <= pages(misbehaving.site)


def test_a_new_template_in_mid_run_is_read_all_the_same(
    misbehaving: LookAlikeServer, tmp_path: Path
):
    misbehaving.faults = chosen("template")
    done = measured(misbehaving, tmp_path)
    assert {record["metadata"]["layout"] for record in done.records} > {"generic"}
    kept = ("id", "headline", "body", "date_published", "source")
    found = [{name: record[name] for name in kept} for record in done.records]
    wanted = [{name: record[name] for name in kept} for record in truth(misbehaving.site)]
    assert sorted(found, key=itemgetter("id")) == sorted(wanted, key=itemgetter("id"))
    assert done.code == 3
    assert done.sentence.endswith("pages fit no known layout; the site may have changed")


def test_a_list_that_grows_for_ever_is_left(misbehaving: LookAlikeServer, tmp_path: Path):
    misbehaving.faults = chosen("list-endless")
    done = measured(misbehaving, tmp_path)
    check(done, misbehaving, lost=set())
    assert done.code == 3
    assert done.sentence.endswith("no article of 3 list pages could be had: not followed further")
    columns = len(misbehaving.site.channels_of("dezhou"))
    assert len(misbehaving.requests) <= pages(misbehaving.site) + columns * 5 * 11


def test_a_list_is_followed_so_far_and_no_further(misbehaving: LookAlikeServer, tmp_path: Path):
    misbehaving.faults = chosen("list-endless")
    arguments = ("-s", "QILU_MAX_LIST_PAGES=1")
    done = measured(misbehaving, tmp_path, *arguments)
    assert done.code == 3
    assert done.sentence.endswith("the list goes on after 1 pages: not followed further")
    assert len(asked_lists(misbehaving)) == len(misbehaving.site.channels_of("dezhou"))


def test_a_list_of_thousands_is_read_so_far_and_no_further(
    misbehaving: LookAlikeServer, tmp_path: Path
):
    misbehaving.faults = chosen("list-wide")
    done = measured(misbehaving, tmp_path, "-s", "QILU_MAX_LIST_ARTICLES=40")
    check(done, misbehaving, lost=set())
    assert done.code == 3
    assert re.search(r" 50\d\d articles are linked: only 40 are followed$", done.sentence)
    assert len(misbehaving.requests) < pages(misbehaving.site) + 40 * len(asked_lists(misbehaving))


def test_a_home_page_of_too_many_columns_is_said(misbehaving: LookAlikeServer, tmp_path: Path):
    done = measured(misbehaving, tmp_path, "-s", "QILU_MAX_COLUMNS=1")
    assert done.code == 3
    assert re.search(r"dezhou\.iqilu\.com/: \d columns are linked: only 1 are f", done.sentence)


def test_a_site_that_is_down_is_given_up(misbehaving: LookAlikeServer, tmp_path: Path):
    misbehaving.faults = chosen("down")
    done = measured(misbehaving, tmp_path, "-s", "RETRY_TIMES=20")
    assert (done.code, done.records) == (4, [])
    assert done.sentence == (
        "Error: nothing fetched: https://dezhou.iqilu.com/: "
        "dezhou.iqilu.com given up after 8 failures in a row (status 503)"
    )
    assert len(misbehaving.requests) == 1 + 8  # robots.txt is there


def test_an_unknown_fault_is_said():
    with pytest.raises(QiluError, match=r"unknown fault 'rest': one of .*reset"):
        chosen("rest")
