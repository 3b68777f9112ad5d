"""The pack: the shipped rules and an organisation's own, with the module that asks for them all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json
from meshgov.model.pack import Module, Pack, Rule
from meshgov.policy import data, discover, entry, reads, roots, shipped
from meshgov.policy.folder import File, Folder, read
from meshgov.policy.rules import BUILTIN, Frameworks
from meshgov.policy.scan import Package, heads
from meshgov.policy.terms import Terms

_NOTHING: Final[Mapping[str, Terms]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Part:
    """One folder, read and understood."""

    folder: Folder
    packages: tuple[tuple[File, Package], ...]
    rules: tuple[Rule, ...]


def build(builtin: str, extra: Sequence[str] = (), terms: Mapping[str, Terms] = _NOTHING) -> Pack:
    """The pack of the folder ``builtin`` and an organisation's folders and bundles.

    Args:
        builtin: the shipped ``policies`` folder.
        extra: folders and bundles as they were given; one that is given twice counts once.
        terms: what the organisation says of some of them, by real path.

    Raises:
        ConfigurationError: a folder doesn't exist.
        PolicyError: a folder without rules, a rule that could not be judged, or that clashes.
    """
    frameworks = shipped.frameworks(builtin) if extra else {}
    own = _part(read(builtin, BUILTIN), frameworks)
    others = [
        _part(
            read(folder, _source(folder), terms.get(os.path.realpath(folder), Terms())), frameworks
        )
        for folder in distinct(extra)
    ]
    for part in others:
        _must_hold_rules(part)
    parts = [own, *others]
    _check_packages(parts)
    rules = _sorted(parts)
    changes = shipped.changes(builtin)
    tree = data.merge([file for part in others for file in part.folder.data])
    roots.check([_claims(part) for part in parts])
    data.check_packages(tree, (pair for part in parts for pair in part.packages))
    tree["meshgov"] = {"change_rules": shipped.columns(changes)}
    digest = _digest(parts, tree)
    modules = _modules(parts, rules, digest)
    asked = [] if others else entry.shapes(rules)[0]
    return Pack(
        rules=rules,
        modules=modules,
        data=tree,
        entry=f"{entry.PACKAGE}.{entry.ANSWER}",
        foreign_entry=_foreign_entry(rules),
        digest=digest,
        sources=tuple(part.folder.source for part in parts),
        changes=changes,
        alone=entry.alone(rules),
        fleet_entry=_fleet_entry(rules),
        notices=tuple(one for part in others for one in part.folder.notices),
        halves=entry.halves(asked, reads.comparing(modules), digest) if asked else None,
        reads_fields=any(reads.fields(one.text) for one in modules if not one.shipped),
    )


def _claims(part: _Part) -> roots.Claims:
    folder = part.folder
    return roots.Claims(
        folder.source,
        folder.manifest.roots,
        tuple((file.name, package) for file, package in part.packages),
        data.merge(folder.data),
    )


def _source(folder: str) -> str:
    """The folder as it was given; never the word that marks what is shipped and so trusted."""
    return f"./{folder}" if folder == BUILTIN else folder


def distinct(extra: Sequence[str]) -> list[str]:
    """The folders and bundles of a pack behind the shipped one, in the order of its sources."""
    return list({os.path.realpath(folder): folder for folder in reversed(extra)}.values())[::-1]


def _part(folder: Folder, frameworks: Frameworks) -> _Part:
    packages = tuple((file, discover.package_of(file)) for file in folder.rego)
    rules = tuple(
        rule
        for file, package in packages
        for rule in discover.rules_of(file, package, folder.source, frameworks)
    )
    return _Part(folder, packages, _once(rules))


def _once(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """A rule in conftest's shape may be spread over the files of its package; the first counts."""
    found: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        found.setdefault((rule.package, rule.foreign or rule.id), rule)
    return tuple(found.values())


