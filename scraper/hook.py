"""A command of the operator's, run when something is wrong: `QILU_ON_UNHEALTHY`."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from .items import QiluError
from .report import Report


class HookError(QiluError):
    """A command that can't be run, or failed."""


def words(command: str) -> list[str]:
    """Return the words of a command. Raises `HookError` for an open quote."""
    try:
        return shlex.split(command)
    except ValueError as error:
        raise HookError(f"QILU_ON_UNHEALTHY can't be read: {error}: {command!r}") from error


def run(command: str, report: Report, file: Path, seconds: float) -> None:
    """Run a command, without a shell, for so many seconds at most. Raises `HookError`.

    What the run has to tell is in its environment, never among its words: text of a page can't
    become a command.
    """
    told = {
        "QILU_REPORT": str(file.absolute()),
        "QILU_RUN": report.run_id,
        "QILU_EXIT_CODE": str(report.exit_code),
        "QILU_UNHEALTHY_RUNS": str(report.unhealthy_runs),
        "QILU_SENTENCE": _printable(report.sentence),
    }
    try:
        process = subprocess.Popen(  # noqa: S603 - the operator's own command
            words(command),
            env=os.environ | told,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
        )
    except OSError as error:
        raise HookError(f"{command!r} can't be run: {error.strerror}") from error
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise HookError(f"{command!r} was ended after {seconds:g} s") from None
    if code:
        raise HookError(f"{command!r} ended with {code}")


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
