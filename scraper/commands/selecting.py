"""The arguments of the commands that read records: which files, which records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import DATA, GIVEN, PATH

if TYPE_CHECKING:
    from ..items import Record
    from ..selection import Selection

_OPTIONS = (
    click.argument("paths", nargs=-1, metavar="[PATH]...", type=PATH, envvar="QILU_OUTPUT"),
    click.option("--region", "-r", "regions", multiple=True, help="Only this city; repeatable."),
    click.option("--since", type=GIVEN, metavar="DAY", help="Published on this day or later."),
    click.option("--until", type=GIVEN, metavar="DAY", help="Published on this day or earlier."),
    click.option("--section", "sections", multiple=True, help="Only this column; repeatable."),
    click.option("--source", "sources", multiple=True, help="Only this outlet; repeatable."),
    click.option("--word", "words", multiple=True, help="Headline or body holds it; repeatable."),
)


class Chosen:
    """The records that the arguments of a command choose; may be walked more than once."""

    def __init__(self, paths: tuple[Path, ...], selection: Selection) -> None:
        from ..reader import data_files

        data_files(paths)  # what is not there is told before anything is written
        self.paths, self.selection = paths, selection

    def check_apart(self, *outputs: Path | None) -> None:
        """Raise `click.UsageError` where a file to be read would be replaced.

        It may be one of the outputs, or lie in a folder that is.
        """
        from ..reader import data_files

        read = {part for file in data_files(self.paths) for part in _with_parents(file)}
        for output in filter(None, outputs):
            if output.resolve() in read:
                raise click.UsageError(f"{output} is what is read: name another place to write to")

    def __iter__(self) -> Iterator[Record]:
        """Raise `QiluError` where there is none.

        Raises `BrokenFileError` for what is no record, `FolderError` for what can't be read.
        """
        from ..folders import explained
        from ..items import QiluError
        from ..parts import BrokenFileError
        from ..reader import read_records

        places, is_empty = ", ".join(map(str, self.paths)), True
        with explained(f"read {places}"):
            try:
                for record in self.selection.of(read_records(*self.paths)):
                    is_empty = False
                    yield record
            except (KeyError, TypeError) as error:
                raise BrokenFileError(f"a record lacks fields: {error}") from error
        if is_empty:
            chosen = str(self.selection)
            raise QiluError(f"no record in {places}" + (f" ({chosen})" if chosen else ""))


def _with_parents(file: Path) -> tuple[Path, ...]:
    path = file.resolve()
    return path, *path.parents


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared arguments, as one `chosen`: an iterable of records.

    PATHs are data files, output folders or patterns of them; none means data/out.
    """

    @wraps(command)
    def with_chosen(
        paths: tuple[Path, ...],
        regions: tuple[str, ...],
        since: str | None,
        until: str | None,
        sections: tuple[str, ...],
        sources: tuple[str, ...],
        words: tuple[str, ...],
        **others: Any,
    ) -> None:
        from ..periods import Period, today
        from ..regions import select
        from ..selection import Selection

        cities = select(",".join(regions)) if regions else ()
        selection = Selection(
            regions=frozenset(city.slug for city in cities),
            period=Period.of(since or "", until or "", today=today()),
            sections=frozenset(sections),
            sources=frozenset(sources),
            words=words,
        )
        command(chosen=Chosen(paths or (Path(DATA),), selection), **others)

    for option in reversed(_OPTIONS):
        with_chosen = option(with_chosen)
    return with_chosen
