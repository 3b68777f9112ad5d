"""What new settings would do, as the document meshgov/impact/v1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.model.document import Json
from meshgov.model.impact import ContractImpact, Difference, Group, Impact, RuleChange, Side
from meshgov.model.verdict import Finding
from meshgov.render.json_ import finding_object
from meshgov.render.parts.json_text import streamed

SCHEMA: Final = "meshgov/impact/v1"


def as_json(impact: Impact) -> Iterator[str]:
    """Everything, contract by contract, so that memory stays flat."""
    yield from streamed(_head(impact), "contracts", map(_contract, impact.contracts))


def as_object(impact: Impact) -> dict[str, Json]:
    """The same as a value, to stand inside another document."""
    return _head(impact) | {"contracts": [_contract(one) for one in impact.contracts]}


def _head(impact: Impact) -> dict[str, Json]:
    return {
        "schema": SCHEMA,
        "newly_fails": impact.newly_fails,
        "engine": {"name": impact.engine_name, "version": impact.engine_version},
        "before": _side(impact.before),
        "after": _side(impact.after),
        "judged": impact.judged,
        "settings": {
            "rules": [_rule(one) for one in impact.changes.rules],
            "parameters": [_difference(one) for one in impact.changes.parameters],
            "shared": list(impact.changes.shared),
        },
        "total": _group(impact.total),
        "by_rule": [{"rule": one.name, **_group(one)} for one in impact.by_rule],
        "by_domain": [{"domain": one.name, **_group(one)} for one in impact.by_domain],
        "by_owner": [{"owner": one.name, **_group(one)} for one in impact.by_owner],
        "untested": {why: list(ids) for why, ids in impact.untested.items()},
        "notices": list(impact.notices),
    }


def _side(one: Side) -> Json:
    return {
        "evaluated_at": one.evaluated_at,
        "governance": one.governance,
        "pack": {"digest": one.digest, "rules": one.rules, "sources": list(one.sources)},
        "passed": one.passed,
        "failed": one.failed,
    }


def _rule(one: RuleChange) -> Json:
    return {
        "id": one.id,
        "change": one.kind,
        "title": one.title,
        "severity": one.severity,
        "mode": one.mode,
        "differences": [_difference(each) for each in one.differences],
    }


def _difference(one: Difference) -> Json:
    return {"what": one.what, "domain": one.domain, "before": one.before, "after": one.after}


def _group(one: Group) -> dict[str, Json]:
    return {
        "findings": dict(one.findings),
        "contracts": dict(one.contracts),
        "newly_failing_contracts": one.fails,
        "newly_passing_contracts": one.passes,
        "newly_judged": one.newly_judged,
        "no_longer_judged": one.no_longer_judged,
        "rules": list(one.rules),
        "domains": list(one.domains),
        "owners": list(one.owners),
    }


def _contract(one: ContractImpact) -> Json:
    return {
        "path": one.path,
        "name": one.name,
        "version": one.version,
        "domain": one.domain,
        "owner": one.owner,
        "before": one.before,
        "after": one.after,
        "newly_judged": list(one.newly_judged),
        "no_longer_judged": list(one.no_longer_judged),
        "findings": [
            {
                "change": effect.kind,
                "before": _finding(effect.before),
                "after": _finding(effect.after),
            }
            for effect in one.effects
        ],
    }


def _finding(one: Finding | None) -> Json:
    return None if one is None else finding_object(one)
