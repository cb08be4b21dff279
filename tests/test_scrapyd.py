"""The project under scrapyd: the egg is built and deployed, and a job runs to its end."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode
from urllib.request import ProxyHandler, build_opener

import pytest
import scrapy

from scraper.lookalike import LookAlikeServer
from scraper.reader import read_records

from .conftest import ROOT, differences, leading_to, truth

PROJECT = ("scraper", "spiders", "pipelines", "setup.py", "pyproject.toml", "README.md")
LOUD = {"PYTHONWARNINGS": "default"}  # pkg_resources and bdist_egg say that they are old
PLAIN = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Daemon:
    """A scrapyd at work."""

    url: str
    folder: Path

    def ask(self, service: str, told: dict[str, list[str]] | None = None) -> dict[str, Any]:
        """Ask its API something, or tell it."""
        body = urlencode(told, doseq=True).encode() if told else None
        with PLAIN.open(f"{self.url}{service}", body, timeout=30) as answer:
            said: dict[str, Any] = json.load(answer)
        assert said["status"] == "ok", said
        return said

    def has_finished(self, job: str) -> bool:
        """Whether it lists a job as finished."""
        jobs = self.ask("listjobs.json?project=qilu")
        return job in [one["id"] for one in jobs["finished"]]


@pytest.fixture
def daemon(small: LookAlikeServer, tmp_path: Path) -> Iterator[Daemon]:
    """Run scrapyd with the project's configuration; what its jobs ask goes to a look-alike."""
    with closing(socket.create_server(("127.0.0.1", 0))) as one:
        port = one.getsockname()[1]
    folder = tmp_path / "scrapyd"
    folder.mkdir()
    (folder / "scrapyd.conf").write_text(configuration(port, folder), "utf-8")
    environment = leading_to(small) | LOUD | {"HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [python_of_its_own(tmp_path / "venv"), "-m", "scrapyd"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        with process:
            try:
                wait_for(lambda: process.poll() is not None or answers(port))
                assert process.poll() is None, (folder / "log").read_text("utf-8")
                yield Daemon(f"http://127.0.0.1:{port}/", folder)
            finally:
                process.terminate()


def configuration(port: int, folder: Path) -> str:
    """Return `deploy/scrapyd.conf` for another port and folder, and without waiting."""
    text = (ROOT / "deploy/scrapyd.conf").read_text("utf-8")
    text = text.replace("6800", f"{port}").replace("/var/lib/scrapyd", f"{folder}")
    return text.replace("[scrapyd]\n", "[scrapyd]\npoll_interval = 0.1\n")


def python_of_its_own(folder: Path) -> Path:
    """Make an environment with the packages of this one; return its Python.

    Without the project itself: where that is installed, it hides the one in the egg.
    """
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "more.pth").write_text(str(Path(scrapy.__file__).parents[1]))
    return folder / "bin" / "python"


def answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait until something has happened, a minute at most."""
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def deploy(daemon: Daemon, project: Path) -> str:
    """Deploy a copy of the project with its own `scrapy.cfg`; return what was said."""
    project.mkdir()
    for name in PROJECT:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, project / name)
    target = (ROOT / "scrapy.cfg").read_text("utf-8")
    target = target.replace("http://127.0.0.1:6800/", daemon.url)
    (project / "scrapy.cfg").write_text(target, "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("scrapyd-deploy")],
        cwd=project,
        env=leading_to(None) | LOUD | {"no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def as_documented(output: Path) -> dict[str, list[str]]:
    """Return the job that docs/operations.md schedules, for another output folder."""
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    (line,) = re.findall(r"^curl http://127.0.0.1:6800/schedule.json (.*)$", text, re.M)
    words = [
        word for word in line.replace("/var/lib/qilu/out", f"{output}").split() if word != "-d"
    ]
    return parse_qs("&".join(words))


def test_a_deployed_egg_runs_a_job_to_its_end(
    daemon: Daemon, small: LookAlikeServer, tmp_path: Path
):
    said = json.loads(deploy(daemon, tmp_path / "project"))
    assert (said["status"], said["project"]) == ("ok", "qilu")
    spiders = daemon.ask("listspiders.json?project=qilu")["spiders"]
    assert spiders == ["article", "doctor", "region", "replay"]
    output = tmp_path / "data" / "out"
    told = as_documented(output)
    told["setting"] += ["DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False"]
    del told["since"]  # the look-alike is of 2020
    job = daemon.ask("schedule.json", told)["jobid"]
    wait_for(lambda: daemon.has_finished(job))
    log = (daemon.folder / f"logs/qilu/region/{job}.log").read_text("utf-8")
    assert differences(read_records(output), truth(small.site)) == [], log
    assert "Traceback" not in log
    assert [file.name for file in output.iterdir() if file.suffix != ".jsonl"] == []
    report = json.loads((output.parent / "reports" / "newest.json").read_bytes())
    assert (report["exit_code"], report["job"]["regions"]) == (0, ["dezhou", "jinan"])
