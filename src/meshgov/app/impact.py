"""``meshgov policy impact``: the same contracts under the current settings and under new ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from meshgov.app import contracts
from meshgov.app.check import choose, is_whole, loads, none_found
from meshgov.app.engines import start
from meshgov.app.governed import Governed, find_governance, govern, with_results
from meshgov.app.judge import Case
from meshgov.app.run import Load, Progress, Run
from meshgov.app.settings import RunSettings
from meshgov.decide import differences, impact
from meshgov.errors import ConfigurationError, InputError, MeshgovError
from meshgov.model.impact import ContractImpact, Impact, Side
from meshgov.model.pack import Rule
from meshgov.model.verdict import Verdict
from meshgov.policy import reads
from meshgov.render.base import RenderOptions
from meshgov.render.pages import impact as page
from meshgov.render.pages import impact_comment as comment
from meshgov.render.pages import impact_json

if TYPE_CHECKING:
    from meshgov.app.gate_export import Export

Owners = dict[str, str | None]
"""File of a contract -> team that owns it."""


@dataclass(frozen=True, slots=True)
class NewSettings:
    """What is to hold instead of the current settings; empty keeps the current.

    Attributes:
        policies: folders with rules, added.
        without: folders that governance names and that hold no longer.
        governance, organization: files in the place of the current ones.
        waivers: files and folders with waivers, added.
        time: evaluation time of the new settings, RFC 3339 UTC.
        base_ref: git ref of the current settings; the new ones are then those on disk.
    """

    policies: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    governance: str | None = None
    organization: str | None = None
    waivers: tuple[str, ...] = ()
    time: str | None = None
    base_ref: str | None = None

    def over(self, current: RunSettings) -> RunSettings:
        """The settings as they are to be.

        Raises:
            ConfigurationError: nothing is new.
        """
        if self == NewSettings():
            raise ConfigurationError(
                "nothing new is given, so nothing would change",
                hint="name new rules (--policies), a new governance file (--new-governance), or "
                "the git ref that holds the current settings (--base-ref)",
            )
        return replace(
            current,
            policies=(*current.policies, *self.policies),
            without=(*current.without, *self.without),
            governance=self.governance or current.governance,
            organization=self.organization or current.organization,
            waivers=(*current.waivers, *self.waivers),
            now=self.time or current.now,
        )


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The contracts that are touched, from two verdicts that may lie on disk."""

    before: Verdict
    after: Verdict
    owners: Owners

    def all(self) -> Iterator[ContractImpact]:
        for one, other in zip(self.before.contracts, self.after.contracts, strict=True):
            if (one.path, one.digest) != (other.path, other.digest):
                raise InputError(f"{one.path} changed while it was judged", hint="run it again")
            yield impact.compare(one, other, self.owners.get(other.path))

    def __iter__(self) -> Iterator[ContractImpact]:
        return (one for one in self.all() if one.is_touched)


