"""Reading data files: as objects, from patterns, compressed, damaged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from backports import zstd

from scraper import from_dict, read_articles, to_dict, to_json
from scraper.compressed import DamagedFileError
from scraper.items import Article
from scraper.parts import BrokenFileError
from scraper.reader import NoSuchFileError

from . import golden

ARTICLES = [golden.article(case) for case in golden.CASES]
LINES = "".join(f"{to_json(article)}\n" for article in ARTICLES).encode()
UNIQUE = list({article.id: article for article in ARTICLES})
NAME = "dezhou-20201110T000000Z-0a1b.jsonl"


@pytest.mark.parametrize("case", golden.CASES)
def test_there_and_back(case: str) -> None:
    article = golden.article(case)
    assert from_dict(to_dict(article)) == article


def test_a_record_of_before_revisions() -> None:
    record = to_dict(ARTICLES[0]) | {"schema_version": "1.0"}
    del record["revision"]
    assert from_dict(record).revision == 1


@pytest.mark.parametrize(
    ("ending", "packed"),
    [("", LINES), (".gz", gzip.compress(LINES)), (".zst", zstd.compress(LINES))],
)
def test_compressed_or_not(tmp_path: Path, ending: str, packed: bytes) -> None:
    file = tmp_path / (NAME + ending)
    file.write_bytes(packed)
    assert list(read_articles(file, revisions=True)) == ARTICLES
    assert {article.id for article in read_articles(tmp_path)} == set(UNIQUE)
    if ending:
        file.write_bytes(packed[:-20])
        with pytest.raises(DamagedFileError, match=NAME):
            list(read_articles(file))


def test_two_frames_and_members_are_one_file(tmp_path: Path) -> None:
    for ending, packed in ((".gz", gzip.compress(LINES)), (".zst", zstd.compress(LINES))):
        file = tmp_path / f"two.jsonl{ending}"
        file.write_bytes(packed * 2)
        assert len(list(read_articles(file, revisions=True))) == 2 * len(ARTICLES)


def test_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("2020/out", "2021/out"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / NAME).write_bytes(LINES)
        for beside in ("manifest.jsonl", "rejects.jsonl"):
            (tmp_path / folder / beside).write_text('{"name": "no record"}\n')
    (tmp_path / "odd[1].jsonl").write_bytes(LINES)
    monkeypatch.chdir(tmp_path)
    for pattern in ("*/out", "20*/out/*.jsonl", "**/dezhou-*.jsonl"):
        assert len(list(read_articles(pattern, revisions=True))) == 2 * len(ARTICLES)
    assert len(list(read_articles("odd[1].jsonl", revisions=True))) == len(ARTICLES)
    with pytest.raises(NoSuchFileError, match=r"2022/\*"):
        list(read_articles("2022/*"))


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "1", "metadata": {"fetched_at": null}}',
        '{"id": "1"}',
        '{"id": 1}',
        '{"id": [1]}',
        '{"id": "\\uD800"}',
        "[" * 100_000,
        "x",
    ],
    ids=str.__len__,
)
@pytest.mark.parametrize("times", [1, 2])
def test_what_is_no_record_is_told(tmp_path: Path, line: str, times: int) -> None:
    (tmp_path / "a.jsonl").write_text(f"{line}\n" * times, "utf-8")
    with pytest.raises(BrokenFileError):
        list(read_articles(tmp_path / "a.jsonl"))


def test_types() -> None:
    article = from_dict(to_dict(golden.article("v2016/images-captions")))
    assert isinstance(article, Article)
    assert all(hash(image) for image in article.images)
