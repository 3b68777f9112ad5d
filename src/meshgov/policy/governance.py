"""``governance.yaml`` to :class:`Governance`: nothing in it is ignored, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from meshgov.errors import ManyErrors, PolicyError
from meshgov.model.document import Document
from meshgov.model.pack import Pack
from meshgov.model.settings import Governance, Organization
from meshgov.policy import (
    notices,
    overlay,
    parameters,
    places,
    rollout,
    stated,
    written,
)
from meshgov.policy.overlay import Overlay
from meshgov.policy.parameters import Definitions
from meshgov.policy.places import Places
from meshgov.policy.quantities import Units
from meshgov.policy.reader import Entries, Node, Reader, of_document
from meshgov.policy.rollout import Words
from meshgov.policy.terms import Sources
from meshgov.policy.written import Written

TOP: Final = ("governance", *places.KEYS)
BODY: Final = (
    *stated.SECTIONS,
    "domain_policies",
    places.OVERLAYS,
    "observability_requirements",
    "parameters",
    "rules",
    *written.SHORT,
    *places.KEYS,
)
DEFAULTS_JUDGE: Final = "no governance file: the built-in defaults judge"
NONE: Final[Mapping[str, Any]] = MappingProxyType({})
NOTHING: Final = Node(None, ())
"""A key that isn't written."""


@dataclass(frozen=True)
class Resolution:
    """What holds, and where each value comes from.

    Attributes:
        reader, written, words: of the organisation's file; None and empty without one.
        overlays: domain -> what it sets.
        mandatory: ids of the rules that no domain may weaken.
    """

    governance: Governance
    reader: Reader | None = None
    written: Written = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    overlays: Mapping[str, Overlay] = field(default_factory=dict)
    mandatory: frozenset[str] = frozenset()


def find_places(document: Document) -> Places:
    """What the file names by path; needed before there is a pack to check the rest with.

    Raises:
        ConfigurationError: the file's outline or one of the paths is wrong; ManyErrors for several.
    """
    reader = of_document(document)
    found = places.read(reader, document.file, *_outline(reader, document))
    reader.finish()
    return found


def find_folders(document: Document, domain: str) -> Sources:
    """Folders and bundles of rules that a domain's own file names; needed before there is a pack.

    Raises:
        ConfigurationError: it is another domain's file, or names no folders; ManyErrors for both.
    """
    reader, node = overlay.of_file(document, domain)
    found = places.policies(reader, document.file, reader.pairs(node))
    finish(reader)
    return found


def resolve(
    document: Document | None,
    pack: Pack,
    definitions: Definitions,
    units: Units,
    organization: Organization | None = None,
) -> Governance:
    """What holds for a run, from one file; :func:`read` takes the domains' own files too.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    return read(document, pack, definitions, units, organization).governance


def read(  # noqa: PLR0913  # everything that is configured, and what it is read against
    document: Document | None,
    pack: Pack,
    definitions: Definitions,
    units: Units,
    organization: Organization | None = None,
    *,
    files: Mapping[str, Document] = NONE,
    folders: Mapping[str, str] = NONE,
) -> Resolution:
    """What holds for a run, and where each value comes from.

    Args:
        document: the parsed file, None for the built-in defaults.
        pack: the rules it may speak about.
        definitions: the parameters it may set.
        units: readers of ratios and durations.
        organization: to notice domains that it doesn't list.
        files: domain -> its own file.
        folders: source of rules, as the pack names it -> the domain that brought them.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    if document is None:
        base = parameters.defaults(definitions)
        return Resolution(Governance(parameters=base, notices=(DEFAULTS_JUDGE,)))
    against = _Against(pack, definitions, units, _owners(pack, folders))
    return _resolve(document, against, organization, files)


class _Against(NamedTuple):
    """What configured values are read against."""

    pack: Pack
    definitions: Definitions
    units: Units
    owners: Mapping[str, str]


def _resolve(
    document: Document,
    against: _Against,
    organization: Organization | None,
    files: Mapping[str, Document],
) -> Resolution:
    from meshgov.policy import monotone  # noqa: PLC0415  # start-up budget: many have no file

    pack, definitions, units, owners = against
    base = parameters.defaults(definitions)
    reader = of_document(document)
    top, body = _outline(reader, document)
    named = stated.read(reader, body, _families(pack, definitions))
    general = written.everywhere(reader, body, definitions)
    merged = written.resolve(reader, general, base, definitions, units)
    words = rollout.read(reader, body.get("rules", NOTHING), pack, owners)
    overlays = _overlays(reader, document.file, body, files, pack, definitions, owners)
    domains = {
        domain: parameters.whole_orders(
            written.resolve(one.reader, one.written, merged, definitions, units),
            merged,
            definitions,
        )
        for domain, one in overlays.items()
    }
    paths = places.read(reader, document.file, top, body)
    readers = (reader, *(one.reader for one in overlays.values()))
    rules = monotone.mandatory(pack, named, owners)
    if overlays and not any(one.errors for one in readers):
        held = monotone.bound(pack, named, rules)
        bounds = monotone.Bounds(pack, definitions, reader, general, words, merged, rules, held)
        for domain, one in overlays.items():
            monotone.check(one, domains[domain], bounds)
    finish(*readers)
    found = Resolution(
        Governance(merged, domains, rollout.settings(words), owners=owners, stated=named),
        reader,
        general,
        words,
        overlays,
        rules,
    )
    said = tuple(_notices(found, against, document.file, organization))
    placed = replace(_placed(found, paths, said), source=document.file)
    return replace(found, governance=placed)


