"""Fields that a type string declares, for every format."""

from __future__ import annotations

from meshgov.formats.ddl import MAX_DEPTH, DeepTypeError, Part, Shape
from meshgov.model.contract import Constraint, Field
from meshgov.model.document import Origin, Path

_STEPS = 2
"""Names of a path before its first field: ``schema``, ``fields``."""


def inside(shape: Shape, path: Path, origin: Origin) -> tuple[Field, ...]:
    """The fields inside ``shape``.

    Args:
        shape: the parsed type string.
        path: of the field whose type it is.
        origin: of the string in its document; all of them stand there.

    Raises:
        DeepTypeError: they are nested too deep.
    """
    return tuple(field(part, path, origin) for part in shape.inside)


def field(part: Part, above: Path, origin: Origin) -> Field:
    """The field that ``part`` declares below the path ``above``; see ``inside``."""
    path = (*above, part.name)
    check_depth(path)
    return Field(
        name=part.name,
        path=path,
        origin=origin,
        type=part.shape.type,
        written_type=part.shape.written,
        role=part.role,
        inline=True,
        description=part.description,
        constraints=not_null(path, origin) if part.not_null else (),
        fields=inside(part.shape, path, origin),
    )


def not_null(path: Path, origin: Origin) -> tuple[Constraint, ...]:
    """The constraint that ``not null`` behind a member stands for."""
    return (Constraint("not_null", True, (*constraints_path(path), "not_null"), origin),)  # noqa: FBT003  # a value, not an option


def constraints_path(field_path: Path) -> Path:
    """Where the constraints of a field stand; each has its name below."""
    return (*field_path, "constraints")


def check_depth(path: Path) -> None:
    """Refuse a field that is nested too deep.

    Raises:
        DeepTypeError: it stands more than MAX_DEPTH levels below its table.
    """
    if len(path) > MAX_DEPTH + _STEPS:
        raise DeepTypeError
