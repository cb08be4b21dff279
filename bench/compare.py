"""The project beside its peers, quality and speed in one run: `make compare CORPUS=FOLDER`.

Each extractor is a process of its own. They take turns page by page, so that what else the
machine does slows all alike; what is timed is the processor's time. Of some rounds the best time
of each page counts; each round has fresh processes and begins at another page, so that neither a
cache of pages seen before nor what is loaded for a first page counts. The yardstick of speed is
lxml's own parse. The result is a table in Markdown; `bench/score.py` tells its columns.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.corpus import CorpusError, SavedPage, fingerprint, read_corpus
from bench.extractors import OWN, PEERS
from bench.process import ROOT, Extractor, StartError
from bench.score import COLUMNS, figures, marks

YARDSTICK = "lxml"
SHARES = tuple(column for column in COLUMNS if column != "failed")
FIELD_OF = {
    "title": "title",
    "day": "published",
    "minute": "published",
    "author": "authors",
    "named": "authors",
    "source": "source",
}
"""The field of an answer that a column is about; the other columns are about the body."""
Commands = Mapping[str, Sequence[str]]
"""How to start each extractor."""


class Run:
    """What an extractor made of the pages: its last answers, and its best time for each."""

    def __init__(self, name: str, pages: Sequence[SavedPage]) -> None:
        self.name = name
        self.version = ""
        self.pages = pages
        self.answers: dict[str, dict[str, Any] | None] = {}
        self.errors: dict[str, str] = {}
        self._seconds: dict[str, float] = {}

    def add(self, page: SavedPage, reply: dict[str, Any]) -> None:
        """Take in a reply of a process."""
        self.answers[page.name] = reply["answer"]
        if reply["error"]:
            self.errors[page.name] = reply["error"]
        before = self._seconds.get(page.name, reply["seconds"])
        self._seconds[page.name] = min(before, reply["seconds"])

    @property
    def seconds(self) -> float:
        """The time for all pages."""
        return sum(self._seconds.values())

    def cells(self, yardstick: float) -> Iterator[str]:
        """Yield the figures as a row of the table has them; `–` for fields it does not give."""
        offered = {field for answer in self.answers.values() for field in answer or ()}
        found = figures(marks(page.truth, self.answers[page.name]) for page in self.pages)
        for column in SHARES:
            given = column in found and FIELD_OF.get(column, "body") in offered
            yield f"{found[column]:.3f}" if given else "–"
        yield str(len(self.errors))
        yield f"{len(self.pages) / self.seconds:.0f}"
        yield f"{self.seconds / yardstick:.1f}"


def run(corpus: Sequence[SavedPage], commands: Commands, limit: float, rounds: int) -> list[Run]:
    """Ask every extractor for every page, in turns; raise StartError where one does not start."""
    runs = [Run(name, corpus) for name in commands]
    for number in range(rounds):
        shift = number * len(corpus) // rounds
        with ExitStack() as stack:
            processes = [
                stack.enter_context(Extractor(name, command, limit))
                for name, command in commands.items()
            ]
            for page in [*corpus[shift:], *corpus[:shift]]:
                for result, process in zip(runs, processes, strict=True):
                    result.version = process.version
                    result.add(page, process.ask(page))
        print(f"round {number + 1} of {rounds} is done", file=sys.stderr)
    return runs


def table(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the lines of the table; one of the runs is the yardstick's."""
    yardstick = next(result.seconds for result in runs if result.name == YARDSTICK)
    yield _row(["extractor", *SHARES, "failed", "pages/s", "× lxml"])
    yield _row(["---", *["--:"] * (len(SHARES) + 3)])
    for result in runs:
        yield _row([f"{result.name} {result.version}", *result.cells(yardstick)])


def failures(runs: Sequence[Run]) -> Iterator[str]:
    """Yield what went wrong, each kind of failure once, with the pages."""
    for result in runs:
        pages: dict[str, list[str]] = defaultdict(list)
        for page, error in result.errors.items():
            pages[error].append(page)
        for error, on in pages.items():
            yield f"{result.name}: {len(on)} x {error.strip()}; the first on {on[0]}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def commands_with(peers: Path) -> Commands:
    """Return how each extractor is started, given the Python of the peers' environment."""
    pythons = dict.fromkeys(OWN, sys.executable) | dict.fromkeys(PEERS, str(peers))
    return {name: [python, "-m", "bench.worker", name] for name, python in pythons.items()}


def options() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of pages with their truth")
    parser.add_argument(
        "--peers",
        type=Path,
        default=ROOT / ".venv-peers/bin/python",
        help="Python of an environment with bench/peers.txt (default: %(default)s)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument(
        "--limit", type=float, default=30, help="seconds a page (default: %(default)s)"
    )
    return parser.parse_args()


def main() -> None:
    """Print the table; without pages or extractors, say so and exit with 2."""
    said = options()
    try:
        corpus = read_corpus(said.corpus)
        runs = run(corpus, commands_with(said.peers), said.limit, said.rounds)
    except CorpusError as error:
        sys.exit(_mistake(f"{error}"))
    except StartError as error:
        sys.exit(_mistake(f"{error}; make compare CORPUS=FOLDER installs what is needed"))
    for failure in failures(runs):
        print(failure, file=sys.stderr)
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {len(corpus)} pages ({fingerprint(corpus)}), "
        f"Python {platform.python_version()}, best of {said.rounds} rounds\n"
    )
    print(*table(runs), sep="\n")


def _mistake(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
