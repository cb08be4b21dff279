"""Commands about an output folder: `health`, `log`, `gc`."""

from __future__ import annotations

import json
import math
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from ..health import Exit
from .options import OUTPUT, fail, outputs, show

_LONGEST_AGE = 87_600  # hours: ten years


class _Hours(click.FloatRange):
    """A number of hours between bounds, which nan is not."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number. Raises `click.BadParameter`."""
        hours = super().convert(value, param, ctx)
        if math.isnan(hours):
            self.fail(f"{value} is no number", param, ctx)
        return hours


@click.command(
    epilog="""\b
Examples:
  qilu health
  qilu health -o /srv/qilu/dezhou/out -o /srv/qilu/jinan/out --max-age 3
"""
)
@outputs("Output folder of the runs", must_exist=False)
@click.option("--json", "as_json", is_flag=True, help="All that is known, as JSON.")
@click.option(
    "--max-age",
    type=_Hours(0, _LONGEST_AGE, min_open=True),
    default=26.0,
    show_default=True,
    metavar="HOURS",
    help="No run for so long is critical.",
)
def health(folders: tuple[Path, ...], as_json: bool, max_age: float) -> None:
    """Say how the last runs went, for a monitor: exit codes are those of a Nagios plugin."""
    from .. import monitor

    statuses = [monitor.look(output, timedelta(hours=max_age)) for output in folders]
    level = monitor.worst_of(statuses)
    if as_json:
        known = [status.to_dict() for status in statuses]
        document = {"status": level.name, "code": int(level), "folders": known}
        show(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show(monitor.line(statuses))
    sys.exit(level)


@click.command(
    epilog="""\b
Examples:
  qilu log 4691234
  qilu log 4691234 -o november -o december
"""
)
@click.argument("id", metavar="ID")
@outputs("Folder of JSON Lines files", must_exist=True)
def log(id: str, folders: tuple[Path, ...]) -> None:
    """Show the revisions of an article: when, in which file, and what changed."""
    from ..history import changes, revisions

    found = revisions(id, folders)
    if not found:
        fail(f"no article {id} in {', '.join(map(str, folders))}", Exit.USAGE)
    for before, one in zip([None, *found], found, strict=False):
        when = one.record["metadata"]["fetched_at"]
        show(f"revision {one.number}  {when}  {one.file}")
        if before is None:
            show(f"  {one.record['headline'] or ''}")
            continue
        for field, difference in changes(before.record, one.record):
            show(f"  {field}: {difference}")


@click.command(
    epilog="""\b
Examples:
  qilu gc --keep-days 90 --archives                        what would go
  qilu gc --keep-days 90 --archives --reports --delete     remove it
"""
)
@click.option(
    "--keep-days",
    type=click.IntRange(1, 36500),
    required=True,
    help="Files of older runs may go; the newest good ones of each region stay.",
)
@click.option("--archives", is_flag=True, help="Archives of the responses.")
@click.option("--data", is_flag=True, help="Data files; their articles stay known.")
@click.option("--reports", is_flag=True, help="Reports; those that runs are compared with stay.")
@click.option("--delete", is_flag=True, help="Remove them; else they are only listed.")
@OUTPUT
def gc(
    keep_days: int, archives: bool, data: bool, reports: bool, delete: bool, output: Path
) -> None:
    """Remove the archives, data files and reports of old runs."""
    from .. import gc as housekeeping

    if not (archives or data or reports):
        raise click.UsageError("nothing chosen: give --archives, --data or --reports.")
    what = housekeeping.What(data=data, archives=archives, reports=reports, keep_days=keep_days)
    for line in housekeeping.collect(output, what, time.time(), delete=delete):
        click.echo(line)
