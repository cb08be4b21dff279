"""Where a record's fields come from: the rules, the pieces of the page, what other rules gave.

The rules run again for this, on a page that notes what they read; reading a page for a record
takes no part in it.
"""

from .archived import Saved, archived
from .explanation import Explanation, Field, explain
from .markup import to_html
from .pieces import Piece
from .terminal import show
from .words import changed

__all__ = [
    "Explanation",
    "Field",
    "Piece",
    "Saved",
    "archived",
    "changed",
    "explain",
    "show",
    "to_html",
]
