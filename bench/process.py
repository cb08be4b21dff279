"""An extractor in a process of its own, with a time limit a page."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Any, Self

from bench.corpus import SavedPage

ROOT = Path(__file__).parents[1]
NOWHERE = "https://www.example.com/a.html"
START_LIMIT = 60.0  # seconds, for all that a library loads
_CHUNK = 1 << 16


class StartError(Exception):
    """An extractor's process could not be started; the message says why."""


class Extractor:
    """A process that is asked for one page at a time (`bench/worker.py` tells how).

    `limit` is in seconds. A process that takes longer for a page, or dies, is replaced.
    """

    def __init__(self, name: str, command: Sequence[str], limit: float) -> None:
        self.name = name
        self.limit = limit
        self._command = command
        self.version = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, page: SavedPage) -> dict[str, Any]:
        """Return `answer` (None after a failure), `seconds` and `error`."""
        html = base64.b64encode(page.html).decode()
        asked = {"html": html, "url": page.url or NOWHERE, "charset": page.charset}
        start = monotonic()
        said = self._say(json.dumps(asked).encode() + b"\n", self.limit)
        if said is None:
            self._end()
            self._start()
            return {"answer": None, "seconds": monotonic() - start, "error": "too slow, or dead"}
        return said

    def _start(self) -> str:
        """Start the process and return its version."""
        try:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise StartError(f"{self.name} does not start: {error}") from None
        hello = self._say(b"", START_LIMIT) or {"error": "it says nothing"}
        if "error" in hello:
            self._end()
            raise StartError(f"{self.name} does not start: {hello['error']}")
        return str(hello["version"])

    def _say(self, line: bytes, limit: float) -> dict[str, Any] | None:
        """Return what the process replies to a line, or None where it does not in time."""
        try:
            _pipe(self._process.stdin).write(line)
            _pipe(self._process.stdin).flush()
        except BrokenPipeError:
            return None
        answers = _pipe(self._process.stdout).fileno()
        until, said = monotonic() + limit, b""
        while not said.endswith(b"\n"):
            if not select.select([answers], [], [], max(0, until - monotonic()))[0]:
                return None
            if not (part := os.read(answers, _CHUNK)):
                return None
            said += part
        reply: dict[str, Any] = json.loads(said)
        return reply

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        _pipe(self._process.stdout).close()
        with suppress(BrokenPipeError):  # what it has not read of the last page
            _pipe(self._process.stdin).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # all are asked for
    return pipe
