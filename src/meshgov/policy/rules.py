"""METADATA to a :class:`Rule`: every key known, every word checked, errors at their line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from meshgov.errors import PolicyError
from meshgov.model.document import Json
from meshgov.model.pack import SEVERITIES, Control, Rule
from meshgov.policy import examples
from meshgov.policy.later import LaterMapping, LaterSequence
from meshgov.policy.metadata import Metadata
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.reader import Entries, Node, Reader
from meshgov.policy.scan import Package

BUILTIN: Final = "builtin"
"""Source of the shipped rules."""

TIERS: Final = ("global", "automated", "domain", "platform")
SCOPES: Final = ("contract", "change", "fleet")
RELATIONS: Final = ("supports", "partial", "evidence-only")

FOREIGN_TIER: Final = "automated"
"""Tier of rules in packages that name none: judged before publication, mandatory by no default."""

OPA_KEYS: Final = ("authors", "organizations", "related_resources", "schemas", "entrypoint")
"""Keys of METADATA that mean something to OPA and nothing here."""

KEYS: Final = ("title", "description", "scope", "custom", *OPA_KEYS)
REQUIRED: Final = ("id", "severity", "scope", "remediation", "message")
CUSTOM: Final = (*REQUIRED, "owner", "mandatory", "waivable", "needs", "controls", "examples")
NEEDS: Final = ("results",)

ID: Final = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")

Frameworks = Mapping[str, frozenset[str]]
"""Framework -> its known control identifiers; what a framework that isn't here holds is free."""


def own_shape(package: Package) -> bool:
    """Whether the package is ``meshgov.<tier>.<family>.<rule>``."""
    segments = package.segments
    return len(segments) == 4 and segments[0] == "meshgov" and segments[1] in TIERS  # noqa: PLR2004  # the four named above


def claims_id(metadata: Metadata) -> bool:
    """Whether the comment names a rule in meshgov's own form, ``family/rule``."""
    value = metadata.brief()
    custom = value.get("custom") if isinstance(value, dict) else None
    claimed = custom.get("id") if isinstance(custom, dict) else None
    return isinstance(claimed, str) and ID.fullmatch(claimed) is not None


def rule(package: Package, metadata: Metadata, source: str, frameworks: Frameworks) -> Rule:
    """The rule that ``metadata`` describes.

    Args:
        package: of the file.
        metadata: the comment above the package statement.
        source: :data:`BUILTIN`, or the folder as it was given.
        frameworks: of the shipped list.

    Raises:
        PolicyError: at each fault of the comment; ManyErrors for several. The documentation of
            the shipped rules is read later, and held in order by tests.
    """
    reader = _reader(metadata)
    if source == BUILTIN:
        found = _rule(reader, package, metadata.brief())
        found = replace(
            found,
            controls=LaterSequence(partial(controls, metadata, frameworks)),
            examples=LaterMapping(partial(examples_of, metadata)),
        )
    else:
        value = metadata.whole()
        found = replace(
            _rule(reader, package, value),
            controls=_controls(reader, _custom(value), frameworks),
            examples=examples.read(reader, _custom(value)),
        )
    reader.finish()
    return replace(found, source=source, location=metadata.start)


def controls(metadata: Metadata, frameworks: Frameworks) -> tuple[Control, ...]:
    """The controls that a comment names.

    Raises:
        PolicyError: at each fault; ManyErrors for several.
    """
    reader = _reader(metadata)
    found = _controls(reader, _custom(metadata.whole()), frameworks)
    reader.finish()
    return found


def examples_of(metadata: Metadata) -> dict[str, Json]:
    """The examples that a comment gives.

    Raises:
        PolicyError: at each fault; ManyErrors for several.
    """
    reader = _reader(metadata)
    found = examples.read(reader, _custom(metadata.whole()))
    reader.finish()
    return found


def _reader(metadata: Metadata) -> Reader:
    return Reader(metadata.locate, error=PolicyError, root="this METADATA comment")


def _custom(value: Json) -> Json:
    """What stands below ``custom``; its type is checked elsewhere."""
    return value.get("custom") if isinstance(value, dict) else None


def _rule(reader: Reader, package: Package, value: Json) -> Rule:
    root = Node(value, ())
    top = reader.mapping(root, KEYS)
    _required(reader, root, top, ("title", "description", "custom"))
    if "scope" in top:
        reader.choice(top["scope"], ("package",))
    custom: Entries = {}
    if "custom" in top:
        custom = reader.mapping(top["custom"], CUSTOM)
        _required(reader, top["custom"], custom, REQUIRED)
    return Rule(
        id=_id(reader, custom, package),
        package=package.reference,
        tier=package.segments[1] if own_shape(package) else FOREIGN_TIER,
        scope=_choice(reader, custom, "scope", SCOPES),
        severity=_choice(reader, custom, "severity", SEVERITIES),
        title=_text(reader, top, "title"),
        description=_text(reader, top, "description"),
        remediation=_text(reader, custom, "remediation"),
        message=_text(reader, custom, "message"),
        mandatory="mandatory" in custom and reader.flag(custom["mandatory"]),
        waivable="waivable" not in custom or reader.flag(custom["waivable"]),
        needs=_needs(reader, custom),
        owner=_text(reader, custom, "owner"),
    )


def _required(reader: Reader, node: Node, entries: Entries, keys: tuple[str, ...]) -> None:
    """Refuse a mapping, or nothing, that lacks one of ``keys``; other types are refused already."""
    if node.value is not None and not isinstance(node.value, dict):
        return
    for key in keys:
        if key not in entries:
            message = f"{reader.name(node.origin)} lacks {key!r}"
            reader.refuse(node.origin, message, f"add a line `{key}: ...`")


def _text(reader: Reader, entries: Entries, key: str) -> str:
    return reader.text(entries[key]) if key in entries else ""


def _choice(reader: Reader, entries: Entries, key: str, options: tuple[str, ...]) -> str:
    return reader.choice(entries[key], options) if key in entries else options[0]


def _needs(reader: Reader, custom: Entries) -> tuple[str, ...]:
    if "needs" not in custom:
        return ()
    return tuple(reader.choice(item, NEEDS) for item in reader.items(custom["needs"]))


def _id(reader: Reader, custom: Entries, package: Package) -> str:
    if "id" not in custom:
        return ""
    node = custom["id"]
    text = reader.text(node)
    wanted = "/".join(package.segments[2:])
    if text and own_shape(package) and text != wanted:
        message = f"the package {package.reference} holds the rule {wanted}, not {text}"
        reader.refuse(node.origin, message, f"write `id: {wanted}`, or rename the package")
    return text


def _controls(reader: Reader, custom: Json, frameworks: Frameworks) -> tuple[Control, ...]:
    written = custom.get("controls") if isinstance(custom, dict) else None
    return tuple(
        control
        for framework, listed in reader.entries(Node(written, ("custom", "controls"))).items()
        for item in reader.items(listed)
        if (control := _control(reader, framework, item, frameworks.get(framework)))
    )


def _control(
    reader: Reader, framework: str, node: Node, known: frozenset[str] | None
) -> Control | None:
    entries = reader.mapping(node, ("id", "relation"))
    _required(reader, node, entries, ("id", "relation"))
    if len(entries) < 2:  # noqa: PLR2004  # the two just required
        return None
    identifier = reader.text(entries["id"], "quote the identifier")
    if identifier and known is not None and identifier not in known:
        message = f"{framework} has no control {identifier!r} in the shipped list"
        reader.refuse(entries["id"].origin, message, hint_for(identifier, known))
    return Control(framework, identifier, reader.choice(entries["relation"], RELATIONS))
