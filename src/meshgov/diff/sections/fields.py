"""Fields at any depth: which came, which went, and what became of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Final

from meshgov.diff.attributes import Attribute, always, attribute, attributes
from meshgov.diff.equality import names, prose, same
from meshgov.diff.freeform import differing, extensions
from meshgov.diff.matching import Couple, match
from meshgov.diff.merge import window
from meshgov.diff.scope import Scope, every_field
from meshgov.diff.sections.lifecycle import deprecation, ended
from meshgov.diff.sections.protection import personal, protection
from meshgov.diff.sections.types import DECLARED, UNDECLARED, shown, type_change, type_step
from meshgov.diff.sections.values import required, values
from meshgov.model.change import Change
from meshgov.model.contract import Constraint, Field, Role
from meshgov.model.document import Path

_DESCRIPTION = Attribute("description", always("field-description-changed"), prose)
_IDENTITY = (
    Attribute("id", always("aliases-changed")),
    Attribute("aliases", always("aliases-changed"), names),
)
_PLAIN: Final = attrgetter(
    "type",
    "written_type",
    "description",
    "id",
    "aliases",
    "is_primary_key",
    "is_pii",
    "pii_category",
    "classification",
)
"""The attributes of a field that are equal when Python says so."""


def members(
    old: Sequence[Field],
    new: Sequence[Field],
    path: Path,
    scope: Scope,
    *,
    positional: bool = False,
) -> Iterator[Change]:
    """Every change among the members of one parent, at any depth.

    A name that the new list repeats is one change. One that it repeats no longer is compared with
    the field that stays, because readers may have meant either.

    Args:
        old: members in the old contract.
        new: members in the new contract.
        path: of the parent in the new contract.
        scope: both contracts.
        positional: readers know these members by their place.
    """
    matching = match(old, new)
    _note_orphans(matching.couples, scope)
    yield from _order(matching.couples, old, path, positional=positional)
    changes = list(_couples(matching.couples, scope, positional=positional))
    changes += _couples(matching.repeated, scope, positional=False)
    yield from changes
    yield from map(_duplicated, matching.doubled)
    told = {(change.id, change.path) for change in changes} if matching.dropped else set()
    for was, now in matching.dropped:
        yield from (one for one in _stayed(was, now, scope) if (one.id, one.path) not in told)


def _note_orphans(couples: Sequence[Couple], scope: Scope) -> None:
    """Keep what went and what came at one place: it may be a rename that nobody declared."""
    gone = [was for was, now in couples if was is not None and now is None]
    come = [now for was, now in couples if was is None and now is not None] if gone else []
    if come and gone[0].role is Role.MEMBER:
        scope.orphans.append((gone, come))


def _couples(couples: Sequence[Couple], scope: Scope, *, positional: bool) -> Iterator[Change]:
    last = max((place for place, (was, now) in enumerate(couples) if was and now), default=-1)
    for place, (was, now) in enumerate(couples):
        if was is not None and now is not None:
            yield from _stayed(was, now, scope)
        elif was is not None:
            yield from _removed(was, scope)
        else:
            inserted = positional and place < last
            yield from _added(now, inserted=inserted)  # type: ignore[arg-type]  # one of both is


def _order(
    couples: Sequence[Couple], old: Sequence[Field], path: Path, *, positional: bool
) -> Iterator[Change]:
    """One change when the fields that stay come in another order."""
    staying = [was for was, now in couples if was is not None and now is not None]
    rest = iter(old)
    if not all(any(one is was for one in rest) for was in staying):
        places = {id(one): place for place, one in enumerate(old)}
        now = [(places[id(was)], was, new) for was, new in couples if was and new]
        before, after = window(sorted(now, key=itemgetter(0)), now)
        yield Change(
            id="field-reordered-positional" if positional else "field-reordered",
            path=path,
            old=[was.name for _, was, _ in before],
            new=[new.name for _, _, new in after],
            old_origin=before[0][1].origin,
            new_origin=after[0][2].origin,
        )


def _added(new: Field, *, inserted: bool) -> Iterator[Change]:
    """A field that came, with all that is inside it: one change, and one for its place.

    Apart from that only what a reader must know about the inside: personal data, repetitions.
    """
    if new.role is not Role.MEMBER:
        yield from type_change(DECLARED, None, new)
    elif required(new) or not inserted:
        change_id = "field-added-required" if required(new) else "field-added"
        yield Change(change_id, new.path, new=shown(new), new_origin=new.origin)
    if inserted:
        yield Change("field-inserted-positional", new.path, new=shown(new), new_origin=new.origin)
    yield from personal(new)
    for one in every_field((new,)):
        yield from map(_duplicated, match((), one.fields).doubled)


def _removed(old: Field, scope: Scope) -> Iterator[Change]:
    if old.role is not Role.MEMBER:
        yield from type_change(UNDECLARED, old, None)
        return
    change_id = "field-removed-after-sunset" if ended(old, scope) else "field-removed"
    yield Change(change_id, old.path, old=shown(old), old_origin=old.origin)


def _duplicated(new: Field) -> Change:
    return Change("field-duplicated", new.path, new=shown(new), new_origin=new.origin)


def _stayed(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    """Everything about a field that stays, under whatever name."""
    step = None
    if not _untouched(old, new):
        step = type_step(old, new, scope)
        for aspect in ASPECTS:
            yield from aspect(old, new, scope)
    if not old.fields and not new.fields:
        return
    if step is None or (step in (DECLARED, UNDECLARED) and old.fields and new.fields):
        yield from members(old.fields, new.fields, new.path, scope)
    elif not any(one.is_pii for one in every_field((old,))):
        for child in new.fields:
            yield from personal(child)


def _untouched(old: Field, new: Field) -> bool:
    """Whether nothing of a field itself differs; fast, because most fields are like that."""
    return (
        old.name == new.name
        and new.role is not Role.KEY
        and _PLAIN(old) == _PLAIN(new)
        and (old.default is new.default or same(old.default, new.default))
        and (old.encryption is new.encryption or same(old.encryption, new.encryption))
        and (old.masking is new.masking or same(old.masking, new.masking))
        and old.deprecated is new.deprecated
        and len(old.constraints) == len(new.constraints)
        and (not old.constraints or all(map(_equal, old.constraints, new.constraints)))
        and not ((old.extensions or new.extensions) and differing(old.extensions, new.extensions))
    )


def _equal(old: Constraint, new: Constraint) -> bool:
    return old.name == new.name and same(old.value, new.value)


def _name(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    """The name of a field, or its other names when that one stays."""
    if old.name == new.name:
        yield from attributes(_IDENTITY, old, new, scope)
        return
    scope.renames[old.path] = new.path
    case = old.name.casefold() == new.name.casefold()
    yield Change(
        id="field-name-case-changed" if case else "field-renamed",
        path=new.path,
        old=old.name,
        new=new.name,
        old_origin=(*old.origin, "name"),
        new_origin=(*new.origin, "name"),
    )


def _type(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    step = type_step(old, new, scope)
    return type_change(step, old, new) if step else iter(())


def _description(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    return attribute(_DESCRIPTION, old, new, scope)


def _unknown(old: Field, new: Field, scope: Scope) -> Iterator[Change]:  # noqa: ARG001  # an aspect
    return extensions(old, new)


ASPECTS: Final[tuple[Callable[[Field, Field, Scope], Iterator[Change]], ...]] = (
    _name,
    _type,
    _description,
    values,
    protection,
    deprecation,
    _unknown,
)
"""What is compared of a field that stays, in the order in which its changes are reported."""
