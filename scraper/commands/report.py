"""`qilu report`: a page that shows what the data holds, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import click

from ..health import Exit
from .options import FILE, fail
from .selecting import Chosen, selecting


@click.command(
    epilog="""\b
Examples:
  qilu report --output report.html
  qilu report data/out old/*.jsonl.gz --region dezhou --since 30d -o report.html
"""
)
@selecting
@click.option(
    "--output",
    "-o",
    type=FILE,
    required=True,
    help="The page; an older report is replaced.",
)
@click.option(
    "--duplicates",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Groups of `qilu duplicates`.  [default: identical texts]",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="At first.  [default: the reader's]")
def report(chosen: Chosen, output: Path, duplicates: Path | None, lang: str | None) -> None:
    """Show what the data holds as one HTML page: counts, gaps, problems, duplicates, runs."""
    from ..folders import explained, replace_file
    from ..overview.copies import Given
    from ..overview.page import MARK, html
    from ..overview.tell import tell
    from ..reader import data_files

    if output.exists() and MARK not in output.read_text("utf-8", errors="replace")[:500]:
        fail(f"{output} is there and is no report: give another --output", Exit.USAGE)
    copies = Given.read(duplicates) if duplicates else None
    data = tell(chosen, data_files(chosen.paths), copies)
    with explained(f"write {output}"):
        replace_file(output, html(data, lang))
    click.echo(f"{output}: {data['articles']:,} articles, {output.stat().st_size / 1000:,.0f} kB")
