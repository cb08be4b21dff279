"""One extractor as a process: `python -m bench.worker NAME`, asked by lines of JSON.

First it says its `version`, or the `error` it cannot start for. Then each line in, with the page
in base64, gives one line out: the `answer` (null after an exception) and the `seconds` of a
processor that it took, which do not grow when the machine has other work.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from time import process_time
from typing import Any

from bench.extractors import OWN, PEERS, Extract, Request


def reply(extract: Extract, page: Request) -> dict[str, Any]:
    """Return the answer of an extractor and the processor's seconds it took."""
    start = process_time()
    try:
        answer, error = extract(page), None
    except Exception as raised:  # whatever a peer stumbles over is its result
        answer, error = None, f"{type(raised).__name__}: {raised}"
    return {"answer": answer, "seconds": process_time() - start, "error": error}


def replies(name: str) -> Iterator[dict[str, Any]]:
    """Yield what the process has to say."""
    try:
        extract = (OWN | PEERS)[name]()
        yield {"version": version(name)}
    except (ImportError, KeyError) as error:
        yield {"error": f"{type(error).__name__}: {error}"}
        return
    for line in sys.stdin:
        asked = json.loads(line)
        html = base64.b64decode(asked["html"])
        yield reply(extract, Request(html, asked["url"], asked["charset"]))


def main(name: str) -> None:
    """Serve an extractor until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no reply
    for said in replies(name):
        print(json.dumps(said, default=str), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
