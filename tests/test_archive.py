"""Archives that real crawls write, read with other means than those of this project."""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper import parse_article
from scraper.archive import OPEN, heal
from scraper.items import Record
from scraper.lookalike import LookAlikeServer, Reply
from scraper.lookalike.respond import error
from scraper.settings import RETRY_TIMES
from scraper.urls import Form, address

from .conftest import Crawl, Run, Runner, Serve, differences, leading_to, truth
from .test_incremental import SITE, make_due
from .test_kill import kill_at_request

CITY = "dezhou"


def archives(done: Run) -> list[Path]:
    """Return the archives in the order of their runs."""
    return sorted((done.output.parent / "archive").iterdir())


def warcs(path: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Yield type, address, first line and body, as stored, of each record."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            headers = record.rec_headers
            head = record.http_headers
            line = f"{head.protocol} {head.statusline}" if head else ""
            url = headers.get_header("WARC-Target-URI") or ""
            yield headers.get_header("WARC-Type"), url, line, record.raw_stream.read()


def response_at(path: Path, offset: int) -> tuple[str, bytes]:
    """Return address and page of the response in the gzip member at an offset."""
    unpacker = zlib.decompressobj(31)
    content = unpacker.decompress(path.read_bytes()[offset:])
    assert unpacker.eof
    warc, http, body = content.split(b"\r\n\r\n", 2)
    assert b"WARC-Type: response" in warc
    body = body.removesuffix(b"\r\n\r\n")
    (url,) = [line for line in warc.splitlines() if line.startswith(b"WARC-Target-URI")]
    if b"content-encoding: gzip" in http.lower():
        body = gzip.decompress(body)
    return url.decode().split(": ")[1], body


def assert_archived(done: Run) -> None:
    """Every record points to the response that it is of, in files that are sound."""
    files = archives(done)
    assert [file.name for file in files if not file.name.endswith(".warc.gz")] == []
    check = [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, files)]
    checked = subprocess.run(check, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout
    assert checked.stderr == ""
    for record in done.records:
        ref = record["metadata"]["archive"]
        url, body = response_at(files[0].parent / ref["file"], ref["offset"])
        assert url == record["url"]
        if "continued" not in str(record["metadata"]["problems"]):
            assert parse_article(body, url).headline == record["headline"]


def test_all_that_is_asked_and_answered_is_kept(serve: Serve, crawl: Crawl):
    server = serve(seed=1, articles=120, regions=[CITY])
    right = server.answer
    gone = next(server.site.articles_of(CITY))["url"]
    server.answer = lambda url, headers: error(503) if url == gone else right(url, headers)
    done = crawl(server, CITY, QILU_CONTACT="editor@example.org")
    (file,) = archives(done)
    records = list(warcs(file))
    asked = [(one.url, str(one.status)) for one in server.requests if one.method == "GET"]
    kept = [(url, line.split()[1]) for kind, url, line, _ in records if kind == "response"]
    assert Counter(kept) == Counter(asked)
    assert kept.count((gone, "503")) == RETRY_TIMES + 1
    assert ("https://dezhou.iqilu.com/robots.txt", "200") in kept
    assert [url for kind, url, *_ in records if kind == "request"] == [url for url, _ in kept]
    assert "GET" in {line.split()[0] for kind, _, line, _ in records if kind == "request"}
    assert_archived(done)


def test_an_archive_says_who_made_it_and_how(serve: Serve, crawl: Crawl):
    server = serve(seed=2, articles=20, regions=[CITY])
    done = crawl(server, CITY, QILU_CONTACT="editor@example.org")
    (file,) = archives(done)
    kind, _, _, body = next(warcs(file))
    fields = dict(line.split(": ", 1) for line in body.decode().splitlines())
    assert kind == "warcinfo"
    assert fields["software"].startswith("qilu-scraper/")
    assert fields["operator"] == "editor@example.org"
    assert fields["robots"] == "obey"
    assert "editor@example.org" in fields["http-header-user-agent"]
    assert file.name == f"{fields['qilu-run']}-00000.warc.gz"
    assert {record["metadata"]["run_id"] for record in done.records} == {fields["qilu-run"]}


def test_each_record_is_a_gzip_member(serve: Serve, first_crawl: Crawl):
    done = first_crawl(serve(**SITE), CITY)
    data = archives(done)[0].read_bytes()
    members = 0
    while data:
        unpacker = zlib.decompressobj(31)
        content = unpacker.decompress(data)
        assert content.startswith(b"WARC/1.0\r\n")
        assert content.count(b"WARC-Record-ID: ") == 1
        data, members = unpacker.unused_data, members + 1
    assert members == len(list(warcs(archives(done)[0])))


def packed(kind: str, body: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Return a body in some content coding, and the header that says so."""
    if kind == "gzip":
        return gzip.compress(body), (("Content-Encoding", "gzip"),)
    bare = zlib.compressobj(wbits=-15)
    return bare.compress(body) + bare.flush(), (("Content-Encoding", "deflate"),)


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
@pytest.mark.parametrize("chunked", [False, True])
def test_bodies_are_kept_as_they_came(
    kind: str, chunked: bool, serve: Serve, crawl: Crawl, qilu: Runner
):
    server = serve(seed=3, articles=30, regions=[CITY])
    right = server.answer
    sent: dict[str, bytes] = {}

    def squeezed(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        body, more = packed(kind, reply.body)
        sent[url] = body
        stream = iter([body[:100], body[100:]]) if chunked else None
        return replace(
            reply, body=b"" if chunked else body, headers=reply.headers + more, stream=stream
        )

    server.answer = squeezed
    done = crawl(server, CITY)
    assert differences(done.records, truth(server.site)) == []
    (file,) = archives(done)
    kept = {url: body for what, url, _, body in warcs(file) if what == "response"}
    assert kept == sent
    assert b"ransfer-" not in gzip.decompress(file.read_bytes())
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(file)], check=False)
    assert check.returncode == 0
    assert_same(qilu("replay", file), done)


def assert_same(replayed: Run, done: Run) -> None:
    """A replay gives, byte for byte, what the crawls wrote, but for the run."""
    assert replayed.code == 0, replayed.stderr
    assert lines(replayed.stdout) == written(done)


def written(done: Run) -> list[str]:
    """Return the lines that crawls have written without their runs, sorted."""
    return lines("".join(file.read_text("utf-8") for file in done.files))


def lines(text: str) -> list[str]:
    """Return lines without their run, sorted."""
    without = []
    for line in text.splitlines():
        run = json.loads(line)["metadata"]["run_id"]
        assert line.count(f'"{run}"') == 1
        without.append(line.replace(f'"{run}"', '"RUN"'))
    return sorted(without)


def test_files_are_of_a_limited_size(serve: Serve, scrapy: Crawl, qilu: Runner):
    server = serve(seed=4, articles=60, regions=[CITY])
    done = scrapy(server, "region", "-a", f"regions={CITY}", "-s", "QILU_ARCHIVE_SIZE=60000")
    files = archives(done)
    assert len(files) > 3
    assert all(60_000 <= file.stat().st_size < 100_000 for file in files[:-1])
    assert all(next(warcs(file))[0] == "warcinfo" for file in files)
    assert [file.name[-13:] for file in files] == [f"{n:05}.warc.gz" for n in range(len(files))]
    assert {record["metadata"]["archive"]["file"] for record in done.records} <= {
        file.name for file in files
    }
    assert_archived(done)
    assert_same(qilu("replay", files[0].parent), done)


@pytest.mark.parametrize("size", ["0", "many"])
def test_a_size_that_is_none_is_said(size: str, serve: Serve, scrapy: Crawl):
    server = serve(seed=4, articles=20, regions=[CITY])
    done = scrapy(server, "region", "-a", f"regions={CITY}", "-s", f"QILU_ARCHIVE_SIZE={size}")
    assert (done.code, server.requests) == (2, [])
    assert done.last_line.startswith("Error: QILU_ARCHIVE_SIZE must be a whole number from 1 to")


@pytest.mark.parametrize("command", ["crawl", "scrapy"])
def test_an_archive_may_be_declined(command: str, serve: Serve, crawl: Crawl, scrapy: Crawl):
    server = serve(seed=5, articles=20, regions=[CITY])
    if command == "crawl":
        done = crawl(server, CITY, "--no-archive")
    else:
        done = scrapy(server, "region", "-a", f"regions={CITY}", "-s", "QILU_ARCHIVE=False")
    assert done.records
    assert {record["metadata"]["archive"] for record in done.records} == {None}
    assert not (done.output.parent / "archive").exists()


def test_news_that_there_is_none_is_a_revisit(
    serve: Serve, first_crawl: Crawl, crawl: Crawl, qilu: Runner
):
    server = serve(**SITE)
    done = first_crawl(server, CITY)
    server.site.edit(done.records[0]["id"])
    make_due(done)
    server.requests.clear()
    done = crawl(server, CITY)
    second = archives(done)[1]
    unchanged = [one.url for one in server.requests if one.status == 304]
    kept = [(url, line, body) for kind, url, line, body in warcs(second) if kind == "revisit"]
    assert unchanged
    assert kept == [(url, "HTTP/1.1 304 Not Modified", b"") for url in unchanged]
    assert [record["revision"] for record in done.records].count(2) == 1
    assert_archived(done)
    assert_same(qilu("replay", second.parent), done)


def test_odd_bytes_of_a_header_are_kept(serve: Serve, crawl: Crawl):
    """A server that writes a title in GBK into a header, unencoded."""
    server = serve(seed=7, articles=20, regions=[CITY])
    right = server.answer
    title = "德州".encode("gbk")

    def odd(url: str, headers: Mapping[str, str]) -> Reply:
        reply = right(url, headers)
        return replace(reply, headers=(*reply.headers, ("X-Title", title.decode("latin-1"))))

    server.answer = odd
    done = crawl(server, CITY)
    assert_archived(done)
    assert b"X-Title: " + title + b"\r\n" in gzip.decompress(archives(done)[0].read_bytes())


# Runs that are killed, and disks that are full


@pytest.mark.parametrize("request_number", [1, 2, 9, 30, 45])
def test_the_archive_of_a_killed_run_is_finished_by_the_next(
    request_number: int, serve: Serve, crawl: Crawl, tmp_path: Path
):
    server = serve(seed=8, articles=60, regions=[CITY])
    kill(server, tmp_path / "out", request_number)
    left = list((tmp_path / "archive").glob(f"*{OPEN}"))
    assert len(left) == (request_number > 1)
    server.answer = server.site.respond
    done = crawl(server, CITY)
    assert done.code == 0, done.stderr
    assert all(f"{path.with_suffix('')} of a run that was killed" in done.stderr for path in left)
    assert len(archives(done)) == 1 + len(left)
    assert differences(done.records, truth(server.site)) == []
    assert_archived(done)


def kill(server: LookAlikeServer, output: Path, number: int) -> None:
    """Start a crawl, and kill it when the server gets its n-th request."""
    command = [sys.executable, "-m", "scraper.cli", "crawl", CITY, "--delay", "0"]
    with subprocess.Popen(
        [*command, "-o", str(output)], env=leading_to(server), stderr=subprocess.DEVNULL
    ) as process:
        kill_at_request(server, process, number)
        process.communicate()
    assert process.returncode == -9


def test_a_record_whose_response_a_loss_of_power_took_is_fetched_again(
    serve: Serve, crawl: Crawl, tmp_path: Path
):
    server = serve(seed=8, articles=60, regions=[CITY])
    kill(server, tmp_path / "out", 45)
    (left,) = (tmp_path / "archive").glob(f"*{OPEN}")
    with left.open("r+b") as file:
        file.truncate(left.stat().st_size // 2)
    server.answer = server.site.respond
    done = crawl(server, CITY)
    assert done.code == 0, done.stderr
    assert [file.suffix for file in done.files].count(".damaged") == 1
    assert differences(done.records, truth(server.site)) == []
    assert_archived(done)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an archive."""
    from datetime import UTC, datetime

    from scraper.archive import Archive, Options
    from scraper.warc import Exchange

    folder = tmp_path_factory.mktemp("archive")
    archive = Archive(folder, "20201130T080000Z-0a1b", Options({"software": "test"}, 10**6))
    for n in range(3):
        archive.write(
            Exchange(
                url=f"https://dezhou.iqilu.com/dzyaowen/{n}",
                method="GET",
                request_headers=[("User-Agent", "test")],
                status=200,
                protocol="HTTP/1.1",
                headers=[("Content-Type", "text/html")],
                body=random.Random(n).randbytes(40),
                fetched_at=datetime(2020, 11, 30, tzinfo=UTC),
            )
        )
    archive.seal()
    (file,) = folder.iterdir()
    return file.read_bytes()


def test_half_a_record_is_cut_off_wherever_it_ends(data: bytes, tmp_path: Path):
    """A run killed after any byte: all whole records stay, and the file is a sound one."""
    file = tmp_path / "20201130T080000Z-0a1b-00000.warc.gz"
    starts = [n for n in range(len(data)) if data[n:].startswith(b"\x1f\x8b\x08\x00")]
    assert len(starts) == 7
    for size in range(len(data) + 1):
        file.with_name(file.name + OPEN).write_bytes(data[:size])
        (healed,) = heal(tmp_path)
        whole = max(start for start in [*starts, len(data)] if start <= size)
        assert healed.cut == size - whole
        if whole < starts[2]:  # no response
            assert (healed.file, list(tmp_path.iterdir())) == (None, [])
            continue
        assert list(tmp_path.iterdir()) == [file]
        assert file.read_bytes() == data[:whole]
        file.unlink()


def test_zeros_that_a_loss_of_power_left_are_cut_off(data: bytes, tmp_path: Path):
    file = tmp_path / "20201130T080000Z-0a1b-00000.warc.gz"
    file.with_name(file.name + OPEN).write_bytes(data + bytes(4096))
    (healed,) = heal(tmp_path)
    assert (healed.file, healed.cut) == (file, 4096)
    assert file.read_bytes() == data


def test_an_archive_of_another_name_is_left_alone(tmp_path: Path):
    (tmp_path / f"mine.warc.gz{OPEN}").write_bytes(b"?")
    assert list(heal(tmp_path)) == []
    assert len(list(tmp_path.iterdir())) == 1


def test_a_disk_that_is_full_ends_the_run_in_one_line(serve: Serve, crawl: Crawl, tmp_path: Path):
    """No file may grow beyond a limit: the archive is the first to come there."""
    server = serve(seed=9, articles=60, regions=[CITY])
    command = [sys.executable, "-m", "scraper.cli", "crawl", CITY, "--delay", "0"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "out")],
        env=leading_to(server),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"Error: can't write into {tmp_path / 'archive'}: File too large")
    later = crawl(server, CITY)
    assert later.code == 0, later.stderr
    assert differences(later.records, truth(server.site)) == []
    assert len(archives(later)) == 2
    assert_archived(later)


