"""The pipelines: what happens to a record between the spider and the file."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector

from pipelines.dedupe import Dedupe
from pipelines.feed import RecordExporter
from pipelines.hold import Hold
from pipelines.progress import Progress
from pipelines.revise import Revise
from pipelines.validate import Validate
from pipelines.writer import Writer
from scraper import settings as project
from scraper.extract import content_sha256, parse_article
from scraper.health import Exit, outcome
from scraper.items import Article, Author, Kind, Problem, RelatedLink
from scraper.lookalike import LookAlike, Reply
from scraper.records import to_dict, to_json

from .conftest import Crawl, Serve, data_files, truth

RUN = "20201130T080000Z-0a1b"
SITE = LookAlike(seed=3, articles=60, regions=("dezhou", "jinan"))


def article(region: str = "dezhou", n: int = 0, **changes: Any) -> Article:
    """Parse the n-th newest article of a city, as a spider would have left it."""
    url = [record["url"] for record in SITE.articles_of(region)][n]
    parsed = parse_article(SITE.respond(url).body, url)
    metadata = replace(parsed.metadata, run_id=RUN, spider="region", http_status=200)
    return replace(parsed, metadata=metadata, **changes)


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Any]:
    """A crawler that holds an output folder."""
    values = {"QILU_OUTPUT": str(tmp_path / "out"), "QILU_CHECK_HOURS": [1, 24]}
    made = SimpleNamespace(settings=Settings(values))
    made.stats = MemoryStatsCollector(made)
    made.signals = SignalManager()
    made.spider = SimpleNamespace(run_id=RUN, store=None)
    hold = Hold.from_crawler(made)
    yield made
    hold.store.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def names(folder: Path) -> list[str]:
    return [path.name for path in data_files(folder)]


# Validate


def test_a_good_record_passes(crawler: Any, out: Path):
    good = article()
    assert Validate.from_crawler(crawler).process_item(good) is good
    assert names(out) == []
    assert crawler.stats.get_value("qilu/rejected") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"headline": ""}, "headline"),
        ({"byline": ""}, "byline"),
        ({"body": ""}, ""),
        ({"kind": "poem"}, "kind"),
        ({"date_published": "2020-11-29 15:06"}, "date_published"),
        ({"date_published": "2020-13-01T15:06:00+08:00"}, "date_published"),
        ({"date_published": "2020-11-29T15:06:00"}, "date_published"),
        ({"url": "dezhou.iqilu.com"}, "url"),
        ({"authors": (Author(name="", role="reporter"),)}, "authors/0/name"),
        ({"authors": (Author(name="安进秋", role="poet"),)}, "authors/0/role"),  # type: ignore[arg-type]
        ({"related_links": (RelatedLink(url="/x.shtml"),)}, "related_links/0/url"),
        ({"source": 7}, "source"),
    ],
)
def test_a_bad_record_is_kept_out_and_said(
    changes: dict[str, Any], field: str, crawler: Any, out: Path
):
    bad = article(**changes)
    with pytest.raises(DropItem, match=re.escape(bad.url)):
        Validate.from_crawler(crawler).process_item(bad)
    (line,) = (out / "rejects.jsonl").read_text("utf-8").splitlines()
    reject = json.loads(line)
    assert reject["record"] == to_dict(bad)
    assert any(reason.startswith(field) for reason in reject["reasons"]), reject["reasons"]
    assert crawler.stats.get_value("qilu/rejected") == 1


def test_a_gallery_may_be_without_text(crawler: Any):
    gallery = article(body="", kind=Kind.GALLERY)
    assert Validate.from_crawler(crawler).process_item(gallery) is gallery


def test_each_reason_is_given_and_each_reject_is_a_line(crawler: Any, out: Path):
    validate = Validate.from_crawler(crawler)
    for bad in (article(n=0, headline="", source=""), article(n=1, headline="")):
        with pytest.raises(DropItem):
            validate.process_item(bad)
    lines = (out / "rejects.jsonl").read_text("utf-8").splitlines()
    assert [len(json.loads(line)["reasons"]) for line in lines] == [2, 1]
    assert "\\u" not in lines[0]


def test_a_reject_is_said_even_where_no_file_is_wanted(crawler: Any, out: Path):
    crawler.spider.store = None
    with pytest.raises(DropItem, match="headline") as dropped:
        Validate.from_crawler(crawler).process_item(article(headline=""))
    assert dropped.value.log_level == "ERROR"
    assert crawler.stats.get_value("qilu/rejected") == 1
    assert names(out) == []


# Dedupe


def test_an_id_passes_once(crawler: Any):
    dedupe = Dedupe.from_crawler(crawler)
    first, second = article(n=0), article(n=1)
    assert dedupe.process_item(first) is first
    assert dedupe.process_item(second) is second
    with pytest.raises(DropItem, match=first.id):
        dedupe.process_item(replace(first, url=first.url.replace("https", "http")))
    assert crawler.stats.get_value("qilu/duplicates") == 1


def test_a_rejected_record_does_not_stand_in_the_way_of_a_good_one():
    order = project.ITEM_PIPELINES
    assert order["pipelines.validate.Validate"] < order["pipelines.dedupe.Dedupe"]
    assert order["pipelines.dedupe.Dedupe"] < order["pipelines.writer.Writer"]


# Revise


def written(crawler: Any, *records: Article) -> None:
    """Let records be in a finished file."""
    writer = Writer.from_crawler(crawler)
    for record in records:
        writer.process_item(record)
    writer.close_spider()


def with_text(record: Article, body: str, *problems: str) -> Article:
    """Return an article with another text."""
    metadata = replace(
        record.metadata,
        fetched_at="2020-11-30T08:00:00Z",
        content_sha256=content_sha256(record.headline, body),
        problems=tuple(Problem(field="body", message=message) for message in problems),
    )
    return replace(record, body=body, metadata=metadata)


def test_a_changed_text_is_a_revision_and_the_same_is_none(crawler: Any):
    revise = Revise.from_crawler(crawler)
    first = with_text(article(), "一。")
    assert revise.process_item(first) is first
    written(crawler, first)
    with pytest.raises(DropItem, match="unchanged"):
        revise.process_item(replace(first, source="别的"))
    second = revise.process_item(with_text(first, "一。二。"))
    assert second == replace(with_text(first, "一。二。"), revision=2)
    assert crawler.stats.get_value("qilu/unchanged") == 1


def test_an_article_that_lost_a_part_on_the_way_is_no_revision(crawler: Any):
    revise = Revise.from_crawler(crawler)
    whole = with_text(article(), "一。二。")
    short = with_text(whole, "一。", "part 2 is missing: status 503")
    assert revise.process_item(short) is short, "better than nothing"
    written(crawler, whole)
    with pytest.raises(DropItem, match="lacks a part"):
        revise.process_item(short)
    assert crawler.stats.get_value("qilu/failed") == 1


# Writer


def test_a_file_is_called_part_until_the_run_has_closed_it(crawler: Any, out: Path):
    writer = Writer.from_crawler(crawler)
    assert names(out) == [], "a file before there is a record"
    one, two = article(n=0), article(n=1)
    assert writer.process_item(one) is one
    part = out / f"dezhou-{RUN}.jsonl.part"
    assert names(out) == [part.name]
    assert part.read_text("utf-8") == to_json(one) + "\n", "a record waits in memory"
    writer.process_item(two)
    writer.close_spider()
    assert names(out) == [f"dezhou-{RUN}.jsonl"]
    written = (out / f"dezhou-{RUN}.jsonl").read_bytes()
    assert written == f"{to_json(one)}\n{to_json(two)}\n".encode()
    assert crawler.stats.get_value("qilu/files") == [str(out / f"dezhou-{RUN}.jsonl")]


def test_each_region_has_a_file_and_other_hosts_one(crawler: Any, out: Path):
    writer = Writer.from_crawler(crawler)
    for region in ("dezhou", "jinan", "dezhou"):
        writer.process_item(article(region))
    writer.process_item(article(region="jinan", n=1))
    writer.process_item(replace(article(), region=None))
    writer.close_spider()
    assert names(out) == [f"{name}-{RUN}.jsonl" for name in ("dezhou", "jinan", "other")]
    counts = [(out / name).read_bytes().count(b"\n") for name in names(out)]
    assert counts == [2, 2, 1]
    assert crawler.stats.get_value("qilu/written/dezhou") == 2


def test_what_is_there_already_is_not_touched(crawler: Any, out: Path):
    other = out / "dezhou-20201129T080000Z-ffff.jsonl"
    other.write_text("of another run", "utf-8")
    writer = Writer.from_crawler(crawler)
    writer.process_item(article())
    writer.close_spider()
    assert other.read_text("utf-8") == "of another run"
    assert names(out) == sorted([other.name, f"dezhou-{RUN}.jsonl"])


@pytest.mark.parametrize("ending", [".jsonl.part", ".jsonl"])
def test_a_file_of_the_same_name_is_not_written_over(ending: str, crawler: Any, out: Path):
    there = out / f"dezhou-{RUN}{ending}"
    there.write_text("of whom ever", "utf-8")
    asyncio.run(write_one(crawler))
    assert there.read_text("utf-8") == "of whom ever"
    assert re.search("can't write|is there already", crawler.stats.get_value("qilu/cant_write"))


async def write_one(crawler: Any) -> None:
    """Write a record, in a run that may end because it can't."""

    async def closing(reason: str) -> None:
        assert reason == "cant_write"

    crawler.engine = SimpleNamespace(close_spider_async=closing)
    writer = Writer.from_crawler(crawler)
    with contextlib.suppress(DropItem):
        writer.process_item(article())
    writer.close_spider()


