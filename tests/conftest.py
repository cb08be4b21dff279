"""Fixtures: a look-alike of the site on loopback, and real commands run against it."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings
from xdist.scheduler import WorkStealingScheduling

from scraper.cases import OF_THE_RUN
from scraper.items import Record
from scraper.lookalike import Logged, LookAlike, LookAlikeServer, Reply
from scraper.urls import PAGE_FORMS, Form, address, canonical

from .starter import Command, Starter, anew

# A test of any input is no test of the machine's speed: `heavy` and `damage` look at that.
settings.register_profile("whole", deadline=None)
settings.load_profile("whole")

# Commands buffer what they print, as they do for a user; some machines are set otherwise.
os.environ.pop("PYTHONUNBUFFERED", None)

# A background job of a shell ignores Ctrl-C, and so would the commands that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds, for a command that hangs
NOWHERE = "http://127.0.0.1:1"
"""A closed port: what is led there goes no further."""
STRICT = {"PYTHONWARNINGS": "error", "PYTHONUTF8": "1"}
"""The interpreter of a command."""
SOON = ("-s", "QILU_BACKOFF=0.02", "-s", "AUTOTHROTTLE_ENABLED=False")
"""Short pauses after failures, none for a look-alike that is slow on a busy machine."""


def pytest_collection_finish() -> None:
    """Spare the garbage collector the thousands of tests, which live to the end."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling | None:
    """Unless told otherwise, let an idle worker take tests of another: slow ones stand together."""
    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    stdout: str
    stderr: str
    output: Path
    files: list[Path]
    """What was in its output folder afterwards besides the manifest, by name."""

    @property
    def records(self) -> list[Record]:
        """The records in the finished files, in the order of the files."""
        lines = (f.read_text("utf-8") for f in self.files if f.suffix == ".jsonl")
        return [json.loads(line) for text in lines for line in text.splitlines()]

    @property
    def last_line(self) -> str:
        """The last line on standard error."""
        return self.stderr.rstrip("\n").rpartition("\n")[2]


def data_files(folder: Path) -> list[Path]:
    """Return the files of an output folder, without the manifest."""
    found = sorted(folder.iterdir()) if folder.exists() else []
    return [file for file in found if file.name != "manifest.jsonl"]


class Runner(Protocol):
    """Runs a command."""

    def __call__(
        self,
        *arguments: object,
        environment: Mapping[str, str] = ...,
        stdin: str | bytes | None = ...,
        cwd: Path = ...,
    ) -> Run: ...


def leading_to(server: LookAlikeServer | None) -> dict[str, str]:
    """Return an environment whose every connection goes to the server, or nowhere."""
    own = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name in own}
    closed = {"http_proxy": NOWHERE, "https_proxy": NOWHERE, "no_proxy": ""}
    return kept | STRICT | (server.environment if server else closed)


def kill_at_request(server: LookAlikeServer, process: subprocess.Popen[bytes], number: int) -> None:
    """Kill a run when the server gets its n-th request."""
    left = iter(range(number, 0, -1))

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        if next(left, 0) == 1:
            process.kill()
        return server.site.respond(url, headers)

    server.answer = answer


@pytest.fixture(scope="session")
def starters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Starter]]:
    """Two processes that become commands in turn.

    They differ in the order of sets: what depends on it differs from one command to the next.
    """
    made = [
        Starter(leading_to(None) | {"PYTHONHASHSEED": seed}, tmp_path_factory.mktemp("starter"))
        for seed in ("1", "2")
    ]
    yield cycle(made)
    for starter in made:
        starter.stop()


@pytest.fixture
def run(tmp_path: Path, starters: Iterator[Starter]) -> Runner:
    """Run a Python module as a command; nothing it asks for leaves this machine."""
    output = tmp_path / "out"

    def start(
        *arguments: object,
        environment: Mapping[str, str] = leading_to(None),
        stdin: str | bytes | None = None,
        cwd: Path = ROOT,
    ) -> Run:
        interpreter = {k: v for k, v in environment.items() if k.startswith("PYTHON")}
        given = stdin.encode() if isinstance(stdin, str) else stdin or b""
        command = Command([*map(str, arguments)], cwd, {**environment}, given, PATIENCE)
        done = (next(starters).run if interpreter == STRICT else anew)(command)
        texts = done.stdout.decode(), done.stderr.decode()
        return Run(done.returncode, *texts, output, data_files(output))

    return start


@pytest.fixture
def qilu(run: Runner) -> Runner:
    """Run `qilu` with some arguments."""
    return lambda *arguments, **options: run("scraper.cli", *arguments, **options)


class Crawl(Protocol):
    """Runs a crawl of a look-alike."""

    def __call__(self, server: LookAlikeServer, *arguments: object, **environment: str) -> Run: ...


