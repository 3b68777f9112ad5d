"""Fleet rules over a whole branch of which only some contracts are judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from meshgov.app.contracts import read
from meshgov.app.fleet import Gathering, Reload
from meshgov.app.gate_tree import Branch
from meshgov.app.governed import Governed
from meshgov.app.known import Known
from meshgov.decide import fleet as decide
from meshgov.engine.base import Engine
from meshgov.model.document import Note, Path
from meshgov.model.pack import Answer, RawFinding
from meshgov.model.verdict import ContractVerdict, RuleResult

Place = tuple[str, str, Path]
"""Rule, contract and path of a finding: enough to know it again."""

_SAID = "this contract is as it was; what is listed comes of changes to others"


class BranchFleet(Gathering):
    """Asks about all contracts, and tells of an unchanged one only what the branch brought on it.

    Attributes:
        older: findings on unchanged contracts that were there before the branch.
    """

    def __init__(self, governed: Governed, branch: Branch, reload: Reload = read) -> None:
        super().__init__(governed, "gate", reload)
        self._again = reload
        self._rules = [rule.id for rule in governed.pack.rules]
        self._others: Mapping[str, tuple[Known, str]] = branch.unchanged
        self._before = branch.records
        self.older = 0

    @property
    def others(self) -> Mapping[str, tuple[Known, str]]:
        """Unchanged contracts by path, with what is asked about each."""
        return self._others

    @property
    def before(self) -> tuple[str, ...]:
        """What is asked about the others as they were."""
        return tuple(self._before)

    def over(
        self, verdicts: Iterable[ContractVerdict], engine: Engine
    ) -> Iterator[ContractVerdict]:
        """Each verdict with what the fleet rules say; then unchanged contracts that were reached.

        Raises:
            MeshgovError: a failing engine or rule, or a file that changed meanwhile.
        """
        others = [record for _, record in self._others.values()]
        answer = self._ask([*self._records, *others], engine)
        reached = set(self._places(answer))
        if reached:
            old = reached.intersection(self._places(self._ask([*self._before, *others], engine)))
            self.older = len(old)
            answer = _without(answer, old)
            reached -= old
        found = self._laid(answer)
        yield from self._each(verdicts, found)
        for path in sorted({path for _, path, _ in reached}):
            yield from self._each([self._untouched(path)], found)
        found.finish()

    def _places(self, answer: Answer) -> Iterator[Place]:
        """The findings on unchanged contracts."""
        for rule, given in answer.rules.items():
            for one in given.findings:
                if one.contract in self._others:
                    yield _place(rule, one)

    def _untouched(self, path: str) -> ContractVerdict:
        known = self._others[path][0]
        return ContractVerdict(
            path=path,
            name=known.name,
            version=None if known.version is None else str(known.version),
            domain=known.domain,
            digest=known.digest,
            verdict="pass",
            rules=tuple(RuleResult(rule, "not-tested") for rule in self._rules),
            findings=(),
            notes=(Note(_SAID, self._again(path).place(("version",))[0]),),
        )


def gathering(governed: Governed, branch: Branch) -> BranchFleet | None:
    """What collects the contracts of a branch; None where no fleet rule would be asked."""
    if not decide.is_asked(governed.pack, governed.governance, governed.settings.now):
        return None
    return BranchFleet(governed, branch)


def _place(rule: str, raw: RawFinding) -> Place:
    return rule, raw.contract, raw.path


def _without(answer: Answer, places: set[Place]) -> Answer:
    """The answer without findings that are known already."""
    rules = {
        rule: replace(
            given,
            findings=tuple(one for one in given.findings if _place(rule, one) not in places),
        )
        for rule, given in answer.rules.items()
    }
    return replace(answer, rules=rules)
