"""Commands that ask nobody: `parse`, `regions`, `schema`, `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..health import Exit
from .options import FOLDER, fail, print_record, show


@click.command(
    epilog="""\b
Examples:
  qilu parse page.html --url https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml
  curl -s URL | qilu parse - --url URL
"""
)
@click.argument("file", type=click.File("rb"))
@click.option("--url", required=True, help="The address the page came from.")
@click.option("--jsonl", is_flag=True, help="One line.")
def parse(file: Any, url: str, jsonl: bool) -> None:
    """Print the record of a saved page; no network."""
    from ..extract import parse_article

    try:
        html = file.read()
    except OSError as error:
        fail(f"{file.name}: {error.strerror}", Exit.USAGE)
    print_record(parse_article(html, url), jsonl)


@click.command()
def regions() -> None:
    """List the cities: slug, name, code, host."""
    from ..regions import REGIONS, host

    for region in REGIONS.values():
        show(f"{region.slug:<10}{region.name}  {region.code}  {host(region)}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of the records."""
    from ..schema import json_schema, to_text

    show(to_text(json_schema()).rstrip("\n"))


@click.command(
    epilog="""\b
Examples:
  qilu demo
  qilu demo --serve --port 8731 --articles 1000000
"""
)
@click.option("--articles", type=click.IntRange(10, 1_000_000), help="How many it has.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another site.")
@click.option("--serve", is_flag=True, help="Only serve it, until Ctrl-C.")
@click.option("--faults", default="", metavar="NAMES", help="With --serve: let it misbehave.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port for --serve.  [default: a free one]",
)
@click.option("--sample", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@click.option(
    "--output",
    "-o",
    type=FOLDER,
    help="Folder for the JSON Lines files.  [default: data/demo, emptied first]",
)
def demo(
    articles: int | None,
    seed: int,
    serve: bool,
    faults: str,
    port: int,
    sample: Path | None,
    output: Path | None,
) -> None:
    """Crawl a bundled look-alike of the site, without network."""
    from .. import demo as show

    if (faults or port) and not serve:
        raise click.UsageError("--faults and --port are for --serve")
    if serve:
        show.serve(port, articles=articles or 400, seed=seed, faults=faults)
        return
    files = show.crawl(output, articles=articles or 120, seed=seed)
    if sample:
        sample.write_text(show.sample(files), encoding="utf-8", newline="\n")
    show.show(files)
