"""Find a renderer by its name: each module of this package is one format.

The folder is the list, so that a new format is one new file. Only the module that is asked for is
imported.
"""

from __future__ import annotations

from importlib import import_module

import meshgov.render
from meshgov.render.base import Renderer
from meshgov.render.parts.modules import named


def names() -> tuple[str, ...]:
    """Every format's name, sorted."""
    return tuple(sorted(named(meshgov.render.__path__)))


def renderer(name: str) -> Renderer:
    """The renderer called ``name``.

    Raises:
        KeyError: there is no such format; ``names()`` are the choices.
    """
    module = import_module(f"meshgov.render.{named(meshgov.render.__path__)[name]}")
    found: Renderer = module.RENDERER
    return found
