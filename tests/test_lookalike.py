"""The bundled look-alike of the site: is it one site, and does it know its own truth?"""

from __future__ import annotations

import hashlib
import html
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest

from scraper.items import Article, Metadata, Record
from scraper.lookalike import LookAlike, LookAlikeServer
from scraper.lookalike import lists as lists_
from scraper.regions import ALL
from scraper.text import clean
from scraper.urls import address, canonical

SITE = LookAlike(seed=1, articles=400)
MIDDLE = LookAlike(seed=2, articles=1500, regions=("dezhou", "jinan", "linyi"))

DIGEST = """
from scraper.lookalike import LookAlike
import hashlib
site = LookAlike(seed=5, articles=120)
pages = ["http://dezhou.iqilu.com/", "http://jinan.iqilu.com/news/", "http://news.iqilu.com/"]
pages += [site.brief(k).address.join(("http://", "")) for k in range(0, 120, 7)]
seen = hashlib.sha256()
for page in pages:
    reply = site.respond(page)
    seen.update(repr((reply.status, reply.headers)).encode() + reply.body)
print(seen.hexdigest())
"""


# One site from one seed


def test_equal_seeds_make_equal_bytes_in_any_process():
    digests = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_another_seed_makes_another_site():
    texts = {LookAlike(seed=seed, articles=50).brief(20).lead for seed in range(4)}
    assert len(texts) == 4


def test_older_pages_stay_when_the_site_grows():
    site = LookAlike(seed=3, articles=300, published=250)
    column = site.channels_of("dezhou")[0]
    urls = [f"https://{site.brief(k).address}" for k in range(250)]
    before = [site.respond(url).body for url in urls]
    newest = set(site.newest([column]))
    assert site.respond(f"https://{site.brief(250).address}").status == 404
    site.publish(50)
    assert [site.respond(url).body for url in urls] == before
    assert site.respond(f"https://{site.brief(250).address}").status == 200
    assert newest < set(site.newest([column]))


# Numbers and lists


