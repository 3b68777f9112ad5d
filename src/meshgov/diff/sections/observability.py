"""What is measured, and what somebody is told about."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.attributes import listed, steps
from meshgov.diff.equality import prose, word
from meshgov.diff.freeform import extensions
from meshgov.diff.merge import paired
from meshgov.diff.scope import Scope
from meshgov.diff.things import Kind, thing
from meshgov.model.change import Change

_METRIC = steps("metric", "added", "removed")
_ALERT = Kind(
    steps("alert", "added", "removed", "changed"),
    name="type",
    folds={"condition": prose, "severity": word},
)


def observability(scope: Scope) -> Iterator[Change]:
    """Metrics and alerts."""
    old, new = scope.old.observability, scope.new.observability
    yield from listed("metrics", _METRIC, old, new)
    before, after = old.alerts if old else (), new.alerts if new else ()
    for one, other in paired(before, after, lambda alert: alert.type):
        yield from thing(_ALERT, one, other)
    yield from extensions(old, new)
