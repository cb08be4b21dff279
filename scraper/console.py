"""The terminal that the live display and the log share, so that neither garbles the other."""

from rich.console import Console

console = Console(stderr=True)
