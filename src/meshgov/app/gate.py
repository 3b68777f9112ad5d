"""``meshgov gate``: everything that a branch changes, judged by what held before it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from meshgov.app import gate_base
from meshgov.app.consumers import register, remarks
from meshgov.app.contracts import Loaded
from meshgov.app.diff import transitive
from meshgov.app.engines import engine_for
from meshgov.app.gate_asked import Gated, GateSettings
from meshgov.app.gate_base import Base
from meshgov.app.gate_export import Export, inside
from meshgov.app.gate_fleet import gathering
from meshgov.app.gate_notices import notices
from meshgov.app.gate_tree import Branch, Files
from meshgov.app.governed import Governed, find_governance, govern, with_results
from meshgov.app.judge import Case, Previous
from meshgov.app.known import Known, is_released
from meshgov.app.pairs import Pair, match
from meshgov.app.past import Past
from meshgov.app.run import Load, Progress, Run
from meshgov.app.settings import ConsumerSettings, PastSettings, RunSettings
from meshgov.app.sources import Sources
from meshgov.errors import ConfigurationError, InputError, MeshgovError, joined
from meshgov.load.globs import Globs
from meshgov.model.verdict import Compared, Verdict

if TYPE_CHECKING:
    from meshgov.load.git import Repository
    from meshgov.model.impact import Impact

ANYBODY: Final = ConsumerSettings()
"""There may be consumers that registered nowhere."""


def gate(  # noqa: PLR0913  # groups of options, by name
    settings: RunSettings,
    asked: GateSettings,
    *,
    consumers: ConsumerSettings = ANYBODY,
    results: str | None = None,
    environment: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
) -> Gated:
    """Judge what the branch that is checked out changes, the working tree included.

    Args:
        settings: how to judge. Its files are read from the base, where they lie in the repository.
        asked: what to judge.
        consumers: whose reading counts.
        results: file with results of quality checks.
        environment: variables of the process, which may say what to compare with.
        progress: told how many contracts are judged.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    with ExitStack() as stack:
        sources = stack.enter_context(Sources())
        repository = sources.repository()
        given = os.environ if environment is None else environment
        base = gate_base.find(repository, asked.base_ref, given)
        tip = repository.tree(base.commit) if base.commit else None
        export = stack.enter_context(Export(repository, tip, base.ref))
        try:
            rules = _Rules.of(settings, asked, consumers, export, repository)
            return _Gate(rules, asked, base, sources, results).judge(progress)
        except MeshgovError as error:
            raise export.renamed(error) from None


@dataclass(frozen=True)
class _Rules:
    """What judges.

    Attributes:
        own: settings that name what the branch itself holds.
        patterns: what names the contracts, from the root of the repository.
        configuration: what names all else that was read, likewise.
        told: names files in a verdict as people know them.
    """

    governed: Governed
    consumers: ConsumerSettings
    own: RunSettings
    patterns: tuple[str, ...]
    configuration: tuple[str, ...]
    told: Callable[[Verdict], Verdict]

    @classmethod
    def of(
        cls,
        settings: RunSettings,
        asked: GateSettings,
        consumers: ConsumerSettings,
        export: Export,
        repository: Repository,
    ) -> _Rules:
        if asked.policies_from == "head":
            governed = govern(settings)
            root = os.path.realpath(repository.root)
            patterns = tuple(inside(root, one) for one in governed.governance.contracts)
            made = cls(governed, consumers, settings, patterns, (), lambda verdict: verdict)
        else:
            governed = export.governed(govern(export.settings(settings)))
            consumers = replace(consumers, files=export.consumers(consumers.files))
            patterns = export.contracts(governed)
            own = settings.governance or find_governance(os.getcwd())
            made = cls(
                governed,
                consumers,
                replace(settings, governance=own),
                patterns,
                tuple(export.places),
                export.verdict,
            )
        if asked.contracts:
            root, here = os.path.realpath(repository.root), os.path.realpath(os.curdir)
            named = (os.path.normpath(os.path.join(here, one)) for one in asked.contracts)
            made = replace(made, patterns=tuple(inside(root, one) for one in named))
        for one in made.patterns:
            if one == ".." or one.startswith("../"):
                raise ConfigurationError(
                    f"the contracts {one} lie outside of this repository",
                    hint="a gate compares what git keeps: name contracts of this repository",
                )
        return made


