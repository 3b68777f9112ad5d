"""Every file in cases/governance is a governance.yaml; beside it stands all that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.errors import ConfigurationError
from meshgov.load.document import parse
from meshgov.model.document import Document
from meshgov.model.settings import Governance, Organization
from meshgov.policy import governance, pack, parameters
from meshgov.policy.quantities import Units

CASES = sorted((Path(__file__).parent / "cases" / "governance").glob("*.yaml"))
FOLDER = "/etc/mesh"
"""Where the file pretends to lie, so that paths are the same everywhere."""

MEANING = (
    "there is no ",
    "no rule implements",
    "stands twice",
    " has no parameter ",
    "must be a limit",
    "must be a ratio",
    "must be a duration",
    "must be a text such as",
    "governance.parameters.",
    "governance.changes has no key",
    "takes no",
    "governance.domain_policies.sales has no key",
    "governance.domain_policies.sales.access_control[",
    "must be a date, not '2026-02-30'",
)
"""Parts of sentences about what no schema of the file alone can know."""


def document(path: Path) -> Document:
    return parse(path.read_bytes(), f"{FOLDER}/governance.yaml")


def resolve(
    given: Document | None, folder: str, units: Units, organization: Organization | None = None
) -> Governance:
    return governance.resolve(
        given, pack.build(folder), parameters.definitions(folder), units, organization
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(
    case: Path, small: str, real_units: Units, outcome: Callable[[Callable[[], Any]], Any]
) -> None:
    defaults = parameters.defaults(parameters.definitions(small))

    def only_what_differs(one: dict[str, Any]) -> dict[str, Any]:
        assert list(one) == list(defaults)
        return {family: values for family, values in one.items() if values != defaults[family]}

    found = outcome(lambda: resolve(document(case), small, real_units))
    if "errors" not in found:
        found["parameters"] = only_what_differs(found["parameters"])
        found["domains"] = {name: only_what_differs(one) for name, one in found["domains"].items()}
        found = {key: value for key, value in found.items() if value}
    assert found == json.loads(case.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_json_schema_agrees_wherever_it_can_know(
    case: Path, schema: Callable[[str], dict[str, Any]]
) -> None:
    errors = json.loads(case.with_suffix(".json").read_text("utf-8")).get("errors", [])
    structural = [one for one in errors if not any(part in one["message"] for part in MEANING)]
    validator = jsonschema.Draft202012Validator(schema("governance.schema.json"))
    assert validator.is_valid(document(case).value) == (not structural)


def test_without_a_file_the_defaults_judge_and_a_notice_says_so(
    small: str, real_units: Units
) -> None:
    assert resolve(None, small, real_units) == Governance(
        parameters=parameters.defaults(parameters.definitions(small)),
        notices=("no governance file: the built-in defaults judge",),
    )


def test_places_are_known_before_there_is_a_pack() -> None:
    text = b"policies: rules\ncontracts: [a, /b]\ngovernance: {rules: {unknown: {}}, opa: {url: u}}"
    assert governance.find_places(parse(text, f"{FOLDER}/governance.yaml"))._asdict() == {
        "organization": None,
        "policies": ("/etc/mesh/rules",),
        "waivers": (),
        "contracts": ("/etc/mesh/a", "/b"),
        "consumers": (),
        "opa_url": "u",
        "overlays": {},
        "owned": {},
        "terms": {},
        "evidence": None,
    }


def test_places_are_refused_early(outcome: Callable[[Callable[[], Any]], Any]) -> None:
    text = b"policies: 7\ngovernance: {ruels: {}}\n"
    found = outcome(lambda: governance.find_places(parse(text, "g.yaml")))
    assert [one["at"] for one in found["errors"]] == ["g.yaml:1:11", "g.yaml:2:14"]


def test_a_relative_file_names_its_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = governance.find_places(parse(b"policies: rules", "conf/governance.yaml"))
    assert found.policies == (str(tmp_path / "conf" / "rules"),)


def test_domains_that_the_organisation_lacks_are_noticed(small: str, real_units: Units) -> None:
    text = b"governance: {domain_policies: {sales: {}, finance: {}}}"
    found = resolve(parse(text, "g.yaml"), small, real_units, Organization({"sales": {}}, "o.yaml"))
    assert found.notices == ("policies are set for the domain finance, which o.yaml lacks",)


def test_the_guide_s_file_loads_with_the_shipped_pack(shipped: str, real_units: Units) -> None:
    case = Path(__file__).parent / "cases" / "governance" / "shape_of_the_guide.yaml"
    found = resolve(document(case), shipped, real_units)
    assert found.domains["sales"]["data_quality"] == {
        "completeness": 990_000,
        "accuracy": 995_000,
        "freshness": 86_400,
    }
    access: Any = found.domains["finance"]["access_control"]
    assert {
        key: access[key] for key in ("default_access", "sox_compliance", "audit_all_access")
    } == {
        "default_access": "confidential",
        "sox_compliance": True,
        "audit_all_access": True,
    }
    assert found.parameters_for("marketing") == found.parameters


def test_an_empty_document_is_refused(small: str, real_units: Units) -> None:
    empty = Document("g.yaml", None, "", "", {})
    with pytest.raises(ConfigurationError, match=r"g\.yaml is empty") as raised:
        resolve(empty, small, real_units)
    assert raised.value.hint == "write `governance:`, or delete the file"


def test_values_without_positions_are_located_at_their_file(small: str, real_units: Units) -> None:
    given = Document("g.yaml", {"governance": {"rulez": {}}}, "", "", {})
    with pytest.raises(ConfigurationError, match="governance has no key 'rulez'") as raised:
        resolve(given, small, real_units)
    assert str(raised.value.location) == "g.yaml:1:1"
