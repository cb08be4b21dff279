"""Second runs: what they ask for, what they write, and what they say."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.items import Record
from scraper.lookalike import LookAlikeServer, Reply
from scraper.lookalike.respond import error
from scraper.periods import today
from scraper.urls import Form, address

from .conftest import (
    Crawl,
    Run,
    Runner,
    Serve,
    asked,
    asked_articles,
    differences,
    leading_to,
    truth,
)

CITY = "dezhou"
SITE: dict[str, Any] = {"seed": 51, "articles": 50, "regions": (CITY,)}
"""The site of most tests, which then share the first crawl of it."""
HOUR = 3600  # seconds


def state_of(done: Run) -> Path:
    return done.output.parent / "state" / "state.sqlite"


def query(done: Run, sql: str) -> list[tuple[object, ...]]:
    """Look into, or change, the state that a run has left."""
    with closing(sqlite3.connect(state_of(done))) as state, state:
        return state.execute(sql).fetchall()


def make_due(done: Run) -> None:
    """Let it be time to look at every article again."""
    query(done, "UPDATE pages SET next_check = 0")


def ids(records: list[Record]) -> Counter[str]:
    return Counter(record["id"] for record in records)


def new_requests(server: LookAlikeServer) -> LookAlikeServer:
    """Forget what was asked for until now."""
    server.requests.clear()
    return server


def test_a_second_run_asks_for_lists_alone_and_is_well(
    serve: Serve, first_crawl: Crawl, crawl: Crawl
):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    new_requests(server)
    second = crawl(server, CITY)
    assert second.code == 0, second.stderr
    assert second.files == first.files
    assert second.stdout == ""
    assert asked_articles(server) == []
    assert asked(server, Form.HOME, Form.LIST)
    assert re.fullmatch("0 records, 0 failed, 0 rejected, \\d+ known already", second.last_line)


def test_scrapy_crawl_remembers_too(serve: Serve, scrapy: Crawl):
    server = serve(seed=40, articles=40, regions=[CITY])
    arguments = ("region", "-a", f"regions={CITY}")
    first = scrapy(server, *arguments)
    new_requests(server)
    assert scrapy(server, *arguments).files == first.files
    assert asked_articles(server) == []


def test_new_articles_are_all_that_a_later_run_brings(serve: Serve, crawl: Crawl):
    server = serve(seed=41, articles=100, regions=[CITY], published=60)
    before = ids(crawl(server, CITY).records)
    server.site.publish(40)
    new_requests(server)
    done = crawl(server, CITY)
    assert differences(done.records, truth(server.site)) == []
    assert {address(one.url).id for one in asked_articles(server)} == done_ids(done) - {*before}
    assert done.last_line.startswith(f"{len(done_ids(done)) - len(before)} records, ")


def done_ids(done: Run) -> set[str]:
    return {record["id"] for record in done.records}


def test_a_run_of_the_same_moment_forgets_nothing(serve: Serve, crawl: Crawl):
    """What is known of old articles does not hide articles that come on top of them."""
    server = serve(seed=41, articles=60, regions=[CITY], published=50)
    crawl(server, CITY, "--max-articles", 3)
    server.site.publish(10)
    crawl(server, CITY, "--max-articles", 5)
    done = crawl(server, CITY)
    assert differences(done.records, truth(server.site)) == []


def test_a_changed_article_gives_a_new_revision_and_keeps_the_old(
    serve: Serve, first_crawl: Crawl, crawl: Crawl
):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    old = {record["id"]: record for record in first.records}
    changed = [record["id"] for record in truth(server.site)][:2]
    for revision in (2, 3):
        server.site.edit(changed[0])
        if revision == 2:
            server.site.edit(changed[1])
        make_due(first)
        done = crawl(server, CITY)
        assert done.code == 0, done.stderr
    assert "1 records, 0 failed, 0 rejected, 1 changed" in done.last_line
    found = {(record["id"], record["revision"]): record for record in done.records}
    assert found.keys() == {(id_, 1) for id_ in old} | {
        (changed[0], 2),
        (changed[1], 2),
        (changed[0], 3),
    }
    assert all(found[id_, 1] == record for id_, record in old.items())
    newest = found[changed[0], 3]
    wanted = server.site.truth(changed[0])
    assert wanted
    assert differences([{**newest, "revision": 1}], [wanted]) == []


def test_an_unchanged_article_is_asked_for_in_a_way_that_costs_little(
    serve: Serve, first_crawl: Crawl, crawl: Crawl
):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    make_due(first)
    new_requests(server)
    second = crawl(server, CITY)
    assert second.files == first.files
    assert {one.status for one in asked_articles(server)} == {304}
    assert {address(one.url).id for one in asked_articles(server)} == done_ids(first)
    assert second.code == 0
    assert f"{len(first.records)} unchanged" in second.last_line
    new_requests(server)
    crawl(server, CITY)
    assert asked_articles(server) == [], "they were looked at just now, and are old"


def test_a_server_that_says_nothing_of_changes(serve: Serve, crawl: Crawl):
    server = serve(seed=43, articles=30, regions=[CITY])
    right = server.answer
    server.answer = lambda url, headers: replace(right(url, headers), headers=HTML)
    first = crawl(server, CITY)
    server.site.edit(next(iter(ids(first.records))))
    make_due(first)
    new_requests(server)
    second = crawl(server, CITY)
    assert {one.status for one in asked_articles(server)} == {200}
    assert not any("if-none-match" in one.headers for one in server.requests)
    assert len(second.records) == len(first.records) + 1
    assert f"1 changed, {len(first.records) - 1} unchanged" in second.last_line


HTML = (("Content-Type", "text/html"),)


def test_validators_are_renewed_where_the_text_is_the_same(
    serve: Serve, first_crawl: Crawl, crawl: Crawl
):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    right = server.answer

    def retagged(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, {})
        if headers.get("if-none-match") == '"fresh"':
            return Reply(304)
        return replace(reply, headers=(*HTML, ("ETag", '"fresh"')))

    server.answer = retagged
    for statuses in ({200}, {304}):
        make_due(first)
        new_requests(server)
        done = crawl(server, CITY)
        assert {one.status for one in asked_articles(server)} == statuses
        assert done.files == first.files


def test_recent_articles_are_looked_at_again_ever_more_seldom(serve: Serve, crawl: Crawl):
    newest = today()
    oldest = newest - timedelta(days=40)
    server = serve(seed=44, articles=80, regions=[CITY], newest=newest, oldest=oldest)
    done = crawl(server, CITY)
    rows = query(done, "SELECT id, checks_from, last_seen, next_check FROM pages")
    assert len(rows) == len(done.records)
    steps = [hours * HOUR for hours in (1, 6, 24, 72, 168)]
    for _, published, seen, following in rows:
        assert isinstance(published, int)
        assert isinstance(seen, int)
        later = [published + step for step in steps if published + step > seen]
        assert following == (later[0] if later else None)
    assert {following is None for *_, following in rows} == {True, False}


def test_the_schedule_is_a_setting(serve: Serve, scrapy: Crawl):
    server = serve(seed=44, articles=20, regions=[CITY])
    arguments = ("region", "-a", f"regions={CITY}", "-s")
    done = scrapy(server, *arguments, "QILU_CHECK_HOURS=1,1000000")
    assert query(done, "SELECT count(*) FROM pages WHERE next_check IS NULL") == [(0,)]
    wrong = scrapy(server, *arguments, "QILU_CHECK_HOURS=1h,2h")
    assert wrong.code == 2
    assert wrong.last_line == "Error: QILU_CHECK_HOURS must be hours like 1,6,24, not '1h,2h'"


def test_a_continued_article_is_looked_at_by_its_first_part(serve: Serve, crawl: Crawl):
    server = serve(seed=16, articles=150, regions=[CITY])
    first = crawl(server, CITY)
    continued = {
        record["id"]
        for record in truth(server.site)
        if (story := server.site.page(record["id"])) and len(story.blocks) > 1
    }
    assert continued
    make_due(first)
    new_requests(server)
    second = crawl(server, CITY)
    assert second.files == first.files
    assert not any(re.search(r"_\d+\.shtml$", one.url) for one in asked_articles(server))


def test_a_part_that_was_missing_is_asked_for_again(serve: Serve, crawl: Crawl):
    server = serve(seed=16, articles=150, regions=[CITY])
    right = server.answer
    second_part = re.compile(r"/\d+_2\.shtml$")
    server.answer = lambda url, headers: (
        error(404) if second_part.search(url) else right(url, headers)
    )
    first = crawl(server, CITY)
    short = [r["id"] for r in first.records if r["metadata"]["problems"]]
    assert short
    make_due(first)
    assert crawl(server, CITY).files == first.files, "part 2 is still missing"
    server.answer = right
    make_due(first)
    done = crawl(server, CITY)
    newest = {record["id"]: record for record in done.records}
    assert {id_ for id_, record in newest.items() if record["revision"] == 2} == {*short}
    same = [{**record, "revision": 1} for record in newest.values()]
    assert differences(same, truth(server.site)) == []


@pytest.mark.parametrize(("status", "again"), [(404, False), (503, True)])
def test_what_gave_no_record_is_asked_for_again(
    status: int, again: bool, serve: Serve, crawl: Crawl
):
    """At once where the site was not well; after a while where there was no such page."""
    server = serve(seed=45, articles=60, regions=[CITY])
    dead = truth(server.site)[7]
    right = server.answer
    server.answer = lambda url, headers: error(status) if dead["id"] in url else right(url, headers)
    first = crawl(server, CITY)
    new_requests(server)
    second = crawl(server, CITY)
    assert {address(one.url).id for one in asked_articles(server)} == (
        {dead["id"]} if again else set()
    )
    assert second.code == 0, second.stderr
    server.answer = right
    make_due(first)
    done = crawl(server, CITY)
    assert differences(done.records, truth(server.site)) == []
    assert dead["id"] in done_ids(done)


def test_a_page_without_an_article_is_left_alone_for_a_while(serve: Serve, crawl: Crawl):
    server = serve(seed=45, articles=30, regions=[CITY])
    empty = truth(server.site)[3]
    right = server.answer
    server.answer = lambda url, headers: (
        Reply(200, b"<html><body></body></html>", HTML)
        if empty["id"] in url
        else right(url, headers)
    )
    first = crawl(server, CITY)
    assert empty["id"] not in done_ids(first)
    new_requests(server)
    second = crawl(server, CITY)
    assert asked_articles(server) == []
    assert second.code == 0, second.stderr


def test_an_address_that_leads_to_another_article_is_asked_once(serve: Serve, crawl: Crawl):
    server = serve(seed=45, articles=30, regions=[CITY])
    moved, target = truth(server.site)[:2]
    right = server.answer
    to_target = Reply(301, b"", (("Location", target["url"]),))
    server.answer = lambda url, headers: to_target if moved["id"] in url else right(url, headers)
    first = crawl(server, CITY)
    assert moved["id"] not in done_ids(first)
    assert ids(first.records)[target["id"]] == 1
    new_requests(server)
    crawl(server, CITY)
    assert asked_articles(server) == []


def test_a_longer_period_fetches_what_the_shorter_left(serve: Serve, crawl: Crawl):
    server = serve(seed=46, articles=120, regions=[CITY])
    days = sorted(record["date_published"][:10] for record in truth(server.site))
    crawl(server, CITY, "--since", days[-20], "--until", days[-5])
    crawl(server, CITY, "--since", days[60])
    done = crawl(server, CITY)
    assert differences(done.records, truth(server.site)) == []


def test_each_folder_has_a_state_of_its_own(serve: Serve, qilu: Runner, tmp_path: Path):
    server = serve(seed=47, articles=30, regions=[CITY])
    for folder, home in (("out", "."), ("november", "november")):
        output = tmp_path / folder
        done = qilu("crawl", CITY, "--delay", 0, "-o", output, environment=leading_to(server))
        assert done.code == 0
        assert len(list(output.glob(f"{CITY}-*.jsonl"))) == 1
        assert (tmp_path / home / "state" / "state.sqlite").exists()


def test_the_article_spider_asks_for_what_it_was_told_and_writes_what_is_new(
    serve: Serve, scrapy: Crawl
):
    server = serve(seed=48, articles=30, regions=[CITY])
    record = truth(server.site)[0]
    arguments = ("article", "-a", f"url={record['url']}")
    first = scrapy(server, *arguments)
    assert [r["revision"] for r in first.records] == [1]
    new_requests(server)
    assert scrapy(server, *arguments).files == first.files
    assert [one.status for one in asked_articles(server)] == [200]
    server.site.edit(record["id"])
    done = scrapy(server, *arguments)
    assert sorted(r["revision"] for r in done.records) == [1, 2]


def test_without_an_output_folder_nothing_is_remembered(
    serve: Serve, scrapy: Crawl, tmp_path: Path
):
    server = serve(seed=48, articles=30, regions=[CITY])
    feed = tmp_path / "feed.jsonl"
    for _ in range(2):
        arguments = ("-a", f"regions={CITY}", "-s", "QILU_OUTPUT=", "-O", feed)
        done = scrapy(server, "region", *arguments)
        assert done.code == 0, done.stderr
        records = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
        assert differences(records, truth(server.site)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.jsonl"]


def test_a_state_that_is_lost_is_made_anew_from_the_files(
    serve: Serve, first_crawl: Crawl, crawl: Crawl
):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    columns = "id, url, first_run, first_seen, checks_from, next_check, revision, content_sha256"
    before = query(first, f"SELECT {columns} FROM pages ORDER BY id")
    for file in state_of(first).parent.iterdir():
        file.unlink()
    new_requests(server)
    assert crawl(server, CITY).files == first.files
    assert asked_articles(server) == []
    assert query(first, f"SELECT {columns} FROM pages ORDER BY id") == before


def test_data_of_before_revisions_is_understood(serve: Serve, first_crawl: Crawl, crawl: Crawl):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    (file,) = first.files
    old = file.read_text("utf-8").replace('"revision": 1, ', "").replace('"1.1"', '"1.0"')
    file.write_text(old, "utf-8")
    for one in (*state_of(first).parent.iterdir(), first.output / "manifest.jsonl"):
        one.unlink()
    server.site.edit(first.records[0]["id"])
    make_due(crawl(server, CITY))
    done = crawl(server, CITY)
    assert sorted(r.get("revision", 0) for r in done.records)[-2:] == [0, 2]


def test_an_unusable_state_is_said_in_one_line(serve: Serve, first_crawl: Crawl, crawl: Crawl):
    server = serve(**SITE)
    first = first_crawl(server, CITY)
    query(first, "PRAGMA user_version = 99")
    done = crawl(server, CITY)
    assert done.code == 1
    assert done.last_line.startswith(f"Error: {state_of(first)} is of a newer version")
    state_of(first).write_bytes(b"no database, but long enough to be taken for one" * 100)
    done = crawl(server, CITY)
    assert done.code == 1
    assert re.match(r"Error: can't use \S+/state\.sqlite: file is not a database", done.last_line)
    assert "Traceback" not in done.stderr
    assert done.files == first.files


def test_old_days_are_of_no_date(serve: Serve, crawl: Crawl):
    """A quiet day is no failure, whatever the period."""
    server = serve(seed=50, articles=40, regions=[CITY], newest=date(2020, 11, 29))
    since = max(record["date_published"] for record in truth(server.site))[:10]
    assert crawl(server, CITY, "--since", since).code == 0
    assert crawl(server, CITY, "--since", since).code == 0
