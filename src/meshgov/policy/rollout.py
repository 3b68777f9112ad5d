"""Severity and rollout mode of single rules and whole families, as a configuration file says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from meshgov.errors import Location
from meshgov.model.pack import MODES, SEVERITIES, Pack
from meshgov.model.settings import RuleSetting
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.reader import Node, Reader

KEYS: Final = ("severity", "mode", "effective_on")
WHOLE: Final = "/*"


class Said(NamedTuple):
    """One word about a rule, where it stands, and the key that says it."""

    value: str
    at: Location
    name: str


Word = dict[str, Said]
"""Severity, mode and effective_on of one rule, as far as they are said."""

Words = dict[str, Word]
"""Rule id -> what is said about it."""


def read(reader: Reader, node: Node, pack: Pack, elsewhere: Collection[str] = ()) -> Words:
    """What ``rules`` says, family by family and then rule by rule, whatever their order.

    Args:
        reader: collects the errors.
        node: a mapping by rule id, by ``family`` or by ``family/*``.
        pack: the rules there are.
        elsewhere: ids of rules that never judge what this file speaks about.
    """
    known = {rule.id for rule in pack.rules} - set(elsewhere)
    families = {rule.split("/")[0] for rule in known}
    of_families: dict[str, Node] = {}
    of_rules: dict[str, Node] = {}
    for key, entry in reader.entries(node).items():
        family = key.removesuffix(WHOLE)
        if family in families:
            reader.once(of_families, family, entry)
        elif key in known:
            of_rules[key] = entry
        elif key in elsewhere:
            message = f"the rule {key} belongs to another domain and judges nothing here"
            reader.refuse_key(entry.origin, message, "leave it out")
        else:
            message = f"there is no rule {key!r} in the pack"
            reader.refuse_key(entry.origin, message, hint_for(key, known | families))
    found: Words = {}
    for family, entry in of_families.items():
        word = _word(reader, entry)
        found |= {rule: word for rule in sorted(known) if rule.split("/")[0] == family}
    for rule, entry in of_rules.items():
        found[rule] = over(found.get(rule, {}), _word(reader, entry))
    return found


def over(base: Word, own: Word) -> Word:
    """``own`` over ``base``. A mode comes with its date: a new one leaves the old date behind."""
    kept = {key: said for key, said in base.items() if key != "effective_on" or "mode" not in own}
    return kept | own


def merged(base: Words, own: Words) -> Words:
    """Words about every rule that either speaks of."""
    return base | {rule: over(base.get(rule, {}), word) for rule, word in own.items()}


def settings(words: Words) -> dict[str, RuleSetting]:
    """The same without places."""
    return {rule: setting(word) for rule, word in words.items()}


def setting(word: Mapping[str, Said]) -> RuleSetting:
    """One word without places."""
    return RuleSetting(**{key: said.value for key, said in word.items()})


def _word(reader: Reader, node: Node) -> Word:
    if isinstance(node.value, str):
        reader.wrong(node, "a mapping", f"write `{{mode: {node.value}}}`")
        return {}
    return {
        key: Said(_value(reader, key, entry), reader.place(entry.origin), reader.name(entry.origin))
        for key, entry in reader.mapping(node, KEYS).items()
    }


def _value(reader: Reader, key: str, node: Node) -> str:
    if key == "effective_on":
        return reader.day(node)
    return reader.choice(node, SEVERITIES if key == "severity" else MODES)
