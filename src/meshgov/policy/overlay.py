"""What one domain sets: below ``domain_policies``, or in a file of its own that names it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from meshgov.model.document import Document
from meshgov.model.pack import Pack
from meshgov.policy import places, rollout, written
from meshgov.policy.parameters import Definitions
from meshgov.policy.reader import Entries, Node, Reader, of_document
from meshgov.policy.rollout import Words
from meshgov.policy.written import Written

DOMAIN: Final = "domain"
KEYS: Final = ("parameters", "rules", places.POLICIES, *written.SHORT)
"""What may stand below a domain besides families."""

GLOBAL: Final = frozenset(
    (
        "global_policies",
        "automated_policies",
        "domain_policies",
        "domains",
        "observability_requirements",
        "organization",
        "waivers",
        "contracts",
        "consumers",
        "opa",
    )
)
"""Keys that only the organisation's file has."""


class Overlay(NamedTuple):
    """What a domain sets, and the reader that knows where it stands."""

    domain: str
    file: str
    reader: Reader
    written: Written
    words: Words


def of_file(document: Document, domain: str) -> tuple[Reader, Node]:
    """A reader of a domain's own file, and its content without the domain's name.

    The name must stand in the file, so that nobody takes it for another domain's, or for the
    organisation's.
    """
    reader = of_document(document)
    root = Node(document.value, ())
    entries = reader.entries(root)
    if DOMAIN not in entries:
        message = f"{document.file} doesn't say whose overlay it is"
        reader.refuse((), message, f"write `domain: {domain}`")
    elif entries[DOMAIN].value != domain:
        reader.wrong(entries[DOMAIN], repr(domain), "governance.yaml names this file for it")
    # Seen without one key; positions are looked up in the document itself.
    return reader, Node({key: node.value for key, node in entries.items() if key != DOMAIN}, ())


def read(  # noqa: PLR0913, PLR0917  # one thing to read, and all it is read against
    reader: Reader,
    domain: str,
    file: str,
    node: Node,
    pack: Pack,
    definitions: Definitions,
    owners: Mapping[str, str],
) -> Overlay:
    """What stands at ``node``, checked but for whether the domain may set it.

    Args:
        reader: of the file; collects the errors.
        domain: whose overlay it is.
        file: where it stands.
        node: a mapping, or a list of one-key mappings.
        pack: the rules there are.
        definitions: the parameters there are.
        owners: rule id -> domain, for rules that a domain brought.
    """
    entries = reader.pairs(node)
    _known(reader, entries, reader.name(node.origin), pack, definitions)
    foreign = [rule for rule, owner in owners.items() if owner != domain]
    rules = entries.get("rules", Node(None, ()))
    return Overlay(
        domain,
        file,
        reader,
        written.of_domain(reader, entries, definitions),
        rollout.read(reader, rules, pack, foreign),
    )


def _known(
    reader: Reader, entries: Entries, owner: str, pack: Pack, definitions: Definitions
) -> None:
    """Refuse the keys that mean nothing here, each with what to do instead."""
    own = [name for name, family in definitions.items() if family.per_domain]
    bare = {rule.family for rule in pack.rules} - set(definitions)
    rest: Entries = {}
    for key, node in entries.items():
        if key in bare:
            message = f"{owner} can't set {key}, which has no parameters"
            reader.refuse_key(node.origin, message, "its rules stand below `rules:`")
        elif key in (GLOBAL | definitions.keys()) - set(own):
            message = f"{owner} can't set {key}, which holds for the whole organisation"
            reader.refuse_key(node.origin, message, f"a domain may set {_may(own)}")
        else:
            rest[key] = node
    reader.only(rest, (*KEYS, *own), owner)


def _may(families: Collection[str]) -> str:
    return f"{', '.join(KEYS[:3])} and the parameters of {', '.join(families)}"
