"""`scrapy crawl article`: single pages by address, and Scrapy's own feeds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper import settings
from scraper.items import QiluError, Record
from scraper.lookalike import LookAlike, LookAlikeServer, others
from scraper.urls import address
from spiders.article import ArticleSpider
from spiders.region import RegionSpider

from .conftest import Crawl, Run, Runner, Serve, asked_articles, leading_to

HOST = "https://dezhou.iqilu.com"


@pytest.fixture
def server(serve: Serve) -> LookAlikeServer:
    return serve(seed=30, articles=60, regions=("dezhou", "jinan"))


@pytest.fixture
def some(server: LookAlikeServer) -> list[Record]:
    """The truth of a few articles, one of them continued on further pages."""
    site = server.site
    records = [record for region in site.regions for record in site.articles_of(region)]
    continued = next(r for r in records if len(getattr(site.page(r["id"]), "blocks", ())) > 1)
    return [record for record in records[:3] if record is not continued] + [continued]


def urls(records: list[Record]) -> list[str]:
    return [record["url"] for record in records]


def texts(records: list[Record]) -> dict[str, str]:
    """Return the text by id: whole, or it is not equal."""
    assert len({record["id"] for record in records}) == len(records)
    return {record["id"]: record["body"] for record in records}


def test_several_addresses(server: LookAlikeServer, some: list[Record], scrapy: Crawl):
    done = scrapy(server, "article", "-a", f"url={','.join(urls(some))}")
    assert texts(done.records) == texts(some)
    assert done.code == 0, done.stderr


@pytest.mark.parametrize("between", [",", " ", " , ", ", ", "\n"])
def test_what_may_stand_between_addresses(between: str):
    wanted = [f"{HOST}/a,b/2020/1129/{n}.shtml" for n in (4691234, 4691235)]
    assert ArticleSpider(url=between.join(wanted)).urls == wanted


def test_runs_are_named_in_the_order_of_time():
    names = [ArticleSpider(url=f"{HOST}/a/2020/1129/4691234.shtml").run_id for _ in range(200)]
    assert names == sorted(names)
    assert len(set(names)) > 1
    assert all(re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{4}", name) for name in names)


def test_addresses_of_a_file(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl, tmp_path: Path
):
    first, *more = urls(some)
    listed = tmp_path / "urls.txt"
    comments = ["# a comment", " # another"]
    lines = [*comments, f"{first}\tand a note", "", *(f"  {url}  \r" for url in more)]
    listed.write_text("\n".join(lines), "utf-8")
    done = scrapy(server, "article", "-a", f"urls_file={listed}")
    assert texts(done.records) == texts(some)


def test_addresses_on_standard_input(
    server: LookAlikeServer, some: list[Record], run: Runner, tmp_path: Path
):
    done = run(
        *("scrapy", "crawl", "article", "-a", "urls_file=-"),
        *("-s", "DOWNLOAD_DELAY=0", "-s", f"QILU_OUTPUT={tmp_path / 'out'}"),
        environment=leading_to(server),
        stdin="\n".join(urls(some)),
    )
    assert texts(done.records) == texts(some)


def test_one_page_however_spelt_is_asked_for_and_written_once(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl
):
    url = some[0]["url"]
    spellings = [
        url,
        f"{url}#comment",
        url.replace("https", "http"),
        f"{url}tml",
        f"{url}?from=app",
    ]
    done = scrapy(server, "article", "-a", f"url={' '.join(spellings)}")
    assert texts(done.records) == texts(some[:1])
    assert len(asked_articles(server)) == 1


def test_the_number_of_a_part_means_the_whole_article(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl
):
    second = some[-1]["url"].replace(".shtml", "_2.shtml")
    done = scrapy(server, "article", "-a", f"url={second}")
    assert texts(done.records) == texts(some[-1:])


def other_pages(site: LookAlike) -> list[str]:
    """Return the addresses of a gallery, a video, and an app share, padded and not."""
    gallery = next(c for c in site.channels if c.host.startswith("yx."))
    share = f"https://{others.app_path(0)}"
    return [
        f"http://{site.brief(next(site.newest([gallery]))).address}#1",
        f"http://{others.video_path(site, 0)}",
        share,
    ]


def test_galleries_videos_and_app_shares_are_taken(server: LookAlikeServer, scrapy: Crawl):
    wanted = other_pages(server.site)
    done = scrapy(server, "article", "-a", f"url={' '.join(wanted)}")
    assert done.code == 0, done.stderr
    assert {record["id"] for record in done.records} == {address(url).id for url in wanted}
    kinds = {record["id"]: record["kind"] for record in done.records}
    assert kinds == {address(url).id: address(url).kind for url in wanted}
    assert [file.name[:6] for file in done.files] == ["other-"]
    for record in done.records:
        truth = server.site.truth(record["id"])
        assert truth is not None
        assert record["headline"] == truth["headline"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://dezhou.iqilu.com/", "home"),
        ("https://dezhou.iqilu.com/dzyaowen/", "list"),
        ("https://dezhou.iqilu.com/dzyaowen/list_564_2.shtml", "list"),
        ("http://www.iqilu.com/html/zt/shandong/lianghui/", "topic"),
    ],
)
def test_what_is_no_article_is_refused(url: str, kind: str):
    with pytest.raises(QiluError, match=f"a {kind} page, not an article"):
        ArticleSpider(url=url)


def assert_refused(done: Run, why: str) -> None:
    """A mistake: its one line is the last, no trace, nothing written."""
    assert done.code == 2
    assert done.last_line.startswith("Error: ")
    assert why in done.last_line
    assert "Traceback" not in done.stderr
    assert done.files == []


def test_other_sites_are_refused_unless_allowed(server: LookAlikeServer, scrapy: Crawl):
    url = "http://www.elsewhere.example/2020/1129/1.html"
    assert_refused(scrapy(server, "article", "-a", f"url={url}"), "is not on iqilu.com")
    assert server.requests == []
    done = scrapy(server, "article", "-a", f"url={url}", "-a", "allow_other_sites=1")
    assert {urlsplit(one.url).hostname for one in server.requests} >= {"www.elsewhere.example"}
    assert done.records == []  # the look-alike has no such site


def test_one_wrong_address_is_said_before_any_is_asked(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl
):
    done = scrapy(server, "article", "-a", f"url={some[0]['url']} https://dezhou.iqilu.com/")
    assert_refused(done, "https://dezhou.iqilu.com/ is a home page")
    assert server.requests == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "no address given"),
        ({"url": " "}, "no address given"),
        ({"url": "dezhou.iqilu.com/x/2020/1129/4691234.shtml"}, r"not an http\(s\) address"),
        ({"url": "ftp://dezhou.iqilu.com/2020/1129/1234567.shtml"}, r"not an http\(s\) address"),
        ({"urls_file": "/nowhere/urls.txt"}, r"can't read /nowhere/urls\.txt: No such file"),
        ({"urls_file": str(Path(__file__).parent)}, "Is a directory"),
        ({"urls": f"{HOST}/"}, "unknown argument of the article spider: urls"),
    ],
)
def test_mistakes_are_one_line(arguments: dict[str, str], why: str):
    with pytest.raises(QiluError, match=why) as mistake:
        ArticleSpider(**arguments)
    assert "\n" not in str(mistake.value)


def test_a_file_that_is_no_text(tmp_path: Path):
    (tmp_path / "urls").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(QiluError, match="is not UTF-8 text"):
        ArticleSpider(urls_file=str(tmp_path / "urls"))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"regions": "dezou"}, r"unknown region 'dezou': did you mean dezhou\?"),
        ({}, "no region given"),
        ({"regions": "dezhou", "since": "soon"}, "since must be a day"),
        ({"regions": "dezhou", "max_pages": "0"}, "max_pages must be a whole number from 1"),
        ({"regions": "dezhou", "max_articles": "x"}, "max_articles must be a whole number from 1"),
        ({"regions": "dezhou", "sinze": "7d"}, "unknown argument of the region spider: sinze"),
    ],
)
def test_mistakes_of_the_region_spider_are_one_line(arguments: dict[str, str], why: str):
    with pytest.raises(QiluError, match=why) as mistake:
        RegionSpider(**arguments)
    assert "\n" not in str(mistake.value)


@pytest.mark.parametrize(
    ("spider", "argument", "why"),
    [
        ("region", "regions=dezou", "unknown region 'dezou': did you mean dezhou?"),
        ("article", "urls_file=/nowhere/urls.txt", "can't read /nowhere/urls.txt: No such file"),
    ],
)
def test_scrapy_says_a_mistake_in_its_last_line(
    spider: str, argument: str, why: str, small: LookAlikeServer, scrapy: Crawl
):
    assert_refused(scrapy(small, spider, "-a", argument), why)


def test_a_spider_that_is_not_there(small: LookAlikeServer, scrapy: Crawl):
    assert_refused(scrapy(small, "regoin", "-a", "regions=dezhou"), "unknown spider 'regoin'")


def test_a_feed_has_the_bytes_of_the_files(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl, tmp_path: Path
):
    feed = tmp_path / "feed.jsonl"
    feed.write_text("from before", "utf-8")
    done = scrapy(server, "article", "-a", f"url={' '.join(urls(some))}", "-O", feed)
    lines = [line for file in done.files for line in file.read_bytes().splitlines(keepends=True)]
    assert len(lines) == len(some)
    assert sorted(feed.read_bytes().splitlines(keepends=True)) == sorted(lines)


def test_feeds_of_the_settings_have_them_too(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl, tmp_path: Path
):
    feeds = {str(tmp_path / "%(name)s.jsonl"): {"format": "jsonlines"}}
    done = scrapy(
        server, "article", "-a", f"url={some[0]['url']}", "-s", f"FEEDS={json.dumps(feeds)}"
    )
    (file,) = done.files
    assert (tmp_path / "article.jsonl").read_bytes() == file.read_bytes()


def test_every_name_of_the_format_has_our_exporter():
    names = ("jsonlines", "jsonl", "jl")
    assert {settings.FEED_EXPORTERS[name] for name in names} == {"pipelines.feed.RecordExporter"}


def test_scrapys_other_formats_work(
    server: LookAlikeServer, some: list[Record], scrapy: Crawl, tmp_path: Path
):
    feed = tmp_path / "feed.json"
    scrapy(server, "article", "-a", f"url={some[0]['url']}", "-O", feed)
    (record,) = json.loads(feed.read_text("utf-8"))
    assert record["headline"] == some[0]["headline"]
    assert record["body"] == some[0]["body"]
