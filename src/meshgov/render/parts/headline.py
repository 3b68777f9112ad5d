"""The first lines of a page for people, in whatever format."""

from __future__ import annotations

from typing import Final

from meshgov.model.verdict import Compared, DiffVerdict, Verdict
from meshgov.render.parts.counts import MOST_SEVERE_FIRST, count, listed
from meshgov.render.parts.plain import safe

_SHORT: Final = 7
"""Characters of a commit's name that people read."""


def compared_in_words(compared: Compared) -> str:
    """``compared with main (4e63cab): 1 of 2 contracts changed, 1 removed``."""
    commit = compared.merge_base
    place = f"{safe(compared.ref)} ({commit[:_SHORT]})" if commit else safe(compared.ref)
    changed = f"{compared.changed:,}" if compared.changed else "none"
    words = f"compared with {place}: {changed} of {count(compared.contracts, 'contract')} changed"
    return f"{words}, {compared.removed:,} removed" if compared.removed else words


def only_diff(verdict: Verdict) -> DiffVerdict | None:
    """What was decided about two versions, when the run is about nothing else."""
    if verdict.command != "diff" or len(verdict.contracts) != 1:
        return None
    return next(iter(verdict.contracts)).diff


def found_in_words(verdict: Verdict) -> str:
    """``1 error, 2 warnings (1 of them waived)``."""
    found = listed(verdict.summary.findings, MOST_SEVERE_FIRST) or "no findings"
    waived = verdict.summary.waived
    return f"{found} ({waived:,} of them waived)" if waived else found


def contracts_in_words(verdict: Verdict) -> str:
    """``3 contracts: 1 failed, 2 passed``."""
    summary = verdict.summary
    total = count(summary.contracts, "contract")
    if summary.contracts <= 1:
        return total
    split = {"failed": summary.failed, "passed": summary.passed}
    return f"{total}: {listed(split, split)}"
