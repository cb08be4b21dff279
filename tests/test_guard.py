"""Closed doors: what is never asked, whoever asks for it, and replies that are never read whole."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import Settings
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from scraper import settings as project
from scraper.lookalike import LookAlikeServer, Reply
from spiders.guard import (
    ForbiddenAddressError,
    GlobalAddressResolver,
    GuardMiddleware,
    is_public,
    proxy_hosts,
    refuse_private,
)

from .conftest import Crawl, Run, Runner, Serve, leading_to, truth

PRIVATE = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "0",
    "0.0.0.0",
    "10.1.2.3",
    "167838211",  # 10.1.2.3
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "0xa9fea9fe",  # 169.254.169.254
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[fe80::1]",
    "[fd00::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "www.localhost",
    "１２７.0.0.1",  # full-width digits
]


def guard(*allowed: str) -> GuardMiddleware:
    return GuardMiddleware(SimpleNamespace(spider=SimpleNamespace(allowed_domains=allowed)))


# By name


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_address_is_asked(host: str):
    for url in (f"http://{host}/", f"https://{host}:8443/2020/1129/4691234.shtml"):
        with pytest.raises(ForbiddenAddressError, match="not a public address"):
            guard().process_request(Request(url))


@pytest.mark.parametrize(
    "host", ["dezhou.iqilu.com", "8.8.8.8", "[2606:4700::1111]", "127.0.0.1.example", "face.cafe"]
)
def test_public_hosts_are(host: str):
    assert is_public(host)
    guard().process_request(Request(f"https://{host}/"))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/hostname", r"not http\(s\)"),
        ("ftp://dezhou.iqilu.com/x", r"not http\(s\)"),
        ("data:text/html,x", r"not http\(s\)"),
        ("s3://bucket/x", r"not http\(s\)"),
        ("gopher://dezhou.iqilu.com/", r"not http\(s\)"),
        ("https://user@dezhou.iqilu.com/", "a user name"),
        ("https://user:word@dezhou.iqilu.com/", "a user name"),
        ("https://dezhou.iqilu.com@127.0.0.1/", "a user name"),
        ("https:///path", "not a public address"),
        ("https://news.iqilu.com/", "not a host of this crawl"),
        ("https://evildezhou.iqilu.com/", "not a host of this crawl"),
        ("https://dezhou.iqilu.com.example/", "not a host of this crawl"),
    ],
)
def test_what_is_refused(url: str, why: str):
    for marked in (False, True):
        with pytest.raises(ForbiddenAddressError, match=why):
            guard("dezhou.iqilu.com").process_request(Request(url, dont_filter=marked))


def test_what_is_allowed():
    for url in ("https://dezhou.iqilu.com/", "http://m.dezhou.iqilu.com:8080/x?y#z"):
        assert guard("dezhou.iqilu.com").process_request(Request(url)) is None


# By what a name resolves to


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1"])
def test_a_name_of_a_private_address_does_not_resolve(address: str):
    with pytest.raises(DNSLookupError, match=f"resolves to {address}, which is not a public"):
        refuse_private(address, "dezhou.iqilu.com")


def test_a_name_of_a_public_address_does():
    assert refuse_private("8.8.8.8", "dezhou.iqilu.com") == "8.8.8.8"


def resolve(name: str, monkeypatch: pytest.MonkeyPatch, address: str) -> list[object]:
    """Resolve a name that stands for an address; return what came of it."""

    def found(self: object, name: str, timeout: object = ()) -> Deferred[str]:
        return succeed(address)

    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", found)
    resolver = GlobalAddressResolver.__new__(GlobalAddressResolver)
    results: list[object] = []
    resolver.getHostByName(name).addBoth(results.append)
    return results


def test_the_resolver_refuses_private_addresses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("spiders.guard.getproxies", dict)
    (failure,) = resolve("dezhou.iqilu.com", monkeypatch, "10.0.0.1")
    assert isinstance(getattr(failure, "value", None), DNSLookupError)
    assert resolve("dezhou.iqilu.com", monkeypatch, "8.8.8.8") == ["8.8.8.8"]


@pytest.mark.parametrize(
    "proxy", ["http://proxy.corp:3128", "proxy.corp:3128", "http://me:word@PROXY.corp:3128/"]
)
def test_the_hosts_of_proxies_are_excepted(proxy: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("spiders.guard.getproxies", lambda: {"https": proxy})
    assert proxy_hosts() == {"proxy.corp"}
    assert resolve("proxy.corp", monkeypatch, "10.0.0.1") == ["10.0.0.1"]
    (failure,) = resolve("dezhou.iqilu.com", monkeypatch, "10.0.0.1")
    assert isinstance(getattr(failure, "value", None), DNSLookupError)


# In a crawl

QUICK = [
    *("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_TIMEOUT=0.5", "-s", "DOWNLOAD_DELAY=0"),
    *("-s", "ROBOTSTXT_OBEY=False", "-s", "QILU_HTTP_FALLBACK=False"),
]


class Listener:
    """A socket on loopback that notes whether anyone connects."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]

    def met(self) -> bool:
        """Whether a client has connected: the system accepts it before we do."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.socket.close()


LOCAL_NAMES = """
import socket, sys
socket.gethostbyname = lambda host: "127.0.0.1"
def getaddrinfo(host, port, *_, **__):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
socket.getaddrinfo = getaddrinfo
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


