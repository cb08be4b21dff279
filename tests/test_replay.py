"""Records from archives: those of crawls, of other tools, and damaged ones."""

from __future__ import annotations

import gzip
import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from scraper import parse_article, to_dict
from scraper.captures import Capture
from scraper.changes import differences as changes
from scraper.items import NotAnArticleError
from scraper.limits import LARGEST_PAGE
from scraper.lookalike import LookAlike, LookAlikeServer, Reply
from scraper.lookalike.respond import error
from scraper.replay import Replay
from scraper.settings import DOWNLOAD_MAXSIZE, RETRY_TIMES

from .conftest import NOWHERE, Crawl, Run, Runner, Serve, differences, leading_to, truth
from .test_archive import archives, assert_same, lines, written
from .test_incremental import SITE, make_due

CITY = "dezhou"
SECOND_PART = re.compile(r"/\d+_2\.shtml$")
# A process that ends at once when it is about to ask the network for anything.
DEAF = """
import os, runpy, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"network: {event} {arguments}".encode())
        os._exit(99)
sys.addaudithook(refuse)
sys.argv = ["qilu", *sys.argv[1:]]
runpy.run_module("scraper.cli", run_name="__main__")
"""


def deaf(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `qilu` without any network."""
    command = [sys.executable, "-c", DEAF, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_hook_ends_what_asks_the_network():
    assert deaf("fetch", "https://dezhou.iqilu.com/a/2020/1129/4691234.shtml").returncode == 99


def test_a_replay_gives_the_same_bytes_without_network(serve: Serve, crawl: Crawl):
    server = serve(seed=1, articles=120, regions=[CITY, "linyi"])
    done = crawl(server, CITY, "linyi")
    assert any("_2.shtml" in one.url for one in server.requests), "none is continued"
    replayed = deaf("replay", archives(done)[0])
    assert replayed.returncode == 0, replayed.stderr
    assert lines(replayed.stdout) == written(done)


def test_scrapy_crawl_replays_too(serve: Serve, first_crawl: Crawl, scrapy: Crawl, tmp_path: Path):
    server = serve(**SITE)
    done = first_crawl(server, CITY)
    server.requests.clear()
    out = tmp_path / "again.jsonl"
    arguments = ("-a", f"archive={tmp_path / 'archive'}", "-s", "QILU_OUTPUT=")
    replayed = scrapy(server, "replay", *arguments, "-O", out)
    assert server.requests == []
    assert replayed.code == 0, replayed.stderr
    assert lines(out.read_text("utf-8")) == written(done)


def test_records_come_in_the_order_of_the_archive(serve: Serve, first_crawl: Crawl, qilu: Runner):
    done = first_crawl(serve(**SITE), CITY)
    replayed = qilu("replay", archives(done)[0])
    places = [
        json.loads(line)["metadata"]["archive"]["offset"] for line in replayed.stdout.splitlines()
    ]
    assert places == sorted(places)
    assert places


def test_a_replay_into_a_folder_is_data_as_any(serve: Serve, first_crawl: Crawl, qilu: Runner):
    done = first_crawl(serve(**SITE), CITY)
    again = done.output.parent / "again"
    replayed = qilu("replay", done.output.parent / "archive", "-o", again)
    assert replayed.code == 0, replayed.stderr
    (file,) = again.glob("dezhou-*.jsonl")
    assert replayed.stdout == f"{file}\n"
    assert lines(file.read_text("utf-8")) == written(done)
    assert (again / "manifest.jsonl").exists()
    twice = qilu("replay", done.output.parent / "archive", "-o", again)
    assert (twice.code, len(twice.stderr.splitlines())) == (2, 1)
    assert "has records already: replay into a new folder" in twice.stderr
    assert list(again.glob("*-*.jsonl*")) == [file]


@pytest.mark.parametrize("answers", [[404], [500] * (RETRY_TIMES + 1), [503, 200]])
def test_a_part_that_failed_fails_again(
    answers: list[int], serve: Serve, crawl: Crawl, qilu: Runner
):
    server = serve(seed=1, articles=120, regions=[CITY])
    right = server.answer
    left: dict[str, list[int]] = {}

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        if not SECOND_PART.search(url):
            return right(url, headers)
        status = (left.setdefault(url, [*answers]) or [200]).pop(0)
        return right(url, headers) if status == 200 else error(status)

    server.answer = answer
    done = crawl(server, CITY)
    missing = [r for r in done.records if "part 2 is missing" in str(r["metadata"]["problems"])]
    assert bool(missing) == (200 not in answers)
    assert left
    assert_same(qilu("replay", archives(done)[0]), done)


def test_a_part_that_leads_elsewhere_is_followed_there(serve: Serve, crawl: Crawl, qilu: Runner):
    server = serve(seed=1, articles=120, regions=[CITY])
    right = server.answer

    def moved(url: str, headers: Mapping[str, str]) -> Reply:
        if SECOND_PART.search(url):
            return Reply(302, b"", (("Location", url.replace("_2.shtml", ".shtml?part=2")),))
        return right(url.replace(".shtml?part=2", "_2.shtml"), headers)

    server.answer = moved
    done = crawl(server, CITY)
    assert any("?part=2" in one.url for one in server.requests)
    assert_same(qilu("replay", archives(done)[0]), done)


def test_pages_that_were_cut_off_at_first(serve: Serve, crawl: Crawl, qilu: Runner):
    """The crawl asked for them again; the halves are in the archive, too."""
    server = serve(seed=1, articles=120, regions=[CITY])
    right = server.answer
    wanted = {record["url"] for record in islice(server.site.articles_of(CITY), 5)}
    met: set[str] = set()

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        if (url in wanted or SECOND_PART.search(url)) and url not in met:
            met.add(url)
            return replace(reply, body=reply.body[: len(reply.body) * 2 // 3])
        return reply

    server.answer = answer
    done = crawl(server, CITY)
    assert len(met) > len(wanted)
    assert differences(done.records, truth(server.site)) == []
    assert_same(qilu("replay", archives(done)[0]), done)


def test_changed_articles_have_their_revisions(serve: Serve, crawl: Crawl, qilu: Runner):
    server = serve(seed=3, articles=40, regions=[CITY], published=30)
    server.site.publish(0)
    done = crawl(server, CITY)
    id_ = done.records[0]["id"]
    for _ in range(2):
        server.site.edit(id_)
        make_due(done)
        done = crawl(server, CITY)
    assert sorted(r["revision"] for r in done.records if r["id"] == id_) == [1, 2, 3]
    files = archives(done)
    assert len(files) == 3
    assert_same(qilu("replay", *files), done)
    twice = qilu("replay", *files, files[0].parent)
    assert len(twice.stdout.splitlines()) == len(done.records), "a file named twice is read once"


def test_what_the_crawl_left_out_for_its_period_is_replayed(
    serve: Serve, crawl: Crawl, qilu: Runner
):
    server = serve(seed=3, articles=60, regions=[CITY])
    day = sorted(r["date_published"] or "" for r in truth(server.site))[30][:10]
    done = crawl(server, CITY, "--since", day)
    replayed = lines(qilu("replay", archives(done)[0]).stdout)
    assert set(written(done)) <= set(replayed)


def test_single_pages_of_other_sites_are_replayed(serve: Serve, scrapy: Crawl, qilu: Runner):
    """Nothing in such an address says that it is an article's: the archive does."""
    server = serve(seed=3, articles=30, regions=[CITY])
    record = next(server.site.articles_of(CITY))
    page = server.answer(record["url"], {})
    server.answer = lambda url, headers: page if url.endswith("/story") else error(404)
    url = "http://news.example.com/story"
    done = scrapy(server, "article", "-a", f"url={url}", "-a", "allow_other_sites=1")
    assert [one["url"] for one in done.records] == [url]
    assert_same(qilu("replay", archives(done)[0]), done)


# Archives of other tools


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def warc(kind: str, url: str, block: bytes, *more: str) -> bytes:
    """Write a record by hand."""
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2020-11-30T01:02:03.456789Z",
        "WARC-Record-ID: <urn:uuid:6d1e2c9e-0000-4000-8000-000000000000>",
        f"Content-Length: {len(block)}",
        *more,
    ]
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def chunks(body: bytes) -> bytes:
    half = len(body) // 2
    pieces = [body[:half], body[half:], b""]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


