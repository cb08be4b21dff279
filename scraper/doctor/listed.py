"""Whether the manifest lists the data files that are there, as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..folders import Folders
from ..manifest import Contents, measure
from ..parts import finished
from .finding import Finding, first, ok, problem, warning

_LOST = (
    "restore it from a copy; if it is gone for good, move manifest.jsonl and the state away: "
    "the next run makes both anew, and fetches again what the lists still show"
)
_CHANGED = (
    "restore it from a copy; if you changed it on purpose, delete its line in manifest.jsonl: "
    "the next run lists it as it is"
)


def examine(folders: Folders, *, is_running: bool) -> Iterator[Finding]:
    """Compare the manifest with the data files. Raises `OSError` for what can't be read."""
    listed, findings = _read(folders)
    yield from findings
    there = {file.name: file for file in finished(folders.output)}
    gone = sorted(listed.keys() - there.keys())
    wrong = [problem("manifest", f"{name} is listed, but it is not there", _LOST) for name in gone]
    wrong += [
        problem("manifest", f"{name} {text}", _CHANGED)
        for name in sorted(listed.keys() & there.keys())
        if (text := _difference(listed[name], measure(there[name])))
    ]
    yield from first(wrong)
    new = sorted(there.keys() - listed.keys())
    if not is_running:
        advice = "nothing: the next run lists it"
        text = "is not listed: its run was killed while it finished"
        yield from first(warning("manifest", f"{name} {text}", advice) for name in new)
    if not findings and not wrong and (is_running or not new):
        count = sum(entry["records"] for entry in listed.values())
        yield ok("manifest", f"{len(listed)} files with {count} records, each as listed")


def _read(folders: Folders) -> tuple[dict[str, dict[str, Any]], list[Finding]]:
    """Return the entries by file name, and what is wrong with the manifest itself."""
    entries: dict[str, dict[str, Any]] = {}
    findings: list[Finding] = []
    no_entry: list[Finding] = []
    text = folders.manifest.read_bytes() if folders.manifest.exists() else b""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        entry = _entry(line)
        if not line.endswith(b"\n"):
            half = "the last line is half: a run was killed"
            findings.append(warning("manifest", half, "nothing: the next run mends it"))
        elif entry is None:
            advice = "delete the line: the next run lists the file again"
            no_entry.append(problem("manifest", f"line {number} is no entry", advice))
        elif entry["name"] in entries:
            advice = "delete the line that is not true"
            findings.append(problem("manifest", f"{entry['name']} is listed twice", advice))
        else:
            entries[entry["name"]] = entry
    return entries, [*first(no_entry), *findings]


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    is_whole = isinstance(entry, dict) and {"name", *Contents._fields} <= entry.keys()
    return entry if is_whole else None


def _difference(entry: dict[str, Any], found: Contents) -> str | None:
    """Say how a file differs from its entry."""
    if entry["records"] != found.records:
        return f"has {found.records} lines, not {entry['records']} as listed"
    if entry["bytes"] != found.bytes:
        return f"has {found.bytes} bytes, not {entry['bytes']} as listed"
    return None if entry["sha256"] == found.sha256 else "has another sha256 than listed"
