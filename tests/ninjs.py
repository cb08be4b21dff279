"""What the JSON Schema of IPTC ninjs 3.0 asks of the properties that the export writes.

Transcribed from ninjs-schema_3.0.json of https://iptc.org/std/ninjs/: names, types, what is
required, and that nothing else is allowed.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri"}
TIME = {"type": "string", "format": "date-time"}
COUNT = {"type": "integer"}


def _object(required: str = "", **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXTS = _list(_object("value", role=TEXT, contentType=TEXT, value=TEXT))
_RENDITION = _object("name", name=TEXT, uri=URI, href=URI, contentType=TEXT, title=TEXT)
_ITEM: dict[str, Any] = {
    "uri": URI,
    "type": {"enum": "text audio video picture graphic composite component event planning".split()},
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "firstCreated": TIME,
    "versionCreated": TIME,
    "contentCreated": TIME,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "copyrightHolder": TEXT,
    "language": TEXT,
    "headlines": _TEXTS,
    "descriptions": _TEXTS,
    "bodies": _list(
        _object("value", role=TEXT, contentType=TEXT, charCount=COUNT, wordCount=COUNT, value=TEXT)
    ),
    "people": _list(_object(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "organisations": _list(_object(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "places": _list(_object(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "subjects": _list(_object(name=TEXT, rel=TEXT, uri=URI, literal=TEXT, creator=TEXT)),
    "infoSources": _list(_object(name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": _list(_RENDITION),
    "altIds": _list(_object(role=TEXT, value=TEXT)),
    "standard": _object(name=TEXT, version=TEXT, schema=URI),
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        "uri",
        **_ITEM,
        associations=_list(_object("name uri", **_ITEM, name=TEXT)),
    ),
}
