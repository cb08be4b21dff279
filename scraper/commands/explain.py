"""`qilu explain`: where the fields of a record come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..health import Exit
from .options import FILE, GIVEN, fail, outputs, standard_output

if TYPE_CHECKING:
    from ..items import Record


@click.command(
    epilog="""\b
Examples:
  qilu explain 4691234
  qilu explain page.html --url URL --html explained.html
"""
)
@click.argument("page", metavar="ID|FILE", type=GIVEN)
@click.option("--url", default="", help="The address that a FILE came from.")
@outputs("Folder where the record of an ID is", must_exist=False)
@click.option(
    "--html",
    "into",
    type=FILE,
    help="Write a page instead, with the parts of the article marked.",
)
@click.option("--replace", is_flag=True, help="Replace that page if there is one.")
def explain(
    page: str, url: str, folders: tuple[Path, ...], into: Path | None, replace: bool
) -> None:
    """Show where the fields of a record come from: rules, pieces of the page, what lost.

    The page of an ID is read from the archive of its crawl.
    """
    from ..explain import Saved, archived, changed, show, to_html
    from ..explain import explain as explain_page
    from ..folders import check_vacant

    if replace and not into:
        raise click.UsageError("--replace is for --html")
    if into and into.resolve() == Path(page).resolve():
        raise click.UsageError(f"{into} is what is read: name another place to write to")
    if into and not replace:
        check_vacant(into)
    if url:
        saved = Saved(_read(Path(page)), url, None, None)
    elif Path(page).is_file():
        raise click.UsageError("a FILE needs --url, the address it came from")
    else:
        saved = archived(page, folders)
    explanation = explain_page(saved.html, saved.url, fetched_at=saved.fetched_at)
    if into:
        _write(into, to_html(explanation))
    else:
        from rich.console import Console

        show(explanation, Console(file=standard_output()))
    if saved.record and (names := changed(explanation.article, saved.record)):
        _say_changes(names, saved.record)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fail(f"{path}: {error.strerror}", Exit.USAGE)


def _write(path: Path, text: str) -> None:
    from ..folders import explained, whole

    with explained(f"write {path}"), whole(path) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="\n")


def _say_changes(names: list[str], record: Record) -> None:
    version = record["metadata"]["scraper_version"]
    why = f"it was written by version {version}, or joined from several parts"
    click.echo(f"Note: the record has another {', '.join(names)}: {why}", err=True)
