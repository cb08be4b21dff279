"""Near-identical texts: which records are reprints of one another, and who took from whom."""

from .flows import Flows
from .groups import Copy, Group, Member, groups, rows

__all__ = ["Copy", "Flows", "Group", "Member", "groups", "rows"]
