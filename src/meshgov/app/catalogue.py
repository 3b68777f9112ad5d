"""``meshgov policy list`` and ``meshgov explain``: what the pack holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.app import resources
from meshgov.app.config import must_be_known
from meshgov.app.governed import Governed
from meshgov.decide import rules
from meshgov.errors import ConfigurationError
from meshgov.model.catalogue import Catalogue, Listed
from meshgov.model.configured import Standing
from meshgov.model.controls import Covered, Framework
from meshgov.model.pack import Rule
from meshgov.model.settings import RuleSetting
from meshgov.policy import explain as lookup
from meshgov.policy import shipped, sourced
from meshgov.policy.controls import coverage
from meshgov.policy.governance import Resolution
from meshgov.render.base import RenderOptions
from meshgov.render.pages import catalogue
from meshgov.render.pages import controls as control_pages
from meshgov.render.pages import explain as words


def listing(
    governed: Governed, domain: str | None, *, as_json: bool, options: RenderOptions
) -> Iterator[str]:
    """Every rule as it stands everywhere, or for ``domain``, as a table or as JSON.

    Raises:
        ConfigurationError: nothing that is configured knows the domain.
    """
    must_be_known(governed, domain)
    found = Catalogue(governed.pack, tuple(listed(governed, domain)), domain)
    return catalogue.as_json(found) if as_json else catalogue.text(found, options)


def listed(governed: Governed, domain: str | None = None) -> Iterator[Listed]:
    """Every rule that judges everywhere, or ``domain``, with what is configured about it."""
    known = {rule.id: rule for rule in governed.pack.rules}
    resolution = governed.resolution or Resolution(governed.governance)
    for one in sourced.rules(resolution, governed.pack, domain):
        yield _listed(known[one.id], one, governed.settings.now)


def _listed(rule: Rule, one: Standing, now: str) -> Listed:
    severity, wanted, day = (
        None if value.value is None else str(value.value)
        for value in (one.severity, one.mode, one.effective_on)
    )
    return Listed(
        rule=rule,
        severity=severity or rule.severity,
        mode=rules.mode(rule, RuleSetting(mode=wanted, effective_on=day), now),
        wanted=wanted or "enforce",
        effective_on=day,
        mandatory=one.mandatory,
        domain=one.domain,
    )


def controls(
    governed: Governed, framework: str | None, *, as_json: bool, options: RenderOptions
) -> Iterator[str]:
    """Frameworks against the rules of the pack; all of them, or one.

    Raises:
        ConfigurationError: no framework has this name.
    """
    found = _frameworks(governed, framework)
    if framework and not found:
        known = ", ".join(one.name for one in _frameworks(governed))
        raise ConfigurationError(
            f"there is no framework {framework!r}", hint=f"known here: {known}"
        )
    if as_json:
        return control_pages.as_json(found, governed.pack.digest)
    return control_pages.text(found, options)


def _frameworks(governed: Governed, only: str | None = None) -> list[Framework]:
    listed = shipped.controls(resources.folder("policies"))
    return list(coverage(governed.pack, listed, only))


def explain(governed: Governed, wanted: str, options: RenderOptions) -> Iterator[str]:
    """The meaning of a rule, a change or a control (``gdpr:32(1)(a)``, or ``CC6.1`` alone).

    Raises:
        ConfigurationError: nothing has this id.
    """
    if lookup.rule(governed.pack, wanted) is not None:
        rule = next(one for one in listed(governed) if one.rule.id == wanted)
        return words.rule(rule, options)
    change = lookup.change(governed.pack, wanted)
    if change is not None:
        example = shipped.example(resources.folder("policies"), change.id)
        return words.change(change, options, example)
    meant = _controls_called(governed, wanted)
    if len(meant) == 1:
        return control_pages.control(*meant[0], options)
    near = [f"{one.name}:{control.id}" for one, control in meant] or lookup.near(
        governed.pack, wanted
    )
    raise ConfigurationError(
        f"several frameworks have a control {wanted!r}"
        if meant
        else f"no rule, change or control is called {wanted!r}",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "`meshgov policy list` names every rule, `meshgov controls` every control",
    )


def _controls_called(governed: Governed, wanted: str) -> list[tuple[Framework, Covered]]:
    """The control ``gdpr:32(1)(a)``, or those that ``32(1)(a)`` may be, in every framework."""
    framework, colon, name = wanted.partition(":")
    return [
        (one, control)
        for one in _frameworks(governed, framework if colon else None)
        for control in one.controls
        if control.id == (name if colon else wanted)
    ]
