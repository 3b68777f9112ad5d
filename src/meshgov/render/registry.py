"""Find a renderer by its name: each module of this package is one format.

The folder is the list, so that a new format is one new file. Only the module that is asked for is
imported.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

import meshgov.render
from meshgov.render.base import Renderer

NOT_FORMATS: Final = frozenset({"__init__", "base", "registry"})


def names() -> tuple[str, ...]:
    """Every format's name, sorted."""
    return tuple(sorted(_modules()))


def renderer(name: str) -> Renderer:
    """The renderer called ``name``.

    Raises:
        KeyError: there is no such format; ``names()`` are the choices.
    """
    module = import_module(f"meshgov.render.{_modules()[name]}")
    found: Renderer = module.RENDERER
    return found


def _modules() -> dict[str, str]:
    """Format name -> module name. A trailing underscore only avoids the name of another module."""
    files = (name for folder in meshgov.render.__path__ for name in os.listdir(folder))
    stems = (name.removesuffix(".py") for name in files if name.endswith(".py"))
    return {stem.rstrip("_").replace("_", "-"): stem for stem in stems if stem not in NOT_FORMATS}
