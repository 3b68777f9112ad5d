"""Where data leaves and where it comes from: ports and upstream products."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.attributes import always, steps
from meshgov.diff.equality import canonical, location, names, word
from meshgov.diff.freeform import extensions
from meshgov.diff.merge import paired
from meshgov.diff.scope import Scope
from meshgov.diff.things import Kind, thing
from meshgov.model.change import Change
from meshgov.model.contract import Upstream

_PORT = Kind(
    steps("port", "added", "removed", "changed"),
    name="name",
    folds={"type": word, "location": location},
    open=False,
)
_UPSTREAM = Kind(
    always("upstream-changed"),
    name="product",
    folds={"version": canonical, "fields": names},
)


def ports(scope: Scope) -> Iterator[Change]:
    """The ways to read the product. Unknown keys of one that stays are changes of their own."""
    for old, new in paired(scope.old.ports, scope.new.ports, lambda port: port.name):
        yield from thing(_PORT, old, new)
        if old is not None and new is not None:
            yield from extensions(old, new)


def consumes(scope: Scope) -> Iterator[Change]:
    """The products that this one reads, by product and version; else by product alone."""
    old, new = scope.old.consumes, scope.new.consumes
    staying = {(one.product, one.version) for one in old}
    staying &= {(one.product, one.version) for one in new}

    def name(one: Upstream) -> tuple[str, str | None] | str:
        key = one.product, one.version
        return key if key in staying else one.product

    for was, now in paired(old, new, name):
        yield from thing(_UPSTREAM, was, now)
