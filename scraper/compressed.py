"""Files of lines that may be compressed: `.gz`, `.zst`."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from .items import QiluError

ENDINGS = ("", ".gz", ".zst")


class DamagedFileError(QiluError):
    """A compressed file that is cut off or was changed."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked as its name says.

    Raises `DamagedFileError` when what is read does not unpack.
    """
    with _opened(path) as file:
        try:
            yield file
        except _errors(path) as error:
            raise DamagedFileError(f"{path} is damaged: {error}") from error


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    if path.suffix == ".zst":
        return cast(BinaryIO, _zstd().open(path, "rb"))
    return path.open("rb")


def _errors(path: Path) -> tuple[type[Exception], ...]:
    if path.suffix == ".zst":
        return EOFError, _zstd().ZstdError
    return EOFError, gzip.BadGzipFile, zlib.error


def _zstd() -> Any:
    """Import what Python 3.14 has of its own, and Scrapy brings for older ones."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
