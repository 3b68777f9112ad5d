"""Several comparisons of one contract to one verdict: the one that demands most is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from meshgov.decide.findings import order
from meshgov.errors import Location
from meshgov.model.change import BUMPS
from meshgov.model.document import Note
from meshgov.model.verdict import Base, ContractVerdict, Finding, RuleResult

_RESULTS: Final = ("not-tested", "not-applicable", "pass", "waived", "warn", "fail")
"""From the one that says least to the one that says most."""

_NAMED: Final = 5
"""Other versions that a note names; more of them become a number."""


def join(verdicts: Sequence[ContractVerdict], where: Location) -> ContractVerdict:
    """The verdict on a contract that was compared with several earlier versions.

    A comparison that fails comes before one that passes, then the one that suggests the higher
    version, then the one that requires the larger step; of equals the first. What only another
    comparison finds is kept, and says so.

    Args:
        verdicts: at least one; each about the same contract, with a diff.
        where: the place of its version.
    """
    if len(verdicts) == 1:
        return verdicts[0]
    deciding = max(verdicts, key=_demand)
    others = [one for one in verdicts if one is not deciding]
    findings = {finding.fingerprint: finding for finding in deciding.findings}
    for other in others:
        for finding in other.findings:
            findings.setdefault(finding.fingerprint, _of_another(finding, other))
    return replace(
        deciding,
        verdict="fail" if any(one.verdict == "fail" for one in verdicts) else "pass",
        rules=tuple(_worst(verdicts)),
        findings=tuple(sorted(findings.values(), key=order)),
        notes=(*deciding.notes, Note(_said(deciding, others), where)),
    )


def _demand(one: ContractVerdict) -> tuple[bool, tuple[int, ...], int]:
    diff = one.diff
    if diff is None:
        return one.verdict == "fail", (), 0
    return one.verdict == "fail", _core(diff.suggested_version), -BUMPS.index(diff.required_bump)


def _core(version: str | None) -> tuple[int, ...]:
    """Major, minor and patch number; empty without a version."""
    core = (version or "").removeprefix("v").partition("+")[0].partition("-")[0]
    numbers = core.split(".")
    return tuple(int(one) for one in numbers) if all(one.isdigit() for one in numbers) else ()


def _worst(verdicts: Sequence[ContractVerdict]) -> Iterator[RuleResult]:
    for same in zip(*(one.rules for one in verdicts), strict=True):
        yield max(same, key=lambda rule: _RESULTS.index(rule.result))


def _of_another(finding: Finding, other: ContractVerdict) -> Finding:
    if other.diff is None:
        return finding
    return replace(finding, message=f"{finding.message} (compared with {_name(other.diff.base)})")


def _said(deciding: ContractVerdict, others: Sequence[ContractVerdict]) -> str:
    names = [_name(one.diff.base) for one in others if one.diff]
    listed = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        listed += f" and {len(names) - _NAMED} more"
    shown = _name(deciding.diff.base) if deciding.diff else "nothing"
    return f"compared with {shown}, which demands most, and also with {listed}"


def _name(base: Base) -> str:
    path = base.path if base.ref is None else f"{base.ref}:{base.path}"
    return f"version {base.version} ({path})" if base.version else path
