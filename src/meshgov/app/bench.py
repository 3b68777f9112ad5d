"""Examples of METADATA, made inputs: patches on the baseline contract and default parameters."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

from meshgov.app import resources
from meshgov.diff import compare, versions
from meshgov.diff.settings import DiffSettings
from meshgov.engine import fleet
from meshgov.engine.request import Request, build
from meshgov.errors import InputError, Location
from meshgov.formats import registry, units
from meshgov.load import document, files
from meshgov.load.schema import Validator
from meshgov.model.contract import Contract
from meshgov.model.document import Json
from meshgov.model.measured import Measured
from meshgov.model.pack import Pack
from meshgov.policy import parameters, results
from meshgov.policy.reader import Node, Reader

NOW: Final = "2026-11-23T00:00:00Z"
"""When examples are judged: an example about a date must not change its outcome with the day."""


def merged(value: Any, patch: Any) -> Any:
    """``patch`` on ``value``, by RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for key, part in patch.items():
        if part is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), part)
    return result


class Bench:
    """Makes requests to the rules of ``pack`` from examples, as of ``now`` (RFC 3339, UTC)."""

    def __init__(self, pack: Pack, now: str = NOW) -> None:
        builtin = resources.folder("policies")
        text = files.read(os.path.join(builtin, "baseline.yaml"))
        self.pack = pack
        self._now = now
        self.baseline = document.parse(text, "baseline.yaml").value
        self.parameters = parameters.defaults(parameters.definitions(builtin))
        self._validator = Validator(resources.schema("contract.schema.json"))

    def contract(self, patch: Mapping[str, Any]) -> Contract:
        """The canonical contract that ``patch`` makes of the baseline.

        Raises:
            InputError: that is no contract; ManyErrors for several faults.
        """
        return self._loaded(patch)[1]

    def _loaded(self, patch: Mapping[str, Any]) -> tuple[Json, Contract]:
        text = json.dumps(merged(self.baseline, patch), ensure_ascii=False)
        parsed = document.parse(text.encode(), "contract.json")
        self._validator.validate(parsed)
        form = registry.detect(parsed.value)
        if form is None:
            raise InputError("what the patch leaves is no contract")
        return parsed.value, form.normalise(parsed).contract

    def request(self, subject: str, example: Mapping[str, Any], *, scope: str) -> Request:
        """The input for an example of METADATA; only a rule about changes has a version before.

        Where ``new`` is null, the product is gone: what it was is judged.

        Args:
            subject: its name in errors.
            example: as METADATA has it.
            scope: of the rule: ``contract | change | fleet``.

        Raises:
            InputError: one of its contracts is none; ManyErrors for several faults.
        """
        if scope == "fleet":
            return self._fleet(example)
        old = self.contract(example.get("old") or {}) if scope == "change" else None
        gone = old if example["new"] is None else None
        written, new = self._loaded((example["new"] if gone is None else example.get("old")) or {})
        new = gone or new
        diff = compare.compare(old, new, DiffSettings(self._now)) if old else None
        diff = compare.withdrawn(gone) if gone else diff
        listed = example.get("organization")
        return build(
            new,
            subject=subject,
            diff=diff,
            base=old,
            version=diff.version if diff else versions.facts(None, new),
            organization=listed.get(new.domain) if listed else None,
            registry={"domains": list(listed)} if listed is not None else None,
            parameters_text=self._parameters(example),
            evaluation={"now": self._now, "command": "diff" if old else "check"},
            results=_measured(example["results"]) if "results" in example else None,
            document=written if self.pack.foreign_entry else None,
        )

    def _fleet(self, example: Mapping[str, Any]) -> Request:
        """The input for an example of a fleet rule: its new contract, and those beside it."""
        beside = [self.contract(patch) for patch in example.get("fleet") or []]
        contracts = [self.contract(example["new"] or {}), *beside]
        names = ["new.yaml", *(f"fleet/{number}.yaml" for number in range(1, len(contracts)))]
        return fleet.build(
            [fleet.record(one, name) for one, name in zip(contracts, names, strict=True)],
            parameters_text=self._parameters(example),
            evaluation={"now": self._now, "command": "check"},
        )

    def _parameters(self, example: Mapping[str, Any]) -> str:
        return json.dumps(merged(self.parameters, example.get("parameters") or {}))


def _measured(entries: Json) -> Sequence[Measured]:
    """Quality results, as an example lists them."""
    reader = Reader(lambda _: Location("example", 1, 1))
    found = results.read(reader, Node(entries, ()), units.threshold)
    reader.finish()
    return found
