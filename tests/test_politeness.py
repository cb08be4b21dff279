"""How a crawl asks, measured by the server; and who asks, and when."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.dates import SHANGHAI
from scraper.lookalike import LookAlikeServer, Reply
from scraper.lookalike.faults import FAULTS, Fault, chosen
from scraper.lookalike.respond import error
from scraper.manners import Hours, MannersError, is_rehearsal
from spiders.backoff import retry_after

from .conftest import ROOT, Crawl, Runner, Serve, leading_to, truth
from .test_crawl import ids

LIMITS = ("--max-pages", 1, "--max-articles", 12)


def rate(server: LookAlikeServer) -> list[float]:
    """Return the seconds between requests; none may overlap."""
    log = sorted(server.requests, key=lambda one: one.start)
    assert all(one.end <= two.start for one, two in pairwise(log)), "two at once"
    return [two.start - one.start for one, two in pairwise(log)]


def assert_never_faster(gaps: list[float], seconds: float) -> None:
    """Requests may arrive a little early after one that arrived late, never on the whole."""
    assert len(gaps) > 10
    for many in (3, 6, len(gaps)):
        for start in range(len(gaps) - many + 1):
            assert sum(gaps[start : start + many]) > many * seconds - 0.05


def fault(name: str, **changed: object) -> Fault:
    return replace(FAULTS[name], **changed)  # type: ignore[arg-type]


def test_the_rate_holds_whatever_happens(serve: Serve, crawl: Crawl):
    """Retries, resets, redirects, robots.txt and AutoThrottle keep to one budget."""
    server = serve(seed=14, articles=60, regions=["dezhou", "jinan"])
    records = truth(server.site)
    server.faults = [
        fault("reset", share=0.2),
        fault("burst"),
        fault("redirect-loop", urls=frozenset([records[0]["url"], records[-1]["url"]])),
        fault("truncated", share=0.1),
    ]
    crawl(server, "dezhou", "jinan", "--delay", 0.15, *LIMITS, "-s", "AUTOTHROTTLE_ENABLED=True")
    assert sum(len(one.asked) for one in server.faults) > 10
    assert_never_faster(rate(server), 0.15)


def test_retry_after_makes_the_whole_site_wait(serve: Serve, crawl: Crawl):
    server = serve(seed=14, articles=60, regions=["dezhou", "jinan"])
    server.faults = chosen("too-many")
    done = crawl(server, "dezhou", "jinan", "--delay", 0.1, *LIMITS)
    log = sorted(server.requests, key=lambda one: one.start)
    waits = [two.start - one.start for one, two in pairwise(log) if one.status == 429]
    assert len(waits) > 1
    assert min(waits) > 0.99
    assert done.code == 0, done.stderr


def test_a_long_retry_after_is_cut(serve: Serve, crawl: Crawl):
    server = serve(seed=14, articles=60, regions=["dezhou"])
    server.faults = chosen("too-many")
    crawl(server, "dezhou", *LIMITS, "-s", "QILU_LONGEST_WAIT=0.2", "--delay", 0.01)
    log = sorted(server.requests, key=lambda one: one.start)
    waits = [two.start - one.start for one, two in pairwise(log) if one.status == 429]
    assert waits
    assert all(wait > 0.19 for wait in waits)
    assert min(waits) < 0.9


def test_a_slow_site_is_asked_more_slowly_and_never_below_a_crawl_delay(serve: Serve, crawl: Crawl):
    server = serve(seed=15, articles=60, regions=["dezhou"], crawl_delay=0.4)
    settings = ("-s", "AUTOTHROTTLE_ENABLED=True", "-s", "AUTOTHROTTLE_MAX_DELAY=0.1")
    crawl(server, "dezhou", "--delay", 0.1, *LIMITS, *settings)
    assert_never_faster(rate(server)[1:], 0.4)


def test_pauses_grow_and_another_host_is_not_given_up(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=60, regions=["dezhou", "linyi"])
    right = server.answer
    server.answer = lambda url, headers: (
        FAULTS["down"].spoil(None, right(url, headers))  # type: ignore[arg-type]
        if "//dezhou." in url and not url.endswith("/robots.txt")
        else right(url, headers)
    )
    pauses = ("-s", "QILU_BACKOFF=0.1", "-s", "QILU_HOST_FAILURES=6")
    done = crawl(server, "dezhou", "linyi", *pauses, "--delay", 0.01)
    assert ids(done.records) == ids(truth(server.site, "linyi"))
    assert done.code == 3
    assert "dezhou.iqilu.com given up after 6 failures in a row (status 503)" in done.last_line
    failed = [one for one in server.requests if one.status == 503]
    assert len(failed) <= 6 + 3  # those that were on their way
    log = sorted(server.requests, key=lambda one: one.start)
    waits = [two.start - one.start for one, two in pairwise(log) if one in failed[2:5]]
    assert [wait > pause for wait, pause in zip(waits, (0.09, 0.19, 0.39), strict=True)] == [
        True
    ] * 3


def spoil_robots(server: LookAlikeServer, host: str, spoilt: Reply) -> None:
    """Let a host answer something else to requests for its robots.txt."""
    right = server.site.respond
    server.answer = lambda url, headers: (
        spoilt if url.endswith(f"//{host}/robots.txt") else right(url, headers)
    )


RESET = Reply(200, script=lambda _: iter([None]))
RULES = b"User-agent: *\nDisallow: /\n"
CUT = Reply(200, RULES, script=lambda whole: iter([whole[:-9]]))
HUGE = Reply(200, RULES + b"# <\n" * 50_001)


@pytest.mark.parametrize(
    "spoilt",
    [error(503), error(500), RESET, CUT, HUGE],
    ids=["503", "500", "reset", "cut", "huge"],
)
def test_a_host_without_its_robots_is_not_asked(spoilt: Reply, serve: Serve, crawl: Crawl):
    """RFC 9309, 2.3.1.4: what can't be reached forbids everything, until it can be."""
    server = serve(seed=18, articles=60, regions=["dezhou", "linyi"])
    spoil_robots(server, "dezhou.iqilu.com", spoilt)
    done = crawl(server, "dezhou", "linyi")
    asked = {one.url.partition("//")[2] for one in server.requests if "//dezhou." in one.url}
    assert asked == {"dezhou.iqilu.com/robots.txt"}
    assert ids(done.records) == ids(truth(server.site, "linyi"))
    assert done.code == 3
    assert "https://dezhou.iqilu.com/: robots.txt can't be had: " in done.last_line
    report = json.loads((done.output.parent / "reports" / "newest.json").read_bytes())
    kinds = {one["kind"]: one["example"] for one in report["errors"]}
    assert kinds["robots.txt can't be had"] == "https://dezhou.iqilu.com/"
    assert report["politeness"]["forbidden"] == 0, "no ban"
    if spoilt.status >= 500:
        assert f"can't be had: status {spoilt.status}, so the host is not asked" in done.last_line
        assert report["politeness"]["robots"][f"{spoilt.status}"] == 1
    server.answer = server.site.respond
    done = crawl(server, "dezhou", "linyi")
    assert (done.code, ids(done.records)) == (0, ids(truth(server.site)))


