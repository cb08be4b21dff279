"""Serves a look-alike on loopback: as a proxy for http and https, and by Host header.

It never opens a connection: what is not the site's is answered with 502.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from http import HTTPStatus
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Self

from ..regions import SITE
from . import tls
from .faults import Fault
from .respond import Reply, Script, error
from .site import LookAlike

_LOOPBACK = "127.0.0.1"
_HEAD_LIMIT = 64 * 1024
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER, 0 seconds: to close is to reset


@dataclass(frozen=True, slots=True)
class Logged:
    """One answered request, as the server saw it; times are of `time.monotonic()`.

    `end` is infinite until the answer is sent.
    """

    start: float
    end: float
    method: str
    url: str
    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request."""

    method: str
    target: str
    headers: dict[str, str]
    """Names in lower case."""
    keep: bool

    def url(self, secure_host: str | None) -> str:
        """Return the absolute address asked for."""
        if self.target.startswith(("http://", "https://")):
            return self.target
        if secure_host:
            return f"https://{self.headers.get('host', secure_host)}{self.target}"
        return f"http://{self.headers.get('host', '')}{self.target}"


class LookAlikeServer:
    """Runs the server in a thread: `with LookAlikeServer(site) as server: ...`."""

    def __init__(self, site: LookAlike, port: int = 0, faults: Sequence[Fault] = ()) -> None:
        self.site = site
        self.port = port
        self.faults = faults
        self.requests: list[Logged] = []
        self.answer: Callable[[str, Mapping[str, str]], Reply] = site.respond
        """What answers a GET; replace it to make the site fail on purpose."""
        self._ca_file = Path()
        self._context: ssl.SSLContext | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._closing = contextlib.ExitStack()
        self._clients: set[asyncio.Task[None]] = set()

    @property
    def proxy_url(self) -> str:
        """The address for `http_proxy` and `https_proxy`."""
        return f"http://{_LOOPBACK}:{self.port}"

    @property
    def ca_file(self) -> str:
        """The file for `SSL_CERT_FILE`: the authority that signed the site's certificate."""
        return str(self._ca_file)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a client here."""
        proxies = dict.fromkeys(("http_proxy", "https_proxy"), self.proxy_url)
        return {**proxies, "no_proxy": "", "SSL_CERT_FILE": self.ca_file}

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as opened:
            folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="lookalike-"))
            self._ca_file, self._context = tls.make(Path(folder))
            started: Future[None] = Future()
            thread = threading.Thread(
                target=self._run, args=(started,), name="lookalike", daemon=True
            )
            thread.start()
            opened.callback(thread.join)
            started.result()  # raises when the port is taken
            opened.callback(self._halt)
            self._closing = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def serve_forever(self, ready: Callable[[LookAlikeServer], None] | None = None) -> None:
        """Serve until interrupted; `ready` is called once the port is open."""
        with self as server:
            if ready:
                ready(server)
            with contextlib.suppress(KeyboardInterrupt):
                threading.Event().wait()

    def _run(self, started: Future[None]) -> None:
        try:
            asyncio.run(self._serve(started))
        except OSError as problem:
            if started.done():
                raise
            started.set_exception(problem)

    def _halt(self) -> None:
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self, started: Future[None]) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(
            self._client, _LOOPBACK, self.port, limit=_HEAD_LIMIT, backlog=512
        )
        self.port = server.sockets[0].getsockname()[1]
        started.set_result(None)
        await self._stop.wait()
        server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            self._clients.add(task)
            task.add_done_callback(self._clients.discard)
        try:
            await self._converse(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # clients hang up when they like, in the middle of a handshake too
        except asyncio.CancelledError:
            pass  # the server stops; nobody waits for a client's good-bye
        finally:
            with contextlib.suppress(AttributeError):  # Python 3.11.2, where TLS has ended already
                writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure_host: str | None = None
        keep = True
        while keep:
            request = _parse(await reader.readuntil(b"\r\n\r\n"))
            start = time.monotonic()
            if request is None:
                await _send(writer, error(400), head_only=False, keep=False)
                return
            if request.method == "CONNECT":
                host = request.target.rpartition(":")[0]
                if secure_host or not _of_site(host):
                    await self._reply(
                        request, writer, start, request.target, error(502), keep=False
                    )
                    return
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.drain()
                await writer.start_tls(self._context)  # type: ignore[arg-type]
                secure_host = host
                continue
            url = request.url(secure_host)
            reply = self._answer(request, url)
            keep = request.keep and reply.script is None
            await self._reply(request, writer, start, url, reply, keep=keep)

    def _answer(self, request: Request, url: str) -> Reply:
        """Decide the reply to one request: the one place where faults are added."""
        if request.method not in ("GET", "HEAD"):
            return error(405)
        if "content-length" in request.headers or "transfer-encoding" in request.headers:
            return error(400)
        reply = self.answer(url, request.headers)
        for fault in self.faults:
            reply = fault(url, reply, lambda other: self.answer(other, {}))
        return reply

    async def _reply(
        self,
        request: Request,
        writer: asyncio.StreamWriter,
        start: float,
        url: str,
        reply: Reply,
        *,
        keep: bool,
    ) -> None:
        # Logged before it is sent: a client that has its answer finds it in the log.
        logged = Logged(start, inf, request.method, url, reply.status, request.headers)
        place = len(self.requests)
        self.requests.append(logged)
        await _send(writer, reply, head_only=request.method == "HEAD", keep=keep)
        self.requests[place] = replace(logged, end=time.monotonic())


def _of_site(host: str) -> bool:
    return host == SITE or host.endswith(f".{SITE}")


def _parse(raw: bytes) -> Request | None:
    """Read the head of a request; None when it is not one."""
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            return None
        headers[name.strip().lower()] = value.strip()
    connection = headers.get("connection", headers.get("proxy-connection", "")).lower()
    keep = "close" not in connection if words[2] == "HTTP/1.1" else "keep-alive" in connection
    return Request(words[0], words[1], headers, keep)


async def _send(writer: asyncio.StreamWriter, reply: Reply, *, head_only: bool, keep: bool) -> None:
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}", "Server: nginx"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    if reply.stream is not None:
        lines.append("Transfer-Encoding: chunked")
    elif reply.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {len(reply.body)}")
    lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
    head = "\r\n".join([*lines, "\r\n"]).encode("latin-1")
    if reply.script is not None:
        await _play(writer, reply.script, head + reply.body)
        return
    writer.write(head if head_only else head + reply.body)
    if reply.stream is not None and not head_only:
        for chunk in reply.stream:
            writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            await writer.drain()
            await asyncio.sleep(0)  # to learn that the client has left
        writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _play(writer: asyncio.StreamWriter, script: Script, whole: bytes) -> None:
    """Do with a reply what its fault says."""
    for step in script(whole):
        if writer.is_closing():
            return
        if step is None:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()
        elif isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
            await asyncio.sleep(0)  # to learn that the client has left
        else:
            await asyncio.sleep(step)
