"""The operator's command for an unhealthy run."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path

import pytest

from scraper import hook
from scraper.hook import HookError

from .made_up import report

NASTY = "status 404 at https://x/$(touch pwned)`touch pwned`;touch pwned\x00\n'\""
DUMP = "import json, os, sys; json.dump([sys.argv[1:], dict(os.environ)], open('told', 'w'))"


def python(code: str, *words: str) -> str:
    return shlex.join([sys.executable, "-c", code, *words])


def test_it_finds_the_run_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    made = report(3, sentence=NASTY, exit_code=3, unhealthy_runs=2)
    hook.run(python(DUMP, "$QILU_SENTENCE", "; touch pwned"), made, Path("reports/x.json"), 20)
    words, told = json.loads(Path("told").read_text())
    assert words == ["$QILU_SENTENCE", "; touch pwned"]
    assert told["QILU_SENTENCE"] == NASTY.replace("\x00", " ").replace("\n", " ")
    assert told["QILU_REPORT"] == str(tmp_path / "reports/x.json")
    assert (told["QILU_EXIT_CODE"], told["QILU_UNHEALTHY_RUNS"]) == ("3", "2")
    assert told["QILU_RUN"] == made.run_id
    assert not Path("pwned").exists()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/nowhere/to/be/found x", "can't be run: No such file"),
        (python("raise SystemExit(7)"), "ended with 7"),
        ("say 'hello", "No closing quotation"),
    ],
)
def test_its_failures_are_said(command: str, why: str):
    with pytest.raises(HookError, match=why):
        hook.run(command, report(), Path("x.json"), 20)


def test_it_is_ended_with_all_that_it_began(tmp_path: Path):
    later = tmp_path / "later"
    child = f"import time; time.sleep(1.5); open({str(later)!r}, 'w')"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}])"
    with pytest.raises(HookError, match=r"was ended after 0\.4 s"):
        hook.run(python(f"{code}; time.sleep(60)"), report(), Path("x.json"), 0.4)
    deadline = time.monotonic() + 2.5
    while time.monotonic() < deadline:
        assert not later.exists()
        time.sleep(0.1)
