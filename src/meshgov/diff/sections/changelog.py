"""What a product says about its past. A new entry is no change: it comes with every version."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.equality import canonical, prose
from meshgov.diff.merge import paired
from meshgov.diff.scope import Scope
from meshgov.diff.things import Kind, thing
from meshgov.diff.versions import is_later
from meshgov.model.change import Change


def _sentences(changes: tuple[str, ...]) -> tuple[str | None, ...]:
    return tuple(map(prose, changes))


_ENTRY = Kind(
    {"removed": "changelog-entry-removed", "changed": "changelog-entry-changed"},
    name="version",
    folds={
        "date": canonical,
        "changes": _sentences,
        "breaking": bool,
        "migration_guide": prose,
    },
)


def changelog(scope: Scope) -> Iterator[Change]:
    """Entries that were lost, and entries of released versions that read differently now.

    An entry of v1.0.0 is one of 1.0.0, as the version itself is.
    """
    old, new = scope.old.changelog or (), scope.new.changelog or ()
    for one, other in paired(old, new, lambda entry: entry.version.removeprefix("v")):
        draft = one is not None and is_later(one.version, scope.old.version)
        if not (draft and other is not None):
            yield from thing(_ENTRY, one, other)
