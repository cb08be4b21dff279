"""A template that moves takes nothing along: renamed, restyled and reordered, the record stays.

The pages are the look-alike's, of both templates, and its truth is what must come out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from scraper import parse_article, to_dict
from scraper.encoding import decode
from scraper.items import Record
from scraper.lookalike import LookAlike

from . import mutations
from .mutations import MARKUP, NAMES, PAIRS, STRUCTURE, Mutation

FIELDS = "headline source date_published authors byline body related_links".split()
PER_LAYOUT = 3
# With no name to go by, or the text's gone as well: what these may cost, and no more.
REDESIGNS = {
    "hashed names": MARKUP["hashed names"],
    "no names": MARKUP["no names"],
    "suffixed names": MARKUP["suffixed names"],
    "div as section": MARKUP["div as section"],
    "p as div": MARKUP["p as div"],
    "minified": MARKUP["minified"],
    "the text's name": mutations.renamed(*mutations.TEXT),
    "the head's name": mutations.renamed(*mutations.HEAD),
}
MAY_COST = {
    # 来源 and 作者 are further above the headline than anything of an article's is
    "headline in the text": {"source"},
    # 作者：, printed where sign-offs are, is one
    "info under the text": {"byline"},
}


def chosen(site: LookAlike, layout: str) -> Iterator[tuple[str, Record]]:
    """Yield some pages of a layout, with their true records; continued articles are others."""
    for record in (one for city in ("dezhou", "jinan") for one in site.articles_of(city)):
        story = site.page(record["id"])
        assert story is not None
        if record["metadata"]["layout"] == layout and len(story.blocks) == 1:
            yield decode(site.respond(record["url"]).body).text, record


SITES = [LookAlike(seed=seed, articles=400) for seed in (1, 2)]
PAGES = [
    page
    for site in SITES
    for layout in ("v2016", "v2010")
    for page in islice(chosen(site, layout), PER_LAYOUT)
]


def value(record: Record, field: str) -> object:
    """Return what is compared of a field: the body by paragraphs, the list by its addresses."""
    found = record[field]
    if field == "related_links":
        return [link["url"].partition("://")[2] for link in found]
    return found.split("\n") if field == "body" else found


def wrong(mutated: str, truth: Record) -> dict[str, object]:
    """Return the fields that a mutated page gives otherwise than they are."""
    record = to_dict(parse_article(mutated, truth["url"], strict=True))
    return {
        f"{truth['id']} {field}": value(record, field)
        for field in FIELDS
        if value(record, field) != value(truth, field)
    }


def survey(mutation: Mutation, pages: list[tuple[str, Record]] = PAGES) -> dict[str, object]:
    """Return all that is wrong on some pages after a mutation."""
    mutated = [(mutation(page), truth) for page, truth in pages]
    assert any(now != page for (now, _), (page, _) in zip(mutated, pages, strict=True))
    return {key: found for now, truth in mutated for key, found in wrong(now, truth).items()}


@pytest.mark.parametrize("name", NAMES | MARKUP | STRUCTURE)
def test_one_mutation(name: str) -> None:
    assert survey((NAMES | MARKUP | STRUCTURE)[name]) == {}


@pytest.mark.parametrize("name", PAIRS)
def test_two_names(name: str) -> None:
    assert survey(PAIRS[name], PAGES[::PER_LAYOUT]) == {}


@pytest.mark.parametrize("redesign", REDESIGNS)
@pytest.mark.parametrize("name", STRUCTURE)
def test_a_redesign_that_moves_blocks(name: str, redesign: str) -> None:
    def both(page: str) -> str:
        return REDESIGNS[redesign](STRUCTURE[name](page))

    lost = survey(both, PAGES[::PER_LAYOUT])
    assert {key.split()[1] for key in lost} <= MAY_COST.get(name, set()), lost
