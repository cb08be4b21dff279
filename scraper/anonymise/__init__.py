"""Invented text in the place of a page's own, so that the page may be shown to anyone.

Every letter, Chinese character and longer number is replaced by an invented one, in a way that
depends on the page and cannot be undone without it: several characters become the same one.
What stays is the structure, the punctuation, dates and the words that the parsers know (来源,
记者, 扫码 …), so that the page is read as before. Scripts, styles and comments are emptied.
"""

from __future__ import annotations

from .page import NotSafeError, anonymise

__all__ = ["NotSafeError", "anonymise"]
