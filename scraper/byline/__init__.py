"""Who is credited in a line of a page: credit lines, sign-offs, bracketed credits, datelines.

A paragraph is a credit line from end to end, or holds credits at its ends: in a bracket
behind the dateline, in brackets at its tail, behind its last sentence. What is printed
anywhere else is a sentence that mentions a reporter, and credits nobody.
"""

from __future__ import annotations

from .datelines import dateline
from .grammar import Credit
from .positions import (
    NOTHING,
    Reading,
    bracketed_credit,
    is_editor_line,
    is_signoff,
    parse_author_field,
    parse_credits,
    read,
)

__all__ = [
    "NOTHING",
    "Credit",
    "Reading",
    "bracketed_credit",
    "dateline",
    "is_editor_line",
    "is_signoff",
    "parse_author_field",
    "parse_credits",
    "read",
]
