"""What new settings would do, for people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.model.document import Json
from meshgov.model.impact import (
    KINDS,
    ContractImpact,
    Difference,
    Effect,
    Group,
    Impact,
    RuleChange,
    Side,
)
from meshgov.model.verdict import Finding
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import count
from meshgov.render.parts.lines import field
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, cut, prose, safe, wrap

EXAMPLES: Final = 3
"""Findings of one rule and kind that a page shows; the document has all."""

NARROWEST: Final = 50
"""Columns that the layout needs."""

NAMED: Final = 10
"""Domains and teams of a rule that a page names; the tables have them by number."""

VALUE: Final = 50
"""Columns of a value in a list of differences."""

HEADS: Final = ("fail", "pass", "new", "gone", "other")
"""Columns of a table of groups, in the order of the kinds."""

WORDS: Final = {
    "newly-failing": "newly fails",
    "newly-passing": "newly passes",
    "newly-reported": "newly reported",
    "no-longer-reported": "no longer reported",
    "changed": "changed",
}
ROLES: Final = {"newly-failing": "fail", "newly-passing": "pass"}

UNTESTED: Final = {
    "change": "about changes, and there is no previous version",
    "fleet": "about all contracts together, and only single files were named",
    "results": "about results of quality checks, and none are given (--results)",
}

NOBODY: Final = {"domain": "(no domain)", "owner": "(no team)"}


def text(impact: Impact, options: RenderOptions) -> Iterator[str]:
    """The numbers first; then what differs, whom it hits, and examples with their places."""
    for line in _Page(impact, options).lines():
        yield line + "\n"


def headline(impact: Impact) -> str:
    """``2 of 3 contracts would newly fail, 0 newly pass``."""
    total = impact.total
    return (
        f"{total.fails:,} of {count(impact.judged, 'contract')} would newly fail, "
        f"{total.passes:,} newly pass"
    )


def found(group: Group) -> str:
    """``findings: 4 newly failing (in 2 contracts)``; ``no finding differs`` without any."""
    parts = [
        f"{group.findings[kind]:,} {kind.replace('-', ' ')} "
        f"(in {count(group.contracts[kind], 'contract')})"
        for kind in KINDS
        if group.findings[kind]
    ]
    return f"findings: {', '.join(parts)}" if parts else "no finding differs"


def side(one: Side) -> str:
    """``41 failed, 1,959 passed under 75 rules of builtin at ...``."""
    governance = f", {one.governance}" if one.governance else ""
    return (
        f"{one.failed:,} failed, {one.passed:,} passed under {count(one.rules, 'rule')} "
        f"({', '.join(one.sources)}{governance}) at {one.evaluated_at}"
    )


def settings(impact: Impact) -> Iterator[tuple[str, str, str]]:
    """What differs in the settings: ``added``, the thing, and how, as plain text."""
    for rule in impact.changes.rules:
        yield rule.kind, rule.id, _terms(rule)
    said = {one for rule in impact.changes.rules for one in map(_key, rule.differences)}
    for one in impact.changes.parameters:
        if _key(one) in said:
            continue  # beside the rules that read it
        yield "changed", one.what.removeprefix("parameters."), difference(one)
    for file in impact.changes.shared:
        yield "changed", file, "what rules share"


def _key(one: Difference) -> tuple[str, str | None]:
    return one.what, one.domain


def _terms(rule: RuleChange) -> str:
    if rule.kind != "changed":
        return f"{rule.severity}, {rule.mode}: {rule.title}"
    return "; ".join(
        "rule text" if one.what == "source" else f"{_what(one)} {difference(one)}"
        for one in rule.differences
    )


def _what(one: Difference) -> str:
    return one.what.removeprefix("parameters.")


def difference(one: Difference) -> str:
    """``30 -> 14 (sales)``."""
    where = f" ({one.domain})" if one.domain is not None else ""
    return f"{_value(one.before)} -> {_value(one.after)}{where}"


def _value(value: Json) -> str:
    if value is None:
        return "none"
    return cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), VALUE)


def untested(impact: Impact) -> Iterator[str]:
    """What was not tested, with the changed rules that this is so of by name."""
    changed = {rule.id for rule in impact.changes.rules}
    for why, ids in impact.untested.items():
        own = [rule for rule in ids if rule in changed]
        named = f", among them {', '.join(own)}" if own else ""
        yield f"{count(len(ids), 'rule')}{named}: {UNTESTED[why]}"


def named(group: Group, what: str) -> str:
    """The name of a group; words where there is none."""
    return NOBODY[what] if group.name is None else group.name


def people(group: Group) -> str:
    """Whom a rule hits, and and where it is asked now, or no longer."""
    parts = []
    if group.rules:
        parts.append(f"{_few(group.domains, 'domain')}: {_few(group.owners, 'owner')}")
    judged = {"newly judged": group.newly_judged, "no longer judged": group.no_longer_judged}
    parts += [
        f"{words} in {count(number, 'contract')}" for words, number in judged.items() if number
    ]
    return "; ".join(parts)


def _few(names: Sequence[str | None], what: str) -> str:
    """The first names, and how many more there are."""
    told = [one or NOBODY[what] for one in names[:NAMED]]
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{', '.join(told)}{more}"


def examples(
    impact: Impact, most: int
) -> dict[tuple[str, str], list[tuple[ContractImpact, Effect]]]:
    """The first ``most`` effects of each kind and rule, in the order of kinds; one walk."""
    kept: dict[tuple[str, str], list[tuple[ContractImpact, Effect]]] = {}
    for contract in impact.contracts:
        for effect in contract.effects:
            own = kept.setdefault((effect.kind, effect.finding.rule), [])
            if len(own) < most:
                own.append((contract, effect))
    return dict(sorted(kept.items(), key=lambda pair: (KINDS.index(pair[0][0]), pair[0][1])))


def became(effect: Effect) -> str:
    """``blocks -> waived by WVR-1``; empty where one side says it all."""
    if effect.before is None or effect.after is None:
        return ""
    return f"{standing(effect.before)} -> {standing(effect.after)}"


def standing(one: Finding) -> str:
    """``error, blocks``."""
    if one.waiver is not None:
        return f"{one.severity}, waived by {one.waiver}"
    return f"{one.severity}, {'blocks' if one.blocking else f'mode {one.mode}, does not block'}"


class _Page:
    def __init__(self, impact: Impact, options: RenderOptions) -> None:
        self._impact = impact
        self._options = options
        self._width = max(options.width, NARROWEST)
        self._paint = Paint(colour=options.colour)

    def lines(self) -> Iterator[str]:
        impact = self._impact
        role = "fail" if impact.newly_fails else "pass"
        yield f"{self._paint(role, 'IMPACT')}  {headline(impact)}"
        for line in wrap(found(impact.total), self._width - 8):
            yield f"        {line}"
        if self._options.quiet:
            return
        for label, one in (("now", impact.before), ("new", impact.after)):
            yield from field(label, side(one), "", self._width)
        yield from self._settings()
        yield from self._table("rule", impact.by_rule)
        for what, groups in zip(("domain", "owner"), impact.hit, strict=True):
            yield from self._table(what, groups)
        yield from self._examples()
        for number, words in enumerate(untested(impact)):
            yield from () if number else ("", self._paint("quiet", "not tested"))
            yield from (f"  {line}" for line in wrap(prose(words), self._width - 2))

    def _settings(self) -> Iterator[str]:
        yield ""
        yield self._paint("quiet", "what differs in the settings")
        rows = list(settings(self._impact))
        if not rows:
            yield "  no rule, severity, mode or parameter"
        for kind, thing, terms in rows:
            yield f"  {kind:<8}{self._paint('name', safe(thing))}"
            for line in wrap(prose(terms), self._width - 10):
                yield f"          {line}"

    def _table(self, what: str, groups: Sequence[Group]) -> Iterator[str]:
        if not groups:
            return
        names = [safe(named(group, what)) for group in groups]
        numbers = " ".join(f"{head:>6}" for head in HEADS)
        room = self._width - len(numbers) - 12
        widest = min(max(map(columns, [*names, f"by {what}"])), room)
        yield ""
        head = f"{f'by {what}':<{widest + 2}}{numbers}  contracts"
        yield self._paint("quiet", head)
        for name, group in zip(names, groups, strict=True):
            shown = cut(name, widest)
            cells = " ".join(f"{group.findings[kind]:>6,}" for kind in KINDS)
            yield f"{shown}{' ' * (widest - columns(shown) + 2)}{cells}  {_turns(group)}".rstrip()
            if what == "rule":
                yield from self._whom(group)

    def _whom(self, group: Group) -> Iterator[str]:
        for line in wrap(prose(people(group)), self._width - 4):
            yield self._paint("quiet", f"    {line}")

    def _examples(self) -> Iterator[str]:
        impact = self._impact
        most = sum(impact.total.findings.values()) if self._options.verbose else EXAMPLES
        of_rule = {group.name: group for group in impact.by_rule}
        for (kind, rule), some in examples(impact, most).items():
            yield ""
            words = f"{self._paint(ROLES.get(kind, 'note'), WORDS[kind])}  {safe(rule)}"
            yield words
            for contract, effect in some:
                yield from self._example(contract, effect)
            more = of_rule[rule].findings[kind] - len(some)
            if more:
                yield f"  and {more:,} more (--verbose, --format json)"

    def _example(self, contract: ContractImpact, effect: Effect) -> Iterator[str]:
        one = effect.finding
        yield f"  {safe(str(one.location))}  {self._paint('quiet', _whose(contract))}"
        for line in wrap(prose(one.message), self._width - 4):
            yield f"    {line}"
        yield from field("", became(effect), "    ", self._width)
        if effect.kind == "newly-failing":
            yield from field("fix", one.remediation, "    ", self._width)


def _whose(contract: ContractImpact) -> str:
    domain = safe(contract.domain) if contract.domain else NOBODY["domain"]
    owner = safe(contract.owner) if contract.owner else NOBODY["owner"]
    return f"{safe(contract.name)}, {domain}, {owner}"


def _turns(group: Group) -> str:
    """How many contracts' verdicts turn, with their sign: ``+3 fail -1``."""
    parts = [f"{group.fails:,} newly fail"] if group.fails else []
    parts += [f"{group.passes:,} newly pass"] if group.passes else []
    return ", ".join(parts)
