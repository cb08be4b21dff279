"""Crawls of a site that has moved away from the known layouts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from scraper import tally
from scraper.items import Record
from scraper.lookalike import LookAlike, LookAlikeServer, Reply

from .conftest import Crawl, Serve, truth
from .test_crawl import canonical_part, ids


def relaunched(server: LookAlikeServer, urls: set[str], *renamed: bytes) -> None:
    """Serve some pages with other class names."""
    right = server.answer

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        for name in renamed if canonical_part(url) in urls else ():
            reply = replace(reply, body=reply.body.replace(name, b"x-" + name[::-1]))
        return reply

    server.answer = answer


def new_pages(site: LookAlike) -> list[Record]:
    """Return the articles of one page in the newest layout."""
    return [
        record
        for record in truth(site)
        if record["metadata"]["layout"] == "v2016"
        and (story := site.page(record["id"]))
        and len(story.blocks) == 1
    ]


def test_a_relaunch_of_the_site_is_noticed(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=60, regions=["dezhou"])
    urls = {record["url"] for record in new_pages(server.site)}
    relaunched(server, urls, b"section-cnt-tit", b"col-main", b"article-main")
    done = crawl(server, "dezhou")
    assert ids(done.records) == ids(truth(server.site))
    drifted = {r["url"] for r in done.records if r["metadata"]["layout"] == "generic"}
    assert drifted == urls
    assert done.code == 3
    total = len(done.records)
    assert done.last_line == (
        f"Error: unhealthy: {total} records, 0 failed, 0 rejected, "
        f"{len(urls)} of {total} pages fit no known layout; the site may have changed"
    )


def test_how_much_drift_is_tolerated_can_be_set(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=60, regions=["dezhou"])
    relaunched(server, {record["url"] for record in new_pages(server.site)}, b"col-main")
    assert crawl(server, "dezhou", QILU_TOLERATED_DRIFT="1").code == 0
    done = crawl(server, "dezhou", QILU_TOLERATED_DRIFT="a lot")
    assert done.code == 2
    assert done.last_line == ("Error: QILU_TOLERATED_DRIFT must be from 0 to 1, not 'a lot'")


def test_the_stats_count_layouts_and_fields(serve: Serve, scrapy: Crawl):
    server = serve(seed=18, articles=60, regions=["dezhou"])
    one, other, third, *_ = new_pages(server.site)
    relaunched(server, {one["url"]}, b"section-cnt-tit", b"col-main")
    relaunched(server, {other["url"], third["url"]}, b'"time"')
    done = scrapy(server, "region", "-a", "regions=dezhou", "-s", "STATS_DUMP=True")
    counts = {n: int(c) for n, c in re.findall(r"'(qilu/[\w/]+)': (\d+)\b", done.stderr)}
    found = tally.read(counts)
    layouts = Counter(record["metadata"]["layout"] for record in truth(server.site))
    assert {name: count.records for name, count in found.items()} == {
        "v2016": layouts["v2016"] - 1,
        "v2010": layouts["v2010"],
        "generic": 1,
    }
    assert [found[name].drifted for name in ("v2016", "v2010", "generic")] == [2, 0, 1]
    assert found["v2016"].problems["layout"] == found["v2016"].problems["date_published"] == 2
    for name in ("v2016", "v2010"):
        records = [r for r in done.records if r["metadata"]["layout"] == name]
        for field in ("images", "byline", "related_links", "date_published"):
            filled = sum(bool(record[field]) for record in records)
            assert found[name].filled.get(field, 0) == filled, field