def crawl_where_all_names_are_local(run: Runner, tmp_path: Path, port: int, *settings: str) -> Run:
    """Fetch a page of the site, without a proxy, where every name means this machine."""
    (tmp_path / "local_names.py").write_text(LOCAL_NAMES)
    environment = {k: v for k, v in leading_to(None).items() if not k.endswith("_proxy")}
    url = f"http://dezhou.iqilu.com:{port}/dzyaowen/2020/1129/4691234.shtml"
    return run(
        *("local_names", "crawl", "article", "-a", f"url={url}"),
        *QUICK,
        *("-s", f"QILU_OUTPUT={tmp_path / 'out'}", *settings),
        environment=environment | {"PYTHONPATH": str(tmp_path)},
    )


def test_a_name_that_means_this_machine_is_not_connected_to(
    run: Runner, tmp_path: Path, listener: Listener
):
    done = crawl_where_all_names_are_local(run, tmp_path, listener.port)
    assert not listener.met()
    assert "dezhou.iqilu.com" in done.stderr
    assert done.files == []
    assert "Traceback" not in done.stderr


def test_without_the_resolver_it_would_be(run: Runner, tmp_path: Path, listener: Listener):
    other = "TWISTED_DNS_RESOLVER=scrapy.resolver.CachingThreadedResolver"
    crawl_where_all_names_are_local(run, tmp_path, listener.port, "-s", other)
    assert listener.met()


def moved(server: LookAlikeServer, targets: Mapping[str, str]) -> None:
    """Let the site lead elsewhere from some addresses."""
    right = server.answer

    def answer(url: str, headers: Mapping[str, str]) -> Reply:
        target = targets.get(url)
        return Reply(302, b"", (("Location", target),)) if target else right(url, headers)

    server.answer = answer


def test_redirects_to_closed_doors_are_not_followed(serve: Serve, qilu: Runner, listener: Listener):
    server = serve(seed=1, articles=60, regions=["dezhou"])
    port = listener.port
    doors = [
        f"http://127.0.0.1:{port}/",
        f"http://localhost:{port}/",
        f"http://0x7f.1:{port}/",
        f"http://2130706433:{port}/",
        f"http://[::ffff:127.0.0.1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/hostname",
        "http://user@dezhou.iqilu.com/",
        "http://www.elsewhere.example/",
    ]
    urls = [record["url"] for record in truth(server.site)][: len(doors)]
    assert len(urls) == len(doors)
    moved(server, dict(zip(urls, doors, strict=True)))
    # Without a proxy for these hosts: a request would go straight to them.
    environment = leading_to(server) | {"no_proxy": "127.0.0.1,localhost,0x7f.1,2130706433"}
    done = qilu("fetch", *urls, "--delay", 0, environment=environment)
    assert not listener.met()
    assert (done.code, done.stdout) == (4, "")
    assert all(line.startswith("Error: ") for line in done.stderr.splitlines())
    assert not any("elsewhere" in one.url or "user@" in one.url for one in server.requests)


def test_without_the_guard_they_would_be(serve: Serve, scrapy: Crawl, listener: Listener):
    server = serve(seed=1, articles=20, regions=["dezhou"])
    url = truth(server.site)[0]["url"]
    moved(server, {url: f"http://127.0.0.1:{listener.port}/"})
    scrapy(
        *(server, "article", "-a", f"url={url}", "-a", "allow_other_sites=1"),
        *("-s", 'DOWNLOADER_MIDDLEWARES={"spiders.guard.GuardMiddleware": null}'),
        *QUICK,
        no_proxy="127.0.0.1",
    )
    assert listener.met()


def test_a_redirect_on_the_site_is_followed(serve: Serve, qilu: Runner):
    server = serve(seed=1, articles=40, regions=["dezhou", "jinan"])
    old, new = truth(server.site, "dezhou")[0]["url"], truth(server.site, "jinan")[0]["url"]
    moved(server, {old: new})
    done = qilu("fetch", old, "--delay", 0, environment=leading_to(server))
    assert done.code == 0, done.stderr
    assert new in done.stdout


