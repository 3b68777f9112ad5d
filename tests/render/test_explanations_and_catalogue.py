"""Words about rules and changes, and the list of all rules."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from meshgov.model.catalogue import Catalogue, Listed
from meshgov.model.pack import ChangeRule, Control, Pack, Rule
from meshgov.render.base import RenderOptions
from meshgov.render.pages import catalogue, explain

EXPECTED = Path(__file__).parent / "words"
SCHEMA = Path(__file__).parents[2] / "schemas/catalogue.schema.json"

ENCRYPTION = Rule(
    id="pii_handling/encryption_required",
    package="meshgov.global.pii_handling.encryption_required",
    tier="global",
    scope="contract",
    severity="critical",
    title="PII needs column-level encryption",
    description="Personal data that leaks in clear text harms the people it is about, "
    "and the law asks for a safeguard that fits the risk.",
    remediation="Set `encryption_enabled: true`, or `encryption` on each PII field.",
    message="Field {field} is not encrypted.",
    mandatory=True,
    waivable=False,
    controls=(
        Control("gdpr", "32(1)(a)", "evidence-only"),
        Control("gdpr", "25(1)", "supports"),
        Control("iso27001", "8.24", "partial"),
    ),
    examples={
        "pass": [{"new": {"encryption_enabled": True}}],
        "fail": [
            {
                "title": "A field in clear text \x1b",
                "new": {
                    "encryption_enabled": False,
                    "schema": {"fields": [{"name": "email", "is_pii": True}]},
                },
                "findings": [{"path": ["schema", "fields", "email"], "args": {"field": "email"}}],
            },
            {"new": {"note": "caf\u00e9"}, "findings": []},
        ],
    },
)
DENY = Rule(
    id="acme/deny\x1b",
    package="acme",
    tier="acme",
    scope="fleet",
    severity="error",
    title="Whatever \x1b[31macme forbids",
    description="",
    remediation="",
    message="",
    source="policies/",
    foreign="deny",
)
CATEGORY = Rule(
    id="pii_handling/category_missing",
    package="meshgov.global.pii_handling.category_missing",
    tier="global",
    scope="contract",
    severity="error",
    title="PII needs a category, and this title goes on for so long "
    "that no line can hold all of it",
    description="Why.",
    remediation="How.",
    message="",
    mandatory=True,
)
REMOVED = ChangeRule(
    id="field-removed",
    title="Field removed",
    impact="Every query that names the field fails.",
    remediation="Restore the field, or deprecate it with a sunset date "
    "and remove it after that date.",
    backward="breaking",
    forward="compatible",
    bump="major",
    section="Fields",
    condition="A field is gone, at any depth, and nothing proves a rename.",
)
EXAMPLE = {
    "old": {"schema": {"fields": [{"name": "id"}, {"name": "note\x1b"}]}, "owner": {"slack": None}},
    "new": {"schema": {"fields": [{"name": "id"}]}},
}
PACK = Pack(
    rules=(DENY, CATEGORY, ENCRYPTION),
    modules=(),
    data={},
    entry="",
    foreign_entry="",
    digest="sha256:2",
    sources=("builtin", "policies/"),
    changes={},
)
FAILED = Rule(
    id="quality_gates/check_failed",
    package="meshgov.automated.quality_gates.check_failed",
    tier="automated",
    scope="contract",
    severity="error",
    title="Checks pass",
    description="Why.",
    remediation="How.",
    message="",
    owner="data quality guild",
    needs=("results",),
)
CHANGED = Rule(
    id="breaking_changes/version_not_bumped",
    package="meshgov.automated.breaking_changes.version_not_bumped",
    tier="automated",
    scope="change",
    severity="error",
    title="A change has a version",
    description="Why.",
    remediation="How.",
    message="",
)
PLAIN = RenderOptions()
COLOUR = RenderOptions(colour=True, width=60)
ALL = RenderOptions(verbose=True)
LATER = Listed(CATEGORY, "error", "warn", "enforce", "2027-01-01", mandatory=True)
CATALOGUE = Catalogue(
    PACK,
    (
        Listed(DENY, "error"),
        Listed(CHANGED, "warning", domain="sales"),
        LATER,
        Listed(ENCRYPTION, "critical", mandatory=True),
        Listed(FAILED, "error", "off", "off"),
    ),
)
OF_SALES = Catalogue(PACK, (Listed(FAILED, "warning"), Listed(CHANGED, "error")), "sales")


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("rule.txt", explain.rule(Listed(ENCRYPTION, "critical", mandatory=True), PLAIN)),
        ("rule-colour.txt", explain.rule(Listed(ENCRYPTION, "error"), COLOUR)),
        ("rule-foreign.txt", explain.rule(Listed(DENY, "error", domain="sales\x1b"), PLAIN)),
        ("rule-later.txt", explain.rule(LATER, PLAIN)),
        ("change.txt", explain.change(REMOVED, PLAIN)),
        ("change-colour.txt", explain.change(REMOVED, COLOUR, EXAMPLE)),
        ("change-of-everything.txt", explain.change(REMOVED, PLAIN, {"old": None, "new": {}})),
        ("catalogue.txt", catalogue.text(CATALOGUE, PLAIN)),
        ("catalogue-verbose.txt", catalogue.text(CATALOGUE, ALL)),
        ("catalogue-colour.txt", catalogue.text(CATALOGUE, COLOUR)),
        ("catalogue-of-a-domain.txt", catalogue.text(OF_SALES, PLAIN)),
        ("catalogue.json", catalogue.as_json(CATALOGUE)),
    ],
)
def test_page(name: str, pieces: object) -> None:
    assert "".join(pieces) == (EXPECTED / name).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_an_empty_catalogue_is_still_a_document() -> None:
    empty = Catalogue(Pack((), (), {}, "", "", "sha256:0", (), {}), ())

    assert "".join(catalogue.text(empty, PLAIN)).startswith("0 rules")
    assert json.loads("".join(catalogue.as_json(empty)))["rules"] == []


@pytest.mark.parametrize("listed", [CATALOGUE, OF_SALES])
def test_the_document_is_as_its_schema_says(listed: Catalogue) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads("".join(catalogue.as_json(listed))))


def test_lines_of_the_table_fit() -> None:
    assert max(map(len, "".join(catalogue.text(CATALOGUE, PLAIN)).splitlines())) <= PLAIN.width
