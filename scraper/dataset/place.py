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
_LOCK = ".lock"


class TakenError(QiluError, FileExistsError):
    """The place of a new folder is taken."""


def check_free(folder: Path, *, replace: bool) -> None:
    """Raise `TakenError` unless a folder is new or empty, or a dataset that may be replaced."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise TakenError(f"{folder} is no folder: name another one for the dataset")
    with explained(f"look into {folder}"):
        names = {path.name for path in folder.iterdir()}
    if names and not replace:
        raise TakenError(
            f"{folder} is not empty: name a new folder for the dataset, then what to read, "
            "or replace the dataset in it with --replace"
        )
    if names and MARK not in names:
        raise TakenError(f"{folder} holds no dataset (no {MARK}): it is not replaced")


@contextmanager
def fresh(folder: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give an empty folder to fill, which then takes the place of `folder`.

    It lies beside it, as `.NAME.part`; one that a killed process left is emptied. When the block
    fails, nothing stays. Raises `TakenError`, `FolderError` for errors of the operating system,
    and `LockedError` where another process builds the same.
    """
    check_free(folder, replace=replace)
    folder = folder.absolute()
    part = folder.with_name(f".{folder.name}.part")
    with explained(f"write {folder}"):
        part.mkdir(parents=True, exist_ok=True)
        lock = _locked(part, folder)
        try:
            _empty(part)
            yield part
            (part / _LOCK).unlink()
            _swap(part, folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        finally:
            lock.release()


def _locked(part: Path, folder: Path) -> FileLock:
    lock = FileLock(part / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(f"another process is building {folder}: let it end") from None
    return lock


def _empty(part: Path) -> None:
    for path in part.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


def _swap(part: Path, folder: Path) -> None:
    """Put the new folder into its place; between two steps neither, never a mixture, is there."""
    for path in (part, *part.rglob("*")):
        sync(path)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    part.rename(folder)
    sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)
