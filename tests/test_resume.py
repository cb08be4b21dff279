"""Long lists: a run that goes on where another was stopped does not walk them again."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.lookalike import LookAlike, LookAlikeServer, Reply
from scraper.lookalike import lists as lists_
from scraper.lookalike.respond import error
from scraper.urls import Form, address

from .conftest import PATIENCE, Crawl, Serve, asked, asked_articles, differences
from .test_incremental import make_due, query
from .test_kill import start

CITY = "jinan"
ARTICLES = 600
LONG = "news"  # its longest column
SINCE = "2010-01-01"


def list_numbers(server: LookAlikeServer, column: str = LONG) -> list[int]:
    """Return which pages of a column's list were asked for, in order."""
    urls = [one.url for one in asked(server, Form.LIST) if f"/{column}/" in one.url]
    return [int((re.search(r"list_\d+_(\d+)", url) or ["", "1"])[1]) for url in urls]


def stop_at_list(server: LookAlikeServer, process: subprocess.Popen[bytes], number: int) -> None:
    """Kill a run when it asks for page `number` of a list."""

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        if f"/{LONG}/list_" in url and url.endswith(f"_{number}.shtml"):
            process.kill()
        return server.site.respond(url, headers)

    server.answer = answer


def killed_at(server: LookAlikeServer, output: Path, number: int) -> None:
    """Run until page `number` of the long list is asked for."""
    with start(server, output, "--since", SINCE, "--columns", LONG, cities=(CITY,)) as process:
        stop_at_list(server, process, number)
        process.communicate(timeout=60)
    assert process.returncode == -9
    until = time.monotonic() + PATIENCE  # the server logs the last request after the kill
    while number not in list_numbers(server):
        assert time.monotonic() < until
        time.sleep(0.01)
    server.answer = server.site.respond
    server.requests.clear()


@pytest.fixture
def server(serve: Serve) -> LookAlikeServer:
    made = serve(seed=70, articles=ARTICLES, regions=[CITY], published=ARTICLES - 60)
    column = made.site.channels_of(CITY)[0]
    assert column.path == LONG
    assert lists_.pages(made.site, column) > 8
    return made


def column_truth(site: LookAlike) -> list[dict[str, object]]:
    ids = (str(site.brief(k).id) for k in site.newest([site.channels_of(CITY)[0]]))
    return [record for id_ in ids if (record := site.truth(id_))]


def run(crawl: Crawl, server: LookAlikeServer, *more: str):  # type: ignore[no-untyped-def]
    return crawl(server, CITY, "--since", SINCE, "--columns", LONG, *more)


