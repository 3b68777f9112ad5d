"""The proof that a domain only tightens what is mandatory, or errors where it doesn't."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from meshgov.errors import ConfigurationError
from meshgov.model.document import Json
from meshgov.model.pack import MODES, SEVERITIES, Pack, Rule
from meshgov.model.settings import RuleSetting
from meshgov.policy import order, reads, rollout
from meshgov.policy.overlay import Overlay
from meshgov.policy.parameters import Definitions
from meshgov.policy.reader import Reader
from meshgov.policy.rollout import Said, Word, Words
from meshgov.policy.stated import Stated
from meshgov.policy.written import Written, place_of

DEFAULT: Final = "the built-in default"
LONGEST: Final = 60
"""Characters of a value that a sentence shows."""

_EVER: Final = "0000-01-01"
"""Before every date."""


@dataclass(frozen=True)
class Bounds:
    """What the organisation set and no domain may weaken.

    Attributes:
        reader, written, words: of the organisation's file.
        values: parameters that hold everywhere.
        rules: ids of the mandatory rules.
        bound: parameters that bear on them.
    """

    pack: Pack
    definitions: Definitions
    reader: Reader
    written: Written
    words: Words
    values: Mapping[str, Json]
    rules: frozenset[str]
    bound: Collection[reads.Bound]


def mandatory(pack: Pack, named: Stated, owners: Collection[str]) -> frozenset[str]:
    """Ids of the rules that METADATA or the organisation's file calls mandatory.

    What a domain brought is its own, whatever it calls itself.
    """
    families = _families(named)
    return frozenset(
        rule.id
        for rule in pack.rules
        if rule.id not in owners and (rule.mandatory or rule.family in families)
    )


def bound(pack: Pack, named: Stated, rules: Collection[str]) -> set[reads.Bound]:
    """The parameters that bear on mandatory ``rules``: of their families, and those they read."""
    held = [rule for rule in pack.rules if rule.id in rules]
    families = {rule.family for rule in held} | _families(named)
    return {(family, reads.ALL) for family in families} | reads.parameters(
        pack, {rule.package for rule in held}
    )


def check(overlay: Overlay, values: Mapping[str, Json], bounds: Bounds) -> None:
    """Refuse, at its place, everything in ``overlay`` that weakens what is mandatory.

    Args:
        overlay: what the domain sets; its reader collects the errors.
        values: the parameters that would hold for the domain.
        bounds: what it must keep.
    """
    for family, entries in overlay.written.items():
        for name in entries:
            if _is_bound(bounds.bound, family, name):
                _parameter(overlay, family, name, values, bounds)
    for rule in bounds.pack.rules:
        word = overlay.words.get(rule.id, {})
        if word and rule.id in bounds.rules:
            _rule(overlay.reader, rule, bounds.words.get(rule.id, {}), word)


def _families(named: Stated) -> set[str]:
    return {
        family
        for section in named.values()
        for family, said in section.items()
        if isinstance(said, dict) and said.get("mandatory") is True
    }


def _is_bound(bound: Collection[reads.Bound], family: str, name: str) -> bool:
    wanted = ((family, name), (family, reads.ALL), (reads.ALL, reads.ALL))
    return any(one in bound for one in wanted)


def _parameter(
    overlay: Overlay, family: str, name: str, values: Mapping[str, Json], bounds: Bounds
) -> None:
    # The parameters' schema has checked the types.
    base: Any = bounds.values[family]
    own: Any = values[family]
    schema = bounds.definitions[family].schema["properties"][name]
    held = _held(bounds, family, name, base[name], own[name])
    chains = _chains(schema.get("x-order", ()), bounds.values)
    node = overlay.written[family][name]
    for keys, value in order.looser(schema, chains, held, own[name]):
        origin = (*node.origin, *keys)
        label = overlay.reader.name(origin)
        where = place_of(bounds.reader, bounds.written, family, name, keys)
        if "x-tighten" in schema:
            overlay.reader.refuse(
                origin,
                f"{label} loosens what is mandatory: {where or DEFAULT} "
                f"{_has(schema['x-tighten'], value, _under(own[name], keys))}",
                f"a domain may only {order.WAYS[schema['x-tighten']]}, or leave it out",
            )
        else:
            overlay.reader.refuse(
                origin,
                f"{label} bears on what is mandatory, and is not what {where or DEFAULT} has: "
                f"{_short(value)}",
                "no direction of it is tighter, so only the organisation sets it",
            )


def _held(bounds: Bounds, family: str, name: str, base: Any, own: Any) -> Any:
    """``base``, with what holds for keys that only ``own`` has: a change has its table's level."""
    if (family, name) != ("breaking_changes", "levels"):
        return base
    values: Any = bounds.values[family]
    return {change: _level(bounds.pack, change, values["compatibility"]) for change in own} | base


