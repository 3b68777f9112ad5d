"""``meshgov policy list`` and ``meshgov explain``: what the pack holds, in words."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.app import resources
from meshgov.app.governed import Governed
from meshgov.errors import ConfigurationError
from meshgov.policy import explain as lookup
from meshgov.policy import shipped
from meshgov.render.pages import catalogue
from meshgov.render.pages import explain as words
from meshgov.render.base import RenderOptions


def listing(governed: Governed, *, as_json: bool, options: RenderOptions) -> Iterator[str]:
    """Every rule of the pack, as a table or as JSON."""
    return catalogue.as_json(governed.pack) if as_json else catalogue.text(governed.pack, options)


def explain(governed: Governed, wanted: str, options: RenderOptions) -> Iterator[str]:
    """The meaning of a rule or a change.

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
    near = lookup.near(governed.pack, wanted)
    raise ConfigurationError(
        f"no rule or change is called {wanted!r}",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "`meshgov policy list` names every rule",
    )
