"""The log of a command, on standard error."""

from __future__ import annotations

import logging
import sys


def log_to_terminal(level: int) -> None:
    """Send the log to standard error: in colour beside the live display, plain otherwise."""
    handler: logging.Handler
    if sys.stderr.isatty():
        from rich.logging import RichHandler

        from .console import console

        handler = RichHandler(console=console, show_path=False)
    else:
        from . import settings

        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(settings.LOG_FORMAT, settings.LOG_DATEFORMAT))
    handler.setLevel(level)
    logging.root.addHandler(handler)
    handler.addFilter(_is_news)


_INVENTORIES = {"scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log"}


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out what is merely installed."""
    return record.name not in _INVENTORIES or record.levelno > logging.INFO