@pytest.fixture
def crawl(qilu: Runner, tmp_path: Path) -> Crawl:
    """Run `qilu crawl`, without a delay unless one is given, and with short pauses."""

    def start(server: LookAlikeServer, *arguments: object, **environment: str) -> Run:
        pace = () if "--delay" in arguments else ("--delay", 0)
        where = leading_to(server) | environment
        return qilu("crawl", *SOON, *arguments, *pace, "-o", tmp_path / "out", environment=where)

    return start


@pytest.fixture(scope="session")
def finished_crawls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of `first_crawl`."""
    return tmp_path_factory.mktemp("finished_crawls")


@pytest.fixture
def first_crawl(crawl: Crawl, tmp_path: Path, finished_crawls: Path) -> Crawl:
    """Run a first crawl, for what comes after it: tests of the same site get copies of one.

    The site must be as it was made. The server's log may lack what was asked for.
    """

    def start(server: LookAlikeServer, *arguments: object, **environment: str) -> Run:
        assert not environment, "a copy would be of another environment"
        site = server.site
        assert server.answer == site.respond, "a copy would be of other answers"
        assert not [*site.edits, *server.faults], "a copy would be of other pages"
        made_of = (site.seed, site.articles, site.published, *site.regions, *arguments)
        kept = finished_crawls / "_".join(map(str, made_of))
        if not kept.exists():
            done = crawl(server, *arguments)
            assert done.code == 0, done.stderr
            shutil.copytree(tmp_path, kept)
        else:
            shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
        output = tmp_path / "out"
        return Run(0, "", "", output, data_files(output))

    return start


@pytest.fixture
def scrapy(run: Runner, tmp_path: Path) -> Crawl:
    """Run `scrapy crawl`, without a delay and with short pauses."""

    def start(server: LookAlikeServer, *arguments: object, **environment: str) -> Run:
        settings = (*SOON, "-s", "DOWNLOAD_DELAY=0", "-s", f"QILU_OUTPUT={tmp_path / 'out'}")
        where = leading_to(server) | environment
        return run("scrapy", "crawl", *settings, *arguments, environment=where)

    return start


Serve = Callable[..., LookAlikeServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start the servers of look-alikes, with the arguments of `LookAlike`."""
    with ExitStack() as running:
        yield lambda *arguments, **options: running.enter_context(
            LookAlikeServer(LookAlike(*arguments, **options))
        )


@pytest.fixture(scope="session")
def small() -> Iterator[LookAlikeServer]:
    """Serve a small site, for tests that do not look at the server's log."""
    with LookAlikeServer(LookAlike(seed=7, articles=40, regions=("dezhou", "jinan"))) as server:
        yield server


def truth(site: LookAlike, *regions: str) -> list[Record]:
    """Return the true records of a site's cities."""
    return [record for region in regions or site.regions for record in site.articles_of(region)]


def comparable(record: Record) -> Record:
    """Return what does not differ from run to run, with one spelling of the address."""
    metadata = {
        name: value
        for name, value in record["metadata"].items()
        if name not in (*OF_THE_RUN, "field_sources")
    }
    return {**record, "url": canonical(record["url"]), "metadata": metadata}


def differences(records: Iterable[Record], truths: Iterable[Record]) -> list[str]:
    """Say, a line each, where records differ from the truth: none for a perfect crawl."""
    got: dict[str, Record] = {}
    found: list[str] = []
    for record in map(comparable, records):
        if record["id"] in got:
            found.append(f"{record['id']}: twice")
        got[record["id"]] = record
    wanted = {truth["id"]: comparable(truth) for truth in truths}
    found += [f"{id_}: missing" for id_ in wanted.keys() - got.keys()]
    found += [f"{id_}: not wanted" for id_ in got.keys() - wanted.keys()]
    for id_ in sorted(got.keys() & wanted.keys()):
        found += _fields(id_, got[id_], wanted[id_])
    return found


def _fields(id_: str, record: Record, truth: Record) -> Iterator[str]:
    for name in [*truth, *(record.keys() - truth.keys())]:
        values: tuple[Any, Any] = record.get(name, ...), truth.get(name, ...)
        if values[0] != values[1]:
            yield f"{id_} {truth['metadata']['layout']} {name}: {values[0]!r}, not {values[1]!r}"


def asked(server: LookAlikeServer, *forms: Form) -> list[Logged]:
    """Return the logged requests for pages of some forms."""
    return [one for one in server.requests if address(one.url).form in forms]


def asked_articles(server: LookAlikeServer) -> list[Logged]:
    """Return the logged requests for articles, galleries, videos and app shares."""
    return asked(server, *PAGE_FORMS)
