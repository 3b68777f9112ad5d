"""What holds for a run: the pack and everything the organisation configures, resolved once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from meshgov.app import resources
from meshgov.app.quality import Results, Source, load
from meshgov.app.settings import RunSettings
from meshgov.errors import ConfigurationError, InputError, ManyErrors, MeshgovError
from meshgov.formats import units
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.consumers import Consumers
from meshgov.model.document import Document, Json
from meshgov.model.pack import Pack
from meshgov.model.settings import Governance, Organization, spelled
from meshgov.policy import governance as governances
from meshgov.policy import organization as organizations
from meshgov.policy import pack as packs
from meshgov.policy import parameters
from meshgov.policy.governance import Resolution
from meshgov.policy.places import Places
from meshgov.policy.quantities import Units
from meshgov.policy.terms import Terms, joined

GOVERNANCE_FILES = ("governance.yaml", "governance.yml")

_UNITS = Units(ratio=units.ratio, duration=units.duration)


class OfDomains(NamedTuple):
    """Domain -> its own file, folder of rules -> its domain, real path -> what is said of it."""

    files: dict[str, Document]
    folders: dict[str, str]
    terms: Mapping[str, Terms] = MappingProxyType({})


class Configured(NamedTuple):
    """What was read of an organisation's configuration: enough to read it again elsewhere.

    Attributes:
        extra: folders and bundles of policies, those of domains behind the others.
        terms: what is said of some of them, by real path.
    """

    document: Document | None
    organization: Document | None
    domains: OfDomains
    extra: tuple[str, ...]
    terms: Mapping[str, Terms]


class Witness(Protocol):
    """Keeps what a run is judged on."""

    searched: tuple[str, ...] | None

    def case(self, case: Any) -> None:
        """One contract, with all that it is compared with."""

    def finish(self, governed: Governed, command: str, fleet: object) -> None:
        """What else counted; while all that was read is still there."""


@dataclass(frozen=True)
class Governed:
    """The pack, the settings and the registries that a run is judged under.

    ``resolution`` says where each setting of ``governance`` comes from, ``configured`` is what was
    read, and ``witness`` is told of what a run is judged on, where that is kept.
    """

    settings: RunSettings
    pack: Pack
    governance: Governance
    organization: Organization | None
    consumers: Consumers = field(default_factory=Consumers)
    results: Results | None = None
    resolution: Resolution | None = None
    configured: Configured | None = None
    witness: Witness | None = None
    _texts: dict[str | None, str] = field(default_factory=dict)

    def parameters_text(self, domain: str | None) -> str:
        """JSON of the parameters that hold for ``domain``; the same text each time."""
        name = spelled(domain, self.governance.domains)
        key = name if name in self.governance.domains else None
        if key not in self._texts:
            self._texts[key] = json.dumps(
                self.governance.parameters_for(key), ensure_ascii=False, separators=(",", ":")
            )
        return self._texts[key]

    def registered(self, domain: str | None) -> Json:
        """The registry's entry for ``domain``; None without a registry or entry."""
        entry = self.organization.entry(domain) if self.organization else None
        return None if entry is None else dict(entry)


def govern(settings: RunSettings) -> Governed:
    """Read everything that an organisation configures, and compile nothing yet.

    Raises:
        MeshgovError: a file is missing or wrong; every error that can be known is reported.
    """
    document = configuration(settings.governance) if settings.governance else None
    named = governances.find_places(document) if document else None
    builtin = resources.folder("policies")
    listed = _kept(named.policies if named else (), settings.without)
    extra = tuple(shown(path) for path in (*listed, *settings.policies, *settings.generated))
    domains = _of_domains(named, extra)
    said = joined(named.terms if named else {}, domains.terms)
    pack = packs.build(builtin, (*extra, *domains.folders), _with_key(settings, said))
    registry = settings.organization or (named.organization if named else None)
    registered = configuration(shown(registry)) if registry else None
    organization = organizations.resolve(registered) if registered else None
    resolution = governances.read(
        document,
        pack,
        parameters.definitions(builtin),
        _UNITS,
        organization,
        files=domains.files,
        folders=domains.folders,
    )
    governance = resolution.governance
    governance = replace(governance, notices=(*governance.notices, *pack.notices))
    configured = Configured(document, registered, domains, (*extra, *domains.folders), said)
    return Governed(
        settings, pack, governance, organization, resolution=resolution, configured=configured
    )


def _with_key(settings: RunSettings, said: dict[str, Terms]) -> dict[str, Terms]:
    """The key on the command line is for the policies that are named there."""
    key = settings.policies_key
    if not key:
        return said
    if not settings.policies:
        raise ConfigurationError(
            "--policies-key is for policies that are given with --policies",
            hint="governance.yaml names keys itself: `policies: [{path: ..., key: ...}]`",
        )
    for path in map(os.path.realpath, settings.policies):
        said[path] = replace(said.get(path, Terms()), key=key, algorithm="", scope="")
    return said


def _kept(folders: tuple[str, ...], without: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that governance names, less those that don't count in this run."""
    real = {os.path.realpath(path): path for path in folders}
    for path in without:
        if os.path.realpath(path) not in real:
            known = ", ".join(map(shown, folders))
            raise ConfigurationError(
                f"{path} can't be left out: governance names no such folder of policies",
                hint=f"it names {known}" if known else "it names none at all",
            )
    left = {os.path.realpath(path) for path in without}
    return tuple(path for one, path in real.items() if one not in left)


def _of_domains(named: Places | None, everywhere: tuple[str, ...]) -> OfDomains:
    """The domains' own files, and their folders of rules."""
    if named is None or not (named.overlays or named.owned):
        return OfDomains({}, {})
    from meshgov.app import overlays  # noqa: PLC0415  # start-up budget: many have none

    return overlays.load(named, everywhere)


def with_results(governed: Governed, source: Source | None) -> Governed:
    """The same for one run, with what came of the quality checks.

    Raises:
        InputError: the results can't be read; ManyErrors for several faults.
    """
    return governed if source is None else replace(governed, results=load(source))


def find_governance(folder: str) -> str | None:
    """Path of the nearest ``governance.yaml`` in ``folder`` or above it; None without one."""
    while True:
        for name in GOVERNANCE_FILES:
            path = os.path.join(folder, name)
            if os.path.lexists(path):
                return shown(path)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def shown_contracts(governance: Governance) -> tuple[str, ...]:
    """The globs of the contracts that governance names, as short as people would write them."""
    return tuple(shown(path) for path in governance.contracts)


def shown(path: str) -> str:
    """The path relative to the working directory where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return relative if len(relative) < len(path) else path


def configuration(path: str) -> Document:
    """A configuration file; what is wrong with it is a matter of configuration."""
    try:
        return documents.parse(files.read(path), path)
    except (InputError, ManyErrors) as error:
        raise as_configuration(error) from None


def as_configuration(error: MeshgovError) -> MeshgovError:
    """The same error, or the same errors, as a matter of configuration."""
    if isinstance(error, ManyErrors):
        return ManyErrors(as_configuration(one) for one in error.each())
    return ConfigurationError(error.message, hint=error.hint, location=error.location)
