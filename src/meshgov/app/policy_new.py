"""``meshgov policy new``: a rule and its test, written where the organisation's rules are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from shlex import quote

from meshgov.app import resources
from meshgov.app.governed import configuration, shown
from meshgov.app.settings import RunSettings
from meshgov.errors import ConfigurationError
from meshgov.load import files
from meshgov.model.pack import Pack
from meshgov.policy import governance as governances
from meshgov.policy import pack as packs
from meshgov.policy import scaffold
from meshgov.policy.places import Places
from meshgov.policy.rules import FOREIGN_TIER

FOLDER = "policies"
"""Where the first rule of an organisation goes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for.

    Attributes:
        id: ``family/rule``.
        tier: None: that of the family, else ``automated``.
        title: None: the words of the id.
        folder: where the rule goes; None: the first folder of the organisation's rules.
    """

    id: str
    tier: str | None = None
    severity: str = "warning"
    scope: str = "contract"
    title: str | None = None
    folder: str | None = None


def new(settings: RunSettings, wanted: Wanted) -> Iterator[str]:
    """Write a rule and its test, and tell their paths and what to do next.

    Raises:
        ConfigurationError: the id is none or taken, or a file is there already; nothing is written.
        PolicyError: the rules that are there can't be read.
    """
    family, rule = scaffold.named(wanted.id)
    places = _places(settings)
    folder = wanted.folder or _folder(settings, places)
    pack = _pack(settings, places, folder)
    _check_free(pack, wanted.id, folder)
    tier = wanted.tier or _tier(pack, family)
    texts = scaffold.texts(
        scaffold.Wanted(family, rule, tier, wanted.severity, wanted.scope, wanted.title or "")
    )
    home = os.path.join(folder, family)
    paths = [os.path.join(home, f"{rule}{end}.rego") for end in ("", "_test")]
    hint = "name a folder with --dir that can be written to"
    files.write_new(dict(zip(paths, texts, strict=True)), hint=hint)
    yield from (f"{path}\n" for path in paths)
    yield from _next(folder, places, settings)


def _places(settings: RunSettings) -> Places:
    """What governance.yaml names; nothing of it without one."""
    if settings.governance is None:
        return Places()
    return governances.find_places(configuration(settings.governance))


def _folder(settings: RunSettings, places: Places) -> str:
    """The first folder that is named and no bundle."""
    for path in (*settings.policies, *places.policies):
        if not os.path.isfile(path):
            return shown(path)
    return FOLDER


def _pack(settings: RunSettings, places: Places, folder: str) -> Pack:
    """Every rule that a new one could clash with. A folder may be new, and hold none yet."""
    owned = [path for paths in places.owned.values() for path in paths]
    named = [shown(path) for path in (*places.policies, *settings.policies, *owned)]
    extra = [path for path in (*named, folder) if os.path.isfile(path) or _has_rules(path)]
    return packs.build(resources.folder("policies"), extra, places.terms)


def _has_rules(folder: str) -> bool:
    return any(
        name.endswith(".rego") and not name.endswith("_test.rego")
        for _, _, names in os.walk(folder)
        for name in names
    )


def _check_free(pack: Pack, wanted: str, folder: str) -> None:
    taken = next((rule for rule in pack.rules if rule.id == wanted), None)
    if taken is not None:
        whose = "is a shipped rule" if taken.source == "builtin" else f"stands at {taken.location}"
        raise ConfigurationError(
            f"the id {wanted} is taken: it {whose}", hint="choose another name, or family"
        )
    root = os.path.realpath(folder) + os.sep
    old = (one for one in pack.modules if not one.rego)
    if any(os.path.realpath(one.file).startswith(root) for one in old):
        raise ConfigurationError(
            f"the rules in {folder} are Rego v0, and new ones are v1",
            hint="name another folder with --dir",
        )


def _tier(pack: Pack, family: str) -> str:
    """That of the family, if it has one and no more."""
    tiers = {rule.tier for rule in pack.rules if rule.family == family}
    return tiers.pop() if len(tiers) == 1 else FOREIGN_TIER


def _next(folder: str, places: Places, settings: RunSettings) -> Iterator[str]:
    real = os.path.realpath(folder)
    known = any(
        os.path.realpath(one) == real
        for one in (*places.policies, *(path for paths in places.owned.values() for path in paths))
    )
    typed = quote(folder)
    option = "" if known else f" --policies {typed}"
    yield "\nIt passes as it is. Next:\n"
    yield "  write what it looks for, its examples and its tests\n"
    yield f"  meshgov policy test {typed}\n"
    yield f"  meshgov check{option} CONTRACT...\n"
    if not known:
        file = settings.governance or "governance.yaml"
        at = os.path.relpath(real, os.path.dirname(os.path.realpath(file)))
        yield f"  name the folder in {file}, lest nobody is judged by it: policies: [{at}]\n"
