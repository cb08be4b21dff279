"""The command `export`: records in the formats of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from .options import FILE
from .selecting import Chosen, selecting

NAMES = ("parquet", "csv", "csv-excel", "sqlite", "jsonld", "ninjs")


@click.command(
    epilog="""\b
Examples:
  qilu export parquet
  qilu export csv data/out --region dezhou --since 2020-11-01 -o november.csv
  qilu export sqlite && datasette articles.sqlite -m articles.metadata.json
  qilu export jsonld old/*.jsonl.gz --word 青岛 --redact-people

PATHs are data files, output folders or patterns of them; none means data/out.
"""
)
@click.argument("into", metavar="FORMAT", type=click.Choice(NAMES))
@selecting
@click.option(
    "--output",
    "-o",
    type=FILE,
    help="The file to write.  [default: articles.csv, articles.parquet, …]",
)
@click.option("--replace", is_flag=True, help="Replace the file if there is one.")
@click.option(
    "--redact-people",
    is_flag=True,
    help="Leave out who is credited; their names in texts become 某某. Others stay.",
)
def export(
    into: str, chosen: Chosen, output: Path | None, replace: bool, redact_people: bool
) -> None:
    """Write records as FORMAT: parquet, csv, csv-excel, sqlite, jsonld or ninjs."""
    from ..export import FORMATS, export
    from ..redact import redact

    format_ = FORMATS[into]
    output = output or Path(f"articles{format_.ending}")
    if replace:
        chosen.check_apart(output)
    records = map(redact, chosen) if redact_people else chosen
    for file in export(records, format_, output, replace=replace):
        click.echo(file)
