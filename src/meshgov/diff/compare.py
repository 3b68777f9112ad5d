"""Two canonical contracts to facts: a keyed walk, section by section.

Changes come in the order of the canonical contract's sections. Inside a section they follow the
new contract; what is gone stands behind the old neighbour before it that stayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from meshgov.diff.scope import Scope
from meshgov.diff.sections.access import access
from meshgov.diff.sections.changelog import changelog
from meshgov.diff.sections.container import tables
from meshgov.diff.sections.lifecycle import lifecycle
from meshgov.diff.sections.lineage import consumes, ports
from meshgov.diff.sections.observability import observability
from meshgov.diff.sections.owner import owner, privacy
from meshgov.diff.sections.product import identity, promises, unknown_keys
from meshgov.diff.sections.sla import sla
from meshgov.diff.settings import DiffSettings
from meshgov.diff.versions import facts
from meshgov.model.change import Change, Diff, RenameHint
from meshgov.model.contract import Contract

Section = Callable[[Scope], Iterator[Change]]

SECTIONS: Final[tuple[Section, ...]] = (
    identity,
    lifecycle,
    owner,
    promises,
    privacy,
    ports,
    tables,  # before the sections that name fields: it learns which of them were renamed
    access,
    sla,
    observability,
    consumes,
    changelog,
    unknown_keys,
)
"""In reporting order. The version is no section: what it should be is judged from the changes."""


def compare(old: Contract, new: Contract, settings: DiffSettings) -> Diff:
    """Every fact about two versions of one contract, and about their version texts.

    Raises:
        ValueError: ``settings.now`` is not an ISO 8601 date.
    """
    scope = Scope.of(old, new, settings)
    changes = tuple(change for section in SECTIONS for change in section(scope))
    return Diff(changes, facts(old, new), _hints(scope) if scope.orphans else ())


def _hints(scope: Scope) -> tuple[RenameHint, ...]:
    from meshgov.diff.hints import rename_hints  # noqa: PLC0415  # start-up budget: rarely needed

    return tuple(hint for gone, come in scope.orphans for hint in rename_hints(gone, come))


def introduced(contract: Contract) -> Diff:
    """The fact that a product is new."""
    change = Change("product-added", ("name",), new=contract.name, new_origin=_name(contract))
    return Diff((change,), facts(None, contract))


def withdrawn(contract: Contract) -> Diff:
    """The fact that a product is gone. There is no version to judge but the one that it had."""
    change = Change("product-removed", ("name",), old=contract.name, old_origin=_name(contract))
    return Diff((change,), facts(None, contract))


def _name(contract: Contract) -> tuple[str | int, ...]:
    return (*contract.origin, "name")
