"""One run as a compliance report. A log may fill the same :class:`Report` from its entries."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from meshgov import __version__
from meshgov.app import check, contracts, resources, waivers
from meshgov.app.config import must_be_known
from meshgov.app.engines import engine_for
from meshgov.app.governed import Governed, configuration, shown
from meshgov.app.judge import Case
from meshgov.app.run import Load, Progress, Run
from meshgov.decide.material import Material
from meshgov.decide.report import report as decide
from meshgov.errors import ConfigurationError, EngineError, InputError, MeshgovError, joined
from meshgov.model.contract import Contract
from meshgov.model.controls import Framework
from meshgov.model.pack import Pack, Rule
from meshgov.model.report import Evidence, Gap, Report, Scope
from meshgov.model.verdict import Verdict
from meshgov.model.waiver import Waiver
from meshgov.policy import governance as governances
from meshgov.policy import shipped
from meshgov.policy.controls import coverage
from meshgov.policy.nearest import hint as hint_for


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report shall be about.

    Attributes:
        framework: a name, or a name and a control: ``gdpr:32``.
        period: two days, both included.
        sample: size and seed.
    """

    product: str | None = None
    domain: str | None = None
    framework: str | None = None
    period: tuple[str, str] | None = None
    sample: tuple[int, int] | None = None


