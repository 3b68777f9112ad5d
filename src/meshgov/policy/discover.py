"""A Rego file to the rules it holds: none for a helper, an error for what would never be judged."""

from __future__ import annotations

from typing import Final

from meshgov.errors import Location, PolicyError
from meshgov.model.pack import Rule
from meshgov.policy import foreign, rules
from meshgov.policy.folder import File
from meshgov.policy.metadata import Metadata
from meshgov.policy.rules import BUILTIN, TIERS, Frameworks
from meshgov.policy.scan import Package, comments_above, heads, package

PUBLIC: Final = ("applicable", "findings")
"""What every rule in meshgov's own shape defines."""

SYSTEM: Final = "system"
"""Where a server looks for who may ask it and what it logs."""

CHANGES: Final = ("meshgov", "changes")
"""The package that judges changes; only the shipped pack has it."""

PARAMETERS: Final = "parameters"
"""Where ``data`` holds the parameters."""


def package_of(file: File) -> Package:
    """The package of a file.

    Raises:
        PolicyError: it has none, or one that would hide the parameters or steer the server.
    """
    found = package(file.text)
    if found is None:
        raise PolicyError(
            f"{file.name} does not start with a package",
            hint="a Rego file starts with `package ...`, after comments at most",
            location=Location(file.name, 1, 1),
        )
    if found.segments[0] == PARAMETERS:
        raise PolicyError(
            f"package {found.reference} would hide the organisation's parameters",
            hint="use another name; data.parameters holds them in every policy",
            location=Location(file.name, found.line, 1),
        )
    if found.segments[0] == SYSTEM:
        raise PolicyError(
            f"package {found.reference} would steer the OPA server that it is loaded into",
            hint="use another name; below data.system OPA keeps its own settings",
            location=Location(file.name, found.line, 1),
        )
    return found


def rules_of(file: File, found: Package, source: str, frameworks: Frameworks) -> list[Rule]:
    """The rules in one file.

    Args:
        file: the module.
        found: its package.
        source: :data:`BUILTIN`, or the folder as it was given.
        frameworks: known control identifiers.

    Raises:
        PolicyError: the file looks like a rule and can't be judged as one.
    """
    if rules.own_shape(found):
        return [_own(file, found, source, frameworks)]
    if found.segments[0] == "meshgov":
        _check_helper(file, found, source)
        return []
    return _other(file, found, source, frameworks)


def _own(file: File, found: Package, source: str, frameworks: Frameworks) -> Rule:
    comments = comments_above(file.text, found.line)
    if len(comments) != 1:
        many = f"has {len(comments)} METADATA comments" if comments else "has no METADATA comment"
        raise PolicyError(
            f"the rule {found.reference} {many}, so nothing says what its findings mean",
            hint="write one comment that starts with `# METADATA` right above its package",
            location=Location(file.name, found.line, 1),
        )
    metadata = Metadata(file.name, comments[0])
    if source != BUILTIN:  # the tests of the shipped pack hold its rules to their shape
        _check_heads(file, found)
    return rules.rule(found, metadata, source, frameworks)


def _check_heads(file: File, found: Package) -> None:
    defined = heads(file.text)
    missing = [name for name in PUBLIC if name not in defined]
    if missing:
        raise PolicyError(
            f"the rule {found.reference} does not define {' and '.join(missing)}",
            hint="write `default applicable := false` or `:= true`, and `findings contains ... if`",
            location=Location(file.name, found.line, 1),
        )
    for name in foreign.names(defined):
        raise foreign.refuse_mixture(file, found, name)


def _check_helper(file: File, found: Package, source: str) -> None:
    is_helper = len(found.segments) == 3 and found.segments[1] == "lib"  # noqa: PLR2004  # meshgov.lib.<name>
    if is_helper or (source == BUILTIN and found.segments == CHANGES):
        return
    raise PolicyError(
        f"package {found.reference} has no place below meshgov, so it would never be judged",
        hint=f"a rule is meshgov.<tier>.<family>.<rule> (tiers: {', '.join(TIERS)}), "
        "a helper meshgov.lib.<name>; or use a package of your own",
        location=Location(file.name, found.line, 1),
    )


def _other(file: File, found: Package, source: str, frameworks: Frameworks) -> list[Rule]:
    comments = comments_above(file.text, found.line)
    metadata = Metadata(file.name, comments[-1]) if comments else None
    defined = heads(file.text)
    if metadata is not None and rules.claims_id(metadata):
        return [_own(file, found, source, frameworks)]
    if all(name in defined for name in PUBLIC):
        raise PolicyError(
            f"package {found.reference} defines applicable and findings, "
            "and no METADATA comment names it as a rule",
            hint="write `custom: {id: family/rule, ...}` into a METADATA comment above its package",
            location=Location(file.name, found.line, 1),
        )
    return [
        foreign.rule(file, found, name, defined[name], source) for name in foreign.names(defined)
    ]