def test_an_address_of_this_machine_is_refused_at_once(qilu: Runner, listener: Listener):
    url = f"http://127.0.0.1:{listener.port}/2020/1129/4691234.shtml"
    environment = leading_to(None) | {"no_proxy": "*"}
    done = qilu("fetch", url, "--allow-other-sites", "--delay", 0, environment=environment)
    assert not listener.met()
    assert done.code == 4
    (line,) = done.stderr.splitlines()
    assert line.endswith(f"not a public address: https{url.removeprefix('http')}")


@pytest.mark.parametrize("shut", [True, False])
def test_a_file_is_not_fetched(shut: bool, run: Runner, tmp_path: Path):
    secret = tmp_path / "secret.html"
    secret.write_text("<h1>secret</h1>")
    opened = ("-s", "DOWNLOAD_HANDLERS={}", "-s", "DOWNLOADER_MIDDLEWARES={}")
    done = run("scrapy", "fetch", secret.as_uri(), *(() if shut else opened))
    assert ("secret" in done.stdout) is not shut


def test_remote_doors_of_scrapy_are_shut(small: LookAlikeServer, scrapy: Crawl):
    done = scrapy(small, "region", "-a", "regions=dezhou", "-a", "max_articles=1")
    enabled = done.stderr.partition("Enabled extensions:")[2].partition("]")[0]
    assert "CrawlDelay" in enabled
    for word in ("telnet", "remote", "debug"):
        assert word not in enabled.lower()
    settings = Settings()
    settings.setmodule(project)
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


# Replies without end


@pytest.fixture
def bomb() -> bytes:
    """Return a few kB that unpack to more than a page may have."""
    page = b"<html><h1>0</h1><p>" + bytes(4 * project.DOWNLOAD_MAXSIZE)
    packed = gzip.compress(page, 9)
    assert len(packed) < project.DOWNLOAD_MAXSIZE / 100
    return packed


def test_a_page_that_unpacks_without_end_is_refused(serve: Serve, qilu: Runner, bomb: bytes):
    headers = (("Content-Encoding", "gzip"), ("Content-Type", "text/html"))
    assert_too_large(serve, qilu, Reply(200, bomb, headers))


def test_a_page_without_end_is_refused(serve: Serve, qilu: Runner):
    chunk = b"<p>" + b"0" * 1_000_000
    endless = (chunk for _ in range(3 * project.DOWNLOAD_MAXSIZE // len(chunk)))
    assert_too_large(serve, qilu, Reply(200, b"", (("Content-Type", "text/html"),), endless))


def test_a_page_said_to_be_too_large_is_refused(serve: Serve, qilu: Runner):
    large = bytes(project.DOWNLOAD_MAXSIZE + 1)
    assert_too_large(serve, qilu, Reply(200, large, (("Content-Type", "text/html"),)))


def assert_too_large(serve: Serve, qilu: Runner, reply: Reply) -> None:
    """One page is too large: it is said, and the others come."""
    server = serve(seed=1, articles=40, regions=["dezhou"])
    large, other = truth(server.site)[:2]
    right = server.answer
    server.answer = lambda url, headers: reply if large["id"] in url else right(url, headers)
    urls = (large["url"], other["url"])
    done = qilu("fetch", "--jsonl", *urls, "--delay", 0, environment=leading_to(server))
    assert other["url"] in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.code == 3
    (line,) = done.stderr.splitlines()
    assert large["url"] in line


# Paths


def test_names_of_files_do_not_come_from_addresses(serve: Serve, scrapy: Crawl, tmp_path: Path):
    server = serve(seed=1, articles=40, regions=["dezhou"])
    record = truth(server.site)[0]
    page = server.site.respond(record["url"])
    server.answer = lambda url, headers: page
    url = f"https://..%2f..%2fevil.iqilu.com/..%2f..%2fevil/../../{record['id']}.shtml"
    before = sorted(tmp_path.rglob("*"))
    scrapy(server, "article", "-a", f"url={url}")
    scrapy(
        server,
        "article",
        "-a",
        f"url=https://dezhou.iqilu.com/../../evil/2020/{record['id']}.shtml",
    )
    made = {path.relative_to(tmp_path).as_posix() for path in set(tmp_path.rglob("*")) - {*before}}
    ours = re.compile(
        r"out(/manifest\.jsonl|/(dezhou|other)-[^/]+)?|state(/lock|/state\.sqlite.*)?"
        r"|archive(/[\dTZ]+-[0-9a-f]{4}-\d+\.warc\.gz)?"
        r"|reports(/(newest|[\dTZ]+-[0-9a-f]{4})\.json)?"
    )
    assert all(map(ours.fullmatch, made)), made
    assert any(name.endswith(".jsonl") for name in made)
    assert not any("evil" in name for name in made)
