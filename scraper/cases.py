"""Pages recorded as cases for the tests: `LAYOUT/CASE/{page.html, expected.json, meta.json}`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from .anonymise import anonymise
from .folders import FolderError
from .items import Article, QiluError
from .records import to_dict

PAGES = Path("tests/pages")
"""Where a checkout has its cases."""
OF_THE_RUN = ("fetched_at", "run_id", "spider", "scraper_version", "http_status", "archive")
"""What of `metadata` is no part of an expectation."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHY = "Recorded and not reviewed yet: say what is odd about the page."


class CaseError(QiluError):
    """A case that can't be written."""


def folder(given: Path | None, name: str) -> Path:
    """Return the folder of the layouts. Raises `CaseError` when a case can't go there."""
    if name and not _NAME.fullmatch(name):
        raise CaseError(f"not a name of a case: {name!r} (as in no-crumbs: a-z, 0-9 and hyphens)")
    if given is None and not PAGES.is_dir():
        raise CaseError(f"there is no {PAGES} here: run it in a checkout, or give --into FOLDER")
    return given or PAGES


def saved(path: Path) -> bytes:
    """Return the bytes of a saved page. Raises `CaseError` when it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}") from error


def record(html: bytes, url: str, into: Path, name: str = "") -> Path:
    """Write a page with invented text as a case; return its folder.

    The case is named by the page's invented number unless `name` is given. Raises `CaseError`
    when there is such a case, `FolderError` when it can't be written, `NotSafeError` when the
    page can't be made anonymous.
    """
    page = anonymise(html, url)
    case = into / page.article.metadata.layout / (name or page.article.id)
    try:
        case.mkdir(parents=True)
    except FileExistsError as error:
        raise CaseError(f"{case} is there already: choose another --name") from error
    except OSError as error:
        raise CaseError(f"can't write {case}: {error.strerror}") from error
    try:
        (case / "page.html").write_bytes(page.html)
        _write(case / "expected.json", expectation(page.article))
        _write(case / "meta.json", {"url": page.url, "fetched_at": None, "why": _WHY})
    except OSError as error:
        shutil.rmtree(case, ignore_errors=True)  # half a case is none
        raise FolderError(f"can't write {case}: {error.strerror}") from error
    return case


def expectation(article: Article) -> dict[str, Any]:
    """Return what a case expects: the record without what belongs to a run."""
    whole = to_dict(article)
    kept = {key: value for key, value in whole["metadata"].items() if key not in OF_THE_RUN}
    return {**whole, "metadata": kept}


def _write(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
