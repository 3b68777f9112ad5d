"""The anchors of a compliance report, the same in the next report as long as things stay."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from meshgov.model.report import Control, Deviation, Report, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import anchor, escape, link

WHOLE: Final = 200
"""Contracts up to which everything is written in full; of more, much is shorter."""

SHOWN: Final = 8
"""Links to contracts in one cell, before the rest is counted."""


class Anchors:
    """Where each thing of a report stands in its page."""

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def _contracts(self) -> tuple[str, ...]:
        return _apart([anchor("c", one.path) for one in self._report.contracts])

    @cached_property
    def _deviations(self) -> tuple[str, ...]:
        paths = (self._report.contract(one.contract).path for one in self._report.deviations)
        pairs = zip(paths, self._report.deviations, strict=True)
        return _apart([anchor("x", f"{path}\n{one.fingerprint}") for path, one in pairs])

    def contract(self, one: Tested) -> str:
        """Anchor of a contract."""
        return self._contracts[one.number - 1]

    def deviation(self, one: Deviation) -> str:
        """Anchor of an exception."""
        return self._deviations[one.number - 1]

    def link(self, number: int) -> str:
        """A link to the contract of this number."""
        one = self._report.contract(number)
        return link(self.contract(one), words.product(one.name, one.version))

    def reference(self, number: int) -> str:
        """The same, as short as can be: ``C12``."""
        return link(self.contract(self._report.contract(number)), f"C{number}")

    def links(self, numbers: Iterable[int], shown: int = SHOWN, more: str = "exceptions") -> str:
        """Links to contracts, the first ones by name; ``more`` is where the others are."""
        listed = list(numbers)
        said = ", ".join(map(self.link, listed[:shown]))
        left = len(listed) - shown
        if left <= 0:
            return said
        return f"{said} {link(more, f'and {left} more')}"


def rule(identity: str) -> str:
    """Anchor of a rule."""
    return anchor("r", identity, 4)


def group(identity: str) -> str:
    """Anchor of the exceptions of a rule."""
    return anchor("q", identity, 4)


def control(one: Control, *, is_sum: bool) -> str:
    """Anchor of a control: ``gdpr:32(1)(a)``, and ``gdpr:32:all`` for their sum."""
    return escape(f"{one.framework}:{one.id}{':all' if is_sum else ''}").replace(" ", "_")


def waiver(identity: str) -> str:
    """Anchor of a waiver."""
    return escape(f"waiver:{identity}").replace(" ", "_")


def _apart(names: list[str]) -> tuple[str, ...]:
    """The same, with a number behind each that was there before."""
    met: dict[str, int] = {}
    found = []
    for name in names:
        met[name] = met.get(name, 0) + 1
        found.append(name if met[name] == 1 else f"{name}-{met[name]}")
    return tuple(found)
