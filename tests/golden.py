"""The saved pages below `pages/`: what each must give."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from scraper import Article, parse_article, to_dict
from scraper.cases import OF_THE_RUN
from scraper.items import Record

PAGES = Path(__file__).parent / "pages"
CASES = tuple(sorted(path.relative_to(PAGES).as_posix() for path in PAGES.glob("*/*")))


def page(case: str) -> bytes:
    return (PAGES / case / "page.html").read_bytes()


@cache
def meta(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAGES / case / "meta.json").read_text("utf-8"))
    return found


def url(case: str) -> str:
    return str(meta(case)["url"])


def parse(case: str, html: bytes | str) -> Article:
    """Read a page that is, or was made of, a saved one."""
    at = meta(case)["fetched_at"]
    fetched_at = datetime.fromisoformat(at) if at else None
    return parse_article(html, url(case), fetched_at=fetched_at, strict=True)


@cache
def article(case: str) -> Article:
    return parse(case, page(case))


@cache
def expected(case: str) -> Record:
    record: Record = json.loads((PAGES / case / "expected.json").read_text("utf-8"))
    return record


def flat(record: Record) -> Record:
    """Return a record with the keys of its metadata beside the others, less those of a run."""
    inner = {
        f"metadata.{key}": value
        for key, value in record["metadata"].items()
        if key not in OF_THE_RUN
    }
    return {key: value for key, value in record.items() if key != "metadata"} | inner


def actual(case: str) -> Record:
    return flat(to_dict(article(case)))
