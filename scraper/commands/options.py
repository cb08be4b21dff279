"""What the commands share: options, and how they say what went wrong."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from ..items import Article


_Command = TypeVar("_Command", bound=Callable[..., Any])


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


class _Path(click.Path):
    """A file or folder; "" is none, and not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return its path. Raises `click.BadParameter`."""
        return super().convert(GIVEN.convert(value, param, ctx), param, ctx)

    def split_envvar_value(self, rv: str) -> list[str]:
        """Return one path: that of a variable in the environment may have a colon in it."""
        return [rv]


GIVEN = _Given()
FOLDER = _Path(file_okay=False, path_type=Path)
FILE = _Path(dir_okay=False, path_type=Path)
PATH = _Path(path_type=Path)
DATA = "data/out"
"""The output folder where none is named."""
OUTPUT = click.option(
    "--output",
    "-o",
    type=FOLDER,
    default=DATA,
    show_default=True,
    envvar="QILU_OUTPUT",
    help="Folder for the JSON Lines files.",
)


def outputs(purpose: str, *, must_exist: bool) -> Callable[[_Command], _Command]:
    """Return the option for several output folders."""
    return click.option(
        "--output",
        "-o",
        "folders",
        type=_Path(file_okay=False, path_type=Path, exists=must_exist),
        multiple=True,
        default=(Path(DATA),),
        show_default=DATA,
        envvar="QILU_OUTPUT",
        help=f"{purpose}; may be given several times.",
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
    type=FILE,
    help="File for the textfile collector of Prometheus's node exporter.",
)


_OPTION_OF = {
    "QILU_OUTPUT": "--output",
    "QILU_METRICS": "--metrics",
    "QILU_PROGRESS": "--verbose",
    "DOWNLOAD_DELAY": "--delay",
    "LOG_LEVEL": "--verbose",
}


def _pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    from .. import settings

    pairs = dict(one.partition("=")[::2] for one in given)
    for name in pairs:
        if not hasattr(settings, name):
            raise click.BadParameter(f"no setting of scraper/settings.py: {name!r} (NAME=VALUE)")
        if option := _OPTION_OF.get(name):
            raise click.BadParameter(f"{name} has an option of its own: {option}")
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

    file = standard_output()
    file.write(f"{to_json(article, indent=None if jsonl else 2)}\n")
    file.flush()  # what can't be printed is an error here, not at exit


def show(text: str) -> None:
    """Print a line of what a command was asked for: where it can't be, that is an error."""
    click.echo(text, standard_output())


def standard_output() -> TextIO:
    """Return standard output, which takes UTF-8 now. Raises `OSError` where it is closed."""
    if not isinstance(sys.stdout, TextIOWrapper):
        raise OSError(errno.EBADF, "standard output is closed")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout
