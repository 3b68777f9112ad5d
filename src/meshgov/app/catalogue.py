"""``meshgov policy list`` and ``meshgov explain``: what the pack holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.app import resources
from meshgov.app.governed import Governed
from meshgov.errors import ConfigurationError
from meshgov.model.controls import Framework
from meshgov.policy import explain as lookup
from meshgov.policy import shipped
from meshgov.policy.controls import coverage
from meshgov.render.base import RenderOptions
from meshgov.render.pages import catalogue
from meshgov.render.pages import controls as control_pages
from meshgov.render.pages import explain as words


def listing(governed: Governed, *, as_json: bool, options: RenderOptions) -> Iterator[str]:
    """Every rule of the pack, as a table or as JSON."""
    return catalogue.as_json(governed.pack) if as_json else catalogue.text(governed.pack, options)


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
    """The meaning of a rule, a change or a control (``gdpr:32(1)(a)``).

    Raises:
        ConfigurationError: nothing has this id.
    """
    rule = lookup.rule(governed.pack, wanted)
    if rule is not None:
        return words.rule(rule, options)
    change = lookup.change(governed.pack, wanted)
    if change is not None:
        example = shipped.example(resources.folder("policies"), change.id)
        return words.change(change, options, example)
    framework, _, name = wanted.partition(":")
    for one in _frameworks(governed, framework) if name else ():
        for control in one.controls:
            if control.id == name:
                return control_pages.control(one, control, options)
    near = lookup.near(governed.pack, wanted)
    raise ConfigurationError(
        f"no rule, change or control is called {wanted!r}",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "`meshgov policy list` names every rule",
    )
