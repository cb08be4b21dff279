"""The manifest: one line for each finished file of an output folder."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

from .extract import timestamp
from .lines import LineFile, cut_half_line
from .parts import run_of


class Manifest:
    """`manifest.jsonl`: name, run, region, records, bytes, sha256 and time of each finished file.

    A line is there whole or not at all. Errors of the operating system pass through.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists():
            cut_half_line(path)

    def names(self) -> set[str]:
        """Return the names of the files that are listed."""
        if not self.path.exists():
            return set()
        return {json.loads(line)["name"] for line in self.path.read_bytes().splitlines()}

    def add(self, file: Path, sealed_at: datetime) -> None:
        """List a finished file."""
        region, run_id = run_of(file.name)
        records = size = 0
        digest = hashlib.sha256()
        with file.open("rb") as lines:
            for line in lines:
                records, size = records + 1, size + len(line)
                digest.update(line)
        entry = {
            "name": file.name,
            "run_id": run_id,
            "region": region,
            "records": records,
            "bytes": size,
            "sha256": digest.hexdigest(),
            "sealed_at": timestamp(sealed_at),
        }
        manifest = LineFile(self.path)
        try:
            manifest.write(json.dumps(entry))
            manifest.sync()
        finally:
            manifest.close()
