"""The page templates: the first of `LAYOUTS` that a page looks like reads it."""

from __future__ import annotations

from ..page import Page
from .app import AppShare
from .base import Layout
from .gallery import Gallery
from .generic import Generic
from .v2010 import V2010
from .v2016 import V2016
from .video import VideoPage

__all__ = ["LAYOUTS", "V2016", "Generic", "Layout", "layout_of"]

LAYOUTS: tuple[type[Layout], ...] = (V2016, AppShare, Gallery, VideoPage, V2010, Generic)
"""Newest first; `Generic`, which takes any news page, last."""


def layout_of(page: Page) -> Layout:
    """Return the template of a page, about to read it; the site's own are only on its hosts."""
    if not page.address.on_site:
        return Generic(page)
    return next(layout for layout in LAYOUTS if layout.matches(page))(page)
