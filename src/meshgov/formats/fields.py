"""Fields of the native shape, at any depth, into one tree: lists and type strings alike.

A written mapping describes a field; what it leaves out is taken from the type string around it, so
that nothing that either of them declares is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from meshgov.formats import denial, inline
from meshgov.formats.constraints import constraints
from meshgov.formats.ddl import MAX_DEPTH, DeepTypeError, Part, Shape, parse
from meshgov.formats.lifecycle import deprecation
from meshgov.formats.reader import Node, shortened
from meshgov.model.contract import Constraint, Field, Role, Table, Type
from meshgov.model.document import Json, Path

_STRUCT: Final = Shape(Type("struct"), "struct")
_SLOTS: Final = (
    ("items", "element", Role.ELEMENT, "array"),
    ("keys", "key", Role.KEY, "map"),
    ("values", "value", Role.VALUE, "map"),
)
"""The key that describes what is inside, its name in paths, its role, and the type that has it."""
_DESCRIBING: Final = frozenset(slot[0] for slot in _SLOTS)
_HOLDERS: Final = frozenset(slot[-1] for slot in _SLOTS)


def table(node: Node, path: Path) -> Table:
    """The single table of a native contract."""
    partitions = node.texts("partitioned_by") or ()
    node.once("the partition column", "partitioned_by", partitions)
    return Table(
        name=None,
        path=path,
        origin=node.origin,
        type=node.text("type"),
        location=node.text("location"),
        partitioned_by=partitions,
        fields=_members(node, (*path, "fields"), ()),
        extensions=node.unknown(),
    )


def _members(node: Node, above: Path, declared: tuple[Part, ...]) -> tuple[Field, ...]:
    """Fields listed in ``node``, then those that only its type string declares."""
    if not declared and "fields" not in node.rest:
        return ()
    by_name = {part.name: part for part in declared}
    found: list[Field] = []
    for child in node.children("fields"):
        name = _name(child)
        found.append(_field(child, name, above, Role.MEMBER, by_name.get(name)))
    written = {one.name for one in found}
    origin = (*node.origin, "type")
    found += [inline.field(part, above, origin) for part in declared if part.name not in written]
    return tuple(found)


def _name(node: Node) -> str:
    """A field's name exactly as written; spaces may be part of it."""
    value = node.rest.get("name")
    return value if node.required("name") and isinstance(value, str) else ""


def _field(node: Node, name: str, above: Path, role: Role, declared: Part | None) -> Field:
    """One field; nested too deep it is refused, and comes out bare."""
    path = (*above, name)
    try:
        inline.check_depth(path)
        return _read(node, path, role, declared)
    except DeepTypeError:
        node.reader.refuse(
            f"fields are nested more than {MAX_DEPTH} levels deep here",
            "give the inner part a contract of its own",
            (*node.origin, "type"),
        )
        return Field(name, path, node.origin)


def _read(node: Node, path: Path, role: Role, declared: Part | None) -> Field:
    said: dict[str, Any] = {
        key: reader(node, key) for key, reader in _READERS.items() if key in node.rest
    }
    written = said.pop("type", None)
    shape = _shape(node, written, declared)
    promises = constraints(node, path)
    if declared:
        promises += _declared(declared, promises, path, node)
        said["description"] = said.get("description") or declared.description
    return Field(
        name=path[-1],
        path=path,
        origin=node.origin,
        type=shape.type if shape else None,
        written_type=written or (shape.written if shape else None),
        role=role,
        aliases=_aliases(node),
        is_primary_key=said.pop("is_primary_key", None) or False,
        deprecated=deprecation(node, "deprecated", (*path, "deprecated")),
        constraints=promises,
        fields=_children(node, path, shape),
        extensions=node.unknown(),
        **said,
    )


def _declared(
    part: Part, written: tuple[Constraint, ...], path: Path, node: Node
) -> tuple[Constraint, ...]:
    """The constraint of a type string, unless the mapping that describes the field has it."""
    said = not part.not_null or any(one.name == "not_null" for one in written)
    return () if said else inline.not_null(path, node.origin)


