"""The format for machines: meshgov/verdict/v1 and meshgov/error/v1, to the letter of their schemas.

Keys stand in the order of the interface. Contracts are written one by one, so that memory stays
flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.change import JudgedChange
from meshgov.model.document import Json, Note
from meshgov.model.impact import Impact
from meshgov.model.pack import SEVERITIES
from meshgov.model.verdict import Compared, ContractVerdict, DiffVerdict, Finding, Kept, Verdict
from meshgov.model.waiver import Waiver
from meshgov.render.base import RenderOptions
from meshgov.render.parts.json_text import document, located, streamed

VERDICT: Final = "meshgov/verdict/v1"
ERROR: Final = "meshgov/error/v1"


class JsonRenderer:
    """Two spaces of indent, UTF-8 as it is, a final line break."""

    name = "json"
    error_document = True
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The verdict document, one piece per contract."""
        del options  # machines get everything
        contracts = map(contract_object, verdict.contracts)
        yield from streamed(_run(verdict), "contracts", contracts)

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """The error document."""
        del options
        singles = (single for error in errors for single in error.each())
        errors_document: Json = {
            "schema": ERROR,
            "exit_code": exit_code,
            "errors": [
                {
                    "kind": error.kind,
                    "message": error.message,
                    "hint": error.hint,
                    "location": located(error.location),
                }
                for error in singles
            ],
        }
        yield document(errors_document) + "\n"


RENDERER: Final = JsonRenderer()


def _run(verdict: Verdict) -> dict[str, Json]:
    """Everything above the contracts."""
    summary = verdict.summary
    return {
        "schema": VERDICT,
        "command": verdict.command,
        "verdict": verdict.verdict,
        "exit_code": verdict.exit_code,
        "evaluated_at": verdict.evaluated_at,
        "engine": {"name": verdict.engine_name, "version": verdict.engine_version},
        "pack": {
            "digest": verdict.pack_digest,
            "rules": verdict.pack_rules,
            "sources": list(verdict.pack_sources),
        },
        "summary": {
            "contracts": summary.contracts,
            "passed": summary.passed,
            "failed": summary.failed,
            "findings": {one: summary.findings[one] for one in reversed(SEVERITIES)},
            "waived": summary.waived,
        },
        **({} if verdict.compared is None else {"gate": _compared(verdict.compared)}),
        **({} if verdict.impact is None else {"impact": _impact(verdict.impact)}),
        **({} if verdict.evidence is None else {"evidence": _kept(verdict.evidence)}),
        **({"waivers": [_waiver(one) for one in verdict.waivers]} if verdict.waivers else {}),
    }


def _compared(compared: Compared) -> Json:
    """What a branch was held against."""
    return {
        "base": {
            "ref": compared.ref,
            "commit": compared.commit,
            "merge_base": compared.merge_base,
        },
        "policies_from": compared.policies_from,
        "contracts": compared.contracts,
        "changed": compared.changed,
        "removed": compared.removed,
        "configuration": list(compared.configuration),
    }


def _kept(kept: Kept) -> Json:
    """What the log that the run was added to can be held to."""
    return {
        "log": kept.log,
        "entries": kept.entries,
        "signed": kept.signed,
        "checkpoint": kept.checkpoint,
    }


def _impact(impact: Impact) -> Json:
    """What `policy impact` prints."""
    from meshgov.render.pages import impact_json  # noqa: PLC0415  # it writes with this module

    return impact_json.as_object(impact)


def _waiver(waiver: Waiver) -> Json:
    """A waiver that covers a finding of this run."""
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
        "location": located(waiver.location),
    }


def contract_object(contract: ContractVerdict) -> dict[str, Json]:
    """One element of ``contracts``; ``diff`` and ``notes`` only where there are any."""
    return {
        "path": contract.path,
        "name": contract.name,
        "version": contract.version,
        "domain": contract.domain,
        "digest": contract.digest,
        "verdict": contract.verdict,
        **({} if contract.diff is None else {"diff": _diff(contract.diff)}),
        "rules": [{"id": rule.id, "result": rule.result} for rule in contract.rules],
        "findings": [finding_object(finding) for finding in contract.findings],
        **({"notes": [_note(note) for note in contract.notes]} if contract.notes else {}),
    }


def _diff(diff: DiffVerdict) -> Json:
    base = diff.base
    return {
        "base": {
            "ref": base.ref,
            "path": base.path,
            "version": base.version,
            "digest": base.digest,
        },
        "mode": diff.mode,
        "breaking": diff.breaking,
        "declared_bump": diff.declared_bump,
        "required_bump": diff.required_bump,
        "suggested_version": diff.suggested_version,
        "changes": [_change(change) for change in diff.changes],
    }


def _change(change: JudgedChange) -> Json:
    return {
        "id": change.id,
        "level": change.level,
        "bump": change.bump,
        "path": list(change.path),
        "old": change.old,
        "new": change.new,
        "message": change.message,
        "remediation": _advice(change),
        "consumers": list(change.consumers),
        "old_location": located(change.old_location),
        "new_location": located(change.new_location),
    }


def _advice(change: JudgedChange) -> str:
    """The remedy, and the hint as a sentence of its own."""
    hint = f"This {change.hint}." if change.hint else ""
    return " ".join(filter(None, (change.remediation, hint)))


def finding_object(finding: Finding) -> Json:
    """One element of ``findings``."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "mode": finding.mode,
        "blocking": finding.blocking,
        "message": finding.message,
        "remediation": finding.remediation,
        "path": list(finding.path),
        "location": located(finding.location),
        "fingerprint": finding.fingerprint,
        "waiver": finding.waiver,
    }


def _note(note: Note) -> Json:
    return {"message": note.message, "location": located(note.location)}
