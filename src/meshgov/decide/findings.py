"""Raw findings to findings that a person can act on: words, position, fingerprint."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from meshgov.decide.rules import Standing
from meshgov.decide.subject import LocatePath, readable
from meshgov.errors import PolicyError
from meshgov.model.document import Path
from meshgov.model.pack import SEVERITIES, RawFinding, Rule, RuleAnswer
from meshgov.model.verdict import Finding
from meshgov.model.words import format_message


def findings(
    rule: Rule, answer: RuleAnswer, standing: Standing, product: str, locate: LocatePath
) -> Iterator[Finding]:
    """Each finding of one rule, in the order of the answer.

    Raises:
        PolicyError: the arguments do not fit the rule's message.
    """
    met: Counter[Path] = Counter()
    for raw in answer.findings:
        met[raw.path] += 1
        location, excerpt = locate(raw.path, _occurrence(raw))
        yield Finding(
            rule=rule.id,
            severity=standing.severity,
            mode=standing.mode,
            blocking=standing.blocking,
            message=_message(rule, raw),
            remediation=rule.remediation,
            path=raw.path,
            location=location,
            fingerprint=fingerprint(rule.id, product, raw.path, met[raw.path]),
            excerpt=readable(excerpt),
        )


def fingerprint(rule: str, product: str, path: Path, ordinal: int = 1) -> str:
    """Name of a finding across runs: 32 hex digits.

    Lines and messages are left out, so that it survives unrelated edits. ``ordinal`` counts the
    findings of one rule at one path, from 1.
    """
    parts = [rule, product, list(path), *([ordinal] if ordinal > 1 else [])]
    return sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()[:32]


def order(finding: Finding) -> tuple[int, int, int, str, Path]:
    """Sort key: most severe first, then from top to bottom of the file."""
    where = finding.location
    return -SEVERITIES.index(finding.severity), where.line, where.column, finding.rule, finding.path


def _occurrence(raw: RawFinding) -> int:
    """Which of the fields that share its path a finding is about."""
    number = raw.args.get("occurrence")
    return number if isinstance(number, int) and number > 0 else 1


def _message(rule: Rule, raw: RawFinding) -> str:
    if not rule.foreign:
        return format_message(rule.message, raw.args, rule.id)
    message = raw.args.get("msg")
    if not isinstance(message, str) or not message.strip():
        raise PolicyError(
            f"rule {rule.id} gave a finding without a message",
            hint="let it return a string that says something, or an object whose `msg` does",
            location=rule.location,
        )
    return message
