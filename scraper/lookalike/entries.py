"""Entries of lists, with the slips that the real lists have."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from .model import Brief, Item
from .prose import cut


def entry(r: Random, brief: Brief, *, relative_to: str = "") -> Item:
    """Return the entry that announces an article.

    With `relative_to` (a host) some links to that host have no scheme and host.
    """
    scheme = "https" if brief.when.year >= 2020 and r.random() < 0.5 else "http"
    url = f"{scheme}://{brief.address}"
    href, title, roll = url, brief.headline, r.random()
    if roll < 0.03:
        href += "tml"  # `.shtmltml`
    elif roll < 0.07:
        href += r.choice(("#comment", "#1", "#"))
    elif roll < 0.2 and relative_to and brief.address.startswith(f"{relative_to}/"):
        href = brief.address.removeprefix(relative_to)
    if r.random() < 0.08:
        title = r.choice((f" {title}", f"{title} ", f"\u3000{title}", f"\n{title}\n"))
    return Item(
        href=href,
        title=title,
        summary=cut(brief.lead),
        source=brief.source,
        day=f"{brief.when:%Y-%m-%d}",
        thumbnail=brief.thumbnail,
        url=url,
    )


def again(item: Item) -> Item:
    """Return the same entry once more: the other scheme, and a fragment."""
    url = item.url or ""
    other = url.replace("https:", "http:") if url.startswith("https:") else f"https{url[4:]}"
    return Item(f"{other}#p=1", item.title, item.summary, item.source, item.day, None, other)


def broken(r: Random, item: Item) -> Item:
    """Return an entry whose link leads nowhere."""
    href = r.choice(("", "javascript:;", "javascript:void(0)", "#"))
    return Item(href, item.title, item.summary, item.source, item.day, None)


def spoil(r: Random, items: Iterable[Item], others: Iterable[Item], limit: int) -> list[Item]:
    """Mix other hosts' entries, repeated ones and dead ones into a list."""
    mixed = list(items)
    for item in others:
        mixed.insert(r.randrange(len(mixed) + 1), item)
    if mixed and r.random() < 0.25:
        mixed.append(again(r.choice(mixed)))
    if mixed and r.random() < 0.15:
        mixed.insert(r.randrange(len(mixed) + 1), broken(r, r.choice(mixed)))
    return mixed[:limit]
