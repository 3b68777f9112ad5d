"""How the nodes of a contract are declared: immutable to type checkers, and cheap to make.

A dataclass that is frozen at run time as well sets each attribute through ``object.__setattr__``:
2.4 instead of 0.5 microseconds for a field, which was a third of the time of normalising a
contract, and half again as long to create the class at start-up. A contract holds such nodes by
the thousand, and mypy refuses to assign to them either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    import dataclasses

    def record(*, frozen: bool, slots: bool) -> object:
        """``dataclass`` with these options; ``frozen`` gives a hash, and is not enforced."""
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
