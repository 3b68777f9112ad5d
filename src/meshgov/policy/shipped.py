"""The tables of the shipped pack: what each change means, and which controls exist."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

from meshgov.errors import PolicyError
from meshgov.model.document import Json
from meshgov.model.pack import ChangeRule
from meshgov.policy.rules import Frameworks

WORDS: Final = ("title", "section", "condition", "impact", "remediation")
"""Columns of the change table that people read; engines get the others."""


def changes(builtin: str) -> dict[str, ChangeRule]:
    """The change table of the pack at ``builtin``, by id; empty for a pack without one.

    Raises:
        PolicyError: the table can't be read.
    """
    name = os.path.join(builtin, "changes", "change_rules.json")
    try:
        return {key: ChangeRule(id=key, **row) for key, row in _load(name).items()}
    except TypeError as error:
        raise PolicyError(f"{name} has a row of another shape: {error}") from None


def example(builtin: str, change: str) -> Mapping[str, Json]:
    """``old`` and ``new`` of the example of a change: merge patches on the baseline contract.

    None stands for no contract at all; empty for a pack without an example of the change.

    Raises:
        PolicyError: the examples can't be read.
    """
    found: Mapping[str, Json] = _load(os.path.join(builtin, "changes", "examples.json")).get(
        change, {}
    )
    return found


def columns(table: Mapping[str, ChangeRule]) -> Json:
    """What engines need of the change table: levels and bump, by id."""
    return {
        key: {"backward": row.backward, "forward": row.forward, "bump": row.bump}
        for key, row in table.items()
    }


def frameworks(builtin: str) -> Frameworks:
    """Known control identifiers by framework; empty for a pack without the list.

    Raises:
        PolicyError: the list can't be read.
    """
    return {name: frozenset(framework["controls"]) for name, framework in controls(builtin).items()}


def controls(builtin: str) -> Mapping[str, Any]:
    """Framework -> its ``title`` and its ``controls`` (id -> title), as they are listed.

    Raises:
        PolicyError: the list can't be read.
    """
    return _load(os.path.join(builtin, "controls.json"))


def _load(name: str) -> dict[str, Any]:
    if not os.path.exists(name):
        return {}
    try:
        with open(name, encoding="utf-8") as file:
            loaded: dict[str, Any] = json.load(file)
    except (OSError, ValueError) as error:
        raise PolicyError(f"can't read {name}: {error}", hint="reinstall meshgov") from None
    return loaded