@pytest.fixture(scope="module")
def site() -> LookAlike:
    return LookAlike(seed=1, articles=120, regions=(CITY,))


def foreign(site: LookAlike) -> list[bytes]:
    """Return records in the manner of other tools, of all articles of a site.

    Parts stand before their articles; bodies are in chunks; there is much beside articles.
    """
    records = [
        warc("response", "dns:dezhou.iqilu.com", b"20201130010203\ndezhou.iqilu.com. A 192.0.2.1"),
        warc("response", "https://dezhou.iqilu.com/", http(b"<html>home</html>")),
        warc("metadata", "https://dezhou.iqilu.com/", b"via: none"),
        warc("response", "http://[dezhou/", http(b"no address")),
    ]
    for record in site.articles_of(CITY):
        url = record["url"]
        for address in [url.replace(".shtml", f"_{n}.shtml") for n in (3, 2)] + [url]:
            body = site.respond(address).body
            if site.respond(address).status == 200:
                block = http(chunks(body), "Transfer-Encoding: chunked")
                records += [warc("response", f"<{address}>", block)]
        same = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        records += [
            warc("revisit", url, http(b""), same),
            warc("response", url, http(site.respond(url).body)),
            warc("response", url, http(b"gone", status="404 Not Found")),
        ]
    return records


