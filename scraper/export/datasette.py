"""What datasette is told of an exported database: search, facets, how an article is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..items import Article, Metadata
from ..rows import Moment, columns
from ..schema import docs, to_text
from .ngrams import LONGEST
from .sqlite import INDEX, KEY, TABLE, kept

FACETS = ("region_name", "section", "source")
SHOWN = ("headline", "byline", "source", "date_published_day", "section", "region_name")
"""The columns in lists of articles; an article's own page has these and the body first."""
_LISTED = ("id", *SHOWN)

_LOOK = """
.table dl.column-descriptions {display: none}
.table-articles td.col-headline, td.col-context {min-width: 20em}
.row.table-articles table, .row.table-articles tbody {display: block}
.row.table-articles thead {display: none}
.row.table-articles tr {display: flex; flex-direction: column}
.row.table-articles table.rows-and-columns td {
  order: 9; border: 0; padding: .15em 0 .15em 12em; max-width: 42em; min-height: 1.3em;
  position: relative; white-space: pre-wrap; overflow-wrap: anywhere}
.row.table-articles table.rows-and-columns td:before {
  position: absolute; left: 0; margin: 0; color: #777}
.row.table-articles table.rows-and-columns td.col-headline {
  font-size: 1.6em; font-weight: bold; padding: .5em 0; max-width: 30em}
.row.table-articles table.rows-and-columns td.col-body {
  order: 2; font-size: 1.1em; line-height: 1.8; padding: 1em 0}
.row.table-articles table.rows-and-columns td.type-none {display: none}
"""


def metadata(database: Path) -> dict[Path, str]:
    """Return the text of the metadata file for a database, by its path beside it."""
    about = {
        "title": "齐鲁网 iqilu.com",
        "extra_css_urls": [f"data:text/css,{quote(_css())}"],
        "databases": {database.stem: {"tables": {TABLE: _table()}, "queries": _queries()}},
    }
    return {database.with_suffix(".metadata.json"): to_text(about)}


def _css() -> str:
    """Return how articles look: some columns in lists, one below the other on their own page."""
    page = ".row.table-articles table.rows-and-columns"
    names = [*(name for name, _ in kept()), KEY]
    hidden = (f".table.table-articles .col-{name}" for name in names if name not in _LISTED)
    first = (f"{page} td.col-{name}" for name in SHOWN)
    labels = (
        f"{page} td.col-{name}:before {{content: '{name}'}}"
        for name in names
        if name not in ("headline", "body")
    )
    lists = f"{', '.join(hidden)} {{display: none}}"
    return "\n".join([_LOOK, lists, f"{', '.join(first)} {{order: 1}}", *labels])


def _table() -> dict[str, Any]:
    return {
        "description": f"Search finds any words of up to {LONGEST} characters; of several, with "
        "blanks between, an article must hold all. A time is empty where only a day is printed.",
        "fts_table": INDEX,
        "fts_pk": KEY,
        "facets": list(FACETS),
        "sort_desc": "date_published_day",
        "label_column": "headline",
        "columns": {
            name: docs(cls)[column.name]
            for cls, prefix in ((Article, ""), (Metadata, "metadata_"))
            for column in columns(cls)
            if (name := prefix + column.name) in dict(kept())
            and column.name in docs(cls)
            and not isinstance(column.type, Moment)
        },
    }


def _queries() -> dict[str, Any]:
    return {
        "in_context": {
            "title": "Words in their context",
            "hide_sql": True,
            "description": "Articles that hold the words, with the text around the first one.",
            "sql": _IN_CONTEXT,
        }
    }


_IN_CONTEXT = f"""
with found as (
  select *, substr(:words, 1, instr(:words || ' ', ' ') - 1) as word
  from {TABLE}
  where {KEY} in (select rowid from {INDEX} where {INDEX} match escape_fts(:words))
)
select id, headline, date_published_day, region_name,
  '…' || replace(substr(body, max(1, instr(lower(body), lower(word)) - 30), 80),
                 word, '【' || word || '】') || '…' as context,
  canonical_url
from found
order by date_published_day desc
limit 200
""".strip()  # noqa: S608