def test_a_folder_that_cannot_be_made_is_said(serve: Serve, crawl: Crawl, tmp_path: Path):
    (tmp_path / "archive").write_bytes(b"in the way")
    server = serve(seed=9, articles=20, regions=[CITY])
    done = crawl(server, CITY)
    assert (done.code, server.requests) == (2, [])
    assert done.stderr.startswith(f"Error: can't write into {tmp_path / 'archive'}: File exists")
    assert len(done.stderr.splitlines()) == 1


def test_articles_asked_for_by_address_are_archived_too(serve: Serve, scrapy: Crawl):
    server = serve(seed=10, articles=30, regions=[CITY])
    record: Record = next(server.site.articles_of(CITY))
    done = scrapy(server, "article", "-a", f"url={record['url']}")
    assert_archived(done)
    assert [record["metadata"]["spider"] for record in done.records] == ["article"]
    forms = {address(url).form for kind, url, *_ in warcs(archives(done)[0]) if kind == "response"}
    assert forms == {Form.OTHER, Form.ARTICLE}, "robots.txt and the page"


def test_without_an_output_folder_there_is_no_archive(serve: Serve, qilu: Runner, tmp_path: Path):
    server = serve(seed=10, articles=30, regions=[CITY])
    url = next(server.site.articles_of(CITY))["url"]
    done = qilu("fetch", url, "--delay", "0", environment=leading_to(server), cwd=tmp_path)
    assert json.loads(done.stdout)["metadata"]["archive"] is None
    assert list(tmp_path.iterdir()) == []
