"""docs/operations.md, done: its sessions in their order, in a folder that stands for a machine.

What needs root (users, services, containers) is replaced by programs that do as much as is
possible without; `qilu`, `pip`, `cp`, deploy/backup and the rest are the real ones.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.lookalike import LookAlikeServer
from scraper.reader import read_records

from .conftest import ROOT, leading_to
from .test_deploy import copied, of_today

__all__ = ["of_today"]  # a fixture

TEXT = (ROOT / "docs/operations.md").read_text("utf-8")
SESSIONS = re.findall(r"^```shell\n(.*?)^```", TEXT, re.M | re.S)
PYTHON = sys.executable
PROGRAMS = {
    "qilu": f'test "$1" = crawl && shift && set crawl --delay 0 "$@"\n'
    f'exec {PYTHON} -m scraper.cli "$@"',
    "pip": f'exec {PYTHON} -m pip --quiet "$@" --dry-run --no-index',
    "python3": f'test "$2" = venv || exec {PYTHON} "$@"',
    # A container: from the root of the machine that it sees, with its entry point.
    "docker": 'test "$1" = run || exit 0\n'
    'while [ "$1" != qilu ]; do shift; done; mkdir -p "$MACHINE/volume"; cd "$MACHINE/volume"\n'
    'exec "$@"',
    "useradd": 'mkdir -p "$MACHINE/var/lib/qilu"',
    "systemctl": 'for unit; do case $unit in *.timer) test -e "$MACHINE/etc/systemd/system/'
    '$(echo "$unit" | sed s/@.*[.]/@./)" || exit 1 ;; esac; done',
    "scrapyd-deploy": "grep -q '^\\[deploy\\]' scrapy.cfg",
    "curl": "",  # tests/test_scrapyd.py asks what it asks
}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder that looks like a machine, with the project in /opt/qilu."""
    folder = tmp_path_factory.mktemp("machine")
    for name in ("bin", "opt/qilu", "etc/systemd/system", "etc/cron.d", "etc/logrotate.d"):
        (folder / name).mkdir(parents=True)
    for name, does in PROGRAMS.items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (folder / "bin" / name).chmod(0o755)
    for name in (*copied(), "deploy", "scrapy.cfg"):
        target = folder / "opt/qilu" / name
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
    return folder


def perform(session: str, machine: Path, server: LookAlikeServer) -> None:
    """Run a session in a shell that ends with the first command that fails."""
    session = re.sub(r"/opt/(qilu/\.venv|scrapyd)/bin", f"{machine}/bin", session)
    session = re.sub(r"(^|[\s=])/(opt|etc|var|backup)/", rf"\1{machine}/\2/", session, flags=re.M)
    environment = leading_to(server) | {"MACHINE": f"{machine}", "PYTHONPATH": f"{ROOT}"}
    environment["PATH"] = f"{machine / 'bin'}:{environment['PATH']}"
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", session],
        cwd=machine,
        env=environment | {"PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{session}\n{done.stdout}{done.stderr}"


def test_every_section_has_its_sessions():
    assert len(SESSIONS) >= 9
    sections = TEXT.split("\n## ")
    with_session = {one.partition("\n")[0] for one in sections if "```sh" in one}
    assert with_session >= {"Install", "Schedule", "Doctor", "Housekeeping", "Back up", "Upgrade"}


def test_the_sessions_do_what_they_say(machine: Path, of_today: LookAlikeServer):
    home = machine / "var/lib/qilu"
    perform(f"qilu crawl dezhou --output {home / 'out'}", machine, of_today)
    before = list(read_records(home / "out"))
    assert before
    for session in SESSIONS:
        perform(session, machine, of_today)
    assert list(read_records(home / "out")) == before, "backed up and restored"
    assert list(read_records(machine / "volume/data/out")), "crawled in a container"
    for name in ("systemd/system/qilu@.timer", "qilu/west.env", "cron.d/qilu", "scrapyd"):
        assert (machine / "etc" / name).exists()