@pytest.mark.parametrize("count", [1, 10, 400, 1_000_000])
def test_ids_and_times_rise_and_ids_lead_back(count: int):
    numbers = LookAlike(articles=count).numbers
    ks = sorted({*range(min(count, 300)), *range(max(0, count - 300), count), count // 2})
    ids = [numbers.id(k) for k in ks]
    times = [numbers.time(k) for k in ks]
    assert [numbers.k(number) for number in ids] == ks
    assert ids == sorted(set(ids))
    assert times == sorted(times)
    assert times[0].date() >= date(2013, 1, 1)
    assert times[-1].date() <= date(2020, 11, 29)
    assert all(len(str(number)) == 7 for number in ids)


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_very_small_site_works(count: int):
    site = LookAlike(articles=count, regions=("laiwu", "德州"))
    assert site.regions == ("laiwu", "dezhou")
    for k in range(count):
        story = site.story(k)
        assert site.respond(f"http://{story.address}").status == 200
    for channel in site.channels:
        assert site.respond(f"http://{channel.home}").status == 200
    assert LookAlike(articles=count, published=0).respond("http://dezhou.iqilu.com/").status == 200


def test_a_number_between_two_articles_is_no_article():
    ids = {SITE.numbers.id(k) for k in range(SITE.articles)}
    some = sorted(ids)[50]
    assert all(SITE.numbers.k(n) is None for n in range(some - 5, some + 5) if n not in ids)


def test_every_article_is_in_exactly_one_column():
    homes = Counter(k for channel in SITE.channels for k in SITE.newest([channel]))
    assert homes == Counter(range(SITE.articles))
    for channel in SITE.channels:
        listed = list(SITE.newest([channel]))
        assert listed == sorted(listed, reverse=True)
        assert len(listed) == SITE.size(channel)
        assert all(SITE.channel(k) is channel for k in listed)


def test_skipping_is_the_same_as_reading_on():
    channel = MIDDLE.channels_of("dezhou")[0]
    listed = list(MIDDLE.newest([channel]))
    for skip in (0, 1, 7, 20, 21, len(listed) - 1, len(listed), len(listed) + 5):
        assert list(MIDDLE.newest([channel], skip=skip)) == listed[skip:]


def hrefs(page: str, base: str) -> set[str]:
    """Find links without the project's parsers."""
    found = {piece.partition('"')[0] for piece in page.split('href="')[1:]}
    return {canonical(urljoin(base, href)) for href in found if not href.startswith("java")}


@pytest.mark.parametrize("region", MIDDLE.regions)
def test_lists_of_a_city_lead_to_all_its_articles(region: str):
    linked: set[str] = set()
    for channel in MIDDLE.channels_of(region):
        home = f"http://{channel.home}"
        last = lists_.pages(MIDDLE, channel)
        for number in range(1, last + 1):
            url = f"{home}list_{channel.catid}_{number}.shtml"
            linked |= hrefs(MIDDLE.respond(url).body.decode(), url)
        beyond = f"{home}list_{channel.catid}_{last + 1}.shtml"
        assert MIDDLE.respond(beyond).status == 404
        first = f"{home}list_{channel.catid}_1.shtml"
        assert MIDDLE.respond(home).body == MIDDLE.respond(first).body
    host = f"{region}.iqilu.com"
    mine = {page.id for page in map(address, linked) if page.host == host and page.id.isdigit()}
    assert mine == {record["id"] for record in MIDDLE.articles_of(region)}
    assert {address(url).host for url in linked} > {host}, "no links to other hosts"


def test_the_home_page_links_every_column():
    for region in SITE.regions:
        base = f"https://{region}.iqilu.com/"
        links = hrefs(SITE.respond(base).body.decode(), base)
        for channel in SITE.channels_of(region):
            spellings = ("", "index.shtml", f"list_{channel.catid}_1.shtml")
            assert any(f"https://{channel.home}{end}" in links for end in spellings), channel


def test_columns_differ_between_cities():
    slugs = [tuple(c.path for c in SITE.channels_of(region)) for region in ALL]
    assert len(set(slugs)) == len(ALL)


def test_a_list_page_of_a_million_articles_is_as_fast_as_of_a_few():
    start = time.process_time()
    site = LookAlike(articles=1_000_000)
    column = site.channels_of("dezhou")[0]
    for number in (1, 700, lists_.pages(site, column)):
        reply = site.respond(f"http://{column.home}list_{column.catid}_{number}.shtml")
        assert reply.status == 200
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "url",
    [
        "http://dezhou.iqilu.com/dzyaowen/list_1_1.shtml",
        "http://dezhou.iqilu.com/nowhere/",
        "http://dezhou.iqilu.com/dzyaowen/2020/1129/1.shtml",
        "http://atlantis.iqilu.com/",
        "http://sdxw.iqilu.com/w/article/AAAA.html",
        "http://v.iqilu.com/sdws/sdxwlb/2020/1129/1.html",
        "http://www.iqilu.com/html/zt/none/",
    ],
)
def test_what_is_not_there_is_404(url: str):
    assert SITE.respond(url).status == 404


# Truth


@cache
def records() -> tuple[Record, ...]:
    return tuple(r for region in MIDDLE.regions for r in MIDDLE.articles_of(region))


def test_truth_has_the_keys_of_the_contract_in_order():
    keys = [f.name for f in fields(Article)]
    inner = [f.name for f in fields(Metadata)]
    ids = [str(SITE.numbers.id(k)) for k in range(SITE.articles)]
    for id_ in [*ids, "v-4310007", "app-a-21-16881037", "app-5800024", "app-tv-21-16881003"]:
        record = SITE.truth(id_)
        assert record is not None, id_
        assert list(record) == keys
        assert list(record["metadata"]) == inner
        assert record["id"] == id_ == address(record["url"]).id
        assert record["canonical_url"] == canonical(record["url"])
        assert record["kind"] == address(record["url"]).kind
        assert record["body"] or record["kind"] != "article"
        assert "" not in [value for key, value in record.items() if key != "body"]


def test_truth_is_clean_text():
    for record in records():
        lines = record["body"].split("\n")
        assert lines == [clean(line) for line in lines]
        assert all(lines)
        assert record["headline"] == clean(record["headline"])
        printed = f"{record['headline']}\n{record['body']}".encode()
        assert record["metadata"]["content_sha256"] == hashlib.sha256(printed).hexdigest()
        assert (record["dateline"] or "") == lines[0][: len(record["dateline"] or "")]
        credited = [(author["name"], author["role"]) for author in record["authors"]]
        assert len(credited) == len(set(credited))


def test_what_truth_says_is_printed():
    for record in records()[::9]:
        parts = [record["url"]]
        page = ""
        while parts:
            reply = MIDDLE.respond(parts.pop())
            page += reply.body.decode(record["metadata"]["encoding"])
            part = page.count("</html>") + 1
            following = record["url"].replace(".shtml", f"_{part}.shtml")
            if following.rpartition("/")[2] in page:
                parts.append(following)
        text = clean(unmarked(page))
        assert record["headline"] in text
        for line in record["body"].split("\n"):
            assert line in text
        assert (record["byline"] or "") in text
        assert all(author["name"] in text for author in record["authors"])
        assert all(image["url"] in page for image in record["images"])
        assert all(video["url"] in page for video in record["videos"])
        assert all(link["url"] in page for link in record["related_links"])


def unmarked(page: str) -> str:
    return html.unescape(re.sub(r"</?(?:a|span|strong)\b[^>]*>", "", page))


def test_the_quirks_are_there():
    every = records()
    layouts = Counter(record["metadata"]["layout"] for record in every)
    assert min(layouts["v2016"], layouts["v2010"]) > 150
    assert any(record["metadata"]["encoding"] == "gb18030" for record in every)
    datelines = [record["dateline"] or "" for record in every]
    for start in ("齐鲁网·闪电新闻", "鲁网·", "齐鲁网德州", "新华社", "国际在线", "山东24小时"):
        assert any(line.startswith(start) for line in datelines), start
    for field in ("byline", "source", "description", "dateline"):
        empty = sum(record[field] is None for record in every)
        assert 0 < empty < len(every), field
    roles = {author["role"] for record in every for author in record["authors"]}
    assert len(roles) >= 10
    related = [record["related_links"] for record in every]
    assert max(map(len, related)) == 13
    items = [link for links in related for link in links]
    assert any((link["summary"] or "").endswith("...") for link in items)
    assert any(link["image"] for link in items)
    assert not all(link["image"] for link in items)
    assert any(mark in record["headline"] for record in every for mark in "|丨_-:")


def test_every_kind_of_slip_is_printed_somewhere():
    column = MIDDLE.channels_of("dezhou")[0]
    pages = [f"http://{column.home}list_{column.catid}_{n}.shtml" for n in range(1, 20)]
    pages += [record["url"] for record in MIDDLE.articles_of("dezhou")]
    text = "".join(MIDDLE.respond(url).body.decode("utf-8", "replace") for url in pages)
    for slip in ('.shtmltml"', 'href=""', "javascript:;", "#comment", "&nbsp;", "　　", "undis"):
        assert slip in text, slip


# Single pages


def test_a_page_labelled_gb2312_needs_gb18030():
    site = LookAlike(seed=4, articles=800, regions=("heze",))
    narrow = 0
    for record in site.articles_of("heze"):
        if record["metadata"]["encoding"] != "gb18030":
            continue
        reply = site.respond(record["url"])
        page = reply.body.decode("gb18030")
        assert "charset=gb2312" in page
        assert reply.header("Content-Type") in ("text/html", "text/html; charset=gb2312")
        try:
            reply.body.decode("gb2312")
        except UnicodeDecodeError:
            narrow += 1
    assert narrow > 10


def test_a_continued_article_has_its_parts_and_no_more():
    site = MIDDLE
    found = 0
    for k in range(900):
        story = site.story(k)
        if len(story.blocks) == 1:
            continue
        found += 1
        url = f"http://{story.address}"
        for part in range(1, len(story.blocks) + 1):
            at = url if part == 1 else url.replace(".shtml", f"_{part}.shtml")
            page = site.respond(at).body.decode(story.encoding)
            assert f"<li>共{len(story.blocks)}页: </li>" in page
        beyond = url.replace(".shtml", f"_{len(story.blocks) + 1}.shtml")
        assert site.respond(beyond).status == 404
    assert found > 10


def test_a_page_the_client_has_is_not_sent_again():
    url = f"https://{SITE.brief(390).address}"
    reply = SITE.respond(url)
    etag, modified = reply.header("ETag"), reply.header("Last-Modified")
    assert etag
    assert modified
    assert SITE.respond(url, {"If-None-Match": etag}).status == 304
    assert SITE.respond(url, {"If-Modified-Since": modified}).status == 304
    assert SITE.respond(url, {"If-None-Match": '"other"'}).status == 200


def test_robots_says_what_it_was_told_to_say():
    site = LookAlike(articles=10, crawl_delay=2, disallow=("/secret/",))
    robots = site.respond("http://dezhou.iqilu.com/robots.txt").body.decode()
    assert "Crawl-delay: 2\n" in robots
    assert "Disallow: /secret/\n" in robots
    assert site.respond("http://dezhou.iqilu.com/secret/x").status == 403


# The server


@pytest.fixture(scope="module")
def server() -> Iterator[LookAlikeServer]:
    with LookAlikeServer(SITE) as running:
        yield running


@pytest.fixture
def opener(server: LookAlikeServer) -> urllib.request.OpenerDirector:
    proxies = {"http": server.proxy_url, "https": server.proxy_url}
    trusted = ssl.create_default_context(cafile=server.ca_file)
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=trusted)
    )


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_proxy_serves_both_schemes(
    server: LookAlikeServer, opener: urllib.request.OpenerDirector, scheme: str
):
    url = f"{scheme}://{SITE.brief(300).address}"
    with opener.open(url) as reply:
        assert reply.read() == SITE.respond(url).body
    logged = server.requests[-1]
    assert (logged.method, logged.url, logged.status) == ("GET", url, 200)
    assert logged.start <= logged.end


