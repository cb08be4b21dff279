"""Floors that only rise: the table in `floors.toml`, and how it is held to that.

A floor is a list of numbers under `TABLE.least` or `TABLE.most`, the last of which must hold.
It may not fall within its list, nor below any number in any committed version of the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("floors.toml")
Floors = dict[str, list[float]]
"""By their full names: `any.least.title`."""
SIDES = (["least"], ["most"])


def read(text: str) -> Floors:
    """Return the floors of a table; raise ValueError where a value is none."""
    return dict(_flat(tomllib.loads(text), ""))


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, list[float]]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif not (isinstance(value, list) and value and name.split(".")[-2:-1] in SIDES):
            raise ValueError(f"{name}: expected a list of numbers under .least or .most")
        else:
            yield name, value


def weaker(name: str, one: float, other: float) -> bool:
    """Whether a number asks for less than another one as the floor of that name."""
    return one > other if ".most." in name else one < other


def slips(floors: Floors) -> list[str]:
    """Return the floors that fall within their own list."""
    return [
        f"{name}: {after} is weaker than {before} before it"
        for name, numbers in floors.items()
        for before, after in pairwise(numbers)
        if weaker(name, after, before)
    ]


def lowered(now: Floors, before: Floors) -> list[str]:
    """Return the floors that were higher before, or are gone."""
    return [
        f"{name}: was {number}, is {now[name][-1] if name in now else 'gone'}"
        for name, numbers in before.items()
        for number in numbers
        if name not in now or weaker(name, now[name][-1], number)
    ]


def broken(floors: Floors, table: str, figures: Mapping[str, float]) -> list[str]:
    """Return what does not hold of a table: figures below it, or on one side only."""
    mine = {
        name.rpartition(".")[2]: (name, numbers[-1])
        for name, numbers in floors.items()
        if name.rpartition(".")[0] in (f"{table}.least", f"{table}.most")
    }
    lone = [f"{table}: a floor or figure alone: {column}" for column in mine.keys() ^ figures]
    return lone + [
        f"{name}: {figures[column]:.4f}, the floor is {floor}"
        for column, (name, floor) in mine.items()
        if column in figures and weaker(name, figures[column], floor)
    ]


def committed(file: Path) -> list[Floors]:
    """Return each version of a table that git knows of, merged branches included, newest first.

    Without those that are no TOML (a conflict committed by mistake). Nothing where there is no
    git or no repository; a git that fails otherwise fails loudly.
    """
    if not shutil.which("git") or not any((up / ".git").exists() for up in file.parents):
        return []
    # Without --full-history, a branch whose changes a merge threw away would not be seen.
    commits = _git(file.parent, "log", "--full-history", "--format=%H", "--", file.name)
    kept = [c for c in commits.split() if _git(file.parent, "ls-tree", c, file.name)]
    versions = []
    for commit in kept:
        with suppress(tomllib.TOMLDecodeError):
            versions.append(read(_git(file.parent, "show", f"{commit}:./{file.name}")))
    return versions


def history_is_cut(file: Path) -> bool:
    """Whether this is a shallow clone, which lacks older versions."""
    return _git(file.parent, "rev-parse", "--is-shallow-repository").strip() == "true"


def _git(folder: Path, *arguments: str) -> str:
    # A hook's GIT_DIR would lead elsewhere; a checkout may belong to another user.
    environment = {name: v for name, v in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "safe.directory=*", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
    return done.stdout
