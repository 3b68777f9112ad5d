"""The one result contract: what an engine answered, checked to be an answer of this pack."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from meshgov.errors import EngineError, PolicyError
from meshgov.model.change import BUMPS, COMPATIBILITY, LEVELS
from meshgov.model.document import Json, Path
from meshgov.model.pack import Answer, ChangeAnswer, Pack, RawFinding, Rule, RuleAnswer

_SHAPE: Final = 'a finding is {"path": ["name", ...], "args": {...}}'
_FLEET_SHAPE: Final = (
    'a finding of a fleet rule is {"contract": <path of the record>, "path": ["name", ...], '
    '"args": {...}}'
)
_FOREIGN_SHAPE: Final = "it is a text, or an object whose msg is a text"
_canonical: Final = json.JSONEncoder(sort_keys=True).encode
_WIDEST: Final = 60
"""Characters of a wrong value that are shown."""


class Reader:
    """Reads the answers of one pack."""

    def __init__(self, pack: Pack) -> None:
        own = [rule for rule in pack.rules if not rule.foreign]
        self._own = tuple(rule for rule in own if rule.scope != "fleet")
        self._fleet = tuple(rule for rule in own if rule.scope == "fleet")
        self._foreign = tuple(rule for rule in pack.rules if rule.foreign)
        self._pack = pack

    def read(self, subject: str, answer: Json, foreign: Json = None) -> Answer:
        """The answer of the entry document about ``subject``, and of the foreign entry.

        Raises:
            EngineError: it is no complete answer of this pack.
            PolicyError: a rule answers in the wrong shape.
        """
        found = self._own_answer(subject, answer)
        entries = _entries(subject, found.get("rules"), self._own)
        rules = {
            rule.id: _own_rule(subject, rule, entry)
            for rule, entry in zip(self._own, entries, strict=True)
        }
        if self._foreign:
            values = _entries(subject, foreign, self._foreign)
            for rule, value in zip(self._foreign, values, strict=True):
                rules[rule.id] = _foreign_rule(subject, rule, value)
        if "changes" not in found:
            raise EngineError(f"{subject}: the engine said nothing about the changes")
        return Answer(rules, _changes(subject, found["changes"]))

    def read_fleet(self, subject: str, answer: Json) -> Answer:
        """The answer of the fleet rules about all contracts.

        Raises:
            EngineError: it is no complete answer of this pack.
            PolicyError: a rule answers in the wrong shape.
        """
        found = self._own_answer(subject, answer)
        entries = _entries(subject, found.get("rules"), self._fleet)
        rules = {
            rule.id: _fleet_rule(subject, rule, entry)
            for rule, entry in zip(self._fleet, entries, strict=True)
        }
        return Answer(rules, None)

    def _own_answer(self, subject: str, answer: Json) -> dict[str, Json]:
        found = _mapping(subject, answer)
        if found.get("digest") != self._pack.digest:
            raise EngineError(
                f"{subject}: the engine judged with another pack than the one in use",
                hint="let one run at a time change the policies of this server",
            )
        return found


def decode(text: str | bytes) -> Json:
    """Parse an engine's JSON.

    A fraction that is whole becomes an integer: engines differ in how they print ``1.0``.

    Raises:
        ValueError: it isn't JSON.
    """
    value: Json = json.loads(text, parse_float=_number, parse_constant=_refuse)
    return value


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _mapping(subject: str, answer: Json) -> dict[str, Json]:
    if isinstance(answer, dict):
        return answer
    raise EngineError(
        f"{subject}: the engine answered {_kind(answer)} instead of an object with every rule"
    )


def _entries(subject: str, value: Json, rules: tuple[Rule, ...]) -> list[Json]:
    if not isinstance(value, list) or len(value) != len(rules):
        told = len(value) if isinstance(value, list) else "no list of"
        raise EngineError(
            f"{subject}: the engine answered {told} rules, and the pack has {len(rules)}"
        )
    return value


def _own_rule(subject: str, rule: Rule, entry: Json) -> RuleAnswer:
    match entry:
        case [bool(applicable), list(found)]:
            return RuleAnswer(applicable, _unique([_finding(rule, one) for one in found]))
        case [bool(), found]:
            raise _wrong(rule, f"its findings are {_kind(found)} instead of a set")
    raise EngineError(
        f"{subject}: the rule {rule.id} doesn't say whether it is applicable",
        hint="it defines `applicable` as true or false for every input: "
        "`default applicable := false`",
        location=rule.location,
    )


def _fleet_rule(subject: str, rule: Rule, entry: Json) -> RuleAnswer:
    """As of other rules; one that applies to some contracts answers with the set of their paths."""
    match entry:
        case [list(paths), found] if all(isinstance(path, str) for path in paths):
            answer = _own_rule(subject, rule, [True, found])
            return replace(answer, contracts=frozenset(map(str, paths)))
    return _own_rule(subject, rule, entry)


def _finding(rule: Rule, value: Json) -> RawFinding:
    if not isinstance(value, dict):
        raise _wrong(rule, f"a finding is {_kind(value)}")
    fleet = rule.scope == "fleet"
    if value.keys() != ({"contract", "path", "args"} if fleet else {"path", "args"}):
        raise _wrong(rule, f"a finding has the keys {', '.join(sorted(value)) or 'of nothing'}")
    path, args = _path(value["path"]), value["args"]
    if path is None:
        raise _wrong(rule, f"the path of a finding is {_short(value['path'])}")
    if not isinstance(args, dict):
        raise _wrong(rule, f"the args of a finding are {_kind(args)}")
    contract = value.get("contract", "")
    if not isinstance(contract, str):
        raise _wrong(rule, f"the contract of a finding is {_short(contract)}")
    return RawFinding(path, args, contract)


def _foreign_rule(subject: str, rule: Rule, value: Json) -> RuleAnswer:
    if value == "excepted":  # by an `exception` of its package, which is no pass
        return RuleAnswer(applicable=False, findings=())
    if not isinstance(value, list):
        raise EngineError(f"{subject}: the engine said nothing about the rule {rule.id}")
    return RuleAnswer(applicable=True, findings=_unique([_foreign(rule, one) for one in value]))


def _foreign(rule: Rule, value: Json) -> RawFinding:
    """A finding in conftest's shape: it points nowhere unless a ``path`` says where.

    All else in the object is the author's own, in whatever shape; conftest doesn't look at it.
    """
    if isinstance(value, str):
        return RawFinding((), {"msg": value})
    if not isinstance(value, dict) or not isinstance(value.get("msg"), str):
        raise _wrong(rule, f"a finding is {_short(value)}", _FOREIGN_SHAPE)
    for key in ("path", "_loc"):
        path = _path(value.get(key))
        if path is not None:
            return RawFinding(path, {name: told for name, told in value.items() if name != key})
    return RawFinding((), value)


def _path(value: Json) -> Path | None:
    """A path of a finding, None when it is something else."""
    if not isinstance(value, list) or not value:
        return None
    steps = tuple(step for step in value if isinstance(step, str))
    return steps if len(steps) == len(value) else None


def _unique(findings: list[RawFinding]) -> tuple[RawFinding, ...]:
    """Sorted by contract, then by path, then by arguments; each once."""
    if len(findings) <= 1:
        return tuple(findings)
    keyed = {(one.contract, one.path, _canonical(one.args)): one for one in findings}
    return tuple(keyed[key] for key in sorted(keyed))


def _changes(subject: str, value: Json) -> ChangeAnswer | None:
    if value is None:
        return None
    found: dict[str, Any] = _mapping(subject, value)
    levels: Any = found.get("levels")
    bumps: Any = found.get("bumps")
    lowered: Any = found.get("lowered", [])  # absent unless the consumers are known
    fine = {
        "levels": _known(levels, LEVELS),
        "lowered": _known(lowered, (*LEVELS, None))
        and _known(levels, LEVELS)
        and len(lowered) in {0, len(levels)},
        "bumps": _known(bumps, BUMPS) and _known(levels, LEVELS) and len(bumps) == len(levels),
        "mode": _known([found.get("mode")], COMPATIBILITY),
        "breaking": isinstance(found.get("breaking"), bool),
        "required_bump": _known([found.get("required_bump")], BUMPS),
        "suggested_version": isinstance(found.get("suggested_version"), str | None),
    }
    wrong = [name for name, is_fine in fine.items() if not is_fine]
    if wrong:
        raise EngineError(
            f"{subject}: the engine's answer about the changes has no usable {', '.join(wrong)}",
            hint="data.meshgov.changes belongs to meshgov; no other policy may define it",
        )
    return ChangeAnswer(
        levels=tuple(found["levels"]),
        bumps=tuple(found["bumps"]),
        mode=found["mode"],
        breaking=found["breaking"],
        required_bump=found["required_bump"],
        suggested_version=found.get("suggested_version"),
        lowered=tuple(lowered),
    )


def _known(value: Any, names: tuple[str | None, ...]) -> bool:
    """Whether ``value`` is a list of nothing but ``names``."""
    return isinstance(value, list) and all(one in names for one in value)


def _wrong(rule: Rule, what: str, shape: str = "") -> PolicyError:
    return PolicyError(
        f"the rule {rule.id} answers in the wrong shape: {what}",
        hint=shape or (_FLEET_SHAPE if rule.scope == "fleet" else _SHAPE),
        location=rule.location,
    )


def _kind(value: Json) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "null" if value is None else names.get(type(value), "a number")


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."