def test_a_killed_backfill_goes_on_where_it_was(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    killed_at(server, tmp_path / "out", 6)
    done = run(crawl, server)
    assert done.code == 0, done.stderr
    assert differences(done.records, column_truth(server.site)) == []
    assert list_numbers(server)[:2] in ([1, 4], [1, 5])
    assert len(asked_articles(server)) < len(done.records) - 4 * lists_.PAGE_SIZE


def test_new_articles_do_not_hide_in_the_jump(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    """Two killed runs and new articles before each leave no gap."""
    killed_at(server, tmp_path / "out", 8)
    server.site.publish(60)
    killed_at(server, tmp_path / "out", 2)
    killed_at(server, tmp_path / "out", 2)
    done = run(crawl, server)
    assert differences(done.records, column_truth(server.site)) == []
    assert len(list_numbers(server)) < lists_.pages(server.site, server.site.channels_of(CITY)[0])


@pytest.mark.parametrize("gone", [2, 4])
def test_deleted_articles_do_not_make_the_jump_too_far(
    gone: int, server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    """Some pages before the cursor are gone: the page to jump to is all new, or not there."""
    killed_at(server, tmp_path / "out", 8)
    column = server.site.channels_of(CITY)[0]
    right = server.answer

    def shrunk(url: str, headers: Mapping[str, str]) -> Reply:
        found = re.search(rf"/{LONG}/list_{column.catid}_(\d+)\.shtml$", url)
        number = int(found[1]) if found else 0
        if number < 2:
            return right(url, headers)
        reply = right(url.replace(f"_{number}.shtml", f"_{number + gone}.shtml"), headers)
        following = f"_{number + gone + 1}.shtml".encode()
        return replace(reply, body=reply.body.replace(following, f"_{number + 1}.shtml".encode()))

    server.answer = shrunk
    done = run(crawl, server)
    assert differences(done.records, column_truth(server.site)) == []
    jumped = list_numbers(server)
    assert jumped[0] == 1
    assert jumped[1] > 2
    assert jumped[2] == 2, "back to where the jump began"


def test_a_list_that_is_known_to_its_end_is_left_at_once(
    server: LookAlikeServer, first_crawl: Crawl, crawl: Crawl
):
    run(first_crawl, server)
    server.requests.clear()
    done = run(crawl, server)
    assert done.code == 0, done.stderr
    assert list_numbers(server) == [1]
    server.site.publish(60)
    server.requests.clear()
    done = run(crawl, server)
    assert differences(done.records, column_truth(server.site)) == []
    assert len(list_numbers(server)) <= 4


def test_a_list_is_walked_while_articles_on_it_may_change(
    server: LookAlikeServer, first_crawl: Crawl, crawl: Crawl
):
    first = run(first_crawl, server)
    make_due(first)
    server.requests.clear()
    run(crawl, server)
    pages = lists_.pages(server.site, server.site.channels_of(CITY)[0])
    assert list_numbers(server) == list(range(1, pages + 1))


def test_a_wider_period_goes_on_at_the_end_of_the_narrower(server: LookAlikeServer, crawl: Crawl):
    days = sorted(str(record["date_published"])[:10] for record in column_truth(server.site))
    crawl(server, CITY, "--columns", LONG, "--since", days[len(days) // 3])
    reached = max(list_numbers(server))
    server.requests.clear()
    done = run(crawl, server)
    assert differences(done.records, column_truth(server.site)) == []
    assert list_numbers(server)[0] == 1
    assert list_numbers(server)[1] >= reached - 2 > 2


def test_an_end_in_the_past_is_jumped_to_as_well(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    days = sorted(str(record["date_published"])[:10] for record in column_truth(server.site))
    until = days[len(days) // 2]
    crawl(server, CITY, "--columns", LONG, "--until", until)
    server.requests.clear()
    done = crawl(server, CITY, "--columns", LONG, "--until", until)
    assert list_numbers(server) == [1]
    wanted = [r for r in column_truth(server.site) if str(r["date_published"])[:10] <= until]
    assert differences(done.records, wanted) == []


def test_a_page_that_fails_for_a_while_is_asked_for_beyond_the_jump(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    dead = column_truth(server.site)[45]
    right = server.site.respond

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        return error(503) if str(dead["id"]) in url else right(url, headers)

    server.answer = answer
    first = run(crawl, server)
    assert differences(first.records, column_truth(server.site)) == [f"{dead['id']}: missing"]
    server.answer = right
    server.requests.clear()
    done = run(crawl, server)
    assert [address(one.url).id for one in asked_articles(server)] == [dead["id"]]
    assert list_numbers(server) == [1]
    assert differences(done.records, column_truth(server.site)) == []


def test_a_cursor_never_runs_before_the_records(
    server: LookAlikeServer, crawl: Crawl, tmp_path: Path
):
    """What is on the pages before the cursor is in the `.part` file, to the last line."""
    killed_at(server, tmp_path / "out", 5)
    (part,) = (tmp_path / "out").glob("*.part")
    text = part.read_text("utf-8")
    (number,) = query_state(tmp_path, "SELECT next_page FROM cursors")
    column = server.site.channels_of(CITY)[0]
    ids = [str(server.site.brief(k).id) for k in server.site.newest([column])]
    assert int(str(number)) > 2
    for id_ in ids[: (int(str(number)) - 1) * lists_.PAGE_SIZE]:
        assert f'"id": "{id_}"' in text


def query_state(folder: Path, sql: str) -> list[object]:
    from .conftest import Run

    return [row[0] for row in query(Run(0, "", "", folder / "out", []), sql)]
