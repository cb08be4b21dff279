"""`croissant.json`: a dataset for machine learning tools, in MLCommons Croissant."""

from __future__ import annotations

import typing
from dataclasses import is_dataclass
from datetime import date
from typing import Any

from ..items import Article
from ..rows import ENTRY, Column, Moment, columns
from ..schema import docs
from .about import KEYWORDS, RIGHTS, About
from .citation import citation

FILES, RECORDS = "parquet-files", "articles"
_TERMS = (
    "citeAs column equivalentProperty extract field fileObject fileProperty fileSet format "
    "includes isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated "
    "replace samplingRate separator source subField transform"
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}


def croissant(about: About, includes: str) -> dict[str, Any]:
    """Return the description of a dataset, whose Parquet files lie at a pattern."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "alternateName": about.title,
        "description": about.description,
        "version": about.version,
        "datePublished": about.day,
        "license": RIGHTS,
        "url": about.url,
        "inLanguage": "zh-CN",
        "keywords": list(KEYWORDS),
        "creator": [{"@type": "sc:Organization", "name": name} for name in about.authors],
        "citeAs": citation(about),
        "distribution": [
            {
                "@type": "cr:FileSet",
                "@id": FILES,
                "name": FILES,
                "description": "The records by year of publication and region.",
                "encodingFormat": "application/x-parquet",
                "includes": includes,
            }
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": RECORDS,
                "name": RECORDS,
                "description": "One record an article.",
                "key": {"@id": f"{RECORDS}/id"},
                "field": [_field(Article, column, (RECORDS,)) for column in columns()],
            }
        ],
    }


def _field(cls: type, column: Column, above: tuple[str, ...]) -> dict[str, Any]:
    """Return the description of a column of a dataclass, or of one inside other columns."""
    path = (*above, column.name)
    hint, repeated = column.type, typing.get_origin(column.type) is tuple
    if repeated:
        (hint, _) = typing.get_args(hint)
    if typing.get_origin(hint) is dict:
        inner = [_leaf((*path, name), "sc:Text") for name in ENTRY]
        return {**_node(cls, column, path), "repeated": True, "subField": inner}
    if isinstance(hint, type) and is_dataclass(hint):
        found: dict[str, Any] = {"subField": [_field(hint, one, path) for one in columns(hint)]}
    else:
        found = _leaf(path, _data_type(hint))
    return {**_node(cls, column, path), **found, **({"repeated": True} if repeated else {})}


def _node(cls: type, column: Column, path: tuple[str, ...]) -> dict[str, Any]:
    name = "/".join(path)
    return {
        "@type": "cr:Field",
        "@id": name,
        "name": name,
        "description": docs(cls)[column.source],
    }


def _leaf(path: tuple[str, ...], data_type: str) -> dict[str, Any]:
    """Return where a value is: in a column, and inside it step by step."""
    _, column, *inside = path
    source: dict[str, Any] = {"fileSet": {"@id": FILES}, "extract": {"column": column}}
    if inside:
        source["transform"] = [{"jsonPath": key} for key in inside]
    name = "/".join(path)
    node = {"@type": "cr:Field", "@id": name, "name": name}
    return {**node, "dataType": data_type, "source": source}


def _data_type(hint: Any) -> str:
    if isinstance(hint, Moment):
        return "sc:DateTime"
    return {int: "sc:Integer", date: "sc:Date"}.get(hint, "sc:Text")