@pytest.mark.parametrize("form", ["plain", "gzip"])
def test_archives_of_other_tools(form: str, site: LookAlike, qilu: Runner, tmp_path: Path):
    path = tmp_path / ("other.warc" if form == "plain" else "other.warc.gz")
    parts = foreign(site)
    path.write_bytes(b"".join(parts if form == "plain" else map(gzip.compress, parts)))
    done = qilu("replay", path)
    assert done.code == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert differences(records, truth(site)) == []
    for record in records:
        assert record["metadata"]["fetched_at"] == "2020-11-30T01:02:03Z"
        assert record["metadata"]["spider"] is None
        assert record["metadata"]["archive"]["file"] == path.name


@pytest.mark.skipif(not shutil.which("wget"), reason="wget is not installed")
def test_an_archive_of_wget(serve: Serve, qilu: Runner, tmp_path: Path):
    server = serve(seed=4, articles=20, regions=[CITY])
    urls = [record["url"].replace("https:", "http:") for record in truth(server.site)][:5]
    command = ["wget", "-q", "--warc-file=page", "--delete-after", "-e", "robots=off"]
    subprocess.run(
        [*command, *urls],
        cwd=tmp_path,
        env={"http_proxy": server.proxy_url, "PATH": "/usr/bin:/bin"},
        check=True,
    )
    done = qilu("replay", tmp_path)
    assert done.code == 0, done.stderr
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == urls


# Archives that are damaged, or none


