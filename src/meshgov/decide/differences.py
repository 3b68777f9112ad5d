"""Two packs and two governances held against each other: what differs before anything is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from meshgov.decide import rules
from meshgov.model.document import Json
from meshgov.model.impact import Changes, Difference, RuleChange
from meshgov.model.pack import MODES, Pack, Rule
from meshgov.model.settings import Governance

Reads = Callable[[Rule], Iterable[tuple[str, str]]]
"""Families and parameters that a rule reads; ``*`` stands for all."""

_GENERATED: Final = {f"builtin/{name}.rego" for name in ("entry", "fleet_entry", "foreign_entry")}
"""Modules that ask for the rules, and so follow from them."""

_DEEPEST: Final = 3
"""Steps into the data of a pack that tell what differs: ``data.meshgov.change_rules.<id>``."""


@dataclass(frozen=True)
class Settings:
    """One side: what judges, and the organisation's word, at a time (RFC 3339 UTC)."""

    pack: Pack
    governance: Governance
    now: str


def compare(before: Settings, after: Settings, reads: Reads) -> Changes:
    """What differs.

    Args:
        before: the current settings.
        after: the new ones.
        reads: what a rule of the new pack reads; asked when parameters differ.

    Raises:
        ConfigurationError: a date of a setting can't be read.
    """
    parameters = tuple(_parameters(before.governance, after.governance))
    texts = _texts(before.pack), _texts(after.pack)
    old = {rule.id: rule for rule in before.pack.rules}
    new = {rule.id: rule for rule in after.pack.rules}
    found = []
    for name in sorted({*old, *new}):
        if name not in new:
            found.append(_change(old[name], "removed", before))
        elif name not in old:
            found.append(_change(new[name], "added", after))
        else:
            one, other = old[name], new[name]
            told = tuple(_source(_text(one, texts[0]), _text(other, texts[1])))
            told += tuple(_differences(one, other, before, after))
            if parameters:
                told += tuple(_read(other, parameters, reads))
            if told:
                found.append(_change(new[name], "changed", after, told))
    return Changes(tuple(found), parameters, tuple(_shared(before.pack, after.pack)))


def untested(settings: Settings, *, has_fleet: bool, has_results: bool) -> dict[str, list[str]]:
    """Rules that are switched on and can't be tested without a previous version: why -> ids."""
    found: dict[str, list[str]] = {}
    domains = (None, *settings.governance.domain_rules)
    for rule in settings.pack.rules:
        modes = (_mode(rule, settings, domain) for domain in domains)
        why = _why(rule, has_fleet=has_fleet, has_results=has_results)
        if why and any(mode != MODES[0] for mode in modes):
            found.setdefault(why, []).append(rule.id)
    return found


def _why(rule: Rule, *, has_fleet: bool, has_results: bool) -> str:
    if rule.scope == "change":
        return "change"
    if rule.scope == "fleet" and not has_fleet:
        return "fleet"
    return "results" if "results" in rule.needs and not has_results else ""


def _mode(rule: Rule, settings: Settings, domain: str | None) -> str:
    return rules.mode(rule, settings.governance.setting(rule.id, domain), settings.now)


def _change(
    rule: Rule, kind: str, settings: Settings, told: tuple[Difference, ...] = ()
) -> RuleChange:
    setting = settings.governance.setting(rule.id, None)
    severity = setting.severity or rule.severity
    return RuleChange(rule.id, kind, rule.title, severity, _mode(rule, settings, None), told)


def _differences(old: Rule, new: Rule, before: Settings, after: Settings) -> Iterator[Difference]:
    owners = before.governance.owners.get(old.id), after.governance.owners.get(new.id)
    if owners[0] != owners[1]:
        yield Difference("domain", None, *owners)
    everywhere: set[tuple[str, Json, Json]] = set()
    for domain in _domains(before.governance, after.governance):
        pairs = zip(_standing(old, before, domain), _standing(new, after, domain), strict=True)
        for (what, was), (_, now) in pairs:
            if was == now or (what, was, now) in everywhere:
                continue
            yield Difference(what, domain, was, now)
            if domain is None:
                everywhere.add((what, was, now))


def _standing(
    rule: Rule, settings: Settings, domain: str | None
) -> tuple[tuple[str, str | None], ...]:
    setting = settings.governance.setting(rule.id, domain)
    return (
        ("severity", setting.severity or rule.severity),
        ("mode", _mode(rule, settings, domain)),
        ("effective_on", setting.effective_on),
    )


def _domains(before: Governance, after: Governance) -> tuple[str | None, ...]:
    """Everywhere, then each domain for which something else may hold."""
    known = {*before.domains, *before.domain_rules, *after.domains, *after.domain_rules}
    return (None, *sorted(known))


def _parameters(before: Governance, after: Governance) -> Iterator[Difference]:
    """Each parameter that differs; in a domain only where it does not differ in the same way."""
    everywhere: dict[str, tuple[Json, Json]] = {}
    for domain in _domains(before, after):
        old: Any = before.parameters_for(domain)
        new: Any = after.parameters_for(domain)
        if old == new:
            continue
        for family in sorted({*old, *new}):
            ones, others = old.get(family, {}), new.get(family, {})
            for name in sorted({*ones, *others}):
                pair = ones.get(name), others.get(name)
                what = f"parameters.{family}.{name}"
                if pair[0] != pair[1] and everywhere.get(what) != pair:
                    yield Difference(what, domain, *pair)
                    if domain is None:
                        everywhere[what] = pair


def _read(rule: Rule, parameters: Iterable[Difference], reads: Reads) -> Iterator[Difference]:
    """Those parameters that a rule reads."""
    bound = set(reads(rule))
    for one in parameters:
        _, family, name = one.what.split(".", 2)
        if not bound.isdisjoint({(family, name), (family, "*"), ("*", "*")}):
            yield one


def _texts(pack: Pack) -> dict[str, str]:
    return {module.file: module.text for module in pack.modules}


def _text(rule: Rule, texts: Mapping[str, str]) -> str:
    return texts.get(rule.location.file, "") if rule.location else ""


def _source(before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference("source", None, _digest(before), _digest(after))


def _digest(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _shared(before: Pack, after: Pack) -> Iterator[str]:
    """Files without rules that only one side has as they are, and data that are not the same."""
    old, new = _helpers(before), _helpers(after)
    yield from sorted({(old | new)[text] for text in old.keys() ^ new.keys()})
    yield from _data(before.data, after.data, "data", _DEEPEST)


def _helpers(pack: Pack) -> dict[str, str]:
    """Text -> file, of modules that somebody wrote and that hold no rule."""
    known = {rule.location.file for rule in pack.rules if rule.location} | _GENERATED
    return {one.text: one.file for one in pack.modules if one.file not in known}


def _data(before: object, after: object, name: str, depth: int) -> Iterator[str]:
    if before == after:
        return
    if not (depth and isinstance(before, Mapping) and isinstance(after, Mapping)):
        yield name
        return
    for key in sorted({*before, *after}):
        yield from _data(before.get(key), after.get(key), f"{name}.{key}", depth - 1)
