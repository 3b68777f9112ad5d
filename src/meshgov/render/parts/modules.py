"""The modules of a folder by the name of what each of them is: a new format is one new file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

NOT_FORMATS: Final = frozenset({"__init__", "base", "registry"})


def named(folders: Iterable[str]) -> dict[str, str]:
    """Format name -> module name. A trailing underscore only avoids the name of another module."""
    files = (name for folder in folders for name in os.listdir(folder))
    stems = (name.removesuffix(".py") for name in files if name.endswith(".py"))
    return {stem.rstrip("_").replace("_", "-"): stem for stem in stems if stem not in NOT_FORMATS}
