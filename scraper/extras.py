"""Libraries that only some commands need: asked for when they are, and by the extra's name."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from .items import QiluError


class MissingExtraError(QiluError):
    """An optional library is not installed."""


def need(module: str, extra: str) -> ModuleType:
    """Import an optional library; `extra` is the name in `setup.py` that installs it.

    Raises `MissingExtraError`, which says what to install.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{module.partition('.')[0]} is not installed: pip install 'qilu-scraper[{extra}]'"
        ) from error
