"""The records in the data files: each line on its own, and all of them together."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs

from ..items import SCHEMA_VERSION, Record
from ..parts import finished
from ..schema import json_schema
from .finding import MOST, Finding, first, ok, problem

_DAMAGED = "restore the file from a copy; else delete the line, and the file's line in the manifest"


class Inventory:
    """What the records of a folder are, in a database that SQLite deletes when it is closed.

    Table `held`: `id`, `revision`, `sha256` (of headline and body), `file`.
    """

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None, uri=True)  # on disk, without a name
        self.db.execute("CREATE TABLE held (id TEXT, revision INTEGER, sha256 TEXT, file TEXT)")
        self.versions: Counter[str] = Counter()
        """Records by schema version."""
        self.newest = ""
        """The newest `fetched_at`."""
        self.broken: list[Finding] = []
        self._validator = jsonschema_rs.validator_for(json_schema(), validate_formats=True)

    def close(self) -> None:
        """Forget everything."""
        self.db.close()

    def take(self, file: Path) -> None:
        """Read a data file. Raises `OSError` when it can't be read."""
        self.db.execute("BEGIN")
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if why := self._take(line, file.name):
                    text = f"{file.name}, line {number}: {why}"
                    self.broken.append(problem("data", text, _DAMAGED))
        self.db.execute("COMMIT")

    def _take(self, line: bytes, file: str) -> str | None:
        """Take in one line; say what is wrong with it."""
        try:
            record: Record = json.loads(line)
            version, metadata = str(record["schema_version"]), record["metadata"]
            row = (record["id"], record.get("revision", 1), metadata["content_sha256"], file)
            self.newest = max(self.newest, metadata["fetched_at"] or "")
        except ValueError:
            return "no JSON"
        except (KeyError, TypeError, AttributeError):
            return "no record"
        self.versions[version] += 1
        self.db.execute("INSERT INTO held VALUES (?, ?, ?, ?)", row)
        if version == SCHEMA_VERSION and not self._validator.is_valid(record):
            return next(error.message for error in self._validator.iter_errors(record))
        return None

    def doubles(self) -> Iterator[str]:
        """Yield the records that are there more than once, and where."""
        for id_, revision, files in self.db.execute(
            "SELECT id, revision, group_concat(file, ', ') FROM held "
            "GROUP BY id, revision HAVING count(*) > 1 ORDER BY id"
        ):
            yield f"article {id_}, revision {revision}, is there more than once: {files}"


def examine(output: Path, inventory: Inventory) -> Iterator[Finding]:
    """Take the data files into the inventory, and tell what is wrong with them."""
    files = finished(output)
    for file in files:
        inventory.take(file)
    inventory.db.execute("CREATE INDEX held_by_id ON held (id, revision)")
    yield from first(inventory.broken)
    advice = "delete all but one, and the changed files' lines in manifest.jsonl"
    doubles = [problem("data", text, advice) for text in inventory.doubles()]
    yield from first(doubles)
    if not inventory.broken and not doubles:
        count = inventory.versions.total()
        yield ok("data", f"{count} records in {len(files)} files, each revision once")
    yield from _versions(inventory.versions)


def _versions(versions: Counter[str]) -> Iterator[Finding]:
    unknown = sorted(version for version in versions if not is_known(version))
    for version in unknown[:MOST]:
        text = f"{versions[version]} records are of the unknown version {version!r}"
        yield problem("schema", text, "update this program: a newer one has written them")
    if not unknown:
        found = ", ".join(f"{n} of {version}" for version, n in sorted(versions.items()))
        yield ok("schema", f"version {SCHEMA_VERSION}; records: {found or 'none'}")


def is_known(version: str) -> bool:
    """Whether this program knows a schema version: ours, or an older one that ours only adds to."""
    (major, minor), ours = (_numbers(text) for text in (version, SCHEMA_VERSION))
    return major == ours[0] and minor <= ours[1]


def _numbers(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return (int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else (-1, 0)
