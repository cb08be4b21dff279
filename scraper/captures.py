"""Reading archives: the responses in WARC files of this project or of any other tool.

With or without gzip, bodies in chunks or whole, compressed or not.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from .folders import FolderError, explained
from .items import NotAnArticleError
from .warc import PAGE

LARGEST = 64 * 1024 * 1024  # bytes of a record; larger ones are no pages, and are passed over
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"


class ArchiveError(FolderError):
    """An archive that can't be read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A response in an archive."""

    path: Path
    offset: int
    """Where its record, or the gzip member of it, begins: bytes from the start of the file."""
    url: str
    status: int
    fetched_at: datetime | None
    page: str | None
    """What `scraper.warc.Exchange.page` was."""
    about: Mapping[str, str]
    """What the file says of itself before this record."""
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    """The body as stored."""

    def body(self, limit: int) -> bytes:
        """Return the body without chunks and compression.

        Raises `NotAnArticleError` for what is longer than `limit` bytes, or can't be decoded.
        """
        data = self.payload
        if "chunked" in self._values("Transfer-Encoding"):
            data = ChunkedDataReader(BytesIO(data)).read()  # takes a body without chunks, too
        for encoding in reversed(self._values("Content-Encoding")):
            data = _decoded(data, encoding, limit)
        if len(data) > limit:
            raise NotAnArticleError(f"more than {limit} bytes: {self.url}")
        return data

    def _values(self, header: str) -> list[str]:
        found = (value for name, value in self.headers if name.lower() == header.lower())
        return [word.strip().lower() for value in found for word in value.split(",")]


def captures(path: Path, offset: int = 0) -> Iterator[Capture]:
    """Yield the responses of an archive, in its order; revisits are none.

    `offset` is where a record begins. Raises `ArchiveError` where the file is damaged, after
    all that stands before.
    """
    with explained(f"read {path}"), path.open("rb") as file:
        records = _Records(file, offset)
        about: dict[str, str] = {}
        try:
            for headers, block in records:
                kind = headers.get_header("WARC-Type")
                if kind == "warcinfo":
                    about = dict(_fields(block))
                elif kind == "response" and (found := _parsed(headers, block)):
                    yield Capture(path=path, offset=records.offset, about=about, **found)
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
            why = str(error).partition("\n")[0] or "it ends in the middle of a record"
            message = f"{path} is damaged, or no archive, at byte {records.offset}: {why}"
            raise ArchiveError(message) from error


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member: where it begins and ends in its file, and what it holds."""

    start: int
    end: int
    content: bytes
    """At most `LARGEST` bytes of it."""
    size: int


def members(file: BinaryIO) -> Iterator[Member]:
    """Yield the gzip members from here to the end of a file.

    Raises `EOFError` for half a member at the end, `zlib.error` for what is none.
    """
    start = file.tell()
    data = file.read(_CHUNK)
    while data:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content = bytearray()
        length = size = 0
        while not unpacker.eof:
            if not data:
                raise EOFError
            piece = unpacker.decompress(data)
            content += piece[: max(LARGEST - size, 0)]
            length, size = length + len(data), size + len(piece)
            data = unpacker.unused_data if unpacker.eof else file.read(_CHUNK)
        end = start + length - len(data)
        yield Member(start, end, bytes(content), size)
        start = end
        data = data or file.read(_CHUNK)


class _Records:
    """The records of a file: their headers, and their blocks, empty for those past `LARGEST`."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self.file = file
        self.offset = offset
        """Where the record that is being read begins."""
        self._loader = ArcWarcRecordLoader()

    def __iter__(self) -> Iterator[tuple[StatusAndHeaders, bytes]]:
        self.file.seek(self.offset)
        zipped = self.file.read(len(_GZIP)) == _GZIP
        self.file.seek(self.offset)
        return self._zipped() if zipped else self._plain()

    def _zipped(self) -> Iterator[tuple[StatusAndHeaders, bytes]]:
        for member in members(self.file):
            self.offset = member.start
            stream = BytesIO(member.content)
            headers, length = self._headers(stream, None)
            block = stream.read(length)
            whole = member.size == len(member.content)
            if whole and len(block) < length:
                raise EOFError
            if whole and stream.read().strip():
                raise ValueError("several records in one gzip member; `warcio recompress` helps")
            yield headers, block if whole else b""
            self.offset = member.end

    def _plain(self) -> Iterator[tuple[StatusAndHeaders, bytes]]:
        while line := self.file.readline(_CHUNK):
            if line.strip():
                headers, length = self._headers(self.file, line)
                end = self.file.tell() + length
                block = self.file.read(length) if length <= LARGEST else b""
                if self.file.seek(0, SEEK_END) < end:
                    raise EOFError
                yield headers, block
                self.file.seek(end)
            self.offset = self.file.tell()

    def _headers(self, stream: BinaryIO, line: bytes | None) -> tuple[StatusAndHeaders, int]:
        """Read the headers of a record; return them and the length of its block."""
        record = self._loader.parse_record_stream(stream, line, "warc", no_record_parse=True)
        length = record.rec_headers.get_header("Content-Length")
        if length is None or not length.isdecimal():
            raise ValueError("a record without a length")
        return record.rec_headers, int(length)


def _parsed(headers: StatusAndHeaders, block: bytes) -> dict[str, Any] | None:
    """Return the fields of a response; ``None`` for what is none of HTTP."""
    url = headers.get_header("WARC-Target-URI")
    if not url or not url.startswith(("http://", "https://")) or not block:
        return None
    stream = BytesIO(block)
    head = StatusAndHeadersParser([], verify=False).parse(stream)
    status = head.get_statuscode()
    return {
        "url": url,
        "status": int(status) if status.isdecimal() else 0,
        "fetched_at": _moment(headers.get_header("WARC-Date")),
        "page": headers.get_header(PAGE),
        "headers": tuple(head.headers),
        "payload": stream.read(),
    }


def _moment(date: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    for line in block.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _decoded(data: bytes, encoding: str, limit: int) -> bytes:
    if encoding in ("gzip", "x-gzip"):
        return _unpacked(data, zlib.MAX_WBITS | 16, limit)
    if encoding == "deflate":
        try:
            return _unpacked(data, zlib.MAX_WBITS, limit)
        except NotAnArticleError:  # some servers leave its header out
            return _unpacked(data, -zlib.MAX_WBITS, limit)
    return data


def _unpacked(data: bytes, form: int, limit: int) -> bytes:
    """Return what is packed in `data`, and one byte past the limit at the most.

    Data that is cut off gives what is there of it, as in a crawl.
    """
    found = b""
    while data and len(found) <= limit:
        unpacker = zlib.decompressobj(form)
        try:
            found += unpacker.decompress(data, limit + 1 - len(found))
        except zlib.error as error:
            if found:
                break
            raise NotAnArticleError(f"a body that can't be unpacked: {error}") from error
        data = unpacker.unused_data
    return found