def _shape(node: Node, written: str | None, declared: Part | None) -> Shape | None:
    """The field's own type; what the type string around it says where that tells more."""
    around = declared.shape if declared else None
    if written is None:
        return around
    own = parse(written)
    if own.unread:
        node.reader.note(
            f"the type `{shortened(own.unread)}` can't be read, "
            "so no field that it declares is judged",
            (*node.origin, "type"),
        )
    return around if around and not own.inside and own.type == around.type else own


def _children(node: Node, path: Path, shape: Shape | None) -> tuple[Field, ...]:
    """What is inside a field: members, or the element of an array, or key and value of a map.

    A described inside is read whatever the type is called: what it says must never get lost.
    """
    kind = shape.type.name if shape else _implied(node)
    if kind not in _HOLDERS and _DESCRIBING.isdisjoint(node.rest):
        return _members(node, path, shape.inside if shape else ())
    declared = {part.name: part for part in shape.inside} if shape else {}
    found: list[Field] = []
    for key, name, role, owner in _SLOTS:
        if kind == owner:
            found += _slot(node, key, (*path, name), role, declared.get(name))
        elif key in node.rest:
            found += _described(node, key, (*path, name), role, None)
    members = shape.inside if shape and kind == "struct" else ()
    return (*found, *_members(node, path, members))


def _slot(node: Node, key: str, path: Path, role: Role, part: Part | None) -> list[Field]:
    """The element, key or value at ``path``, as far as anything describes it.

    It is described under ``key``; or by ``fields``, the members of an element or a value that is
    a struct; or by the type string.
    """
    above, name = path[:-1], path[-1]
    described = _described(node, key, path, role, part)
    if described:
        return described
    if role is not Role.KEY and node.rest.get("fields"):
        inner = Node({"fields": node.take("fields")}, node.origin, node.reader)
        return [_field(inner, name, above, role, part or Part(name, role, _STRUCT))]
    return [inline.field(part, above, (*node.origin, "type"))] if part else []


def _described(node: Node, key: str, path: Path, role: Role, part: Part | None) -> list[Field]:
    """The field that stands under ``key``, a type or a mapping; none where nothing does."""
    written = node.take(key)
    entry = {"type": written} if isinstance(written, str) else written
    if isinstance(entry, dict):
        inner = Node(entry, (*node.origin, key), node.reader)
        return [_field(inner, path[-1], path[:-1], role, part)]
    if entry is not None:
        node.wrong(key, "a type or a mapping")
    return []


def _implied(node: Node) -> str:
    """The type of a field that names none but describes its inside."""
    owners = (owner for key, _, _, owner in _SLOTS if isinstance(node.rest.get(key), dict))
    return next(owners, "")


def _aliases(node: Node) -> tuple[str, ...]:
    """Names that the field had before."""
    if "aliases" not in node.rest and "previous_name" not in node.rest:
        return ()
    return (node.texts("aliases") or ()) + (node.texts("previous_name") or ())


def _identity(node: Node, key: str) -> str | None:
    """A field's stable id; a number counts as its digits."""
    value = node.rest.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(node.take(key))
    return node.text(key)


def _category(node: Node, key: str) -> str | None:
    """A kind of personal data; a word for none says nothing."""
    value = node.text(key)
    return None if value and denial.denies(value) else value


def _protection(node: Node, key: str) -> Json:
    """Encryption or masking; whatever says no is False."""
    return denial.protection(node.take(key))


_READERS: Final[dict[str, Callable[[Node, str], Json]]] = {
    "type": Node.text,
    "description": Node.prose,
    "id": _identity,
    "is_primary_key": Node.flag,
    "is_pii": Node.flag,
    "pii_category": _category,
    "classification": Node.text,
    "encryption": _protection,
    "masking": _protection,
    "default": Node.take,
}
"""Attribute of a field -> how its key is read."""
