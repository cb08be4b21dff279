"""`qilu dataset`: folders to publish."""

from __future__ import annotations

from pathlib import Path

import click

from .options import FOLDER
from .selecting import Chosen, selecting


@click.group()
def dataset() -> None:
    """Make a folder of records to publish."""


@dataset.command(
    epilog="""\b
Examples:
  qilu dataset build november data/out --since 2020-11-01 --until 2020-11-30
  qilu dataset build links data/out --no-text --redact-people --version 1.0.0
"""
)
@click.argument("folder", metavar="DIR", type=FOLDER)
@selecting
@click.option("--no-text", is_flag=True, help="Addresses and metadata, without what is written.")
@click.option("--redact-people", is_flag=True, help="Without the names of people credited.")
@click.option("--title", default="", help="Its title.  [default: site and period]")
@click.option("--author", "authors", multiple=True, help="Who made it; repeatable.")
@click.option("--url", default="", help="Where it will be found.")
@click.option("--version", default="", help="Like 1.0.0.  [default: day of the newest fetch]")
@click.option("--replace", is_flag=True, help="Replace the dataset in DIR.")
def build(
    folder: Path,
    chosen: Chosen,
    no_text: bool,
    redact_people: bool,
    title: str,
    authors: tuple[str, ...],
    url: str,
    version: str,
    replace: bool,
) -> None:
    """Write the records of PATHs into the new folder DIR, with what describes them.

    Parquet and JSON Lines by year and region, schemas, a data card, a citation, checksums. The
    same records give the same bytes. The texts belong to their publishers: --no-text leaves out
    bodies, descriptions, captions, summaries and linked words.
    """
    from ..dataset import Edition, Wishes
    from ..dataset import build as build_

    if replace:
        chosen.check_apart(folder)
    edition = Edition(text=not no_text, people=not redact_people)
    taken = str(chosen.selection)
    wishes = Wishes(title=title, version=version, authors=authors, url=url, chosen=taken)
    about = build_(folder, chosen, edition, wishes, overwrite=replace)
    click.echo(f"{about.facts.records} records in {folder}: {about.title}, {about.version}")
