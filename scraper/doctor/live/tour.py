"""Where a first look goes: what to ask for next, by what has come. No network in here."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

from ...items import Region
from ...page import Page, further_parts
from ...parsers import listing
from ...parsers.listing import Listed, Listing
from ...regions import ALL, REGIONS, host
from ...urls import Form, address
from .visits import Ask, Purpose, Visit

REQUESTS = 20
"""More are never sent, robots.txt included."""
_FAR = 99_999  # the number of a list page that no list has
_COLUMNS = 2  # to try: a home page may link to what is gone
_OTHERS = (Form.GALLERY, Form.VIDEO, Form.APP)

Steps = Generator[Ask, Visit, None]


def tour(region: Region) -> Steps:
    """Yield what to ask for; each visit is to be sent in. What matters most comes first."""
    own = host(region)
    home = yield Ask(Purpose.HOME, f"https://{own}/")
    found = [read(home)]
    for column in found[0].columns[:_COLUMNS]:
        first = yield Ask(Purpose.LIST, column)
        if first.is_page:
            found += yield from _list_pages(first)
            break
    yield from _articles(own, found)
    yield from _cities(region, 1)
    yield from _others(found)
    yield from _cities(region, 2)


def read(visit: Visit) -> Listing:
    """Read a home or list page; what is none links to nothing."""
    if not visit.is_page:
        return Listing(articles=(), columns=(), next_page=None)
    return listing.read(Page(visit.body, visit.url))


def _list_pages(first: Visit) -> Generator[Ask, Visit, list[Listing]]:
    """Ask for further pages of a list; return what is on all of them."""
    found = [read(first)]
    far = listing.last_page(Page(first.body, first.url))
    if following := found[0].next_page:
        second = yield Ask(Purpose.NEXT_LIST, following)
        found.append(read(second))
        if second.is_page:
            far = listing.last_page(Page(second.body, second.url)) or far
        if nowhere := listing.page_url(following, _FAR):
            yield Ask(Purpose.NO_LIST, nowhere)
    if far and far != following:
        found.append(read((yield Ask(Purpose.FAR_LIST, far))))
    return found


def _articles(own: str, found: list[Listing]) -> Steps:
    """Ask for the two newest articles, the first of them in three ways, and for the oldest."""
    mine = sorted(_of_form(found, Form.ARTICLE, own), key=lambda one: one.day or "", reverse=True)
    for number, one in enumerate(mine[:2]):
        seen = yield Ask(Purpose.ARTICLE, one.address.url)
        yield from _part(seen)
        if number == 0:
            if conditions := _conditions(seen):
                yield Ask(Purpose.AGAIN, seen.url, conditions)
            yield Ask(Purpose.PLAIN, f"http{one.address.url.removeprefix('https')}")
    if mine[2:]:
        yield from _part((yield Ask(Purpose.OLD_ARTICLE, mine[-1].address.url)))


def _part(seen: Visit) -> Steps:
    """Ask for the last further part of an article that links to some."""
    numbers = further_parts(seen.body, address(seen.url)) if seen.is_page else ()
    for number in numbers[-1:]:
        yield Ask(Purpose.PART, f"{address(seen.url).url.removesuffix('.shtml')}_{number}.shtml")


def _others(found: list[Listing]) -> Steps:
    for form in _OTHERS:
        for one in list(_of_form(found, form))[:1]:
            yield Ask(Purpose.OTHER, one.href)


def _cities(region: Region, number: int) -> Steps:
    """Ask for the home page of another city, far from this one in the table."""
    step = len(ALL) // 3
    place = list(REGIONS).index(region.slug) + number * step
    yield Ask(Purpose.CITY, f"https://{host(REGIONS[ALL[place % len(ALL)]])}/")


def _of_form(found: Iterable[Listing], form: Form, own: str | None = None) -> Iterator[Listed]:
    seen: set[str] = set()
    for one in (listed for page in found for listed in page.articles):
        target = one.address
        if target.form is form and own in (None, target.host) and target.id not in seen:
            seen.add(target.id)
            yield one


def _conditions(visit: Visit) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    return {name: visit.headers[said] for name, said in pairs if visit.headers.get(said)}
