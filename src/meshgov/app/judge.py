"""One case: what the engine is asked about it, and what its answer means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from meshgov.app.contracts import Loaded
from meshgov.app.governed import Governed
from meshgov.decide.contract import judge
from meshgov.decide.subject import DecideSettings, DiffFacts, Subject
from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.diff.versions import facts
from meshgov.engine import request
from meshgov.engine.request import Request
from meshgov.model.change import Diff
from meshgov.model.pack import Answer
from meshgov.model.verdict import Base, ContractVerdict


@dataclass(frozen=True, slots=True)
class Case:
    """A contract to judge, and its previous version if there is one.

    Attributes:
        ref: git ref that the previous version was read from, or None.
    """

    new: Loaded
    old: Loaded | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A case that the engine was asked about."""

    case: Case
    diff: Diff | None
    request: Request


class Judge:
    """Asks about cases and decides them, under one governance and for one command."""

    def __init__(self, governed: Governed, command: str) -> None:
        self._governed = governed
        self._command = command
        self._settings = DecideSettings(
            now=governed.settings.now, fail_on=governed.settings.fail_on
        )

    def ask(self, case: Case) -> Asked:
        """State the facts about a case, as the engine's input."""
        governed, contract = self._governed, case.new.contract
        diff = self._compare(case.old, case.new) if case.old else None
        made = request.build(
            contract,
            subject=case.new.document.file,
            diff=diff,
            base=case.old.contract if case.old else None,
            version=diff.version if diff else facts(None, contract),
            organization=governed.registered(contract.domain),
            parameters_text=governed.parameters_text(contract.domain),
            evaluation={"now": governed.settings.now, "command": self._command},
            document=case.new.document.value if governed.pack.foreign_entry else None,
        )
        return Asked(case, diff, made)

    def decide(self, asked: Asked, answer: Answer) -> ContractVerdict:
        """The verdict on a case.

        Raises:
            MeshgovError: the answer doesn't fit the question, or the catalogue.
        """
        new, old = asked.case.new, asked.case.old
        found = None
        if old is not None and asked.diff is not None:
            found = DiffFacts(
                base=Base(asked.case.ref, old.document.file, _version(old), old.document.digest),
                diff=asked.diff,
                locate_old=old.place_of_origin,
                locate_new=new.place_of_origin,
            )
        return judge(
            Subject(
                path=new.document.file,
                name=new.contract.name,
                version=_version(new),
                domain=new.contract.domain,
                digest=new.document.digest,
                notes=new.notes,
            ),
            answer,
            self._governed.pack,
            self._governed.governance,
            self._settings,
            new.place,
            found,
        )

    def _compare(self, old: Loaded, new: Loaded) -> Diff:
        return compare(old.contract, new.contract, self._diff_settings(new.contract.domain))

    def _diff_settings(self, domain: str | None) -> DiffSettings:
        # The parameters' schema has checked the types.
        parameters: Any = self._governed.governance.parameters_for(domain)
        return DiffSettings(
            now=self._governed.settings.now,
            notice_days=parameters["breaking_changes"]["notice_days"],
            labels=tuple(parameters["data_classification"]["labels"]),
        )


def _version(loaded: Loaded) -> str | None:
    version = loaded.contract.version
    return None if version is None else str(version)