def test_another_authority_is_not_trusted(server: LookAlikeServer):
    connection = http.client.HTTPSConnection("127.0.0.1", server.port)
    connection.set_tunnel("dezhou.iqilu.com", 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")
    connection.close()


def test_a_host_header_is_enough_and_the_connection_stays_open(server: LookAlikeServer):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for method, path in (("HEAD", "/"), ("GET", "/"), ("GET", "/none"), ("GET", "/robots.txt")):
        connection.request(method, path, headers={"Host": "dezhou.iqilu.com"})
        kept = connection.sock
        reply = connection.getresponse()
        body = reply.read()
        assert reply.status == (404 if path == "/none" else 200)
        assert bool(body) == (method == "GET")
        assert int(reply.getheader("Content-Length") or 0) > 0
        assert connection.sock is kept
    connection.close()


def test_nonsense_is_400(server: LookAlikeServer):
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(b"what is this\r\nno colon\r\n\r\n")
        assert raw.recv(64).startswith(b"HTTP/1.1 400 ")


def test_truth_is_served(opener: urllib.request.OpenerDirector):
    id_ = SITE.numbers.id(300)
    with opener.open(f"http://lookalike.invalid/truth/{id_}.json") as reply:
        assert json.load(reply) == SITE.truth(id_)
    with opener.open("http://lookalike.invalid/truth/dezhou.jsonl") as reply:
        assert [json.loads(line) for line in reply] == list(SITE.articles_of("dezhou"))


def test_no_connection_is_opened_to_anyone(
    opener: urllib.request.OpenerDirector, monkeypatch: pytest.MonkeyPatch
):
    reached: list[object] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, to: tuple[str, int]) -> None:
        reached.append(to[0])
        connect(self, to)

    monkeypatch.setattr(socket.socket, "connect", watched)
    with pytest.raises(urllib.error.HTTPError, match="502") as refused:
        opener.open("http://www.bandao-chenxun.example/")
    refused.value.close()
    with pytest.raises(OSError, match="502"):
        opener.open("https://www.bandao-chenxun.example/")
    assert set(reached) == {"127.0.0.1"}


