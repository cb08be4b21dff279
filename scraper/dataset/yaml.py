"""YAML for the heads of data cards and for citations; every text is quoted, as in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def to_yaml(document: dict[str, Any]) -> str:
    """Return plain JSON values as YAML in blocks, keys in their order."""
    return "".join(f"{line}\n" for line in _lines(document))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield f"{key}:"
                yield from (f"  {line}" for line in _lines(inner))
            else:
                yield f"{key}: {_scalar(inner)}"
    elif isinstance(value, list):
        for inner in value:
            first, *rest = _lines(inner)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _scalar(value)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
