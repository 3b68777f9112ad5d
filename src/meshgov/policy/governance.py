"""``governance.yaml`` to :class:`Governance`: nothing in it is ignored, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final

from meshgov.model.document import Document
from meshgov.model.pack import MODES, SEVERITIES, Pack
from meshgov.model.settings import Governance, Organization, RuleSetting
from meshgov.policy import notices, parameters, places, stated, written
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.parameters import Definitions
from meshgov.policy.places import Places
from meshgov.policy.quantities import Units
from meshgov.policy.reader import Entries, Node, Reader, of_document
from meshgov.policy.written import Written

TOP: Final = ("governance", *places.KEYS)
BODY: Final = (
    *stated.SECTIONS,
    "domain_policies",
    "observability_requirements",
    "parameters",
    "rules",
    *written.SHORT,
    *places.KEYS,
)
SETTINGS: Final = ("severity", "mode", "effective_on")

DEFAULTS_JUDGE: Final = "no governance file: the built-in defaults judge"
WAIVERS_WAIT: Final = "this release applies no waivers: every finding stays"

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTHING: Final = Node(None, ())
"""A key that isn't written."""


def find_places(document: Document) -> Places:
    """What the file names by path; needed before there is a pack to check the rest with.

    Raises:
        ConfigurationError: the file's outline or one of the paths is wrong; ManyErrors for several.
    """
    reader = of_document(document)
    found = places.read(reader, document.file, *_outline(reader, document))
    reader.finish()
    return found


def resolve(
    document: Document | None,
    pack: Pack,
    definitions: Definitions,
    units: Units,
    organization: Organization | None = None,
) -> Governance:
    """What holds for a run.

    Args:
        document: the parsed file, None for the built-in defaults.
        pack: the rules it may speak about.
        definitions: the parameters it may set.
        units: readers of ratios and durations.
        organization: to notice domains that it doesn't list.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    base = parameters.defaults(definitions)
    if document is None:
        return Governance(parameters=base, notices=(DEFAULTS_JUDGE,))
    reader = of_document(document)
    top, body = _outline(reader, document)
    named = stated.read(reader, body, _families(pack, definitions))
    general = written.everywhere(reader, body, definitions)
    merged = written.resolve(reader, general, base, definitions, units)
    domains = _domains(reader, body.get("domain_policies", NOTHING), pack, definitions)
    settings = _rules(reader, body.get("rules", NOTHING), pack)
    paths = places.read(reader, document.file, top, body)
    governance = Governance(
        parameters=merged,
        domains={
            domain: written.resolve(reader, own, merged, definitions, units)
            for domain, own in domains.items()
        },
        rules=settings,
        organization=paths.organization,
        policies=paths.policies,
        waivers=paths.waivers,
        contracts=paths.contracts,
        consumers=paths.consumers,
        opa_url=paths.opa_url,
        source=document.file,
        stated=named,
    )
    reader.finish()
    said = (
        *notices.unchecked(pack, named, general, domains),
        *notices.weakened(pack, named, settings, document.file),
        *notices.unlisted(domains, organization),
        *([WAIVERS_WAIT] if paths.waivers else []),
    )
    return replace(governance, notices=said)


def _outline(reader: Reader, document: Document) -> tuple[Entries, Entries]:
    """Entries at the top of the file, and below its key ``governance``."""
    if document.value is None:
        reader.refuse((), f"{document.file} is empty", "write `governance:`, or delete the file")
    top = reader.entries(Node(document.value, ()))
    known = {}
    for key, node in top.items():
        if key in BODY and key not in TOP:
            message = f"the file has no key {key!r} at its top"
            reader.refuse_key(node.origin, message, "put it below `governance:`")
        else:
            known[key] = node
    reader.only(known, TOP, "the file")
    return top, reader.mapping(top.get("governance", NOTHING), BODY)


def _families(pack: Pack, definitions: Definitions) -> set[str]:
    return {rule.family for rule in pack.rules} | set(definitions)


def _domains(
    reader: Reader, node: Node, pack: Pack, definitions: Definitions
) -> dict[str, Written]:
    """What each domain sets, by family: the families of its own tier, and those that say so."""
    own = [name for name, family in definitions.items() if family.per_domain]
    elsewhere = {*_families(pack, definitions), *BODY} - set(own)
    return {
        domain: {
            family: reader.pairs(entry)
            for family, entry in _own(reader, policies, own, elsewhere).items()
        }
        for domain, policies in reader.pairs(node).items()
    }


def _own(reader: Reader, policies: Node, own: Sequence[str], elsewhere: Collection[str]) -> Entries:
    """Entries of the families that a domain may set; what holds everywhere is refused as such."""
    entries = reader.pairs(policies)
    for key in [key for key in entries if key in elsewhere]:
        node = entries.pop(key)
        reader.refuse_key(
            node.origin,
            f"{reader.name(node.origin)}: this release takes no {key} per domain",
            f"a domain may set {', '.join(own[:-1])} and {own[-1]}",
        )
    reader.only(entries, own, reader.name(policies.origin))
    return {key: node for key, node in entries.items() if key in own}


def _rules(reader: Reader, node: Node, pack: Pack) -> dict[str, RuleSetting]:
    """The organisation's word on single rules."""
    known = {rule.id for rule in pack.rules}
    found = {}
    for rule, entry in reader.entries(node).items():
        if rule not in known:
            message = f"there is no rule {rule!r} in the pack"
            reader.refuse_key(entry.origin, message, hint_for(rule, known))
        elif isinstance(entry.value, str):
            reader.wrong(entry, "a mapping", f"write `{{mode: {entry.value}}}`")
        else:
            found[rule] = _setting(reader, entry)
    return found


def _setting(reader: Reader, node: Node) -> RuleSetting:
    entries = reader.mapping(node, SETTINGS)
    return RuleSetting(
        severity=reader.choice(entries["severity"], SEVERITIES) if "severity" in entries else None,
        mode=reader.choice(entries["mode"], MODES) if "mode" in entries else None,
        effective_on=_date(reader, entries["effective_on"]) if "effective_on" in entries else None,
    )


def _date(reader: Reader, node: Node) -> str:
    if isinstance(node.value, str) and _DATE.fullmatch(node.value):
        with suppress(ValueError):  # the 30th of February
            return date.fromisoformat(node.value).isoformat()
    reader.wrong(node, "a date", "write it as 2026-01-31")
    return ""