class _Gate:
    def __init__(
        self,
        rules: _Rules,
        asked: GateSettings,
        base: Base,
        sources: Sources,
        results: str | None,
    ) -> None:
        self._rules = rules
        self._asked = asked
        self._base = base
        self._sources = sources
        self._results = results
        self._repository = sources.repository()

    def judge(self, progress: Progress) -> Gated:
        """Compare, judge, and say what was compared."""
        base = self._base
        tree = self._repository.tree(base.merge_base) if base.merge_base else None
        files = Files(self._repository, tree, base.shown)
        branch = files.branch(Globs(self._rules.patterns or (".",)))
        self._check(branch)
        pairs = match(branch.before, branch.after)
        chosen = [one for one in pairs if self._counts(one, branch)]
        governed = self._asked.watch(self._governed(branch, chosen))
        fleet = gathering(governed, branch if not self._asked.everything else _whole(branch))
        with engine_for(governed, len(chosen)) as engine:
            run = Run(governed, engine, "gate", fleet=fleet if chosen else None)
            verdict = run.judge(list(self._loads(chosen, branch, governed)), progress)
        changed = [one for one in pairs if one.new and one.new.one.shown not in branch.unchanged]
        removed = [one for one in pairs if one.new is None and one.old]
        configuration = files.changed(Globs(self._rules.configuration))
        compared = Compared(
            base.ref,
            base.commit,
            base.merge_base,
            self._asked.policies_from,
            contracts=len(branch.after),
            changed=len(changed),
            removed=len(removed),
            configuration=tuple(configuration),
        )
        chosen_by_branch = self._results if self._results and self._is_kept(self._results) else None
        is_default = self._rules.governed.governance.source is None
        told = notices(
            compared, getattr(fleet, "older", 0), chosen_by_branch, is_default=is_default
        )
        said = (*verdict.notices, *branch.notices, *told)
        impact = self._impact(branch, files) if configuration and branch.after else None
        verdict = replace(verdict, notices=said, compared=compared, impact=impact)
        gone = frozenset(one.old.one.shown for one in removed if one.old)
        return Gated(self._rules.told(verdict), base, self._head(), gone)

    def _impact(self, branch: Branch, files: Files) -> Impact:
        """What the branch's own configuration would do to all its contracts.

        Raises:
            MeshgovError: it can't be read, so that nothing could be judged once it is there.
        """
        from meshgov.app import impact  # noqa: PLC0415  # start-up budget: few branches need it

        with _said("this branch brings what can't be used"):
            after = govern(self._rules.own)
        places = tuple(files.shown(one) for one in self._rules.patterns or (".",))
        if branch.unread:  # then it is said of the rules over all contracts that they weren't asked
            places = tuple(one.one.shown for one in branch.after)
        with _said("while what this branch brings was tried out"):
            return impact.compare(self._rules.governed, after, places)

    def _head(self) -> str | None:
        try:
            return self._repository.commit("HEAD")
        except InputError:
            return None

    def _is_kept(self, file: str) -> bool:
        head, root = self._head(), os.path.realpath(self._repository.root)
        name = inside(root, os.path.realpath(file))
        return head is not None and self._repository.entry(head, name) is not None

    def _check(self, branch: Branch) -> None:
        """Refuse to pass where there is nothing to judge, now or before."""
        if branch.unread and (self._asked.everything or self._rules.consumers.known):
            errors = branch.unread
            raise joined(errors)
        if not (branch.after or branch.before):
            places = ", ".join(self._rules.patterns) or "this repository"
            hint = (
                "name them under `contracts` in governance.yaml, and commit that to "
                f"{self._base.ref}; or judge by the branch's own with --policies-from head"
            )
            if self._asked.contracts:
                hint = "check the spelling; paths start from the working folder"
            raise InputError(
                f"no contract in {places}, neither now nor in {self._base.shown}", hint=hint
            )

    def _counts(self, pair: Pair, branch: Branch) -> bool:
        """Whether a pair is to be judged: all that is not as it was."""
        if self._asked.everything or pair.new is None:
            return True
        return pair.new.one.shown not in branch.unchanged

    def _governed(self, branch: Branch, chosen: Sequence[Pair]) -> Governed:
        """What judges, with everybody who reads something, now or before."""
        kept = {one.one.inside for one, _ in branch.unchanged.values()}
        met = (*branch.after, *(one for one in branch.before if one.one.inside not in kept))
        governed = self._rules.governed
        # Its contracts are those that were just read.
        governance = replace(governed.governance, contracts=())
        governed = register(replace(governed, governance=governance), self._rules.consumers, met)
        governed = with_results(governed, self._results)
        if governed.results:
            judged = {one.new.name for one in chosen if one.new}
            governed.results.excuse({one.name for one in branch.after} - judged)
        return governed

    def _loads(self, chosen: Sequence[Pair], branch: Branch, governed: Governed) -> Iterator[Load]:
        settings = PastSettings(transitive=self._asked.transitive)
        names = frozenset(one.new.name for one in chosen if one.new)
        past = Past(settings, self._sources, names)
        wanted = any(transitive(governed, one.new.domain) for one in chosen if one.new)
        if names:
            past.prepare(transitive=wanted)
        met = {one.name for one in branch.before}
        back = {
            one.new.one.shown: one.new.name
            for one in chosen
            if one.new and self._looks_back(one.old, one.new, met)
        }
        since = PastSettings(since=self._base.merge_base, is_commit=True)
        before = Past(since, self._sources, frozenset(back.values())) if back else None
        majors: dict[str, set[int | None]] = {}
        for known in (*branch.before, *branch.after):
            majors.setdefault(known.name, set()).add(known.major)
        for pair in chosen:
            earlier = before if pair.new and pair.new.one.shown in back else None
            yield partial(self._case, pair, governed, past, earlier, majors)

    def _looks_back(self, old: Known | None, new: Known, met: set[str]) -> bool:
        """Whether the base has to be searched for the last released version.

        Where somebody names contracts, the product may have stood where nobody named it.
        """
        if old is not None:
            return _is_prerelease(old)
        return bool(self._asked.contracts) and new.name not in met and bool(self._base.merge_base)

    def _case(
        self,
        pair: Pair,
        governed: Governed,
        past: Past,
        before: Past | None,
        majors: Mapping[str, set[int | None]],
    ) -> Case:
        if pair.new is None:
            assert pair.old is not None  # noqa: S101  # a pair has at least one side
            gone = pair.old.one.load()
            return Case(gone, gone, pair.old.one.ref, withdrawn=True)
        now = _loaded(pair.new)
        was = pair.old.one.load() if pair.old else None
        known = (was.document.digest,) if was else ()
        every = past.find(
            now.contract,
            pair.new.one,
            transitive=transitive(governed, pair.new.domain),
            known=known,
        )
        earlier: list[Previous] = list(every.versions)
        said = list(every.remarks)
        if before is not None:
            met = (*known, *(one.loaded.document.digest for one in earlier))
            last = before.find(now.contract, pair.new.one, transitive=False, known=met)
            earlier += last.versions
            said += last.remarks if pair.old else ()
        said += remarks(governed.consumers, was, now, majors[pair.new.name])
        return Case(
            now,
            was,
            pair.old.one.ref if pair.old else None,
            tuple(earlier),
            added_to=None if pair.old else (self._base.shown, pair.new.one.inside),
            stays=pair.stays,
            remarks=tuple(said),
        )


@contextmanager
def _said(lead: str) -> Iterator[None]:
    """Say of errors what was done when they came."""
    try:
        yield
    except MeshgovError as error:
        for one in error.each():
            one.message = f"{lead}: {one.message}"
        raise


def _loaded(known: Known) -> Loaded:
    """The contract that was met.

    Raises:
        InputError: it is another one by now.
    """
    loaded = known.one.load()
    if loaded.document.digest != known.digest:
        raise InputError(f"{known.one.shown} changed while it was judged", hint="run it again")
    return loaded


def _is_prerelease(known: Known) -> bool:
    return known.major is not None and not is_released(known.version)


def _whole(branch: Branch) -> Branch:
    """The same with nothing left aside."""
    return replace(branch, unchanged={})
