"""One HTML file of the counts: template, style, scripts and data, with nothing left to fetch."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

MARK = '<meta name="generator" content="qilu report">'
"""What tells a report from other files."""
SCRIPTS = ("draw.js", "summary.js", "days.js", "fields.js", "sections.js", "page.js")


def html(data: Mapping[str, Any], lang: str | None = None) -> str:
    """Return the page; `lang` is `zh`, `en`, or None for the reader's own."""
    script = "\n".join(_file(name) for name in SCRIPTS)
    style = _file("page.css")
    parts = {
        "mark": MARK,
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}",
        "lang": {"zh": "zh-CN", "en": "en"}.get(lang or "", "zh-CN"),
        "fixed": lang or "",
        "style": style,
        "words": in_script(json.loads(_file("words.json"))),
        "data": in_script(data),
        "script": script,
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda place: parts[place[1]], _file("page.html"))


def _file(name: str) -> str:
    return (files(__package__) / "static" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def in_script(value: Any) -> str:
    r"""Return JSON that can't end the script element it stands in: `</script>`, `]]>`, U+2028."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate: \ud800
