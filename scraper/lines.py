"""Files of lines that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


class LineFile:
    """Appends lines to a file; a line that does not fit leaves the file as it was.

    Nothing waits in memory: what is written outlasts the process, and, after `sync`, a loss of
    power. Errors of the operating system pass through.
    """

    def __init__(self, path: Path, *, new: bool = False) -> None:
        self.path = path
        self._file = path.open("xb" if new else "ab", buffering=0)
        self.size = self._file.seek(0, os.SEEK_END)

    def write(self, line: str) -> None:
        """Append a line, given without its LF."""
        rest = memoryview(f"{line}\n".encode())
        length = len(rest)
        try:
            while rest:  # a disk that is nearly full takes a part first
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(self.size)
            raise
        self.size += length

    def sync(self) -> None:
        """Bring what is written to the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def cut_half_line(path: Path) -> int:
    """Cut off a last line without its LF, which a killed run left; return how many bytes."""
    with path.open("r+b") as file:
        whole = sum(len(line) for line in file if line.endswith(b"\n"))
        half = file.tell() - whole
        if half:
            file.truncate(whole)
            os.fsync(file.fileno())
    return half
