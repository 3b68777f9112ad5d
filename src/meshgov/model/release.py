"""The version and the changelog entry that a changed contract should carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meshgov.model.document import Json, Note


@dataclass(frozen=True, slots=True)
class Release:
    """What a contract needs to be released as the successor of its base.

    Attributes:
        path, name: of the contract.
        current: the version it declares, as text; None without one.
        declared_bump, required_bump, suggested_version: as in ``DiffVerdict``.
        sufficient: whether the version rules accept ``current``.
        entry: the changelog entry as it should stand; None when there is nothing to add.
        completes: the entry is there already and only lacks these keys.
        writable: whether it stands in a file that could be changed.
        written: whether the file was changed; None when nobody asked for that.
        notes: remarks on the contract and the versions it was compared with.
    """

    path: str
    name: str
    current: str | None
    declared_bump: str | None
    required_bump: str
    suggested_version: str | None
    sufficient: bool
    entry: Mapping[str, Json] | None = None
    completes: tuple[str, ...] = ()
    writable: bool = True
    written: bool | None = None
    notes: tuple[Note, ...] = ()

    @property
    def version(self) -> str:
        """The right version: the declared one if that suffices, else the suggested one."""
        return (self.current if self.sufficient else self.suggested_version) or ""

    @property
    def complete(self) -> bool:
        """Whether the file says all of it already."""
        return self.sufficient and self.entry is None
