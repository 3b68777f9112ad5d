"""Where the shipped policies and schemas lie: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

import json
import os
from functools import cache

from meshgov.errors import PolicyError

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_HOMES = (os.path.join(_PACKAGE, "_data"), os.path.dirname(os.path.dirname(_PACKAGE)))


@cache
def folder(name: str) -> str:
    """Absolute path of the shipped folder ``policies`` or ``schemas``.

    Raises:
        PolicyError: the installation lacks it.
    """
    for home in _HOMES:
        path = os.path.join(home, name)
        if os.path.isdir(path):
            return path
    raise PolicyError(f"the installation lacks its {name} folder", hint="reinstall meshgov")


@cache
def schema(name: str) -> dict[str, object]:
    """The shipped JSON Schema ``schemas/<name>``.

    Raises:
        PolicyError: the installation lacks it.
    """
    try:
        with open(os.path.join(folder("schemas"), name), encoding="utf-8") as file:
            loaded: dict[str, object] = json.load(file)
    except OSError as error:
        raise PolicyError(
            f"the installation lacks its schema {name}: {error.strerror}", hint="reinstall meshgov"
        ) from error
    return loaded