def _level(pack: Pack, change: str, mode: str) -> str:
    one = pack.changes[change]
    chain = ("docs", "compatible", "dangerous", "breaking")
    if mode == "full":
        return max(one.backward, one.forward, key=chain.index)
    return one.forward if mode == "forward" else one.backward


def _chains(written: Any, values: Mapping[str, Any]) -> order.Chains:
    """Chains as written, or those that another parameter holds."""
    if isinstance(written, str):
        family, _, name = written.partition(".")
        return (values[family][name],)
    return tuple(written)


def _under(value: Any, keys: Iterable[str]) -> Any:
    for key in keys:
        value = value.get(key)
    return value


def _has(way: str, base: Any, own: Any) -> str:
    """What ``base`` has and ``own`` loosens: of a list the first item that makes the difference."""
    if isinstance(base, list) and isinstance(own, list):
        missing = [one for one in base if one not in own]
        added = [one for one in own if one not in base]
        if way == "superset" and missing:
            return f"has {_short(missing[0])}"
        if way == "subset" and added:
            return f"has no {_short(added[0])}"
    return f"has {_short(base)}"


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _rule(reader: Reader, rule: Rule, base: Word, own: Word) -> None:
    """Refuse what ``own`` weakens of a mandatory rule."""
    together = rollout.over(base, own)
    before, after = rollout.setting(base), rollout.setting(together)
    severity = before.severity or rule.severity
    if "severity" in own and _rank(SEVERITIES, own["severity"].value) < _rank(SEVERITIES, severity):
        _weakens(reader, rule, own["severity"], base.get("severity"), severity, SEVERITIES)
    if "mode" in own and _rank(MODES, own["mode"].value) < _rank(MODES, _mode(before)):
        _weakens(reader, rule, own["mode"], base.get("mode"), _mode(before), MODES)
    elif (
        "effective_on" in own
        and _mode(before) == MODES[-1]
        and own["effective_on"].value > (before.effective_on or _EVER)
        and _mode(after) == MODES[-1]
    ):
        where = base.get("effective_on") or base.get("mode")
        since = f"from {before.effective_on}" if before.effective_on else "already"
        _refuse(
            reader,
            own["effective_on"],
            f"{own['effective_on'].name} postpones the mandatory rule {rule.id}, which "
            f"{where.at if where else DEFAULT} enforces {since}",
            "leave it out, or name an earlier day",
        )


def _weakens(  # noqa: PLR0913, PLR0917  # both sides of a sentence, and the words between them
    reader: Reader, rule: Rule, own: Said, base: Said | None, value: str, scale: tuple[str, ...]
) -> None:
    _refuse(
        reader,
        own,
        f"{own.name} weakens the mandatory rule {rule.id} to {own.value}: "
        f"{base.at if base else DEFAULT} has {value}",
        f"a domain may only go up: {' < '.join(scale)}",
    )


def _refuse(reader: Reader, said: Said, message: str, hint: str) -> None:
    if any(error.location == said.at for error in reader.errors):
        return  # a word on a whole family: one rule of it is enough to show
    reader.errors.append(ConfigurationError(message, hint=hint, location=said.at))


def _mode(setting: RuleSetting) -> str:
    return setting.mode or MODES[-1]


def _rank(scale: tuple[str, ...], word: str) -> int:
    return scale.index(word)
