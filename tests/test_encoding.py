"""From bytes to text, whatever the page says about itself."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.encoding import decode

TEXT = "镕喆：夏津的椹果酒庄开窖，一斤三四元。"


def page(charset: str, text: str = TEXT * 20) -> str:
    return f'<html><head><meta charset="{charset}"><title>{text[:8]}</title></head><p>{text}</p>'


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (page("utf-8").encode(), "utf-8"),
        (page("gb2312").encode(), "utf-8"),  # UTF-8 labelled gb2312
        (page("utf-8").encode("gb18030"), "gb18030"),  # GBK labelled UTF-8
        (page("gb2312").encode("gb18030"), "gb18030"),  # characters outside GB2312
        (page("gbk").encode("gbk"), "gb18030"),
        (page("x-gbk").encode("gbk"), "gb18030"),
        (page("no-such-charset").encode("gb18030"), "gb18030"),
        (page("base64").encode("gb18030"), "gb18030"),
        (page("").encode("gb18030"), "gb18030"),
        (page("gb18030", "𠮷" + TEXT).encode("gb18030"), "gb18030"),
        (page("iso-8859-1").encode(), "utf-8"),
        (page("big5", "臺灣的縣市。").encode("big5"), "big5"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_text_is_read_as_what_it_is(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert found.encoding == encoding
    assert found.undecodable == 0
    assert found.text == data.decode(encoding)
    assert "\ufffd" not in found.text


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_is_believed_and_dropped(bom: bytes, encoding: str) -> None:
    text = page("gb2312")
    assert decode(bom + text.encode(encoding)) == (text, encoding, 0)


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_off_in_mid_character(cut: int) -> None:
    assert decode(page("utf-8", TEXT + "村").encode()[: -4 - cut]) == (
        page("utf-8", TEXT).removesuffix("</p>"),
        "utf-8",
        1,
    )


def test_gbk_cut_off_in_mid_character() -> None:
    found = decode(page("gb2312").removesuffix("</p>").encode("gb18030")[:-1])
    assert found.encoding == "gb18030"
    assert TEXT * 19 in found.text
    assert found.undecodable == 1


def test_gbk_character_at_the_very_end_is_not_a_broken_utf8_one() -> None:
    assert decode("<p>德州".encode("gb18030")) == ("<p>德州", "gb18030", 0)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes(encoding: str) -> None:
    data = page("utf-8").encode(encoding)
    middle = data.index("开窖".encode(encoding), len(data) // 2)
    found = decode(data[:middle] + b"\xff\xff" + data[middle:])
    assert found.encoding == encoding
    assert found.text.count(TEXT) >= 18
    assert 0 < found.undecodable <= 2


@pytest.mark.parametrize("at", [0, 30_000, 60_000])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_part_is_not_the_page(encoding: str, at: int) -> None:
    """Wherever it is, among what is looked at first as well."""
    right = ("德州新闻，" * 20_000).encode(encoding)
    at -= at % len("德州新闻，".encode(encoding))
    read = decode(right[:at] + b"\xff" * 1200 + right[at:])
    assert (read.encoding, read.undecodable) == (encoding, 1200)


@pytest.mark.parametrize("data", [b"", b" ", b"<", b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf"])
def test_hardly_anything(data: bytes) -> None:
    found = decode(data)
    assert len(found.text) <= 1
    assert found.undecodable == found.text.count("\ufffd")


@given(st.binary(max_size=200))
def test_never_raises(data: bytes) -> None:
    found = decode(data)
    assert isinstance(found.text, str)
    codecs.lookup(found.encoding)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    data = text.encode()
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(data) == (text, "utf-8", 0)


@pytest.mark.parametrize("name", ["idna", "punycode", "undefined", "unicode_escape", "utf-16", "x"])
def test_a_declared_encoding_that_no_page_is_in(name: str) -> None:
    page = f'<meta charset="{name}"><p>齐鲁网德州讯</p>'
    assert decode(page.encode("gb18030")) == (page, "gb18030", 0)
