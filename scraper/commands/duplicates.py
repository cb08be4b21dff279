"""`qilu duplicates`: which records have the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from .options import FILE, standard_output
from .selecting import Chosen, selecting


@click.command(
    epilog="""\b
Examples:
  qilu duplicates > groups.jsonl
  qilu duplicates data/out --since 2020-11-01 -o groups.jsonl --flows flows.jsonl
"""
)
@selecting
@click.option("--output", "-o", type=FILE, help="File for the groups.  [default: standard output]")
@click.option("--flows", type=FILE, help="File for who took texts from whom, and how fast.")
@click.option("--replace", is_flag=True, help="Replace the files if there are any.")
def duplicates(chosen: Chosen, output: Path | None, flows: Path | None, replace: bool) -> None:
    """Group near-identical texts: reprints, cut, reordered or under another headline.

    Writes a line for each record that is not alone; `canonical_id` is the one published first.
    """
    from ..duplicates import Flows, groups, rows
    from ..folders import check_vacant

    if output and flows and output.resolve() == flows.resolve():
        raise click.UsageError("--output and --flows are one file")
    if replace:
        chosen.check_apart(output, flows)
    else:
        check_vacant(*filter(None, (output, flows)))
    found, records, between = 0, 0, Flows()
    with _opened(flows) if flows else nullcontext() as flow_file, _opened(output) as file:
        for group in groups(chosen, output.parent if output else None):
            _write(file, rows(group))
            between.add(group)
            found, records = found + 1, records + len(group)
        if flow_file:
            _write(flow_file, between.rows())
    unknown = f"; of {between.unordered}, who had them first is not known" if flows else ""
    click.echo(f"{records} records in {found} groups{unknown}", err=True)


def _write(file: TextIO, lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    """Open what is written to, whole or not at all; ``None`` is standard output."""
    from ..folders import explained, whole

    if path is None:
        printed = standard_output()
        yield printed
        printed.flush()  # what does not fit is an error here, not at exit
        return
    with (
        explained(f"write {path}"),
        whole(path) as fresh,
        fresh.open("w", encoding="utf-8", newline="\n") as file,
    ):
        yield file
