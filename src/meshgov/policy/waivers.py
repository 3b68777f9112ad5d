"""Waiver files to :class:`Waiver`: a malformed one is refused, never ignored.

What is ignored could be believed to hold, and what is believed to hold could hide a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from meshgov.errors import ConfigurationError, Location, MeshgovError, joined
from meshgov.model.document import Document
from meshgov.model.waiver import Waiver, WaiverTerms, person
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.reader import Entries, Node, Reader, of_document

VERSION: Final = "meshgov/v1"
KIND: Final = "Waiver"
TOP: Final = ("apiVersion", "kind", "metadata", "spec")
REQUIRED: Final = (
    "rule",
    "scope",
    "reason",
    "requested_by",
    "approver",
    "created",
    "expires",
)
TEXTS: Final = ("compensating_controls", "risk", "ticket")
SPEC: Final = (*REQUIRED, "finding_fingerprint", "effective_from", *TEXTS)
SCOPE: Final = ("product", "fields", "max_version")
REASON: Final = 20
"""Characters that a reason needs before it can be one."""

NOBODY: Final = frozenset({"", "-", "?", "n/a", "na", "none", "nobody", "null", "tbd", "todo", "x"})
"""What people write where a name has to follow."""

_FINGERPRINT: Final = re.compile("[0-9a-f]{32}")


class Waivable(NamedTuple):
    """What a waiver has to know of a rule: its severity here, and whether it may be waived."""

    severity: str
    waivable: bool


def resolve(
    documents: Iterable[Document],
    rules: Mapping[str, Waivable],
    terms: WaiverTerms,
    is_version: Callable[[str], bool],
) -> tuple[Waiver, ...]:
    """The waivers of several files, each file one waiver or a list of them.

    Args:
        documents: the parsed files.
        rules: by id, every rule that a waiver may name.
        terms: what the organisation allows.
        is_version: whether a text is a version.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    found: dict[str, Waiver] = {}
    errors: list[MeshgovError] = []
    for document in documents:
        reader = of_document(document)
        for node in _each(reader, document):
            waiver = _waiver(reader, node, rules, is_version)
            if not waiver:
                continue
            first = found.setdefault(waiver.id, waiver)
            if first is not waiver:
                origin = (*node.origin, "metadata", "id")
                message = f"waiver {waiver.id} stands twice, first at {first.location}"
                reader.refuse(origin, message, "give each waiver an id of its own")
            _check_terms(reader, waiver, rules, terms)
        errors += reader.errors
    if errors:
        raise joined(errors)
    return tuple(found[name] for name in sorted(found))


def _each(reader: Reader, document: Document) -> Iterator[Node]:
    top = Node(document.value, ())
    if document.value is None or document.value == []:
        reader.refuse((), f"{document.file} is empty", f"write a {KIND}, or delete the file")
    elif isinstance(document.value, list):
        yield from reader.items(top)
    else:
        yield top


def _waiver(
    reader: Reader,
    node: Node,
    rules: Mapping[str, Waivable],
    is_version: Callable[[str], bool],
) -> Waiver | None:
    """One waiver; None when anything in it is wrong, which the reader remembers."""
    before = len(reader.errors)
    top = reader.mapping(node, TOP)
    if _needs(reader, node, top, TOP):
        reader.choice(top["apiVersion"], (VERSION,))
        reader.choice(top["kind"], (KIND,))
        named = reader.mapping(top["metadata"], ("id",))
        spec = reader.mapping(top["spec"], SPEC)
        complete = _needs(reader, top["metadata"], named, ("id",))
        if _needs(reader, top["spec"], spec, REQUIRED) and complete:
            waiver = _read(reader, named["id"], spec, rules, is_version)
            return waiver if len(reader.errors) == before else None
    return None


def _needs(reader: Reader, owner: Node, entries: Entries, keys: Iterable[str]) -> bool:
    missing = [key for key in keys if key not in entries]
    if missing and isinstance(owner.value, dict):
        what = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
        hint = "`meshgov waiver new` writes a complete waiver"
        reader.refuse(owner.origin, f"{reader.name(owner.origin)} lacks {what}", hint)
    return not missing


