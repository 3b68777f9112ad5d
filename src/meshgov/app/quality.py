"""Results of quality checks, handed out to the contracts that they are about."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from meshgov.app.contracts import Loaded
from meshgov.errors import InputError, Location, MeshgovError, joined
from meshgov.formats import units
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.document import Json
from meshgov.model.measured import Measured
from meshgov.policy import results
from meshgov.policy.nearest import hint

Source = str | os.PathLike[str] | Mapping[str, Json] | Sequence[Mapping[str, Json]]
"""Results as a caller may give them: a path, what a results file holds, or its list."""

_NAMED = 5
"""Contracts that a notice names before it only counts."""


class Results:
    """The results of one run. Each contract asks for its own, once.

    Attributes:
        file, data: where they were read, and the bytes.
        elsewhere: products that they may be about though they are not judged.
    """

    def __init__(self, file: str, measured: Sequence[Measured]) -> None:
        """``measured`` are the results in ``file``."""
        self.file = file
        self._plain = not any(one.product for one in measured)
        self._measured = measured
        self._by_product: dict[str, list[Measured]] = {}
        for one in measured:
            self._by_product.setdefault(one.product or "", []).append(one)
        self._used: set[int] = set()
        self._asked: dict[str, str] = {}
        self._without: list[str] = []
        self.data = b""
        self.elsewhere: frozenset[str] = frozenset()

    def excuse(self, products: Iterable[str]) -> None:
        """Let results pass that are about these products, which exist and are not judged."""
        self.elsewhere = frozenset(products)

    def of(self, loaded: Loaded) -> tuple[Measured, ...] | None:
        """The results of a contract; None when the file says nothing about it.

        Raises:
            InputError: they don't fit it, or may be those of another; ManyErrors for several.
        """
        contract, path = loaded.contract, loaded.document.file
        own = self._measured if self._plain else self._by_product.get(contract.name, [])
        found = tuple(one for one in own if _covers(one.version, contract.version))
        if not found and not self._plain:
            if contract.sla and contract.sla.quality_checks:
                self._without.append(path)
            return None
        self._alone(found, path)
        checks = contract.sla.quality_checks if contract.sla else ()
        errors = [*_unknown(found, contract.name, {one.name for one in checks}), *_twice(found)]
        if errors:
            raise joined(errors)
        self._used.update(id(one) for one in found)
        return found

    def unused(self) -> Iterator[MeshgovError]:
        """An error for each product that is named and wasn't judged, when the run is over."""
        told: set[tuple[str | None, str | None]] = set()
        for one in self._measured:
            key = one.product, one.version
            elsewhere = one.product in self.elsewhere
            if self._plain or elsewhere or id(one) in self._used or key in told:
                continue
            told.add(key)
            version = f" in version {one.version}" if one.version else ""
            yield InputError(
                f"no contract of this run is called {one.product!r}{version}",
                hint="judge that contract too, or take its results out",
                location=one.location,
            )

    def notices(self) -> Iterator[str]:
        """What a person should know when the run is over."""
        if self._without:
            named = ", ".join(self._without[:_NAMED])
            more = len(self._without) - _NAMED
            named += f" and {more:,} more" if more > 0 else ""
            yield f"{self.file} has no results for {named}: what they measure is not tested"

    def _alone(self, found: tuple[Measured, ...], path: str) -> None:
        """Refuse results that could be those of a contract that had them already."""
        for one in found:
            if one.version is None:
                first = self._asked.setdefault(one.product or "", path)
                if first != path:
                    raise _whose(one, first, path, self.file)
        if self._plain and self._asked.setdefault("", path) != path:
            raise _whose(None, self._asked[""], path, self.file)


def load(source: Source) -> Results:
    """Read results.

    Raises:
        InputError: they can't be read; ManyErrors for several faults.
    """
    data, file = _bytes(source)
    found = Results(file, results.resolve(documents.parse(data, file), units.threshold))
    found.data = data
    return found


def _bytes(source: Source) -> tuple[bytes, str]:
    if isinstance(source, (str, os.PathLike)):
        path = os.fspath(source)
        return files.read(path), path
    try:
        return json.dumps(source).encode(), "<results>.json"
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"results can't be given so: {error}",
            hint="give a path, or a list of mappings with `name` and `status`",
        ) from None


def _covers(wanted: str | None, version: str | float | None) -> bool:
    """Whether results of version ``wanted`` are about ``version``: 2 is about 2.1.0 too."""
    if wanted is None:
        return True
    first, held = (str(one).strip().removeprefix("v").split(".") for one in (wanted, version))
    return held[: len(first)] == first


def _unknown(found: Iterable[Measured], product: str, checks: set[str]) -> Iterator[MeshgovError]:
    for one in found:
        if one.name not in checks:
            yield InputError(
                f"{product} has no quality check {one.name!r}",
                hint=hint(one.name, checks) or "declare it under `sla.quality_checks`",
                location=one.location,
            )


def _twice(found: Iterable[Measured]) -> Iterator[MeshgovError]:
    first: dict[str, Location | None] = {}
    for one in found:
        if one.name in first:
            yield InputError(
                f"the check {one.name!r} has two results, the first at {first[one.name]}",
                hint="keep the later one",
                location=one.location,
            )
        first.setdefault(one.name, one.location)


def _whose(one: Measured | None, first: str, second: str, file: str) -> InputError:
    named = one is not None and one.product is not None
    return InputError(
        f"results without a {'version' if named else 'product'} could be those of {first}"
        f" and of {second}",
        hint=f"add `{'version' if named else 'product'}` to each result",
        location=one.location if one else Location(file, 1, 1),
    )
