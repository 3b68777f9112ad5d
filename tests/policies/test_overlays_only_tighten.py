"""Whatever a domain's overlay says, it is refused, or blocks all that is blocked without it.

Contracts are failing examples of all rules; overlays are random settings of random parameters and
rules, looser ones too. Twice: with what METADATA makes mandatory, and with every family made so.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from meshgov.decide import rules as decided
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import Request
from meshgov.errors import MeshgovError
from meshgov.formats import units
from meshgov.load.document import parse
from meshgov.model.document import Document
from meshgov.model.pack import MODES, SEVERITIES, Answer, Pack
from meshgov.model.settings import Governance
from meshgov.policy import governance, pack, parameters
from meshgov.policy.parameters import Definitions
from meshgov.policy.quantities import Units

POLICIES = "policies"
UNITS = Units(ratio=units.ratio, duration=units.duration)
DAYS = ("2026-01-01", "2026-11-23", "2027-06-01")
WRITTEN = {
    "ratio": (">= 90%", ">= 99%", ">= 99.9%", None),
    "duration": ("<= 1 hour", "<= 24 hours", "<= 7 days", None),
}
"""Limits as they are written, looser and tighter."""

Blocking = frozenset[tuple[str, tuple[str, ...]]]
Example = tuple[str, Mapping[str, Any]]


def any_of(  # noqa: PLR0911  # one for each kind of value
    schema: Mapping[str, Any], labels: list[str]
) -> st.SearchStrategy[Any]:
    """Values of a parameter, those near its default first."""
    default = schema.get("default")
    kinds = schema.get("type", "string")
    if "x-unit" in schema:
        return st.sampled_from(WRITTEN[schema["x-unit"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "boolean" in kinds:
        return st.booleans()
    if "integer" in kinds:
        return st.sampled_from(
            sorted({0, 1, 30, 400, 3000, (default or 2) // 2, (default or 2) * 2})
        )
    if "array" in kinds:
        known = default or labels
        return st.lists(st.sampled_from([*known, "salary", "internal"]), unique=True, max_size=9)
    if "object" in kinds:
        named = schema.get("propertyNames", {}).get("enum") or [*(default or labels)]
        item = any_of(schema.get("additionalProperties", {}), labels)
        return st.dictionaries(st.sampled_from(named), item, max_size=3)
    return st.sampled_from(labels)


def settings_of(definitions: Definitions) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters as ``parameters:`` takes them, of up to three families."""
    labels = definitions["data_classification"].schema["properties"]["labels"]["default"]
    single = [
        st.fixed_dictionaries({family: st.fixed_dictionaries({name: any_of(schema, labels)})})
        for family, one in definitions.items()
        for name, schema in one.schema["properties"].items()
        if one.per_domain
    ]
    return st.lists(st.one_of(single), max_size=3).map(
        lambda parts: {key: value for part in parts for key, value in part.items()}
    )


def words_of(rules: Pack) -> st.SearchStrategy[dict[str, Any]]:
    """What ``rules:`` may say of up to four rules or families."""
    keys = sorted({key for rule in rules.rules for key in (rule.id, rule.family)})
    word = st.fixed_dictionaries(
        {},
        optional={
            "severity": st.sampled_from(SEVERITIES),
            "mode": st.sampled_from(MODES),
            "effective_on": st.sampled_from(DAYS),
        },
    )
    return st.dictionaries(st.sampled_from(keys), word, max_size=4)


PACK = pack.build(POLICIES)
DEFINITIONS = parameters.definitions(POLICIES)
EXAMPLES: list[tuple[str, Any]] = [(rule.scope, rule.examples["fail"]) for rule in PACK.rules]
CASES: list[Example] = [
    (scope, case)
    for scope, cases in EXAMPLES
    for case in cases
    if scope in {"contract", "change"} and case.get("new") is not None
]
SETTINGS = st.fixed_dictionaries({"parameters": settings_of(DEFINITIONS), "rules": words_of(PACK)})


@dataclass
class Court:
    """Judges examples under any configuration, on one engine."""

    bench: Any
    engine: EmbeddedEngine

    def blocking(
        self, configured: Governance, cases: list[Example], now: str, counted: frozenset[str]
    ) -> Blocking:
        requests = [
            self.request(str(index), case, scope, configured)
            for index, (scope, case) in enumerate(cases)
        ]
        return frozenset(
            found
            for request, answer in zip(requests, self.engine.evaluate(requests), strict=True)
            for found in blocking(configured, request.subject, answer, now, counted)
        )

    def request(
        self, subject: str, case: Mapping[str, Any], scope: str, configured: Governance
    ) -> Request:
        moved = {**case, "parameters": configured.parameters_for("sales")}
        request: Request = self.bench.request(subject, moved, scope=scope)
        return request


def blocking(
    configured: Governance, subject: str, answer: Answer, now: str, counted: frozenset[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rule and place of each finding about a product of sales that blocks it."""
    for rule in PACK.rules:
        if rule.id in answer.rules and rule.id in counted:
            setting = configured.setting(rule.id, "sales")
            mode = decided.mode(rule, setting, now)
            if decided.standing(rule, setting, mode, "error").blocking:
                for one in answer.rules[rule.id].findings:
                    yield f"{subject} {rule.id}", one.path


@pytest.fixture(scope="module")
def court(bench: Any) -> Iterator[Court]:
    with EmbeddedEngine(PACK, jobs=1, deadline=60) as engine:
        yield Court(bench, engine)


def document(value: Any) -> Document:
    return parse(json.dumps({"governance": value}).encode(), "governance.json")


def read(value: Mapping[str, Any]) -> governance.Resolution | None:
    """The configuration, or None when it is refused."""
    try:
        return governance.read(document(value), PACK, DEFINITIONS, UNITS)
    except MeshgovError:
        return None


@pytest.mark.parametrize("everything", [False, True], ids=["metadata", "every-family"])
@settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(
    organization=SETTINGS,
    overlay=SETTINGS,
    cases=st.lists(st.sampled_from(CASES), min_size=4, max_size=4),
    now=st.sampled_from(DAYS),
)
@example(
    organization={"parameters": {}, "rules": {}},
    overlay={"parameters": {"data_classification": {"labels": ["internal"]}}, "rules": {}},
    cases=[case for case in CASES if "classification" in case[1]["new"]][:20],
    now=DAYS[1],
)
def test_blocking_findings_never_shrink(  # noqa: PLR0913, PLR0917  # what hypothesis draws
    everything: bool,  # noqa: FBT001  # a parameter of the test
    organization: dict[str, Any],
    overlay: dict[str, Any],
    cases: list[Example],
    now: str,
    court: Court,
) -> None:
    families = sorted({rule.family for rule in PACK.rules} | set(DEFINITIONS))
    body = dict(organization)
    if everything:
        body["global_policies"] = [{"name": one, "mandatory": True} for one in families]
    without = read(body)
    with_overlay = read(body | {"domain_policies": {"sales": overlay}})
    if without is None or with_overlay is None:
        return
    held = with_overlay.mandatory
    before = court.blocking(without.governance, cases, now, held)
    after = court.blocking(with_overlay.governance, cases, now, held)
    assert before <= after