def test_it_listens_on_loopback_only(server: LookAlikeServer):
    assert server.proxy_url == f"http://127.0.0.1:{server.port}"
    with pytest.raises(OSError, match="in use"), LookAlikeServer(SITE, port=server.port):
        pass


def test_stopping_does_not_wait_for_clients():
    start = time.monotonic()
    with LookAlikeServer(SITE) as running:
        trusted = ssl.create_default_context(cafile=running.ca_file)
        idle = http.client.HTTPSConnection("127.0.0.1", running.port, context=trusted)
        idle.set_tunnel("dezhou.iqilu.com", 443)
        idle.request("GET", "/robots.txt")
        assert idle.getresponse().read()
    assert time.monotonic() - start < 5
    assert not Path(running.ca_file).exists()
    idle.close()


def test_an_edited_article_is_another_page_with_another_truth():
    site, same = (LookAlike(seed=3, articles=60, regions=["dezhou"]) for _ in range(2))
    record = next(site.articles_of("dezhou"))
    before = site.respond(record["url"])
    tags = {"If-None-Match": before.header("ETag") or ""}
    assert site.respond(record["url"], tags).status == 304
    site.edit(record["id"])
    after = site.respond(record["url"], tags)
    assert after.status == 200
    assert after.header("Last-Modified") != before.header("Last-Modified")
    truth = site.truth(record["id"])
    assert truth
    assert truth["body"].replace("本文经1次更正。", "") == record["body"] != truth["body"]
    assert truth == {**record, "body": truth["body"], "metadata": truth["metadata"]}
    untouched = [
        other["url"] for other in site.articles_of("dezhou") if other["id"] != record["id"]
    ]
    assert all(site.respond(url) == same.respond(url) for url in untouched)


def test_what_has_no_text_can_not_be_edited():
    with pytest.raises(ValueError, match="no article with text: 7"):
        LookAlike(articles=20).edit(7)
