"""What rules read, found in their text, not in a run: rather too much than too little.

Which parameters the mandatory ones read, because those are bound too, whatever family holds them;
and whether one looks at the fields inside a contract, which make most of a large request.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from meshgov.model.pack import Module, Pack

Bound = tuple[str, str]
"""Family and parameter; ``*`` stands for all of them."""

ALL: Final = "*"

_PACKAGE: Final = re.compile(r"^package[ \t]+([A-Za-z0-9_.]+)", re.MULTILINE)
_REFERENCE: Final = re.compile(r"\bdata\.([A-Za-z0-9_.]+)")
_READ: Final = re.compile(
    r"""\bparameters\b(?!\s*:)
    (?:(?:\.(?P<family>[A-Za-z0-9_]+)|\["(?P<quoted_family>[^"]+)"\])
    (?:\.(?P<name>[A-Za-z0-9_]+)|\["(?P<quoted_name>[^"]+)"\])?)?""",
    re.VERBOSE,
)
_PLACE: Final = re.compile(r"\binput\b(?:\.(\w+)(?:\.(\w+))?)?")
_CONTRACTS: Final = frozenset(("contract", "base"))
_COMPARING: Final = re.compile(r"\binput\.(?:base|changes|version)|\bdata\.meshgov\.changes\b")
_HOLDS_FIELDS: Final = frozenset(("schema", ""))


def parameters(
    pack: Pack, packages: Iterable[str], known: Mapping[str, str] | None = None
) -> set[Bound]:
    """What the modules of ``packages``, and whatever they refer to, read of the parameters.

    A module that takes the parameters as a whole, to look something up in them, reads all. Who
    asks often gives the :func:`texts` of the pack.
    """
    code = texts(pack) if known is None else known
    found: set[Bound] = set()
    seen: set[str] = set()
    waiting = [package for package in packages if package in code]
    while waiting:
        package = waiting.pop()
        if package in seen:
            continue
        seen.add(package)
        text = code[package]
        found |= {_bound(match) for match in _READ.finditer(text)}
        for reference in _REFERENCE.findall(text):
            waiting += _meant(reference, code)
    return found


def texts(pack: Pack) -> dict[str, str]:
    """Package -> its text without comments that fill a line."""
    found: dict[str, str] = {}
    for module in pack.modules:
        match = _PACKAGE.search(module.text)
        if match:
            found[match[1]] = found.get(match[1], "") + _code(module.text) + "\n"
    return found


def comparing(modules: Iterable[Module]) -> set[str]:
    """Packages of shipped modules that look at two versions, or at what a version is called.

    Each says so itself, if only by the library that it takes; tests hold them to that.
    """
    return {
        match[1]
        for module in modules
        if _COMPARING.search(module.text) and (match := _PACKAGE.search(module.text))
    }


def fields(text: str) -> bool:
    """Whether a module may look at the fields inside ``input.contract`` or ``input.base``.

    All that reaches them spells one of these names. A module that takes the whole input, or a
    whole contract, may look anywhere; one that goes on to a member looks into that member.
    """
    return any(
        not part or (part in _CONTRACTS and member in _HOLDS_FIELDS)
        for part, member in _PLACE.findall(_code(text))
    )


def _code(text: str) -> str:
    """Without comments that fill a line."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def _meant(reference: str, packages: Collection[str]) -> list[str]:
    """Packages that ``data.<reference>`` may look into."""
    return [
        package
        for package in packages
        if f"{reference}.".startswith(f"{package}.") or package.startswith(f"{reference}.")
    ]


def _bound(match: re.Match[str]) -> Bound:
    family = match["family"] or match["quoted_family"] or ALL
    return family, match["name"] or match["quoted_name"] or ALL
