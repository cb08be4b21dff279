"""JSON Lines by year and region, compressed, in bounded memory."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

from ..items import Record
from ..regions import REGIONS

UNDATED = "undated"
"""The year of articles without a date."""
ELSEWHERE = "elsewhere"
"""The region of articles that are on no city's site."""
_WAITING = 32 << 20  # bytes of lines that wait to be written, of all partitions together
_LEVEL = 6


def partition_of(record: Record) -> str:
    """Return year of publication and region of a record: `2020/dezhou`."""
    year = (record["date_published"] or UNDATED).partition("-")[0]
    slug = record["region"] and record["region"]["slug"]
    return f"{year}/{slug if slug in REGIONS else ELSEWHERE}"


class Partitions:
    """Sorts records into `YEAR/REGION.jsonl.gz` below a folder; within each, as they come.

    Lines wait until there are many, then those of the fullest partition are appended to its file
    as one gzip member more: so few files are open at a time, and the same records give the same
    bytes. Errors of the operating system pass through.
    """

    def __init__(self, folder: Path, waiting: int = _WAITING) -> None:
        self.folder = folder
        self.records: Counter[str] = Counter()
        """Records by partition."""
        self._most, self._size = waiting, 0
        self._lines: dict[str, list[bytes]] = {}
        self._sizes: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Take a record."""
        name = partition_of(record)
        line = f"{json.dumps(record, ensure_ascii=False, allow_nan=False)}\n".encode()
        self.records[name] += 1
        self._lines.setdefault(name, []).append(line)
        self._sizes[name] += len(line)
        self._size += len(line)
        if self._size > self._most:
            self._write(max(self._sizes, key=self._sizes.__getitem__))

    def finish(self) -> None:
        """Write what waits."""
        for name in list(self._lines):
            self._write(name)

    def file(self, name: str) -> Path:
        """Return the file of a partition."""
        return self.folder / f"{name}.jsonl.gz"

    def _write(self, name: str) -> None:
        file = self.file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as members:
            members.write(gzip.compress(b"".join(self._lines.pop(name)), _LEVEL, mtime=0))
        self._size -= self._sizes.pop(name)
