"""Counting records by layout and field, and reading the counts back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from scraper import tally
from scraper.items import Article, Problem
from scraper.tally import Drift, Tally

from . import golden


def stats_of(articles: Iterable[Article]) -> dict[str, Any]:
    return {"item_scraped_count": 7, **Counter(n for a in articles for n in tally.names(a))}


def test_names_of_a_clean_record() -> None:
    names = list(tally.names(golden.article("v2016/plain")))
    assert names[0] == "qilu/layout/v2016"
    assert {"qilu/filled/v2016/body", "qilu/filled/v2016/related_links"} < set(names)
    assert "qilu/filled/v2016/videos" not in names
    assert not any("/problem/" in name or "/drift/" in name for name in names)
    assert len(set(names)) == len(names)


def test_a_problem_counts_once_a_record_and_field() -> None:
    article = golden.article("v2016/no-time")
    again = Problem(field="date_published", message="once more")
    metadata = replace(article.metadata, problems=(*article.metadata.problems, again))
    problems = [n for n in tally.names(replace(article, metadata=metadata)) if "/problem/" in n]
    assert problems == ["qilu/problem/v2016/date_published", "qilu/problem/v2016/layout"]


def test_the_fields_are_those_that_may_be_absent() -> None:
    assert {"headline", "body", "authors", "region"} < set(tally.FIELDS)
    assert {"id", "url", "publisher", "metadata", "language"}.isdisjoint(tally.FIELDS)


def test_counts_are_read_back_by_layout() -> None:
    cases = ("v2016/plain", "v2016/no-time", "v2016/no-source", "v2010/plain", "video/player-id")
    found = tally.read(stats_of(map(golden.article, cases)))
    assert list(found) == ["v2016", "v2010", "video"]  # the most used first
    assert (found["v2016"].records, found["v2016"].drifted) == (3, 2)
    assert found["v2016"].filled["source"] == found["v2016"].filled["date_published"] == 2
    assert found["v2016"].problems == {"date_published": 1, "layout": 2}
    assert found["v2010"].problems == {}
    assert "source" not in found["video"].filled


def test_drift_over_all_layouts() -> None:
    cases = ("v2016/plain", "v2016/no-time", "v2010/no-box", "generic/redesign-json-ld")
    assert tally.drift(stats_of(map(golden.article, cases))) == Drift(4, unknown=1, partly=2)
    assert tally.drift({"item_scraped_count": 7}) == Drift(0, 0, 0)


def test_other_stats_are_not_counts_of_a_layout() -> None:
    assert tally.read({"qilu/written/dezhou": 3, "qilu/files": ["a"], "finish_reason": "x"}) == {}
    assert tally.read({"qilu/layout/app": 2}) == {"app": Tally(records=2)}
