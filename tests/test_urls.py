"""Addresses: each form of the site's and each slip seen in them."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.items import NotAnArticleError
from scraper.urls import Form, absolute, address, article_address, canonical, is_site_host

BASE = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"
TABLE = Path(__file__).parent / "tables" / "urls.tsv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
KEYS = ("canonical", "id", "form", "kind", "column", "day", "part")


@pytest.mark.parametrize("row", ROWS, ids=[row["url"].strip() for row in ROWS])
def test_address(row: dict[str, str]) -> None:
    found = address(row["url"])
    values = (found.url, found.id, found.form, found.kind, found.column, found.day, found.part)
    want = dict(row)
    if want["id"] == "hash":
        want["id"] = "u-" + hashlib.sha256(row["canonical"].encode()).hexdigest()[:16]
    assert dict(zip(KEYS, (str(v or "") for v in values), strict=True)) == {
        key: want[key] for key in KEYS
    }


@pytest.mark.parametrize("url", sorted({row["canonical"] for row in ROWS}))
def test_canonical_spelling_is_its_own(url: str) -> None:
    assert canonical(url) == url


def test_every_form_is_in_the_table() -> None:
    assert {row["form"] for row in ROWS} == {form.value for form in Form}


def test_the_hash_is_the_contract_s() -> None:
    """A literal one: were the spelling of addresses to change, so would every such id."""
    assert address("http://bbs.iqilu.com/thread-1234567-1-1.html").id == "u-359c168dc205bf1c"


@pytest.mark.parametrize(
    ("host", "is_site"),
    [
        ("iqilu.com", True),
        ("dezhou.iqilu.com", True),
        ("a.b.iqilu.com", True),
        ("notiqilu.com", False),
        ("iqilu.com.example.cn", False),
        ("iqilu.cn", False),
    ],
)
def test_is_site_host(host: str, is_site: bool) -> None:
    assert is_site_host(host) is is_site
    assert address(f"https://{host}/a/2020/1129/4691234.shtml").on_site is is_site


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dezhou",
        "/dzyaowen/2020/1129/4691234.shtml",
        "javascript:;",
        "mailto:a@iqilu.com",
        "ftp://dezhou.iqilu.com/4691234.shtml",
        "file:///etc/passwd",
        "http://",
        "http://[dezhou/",
        "http://dezhou.iqilu.com:99999/",
        "http://dezhou.iqilu.com:port/",
        "http://dez hou.iqilu.com/",
        "http://a_b$.example.cn/",
    ],
)
def test_no_address(url: str) -> None:
    with pytest.raises(NotAnArticleError, match="not an http"):
        address(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("https://dezhou.iqilu.com/", "home page"),
        ("https://dezhou.iqilu.com/dzyaowen/", "list page"),
        ("https://dezhou.iqilu.com/dzyaowen/list_564_2.shtml", "qilu crawl"),
        ("http://www.iqilu.com/html/zt/shandong/lianghui/index.shtml", "topic page"),
        ("https://partner.example.cn/a/1.html", "--allow-other-sites"),
    ],
)
def test_no_article_address_says_what_to_do(url: str, message: str) -> None:
    with pytest.raises(NotAnArticleError, match=message):
        article_address(url)


def test_pages_of_other_sites_where_they_are_allowed() -> None:
    url = "https://partner.example.cn/a/1.html"
    assert article_address(url, other_sites=True).url == url


@pytest.mark.parametrize("host", ["yx", "v", "sd", "sdxw", "dezhou"])
def test_article_forms_are_accepted(host: str) -> None:
    rows = [row for row in ROWS if row["canonical"].startswith(f"https://{host}.iqilu.com")]
    pages = [row for row in rows if row["id"] != "hash"]
    assert pages
    for row in pages:
        assert article_address(row["url"]).id == row["id"]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/dzyaowen/", "https://dezhou.iqilu.com/dzyaowen/"),
        ("4691234_2.shtml", "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234_2.shtml"),
        ("../1128/4690000.shtml", "https://dezhou.iqilu.com/dzyaowen/2020/1128/4690000.shtml"),
        ("?page=2", f"{BASE}?page=2"),
        ("//img12.iqilu.com/a.jpg", "https://img12.iqilu.com/a.jpg"),
        ("http://jinan.iqilu.com/a.shtml#c", "http://jinan.iqilu.com/a.shtml"),
        (" \u3000http://jinan.iqilu.com/a.shtml\u00a0\n", "http://jinan.iqilu.com/a.shtml"),
        ("http://jinan.iqilu.com/a.shtmltml", "http://jinan.iqilu.com/a.shtml"),
        ("/html/zt/山东/", "https://dezhou.iqilu.com/html/zt/%E5%B1%B1%E4%B8%9C/"),
        ("/a b.jpg", "https://dezhou.iqilu.com/a%20b.jpg"),
        ("/a%20b.jpg", "https://dezhou.iqilu.com/a%20b.jpg"),
        ("HTTP://jinan.iqilu.com/a.shtml", "http://jinan.iqilu.com/a.shtml"),
        (None, None),
        ("", None),
        ("   ", None),
        ("#", None),
        ("#comment", None),
        ("javascript:;", None),
        ("JavaScript:void(0)", None),
        ("mailto:news@iqilu.com", None),
        ("tel:053166661234", None),
        ("data:image/png;base64,AAAA", None),
        ("weixin://dl/chat", None),
        ("about:blank", None),
        ("http://[dezhou/", None),
        ("http://", None),
        ("http://dezhou.iqilu.com:port/", None),
        ("http://dezhou.iqilu.com:8080/a?b=c", "http://dezhou.iqilu.com:8080/a?b=c"),
        ("http://img_5.example.cn/a.jpg", "http://img_5.example.cn/a.jpg"),
    ],
)
def test_absolute(href: str | None, url: str | None) -> None:
    assert absolute(href, BASE) == url


@given(st.text(max_size=60))
def test_any_href_is_an_address_or_nothing(href: str) -> None:
    url = absolute(href, BASE)
    if url is not None:
        assert url.startswith(("http://", "https://"))
        assert not any(char.isspace() for char in url)
        assert "#" not in url


@given(st.text(max_size=60).map("http://dezhou.iqilu.com/".__add__))
def test_any_path_has_one_spelling(url: str) -> None:
    try:
        first = address(url)
    except NotAnArticleError:
        return
    again = address(first.url)
    assert (again.url, again.id) == (first.url, first.id)
