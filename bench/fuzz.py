"""A long run of damaged pages: `python -m bench.fuzz --seconds 600`, from the project's root.

Prints the number it starts with; each page that breaks something is saved, with how to do it
again. Exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests import damage


def run(first: int, seconds: float, folder: Path) -> int:
    """Check damaged pages from a number on until the time is up; return how many failed."""
    end, number, failed = time.monotonic() + seconds, first, 0
    while time.monotonic() < end:
        try:
            damage.check_number(number)
        except Exception as error:
            failed += 1
            print(f"{number}: {type(error).__name__}: {error}; saved as {save(number, folder)}")
        number += 1
    print(f"{number - first} pages, {failed} failed; the next is --first {number}")
    return failed


def save(number: int, folder: Path) -> Path:
    """Write the damaged page of a number, named by it and its damage."""
    case, page, done = damage.damaged(number)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{number}-{case.replace('/', '-')}-{'-'.join(done)}.html"
    file.write_bytes(page)
    return file


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--first", type=int, default=time.time_ns() % 10**9, help="first number")
    parser.add_argument("--save", type=Path, default=Path("data/out/fuzz"), help="a folder")
    asked = parser.parse_args()
    print(f"--first {asked.first}")
    sys.exit(run(asked.first, asked.seconds, asked.save) > 0)