def _read(
    reader: Reader,
    name: Node,
    spec: Entries,
    rules: Mapping[str, Waivable],
    is_version: Callable[[str], bool],
) -> Waiver:
    product, fields, max_version = _scope(reader, spec["scope"], is_version)
    created = reader.day(spec["created"])
    waiver = Waiver(
        id=reader.text(name),
        rule=_rule(reader, spec["rule"], rules),
        product=product,
        fields=fields,
        max_version=max_version,
        fingerprint=_fingerprint(reader, spec.get("finding_fingerprint")),
        reason=_reason(reader, spec["reason"]),
        requested_by=_person(reader, spec["requested_by"]),
        approver=_person(reader, spec["approver"]),
        created=created,
        effective_from=reader.day(spec["effective_from"]) if "effective_from" in spec else created,
        expires=reader.day(spec["expires"]),
        locations=_locations(reader, name, spec),
        **{key: reader.text(spec[key]) if key in spec else "" for key in TEXTS},
    )
    _check_people(reader, waiver, spec)
    _check_order(reader, waiver, spec)
    return waiver


def _locations(reader: Reader, name: Node, spec: Entries) -> dict[str, Location]:
    nodes = {"id": name, **spec}
    return {key: reader.place(node.origin) for key, node in nodes.items()}


def _scope(
    reader: Reader, node: Node, is_version: Callable[[str], bool]
) -> tuple[str, tuple[str, ...], str | None]:
    scope = reader.mapping(node, SCOPE)
    if not _needs(reader, node, scope, ("product",)):
        return "", (), None
    product = reader.text(scope["product"])
    for entry in (scope["product"], *(reader.items(scope["fields"]) if "fields" in scope else ())):
        if isinstance(entry.value, str) and "*" in entry.value:
            hint = "write a waiver for each product and field that needs one"
            reader.refuse(entry.origin, "a waiver is for what it names, and takes no `*`", hint)
    fields = reader.texts(scope["fields"]) if "fields" in scope else ()
    if "fields" in scope and not fields:
        reader.refuse(scope["fields"].origin, "`fields` names no field", "leave it out for all")
    highest = None
    if "max_version" in scope:
        highest = reader.text(scope["max_version"], "put quotes around the version")
        if highest and not is_version(highest):
            reader.wrong(scope["max_version"], "a version", "write it whole, as 1.4.0")
    return product, fields, highest


def _rule(reader: Reader, node: Node, rules: Mapping[str, Waivable]) -> str:
    name = reader.text(node)
    if name and name not in rules:
        reader.refuse(node.origin, f"there is no rule {name!r} in the pack", hint_for(name, rules))
    elif name and not rules[name].waivable:
        reader.refuse(node.origin, f"{name} can't be waived", "mend what it finds")
    return name


def _fingerprint(reader: Reader, node: Node | None) -> str | None:
    if node is None:
        return None
    text = reader.text(node)
    if text and not _FINGERPRINT.fullmatch(text):
        hint = "copy it from `meshgov check --format json`"
        reader.wrong(node, "a fingerprint of 32 hex digits", hint)
    return text


def _reason(reader: Reader, node: Node) -> str:
    text = " ".join(reader.text(node).split())
    if text and len(text) < REASON:
        reader.refuse(
            node.origin,
            f"the reason has {len(text)} characters, and needs {REASON}",
            "say why the exception is right, for people who will read it in a year",
        )
    return text


def _person(reader: Reader, node: Node) -> str:
    text = reader.text(node).strip()
    if text and person(text) in NOBODY:
        reader.wrong(node, "the login of a person")
    return text


def _check_people(reader: Reader, waiver: Waiver, spec: Entries) -> None:
    if waiver.approver and person(waiver.approver) == person(waiver.requested_by):
        reader.refuse(
            spec["approver"].origin,
            f"{waiver.approver!r} can't approve what they requested",
            "let somebody else approve it",
        )


def _check_order(reader: Reader, waiver: Waiver, spec: Entries) -> None:
    days = (waiver.created, waiver.effective_from, waiver.expires)
    if not all(days):
        return
    if waiver.effective_from < waiver.created:
        message = f"the waiver takes effect on {waiver.effective_from}, before it was created"
        reader.refuse(spec["effective_from"].origin, message, "an exception is never retroactive")
    elif waiver.expires < waiver.effective_from:
        message = f"the waiver ends on {waiver.expires}, before it takes effect"
        reader.refuse(spec["expires"].origin, message, "let it end later")


def _check_terms(
    reader: Reader, waiver: Waiver, rules: Mapping[str, Waivable], terms: WaiverTerms
) -> None:
    for key, message, hint in terms.refusals(waiver, rules[waiver.rule].severity):
        reader.errors.append(ConfigurationError(message, hint=hint, location=waiver.locations[key]))
