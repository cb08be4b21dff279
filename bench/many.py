"""Any number of records, made of a few: cheap, varied, the same for the same seed.

`python -m bench.many FORMAT COUNT` exports so many to a file that is removed again, and says how
long that took and how much memory (peak, of the whole process).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from scraper.items import Record
from scraper.regions import ALL, REGIONS

SAMPLE = Path(__file__).parents[1] / "data/sample/articles.jsonl"
FIRST = date(2016, 1, 1)
DAYS = 3650


def records(count: int, seed: int = 0) -> Iterator[Record]:
    """Yield records like those of the sample: own ids and days, cities and paragraphs mixed."""
    random = Random(seed)
    samples = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    paragraphs = [part for sample in samples for part in sample["body"].split("\n")]
    for number in range(count):
        yield _varied(random.choice(samples), 1_000_000 + number, random, paragraphs)


def _varied(sample: Record, id_: int, random: Random, paragraphs: list[str]) -> Record:
    day = FIRST + timedelta(days=random.randrange(DAYS))
    city = REGIONS[random.choice(ALL)]
    url = f"https://{city.slug}.iqilu.com/news/{day:%Y/%m%d}/{id_}.shtml"
    return sample | {
        "id": str(id_),
        "url": url,
        "canonical_url": url,
        "headline": f"{sample['headline']} {id_}",
        "date_published": f"{day}T{random.randrange(24):02}:{random.randrange(60):02}:00+08:00",
        "body": "\n".join(random.choices(paragraphs, k=3)),
        "region": {"slug": city.slug, "name": city.name, "code": city.code},
    }


def measure(name: str, count: int) -> None:
    """Export so many records, and print what it took."""
    from scraper.export import FORMATS, export

    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / f"many{FORMATS[name].ending}"
        export(records(count), FORMATS[name], output)
        size = output.stat().st_size
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} {count} records: {seconds:.0f} s, {size / 1e6:.0f} MB, peak {peak:.0f} MiB")


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
