"""What `scraper.items` says, in other notations: JSON Schema, JSON-LD, a Markdown table.

``python -m scraper.schema`` writes them into `data/`; a test keeps them fresh.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import sys
import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from . import items
from .dictionary import sample_table
from .items import SCHEMA_VERSION, Article, Metadata
from .report import Report

SCHEMA_FILE = Path("schema/article.schema.json")
CONTEXT_FILE = Path("schema/context.jsonld")
DICTIONARY_FILE = Path("README.md")
REPORT_FILE = Path("../docs/operations.md")
SAMPLE_FILE = Path("sample/articles.jsonl")


@lru_cache
def docs(cls: type) -> dict[str, str]:
    """Return the docstring under each field of a dataclass, as one line."""
    tree = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == cls.__name__)
    found: dict[str, str] = {}
    for statement, below in pairwise(body):
        if isinstance(statement, ast.AnnAssign) and isinstance(below, ast.Expr):
            name, text = ast.unparse(statement.target), ast.literal_eval(below.value)
            found[name] = " ".join(str(text).split())
    return found


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of the data."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        "description": f"One record, version {SCHEMA_VERSION}",
        **_object(Article),
        # Only a gallery or a video may be without text.
        "if": {"properties": {"kind": {"const": "article"}}},
        "then": {"properties": {"body": {"minLength": 1}}},
    }


def _object(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties = {f.name: _field(cls, f, hints[f.name]) for f in dataclasses.fields(cls)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _field(cls: type, field: dataclasses.Field[Any], hint: Any) -> dict[str, Any]:
    constraints = {k: v for k, v in field.metadata.items() if k != "term"}
    return {**_type(hint, constraints), "description": docs(cls)[field.name]}


def _type(hint: Any, constraints: dict[str, Any]) -> dict[str, Any]:
    if isinstance(hint, types.UnionType):
        inner = next(arg for arg in typing.get_args(hint) if arg is not type(None))
        return {"anyOf": [_type(inner, constraints), {"type": "null"}]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _type(typing.get_args(hint)[0], {})}
    if typing.get_origin(hint) is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast(type, hint))
    if issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    if hint is int:
        return {"type": "integer", "minimum": 0, **constraints}
    # `""` is never written for what is absent; only the body of a gallery or video is empty.
    return {"type": "string", "minLength": 1, **constraints}


def json_ld_context() -> dict[str, Any]:
    """Return a JSON-LD context that reads a record as a schema.org NewsArticle."""
    context: dict[str, Any] = {"@vocab": "https://schema.org/"}
    for cls in (Article, items.Author, items.Image, items.RelatedLink):
        for field in dataclasses.fields(cls):
            term = field.metadata.get("term")
            if field.name not in context and term and not term.startswith("@"):
                context[field.name] = f"https://schema.org/{term}"
    context |= {"id": "https://schema.org/identifier", "kind": "@type", "canonical_url": "@id"}
    types_ = {"article": "NewsArticle", "gallery": "ImageGallery", "video": "VideoObject"}
    context |= {kind: f"https://schema.org/{name}" for kind, name in types_.items()}
    return {"@context": context}


def meanings() -> dict[str, str]:
    """Return what each field means, those of the metadata as `metadata.layout`."""
    own = {name: text for name, text in docs(Article).items() if name != "metadata"}
    return own | {f"metadata.{name}": text for name, text in docs(Metadata).items()}


def field_table() -> str:
    """Return the table of fields for `data/README.md`."""
    rows = ["| field | type | meaning | schema.org |", "|---|---|---|---|"]
    for cls, prefix in ((Article, ""), (items.Metadata, "metadata.")):
        hints = typing.get_type_hints(cls)
        for field in dataclasses.fields(cls):
            if not (cls is Article and field.name == "metadata"):
                term = field.metadata.get("term", "")
                rows.append(
                    f"| `{prefix}{field.name}` | {_type_name(hints[field.name])} "
                    f"| {docs(cls)[field.name]} | {term} |"
                )
    return "\n".join(rows)


def _type_name(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return " or ".join(_type_name(arg) for arg in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return f"list of {_type_name(typing.get_args(hint)[0])}"
    if typing.get_origin(hint) is dict:
        return "object"
    if dataclasses.is_dataclass(hint):
        return "{" + ", ".join(f.name for f in dataclasses.fields(hint)) + "}"
    if issubclass(hint, StrEnum):
        return "one of " + ", ".join(f"`{member.value}`" for member in hint)
    return {str: "string", int: "integer", type(None): "null"}[hint]


def report_table() -> str:
    """Return the table of the keys of a run's report, for `docs/operations.md`."""
    rows = (f"| `{key}` | {meaning} |" for key, meaning in _report_keys(Report, ""))
    return "\n".join(["| key | meaning |", "|---|---|", *rows])


def _report_keys(cls: type, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each key, inner ones as `job.since`, `errors[].kind` or `layouts.NAME.filled`."""
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        hint, name = hints[field.name], f"{prefix}{field.name}"
        inner = next(filter(dataclasses.is_dataclass, (hint, *typing.get_args(hint))), None)
        many = {tuple: "[]", dict: ".NAME"}.get(typing.get_origin(hint), "")
        yield name, docs(cls)[field.name]
        if inner:
            yield from _report_keys(typing.cast(type, inner), f"{name}{many}.")


def generated(folder: Path) -> dict[Path, str]:
    """Return the generated files below `folder`, with what each must hold."""
    return {
        folder / SCHEMA_FILE: to_text(json_schema()),
        folder / CONTEXT_FILE: to_text(json_ld_context()),
        folder / DICTIONARY_FILE: _with_tables(
            folder / DICTIONARY_FILE, fields=field_table(), sample=sample_table(_sample(folder))
        ),
        folder / REPORT_FILE: _with_tables(folder / REPORT_FILE, fields=report_table()),
    }


def _sample(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / SAMPLE_FILE).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _with_tables(file: Path, **tables: str) -> str:
    """Return a file's text with each table between the two comments of its name."""
    text = file.read_text(encoding="utf-8")
    for name, table in tables.items():
        start, end = f"<!-- {name}: generated -->", f"<!-- /{name} -->"
        head, _, rest = text.partition(start)
        text = f"{head}{start}\n{table}\n{end}{rest.partition(end)[2]}"
    return text


def to_text(document: dict[str, Any]) -> str:
    """Return a document as indented JSON with a final LF."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for path, text in generated(Path(__file__).parent.parent / "data").items():
        path.write_text(text, encoding="utf-8", newline="\n")
