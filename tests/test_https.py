"""Crawls over https, and over http where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from scraper.lookalike import LookAlikeServer
from scraper.lookalike import server as server_module
from scraper.urls import Form

from .conftest import NOWHERE, Crawl, Serve, asked, truth
from .test_crawl import ARTICLES, REGIONS, ids


def schemes(server: LookAlikeServer) -> set[str]:
    return {urlsplit(one.url).scheme for one in server.requests if one.method == "GET"}


def test_https_is_used(serve: Serve, crawl: Crawl):
    server = serve(seed=20, articles=40, regions=["dezhou"])
    assert crawl(server, "dezhou").code == 0
    assert schemes(server) == {"https"}


@pytest.fixture(params=["a proxy without CONNECT", "a closed port"])
def without_https(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    if request.param == "a closed port":
        yield {"https_proxy": NOWHERE}
    else:
        monkeypatch.setattr(server_module, "_of_site", lambda host: False)
        yield {}


def test_http_is_used_where_https_is_not_to_be_had(
    without_https: dict[str, str], serve: Serve, crawl: Crawl
):
    server = serve(seed=20, articles=ARTICLES, regions=REGIONS)
    done = crawl(server, *REGIONS, **without_https)
    assert ids(done.records) == ids(truth(server.site))
    assert schemes(server) == {"http"}
    assert done.code == 0, done.stderr
    for region in REGIONS:
        assert done.stderr.count(f"{region}.iqilu.com does not answer over https") == 1


def test_http_is_not_used_where_it_is_forbidden(
    without_https: dict[str, str], serve: Serve, scrapy: Crawl
):
    server = serve(seed=20, articles=20, regions=["dezhou"])
    arguments = ("region", "-a", "regions=dezhou", "-s", "QILU_HTTP_FALLBACK=False")
    done = scrapy(server, *arguments, "-s", "RETRY_TIMES=0", **without_https)
    assert done.records == []
    assert schemes(server) == set()
    assert "Traceback" not in done.stderr


def test_a_certificate_of_an_unknown_authority_is_not_accepted(serve: Serve, scrapy: Crawl):
    server, other = (serve(seed=20, articles=20, regions=["dezhou"]) for _ in range(2))
    arguments = ("region", "-a", "regions=dezhou", "-s", "QILU_HTTP_FALLBACK=False")
    done = scrapy(server, *arguments, "-s", "RETRY_TIMES=0", SSL_CERT_FILE=other.ca_file)
    assert done.records == []
    assert asked(server, Form.HOME, Form.LIST, Form.ARTICLE) == []
    assert "certificate verify failed" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_may_be_set_in_the_environment(serve: Serve, crawl: Crawl):
    server, other = (serve(seed=20, articles=20, regions=["dezhou"]) for _ in range(2))
    done = crawl(server, "dezhou", SSL_CERT_FILE=other.ca_file, QILU_HTTP_FALLBACK="False")
    assert (done.code, schemes(server)) == (4, set())


def test_leaving_https_for_a_bad_certificate_is_said(serve: Serve, crawl: Crawl):
    server, other = (serve(seed=20, articles=20, regions=["dezhou"]) for _ in range(2))
    done = crawl(server, "dezhou", SSL_CERT_FILE=other.ca_file)
    assert schemes(server) == {"http"}
    warning = next(line for line in done.stderr.splitlines() if "trying http" in line)
    assert " WARNING " in warning
    assert "certificate verify failed" in warning