@dataclass
class _Met:
    """What was met on the way, beside what is judged."""

    owners: dict[str, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    errors: list[MeshgovError] = field(default_factory=list)
    other: int = 0


def of_run(
    patterns: Sequence[str],
    governed: Governed,
    wanted: Wanted,
    progress: Progress = lambda _: None,
) -> Report:
    """Judge contracts and report on them. What can't be read becomes a named gap.

    Raises:
        MeshgovError: bad configuration, a failing engine, no contract at all, or none of the
            product or domain.
    """
    _check(governed, wanted)
    frameworks = chosen(governed.pack, resources.folder("policies"), wanted.framework)
    paths, searched = check.choose(patterns, governed)
    selection = contracts.select(paths, os.curdir)
    met = _Met()
    verdict = _judged(patterns, governed, selection, met, progress)
    if not len(verdict.contracts):
        raise _nothing(met, paths)
    known = waivers.load(governed)
    material = Material(
        scope=scope(wanted, "run", governed.settings.now),
        rules=rules(governed),
        verdicts=verdict.contracts,
        frameworks=frameworks,
        version=__version__,
        owners=met.owners,
        waivers=known,
        warn_days=waivers.terms(governed.governance).warn_days,
        evidence=tuple(_evidence(governed, verdict, known)),
        searched=(searched,) if searched else tuple(patterns),
        files=len(selection.paths),
        other=met.other,
        gaps=met.gaps,
        notices=verdict.notices,
        sample=wanted.sample,
    )
    found = decide(material)
    if not found.contracts:
        raise none_inside((one.name for one in verdict.contracts), wanted)
    return found


def _check(governed: Governed, wanted: Wanted) -> None:
    must_be_known(governed, wanted.domain)
    if wanted.period is None:
        return
    since, until = wanted.period
    today = governed.settings.now[: len("2026-01-31")]
    if not since <= today <= until:
        raise ConfigurationError(
            f"the run is of {today}, which is not in the period from {since} to {until}",
            hint="a report on one run speaks of one moment: give a period that holds it, or "
            "`--evaluation-time` a moment in the period; --log reports on the runs of a period",
        )


def scope(wanted: Wanted, source: str, evaluated_at: str) -> Scope:
    """What a report is about."""
    framework, _, control = (wanted.framework or "").partition(":")
    since, until = wanted.period or (None, None)
    return Scope(
        source=source,
        evaluated_at=evaluated_at,
        since=since,
        until=until,
        framework=framework or None,
        control=control or None,
        domain=wanted.domain,
        product=wanted.product,
    )


def chosen(pack: Pack, builtin: str, wanted: str | None) -> list[Framework]:
    """The frameworks of a report: all, one, or those controls of one that a prefix names.

    Args:
        pack: what judges.
        builtin: folder of the shipped part of it, with the list of controls.
        wanted: ``gdpr``, ``gdpr:32``; None for all.

    Raises:
        ConfigurationError: there is no such framework, or control.
    """
    listed = shipped.controls(builtin)
    everything = list(coverage(pack, listed))
    if wanted is None:
        return everything
    name, _, control = wanted.partition(":")
    found = next((one for one in everything if one.name == name), None)
    if found is None:
        names = [one.name for one in everything]
        raise ConfigurationError(
            f"there is no framework {name!r}", hint=f"known here: {', '.join(names)}"
        )
    if not control:
        return [found]
    inside = tuple(
        one for one in found.controls if one.id == control or one.id.startswith(f"{control}(")
    )
    if not inside:
        raise ConfigurationError(
            f"{name} has no control {control!r} here",
            hint=f"`meshgov controls --framework {name}` lists them",
        )
    return [replace(found, controls=inside)]


def _judged(
    patterns: Sequence[str],
    governed: Governed,
    selection: contracts.Selection,
    met: _Met,
    progress: Progress,
) -> Verdict:
    with engine_for(governed, len(selection.paths)) as engine:
        reload = contracts.read if check.is_whole(patterns) else None
        run = Run(governed, engine, "check", reload)
        loads = zip(selection.paths, check.loads(selection), strict=True)
        return run.judge((_noting(path, load, governed, met) for path, load in loads), progress)


def _noting(path: str, load: Load, governed: Governed, met: _Met) -> Load:
    """The same, but what can't be read is noted, and so is who answers for what can."""

    def noting() -> Case | None:
        try:
            case = load()
        except EngineError:
            raise
        except MeshgovError as error:
            met.errors.append(error)
            met.gaps.append(Gap(path, _reason(error)))
            return None
        if case is None:
            met.other += 1
        else:
            met.owners[path] = owner(case.new.contract, governed)
        return case

    return noting


def _reason(error: MeshgovError) -> str:
    each = list(error.each())
    first = each[0]
    where = f" ({first.location})" if first.location else ""
    more = f", and {len(each) - 1} more" if len(each) > 1 else ""
    return f"{first.message}{where}{more}"


def owner(contract: Contract, governed: Governed) -> str:
    """The team that the contract names, else who leads its domain by the registry."""
    if contract.owner and contract.owner.team:
        return contract.owner.team
    entry = governed.registered(contract.domain)
    team = entry.get("team") if isinstance(entry, dict) else None
    leader = team.get("product_owner") if isinstance(team, dict) else None
    return f"{leader} (leads {contract.domain})" if leader else ""


def rules(governed: Governed) -> list[Rule]:
    """The catalogue, with severities as configured everywhere."""
    return [
        replace(rule, severity=governed.governance.setting(rule.id, None).severity or rule.severity)
        for rule in governed.pack.rules
    ]


def _evidence(governed: Governed, verdict: Verdict, known: Sequence[Waiver]) -> Iterator[Evidence]:
    yield Evidence("meshgov", __version__)
    yield Evidence("engine", f"{verdict.engine_name} {verdict.engine_version}")
    yield Evidence("evaluation time", verdict.evaluated_at)
    yield Evidence("policy pack", ", ".join(verdict.pack_sources), verdict.pack_digest)
    yield from _commit()
    source = governed.governance.source
    if source is None:
        yield Evidence("governance", "none: built-in defaults")
    else:
        yield _file("governance", source)
        overlays = governances.find_places(configuration(source)).overlays
        for domain in sorted(overlays):
            yield _file(f"governance of {domain}", shown(overlays[domain]))
    if governed.organization:
        yield _file("organization", governed.organization.source)
    for file in sorted({one.location.file for one in known}):
        yield _file("waiver", file)


def _file(kind: str, path: str) -> Evidence:
    return Evidence(kind, path, configuration(path).digest)


def _commit() -> Iterator[Evidence]:
    """The commit that is checked out; nothing where there is none."""
    from meshgov.load.git import Repository  # noqa: PLC0415  # start-up budget

    try:
        repository = Repository()
        try:
            yield Evidence("commit checked out", repository.commit("HEAD"))
        finally:
            repository.close()
    except (InputError, ConfigurationError):
        return


def _nothing(met: _Met, paths: Sequence[str]) -> MeshgovError:
    if not met.errors:
        return check.none_found(met.other, paths)
    return joined(met.errors)


def none_inside(products: Iterable[str], wanted: Wanted) -> InputError:
    """The error for a scope that nothing is in."""
    names = sorted(set(products))
    parts = (
        f"the product {wanted.product!r}" if wanted.product else "",
        f"the domain {wanted.domain!r}" if wanted.domain else "",
    )
    near = hint_for(wanted.product, names) if wanted.product else None
    return InputError(
        f"none of {check.counted(len(names), 'product')} is {' in '.join(filter(None, parts))}",
        hint=near or "`meshgov check --verbose` lists what is found",
    )
