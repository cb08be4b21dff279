"""Whole crawls of the look-alike, as a user runs them, against what is true of its pages."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.items import Record
from scraper.lookalike import LookAlike, LookAlikeServer, Reply
from scraper.lookalike import lists as lists_
from scraper.lookalike.channels import Channel
from scraper.lookalike.respond import error
from scraper.regions import ALL
from scraper.settings import BOT_NAME, RETRY_TIMES
from scraper.text import clean
from scraper.urls import Form, address
from scraper.version import VERSION

from .conftest import Crawl, Serve, asked, asked_articles, differences, leading_to, truth

REGIONS = ("dezhou", "linyi")
SEEDS = (1, 2, 3, 4)
ARTICLES = 150
SECOND_PART = re.compile(r"/\d+_2\.shtml$")


def day_of(record: Record) -> str:
    """Return the day of an article, by its page, else by its address."""
    return (record["date_published"] or address(record["url"]).day or "")[:10]


def ids(records: Iterable[Record]) -> list[str]:
    return sorted(record["id"] for record in records)


def hosts(server: LookAlikeServer) -> set[str]:
    return {urlsplit(one.url).hostname or "" for one in server.requests}


def list_pages(site: LookAlike, column: Channel) -> list[list[Record]]:
    """Return the articles of each list page of a column."""
    ids = [site.brief(k).id for k in site.newest([column])]
    pages = [ids[n : n + lists_.PAGE_SIZE] for n in range(0, len(ids), lists_.PAGE_SIZE)]
    return [[record for id_ in page if (record := site.truth(id_))] for page in pages]


def replaced(server: LookAlikeServer, wrong: Callable[[str], Reply | None]) -> None:
    """Let the site answer some addresses otherwise."""
    right = server.answer
    server.answer = lambda url, headers: wrong(canonical_part(url)) or right(url, headers)


def canonical_part(url: str) -> str:
    """Return the address over https; parts of an article keep their number."""
    return "https" + url.removeprefix("https").removeprefix("http")


# Every article, every field


def test_the_sites_have_what_makes_articles_hard():
    for seed in SEEDS:
        site = LookAlike(seed=seed, articles=ARTICLES, regions=REGIONS)
        records = truth(site)
        stories = [site.page(record["id"]) for record in records]
        assert len(records) > ARTICLES // 2
        assert {record["metadata"]["layout"] for record in records} == {"v2010", "v2016"}
        assert {record["metadata"]["encoding"] for record in records} == {"utf-8", "gb18030"}
        assert any(story and len(story.blocks) > 1 for story in stories), "none is continued"
        assert any(lists_.pages(site, column) > 1 for column in site.channels if column.region)
        for field in ("images", "videos", "links", "related_links", "byline", "dateline"):
            assert any(record[field] for record in records), field


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_qilu_crawl_brings_every_article_whole(seed: int, serve: Serve, crawl: Crawl):
    server = serve(seed=seed, articles=ARTICLES, regions=REGIONS)
    done = crawl(server, *REGIONS)
    assert differences(done.records, truth(server.site)) == []
    assert done.code == 0, done.stderr
    assert done.last_line == f"{len(truth(server.site))} records, 0 failed, 0 rejected"
    names = [re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{4}", "RUN", file.name) for file in done.files]
    assert names == ["dezhou-RUN.jsonl", "linyi-RUN.jsonl"]
    assert done.stdout.splitlines() == [str(file) for file in done.files]
    for file, region in zip(done.files, REGIONS, strict=True):
        assert file.read_text("utf-8").count(f'"region": {{"slug": "{region}"') == len(
            truth(server.site, region)
        )


@pytest.mark.parametrize("seed", SEEDS[2:])
def test_scrapy_crawl_brings_every_article_whole(seed: int, serve: Serve, scrapy: Crawl):
    server = serve(seed=seed, articles=ARTICLES, regions=REGIONS)
    done = scrapy(server, "region", "-a", "regions=德州,linyi")
    assert differences(done.records, truth(server.site)) == []
    assert done.code == 0, done.stderr
    assert len(done.files) == 2


def test_all_means_the_16_cities(serve: Serve, crawl: Crawl):
    server = serve(seed=5, articles=110, regions=(*ALL, "laiwu"))
    wanted = truth(server.site, *ALL)
    assert {record["region"]["slug"] for record in wanted} == set(ALL)
    assert len(ALL) == 16
    done = crawl(server, "all")
    assert differences(done.records, wanted) == []
    assert hosts(server) == {f"{slug}.iqilu.com" for slug in ALL}
    assert done.code == 0, done.stderr


def test_a_second_crawl_writes_beside_the_first(serve: Serve, crawl: Crawl):
    server = serve(seed=1, articles=40, regions=["dezhou"], published=20)
    (first,) = crawl(server, "dezhou").files
    before = first.read_bytes()
    server.site.publish(20)
    files = set(crawl(server, "dezhou").files)
    assert first.read_bytes() == before
    (second,) = files - {first}
    assert second.read_bytes().count(b"\n") > before.count(b"\n")


# What is asked for


def test_each_page_is_asked_for_once_and_only_on_the_chosen_hosts(serve: Serve, crawl: Crawl):
    server = serve(seed=6, articles=ARTICLES, regions=("dezhou", "jinan", "linyi"))
    chosen = ("dezhou", "jinan")
    done = crawl(server, *chosen)
    assert done.code == 0, done.stderr
    assert hosts(server) == {f"{region}.iqilu.com" for region in chosen}
    pages = Counter(canonical_part(one.url) for one in asked_articles(server))
    assert set(pages.values()) == {1}
    assert {address(url).id for url in pages} == {r["id"] for r in truth(server.site, *chosen)}
    columns = Counter(canonical_part(one.url) for one in asked(server, Form.LIST, Form.HOME))
    assert set(columns.values()) == {1}
    robots = [one for one in server.requests if one.url.endswith("/robots.txt")]
    assert len(robots) == len(chosen)
    pictures = [one for one in server.requests if one.url.endswith((".jpg", ".png", ".mp4"))]
    assert pictures == []


def test_a_period_bounds_the_records(serve: Serve, crawl: Crawl):
    server = serve(seed=8, articles=ARTICLES, regions=["dezhou"])
    days = sorted(map(day_of, truth(server.site)))
    since, until = days[len(days) // 2], days[-4]
    done = crawl(server, "dezhou", "--since", since, "--until", until)
    wanted = [record for record in truth(server.site) if since <= day_of(record) <= until]
    assert 10 < len(wanted) < len(days) - 10
    assert ids(done.records) == ids(wanted)
    assert {since, until} <= set(map(day_of, done.records)), "both days belong to it"
    beyond = [address(one.url).day for one in asked_articles(server)]
    assert all(since <= (day or since) <= until for day in beyond), "asked for in vain"
    assert done.code == 0, done.stderr


def test_a_column_is_left_where_a_whole_page_is_too_old(serve: Serve, crawl: Crawl):
    server = serve(seed=9, articles=420, regions=["jinan"])
    site = server.site
    columns = {column: list_pages(site, column) for column in site.channels_of("jinan")}
    since = min(map(day_of, columns[site.channels_of("jinan")[0]][1]))
    last: dict[str, int] = {}
    for column, pages in columns.items():
        old = [all(day_of(record) < since for record in page) for page in pages]
        last[column.home] = old.index(True) + 1 if any(old) else len(pages)
    assert any(last[column.home] < len(pages) for column, pages in columns.items())
    assert max(last.values()) > 1
    done = crawl(server, "jinan", "--since", since)
    wanted = [record for record in truth(site) if day_of(record) >= since]
    assert ids(done.records) == ids(wanted)
    reached: Counter[str] = Counter()
    for one in asked(server, Form.LIST):
        folder, _, name = one.url.partition("://")[2].rpartition("/")
        number = re.search(r"list_\d+_(\d+)", name)
        reached[f"{folder}/"] = max(reached[f"{folder}/"], int(number[1]) if number else 1)
    assert reached == last


def test_only_the_named_columns_are_walked(serve: Serve, crawl: Crawl):
    server = serve(seed=10, articles=ARTICLES, regions=["jinan"])
    news, people, school = server.site.channels_of("jinan")
    done = crawl(server, "jinan", "--columns", f"{news.path},{school.path}")
    newest = server.site.newest([news, school])
    assert ids(done.records) == sorted(str(server.site.brief(k).id) for k in newest)
    assert not any(f"/{people.path}/" in one.url for one in server.requests)
    assert asked(server, Form.HOME) == []


def test_a_column_that_is_not_there_is_said(serve: Serve, crawl: Crawl):
    server = serve(seed=10, articles=20, regions=["jinan"])
    done = crawl(server, "jinan", "--columns", "nowhere")
    assert (done.code, done.files) == (4, [])
    assert done.last_line.startswith("Error: nothing fetched: ")
    assert "jinan.iqilu.com/nowhere/: status 404" in done.last_line


def test_max_pages_bounds_the_list_pages_of_each_column(serve: Serve, crawl: Crawl):
    server = serve(seed=11, articles=420, regions=["jinan"])
    site = server.site
    done = crawl(server, "jinan", "--max-pages", 1)
    columns = [list_pages(site, column) for column in site.channels_of("jinan")]
    assert any(len(pages) > 1 for pages in columns)
    assert ids(done.records) == ids([record for pages in columns for record in pages[0]])
    assert len(asked(server, Form.LIST)) == len(columns)


def test_max_articles_bounds_the_articles_in_all(serve: Serve, scrapy: Crawl):
    server = serve(seed=12, articles=ARTICLES, regions=REGIONS)
    done = scrapy(server, "region", "-a", "regions=all", "-a", "max_articles=5")
    assert len(done.records) == 5
    assert len({address(one.url).id for one in asked_articles(server)}) == 5
    # Lists that were queued before the last article was found are not asked for any more.
    assert len(asked(server, Form.LIST)) < len(server.site.channels) / 2


def test_newest_first(serve: Serve, crawl: Crawl):
    server = serve(seed=12, articles=60, regions=["dezhou"])
    column = server.site.channels_of("dezhou")[0]
    done = crawl(server, "dezhou", "--columns", column.path, "--max-articles", 4)
    newest = [str(server.site.brief(k).id) for k in islice(server.site.newest([column]), 4)]
    assert [record["id"] for record in done.records] == newest


# Manners


def test_robots_txt_is_obeyed(serve: Serve, crawl: Crawl):
    site = LookAlike(articles=1, regions=["dezhou"])
    forbidden = site.channels_of("dezhou")[1]
    server = serve(seed=13, articles=60, regions=["dezhou"], disallow=(f"/{forbidden.path}/",))
    done = crawl(server, "dezhou")
    assert not any(f"/{forbidden.path}/" in one.url for one in server.requests)
    wanted = [r for r in truth(server.site) if f"/{forbidden.path}/" not in r["url"]]
    assert 0 < len(wanted) < len(truth(server.site))
    assert ids(done.records) == ids(wanted)
    assert done.code == 0  # to obey is no failure, but it is said
    assert "forbidden by robots.txt" in done.last_line


def gaps(server: LookAlikeServer) -> list[float]:
    """Return the seconds from each request to the next, and check that none overlap."""
    log = sorted(server.requests, key=lambda one: one.start)
    assert len(log) > 4
    assert all(one.end <= two.start for one, two in pairwise(log)), "two at a time"
    return [two.start - one.start for one, two in pairwise(log)]


def assert_apart(seconds: float, found: list[float]) -> None:
    """The server sees a request a little later than it was sent: now more, now less."""
    assert sum(found) > (len(found) - 1) * seconds
    assert min(map(sum, zip(found, found[1:], found[2:], strict=False))) > 2 * seconds


def test_one_request_at_a_time_over_all_hosts_a_delay_apart(serve: Serve, crawl: Crawl):
    server = serve(seed=14, articles=60, regions=REGIONS)
    done = crawl(server, *REGIONS, "--delay", 0.3, "--max-articles", 4, "--max-pages", 1)
    assert done.code == 0, done.stderr
    assert len(hosts(server)) == 2
    assert_apart(0.3, gaps(server))


def test_one_request_at_a_time_without_a_delay(serve: Serve, crawl: Crawl):
    server = serve(seed=14, articles=60, regions=["dezhou"])

    def late(whole: bytes) -> Iterator[bytes | float | None]:
        yield 0.02
        yield whole

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        return replace(server.site.respond(url, headers), script=late)

    server.answer = answer
    done = crawl(server, "dezhou", "--max-articles", 8, "--max-pages", 1)
    assert done.code == 0, done.stderr
    assert len(gaps(server)) > 8


def test_a_longer_crawl_delay_wins(serve: Serve, crawl: Crawl):
    server = serve(seed=15, articles=60, regions=["dezhou"], crawl_delay=0.3)
    done = crawl(server, "dezhou", "--delay", 0, "--max-articles", 4, "--max-pages", 1)
    assert done.code == 0, done.stderr
    assert_apart(0.3, gaps(server)[1:])  # the first leads from robots.txt, which says so


def test_a_shorter_crawl_delay_does_not(serve: Serve, crawl: Crawl):
    server = serve(seed=15, articles=60, regions=["dezhou"], crawl_delay=0.01)
    crawl(server, "dezhou", "--delay", 0.3, "--max-articles", 4, "--max-pages", 1)
    assert_apart(0.3, gaps(server))


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", f"{BOT_NAME}/{VERSION}"),
        ("mail@example.org", f"{BOT_NAME}/{VERSION} (+mail@example.org)"),
    ],
)
def test_the_user_agent_says_who_asks(contact: str, agent: str, serve: Serve, crawl: Crawl):
    server = serve(seed=1, articles=20, regions=["dezhou"])
    done = crawl(server, "dezhou", "--max-articles", 2, QILU_CONTACT=contact)
    assert done.code == 0, done.stderr
    assert {one.headers["user-agent"] for one in server.requests} == {agent}
    assert not any({"cookie", "referer"} & one.headers.keys() for one in server.requests)


@pytest.mark.parametrize(
    ("given", "agent"),
    [
        (("QILU_CONTACT=me@example.org",), f"{BOT_NAME}/{VERSION} (+me@example.org)"),
        (("QILU_CONTACT=me@example.org", "USER_AGENT=mine/1"), "mine/1"),
    ],
)
@pytest.mark.parametrize("command", ["crawl", "scrapy"])
def test_a_contact_may_be_given_as_a_setting(
    command: str, given: tuple[str, ...], agent: str, serve: Serve, crawl: Crawl, scrapy: Crawl
):
    server = serve(seed=1, articles=20, regions=["dezhou"])
    settings = [word for one in given for word in ("-s", one)]
    if command == "crawl":
        done = crawl(server, "dezhou", "--max-articles", 1, *settings)
    else:
        done = scrapy(server, "region", "-a", "regions=dezhou", "-a", "max_articles=1", *settings)
    assert done.code == 0, done.stderr
    assert {one.headers["user-agent"] for one in server.requests} == {agent}


# What goes wrong


def test_a_missing_part_leaves_a_problem_and_the_rest(serve: Serve, crawl: Crawl):
    server = serve(seed=16, articles=ARTICLES, regions=REGIONS)
    site = server.site
    continued = {
        record["id"]: parts
        for record in truth(site)
        if (story := site.page(record["id"])) and len(parts := story.blocks) > 1
    }
    assert any(len(parts) > 2 for parts in continued.values())
    replaced(server, lambda url: error(404) if SECOND_PART.search(url) else None)
    done = crawl(server, *REGIONS)
    assert len(done.records) == len(truth(site))
    for record in done.records:
        problems = record["metadata"]["problems"]
        if record["id"] not in continued:
            assert problems == []
            continue
        assert problems == [{"field": "body", "message": "part 2 is missing: status 404"}]
        parts = [part for n, part in enumerate(continued[record["id"]], 1) if n != 2]
        printed = [clean(block.text) for part in parts for block in part if block.kind == "p"]
        assert record["body"] == "\n".join(printed)
    assert done.code == 0, done.stderr


def test_a_part_that_fails_once_is_asked_for_again(serve: Serve, crawl: Crawl):
    server = serve(seed=16, articles=ARTICLES, regions=REGIONS)
    failed: set[str] = set()

    def once(url: str) -> Reply | None:
        if not SECOND_PART.search(url) or url in failed:
            return None
        failed.add(url)
        return error(503)

    replaced(server, once)
    done = crawl(server, *REGIONS)
    assert failed
    assert ids(done.records) == ids(truth(server.site))


@pytest.mark.parametrize(("status", "times"), [(404, 1), (500, 1 + RETRY_TIMES)])
def test_one_dead_article_is_said_and_the_others_are_there(
    status: int, times: int, serve: Serve, crawl: Crawl
):
    server = serve(seed=17, articles=60, regions=["dezhou"])
    dead, *others = truth(server.site)
    replaced(server, lambda url: error(status) if url == dead["url"] else None)
    done = crawl(server, "dezhou")
    assert ids(done.records) == ids(others)
    assert done.code == 0, done.stderr
    assert done.last_line == f"{len(others)} records, 1 failed, 0 rejected"
    assert f"{dead['url']}: status {status}" in done.stderr
    assert sum(canonical_part(one.url) == dead["url"] for one in server.requests) == times


def test_many_dead_articles_are_unhealthy(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=60, regions=["dezhou"])
    records = truth(server.site)
    dead = {record["url"] for record in records[::4]}
    replaced(server, lambda url: error(404) if url in dead else None)
    done = crawl(server, "dezhou")
    assert ids(done.records) == ids([r for r in records if r["url"] not in dead])
    assert done.code == 3
    assert f"{len(dead)} failed, 0 rejected; too many failures: https://" in done.last_line


def test_a_dead_city_is_unhealthy_and_the_other_is_there(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=60, regions=REGIONS)
    replaced(server, lambda url: error(404) if "//dezhou." in url else None)
    done = crawl(server, *REGIONS)
    assert ids(done.records) == ids(truth(server.site, "linyi"))
    assert done.code == 3
    assert "https://dezhou.iqilu.com/: status 404" in done.last_line
    assert [file.name.partition("-")[0] for file in done.files] == ["linyi"]


def test_a_dead_link_to_a_column_is_said_and_is_no_failure(serve: Serve, crawl: Crawl):
    server = serve(seed=13, articles=60, regions=["dezhou"])
    gone = f"://dezhou.iqilu.com/{server.site.channels_of('dezhou')[1].path}/"
    replaced(server, lambda url: error(404) if url.endswith(gone) else None)
    done = crawl(server, "dezhou")
    assert done.records
    assert done.code == 0, done.stderr
    assert "1 dead columns" in done.last_line
    assert f"{gone}: status 404" in done.stderr


@pytest.mark.parametrize("status", [500, 429])
def test_a_dead_list_page_is_unhealthy(status: int, serve: Serve, crawl: Crawl):
    server = serve(seed=9, articles=200, regions=["jinan"])
    replaced(server, lambda url: error(status) if re.search(r"list_\d+_2\.shtml$", url) else None)
    done = crawl(server, "jinan", "--columns", server.site.channels_of("jinan")[0].path)
    assert done.records
    assert done.code == 3
    assert f"_2.shtml: status {status}" in done.last_line


def test_a_list_without_a_pager_ends_where_a_page_is_missing(serve: Serve, crawl: Crawl):
    server = serve(seed=9, articles=200, regions=["jinan"])
    right = server.answer

    def without_pager(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        body = reply.body.replace(b'id="pageUpDown1"', b"").replace(b'id="page"', b"")
        return replace(reply, body=body)

    server.answer = without_pager
    column = server.site.channels_of("jinan")[0]
    pages = list_pages(server.site, column)
    done = crawl(server, "jinan", "--columns", column.path)
    assert len(pages) > 1
    assert ids(done.records) == ids(record for page in pages for record in page)
    assert [one.status for one in asked(server, Form.LIST)] == [200] * len(pages) + [404]
    assert done.code == 0, done.stderr


def test_no_article_at_all_is_said(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=30, regions=["dezhou"])
    urls = {record["url"] for record in truth(server.site)}
    replaced(server, lambda url: error(404) if url in urls else None)
    done = crawl(server, "dezhou")
    assert (done.code, done.files) == (4, [])
    assert re.match(
        r"Error: nothing fetched: https://dezhou\.iqilu\.com/\S+: status 404$", done.last_line
    )


def test_a_list_that_leads_elsewhere_is_not_followed(serve: Serve, crawl: Crawl):
    server = serve(seed=18, articles=30, regions=["dezhou", "jinan"])
    moved = Reply(302, b"", (("Location", "https://jinan.iqilu.com/news/"),))
    column = server.site.channels_of("dezhou")[0]
    replaced(server, lambda url: moved if url.startswith(f"https://{column.home}") else None)
    done = crawl(server, "dezhou", "--columns", column.path)
    assert hosts(server) == {"dezhou.iqilu.com"}
    assert (done.code, done.files) == (4, [])


def test_a_pager_that_repeats_itself_ends(serve: Serve, crawl: Crawl):
    server = serve(seed=9, articles=60, regions=["jinan"])
    column = server.site.channels_of("jinan")[0]
    links = "".join(
        f'<li><a href="{record["url"]}">题</a></li>'
        for record in list_pages(server.site, column)[0]
    )

    def endless(url: str) -> Reply | None:
        if not (url.startswith(f"https://{column.home}") and address(url).form is Form.LIST):
            return None
        number = int((re.search(r"_(\d+)\.shtml$", url) or ["", "1"])[1])
        following = f"list_{column.catid}_{number + 1}.shtml"
        page = (
            f'<ul>{links}</ul><ul id="page"><li><a href="{following}">下一页</a></li></ul></html>'
        )
        return Reply(200, page.encode(), (("Content-Type", "text/html; charset=utf-8"),))

    replaced(server, endless)
    done = crawl(server, "jinan", "--columns", column.path)
    assert ids(done.records) == ids(list_pages(server.site, column)[0])
    assert len(asked(server, Form.LIST)) == 2


def test_an_interrupted_crawl_keeps_whole_lines_and_says_so(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    server = serve(seed=19, articles=ARTICLES, regions=["dezhou"])
    command = [sys.executable, "-m", "scraper.cli", "crawl", "dezhou", "--delay", "0.05"]
    with subprocess.Popen(
        [*command, "-o", str(tmp_path)],
        env=leading_to(server),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wrapped = server.answer

        def interrupt(url: str, headers: Mapping[str, str]) -> Reply:
            if len(asked_articles(server)) == 5:
                process.send_signal(signal.SIGINT)
            return wrapped(url, headers)

        monkeypatch.setattr(server, "answer", interrupt)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert re.match(r"Error: interrupted: \d+ records, ", stderr.splitlines()[-1])
    (file,) = tmp_path.glob("dezhou-*")
    assert file.suffix == ".jsonl"
    text = file.read_text("utf-8")
    assert text.endswith("}\n")
    assert 0 < text.count("\n") < len(truth(server.site))


def test_today_is_the_day_at_the_site(serve: Serve, crawl: Crawl):
    """A site whose newest articles are of today: an age counts back from today."""
    from scraper.periods import today

    server = serve(
        seed=21, articles=60, regions=["dezhou"], newest=today(), oldest=date(2020, 1, 1)
    )
    newest = max(map(day_of, truth(server.site)))
    age = (today() - date.fromisoformat(newest)).days
    done = crawl(server, "dezhou", "--since", f"{age}d")
    assert ids(done.records) == ids([r for r in truth(server.site) if day_of(r) == newest])