@pytest.fixture
def whole(site: LookAlike, tmp_path: Path) -> Path:
    """Return a sound archive of some articles."""
    path = tmp_path / "whole.warc.gz"
    urls = [record["url"] for record in site.articles_of(CITY)][:4]
    records = [warc("response", url, http(site.respond(url).body)) for url in urls]
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that takes a second to read."""
    site = LookAlike(seed=3, articles=600, regions=(CITY,))
    path = tmp_path_factory.mktemp("large") / "large.warc.gz"
    urls = (record["url"] for record in site.articles_of(CITY))
    records = (warc("response", url, http(site.respond(url).body)) for url in urls)
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seen", [1, 150])
def test_a_replay_ends_when_it_is_told(large: Path, number: signal.Signals, seen: int):
    command = [sys.executable, "-m", "scraper.cli", "replay", str(large)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, bufsize=0) as process:
        assert process.stdout
        printed = list(islice(process.stdout, seen))
        process.send_signal(number)
        try:
            rest, told = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 130
    assert told.startswith(b"Error: interrupted")
    for line in (*printed, *rest.splitlines()):
        json.loads(line)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_what_can_not_be_printed_is_an_error(whole: Path, tmp_path: Path, serve: Serve):
    server = serve(seed=1, articles=20, regions=[CITY])
    record = next(server.site.articles_of(CITY))
    url = record["url"]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / f"{CITY}-20201129T000000Z-0000.jsonl").write_text(f"{json.dumps(record)}\n")
    page = tmp_path / "page.html"
    page.write_bytes(server.site.respond(url).body)
    for arguments in (
        ("replay", whole),
        ("fetch", "--delay", 0, url),
        ("parse", page, "--url", url),
        ("explain", page, "--url", url),
        ("regions",),
        ("schema",),
        ("health", "--output", tmp_path / "out"),
        ("log", record["id"], "--output", tmp_path / "out"),
    ):
        command = [sys.executable, "-m", "scraper.cli", *map(str, arguments)]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, env=leading_to(server), check=False
            )
        told = b"Error: [Errno 28] No space left on device\n"
        assert (done.returncode, done.stderr) == (1, told), arguments
        shell = " ".join(map(shlex.quote, command))
        done = subprocess.run(
            ["sh", "-c", f"{shell} >&-"],
            stderr=subprocess.PIPE,
            env=leading_to(server),
            check=False,
        )
        told = b"Error: [Errno 9] standard output is closed\n"
        assert (done.returncode, done.stderr) == (1, told), arguments


def test_a_closed_standard_error_is_no_mistake(serve: Serve):
    server = serve(seed=1, articles=20, regions=[CITY])
    record = next(server.site.articles_of(CITY))
    command = [sys.executable, "-m", "scraper.cli", "fetch", "--delay", "0", record["url"]]
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(command)} 2>&-"],
        stdout=subprocess.PIPE,
        env=leading_to(server),
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)["id"]) == (0, record["id"])


def test_a_reader_that_has_enough_is_no_mistake(large: Path):
    command = [sys.executable, "-m", "scraper.cli", "replay", str(large)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
        assert process.wait(30) == 1


def one_line(done: Run, code: int) -> str:
    assert done.code == code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_of_an_archive_that_is_cut_off_all_before_is_replayed(whole: Path, qilu: Runner):
    data = whole.read_bytes()
    last = max(n for n in range(len(data)) if data[n:].startswith(b"\x1f\x8b\x08\x00"))
    whole.write_bytes(data[:-20])
    done = qilu("replay", whole)
    assert len(done.stdout.splitlines()) == 3
    said = one_line(done, 3)
    assert f"{whole} is damaged, or no archive, at byte {last}: it ends in the middle" in said


def test_a_bit_that_fell_over_is_noticed(whole: Path, qilu: Runner):
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 16
    whole.write_bytes(data)
    done = qilu("replay", whole)
    assert 0 < len(done.stdout.splitlines()) < 4
    assert f"{whole} is damaged, or no archive, at byte " in one_line(done, 3)


def test_a_plain_archive_that_is_cut_off(site: LookAlike, qilu: Runner, tmp_path: Path):
    path = tmp_path / "cut.warc"
    urls = [record["url"] for record in site.articles_of(CITY)][:2]
    records = [warc("response", url, http(site.respond(url).body)) for url in urls]
    path.write_bytes(b"".join(records)[:-200])
    done = qilu("replay", path)
    assert len(done.stdout.splitlines()) == 1
    assert f"at byte {len(records[0])}: it ends in the middle" in one_line(done, 3)


def test_one_gzip_stream_is_no_archive(site: LookAlike, qilu: Runner, tmp_path: Path):
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress(b"".join(foreign(site)[:3])))
    assert "several records in one gzip member; `warcio recompress`" in one_line(
        qilu("replay", path), 4
    )


@pytest.mark.parametrize(
    "content",
    [b"<html>no archive</html>\n", b"\x1f\x8b??", bytes(99)],
    ids=["a page", "a broken gzip", "zeros"],
)
def test_what_is_no_archive_is_said(content: bytes, qilu: Runner, tmp_path: Path):
    path = tmp_path / "page.warc.gz"
    path.write_bytes(content)
    said = one_line(qilu("replay", path), 4)
    assert f"{path} is damaged, or no archive, at byte 0" in said


def test_an_archive_without_articles_gives_nothing(qilu: Runner, tmp_path: Path):
    path = tmp_path / "empty.warc.gz"
    path.write_bytes(b"")
    assert one_line(qilu("replay", path), 4).startswith("Error: nothing fetched: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.warc.gz"], "no such archive: nowhere.warc.gz"),
        (["."], "no archive in .: files that end in .warc.gz or .warc"),
        ([], "Missing argument 'ARCHIVES...'"),
        ([".", "--diff", "-o", "x"], "--output is for records, --against for --diff"),
        ([".", "--against", "."], "--output is for records, --against for --diff"),
    ],
)
def test_mistakes_are_said_in_a_line(arguments: list[str], said: str, qilu: Runner, tmp_path: Path):
    assert said in one_line(qilu("replay", *arguments, cwd=tmp_path), 2)


def test_scrapy_crawl_replay_needs_an_archive(scrapy: Crawl, small: LookAlikeServer):
    done = scrapy(small, "replay", http_proxy=NOWHERE)
    assert (done.code, done.last_line[:24]) == (2, "Error: no archive given:")


def capture(payload: bytes, *headers: tuple[str, str]) -> Capture:
    return Capture(
        path=Path("a.warc"),
        offset=0,
        url="https://dezhou.iqilu.com/",
        status=200,
        fetched_at=None,
        page=None,
        about={},
        headers=headers,
        payload=payload,
    )


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (b"text", "identity"),
        (gzip.compress(b"te") + gzip.compress(b"xt"), "gzip"),
        (gzip.compress(gzip.compress(b"text")), "gzip, x-gzip"),
        (gzip.compress(b"text", 0)[:19], "gzip"),
    ],
    ids=["not packed", "two members", "packed twice", "cut off"],
)
def test_bodies_are_unpacked(payload: bytes, encoding: str):
    assert capture(payload, ("content-encoding", encoding)).body(99) == b"text"


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [(b"0123456789", "identity"), (gzip.compress(bytes(10**7)), "gzip"), (b"no gzip", "gzip")],
    ids=["long", "a bomb", "broken"],
)
def test_bodies_that_are_too_long_or_broken_are_no_articles(payload: bytes, encoding: str):
    with pytest.raises(NotAnArticleError):
        capture(payload, ("Content-Encoding", encoding)).body(9)


def test_a_page_may_be_as_long_as_in_a_crawl():
    assert LARGEST_PAGE == DOWNLOAD_MAXSIZE


@pytest.mark.parametrize(
    ("piece", "most", "why"), [("<br>", 50_000, "tags"), ("=", 200_000, "attributes")]
)
def test_a_page_may_have_as_many_tags_as_in_a_crawl(piece: str, most: int, why: str):
    with pytest.raises(NotAnArticleError, match=f"{most + 1} {why}, where {most} are the most"):
        Replay([]).read(capture(piece.encode() * (most + 1)))
    with pytest.raises(NotAnArticleError, match="is a home page"):
        Replay([]).read(capture(piece.encode() * most))


# What a change of the parsers changes


@pytest.fixture
def crawled(serve: Serve, first_crawl: Crawl) -> Run:
    return first_crawl(serve(**SITE), CITY)


def test_without_a_change_there_is_no_difference(crawled: Run, qilu: Runner):
    done = qilu("replay", "--diff", archives(crawled)[0])
    assert (done.code, done.stdout) == (0, "")
    assert done.stderr == f"0 of {len(crawled.records)} records changed\n"


def test_changes_are_said_by_record_and_field(crawled: Run, qilu: Runner, tmp_path: Path):
    """Records that another version of the parsers may have given."""
    (file,) = crawled.files
    records = crawled.records
    old = [dict(record) for record in records]
    old[0]["headline"] = "另一个标题"
    old[1]["body"] = old[1]["body"][:200] + "多出来的话" + old[1]["body"][200:]
    old[2]["metadata"] = {**old[2]["metadata"], "layout": "generic", "scraper_version": "0.0.1"}
    del old[3]["revision"], old[3]["section"]
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in old)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / file.name).write_text(text, "utf-8")
    done = qilu("replay", "--diff", archives(crawled)[0], "--against", tmp_path / "old")
    assert done.code == 3
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    ids = [record["id"] for record in records]
    assert said.keys() == {
        f"{ids[0]} headline",
        f"{ids[1]} body",
        f"{ids[2]} metadata.layout",
        f"{ids[3]} section",
    }
    assert said[f"{ids[0]} headline"] == f'"另一个标题" → "{records[0]["headline"]}"'
    before, after = said[f"{ids[1]} body"].split(" → ")
    assert "多出来的话" in before
    assert "多出来的话" not in after
    assert max(len(before), len(after)) < 64
    assert said[f"{ids[2]} metadata.layout"].startswith('"generic" → "v20')
    assert said[f"{ids[3]} section"].startswith("absent → ")
    assert done.stderr.startswith(f"4 of {len(records)} records changed, ")


def test_a_record_that_its_page_does_not_give_any_more(crawled: Run, qilu: Runner):
    """The page has lost its text, as if the parsers did not find it any more."""
    (path,) = archives(crawled)
    record = crawled.records[0]
    start = record["metadata"]["archive"]["offset"]
    block = http(b"<html></html>")
    empty = gzip.compress(warc("response", record["url"], block, "Qilu-Page: article"))
    path.write_bytes(path.read_bytes()[:start] + empty)
    done = qilu("replay", "--diff", path)
    assert done.code == 3
    why = f"no article text in {record['url']}"
    assert done.stdout == f"{record['id']} record: there → none ({why})\n"


def test_a_line_that_is_no_record_is_told_with_its_place(crawled: Run, qilu: Runner):
    (file,) = crawled.files
    place = f"{file}, line {len(crawled.records) + 1}"
    file.write_bytes(file.read_bytes() + b'{"id": "1"')
    done = qilu("replay", "--diff", archives(crawled)[0])
    assert one_line(done, 2) == f"Error: {place}, is no record: mend or move the file\n"


def test_records_of_other_archives_can_not_be_compared(crawled: Run, whole: Path, qilu: Runner):
    done = qilu("replay", "--diff", whole, "--against", crawled.output)
    assert (done.code, done.stderr) == (
        2,
        f"Error: no record in {crawled.output} comes from these archives (--against FOLDER)\n",
    )


def test_a_damaged_archive_can_not_be_compared_to_its_end(crawled: Run, qilu: Runner):
    (path,) = archives(crawled)
    path.write_bytes(path.read_bytes()[:-9])
    done = qilu("replay", "--diff", path)
    assert done.code == 1
    assert "is damaged" in done.last_line


def test_long_values_are_cut_to_what_differs(site: LookAlike):
    url = next(site.articles_of(CITY))["url"]
    record = to_dict(parse_article(site.respond(url).body, url))
    other = {**record, "body": record["body"] * 3}
    (change,) = changes(record, other)
    assert (change.id, change.field) == (record["id"], "body")
    assert max(len(change.old), len(change.new)) < 64
    assert list(changes(record, record)) == []
