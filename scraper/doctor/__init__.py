"""Examining an output folder and the machine; nothing is changed by it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from ..folders import Folders
from . import clock, data, listed, machine, memory, place
from .finding import Finding, Level, problem

__all__ = ["Finding", "Level", "examine", "is_well", "to_json", "to_lines"]


def examine(output: Path, environment: Mapping[str, str], now: float) -> Iterator[Finding]:
    """Yield what there is to say of this machine and of an output folder.

    `now` is in seconds since 1970.
    """
    yield from machine.examine(environment)
    try:
        yield from _examine(Folders(output), now)
    except OSError as error:
        text = f"can't read {error.filename or output}: {error.strerror or error}"
        yield problem("folder", text, "give this user the right to read it")


def _examine(folders: Folders, now: float) -> Iterator[Finding]:
    with closing(data.Inventory()) as inventory:
        is_running = place.is_locked(folders)
        yield from place.examine(folders, is_running=is_running)
        yield from listed.examine(folders, is_running=is_running)
        yield from data.examine(folders.output, inventory)
        yield from memory.examine(folders, inventory, is_running=is_running)
        yield clock.examine(folders.output, inventory.newest, now)


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong; warnings are nothing wrong."""
    return all(one.level is not Level.PROBLEM for one in findings)


def to_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the findings as text, a line each."""
    for one in findings:
        advice = f" -> {one.advice}" if one.advice else ""
        yield f"{one.level:<8} {one.topic:<10} {one.text}{advice}"


def to_json(findings: Iterable[Finding]) -> str:
    """Return the findings as a JSON list."""
    return json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2)
