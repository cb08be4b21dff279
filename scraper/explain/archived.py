"""The page that a record was read from, out of the archive of its crawl."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..captures import captures
from ..folders import Folders
from ..history import revisions
from ..items import QiluError, Record
from ..limits import LARGEST_PAGE


class Saved(NamedTuple):
    """A page, and the record that was written of it."""

    html: bytes
    url: str
    fetched_at: datetime | None
    record: Record | None = None


def archived(id_: str, folders: Sequence[Path]) -> Saved:
    """Return the page of an article's newest record in some output folders.

    Raises `QiluError` where there is no such record, or no archive of it.
    """
    found = revisions(id_, folders)
    if not found:
        raise QiluError(f"no article {id_} in {', '.join(map(str, folders))}, and no such file")
    newest = found[-1]
    url, ref = newest.record["url"], newest.record["metadata"]["archive"]
    instead = f"with the saved page: qilu explain FILE --url {url}"
    if ref is None:
        raise QiluError(f"the record of {id_} in {newest.file} has no archive; {instead}")
    path = Folders(newest.file.parent).archive / Path(ref["file"]).name
    if not path.exists():
        raise QiluError(f"the archive {path} is not there; {instead}")
    capture = next(captures(path, ref["offset"]), None)
    if capture is None or capture.url != url:
        raise QiluError(f"{path} has no response of {url} at byte {ref['offset']}; {instead}")
    return Saved(capture.body(LARGEST_PAGE), capture.url, capture.fetched_at, newest.record)
