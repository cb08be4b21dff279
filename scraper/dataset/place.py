"""A folder that is there whole or not at all: built beside its place, then renamed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..folders import LockedError, explained, sync
from ..items import QiluError

MARK = "datapackage.json"
"""The file that tells a folder of ours, which may be replaced, from any other."""


class TakenError(QiluError, FileExistsError):
    """The place of a new folder is taken."""


def check_free(folder: Path, *, overwrite: bool) -> None:
    """Raise `TakenError` unless a folder is new or empty, or a dataset that may be replaced."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise TakenError(f"{folder} is no folder: name another one for the dataset")
    with explained(f"look into {folder}"):
        names = {path.name for path in folder.iterdir()}
    if names and not overwrite:
        raise TakenError(
            f"{folder} is not empty: name a new folder for the dataset, then what to read, "
            "or replace the dataset in it with --replace"
        )
    if names and MARK not in names:
        raise TakenError(f"{folder} holds no dataset (no {MARK}): it is not replaced")


@contextmanager
def fresh(folder: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give an empty folder to fill, which then takes the place of `folder`.

    It lies beside it, in `.NAME.part`, where what a killed process left is removed first. When the
    block fails, nothing stays. Raises `TakenError`, `FolderError` for errors of the operating
    system, and `LockedError` where another process builds the same.
    """
    check_free(folder, overwrite=overwrite)
    folder = folder.absolute()
    yard = folder.with_name(f".{folder.name}.part")
    with explained(f"write {folder}"):
        yard.mkdir(parents=True, exist_ok=True)
        with _locked(yard, folder):
            try:
                new, old = yard / "new", yard / "old"
                shutil.rmtree(new, ignore_errors=True)
                shutil.rmtree(old, ignore_errors=True)
                new.mkdir()
                yield new
                _swap(new, folder, old)
            finally:
                shutil.rmtree(yard, ignore_errors=True)


def _locked(yard: Path, folder: Path) -> FileLock:
    lock = FileLock(yard / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(f"another process is building {folder}: let it end") from None
    return lock


def _swap(new: Path, folder: Path, old: Path) -> None:
    """Put the new folder into its place; in between neither, never a mixture, is there."""
    for path in (*new.rglob("*"), new):
        sync(path)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    sync(folder.parent)
