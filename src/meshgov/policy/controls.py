"""Frameworks against rules: which rule bears on which control, and which control none does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meshgov.model.controls import Covered, Framework
from meshgov.model.pack import Pack


def coverage(pack: Pack, listed: Mapping[str, Any], only: str | None = None) -> Iterator[Framework]:
    """Each framework with its controls in the order of the list, then those that rules add.

    Args:
        pack: its rules name the controls.
        listed: framework -> ``{"title": ..., "controls": {id: title}}``.
        only: the one framework to tell of; None for all.
    """
    named: dict[str, dict[str, dict[str, str]]] = {}
    for rule in pack.rules:
        for control in rule.controls:
            rules = named.setdefault(control.framework, {}).setdefault(control.id, {})
            rules[rule.id] = control.relation
    for name in dict.fromkeys((*listed, *named)):
        if only in {None, name}:
            known = listed.get(name, {"title": "", "controls": {}})
            found = named.get(name, {})
            yield Framework(
                name,
                known["title"],
                tuple(
                    Covered(one, known["controls"].get(one, ""), found.get(one, {}))
                    for one in dict.fromkeys((*known["controls"], *found))
                ),
            )