def test_without_a_folder_nothing_is_written(crawler: Any):
    crawler.settings.set("QILU_OUTPUT", "")
    with pytest.raises(NotConfigured):
        Hold.from_crawler(crawler)
    crawler.spider.store = None
    for pipeline in (Revise, Writer):
        with pytest.raises(NotConfigured):
            pipeline.from_crawler(crawler)


def test_names_of_files_come_from_the_table_and_the_run(crawler: Any, out: Path):
    """Nothing that a page says, or its address, is part of a name."""
    evil = "../../evil"
    writer = Writer.from_crawler(crawler)
    changes = {"id": evil, "headline": evil, "section": evil, "source": evil, "publisher": evil}
    writer.process_item(article(**changes, url=f"https://dezhou.iqilu.com/{evil}.shtml"))
    writer.close_spider()
    assert names(out) == [f"dezhou-{RUN}.jsonl"]
    assert names(out.parent) == ["out", "state"]


# Feeds


def export(item: Any) -> bytes:
    file = io.BytesIO()
    exporter = RecordExporter(file)
    exporter.start_exporting()
    exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_a_feed_has_the_line_of_the_serialiser():
    one = article()
    assert export(one) == f"{to_json(one)}\n".encode()


def test_a_feed_takes_other_items_too():
    assert json.loads(export({"a": "德州"})) == {"a": "德州"}