def test_a_robots_txt_on_another_host_of_the_site_is_obeyed(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=30, regions=["dezhou"])
    there = "https://www.iqilu.com/robots.txt"
    elsewhere = Reply(301, headers=(("Location", there),))
    spoil_robots(server, "dezhou.iqilu.com", elsewhere)
    of_the_site = server.answer
    server.answer = lambda url, headers: (
        Reply(200, RULES) if url == there else of_the_site(url, headers)
    )
    done = crawl(server, "dezhou")
    assert done.code == 4
    assert "https://dezhou.iqilu.com/: Forbidden by robots.txt" in done.last_line
    assert {one.url for one in server.requests} == {"https://dezhou.iqilu.com/robots.txt", there}


def test_a_host_that_has_no_robots_may_be_asked(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=30, regions=["dezhou"])
    spoil_robots(server, "dezhou.iqilu.com", error(404))
    done = crawl(server, "dezhou")
    assert (done.code, ids(done.records)) == (0, ids(truth(server.site)))


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 0),
        (b"", 0),
        (b"soon", 0),
        (b"-5", 0),
        (b"120", 120),
        (b" 7 ", 7),
        ("٣".encode(), 0),
        (b"Sun, 22 Nov 2026 12:00:30 GMT", 30),
        (b"Sun, 22 Nov 2026 11:00:00 GMT", 0),
        (b"Sun, 22 Nov 2026 12:00:30", 30),
    ],
)
def test_retry_after(value: bytes | None, seconds: float):
    assert retry_after(value, NOW) == seconds


# Who asks


def test_a_scheduled_crawl_says_whom_to_turn_to(qilu: Runner, tmp_path: Path):
    away = {**leading_to(None), "https_proxy": "http://proxy.invalid:1"}
    done = qilu("crawl", "dezhou", "-o", tmp_path / "out", environment=away)
    assert (done.code, done.stdout, done.files) == (2, "", [])
    assert done.stderr.startswith("Error: a scheduled crawl needs a contact")
    assert "QILU_CONTACT=you@example.org" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("region", "-a", "regions=dezhou"), 2),
        (("doctor",), 2),
        (("article", "-a", "url=https://dezhou.iqilu.com/a/2020/1129/4691234.shtml"), 0),
    ],
)
def test_scrapy_crawl_needs_a_contact_as_well(
    arguments: tuple[str, ...], code: int, run: Runner, tmp_path: Path
):
    away = {**leading_to(None), "https_proxy": "http://127.0.0.2:1"}  # no rehearsal
    away["http_proxy"] = "http://proxy.invalid:1"
    once = ("-s", "RETRY_TIMES=0", "-s", "QILU_HTTP_FALLBACK=False")
    settings = ("-s", f"QILU_OUTPUT={tmp_path / 'out'}", *once)
    done = run("scrapy", "crawl", *arguments, *settings, environment=away)
    assert done.code == code, done.stderr
    assert ("a scheduled crawl needs a contact" in done.last_line) == bool(code)
    assert (tmp_path / "out").exists() != bool(code), "refused before anything is written"