def _must_hold_rules(part: _Part) -> None:
    if part.rules:
        return
    raise PolicyError(
        f"the policy folder {part.folder.source} holds no rule",
        hint="a rule is a .rego file with a METADATA comment that names it, "
        "or a package with deny, violation or warn; tests (*_test.rego) don't count",
    )


def _check_packages(parts: Iterable[_Part]) -> None:
    """Refuse a package that two folders define, or that two files define as one rule."""
    first: dict[tuple[str, ...], tuple[File, _Part]] = {}
    for part in parts:
        ruled = {rule.package for rule in part.rules if not rule.foreign}
        for file, package in part.packages:
            other, home = first.setdefault(package.segments, (file, part))
            if other is not file and (home is not part or package.reference in ruled):
                raise PolicyError(
                    f"package {package.reference} stands in {other.name} and in {file.name}",
                    hint="rename one of them; a pack never replaces a rule silently",
                    location=Location(file.name, package.line, 1),
                )


def _sorted(parts: Iterable[_Part]) -> tuple[Rule, ...]:
    """All rules by id, each id once."""
    found: dict[str, Rule] = {}
    for rule in (rule for part in parts for rule in part.rules):
        other = found.setdefault(rule.id, rule)
        if other is not rule:
            raise PolicyError(
                f"the rule id {rule.id} is claimed at {other.location} and at {rule.location}",
                hint="rename one of them",
                location=rule.location,
            )
    return tuple(found[key] for key in sorted(found))


def _modules(parts: Iterable[_Part], rules: tuple[Rule, ...], digest: str) -> tuple[Module, ...]:
    asked = {rule.package for rule in rules if rule.source == BUILTIN}
    modules = [
        Module(
            file.name,
            entry.askable(file.text) if package.reference in asked else file.text,
            shipped=part.folder.source == BUILTIN,
            rego=file.rego,
        )
        for part in parts
        for file, package in part.packages
    ]
    judges_changes = any(
        package.segments == discover.CHANGES for part in parts for _, package in part.packages
    )
    own, fleet, foreign = entry.shapes(rules)
    if fleet:  # before the entry: a server that serves that one has all of the pack
        modules.append(entry.fleet_module(fleet, digest))
    modules.append(entry.module(own, digest, judges_changes=judges_changes))
    if foreign:
        modules.append(entry.foreign_module(foreign, _excepting(parts, foreign)))
    return tuple(modules)


def _excepting(parts: Iterable[_Part], rules: Iterable[Rule]) -> set[str]:
    """Packages in conftest's shape that define exceptions from their rules."""
    named = {rule.package for rule in rules}
    return {
        package.reference
        for part in parts
        for file, package in part.packages
        if package.reference in named and "exception" in heads(file.text)
    }


def _fleet_entry(rules: Iterable[Rule]) -> str:
    named = any(rule.scope == "fleet" for rule in rules)
    return f"{entry.FLEET_PACKAGE}.{entry.ANSWER}" if named else ""


def _foreign_entry(rules: Iterable[Rule]) -> str:
    named = any(rule.foreign for rule in rules)
    return f"{entry.FOREIGN_PACKAGE}.{entry.ANSWER}" if named else ""


def _digest(parts: Iterable[_Part], tree: dict[str, Json]) -> str:
    """Over paths inside the folders, texts and data: the same wherever the pack is installed.

    Whether a folder is the shipped one counts, its name and the order of folders don't. How the
    rules are asked counts, lest a server answers in the way of another release.
    """
    texts = sorted(
        (part.folder.source == BUILTIN, file.relative, file.text)
        for part in parts
        for file in part.folder.rego
    )
    old = sorted(
        (file.relative, file.text) for part in parts for file in part.folder.rego if not file.rego
    )
    told = json.dumps(
        [texts, tree, entry.MANNER, *([old] if old else [])], sort_keys=True, separators=(",", ":")
    )
    return f"sha256:{sha256(told.encode()).hexdigest()}"
