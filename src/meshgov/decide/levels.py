"""Runs that levels of changes fail, and not only findings."""

from __future__ import annotations

from dataclasses import replace

from meshgov.model.verdict import ContractVerdict

DANGEROUS = "dangerous"
"""The value of ``fail_on`` that is a level: errors fail then, and changes from this level on."""

_LEVELS = frozenset({DANGEROUS, "breaking"})


def severity(fail_on: str) -> str:
    """The lowest severity of a finding that blocks under ``fail_on``."""
    return "error" if fail_on == DANGEROUS else fail_on


def held(verdict: ContractVerdict, fail_on: str) -> ContractVerdict:
    """The verdict, failed where the run is to fail on a change that it holds.

    No waiver lifts that: a waiver is for a finding.
    """
    if fail_on != DANGEROUS or verdict.verdict == "fail" or verdict.diff is None:
        return verdict
    if _LEVELS.isdisjoint(change.level for change in verdict.diff.changes):
        return verdict
    return replace(verdict, verdict="fail")