def _placed(found: Resolution, paths: Places, said: tuple[str, ...]) -> Governance:
    """With the words of domains, the paths that the file names, and what a person should know."""
    return replace(
        found.governance,
        domain_rules={
            domain: rollout.settings(rollout.merged(found.words, one.words))
            for domain, one in found.overlays.items()
            if one.words
        },
        organization=paths.organization,
        policies=paths.policies,
        waivers=paths.waivers,
        contracts=paths.contracts,
        consumers=paths.consumers,
        opa_url=paths.opa_url,
        evidence=paths.evidence,
        notices=said,
    )


def _notices(
    found: Resolution, against: _Against, file: str, organization: Organization | None
) -> Iterator[str]:
    pack, definitions, _, _ = against
    named = found.governance.stated
    own = {domain: one.written for domain, one in found.overlays.items()}
    judged = {name: one for name, one in found.written.items() if definitions[name].judged}
    yield from notices.unchecked(pack, named, judged, own)
    yield from notices.weakened(pack, named, found.governance.rules, file)
    yield from notices.kept_mandatory(pack, named)
    yield from notices.unlisted(own, organization)


def finish(*readers: Reader) -> None:
    """Raise what the readers of several files refused, if anything, each error once.

    Raises:
        ConfigurationError: one; ManyErrors for several, file by file, from top to bottom.
    """
    found = {(error.location, error.message): error for one in readers for error in one.errors}
    if len(found) == 1:
        raise next(iter(found.values()))
    if found:
        raise ManyErrors(sorted(found.values(), key=lambda error: error.location or ()))


def _owners(pack: Pack, folders: Mapping[str, str]) -> dict[str, str]:
    """Rule id -> the domain whose folder holds it.

    Raises:
        PolicyError: such a rule claims to belong to the global tier.
    """
    found = {rule.id: folders[rule.source] for rule in pack.rules if rule.source in folders}
    for rule in pack.rules:
        if rule.id in found and rule.tier == "global":
            domain = found[rule.id]
            raise PolicyError(
                f"the rule {rule.id} is {domain}'s own, and its package {rule.package} says global",
                hint=f"call the package meshgov.domain.{rule.package.partition('global.')[2]}",
                location=rule.location,
            )
    return found


def _overlays(  # noqa: PLR0913, PLR0917  # where overlays may stand, and what they are read against
    reader: Reader,
    file: str,
    body: Entries,
    files: Mapping[str, Document],
    pack: Pack,
    definitions: Definitions,
    owners: Mapping[str, str],
) -> dict[str, Overlay]:
    """What each domain sets, here or in its own file."""
    found = {}
    for domain, node in reader.pairs(body.get("domain_policies", NOTHING)).items():
        found[domain] = overlay.read(reader, domain, file, node, pack, definitions, owners)
    for domain, document in files.items():
        own, node = overlay.of_file(document, domain)
        found[domain] = overlay.read(own, domain, document.file, node, pack, definitions, owners)
    return found


def _outline(reader: Reader, document: Document) -> tuple[Entries, Entries]:
    """Entries at the top of the file, and below its key ``governance``."""
    if document.value is None:
        reader.refuse((), f"{document.file} is empty", "write `governance:`, or delete the file")
    top = reader.entries(Node(document.value, ()))
    known = {}
    for key, node in top.items():
        if key == overlay.DOMAIN:
            message = f"{document.file} is the overlay of a domain, not the organisation's file"
            hint = "name the organisation's file with --governance, and this one in its `domains:`"
            reader.refuse_key(node.origin, message, hint)
            return {}, {}
        if key in BODY and key not in TOP:
            message = f"the file has no key {key!r} at its top"
            reader.refuse_key(node.origin, message, "put it below `governance:`")
        else:
            known[key] = node
    reader.only(known, TOP, "the file")
    return top, reader.mapping(top.get("governance", NOTHING), BODY)


def _families(pack: Pack, definitions: Definitions) -> set[str]:
    """What a policy may be called: a name that no rule could implement would never be enforced."""
    judged = {name for name, family in definitions.items() if family.judged}
    return {rule.family for rule in pack.rules} | judged
