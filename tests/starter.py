"""Starting commands by fork: most of a start are imports, done here once.

A starter is an interpreter with the libraries loaded, which forks into each command: a process
of its own, with the arguments, environment, folder and standard streams of the caller (files).
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

# Not `scraper.settings`, which reads the environment, nor what is run itself.
LOADED = (
    "scrapy.crawler",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.redirect",
    "scrapy.downloadermiddlewares.retry",
    "scrapy.downloadermiddlewares.robotstxt",
    "scrapy.extensions.feedexport",
    "scrapy.spidermiddlewares.referer",
    "scrapy.squeues",
    "twisted.internet.asyncioreactor",
    "click",
    "jsonschema_rs",
    "lxml.html",
    "protego",
    "queuelib",
    "warcio.archiveiterator",
    "warcio.warcwriter",
    "scraper.commands",
    "scraper.report",
    "spiders.article",
    "spiders.region",
    "spiders.replay",
)
_LARGEST = 1 << 17  # bytes of a message


class Command(NamedTuple):
    """A module to run, and what `subprocess.run` takes beside it."""

    arguments: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    input: bytes
    timeout: float


def anew(command: Command) -> subprocess.CompletedProcess[bytes]:
    """Run a command by an interpreter of its own."""
    arguments, cwd, env, given, timeout = command
    called = [sys.executable, "-m", *arguments]
    return subprocess.run(
        called, cwd=cwd, env=env, input=given, timeout=timeout, capture_output=True, check=False
    )


class Starter:
    """A process that becomes commands; `environment` is that of its interpreter."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._address = str(folder / "starter")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(self._address)
            listening.listen()
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(listening.fileno())],
                env={**environment},
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[listening.fileno()],
            )

    def run(self, command: Command) -> subprocess.CompletedProcess[bytes]:
        """Run a command by a fork; the rest as in `anew`."""
        arguments, cwd, env, given, timeout = command
        message = json.dumps([[*arguments], str(cwd), {**env}]).encode()
        assert len(message) < _LARGEST
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection,
            tempfile.TemporaryFile() as stdin,
            tempfile.TemporaryFile() as stdout,
            tempfile.TemporaryFile() as stderr,
        ):
            stdin.write(given)
            stdin.seek(0)
            connection.settimeout(timeout)
            connection.connect(self._address)
            socket.send_fds(connection, [message], [f.fileno() for f in (stdin, stdout, stderr)])
            number = int(connection.recv(100) or b"0")
            assert number, "the starter has ended"
            try:
                code = int(connection.recv(100))
            except TimeoutError:
                os.kill(number, signal.SIGKILL)
                code = None
            stdout.seek(0)
            stderr.seek(0)
            printed = stdout.read(), stderr.read()
            if code is None:
                raise subprocess.TimeoutExpired(arguments, timeout, *printed)
            return subprocess.CompletedProcess(arguments, code, *printed)

    def stop(self) -> None:
        """End the process; commands that run go on."""
        self._process.communicate()


def _serve(listening: socket.socket) -> None:
    """Fork for each connection, in the child as in the command, until standard input ends."""
    for name in LOADED:
        import_module(name)
    assert "twisted.internet.reactor" not in sys.modules, "two processes can not share one"
    assert "scraper.settings" not in sys.modules, "it reads the environment"
    gc.freeze()  # else each command looks through all that was loaded when it ends
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while listening in select.select([listening, sys.stdin], [], [])[0]:
        connection = listening.accept()[0]
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listening.close()
            _start(connection)
            return
        connection.close()
    listening.close()


def _start(connection: socket.socket) -> None:
    message, streams, _, _ = socket.recv_fds(connection, _LARGEST, 3)
    command = os.fork()
    if command:
        connection.send(str(command).encode())
        code = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        with suppress(BrokenPipeError):  # nobody waits any more
            connection.send(str(code).encode())
        os._exit(0)
    connection.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    (module, *arguments), cwd, environment = json.loads(message)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(cwd)
    sys.path[0] = cwd
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
