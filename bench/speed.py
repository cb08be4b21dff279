"""Speed, as ratios measured in one run: `make bench`.

- `parse_article` to lxml's own parse of the same bytes, on template pages as the look-alike
  serves them and on heavier ones (the aim: at most 2), on the same without their sidebar, which
  spares lxml half of its work, and with 60 more long paragraphs. A page that is read again finds
  its list's entries and its credit lines remembered, as those of its neighbours are in a crawl;
- `qilu --help` and `qilu parse` as whole processes, to a bare Python (in seconds, below 0.5).

Timings on a shared machine are noisy: each is the best of many, and only ratios are compared.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from lxml import html

from scraper import parse_article
from scraper.lookalike import LookAlike

PAGES = 40
REPEAT = 15


def best(run: Callable[[], object], times: int) -> float:
    """Return the seconds of one call, the best of some rounds."""
    return min(timeit.repeat(run, number=times, repeat=REPEAT)) / times


def template_pages(layout: str) -> list[tuple[str, bytes]]:
    """Return address and bytes of look-alike pages of a layout."""
    site = LookAlike(articles=400)
    urls = [
        record["canonical_url"]
        for record in site.articles_of("dezhou")
        if record["metadata"]["layout"] == layout
    ]
    return [(url, site.respond(url).body) for url in urls[:PAGES]]


def weighed(page: bytes, size: int | None) -> bytes:
    """Return a page brought to a size by more entries in its sidebar, as real pages have them.

    ``None``: a page without anything in its sidebar.
    """
    if size is None:
        return re.sub(
            rb'(?s)(<div class="[^"]*col-sub[^"]*">).*(?=<div class="[^"]*footer)',
            rb"\1</div>",
            page,
        )
    entries = re.search(rb'(?s)col-sub.*?<ul class="[^"]*news-list[^"]*">(.*?)</ul>', page)
    if entries is None:
        return page
    more = entries[1] * max(0, (size - len(page)) // len(entries[1]))
    return page[: entries.end(1)] + more + page[entries.end(1) :]


def lengthened(page: bytes, count: int) -> bytes:
    """Return a page with its own long paragraphs over again, so many; as it is if it has none."""
    found = re.findall(rb"<p>[^<]{150,}</p>", page)
    if not found:
        return page
    at = page.index(found[0])
    return page[:at] + b"\n".join(islice(cycle(found), count)) + page[at:]


def parsing(layout: str, size: int | None = 0, more: int = 0) -> None:
    """Print how many times lxml's own parse a whole record takes."""
    ratios, sizes = [], []
    for url, served in template_pages(layout):
        page = lengthened(weighed(served, size), more)
        alone = best(lambda page=page: html.document_fromstring(page), 5)  # type: ignore[misc]
        whole = best(lambda page=page, url=url: parse_article(page, url), 5)  # type: ignore[misc]
        ratios.append(whole / alone)
        sizes.append(len(page))
    print(
        f"{layout}, {median(sizes) / 1000:.0f} kB: parse_article / lxml.html.document_fromstring "
        f"= {median(ratios):.2f} (median of {len(ratios)} pages, worst {max(ratios):.2f})"
    )


def processes() -> None:
    """Print the seconds of whole processes beside those of a bare Python."""
    url, page = template_pages("v2016")[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_bytes(page)
        qilu = [sys.executable, "-m", "scraper.cli"]
        bare = lasting([sys.executable, "-c", "pass"])
        for arguments in (["--help"], ["parse", str(file), "--url", url]):
            seconds = lasting([*qilu, *arguments])
            print(
                f"qilu {arguments[0]}: {seconds:.3f} s, {seconds / bare:.1f} times `python -c pass`"
            )


def lasting(command: list[str]) -> float:
    """Return the seconds that a process takes from start to end."""
    return best(lambda: subprocess.run(command, capture_output=True, check=True), 1)


if __name__ == "__main__":
    for size in (0, 45_000, 90_000, None):
        parsing("v2016", size)
    parsing("v2016", more=60)
    parsing("v2010")
    processes()