def test_a_mistake_in_the_arguments_is_told_before_the_contact(qilu: Runner):
    away = {**leading_to(None), "https_proxy": "http://proxy.invalid:1"}
    done = qilu("crawl", "dezho", environment=away)
    assert done.code == 2
    assert "dezhou" in done.stderr
    assert "contact" not in done.stderr


@pytest.mark.parametrize("contact", ["a\nb", "张三"])
def test_a_contact_fits_into_a_header(contact: str, qilu: Runner, tmp_path: Path):
    environment = leading_to(None) | {"QILU_CONTACT": contact}
    done = qilu("crawl", "dezhou", "-o", tmp_path / "out", environment=environment)
    assert done.code == 2
    assert done.stderr.startswith("Error: QILU_CONTACT must be plain ASCII on one line")


@pytest.mark.parametrize(
    ("environment", "rehearsal"),
    [
        ({}, False),
        ({"http_proxy": "http://127.0.0.1:8", "https_proxy": "http://127.0.0.1:8"}, True),
        ({"http_proxy": "http://[::1]:8", "https_proxy": "http://localhost:8"}, True),
        ({"https_proxy": "http://127.0.0.1:8"}, False),
        ({"http_proxy": "http://10.0.0.1:8", "https_proxy": "http://127.0.0.1:8"}, False),
        (
            {
                "http_proxy": "http://127.0.0.1:8",
                "https_proxy": "http://127.0.0.1:8",
                "no_proxy": "iqilu.com",
            },
            False,
        ),
    ],
)
def test_what_is_a_rehearsal(
    environment: dict[str, str], rehearsal: bool, monkeypatch: pytest.MonkeyPatch
):
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_rehearsal() is rehearsal


def test_a_crawl_at_a_terminal_needs_no_contact(tmp_path: Path):
    """Only that it gets past the question: the folder, looked at next, can't be written into."""
    (tmp_path / "file").touch()
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "scraper.cli", "crawl", "dezhou", "-o", str(tmp_path / "file")],
        cwd=ROOT,
        env={**leading_to(None), "https_proxy": "http://proxy.invalid:1"},
        stdin=theirs,
        capture_output=True,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert b"contact" not in done.stderr
    assert done.returncode == 2


# When


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ("", ["00:00", "12:34"], []),
        ("22-6", ["22:00", "23:59", "00:00", "05:59"], ["06:00", "12:00", "21:59"]),
        ("9-17", ["09:00", "16:59"], ["17:00", "08:59", "00:00"]),
        ("22:30 - 6:15", ["22:30", "06:14"], ["22:29", "06:15"]),
        ("18-24", ["18:00", "23:59"], ["00:00", "17:59"]),
    ],
)
def test_hours(hours: str, inside: list[str], outside: list[str]):
    found = Hours(hours)
    day = "2026-11-22T"
    assert all(found.include(datetime.fromisoformat(day + clock)) for clock in inside)
    assert not any(found.include(datetime.fromisoformat(day + clock)) for clock in outside)


@pytest.mark.parametrize("hours", ["night", "22", "6-6", "25-6", "22-6:75", "22-6-7", "1-99"])
def test_hours_that_are_none(hours: str):
    with pytest.raises(MannersError, match="QILU_HOURS must be like 22-6"):
        Hours(hours)


def test_no_crawl_starts_outside_the_hours(serve: Serve, crawl: Crawl):
    server = serve(seed=1, articles=20, regions=["dezhou"])
    now = datetime.now(SHANGHAI)
    hours = f"{(now + timedelta(hours=2)):%H}-{(now + timedelta(hours=3)):%H}"
    done = crawl(server, "dezhou", QILU_HOURS=hours)
    assert (done.code, server.requests, done.output.exists()) == (75, [], False)
    assert done.last_line.startswith("Error: it is ")
    assert done.last_line.endswith(f"outside of QILU_HOURS={hours}")


def test_a_crawl_ends_with_the_hours(serve: Serve, tmp_path: Path):
    """A clock that strikes six at its tenth look."""
    server = serve(seed=1, articles=60, regions=["dezhou"])
    clock = (
        "from datetime import datetime; from itertools import count; import spiders.hours as hours;"
        "looks = count(); hours.now = lambda: datetime(2026, 11, 22, 5 + (next(looks) > 9));"
        "from scraper.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", clock, "crawl", "dezhou", "--delay", "0", "-o", str(tmp_path)],
        cwd=ROOT,
        env={**leading_to(server), "QILU_HOURS": "22-6"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (file,) = [Path(line) for line in done.stdout.splitlines()]
    records = file.read_text("utf-8").count("\n")
    assert 0 < records < 14
    assert len(server.requests) < 16
    assert done.returncode == 3
    said = f"unfinished, the hours (QILU_HOURS) are over: {records} records, 0 failed, 0 rejected"
    assert done.stderr.rstrip().endswith(f"Error: {said}")
