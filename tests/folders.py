"""Output folders as runs leave them, for tests that need some quickly."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from scraper.dates import timestamp
from scraper.extract import parse_article
from scraper.items import Article
from scraper.lookalike import LookAlike
from scraper.state import Schedule
from scraper.store import Store

SITE = LookAlike(seed=3, articles=60, regions=("dezhou", "jinan"))
SCHEDULE = Schedule((1, 24))


def run_id(began: datetime) -> str:
    """Return the id of a run that began at a time (UTC)."""
    return f"{began:%Y%m%dT%H%M%SZ}-0a1b"


def articles(began: datetime, region: str, first: int = 0, count: int = 3) -> list[Article]:
    """Parse some of a city's articles, as a spider leaves them."""
    urls = [record["url"] for record in SITE.articles_of(region)][first : first + count]
    found = [parse_article(SITE.respond(url).body, url) for url in urls]
    about = {"run_id": run_id(began), "fetched_at": timestamp(began), "spider": "region"}
    return [replace(one, metadata=replace(one.metadata, **about)) for one in found]


def write(output: Path, began: datetime, found: list[Article], *, seal: bool = True) -> list[Path]:
    """Let a run write some articles; return its files. Without `seal` it is killed before."""
    store = Store(output, run_id(began), SCHEDULE, began.timestamp)
    try:
        for one in found:
            store.write(one)
        return store.seal() if seal else []
    finally:
        store.close()
