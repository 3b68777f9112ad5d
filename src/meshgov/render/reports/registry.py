"""Find a format of reports by its name: each module of this folder is one.

Only the module that is asked for is imported.
"""

from __future__ import annotations

from importlib import import_module

import meshgov.render.reports
from meshgov.render.parts.modules import named
from meshgov.render.reports.base import ReportFormat


def names() -> tuple[str, ...]:
    """Every format's name, sorted."""
    return tuple(sorted(named(meshgov.render.reports.__path__)))


def find(name: str) -> ReportFormat:
    """The format called ``name``.

    Raises:
        KeyError: there is no such format; ``names()`` are the choices.
    """
    module = import_module(f"meshgov.render.reports.{named(meshgov.render.reports.__path__)[name]}")
    found: ReportFormat = module.FORMAT
    return found