# The display


def test_the_display_is_off_unless_asked_for(crawler: Any):
    with pytest.raises(NotConfigured):
        Progress.from_crawler(crawler)


# In a crawl


def test_an_article_without_text_is_no_record_and_is_said(serve: Serve, crawl: Crawl):
    server = serve(seed=3, articles=40, regions=["dezhou"])
    empty, *others = sorted(truth(server.site), key=lambda r: r["metadata"]["layout"] != "v2016")
    right = server.answer

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        return replace(reply, body=without_text(reply.body)) if empty["id"] in url else reply

    server.answer = answer
    done = crawl(server, "dezhou")
    assert sorted(r["id"] for r in done.records) == sorted(r["id"] for r in others)
    assert f"{empty['url']}: no article text" in done.stderr
    assert done.last_line == f"{len(others)} records, 1 failed, 0 rejected"


def without_text(page: bytes) -> bytes:
    article = rb'(<div class="[^"]*article-main[^"]*">).*?(<div class="[^"]*article-sub)'
    emptied, count = re.subn(article, rb"\1</div>\2", page, flags=re.S)
    assert count == 1
    return emptied


def test_a_run_with_a_reject_is_unhealthy():
    healthy = {"item_scraped_count": 50, "finish_reason": "finished"}
    assert outcome(healthy).code is Exit.OK
    code, sentence = outcome(healthy | {"qilu/rejected": 1})
    assert code is Exit.UNHEALTHY
    assert "1 rejected" in sentence
