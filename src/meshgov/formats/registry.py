"""Find the format that a contract is written in. The folder is the list: a new format is a file."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Final

import meshgov.formats
from meshgov.formats.base import MARKS, Format, Normalised
from meshgov.model.document import Json

__all__ = ["Format", "Normalised", "announced", "detect", "formats", "looks_like_contract"]

_TELLING: Final = frozenset({"schema", "owner", "classification", "sla", "access"})


@cache
def formats() -> tuple[Format, ...]:
    """Every format, sorted by the name of its module."""
    files = {name for folder in meshgov.formats.__path__ for name in os.listdir(folder)}
    stems = sorted(name.removesuffix(".py") for name in files if name.endswith(".py"))
    modules = [import_module(f"meshgov.formats.{stem}") for stem in stems if stem != "__init__"]
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


def detect(value: Json) -> Format | None:
    """The format that ``value`` is written in, or None when none knows it."""
    return next((known for known in formats() if known.claims(value)), None)


def announced(value: Json) -> tuple[str, str] | None:
    """The key by which ``value`` announces a format, and that format's name in a sentence."""
    marks = (pair for pair in MARKS.items() if isinstance(value, dict) and pair[0] in value)
    return next(marks, None)


def looks_like_contract(value: Json) -> bool:
    """Whether a file met while searching a folder is meant to be a contract."""
    return isinstance(value, dict) and "name" in value and not _TELLING.isdisjoint(value)
