"""YAML for the heads of data cards and for citations; every text is quoted, as in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# What YAML takes for a line's end, or not at all, where JSON lets it stand: DEL, NEL, U+2028.
_SPECIAL = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


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
    text = json.dumps(value, ensure_ascii=False)
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
