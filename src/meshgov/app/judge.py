"""One case: what the engine is asked about it, and what its answer means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from meshgov.app.contracts import Loaded
from meshgov.app.governed import Governed
from meshgov.decide.contract import judge
from meshgov.decide.join import join
from meshgov.decide.subject import DecideSettings, DiffFacts, Subject
from meshgov.diff.compare import compare, introduced, withdrawn
from meshgov.diff.consumers import reach
from meshgov.diff.settings import DiffSettings
from meshgov.diff.versions import facts
from meshgov.engine import request
from meshgov.engine.base import Engine
from meshgov.engine.request import Request
from meshgov.model.change import Diff, VersionFacts
from meshgov.model.document import Json, Note
from meshgov.model.measured import Measured
from meshgov.model.pack import Answer
from meshgov.model.verdict import Base, ContractVerdict

NO_BYTES = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The digest of nothing: what was there of a product that is new."""


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier version, and the git ref that it was read from, or None."""

    loaded: Loaded
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A contract to judge, and its previous version if there is one.

    Attributes:
        new: the contract; of a withdrawn product the last version.
        ref: git ref that the previous version was read from, or None.
        earlier: other versions that it is compared with too.
        added_to: for a product that is new, the place that didn't have it: git ref and path.
        stays: the previous version goes on beside this one, so that nobody has to move.
        withdrawn: the product is gone, and ``new`` and ``old`` are what it was.
        remarks: what a person should know about the search for earlier versions.
    """

    new: Loaded
    old: Loaded | None = None
    ref: str | None = None
    earlier: tuple[Previous, ...] = ()
    added_to: tuple[str | None, str] | None = None
    stays: bool = False
    withdrawn: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, or one of its comparisons, that the engine was asked about.

    Attributes:
        base: what it was compared with; None without a diff.
        last: no other comparison of the case follows.
    """

    case: Case
    base: Base | None
    old: Loaded | None
    diff: Diff | None
    request: Request
    last: bool
    has_results: bool = False


class Judge:
    """Asks about cases and decides them, under one governance and for one command."""

    def __init__(self, governed: Governed, command: str) -> None:
        self._governed = governed
        self._command = command
        self._evaluation = {"now": governed.settings.now, "command": command}
        if governed.consumers.known:
            self._evaluation["consumers"] = "known"
        registry = governed.organization
        self._registry: Json = {"domains": list(registry.domains)} if registry else None
        self._settings = DecideSettings(
            now=governed.settings.now, fail_on=governed.settings.fail_on
        )
        self._begun: tuple[Loaded, object] | None = None

    def begin(self, new: Loaded, engine: Engine) -> None:
        """Let ``engine`` judge what it can of ``new`` before its previous version is known."""
        # Results count how often they are asked for.
        if engine.begins and not self._governed.results:
            made = self._request(new, version=facts(None, new.contract))
            self._begun = new, engine.begin(made)

    def ask(self, case: Case) -> Iterator[Asked]:
        """State the facts about a case, as the engine's input, comparison by comparison."""
        first: Previous | None = Previous(case.old, case.ref) if case.old else None
        if first is None and case.added_to is None and case.earlier:
            first, *others = case.earlier
        else:
            others = list(case.earlier)
        results = self._governed.results.of(case.new) if self._governed.results else None
        yield self._ask(case, first, results, last=not others)
        for place, one in enumerate(others, 1):
            yield self._ask(case, one, results, last=place == len(others))

    def _ask(
        self,
        case: Case,
        previous: Previous | None,
        results: Sequence[Measured] | None,
        *,
        last: bool,
    ) -> Asked:
        governed, contract = self._governed, case.new.contract
        old = previous.loaded if previous else None
        diff = self._diff(case, old)
        if diff is not None and governed.consumers.by_product:
            before = old.contract if old else None
            diff = reach(diff, before, contract, governed.consumers.by_product)
        begun, self._begun = self._begun, None
        made = self._request(
            case.new,
            diff=diff,
            base=old.contract if old else None,
            stays=case.stays and old is case.old,
            version=diff.version if diff else facts(None, contract),
            results=results,
            begun=begun[1] if begun and begun[0] is case.new else None,
        )
        has_results = results is not None
        return Asked(case, _base(case, previous), old, diff, made, last, has_results)

    def _request(self, new: Loaded, *, version: VersionFacts, **more: Any) -> Request:
        """The engine's input about ``new``; ``more`` is what comparing adds to it."""
        governed, domain = self._governed, new.contract.domain
        return request.build(
            new.contract,
            subject=new.document.file,
            version=version,
            organization=governed.registered(domain),
            registry=self._registry,
            parameters_text=governed.parameters_text(domain),
            evaluation=self._evaluation,
            document=new.document.value if governed.pack.foreign_entry else None,
            fields=governed.pack.reads_fields,
            **more,
        )

    def decide(self, asked: Asked, answer: Answer) -> ContractVerdict:
        """The verdict on a case, from one comparison.

        Raises:
            MeshgovError: the answer doesn't fit the question, or the catalogue.
        """
        new, old = asked.case.new, asked.old
        found = None
        if asked.base is not None and asked.diff is not None:
            found = DiffFacts(
                base=asked.base,
                diff=asked.diff,
                locate_old=(old or new).place_of_origin,
                locate_new=new.place_of_origin,
            )
        where = new.place(("version",))[0] if asked.case.remarks else None
        return judge(
            Subject(
                path=new.document.file,
                name=new.contract.name,
                version=_version(new),
                domain=new.contract.domain,
                digest=new.document.digest,
                notes=(*new.notes, *(Note(one, where) for one in asked.case.remarks if where)),
                withdrawn=asked.case.withdrawn,
                has_results=asked.has_results,
            ),
            answer,
            self._governed.pack,
            self._governed.governance,
            self._settings,
            new.place,
            found,
        )

    def join(self, case: Case, verdicts: Sequence[ContractVerdict]) -> ContractVerdict:
        """The one verdict on a case, from all its comparisons."""
        if len(verdicts) == 1:
            return verdicts[0]
        return join(verdicts, case.new.place(("version",))[0])

    def _diff(self, case: Case, old: Loaded | None) -> Diff | None:
        new = case.new
        if case.withdrawn:
            return withdrawn(new.contract)
        if old is not None:
            return compare(old.contract, new.contract, self._diff_settings(new.contract.domain))
        return introduced(new.contract) if case.added_to else None

    def _diff_settings(self, domain: str | None) -> DiffSettings:
        # The parameters' schema has checked the types.
        parameters: Any = self._governed.governance.parameters_for(domain)
        classes = parameters["data_classification"]
        return DiffSettings(
            now=self._governed.settings.now,
            notice_days=parameters["breaking_changes"]["notice_days"],
            # Also those that the domain left out: a step down from one of them is still one.
            labels=tuple(classes.get("all_labels", classes["labels"])),
        )


def _base(case: Case, previous: Previous | None) -> Base | None:
    if previous is not None:
        old, ref = previous.loaded, previous.ref
        path = old.document.file if ref is None else old.document.file.removeprefix(f"{ref}:")
        return Base(ref, path, _version(old), old.document.digest)
    if case.added_to is None:
        return None
    ref, path = case.added_to
    return Base(ref, path, None, NO_BYTES)


def _version(loaded: Loaded) -> str | None:
    version = loaded.contract.version
    return None if version is None else str(version)
