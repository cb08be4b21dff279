"""Weeks of scheduled crawls in minutes: the runs' clock is put forward, and the site lives on."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from scraper.dates import SHANGHAI
from scraper.folders import Folders
from scraper.items import Record
from scraper.lookalike import LookAlike, LookAlikeServer
from scraper.lookalike.faults import chosen
from scraper.lookalike.site import PAGE_SIZE
from scraper.reader import read_records
from scraper.urls import Form

from .conftest import asked, kill_at_request, leading_to

CITIES = ("dezhou", "jinan")
FAULTS = ("reset", "truncated", "cut", "empty", "down")
QUICK = ("--delay", "0", "-s", "QILU_BACKOFF=0.01", "-s", "AUTOTHROTTLE_ENABLED=False")
PATIENCE = 120  # seconds, for one run


@dataclass(frozen=True, slots=True)
class Hour:
    """One run."""

    at: datetime
    trouble: str
    """What was done to it: the name of a fault, `kill`, or nothing."""
    code: int
    said: str
    """The last line on standard error."""
    lists: int
    """Requests for lists and home pages."""
    pages: int
    """All other requests."""


@dataclass
class Week:
    """Crawls at regular hours, which end tomorrow evening."""

    home: Path
    hours: int = 168
    every: int = 1
    """Hours from one crawl to the next."""
    seed: int = 1
    articles: int = 700
    ran: list[Hour] = field(default_factory=list, init=False)
    edits: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list), init=False)
    """When an article's text was changed, by id."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        # Not sooner than what is written on the way, and always at the same time of the day.
        tomorrow = datetime.now(SHANGHAI) + timedelta(days=1)
        self.end = tomorrow.replace(hour=20, minute=0, second=0, microsecond=0)
        self.start = self.end - timedelta(hours=self.hours)
        oldest = self.start.date() - timedelta(days=14)
        newest = self.end.date() + timedelta(days=1)
        self.site = LookAlike(self.seed, self.articles, CITIES, newest, oldest, published=1)

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.home / "out"

    def run(self) -> Iterator[Hour]:
        """Let the time pass; yield each hour's run."""
        with LookAlikeServer(self.site) as server:
            for hours in range(0, self.hours + 1, self.every):
                now = self.start + timedelta(hours=hours)
                self.live_on(now)
                quiet = hours == 0 or hours > self.hours - 3 * self.every
                trouble = "" if quiet or self.chance.random() < 0.75 else self.trouble()
                self.ran.append(self.crawl(server, now, trouble))
                yield self.ran[-1]

    def trouble(self) -> str:
        """Choose what goes wrong with a run."""
        return self.chance.choice((*FAULTS, "kill", "kill"))

    def live_on(self, now: datetime) -> None:
        """Let articles appear whose time has come, and one of the last hours change."""
        clock = now.replace(tzinfo=None)
        while self.site.numbers.time(self.site.published) <= clock:
            self.site.publish()
        if self.chance.random() < 0.4:
            k = self.site.published - self.chance.randrange(1, 12)
            id_ = f"{self.site.numbers.id(k)}"
            with contextlib.suppress(ValueError):  # a gallery has no text to change
                self.site.edit(id_)
                self.edits[id_].append(now)

    def crawl(self, server: LookAlikeServer, now: datetime, trouble: str) -> Hour:
        """Run one crawl at a time, with something done to it."""
        server.requests.clear()
        server.faults = chosen(trouble, self.chance.randrange(1000)) if trouble in FAULTS else []
        command = ["crawl", *CITIES, "--since", "7d", *QUICK, "-o", f"{self.output}"]
        process = self.start_qilu(server, now, *command)
        if trouble == "kill":
            kill_at_request(server, process, self.chance.randrange(1, 12))
        _, stderr = process.communicate(timeout=PATIENCE)
        server.answer = self.site.respond
        lists = len(asked(server, Form.HOME, Form.LIST))
        said = stderr.decode().rstrip("\n").rpartition("\n")[2]
        assert "Traceback" not in stderr.decode(), stderr.decode()
        done = (process.returncode, said, lists, len(server.requests) - lists)
        return Hour(now, trouble, *done)

    def ask(self, *command: str) -> tuple[int, str]:
        """Run `qilu` when all is over; return its exit code and what it printed."""
        with LookAlikeServer(self.site) as server:
            later = self.end + timedelta(hours=1)
            process = self.start_qilu(server, later, *command, "-o", f"{self.output}")
            stdout, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, stdout.decode()

    def start_qilu(
        self, server: LookAlikeServer, now: datetime, *command: str
    ) -> subprocess.Popen[bytes]:
        """Start `qilu` at another time."""
        seconds = round((now - datetime.now(SHANGHAI)).total_seconds())
        return subprocess.Popen(
            [sys.executable, "-m", "tests.later", f"{seconds}", *command],
            env=leading_to(server),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


# What must hold at the end; each yields a line for what does not.


def faults_of(week: Week) -> list[str]:
    """Say what a week has shown to be wrong: nothing, if all is well."""
    return [*of_the_runs(week), *of_the_records(week), *of_the_room(week), *of_the_verdicts(week)]


def of_the_runs(week: Week) -> Iterator[str]:
    """A run that nothing is done to is well, and asks for little."""
    columns = [column for city in CITIES for column in week.site.channels_of(city)]
    lists = len(CITIES) + sum(2 + week.site.size(column) // PAGE_SIZE for column in columns)
    for before, hour in pairwise([None, *week.ran]):
        if hour is None or hour.trouble:
            continue
        if hour.code:
            yield f"{hour.at:%d %H:%M}: {hour.code}, {hour.said}"
        if before is not None and not before.trouble:
            if hour.lists > lists:
                yield f"{hour.at:%d %H:%M}: {hour.lists} lists"
            if hour.pages > 40 * week.every:
                yield f"{hour.at:%d %H:%M}: {hour.pages} pages"


def of_the_records(week: Week) -> Iterator[str]:
    """Each article is there, each of its revisions once, and the newest is what the site has."""
    first = (week.start - timedelta(days=7)).date().isoformat()
    truth = [r for city in CITIES for r in week.site.articles_of(city)]
    wanted = {r["id"]: r for r in truth if (r["date_published"] or first)[:10] > first}
    texts: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for record in read_records(week.output, revisions=True):
        texts[record["id"]].append(record["body"])
        numbers[record["id"]].append(record["revision"])
    yield from (f"{id_}: missing" for id_ in wanted.keys() - texts.keys())
    for id_, found in texts.items():
        if sorted(numbers[id_]) != [*range(1, len(found) + 1)]:
            yield f"{id_}: revisions {numbers[id_]}"
        if len(found) > 1 + len(week.edits[id_]) or len({*found}) < len(found):
            yield f"{id_}: {len(found)} revisions of {len(week.edits[id_])} changes"
        if id_ in wanted and is_settled(week, wanted[id_]) and found[-1] != wanted[id_]["body"]:
            yield f"{id_}: not the newest text"


def is_settled(week: Week, record: Record) -> bool:
    """Whether an article was looked at after its last change: a day after it came out."""
    published = datetime.fromisoformat(record["date_published"])
    looked = published + timedelta(hours=24 + 2 * week.every)
    return looked < week.end and max(week.edits[record["id"]], default=published) < looked


def of_the_room(week: Week) -> Iterator[str]:
    """What a run leaves is bounded by what it was told."""
    folders = Folders(week.output)
    records = sum(1 for _ in read_records(week.output, revisions=True))
    requests = sum(hour.lists + hour.pages for hour in week.ran)
    rooms = {
        folders.state.parent: 100_000 + 2_000 * records,
        folders.output: 20_000 * records,
        folders.archive: 20_000 * requests,
        folders.reports: 20_000 * len(week.ran),
    }
    for folder, most in rooms.items():
        size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
        if size > most:
            yield f"{folder}: {size} bytes"
    for file in week.home.rglob("*"):
        if file.suffix in (".part", ".open", ".mending", ".damaged"):
            yield f"{file} is left"


def of_the_verdicts(week: Week) -> Iterator[str]:
    """A monitor and the doctor find nothing."""
    for command in ("health", "doctor"):
        code, text = week.ask(command)
        if code:
            yield f"qilu {command}: {code}\n{text}"


def summary(week: Week) -> str:
    """Return what a week was, in a line."""
    troubles = Counter(hour.trouble for hour in week.ran if hour.trouble)
    revisions = [record["revision"] for record in read_records(week.output, revisions=True)]
    requests = sum(hour.lists + hour.pages for hour in week.ran)
    told = ", ".join(f"{n} {name}" for name, n in sorted(troubles.items())) or "no trouble"
    changed = sum(revision > 1 for revision in revisions)
    return (
        f"{len(week.ran)} runs ({told}), {requests} requests, "
        f"{len(revisions)} records, {changed} of them later revisions"
    )
