"""``meshgov bump``: the version that a changed contract needs, and its changelog entry.

Which version suffices is for the engine to say, as for ``meshgov diff``; here its answer is only
written down.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from meshgov.app import contracts
from meshgov.app.diff import load
from meshgov.app.engines import start
from meshgov.app.governed import Governed
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.diff import versions
from meshgov.engine.base import Engine
from meshgov.errors import ConfigurationError, InputError, PolicyError
from meshgov.formats import registry
from meshgov.load import files
from meshgov.load.edit import Editor, save
from meshgov.model.document import Json
from meshgov.model.release import Release
from meshgov.model.verdict import ContractVerdict, DiffVerdict
from meshgov.render import release as releases
from meshgov.render.base import RenderOptions

VERSION_RULES: Final = frozenset(
    f"breaking_changes/version_{what}"
    for what in ("missing", "invalid", "decreased", "not_bumped", "bump_insufficient")
)
"""What they find is a version that does not suffice, whatever the organisation's rollout modes."""

_GUIDE: Final = "TODO: say what consumers have to do to move to {version}, or where that is said"


def bump(contract: str, against: str, governed: Governed, *, write: bool) -> Release:
    """The version and changelog entry that ``contract`` needs as the successor of ``against``.

    Args:
        contract: path of the changed contract.
        against: path of the version before it.
        governed: what the organisation configures.
        write: whether to write both into the contract's file.

    Raises:
        MeshgovError: bad input or configuration, a failing engine, or a file that can't be edited
            safely.
    """
    governed = _with_version_rules(governed)
    with start(
        governed.pack,
        governed.settings.engine,
        configured_url=governed.governance.opa_url,
        work=1,
    ) as engine:
        case = load(against, contract)
        verdict = _judge(case, governed, engine)
        release = _release(case, verdict, governed.settings.now[: len("2026-01-31")])
        if not write:
            return release
        if release.complete:
            return replace(release, written=False)
        data = _edited(case, release)
        _prove(case, data, verdict, governed, engine)
    save(contract, data, case.new.document.digest)
    return replace(release, written=True)


def rendered(release: Release, name: str, options: RenderOptions) -> Iterator[str]:
    """A release as ``text`` or ``json``, in pieces."""
    return releases.json(release) if name == "json" else releases.text(release, options)


def _with_version_rules(governed: Governed) -> Governed:
    """The same settings, but for rollout modes that would keep the version rules silent."""
    rules = governed.governance.rules
    kept = {rule: setting for rule, setting in rules.items() if rule not in VERSION_RULES}
    return replace(governed, governance=replace(governed.governance, rules=kept))


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
    )
    if not release.version:
        raise _unreadable_base(case)
    # A version that stays, or comes without a change, has nothing to tell.
    if not diff.changes or release.version == diff.base.version:
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
    """Whether the old version promised stability, so that consumers are owed a guide."""
    old = versions.read(case.old.contract.version)[0] if case.old else None
    return old is not None and old.major > 0 and not old.prerelease


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
    _refuse_unless_writable(case)
    editor = Editor(files.read(document.file), document)
    if not release.sufficient:
        editor.put((), "version", release.version, after="name")
    if release.completes and release.entry:
        index = _index(case, release.version)
        for key in release.completes:
            editor.put(("changelog", index or 0), key, release.entry[key])
    elif release.entry:
        editor.prepend("changelog", release.entry)
    return editor.result()


def _refuse_unless_writable(case: Case) -> None:
    document = case.new.document
    if not os.path.isfile(document.file):
        raise ConfigurationError(
            f"{document.file} is not a file that --write could change",
            hint="name the contract's file in the work tree",
        )
    form = registry.detect(document.value)
    if form is None or form.name != "native":
        raise InputError(
            "--write knows where version and changelog stand in native contracts only",
            hint="leave --write out, and write the version that is printed",
            location=document.locate(()),
        )


def _prove(
    case: Case, data: bytes, before: ContractVerdict, governed: Governed, engine: Engine
) -> None:
    """Judge what would be written: the version must do, and nothing else may have changed."""
    new = contracts.parse(data, case.new.document.file)
    after = _judge(replace(case, new=new), governed, engine)
    same = [_fact(one) for one in _diff(after).changes] == [
        _fact(one) for one in _diff(before).changes
    ]
    if not same or _found(after):
        raise PolicyError(
            f"the rules refuse version {new.contract.version} too, so nothing was written",
            hint="look at what they say: meshgov diff --verbose",
        )


def _fact(change: Any) -> tuple[Any, ...]:
    return change.id, change.path, change.old, change.new


def _unreadable_base(case: Case) -> InputError:
    assert case.old is not None  # noqa: S101  # both versions were loaded
    return InputError(
        "the version of the old contract can't be read, so none can be suggested for the new one",
        hint='write a version by SemVer 2.0.0 in quotes, such as "1.0.0", into the new contract',
        location=case.old.place(("version",))[0],
    )
