"""Verdicts on contracts to the verdict on a run, one at a time."""

from __future__ import annotations

from collections import Counter

from meshgov.model.pack import SEVERITIES, Pack
from meshgov.model.verdict import Contracts, ContractVerdict, Summary, Verdict
from meshgov.model.waiver import Waiver


class Tally:
    """Counts over a run; holds no contract, so that memory stays flat."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._severities: Counter[str] = Counter()
        self._waived = 0

    def add(self, contract: ContractVerdict) -> None:
        """Count one contract."""
        self._verdicts[contract.verdict] += 1
        for finding in contract.findings:
            self._severities[finding.severity] += 1
            self._waived += finding.waiver is not None

    def summary(self) -> Summary:
        """The counts so far; every severity is a key, the most severe first."""
        return Summary(
            contracts=self._verdicts.total(),
            passed=self._verdicts["pass"],
            failed=self._verdicts["fail"],
            findings={one: self._severities[one] for one in reversed(SEVERITIES)},
            waived=self._waived,
        )


def conclude(  # noqa: PLR0913  # the parts of a verdict, by name
    summary: Summary,
    contracts: Contracts,
    pack: Pack,
    *,
    command: str,
    now: str,
    engine: tuple[str, str],
    notices: tuple[str, ...] = (),
    waivers: tuple[Waiver, ...] = (),
) -> Verdict:
    """The verdict on a run, exit code 0 or 1.

    Args:
        summary: counts over ``contracts``.
        contracts: each contract's verdict, in the order of the run.
        pack: what judged.
        command: ``check | diff | gate``.
        now: evaluation time, RFC 3339 UTC.
        engine: its name and version.
        notices: what a person should know besides.
        waivers: those that cover a finding.
    """
    failed = summary.failed > 0
    return Verdict(
        command=command,
        verdict="fail" if failed else "pass",
        exit_code=int(failed),
        evaluated_at=now,
        engine_name=engine[0],
        engine_version=engine[1],
        pack_digest=pack.digest,
        pack_rules=len(pack.rules),
        pack_sources=pack.sources,
        summary=summary,
        contracts=contracts,
        notices=notices,
        waivers=waivers,
        rules={rule.id: rule for rule in pack.rules},
    )
