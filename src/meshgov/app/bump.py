"""``meshgov bump``: the version that a changed contract needs, and its changelog entry.

Which version suffices is for the engine to say, as for ``meshgov diff``; here its answer is only
written down.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from meshgov.app import contracts
from meshgov.app.diff import both, pair_of_files
from meshgov.app.engines import engine_for
from meshgov.app.governed import Governed
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.app.settings import PastSettings
from meshgov.app.sources import STANDARD_INPUT, One, Sources
from meshgov.diff import versions
from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.engine.base import Engine
from meshgov.errors import ConfigurationError, InputError, PolicyError
from meshgov.formats import registry
from meshgov.load.edit import Editor, reread, save
from meshgov.model.document import Json
from meshgov.model.release import Release
from meshgov.model.settings import RuleSetting
from meshgov.model.verdict import ContractVerdict, DiffVerdict
from meshgov.render.base import RenderOptions
from meshgov.render.pages import release as releases

VERSION_RULES: Final = frozenset(
    f"breaking_changes/version_{what}"
    for what in ("missing", "invalid", "decreased", "not_bumped", "bump_insufficient")
)
"""What they find is a version that does not suffice, whatever the organisation's rollout modes."""

NO_PAST: Final = PastSettings()

_CONTRACTS: Final = (".yaml", ".yml", ".json")
_GUIDE: Final = "TODO: say what consumers have to do to move to {version}, or where that is said"


def bump(
    contract: str,
    against: str,
    governed: Governed,
    *,
    write: bool,
    past: PastSettings = NO_PAST,
) -> Release:
    """The version and changelog entry that ``contract`` needs as the successor of ``against``.

    Args:
        contract: the changed contract: a file, or without ``write`` also ``git-ref:path`` or ``-``.
        against: the version before it: a file, ``git-ref:path``, ``-``, or a git ref alone, where
            the contract had the same path.
        governed: what the organisation configures, and who reads what.
        write: whether to write both into the contract's file.
        past: which earlier versions count besides.

    Raises:
        MeshgovError: bad input or configuration, a failing engine, or a file that can't be edited
            safely.
    """
    governed = _with_version_rules(governed)
    with Sources() as sources:
        places = (_before(against, contract), contract)
        old, new = both(partial(_one, place, sources) for place in places)
        with engine_for(governed, 1) as engine:
            case = pair_of_files(old, new, governed, sources, past)
            verdict = _judge(case, governed, engine)
            release = _release(case, verdict, governed.settings.now[: len("2026-01-31")])
            if not write:
                return release
            if not release.writable:
                raise _unwritable(case)
            if release.complete:
                return replace(release, written=False)
            data = _edited(case, release)
            _prove(case, data, governed, engine)
    save(contract, data, case.new.document.digest)
    return replace(release, written=True)


def rendered(release: Release, name: str, options: RenderOptions) -> Iterator[str]:
    """A release as ``text`` or ``json``, in pieces."""
    return releases.json(release) if name == "json" else releases.text(release, options)


def _before(against: str, contract: str) -> str:
    """Where the version before stands; a git ref alone means the contract's own path there."""
    if against == STANDARD_INPUT or ":" in against or os.path.lexists(against):
        return against
    if against.lower().endswith(_CONTRACTS) or contract == STANDARD_INPUT:
        return against
    if ":" in contract and not os.path.lexists(contract):
        return f"{against}:{contract.partition(':')[2]}"
    path = os.path.relpath(contract).replace(os.sep, "/")
    return f"{against}:./{path}"


def _one(given: str, sources: Sources) -> One:
    place = sources.resolve(given)
    if isinstance(place, One):
        return place
    raise InputError(
        f"{given} is a folder, and a version is for one contract", hint="name a file in it"
    )


def _with_version_rules(governed: Governed) -> Governed:
    """The same settings, but for rollout modes that would keep the version rules silent."""
    governance = governed.governance
    kept = replace(
        governance,
        rules=_without_version_rules(governance.rules),
        domain_rules={
            domain: _without_version_rules(rules)
            for domain, rules in governance.domain_rules.items()
        },
    )
    return replace(governed, governance=kept)


def _without_version_rules(rules: Mapping[str, RuleSetting]) -> dict[str, RuleSetting]:
    return {rule: setting for rule, setting in rules.items() if rule not in VERSION_RULES}


def _judge(case: Case, governed: Governed, engine: Engine) -> ContractVerdict:
    verdict = Run(governed, engine, "diff").judge([lambda: case], lambda _: None)
    return next(iter(verdict.contracts))


