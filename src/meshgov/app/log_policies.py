"""What runs were judged under, from what a log keeps of it: rules, controls, waivers, owners.

Nothing is taken from the policies that are installed today, unless they are those that judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory
from typing import Any, Final

from meshgov.app import report as of_runs
from meshgov.app import resources, waivers
from meshgov.app.governed import Governed
from meshgov.app.log_records import Kept
from meshgov.app.logged import AlteredError, Index, LoggedRun
from meshgov.app.replay import restored
from meshgov.app.settings import EngineSettings
from meshgov.errors import InputError, MeshgovError
from meshgov.evidence import canonical
from meshgov.model.controls import Framework
from meshgov.model.pack import SEVERITIES, Pack, Rule
from meshgov.model.report import Evidence, Gap
from meshgov.model.verdict import ContractVerdict
from meshgov.model.waiver import Waiver
from meshgov.policy import pack as packs

WARN_DAYS: Final = 14


@dataclass
class Policies:
    """What the last run was judged under, and the rules that judged before.

    Attributes:
        rules: by id; the newest words for each.
        builtin: folder with the shipped part of the last policies.
        governed: of the last run; None where it is gone.
        evidence: files of its configuration.
        gaps: what is gone, and was needed.
    """

    found: Index
    kept: Kept
    folder: str
    rules: dict[str, Rule] = field(default_factory=dict)
    builtin: str | None = None
    governed: Governed | None = None
    waivers: tuple[Waiver, ...] = ()
    warn_days: int = WARN_DAYS
    evidence: list[Evidence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    _known: dict[str, None] = field(default_factory=dict)

    def also(self, judged: Iterable[str]) -> None:
        """Add the rules of other packs that contracts were last judged by.

        Args:
            judged: their digests.
        """
        for digest in sorted(set(judged) - self._known.keys()):
            self._add(digest)

    def name(self, verdicts: Iterable[ContractVerdict]) -> None:
        """Add rules that are known from verdicts alone: what they found is an exception, too."""
        severities: dict[str, str] = {}
        for one in verdicts:
            severities |= {each.rule: each.severity for each in one.findings}
            for each in one.rules:
                severities.setdefault(each.id, SEVERITIES[0])
        for identity in severities.keys() - self.rules.keys():
            severity = severities[identity]
            self.rules[identity] = Rule(
                identity, "", "", "contract", severity, identity, "", "", "", source=""
            )

    def frameworks(self, wanted: str | None) -> list[Framework]:
        """The frameworks of the report, with the rules that judged.

        Raises:
            InputError: it isn't known what bears on the framework that is asked for.
            ConfigurationError: there is no such framework, or control.
        """
        if self.builtin is None:
            if wanted is None:
                return []
            raise InputError(
                f"which rules bear on {wanted} can't be told: the policies that judged are gone",
                hint="leave --framework out; `meshgov audit log --kind erasure` says what is gone",
            )
        return of_runs.chosen(self._pack(), self.builtin, wanted)

    def _pack(self) -> Pack:
        """All rules as one pack; only they are looked at."""
        rules = tuple(self.rules[one] for one in sorted(self.rules))
        return Pack(rules, (), {}, "", "", "", (), {})

    def _add(self, digest: str) -> None:
        self._known[digest] = None
        why = "no run that they judged kept what it was judged on"
        for run in reversed(self.found.reported()):
            if self.found.packs.get(run.id) != digest or run.configured is None:
                continue
            try:
                self._restore(run, digest)
            except AlteredError:
                raise
            except (MeshgovError, KeyError, TypeError, ValueError, IndexError) as error:
                why = error.message if isinstance(error, MeshgovError) else f"malformed: {error!r}"
            else:
                return
        shipped = resources.folder("policies")
        today = packs.build(shipped, ())
        if today.digest == digest:
            self._take(today.rules, shipped)
            return
        reason = (
            f"the policies that judged are not in the log, and not those of this meshgov: {why}"
        )
        self.gaps.append(Gap(digest, f"{reason}; titles and controls of their rules are not known"))

    def _restore(self, run: LoggedRun, digest: str) -> None:
        inputs = inputs_of(run, self.kept)
        if inputs is None:
            raise InputError(f"the list of inputs of run {run.id} was erased")
        # One for each attempt: what an earlier run could not restore has left files behind.
        folder = os.path.join(self.folder, f"{digest.removeprefix('sha256:')}-{run.entry}")
        os.makedirs(folder)
        governed = restored(inputs, self.kept.must, folder, EngineSettings())
        is_last = self.governed is None and not self.rules
        self._take(of_runs.rules(governed), os.path.join(folder, "policies-0"))
        if is_last:
            self.governed = governed
            self.waivers = tuple(_renamed(waivers.load(governed), inputs))
            self.warn_days = waivers.terms(governed.governance).warn_days
            self.evidence = list(_files(inputs))

    def _take(self, rules: Iterable[Rule], builtin: str) -> None:
        for one in rules:
            self.rules.setdefault(one.id, one)
        self.builtin = self.builtin or builtin


@contextmanager
def policies(found: Index, kept: Kept) -> Iterator[Policies]:
    """What the last run of the period was judged under.

    Raises:
        AlteredError: what is kept of it is not what it was.
    """
    with TemporaryDirectory(prefix="mg-") as folder:
        made = Policies(found, kept, folder)
        last = [one for one in found.reported() if one.id in found.packs]
        if last:
            made.also([found.packs[last[-1].id]])
        yield made


def inputs_of(run: LoggedRun, kept: Kept) -> Any:
    """The list of what a run was judged on; None where it was not kept, or erased.

    Raises:
        AlteredError: it is not what it was.
    """
    if run.configured is None or not run.inputs:
        return None
    data = kept.named(run.inputs, "list of inputs", run.entry)
    try:
        return None if data is None else canonical.decode(data)
    except (ValueError, RecursionError):
        raise AlteredError(
            f"the list of inputs of entry {run.entry} is none", hint="see `meshgov audit verify`"
        ) from None


def names(found: Index, kept: Kept) -> dict[str, str]:
    """The names of files that configured runs of the period, by digest, where they changed.

    Raises:
        AlteredError: what is kept of a run is not what it was.
    """
    named: dict[str, str] = {}
    last: dict[str, LoggedRun] = {}
    for run in found.reported():
        if run.configured is None:
            continue
        before = last.get(run.repository, run)
        last[run.repository] = run
        for one in (before, run) if before.configured != run.configured else ():
            try:
                inputs = inputs_of(one, kept)
                named |= {each.digest: each.name for each in _files(inputs)} if inputs else {}
            except (KeyError, TypeError, ValueError):
                continue  # then it is said by its digest alone
    return named


def _renamed(found: Iterable[Waiver], inputs: Any) -> Iterator[Waiver]:
    """The same, standing in the files that they stood in."""
    told = [one["file"] for one in inputs["configuration"]["waivers"]]
    names = {f"waivers-{n}{os.path.splitext(file)[1]}": file for n, file in enumerate(told)}
    for one in found:
        places = {
            key: place._replace(file=names.get(os.path.basename(place.file), place.file))
            for key, place in one.locations.items()
        }
        yield replace(one, locations=places)


def _files(inputs: Any) -> Iterator[Evidence]:
    told: Mapping[str, Any] = inputs["configuration"]
    if told["governance"]:
        yield Evidence("governance", told["governance"]["file"], told["governance"]["digest"])
    else:
        yield Evidence("governance", "none: built-in defaults")
    for domain, one in sorted(told["domains"].items()):
        yield Evidence(f"governance of {domain}", one["file"], one["digest"])
    if told["organization"]:
        yield Evidence("organization", told["organization"]["file"], told["organization"]["digest"])
    for one in told["waivers"]:
        yield Evidence("waiver", one["file"], one["digest"])
