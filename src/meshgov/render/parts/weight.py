"""How much a finding weighs for services that know three levels only."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

from meshgov.model.pack import SEVERITIES
from meshgov.model.verdict import Finding, Verdict

Placed = tuple[str, Finding]
"""The name of a product, and a finding in its contract."""


def level(finding: Finding) -> str:
    """``error | warning | note``: an error is what blocks, or would without its waiver.

    A rule that only warns by its mode, or in this run by ``--fail-on``, must not fail a check of
    somebody else, who knows levels but no modes.
    """
    severe = finding.severity in {"critical", "error"}
    if finding.blocking or (finding.waiver is not None and severe):
        return "error"
    if finding.mode == "audit" or finding.severity == "info":
        return "note"
    return "warning"


def rank(finding: Finding) -> tuple[bool, int, bool]:
    """Sort key: what blocks first, then by severity, and what is only recorded last."""
    severity = -SEVERITIES.index(finding.severity)
    return not finding.blocking, severity, finding.mode == "audit"


def unwaived(verdict: Verdict) -> Iterator[Placed]:
    """Every finding that nobody waived, in the order of the run."""
    for contract in verdict.contracts:
        for finding in contract.findings:
            if finding.waiver is None:
                yield contract.name, finding


def most_severe(verdict: Verdict, number: int, wanted: str | None = None) -> list[Placed]:
    """At most ``number`` findings that nobody waived, the most severe first.

    Of equal ones the first of each contract comes before the second of any, so that one poor
    contract doesn't hide the others. No more than ``number`` are ever in memory.

    Args:
        verdict: what was found.
        number: how many are asked for.
        wanted: only those of this :func:`level`; None: all.
    """
    best = heapq.nsmallest(number, _ranked(verdict, wanted), key=itemgetter(0))
    return [placed for _, placed in best]


def _ranked(
    verdict: Verdict, wanted: str | None
) -> Iterator[tuple[tuple[tuple[bool, int, bool], int], Placed]]:
    for contract in verdict.contracts:
        met: Counter[tuple[bool, int, bool]] = Counter()
        for finding in contract.findings:
            if finding.waiver is None and wanted in {None, level(finding)}:
                own = rank(finding)
                met[own] += 1
                yield (own, met[own]), (contract.name, finding)


def number_unwaived(verdict: Verdict) -> int:
    """How many :func:`unwaived` yields, without reading them."""
    return sum(verdict.summary.findings.values()) - verdict.summary.waived
