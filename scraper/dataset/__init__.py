"""One folder to publish: the records, their schemas, and documents that describe them."""

from __future__ import annotations

from .about import Wishes
from .build import build
from .edition import Edition

__all__ = ["Edition", "Wishes", "build"]
