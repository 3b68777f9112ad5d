"""Find a format of reports by its name: each module of this folder is one.

Only the module that is asked for is imported.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

import meshgov.render.reports
from meshgov.render.reports.base import ReportFormat

NOT_FORMATS: Final = frozenset({"__init__", "base", "registry"})


def names() -> tuple[str, ...]:
    """Every format's name, sorted."""
    return tuple(sorted(_modules()))


def find(name: str) -> ReportFormat:
    """The format called ``name``.

    Raises:
        KeyError: there is no such format; ``names()`` are the choices.
    """
    module = import_module(f"meshgov.render.reports.{_modules()[name]}")
    found: ReportFormat = module.FORMAT
    return found


def _modules() -> dict[str, str]:
    """Format name -> module name. A trailing underscore only avoids the name of another module."""
    files = (name for folder in meshgov.render.reports.__path__ for name in os.listdir(folder))
    stems = (name.removesuffix(".py") for name in files if name.endswith(".py"))
    return {stem.rstrip("_"): stem for stem in stems if stem not in NOT_FORMATS}
