"""`datapackage.json` and its table schema: a dataset as a Frictionless Data Package."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from ..regions import PUBLISHER
from .about import KEYWORDS, RIGHTS, SOURCE, About
from .edition import Edition
from .files import File

TABLE_SCHEMA = "schema/table.schema.json"


def data_package(about: About, files: list[File]) -> dict[str, Any]:
    """Return the description of a dataset: its JSON Lines as tables, its Parquet as files."""
    return {
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": f"{about.description} {RIGHTS}",
        "version": about.version,
        "created": f"{about.day}T00:00:00Z",
        "homepage": about.url,
        "keywords": list(KEYWORDS),
        "sources": [{"title": PUBLISHER, "path": SOURCE}],
        "contributors": [{"title": name, "role": "author"} for name in about.authors],
        "resources": [_resource(file) for file in files],
    }


def _resource(file: File) -> dict[str, Any]:
    path = PurePosixPath(file.path)
    folder, year, name = path.parts
    region, _, form = name.partition(".")
    table = {"compression": "gz", "encoding": "utf-8", "schema": TABLE_SCHEMA}
    return {
        "name": f"{folder}-{year}-{region}",
        "type": "table" if folder == "jsonl" else "file",
        "path": file.path,
        "format": form.removesuffix(".gz"),
        "mediatype": "application/jsonl" if folder == "jsonl" else "application/vnd.apache.parquet",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        **(table if folder == "jsonl" else {}),
    }


def table_schema(edition: Edition) -> dict[str, Any]:
    """Return the Table Schema of the records."""
    columns = [_column(*item) for item in edition.schema()["properties"].items()]
    return {"fields": columns, "primaryKey": ["id"], "missingValues": []}


def _column(name: str, rule: dict[str, Any]) -> dict[str, Any]:
    """Return the column of a key, from what the JSON Schema says of it."""
    choices = rule.get("anyOf", [rule])
    constraints = {key: choices[0][key] for key in ("enum", "pattern") if key in choices[0]}
    optional = {"type": "null"} in choices or rule.get("const", "") is None
    return {
        "name": name,
        "type": choices[0].get("type", "string"),
        "description": rule["description"],
        "constraints": {"required": not optional, **constraints},
    }
