"""``meshgov config``: what is configured, where it comes from, and whether it is right."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from meshgov.app import contracts, resources, waivers
from meshgov.app.check import counted
from meshgov.app.engines import start
from meshgov.app.governed import Governed, shown
from meshgov.app.governed import configuration as configuration_file
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.errors import ConfigurationError, InputError, ManyErrors
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.load.find import find
from meshgov.model.configured import Configured
from meshgov.model.consumers import Reading
from meshgov.model.settings import Evidence
from meshgov.policy import consumers, parameters, sourced
from meshgov.policy.governance import Resolution
from meshgov.policy.nearest import hint as hint_for
from meshgov.render.base import RenderOptions
from meshgov.render.pages import configuration


def show(
    governed: Governed, domain: str | None, *, as_json: bool, options: RenderOptions
) -> Iterator[str]:
    """What holds everywhere, or for ``domain``, and where each value comes from.

    Raises:
        ConfigurationError: nothing that is configured knows the domain.
    """
    found = configured(governed, domain)
    return configuration.json(found) if as_json else configuration.text(found, options)


def configured(governed: Governed, domain: str | None) -> Configured:
    """The configuration, resolved.

    Raises:
        ConfigurationError: nothing that is configured knows the domain.
    """
    governance, resolution = governed.governance, _resolution(governed)
    overlays = {name: one.file for name, one in resolution.overlays.items()}
    registered = dict(governed.organization.domains) if governed.organization else {}
    must_be_known(governed, domain)
    if domain is not None:
        registered = {name: entry for name, entry in registered.items() if name == domain}
    definitions = parameters.definitions(resources.folder("policies"))
    return Configured(
        domain=domain,
        overlay=overlays.get(domain or ""),
        governance=governance.source,
        organization=governed.organization.source if governed.organization else None,
        parameters=tuple(sourced.parameters(resolution, definitions, domain)),
        rules=tuple(sourced.rules(resolution, governed.pack, domain)),
        overlays=overlays,
        stated=governance.stated,
        registered=registered,
        places={name: paths for name, paths in _places(governed).items() if paths},
        notices=governance.notices,
        evidence=_evidence(governance.evidence),
    )


def _evidence(found: Evidence | None) -> Evidence | None:
    """The same, with paths as people wrote them."""
    if found is None:
        return None
    as_it_is = found.key is None or found.key.startswith("env:")
    return Evidence(
        found.log and shown(found.log),
        found.records and shown(found.records),
        found.key if as_it_is else shown(str(found.key)),
    )


def domains(governed: Governed) -> list[str]:
    """The domains that the configuration knows, for completion."""
    registered = governed.organization.domains if governed.organization else {}
    return sorted({*_resolution(governed).overlays, *registered})


def check(governed: Governed) -> Iterator[str]:
    """Compile what is configured, and say line by line what was looked at.

    Raises:
        MeshgovError: a policy doesn't compile, or a place holds nothing that can be read.
    """
    governance, pack = governed.governance, governed.pack
    # Whatever server is configured: whether the rules compile is for no network to say. Some
    # faults show only when something is judged, so the contract that rules are explained with is.
    with start(pack, governed.settings.engine, configured_url=None, work=1) as engine:
        Run(governed, engine, "check").judge([_baseline], lambda _: None)
        name = engine.name
    yield f"governance: {governance.source or 'none, the built-in defaults judge'}\n"
    registry = governed.organization
    if registry is None:
        yield "organization: none\n"
    else:
        yield f"organization: {registry.source}, {counted(len(registry.domains), 'domain')}\n"
    for domain, one in _resolution(governed).overlays.items():
        rules = sum(owner == domain for owner in governance.owners.values())
        own = f", {counted(rules, 'rule')} of its own" if rules else ""
        yield f"overlay of {domain}: {one.file}, weakens nothing that is mandatory{own}\n"
    yield (
        f"policies: {counted(len(pack.rules), 'rule')} from {', '.join(pack.sources)}, "
        f"compiled by {name}\n"
    )
    yield from _registers(governed)
    yield "the configuration is right\n"


def _baseline() -> Case:
    path = os.path.join(resources.folder("policies"), "baseline.yaml")
    return Case(contracts.of_document(documents.parse(files.read(path), "baseline.yaml")))


def _registers(governed: Governed) -> Iterator[str]:
    """What the files hold that the configuration names, once each can be read."""
    places = _places(governed)
    if places["waivers"]:
        found = waivers.load(governed)
        yield f"waivers: {counted(len(found), 'waiver')} in {', '.join(places['waivers'])}\n"
    if places["consumers"]:
        readings = [one for file in places["consumers"] for one in _readings(file)]
        listed = ", ".join(places["consumers"])
        yield f"consumers: {counted(len(readings), 'reading')} in {listed}\n"
    if places["contracts"]:
        patterns = places["contracts"]
        yield f"contracts: {counted(_matched(patterns), 'file')} in {', '.join(patterns)}\n"


def _readings(file: str) -> Iterable[Reading]:
    return consumers.resolve(configuration_file(file))


def _matched(patterns: tuple[str, ...]) -> int:
    """How many files there are; a new organisation has none yet."""
    try:
        return len(find(patterns))
    except (InputError, ManyErrors):
        return 0


def _places(governed: Governed) -> dict[str, tuple[str, ...]]:
    governance = governed.governance
    paths = {
        "policies": governed.pack.sources[1:],
        "waivers": governance.waivers,
        "contracts": governance.contracts,
        "consumers": governance.consumers,
    }
    named = {name: tuple(shown(path) for path in given) for name, given in paths.items()}
    return named | {"opa": (governance.opa_url,) if governance.opa_url else ()}


def _resolution(governed: Governed) -> Resolution:
    return governed.resolution or Resolution(governed.governance)


def must_be_known(governed: Governed, domain: str | None) -> None:
    """Refuse a domain that neither an overlay nor the registry names, where there are any.

    Raises:
        ConfigurationError: nothing that is configured knows it.
    """
    known = set(domains(governed))
    if domain is not None and known and domain not in known:
        raise ConfigurationError(
            f"nothing that is configured knows the domain {domain!r}", hint=hint_for(domain, known)
        )
