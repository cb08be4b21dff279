"""`qilu health`: how the last runs went, for a monitor."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  qilu health
  qilu health -o /srv/qilu/dezhou/out -o /srv/qilu/jinan/out --max-age 3
"""
)
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=click.Path(file_okay=False, path_type=Path),
    default=[Path("data/out")],
    help="Output folder of the runs; several may be given.  [default: data/out]",
)
@click.option("--json", "as_json", is_flag=True, help="All that is known, as JSON.")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0, min_open=True),
    default=26.0,
    show_default=True,
    metavar="HOURS",
    help="No run for so long is critical.",
)
def health(outputs: tuple[Path, ...], as_json: bool, max_age: float) -> None:
    """Say how the last runs went, for a monitor: exit codes are those of a Nagios plugin."""
    from . import monitor

    statuses = [monitor.look(output, timedelta(hours=max_age)) for output in outputs]
    level = monitor.worst_of(statuses)
    if as_json:
        folders = [status.to_dict() for status in statuses]
        document = {"status": level.name, "code": int(level), "folders": folders}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo(monitor.line(statuses))
    sys.exit(level)
