"""Seconds for pages of a great many of one thing, by size: `python -m bench.growth`, from the root.

A row is a thing, its columns the kinds of page at 1, 2 and 4 times `--size` bytes of it.
"""

from __future__ import annotations

import argparse

from tests import heavy

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_250_000, help="bytes, of the smallest")
    parser.add_argument("names", nargs="*", default=list(heavy.UNITS), help="which things")
    asked = parser.parse_args()
    for name in asked.names:
        rows = [heavy.seconds(name, times * asked.size) for times in (1, 2, 4)]
        cells = (f"{kind} {' '.join(f'{row[kind]:.2f}' for row in rows)}" for kind in rows[0])
        print(f"{name:24}{' | '.join(cells)}", flush=True)
