"""`qilu demo`: the real spiders on the bundled look-alike of the site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click

from .items import Record
from .lookalike.faults import chosen
from .lookalike.server import LookAlikeServer
from .lookalike.site import LookAlike
from .parts import finished

REGIONS = ("dezhou", "jinan")
SAMPLE = 20  # records
_FAST = ("--delay", "0", "--set", "AUTOTHROTTLE_ENABLED=False")
FOLDER = Path("data/demo")


def environment(server: LookAlikeServer) -> dict[str, str]:
    """Return this process's environment, led to the look-alike."""
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return kept | server.environment


def crawl(output: Path | None, *, articles: int, seed: int) -> list[Path]:
    """Crawl two cities of the look-alike; return the data files."""
    if output is None:
        output = FOLDER
        shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "scraper.cli", "crawl", *REGIONS]
    site = LookAlike(seed=seed, articles=articles, regions=REGIONS)
    with LookAlikeServer(site) as server:
        done = subprocess.run(  # noqa: S603 - our own command line
            [*command, *_FAST, "--output", str(output)],
            env=environment(server),
            stdout=subprocess.DEVNULL,
            check=False,
        )
    if done.returncode:
        sys.exit(done.returncode)  # the crawl has said why
    return finished(output)


def serve(port: int, *, articles: int, seed: int, faults: str = "") -> None:
    """Serve the look-alike until interrupted; `faults` are the names of those it shall have."""
    site = LookAlike(seed=seed, articles=articles)
    LookAlikeServer(site, port=port, faults=chosen(faults, seed)).serve_forever(_say_how)


def _say_how(server: LookAlikeServer) -> None:
    click.echo(f"The look-alike answers as an HTTP proxy on {server.proxy_url}. To use it:\n")
    for name, value in server.environment.items():
        click.echo(f"  export {name}={value}")
    click.echo("  qilu crawl dezhou --delay 0\n\nCtrl-C ends it.")


def show(files: list[Path]) -> None:
    """Print what a crawl brought: counts, one record, where it lies, what to try next."""
    records = read(files)
    regions = Counter(record["region"]["name"] for record in records)
    days = sorted(record["date_published"][:10] for record in records if record["date_published"])
    counts = ", ".join(f"{name} {n}" for name, n in regions.most_common())
    click.echo(f"\n{len(records)} records ({counts}), published {days[0]} to {days[-1]}\n")
    click.echo(json.dumps(fullest(records), ensure_ascii=False, indent=2))
    click.echo("\nThe data, one record a line:")
    for file in files:
        click.echo(f"  {file}")
    click.echo("\nNext, on the live site (one request a second):")
    click.echo(f"  {Path(sys.argv[0])} crawl dezhou --since 1d --max-articles 20")


def fullest(records: list[Record]) -> Record:
    """Return the record with the most fields filled, the shortest of those."""
    return max(records, key=lambda r: (sum(bool(v) for v in r.values()), -len(r["body"])))


def read(files: list[Path]) -> list[Record]:
    """Return the records of some files."""
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def sample(files: list[Path]) -> str:
    """Return some records of all years as JSON Lines, without what differs from run to run."""
    lines = []
    ordered = sorted(read(files), key=lambda r: str(r["id"]))
    for record in (ordered[n * len(ordered) // SAMPLE] for n in range(SAMPLE)):
        fixed = {"fetched_at": "2020-11-30T00:00:00Z", "run_id": "sample", "archive": None}
        record["metadata"] |= fixed
        lines.append(json.dumps(record, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)
