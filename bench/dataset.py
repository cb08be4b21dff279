"""How long `qilu dataset build` takes, and how much memory: `python -m bench.dataset COUNT`.

The records are those of `bench.many`, mixed over all cities and ten years: the worst order.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from bench.many import records
from scraper.dataset import Edition, Wishes, build


def measure(count: int) -> None:
    """Build a dataset of so many records, and print what it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "set", records(count), Edition(), Wishes())
        seconds = time.perf_counter() - started
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    used, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} records: {seconds:.0f} s ({used:.0f} s of processor), {size / 1e6:.0f} MB, "
        f"peak {peak:.0f} MiB"
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]))
