"""How well and how fast near-identical texts are grouped: `python -m bench.duplicates`.

Precision and recall are of pairs of records, on articles by `bench/reprints.py`; the thresholds
were chosen on its seeds below 100. With `--size` also time and memory of `qilu duplicates` on so
many records, and with rensa installed (`pip install rensa==0.5.0`) the same pairs by MinHash.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from bench.reprints import corpus
from scraper.duplicates import groups
from scraper.duplicates.likeness import comparable, shingles
from scraper.items import Record

Pairs = set[tuple[str, str]]
_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def pairs(groups: Iterable[Iterable[str]]) -> Pairs:
    """Return all pairs of ids inside groups."""
    return {pair for ids in groups for pair in combinations(sorted(ids), 2)}


def truth(labelled: Iterable[tuple[Record, str]]) -> Pairs:
    """Return the pairs of records that are versions of one text."""
    versions: dict[str, list[str]] = defaultdict(list)
    for record, name in labelled:
        versions[name].append(record["id"])
    return pairs(versions.values())


def by_minhash(records: list[Record], threshold: float) -> Pairs:
    """Return the pairs that rensa's estimate of Jaccard similarity joins."""
    import rensa

    index = rensa.RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
    sketches = {}
    for number, record in enumerate(records):
        sketch = rensa.RMinHash(num_perm=128, seed=1)
        sketch.update(list(shingles(comparable(record))))
        sketches[number] = sketch
        index.insert(number, sketch)
    found: Pairs = set()
    for number, sketch in sketches.items():
        for other in index.query(sketch):
            if other < number and sketch.jaccard(sketches[other]) >= threshold:
                a, b = sorted((records[other]["id"], records[number]["id"]))
                found.add((a, b))
    return found


def report(name: str, found: Pairs, true: Pairs, seconds: float) -> None:
    """Print a line."""
    good = len(found & true)
    print(
        f"{name:<24} precision {good / max(len(found), 1):.4f}  recall {good / len(true):.4f}  "
        f"false pairs {len(found) - good:>6}  {seconds:6.1f} s",
        flush=True,
    )


def quality(seed: int, count: int) -> None:
    """Measure precision and recall."""
    labelled = list(corpus(seed, count))
    records, true = [record for record, _ in labelled], truth(labelled)
    print(f"seed {seed}: {len(records)} records, {len(true)} true pairs")
    start = time.process_time()
    found = pairs((copy.member.id for copy in group) for group in groups(records))
    report("qilu duplicates", found, true, time.process_time() - start)
    try:
        for threshold in _THRESHOLDS:
            start = time.process_time()
            found = by_minhash(records, threshold)
            report(f"rensa, Jaccard {threshold}", found, true, time.process_time() - start)
    except ImportError:
        print("rensa is not installed")


def size(seed: int, count: int, folder: Path) -> None:
    """Measure time and memory of the command."""
    file = folder / "records.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(_lines(seed, count))
    start = time.monotonic()
    command = [sys.executable, "-m", "scraper.cli", "duplicates", str(file)]
    output = ["-o", str(folder / "groups.jsonl"), "--flows", str(folder / "flows.jsonl")]
    subprocess.run([*command, *output], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{count} records, {file.stat().st_size / 1e6:.0f} MB: {time.monotonic() - start:.0f} s, "
        f"of the processor {used.ru_utime + used.ru_stime:.0f} s, "
        f"peak memory {used.ru_maxrss / 1024:.0f} MiB"
    )


def _lines(seed: int, count: int) -> Iterator[str]:
    for record, _ in corpus(seed, count):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--count", type=int, default=4000, help="records for precision and recall")
    parser.add_argument("--size", type=int, default=0, help="records for time and memory")
    arguments = parser.parse_args()
    if arguments.count:
        quality(arguments.seed, arguments.count)
    if arguments.size:
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            size(arguments.seed, arguments.size, Path(folder))


if __name__ == "__main__":
    main()
