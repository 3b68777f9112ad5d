"""The verdict on one contract as an in-toto statement with SLSA's verification summary.

What SLSA has no word for stands under one key of our own, :data:`EXTENSION`, as its parsing rules
ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from meshgov.evidence import canonical, entries
from meshgov.model.document import Json
from meshgov.model.evidence import RunFacts
from meshgov.model.verdict import ContractVerdict, DiffVerdict, Finding, Verdict
from meshgov.model.waiver import Waiver

STATEMENT: Final = "https://in-toto.io/Statement/v1"
PREDICATE: Final = "https://slsa.dev/verification_summary/v1"
EXTENSION: Final = "urn:meshgov:verdict-record:v1"
LEVEL: Final = "MESHGOV_POLICIES_PASSED"
"""Our verified level; names that begin with SLSA are SLSA's own."""

_SECRET: Final = re.compile(r"(?<=://)[^/@\s]*@")


def statements(verdict: Verdict, facts: RunFacts) -> Iterator[bytes]:
    """One statement for each contract of a run, in RFC 8785 JSON.

    Raises:
        ConfigurationError: the actor is named by more than a login.
    """
    entries.must_be_login(facts.actor)
    waivers = {one.id: one for one in verdict.waivers}
    for contract in verdict.contracts:
        yield canonical.encode(statement(verdict, contract, facts, waivers))


def statement(
    verdict: Verdict, contract: ContractVerdict, facts: RunFacts, waivers: Mapping[str, Waiver]
) -> dict[str, Json]:
    """The statement on ``contract``; ``waivers`` by id."""
    passed = contract.verdict == "pass"
    return {
        "_type": STATEMENT,
        "subject": [{"name": contract.path, "digest": _digest_set(contract.digest)}],
        "predicateType": PREDICATE,
        "predicate": {
            "verifier": {"id": facts.verifier, "version": {"meshgov": facts.meshgov}},
            "timeVerified": verdict.evaluated_at,
            "resourceUri": resource(contract.name, contract.version),
            "policy": policy_of(verdict.pack_digest),
            "verificationResult": "PASSED" if passed else "FAILED",
            "verifiedLevels": [LEVEL if passed else "FAILED"],
            "slsaVersion": "1.0",
            EXTENSION: _extension(verdict, contract, facts, waivers),
        },
    }


def raw_results(contract: ContractVerdict) -> dict[str, str]:
    """What each rule said before waivers and rollout modes softened it."""
    fired = Counter(one.rule for one in contract.findings)
    return {one.id: "fail" if fired[one.id] else one.result for one in contract.rules}


def _extension(
    verdict: Verdict, contract: ContractVerdict, facts: RunFacts, waivers: Mapping[str, Waiver]
) -> dict[str, Json]:
    raw = raw_results(contract)
    used = sorted({one.waiver for one in contract.findings if one.waiver})
    return {
        "product": contract.name,
        "version": contract.version,
        "domain": contract.domain,
        "path": contract.path,
        "contract": contract.digest,
        "base": _base(contract.diff),
        "pack": {
            "digest": verdict.pack_digest,
            "rules": verdict.pack_rules,
            "sources": list(verdict.pack_sources),
        },
        "engine": {"name": verdict.engine_name, "version": verdict.engine_version},
        "run": run_of(verdict, facts),
        "rules": [
            {"id": one.id, "raw": raw[one.id], "effective": one.result} for one in contract.rules
        ],
        "findings": [_finding(one) for one in contract.findings],
        "waivers": [_waiver(waivers[one]) for one in used if one in waivers],
        "diff": _diff(contract.diff),
    }


def run_of(verdict: Verdict, facts: RunFacts) -> dict[str, Json]:
    """The same in every record of a run; ``contracts`` says how many records belong together."""
    return {
        "id": facts.id,
        "actor": facts.actor,
        "command": verdict.command,
        "verdict": verdict.verdict,
        "exit_code": verdict.exit_code,
        "contracts": verdict.summary.contracts,
        "failed": verdict.summary.failed,
        "evaluated_at": verdict.evaluated_at,
        "commit": facts.commit,
        "repository": public(facts.repository),
        "url": public(facts.url),
        **({"inputs": facts.inputs} if facts.inputs else {}),
    }


def public(url: str | None) -> str | None:
    """A URL without the name and secret that may stand in it."""
    return None if url is None else _SECRET.sub("", url)


def resource(name: str, version: str | None) -> str:
    """The URI of a version of a product."""
    at = f"@{quote(version, safe='')}" if version else ""
    return f"urn:meshgov:product:{quote(name, safe='')}{at}"


def policy_of(pack: str) -> dict[str, Json]:
    """The policies with this digest, as SLSA names them."""
    return {"uri": f"urn:meshgov:pack:{pack}", "digest": _digest_set(pack)}


def _digest_set(digest: str) -> dict[str, Json]:
    kind, _, value = digest.partition(":")
    return {kind: value}


def _base(diff: DiffVerdict | None) -> Json:
    if diff is None:
        return None
    base = diff.base
    return {"ref": base.ref, "path": base.path, "version": base.version, "digest": base.digest}


def _diff(diff: DiffVerdict | None) -> Json:
    if diff is None:
        return None
    return {
        "mode": diff.mode,
        "breaking": diff.breaking,
        "declared_bump": diff.declared_bump,
        "required_bump": diff.required_bump,
        "suggested_version": diff.suggested_version,
        "changes": [
            {"id": one.id, "level": one.level, "bump": one.bump, "path": list(one.path)}
            for one in diff.changes
        ],
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "mode": finding.mode,
        "blocking": finding.blocking,
        "message": finding.message,
        "path": list(finding.path),
        "location": finding.location._asdict(),
        "fingerprint": finding.fingerprint,
        "waiver": finding.waiver,
    }


def _waiver(waiver: Waiver) -> Json:
    return {
        "id": waiver.id,
        "rule": waiver.rule,
        "product": waiver.product,
        "reason": waiver.reason,
        "ticket": waiver.ticket or None,
        "requested_by": waiver.requested_by,
        "approver": waiver.approver,
        "effective_from": waiver.effective_from,
        "expires": waiver.expires,
    }