def compare(
    before: Governed,
    after: Governed,
    patterns: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> Impact:
    """Judge the same contracts twice, and tell what differs.

    A shared OPA server is never asked: it holds one pack, and a dry run must not upload another.

    Args:
        before: the current settings.
        after: the new ones.
        patterns: files, folders and globs; without any, what governance names, else this folder.
        progress: told how many contracts are judged.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    chosen, _ = choose(patterns, after if after.governance.contracts else before)
    selection = contracts.select(chosen, os.curdir)
    owners: Owners = {}
    whole = is_whole(patterns)
    changes = differences.compare(_side(before), _side(after), _reads(after))
    first, skipped = _judge(before, selection, owners, progress, whole=whole)
    done = len(first.contracts)
    if not done:
        raise none_found(skipped, chosen)
    second, _ = _judge(after, selection, owners, lambda more: progress(done + more), whole=whole)
    if len(second.contracts) != done:
        raise InputError("files changed while they were judged", hint="run it again")
    pairs, count = _Pairs(first, second, owners), impact.Count()
    for one in pairs.all():
        count.add(one)
    return Impact(
        engine_name=second.engine_name,
        engine_version=second.engine_version,
        before=_told(before, first),
        after=_told(after, second),
        judged=done,
        changes=changes,
        total=count.total(),
        by_rule=count.by("rule"),
        by_domain=count.by("domain"),
        by_owner=count.by("owner"),
        contracts=pairs,
        untested=_untested(after, whole=whole),
        notices=tuple(one for one in second.notices if one not in first.notices),
    )


def planned(
    current: RunSettings,
    new: NewSettings,
    patterns: Sequence[str],
    progress: Progress,
    results: str | None = None,
) -> Impact:
    """As :func:`compare`, from the options of the command line.

    Raises:
        MeshgovError: as :func:`compare`; also when nothing is new.
    """
    after = with_results(govern(new.over(current)), results)
    if new.base_ref is None:
        return compare(with_results(govern(current), results), after, patterns, progress)
    from meshgov.app import gate_export  # noqa: PLC0415  # start-up budget: few runs ask git
    from meshgov.load import git  # noqa: PLC0415  # as above

    repository = git.Repository()
    try:
        tree = repository.tree(new.base_ref)
        with gate_export.Export(repository, tree, new.base_ref) as export:
            return _against(export, current, after, patterns, progress, results)
    finally:
        repository.close()


def _against(  # noqa: PLR0913, PLR0917  # what a plan consists of
    export: Export,
    current: RunSettings,
    after: Governed,
    patterns: Sequence[str],
    progress: Progress,
    results: str | None,
) -> Impact:
    """The settings of a commit against those on disk."""
    found = current.governance
    nearest = found is not None and found == find_governance(os.getcwd())
    try:
        # What was only found on disk is looked for in the commit, which may have none.
        given = replace(current, governance=None) if nearest else current
        before = export.governed(with_results(govern(export.settings(given)), results))
        # The contracts are those on disk: the ones in git are copies, and stand elsewhere.
        own = replace(before.governance, contracts=())
        told = compare(replace(before, governance=own), after, patterns, progress)
    except MeshgovError as error:
        raise export.renamed(error) from None
    return replace(
        told,
        changes=replace(told.changes, shared=tuple(map(export.said, told.changes.shared))),
    )


def rendered(impact: Impact, form: str, options: RenderOptions) -> Iterator[str]:
    """An impact as ``text``, ``json`` or ``markdown``."""
    if form == "json":
        return impact_json.as_json(impact)
    return comment.markdown(impact) if form == "markdown" else page.text(impact, options)


def _judge(
    governed: Governed,
    selection: contracts.Selection,
    owners: Owners,
    progress: Progress,
    *,
    whole: bool,
) -> tuple[Verdict, int]:
    """The verdict under one of both, and how many files are no contracts."""
    local = replace(governed.settings.engine, opa_url=None, opa_token=None, push=False)
    with start(governed.pack, local, configured_url=None, work=len(selection.paths)) as engine:
        run = Run(governed, engine, "check", contracts.read if whole else None)
        verdict = run.judge((partial(_load, one, owners) for one in loads(selection)), progress)
    return verdict, run.skipped


def _load(load: Load, owners: Owners) -> Case | None:
    case = load()
    if case is not None:
        owner = case.new.contract.owner
        owners[case.new.document.file] = owner.team if owner else None
    return case


def _side(governed: Governed) -> differences.Settings:
    return differences.Settings(governed.pack, governed.governance, governed.settings.now)


def _reads(governed: Governed) -> differences.Reads:
    texts: dict[str, str] = {}  # made when the first rule is asked about

    def of(rule: Rule) -> set[reads.Bound]:
        if not texts:
            texts.update(reads.texts(governed.pack))
        return reads.parameters(governed.pack, [rule.package], texts)

    return of


def _told(governed: Governed, verdict: Verdict) -> Side:
    return Side(
        evaluated_at=verdict.evaluated_at,
        governance=governed.governance.source,
        sources=verdict.pack_sources,
        digest=verdict.pack_digest,
        rules=verdict.pack_rules,
        passed=verdict.summary.passed,
        failed=verdict.summary.failed,
    )


def _untested(governed: Governed, *, whole: bool) -> dict[str, tuple[str, ...]]:
    found = differences.untested(
        _side(governed), has_fleet=whole, has_results=governed.results is not None
    )
    return {why: tuple(ids) for why, ids in found.items()}
