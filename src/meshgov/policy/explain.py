"""Look-ups in the catalogue: a rule or a change by its id, and what a mistyped id may mean."""

from __future__ import annotations

from meshgov.model.pack import ChangeRule, Pack, Rule
from meshgov.policy.nearest import nearest


def rule(pack: Pack, wanted: str) -> Rule | None:
    """The rule with the id ``wanted``, or None."""
    return next((one for one in pack.rules if one.id == wanted), None)


def change(pack: Pack, wanted: str) -> ChangeRule | None:
    """The change with the id ``wanted``, or None."""
    return pack.changes.get(wanted)


def near(pack: Pack, wanted: str) -> tuple[str, ...]:
    """Ids of rules and changes much like ``wanted``, best first, at most three.

    The part of a rule's id behind the slash is enough: people remember that half.
    """
    known = {one.id: one.id for one in pack.rules} | {key: key for key in pack.changes}
    halves = {one.id.partition("/")[2]: one.id for one in pack.rules}
    found = [known[key] for key in nearest(wanted, known)]
    found += [halves[key] for key in nearest(wanted, halves)]
    return tuple(dict.fromkeys(found))[:3]
