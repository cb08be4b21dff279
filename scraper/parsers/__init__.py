"""The page templates: the first of `LAYOUTS` that a page looks like reads it."""

from __future__ import annotations

from .app import AppShare
from .base import Layout
from .gallery import Gallery
from .generic import Generic
from .v2010 import V2010
from .v2016 import V2016
from .video import VideoPage

__all__ = ["LAYOUTS", "V2016", "Generic", "Layout"]

LAYOUTS: tuple[type[Layout], ...] = (V2016, AppShare, Gallery, VideoPage, V2010, Generic)
"""Newest first; `Generic`, which takes any news page, last."""
