"""Building a dataset: sort the records, write them in both forms, then what describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema_rs

from ..export import parquet
from ..extras import need
from ..items import SCHEMA_VERSION, QiluError, Record
from ..parts import records as records_of
from ..records import from_dict, to_dict
from ..schema import json_ld_context, to_text
from .about import About, Wishes
from .card import PARQUET, data_card
from .citation import citation_cff
from .croissant import croissant
from .edition import Edition
from .facts import Facts
from .files import SUMS, files_of, measured, sums
from .package import TABLE_SCHEMA, data_package, table_schema
from .partitions import Partitions
from .place import MARK, fresh


class NothingToPublishError(QiluError, ValueError):
    """No record was chosen, or one that is no valid record."""


def build(
    folder: Path,
    records: Iterable[Record],
    edition: Edition,
    wishes: Wishes,
    *,
    overwrite: bool = False,
) -> About:
    """Write a dataset into a new folder, and say what it is.

    The same records give the same bytes. `overwrite` replaces an existing dataset. Raises
    `QiluError` for records that can't be published, a folder that is taken or can't be written.
    """
    need("pyarrow", "dataset")
    wishes.check()
    with fresh(folder, overwrite=overwrite) as part:
        facts, partitions = Facts(), Partitions(part / "jsonl")
        for record in _published(records, edition):
            facts.add(record)
            partitions.add(record)
        partitions.finish()
        if not facts.records:
            raise NothingToPublishError("no record was chosen: there is nothing to publish")
        about = About.of(facts, edition, wishes)
        for name in sorted(partitions.records):
            _write_parquet(partitions.file(name), part / "parquet" / f"{name}.parquet")
        _describe(part, about)
    return about


def _published(records: Iterable[Record], edition: Edition) -> Iterator[Record]:
    """Yield what is published of records, each of today's schema."""
    validator = jsonschema_rs.validator_for(edition.schema(), validate_formats=True)
    for record in records:
        published = edition.of(_current(record))
        if not validator.is_valid(published):
            error = next(iter(validator.iter_errors(published)))
            raise NothingToPublishError(f"record {record['id']} breaks the schema: {error.message}")
        yield published


def _current(record: Record) -> Record:
    """Return a record of an older schema as one of today's."""
    if record.get("schema_version") == SCHEMA_VERSION:
        return record
    try:
        return to_dict(replace(from_dict(record), schema_version=SCHEMA_VERSION))
    except (KeyError, TypeError, ValueError) as error:
        raise NothingToPublishError(f"record {record['id']} lacks fields: {error}") from error


def _write_parquet(jsonl: Path, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        parquet.write(records_of(jsonl), file)
    except ValueError as error:  # the 30th of February
        what = f"a record of {file.parent.name} ({file.stem})"
        raise NothingToPublishError(f"{what} has an impossible value: {error}") from error


def _describe(folder: Path, about: About) -> None:
    """Write all files but those of the records."""
    data = files_of(folder)
    texts = {
        "README.md": data_card(about),
        "CITATION.cff": citation_cff(about),
        "croissant.json": to_text(croissant(about, PARQUET)),
        "schema/article.schema.json": to_text(about.edition.schema()),
        "schema/context.jsonld": to_text(json_ld_context()),
        TABLE_SCHEMA: to_text(table_schema(about.edition)),
        MARK: to_text(data_package(about, data)),
    }
    for name, text in texts.items():
        _write(folder / name, text)
    described = [measured(folder / name, name) for name in texts]
    _write(folder / SUMS, sums(sorted([*data, *described])))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
