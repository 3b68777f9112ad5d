"""Who reads what: the consumers that registered with a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """One consumer that reads one product.

    Attributes:
        consumer: its name: of a product that consumes, or of anything else that reads.
        version: of the product, as written; None when any may be meant.
        fields: names of the fields that it reads, dotted below the top level; None means all.
    """

    consumer: str
    product: str
    version: str | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Consumers:
    """Every registered reading.

    Attributes:
        by_product: name of a product -> who reads it.
        known: nobody else reads, so that a change that reaches none of them may count for less.
        given: files with them were named for this run, so somebody expects to see them reached.
    """

    by_product: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    known: bool = False
    given: bool = False

    @classmethod
    def of(
        cls, readings: Iterable[Reading], *, known: bool = False, given: bool = False
    ) -> Consumers:
        """Readings by product; what several places say alike counts once."""
        found: dict[str, list[Reading]] = {}
        for one in dict.fromkeys(readings):
            found.setdefault(one.product, []).append(one)
        return cls({product: tuple(ones) for product, ones in found.items()}, known, given)