def _release(case: Case, verdict: ContractVerdict, date: str) -> Release:
    diff = _diff(verdict)
    release = Release(
        path=verdict.path,
        name=verdict.name,
        current=verdict.version,
        declared_bump=diff.declared_bump,
        required_bump=diff.required_bump,
        suggested_version=diff.suggested_version,
        sufficient=not _found(verdict),
        writable=_is_writable(case),
        notes=verdict.notes,
    )
    if not release.version:
        raise _unreadable_base(case, breaking=diff.breaking)
    # A version that stays, or comes without a change, has nothing to tell.
    if not diff.changes or release.version == _old_version(case):
        return release
    return _with_entry(release, _entry(case, diff, release.version, date), case)


def _found(verdict: ContractVerdict) -> bool:
    return any(finding.rule in VERSION_RULES for finding in verdict.findings)


def _diff(verdict: ContractVerdict) -> DiffVerdict:
    assert verdict.diff is not None  # noqa: S101  # a case with a base has one
    return verdict.diff


def _entry(case: Case, diff: DiffVerdict, version: str, date: str) -> dict[str, Json]:
    entry: dict[str, Json] = {
        "version": version,
        "date": date,
        "changes": [change.message for change in diff.changes],
        "breaking": diff.breaking,
    }
    if diff.breaking and _promises(case):
        entry["migration_guide"] = _GUIDE.format(version=version)
    return entry


def _promises(case: Case) -> bool:
    """Whether an old version promised stability, so that consumers are owed a guide."""
    before = [case.old, *(one.loaded for one in case.earlier)]
    read = [versions.read(one.contract.version)[0] for one in before if one]
    return any(one is None or (one.major > 0 and not one.prerelease) for one in read)


def _old_version(case: Case) -> str | None:
    version = case.old.contract.version if case.old else None
    return None if version is None else str(version)


def _with_entry(release: Release, entry: Mapping[str, Json], case: Case) -> Release:
    """What the changelog lacks: all of the entry, some keys of one that is there, or nothing."""
    index = _index(case, release.version)
    if index is None:
        return replace(release, entry=entry)
    there = _changelog(case)[index]
    # Where nothing is said, nothing breaks.
    wanted = [key for key in ("breaking", "migration_guide") if entry.get(key)]
    missing = tuple(key for key in wanted if there.get(key) is None)
    if not missing:
        return release
    completed = {**there, **{key: entry[key] for key in missing}}
    return replace(release, entry=completed, completes=missing)


def _changelog(case: Case) -> list[dict[str, Json]]:
    value: Any = case.new.document.value
    return value.get("changelog") or []


def _index(case: Case, version: str) -> int | None:
    """Where the changelog has an entry for ``version``; one leading ``v`` makes no difference."""
    for index, entry in enumerate(_changelog(case)):
        if str(entry["version"]).strip().removeprefix("v") == version.removeprefix("v"):
            return index
    return None


def _edited(case: Case, release: Release) -> bytes:
    """The bytes of the contract's file with version and changelog entry."""
    document = case.new.document
    editor = Editor(reread(document.file, document.digest), document)
    if not release.sufficient:
        editor.put((), "version", release.version, after="name")
    if release.entry:
        index = _index(case, release.version)
        if index is None:
            editor.prepend("changelog", release.entry)
        else:
            for key in release.completes:
                editor.put(("changelog", index), key, release.entry[key])
    return editor.result()


def _is_writable(case: Case) -> bool:
    form = registry.detect(case.new.document.value)
    return os.path.isfile(case.new.document.file) and form is not None and form.name == "native"


def _unwritable(case: Case) -> ConfigurationError:
    return ConfigurationError(
        f"{case.new.document.file} is not a file of a native contract, which --write could change",
        hint="name the contract's file, or leave --write out and write what is printed",
    )


def _prove(case: Case, data: bytes, governed: Governed, engine: Engine) -> None:
    """Judge what would be written: the version must do, and nothing else may have changed."""
    new = contracts.parse(data, case.new.document.file)
    before, after = (replace(one.contract, version=None, changelog=None) for one in (case.new, new))
    changes = compare(before, after, DiffSettings(now=governed.settings.now)).changes
    if changes or _found(_judge(replace(case, new=new), governed, engine)):
        raise PolicyError(
            f"the rules refuse version {new.contract.version} too, so nothing was written",
            hint="see what they say with `meshgov diff`",
        )


def _unreadable_base(case: Case, *, breaking: bool) -> InputError:
    assert case.old is not None  # noqa: S101  # both versions were loaded
    hint = 'write a version by SemVer 2.0.0 in quotes, such as "1.0.0", into the new contract'
    if breaking:
        hint = (
            'the changes break: give the old contract a version such as "1.0.0" first, and compare'
            " with that"
        )
    return InputError(
        "the old contract has no version that can be read, so none can be suggested",
        hint=hint,
        location=case.old.place(("version",))[0],
    )
