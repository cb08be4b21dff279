"""What the commands share: options, and how they say what went wrong."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from ..items import Article


class _Given(click.ParamType):  # type: ignore[type-arg]  # generic since 8.4, at runtime too
    """A text that is not empty, as an unset variable of a script is: `--since "$SINCE"`."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text. Raises `click.BadParameter`."""
        if not str(value).strip():
            self.fail("it is empty", param, ctx)
        if any("\ud800" <= sign <= "\udfff" for sign in str(value)):  # bytes that are no UTF-8
            self.fail(f"it is no text: {value!r}", param, ctx)
        return str(value)


class _Folder(click.Path):
    """A folder, which need not be there; "" is none, and not the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return its path. Raises `click.BadParameter`."""
        return super().convert(GIVEN.convert(value, param, ctx), param, ctx)


GIVEN = _Given()
OUTPUT = click.option(
    "--output",
    "-o",
    type=_Folder(file_okay=False, path_type=Path),
    default="data/out",
    show_default=True,
    envvar="QILU_OUTPUT",
    help="Folder for the JSON Lines files.",
)


def _seconds(_: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 <= value <= LONGEST_DELAY:  # refuses nan too
        raise click.BadParameter(f"must be from 0 to {LONGEST_DELAY} seconds, not {value:g}")
    return value


LONGEST_DELAY = 3600
DELAY = click.option(
    "--delay", type=float, callback=_seconds, help="Seconds between two requests. [default: 1]"
)
METRICS = click.option(
    "--metrics",
    type=click.Path(dir_okay=False),
    help="File for the textfile collector of Prometheus's node exporter.",
)


def _pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    from .. import settings

    pairs = dict(one.partition("=")[::2] for one in given)
    for name in pairs:
        if not hasattr(settings, name):
            raise click.BadParameter(f"no setting of scraper/settings.py: {name!r} (NAME=VALUE)")
    return pairs


SETTINGS = click.option(
    "--set",
    "-s",
    "changed",
    multiple=True,
    callback=_pairs,
    metavar="NAME=VALUE",
    help="Change a setting of scraper/settings.py.",
)
VERBOSE = click.option("--verbose", "-v", is_flag=True, help="Show the log.")


def fail(message: str, code: int) -> NoReturn:
    """Say what went wrong in one line, and exit."""
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


def print_record(article: Article, jsonl: bool) -> None:
    """Print a record on standard output, as UTF-8 whatever the terminal's encoding."""
    from ..records import to_json

    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    text = to_json(article, indent=None if jsonl else 2)
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()
