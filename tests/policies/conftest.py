"""What tests of the shipped policies share: from a patch on the baseline to an engine's input."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from meshgov.diff import compare, versions
from meshgov.diff.settings import DiffSettings
from meshgov.engine import fleet
from meshgov.engine.request import Request, build
from meshgov.errors import Location
from meshgov.formats import registry, units
from meshgov.load import document
from meshgov.load.schema import Validator
from meshgov.model.contract import Contract
from meshgov.model.measured import Measured
from meshgov.model.pack import Pack
from meshgov.policy import pack as packs
from meshgov.policy import parameters, results
from meshgov.policy.reader import Node, Reader

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
NOW = "2026-11-23T00:00:00Z"


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


def measured(entries: list[Any]) -> tuple[Measured, ...]:
    """Quality results, as an example lists them."""
    reader = Reader(lambda _: Location("example", 1, 1))
    found = results.read(reader, Node(entries, ()), units.threshold)
    reader.finish()
    return found


class Bench:
    """Makes requests from patches on the baseline contract and the default parameters."""

    def __init__(self) -> None:
        self.pack: Pack = packs.build(str(POLICIES))
        text = (POLICIES / "baseline.yaml").read_bytes()
        self.baseline = document.parse(text, "baseline.yaml").value
        self.parameters = parameters.defaults(parameters.definitions(str(POLICIES)))
        schema = json.loads((ROOT / "schemas/contract.schema.json").read_text(encoding="utf-8"))
        self._validator = Validator(schema)

    def contract(self, patch: Mapping[str, Any]) -> Contract:
        """The canonical contract that ``patch`` makes of the baseline."""
        text = json.dumps(merged(self.baseline, patch), ensure_ascii=False)
        parsed = document.parse(text.encode(), "contract.json")
        self._validator.validate(parsed)
        form = registry.detect(parsed.value)
        assert form
        return form.normalise(parsed).contract

    def fleet(self, example: Mapping[str, Any]) -> Request:
        """The input for an example of a fleet rule: its new contract, and those beside it."""
        contracts = [self.contract(example["new"]), *map(self.contract, example.get("fleet", []))]
        names = ["new.yaml", *(f"fleet/{number}.yaml" for number in range(1, len(contracts)))]
        return fleet.build(
            [fleet.record(one, name) for one, name in zip(contracts, names, strict=True)],
            parameters_text=json.dumps(merged(self.parameters, example.get("parameters", {}))),
            evaluation={"now": NOW, "command": "check"},
        )

    def request(self, subject: str, example: Mapping[str, Any], *, scope: str) -> Request:
        """The input for an example of METADATA; only a rule about changes has a version before.

        Where ``new`` is null, the product is gone: what it was is judged.
        """
        if scope == "fleet":
            return self.fleet(example)
        old = self.contract(example.get("old", {})) if scope == "change" else None
        gone = old if example["new"] is None else None
        new = gone or self.contract(example["new"])
        diff = compare.compare(old, new, DiffSettings(NOW)) if old else None
        diff = compare.withdrawn(gone) if gone else diff
        registry = example.get("organization")
        return build(
            new,
            subject=subject,
            diff=diff,
            base=old,
            version=diff.version if diff else versions.facts(None, new),
            organization=registry.get(new.domain) if registry else None,
            registry={"domains": list(registry)} if registry is not None else None,
            parameters_text=json.dumps(merged(self.parameters, example.get("parameters", {}))),
            evaluation={"now": NOW, "command": "diff" if old else "check"},
            results=measured(example["results"]) if "results" in example else None,
        )


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench()
