"""Words about rules and changes, and the list of all rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meshgov.model.pack import ChangeRule, Control, Pack, Rule
from meshgov.render.pages import catalogue, explain
from meshgov.render.base import RenderOptions

EXPECTED = Path(__file__).parent / "words"

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
PLAIN = RenderOptions()
COLOUR = RenderOptions(colour=True, width=60)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("rule.txt", explain.rule(ENCRYPTION, PLAIN)),
        ("rule-colour.txt", explain.rule(ENCRYPTION, COLOUR)),
        ("rule-foreign.txt", explain.rule(DENY, PLAIN)),
        ("change.txt", explain.change(REMOVED, PLAIN)),
        ("change-colour.txt", explain.change(REMOVED, COLOUR, EXAMPLE)),
        ("change-of-everything.txt", explain.change(REMOVED, PLAIN, {"old": None, "new": {}})),
        ("catalogue.txt", catalogue.text(PACK, PLAIN)),
        ("catalogue-colour.txt", catalogue.text(PACK, COLOUR)),
        ("catalogue.json", catalogue.as_json(PACK)),
    ],
)
def test_page(name: str, pieces: object) -> None:
    assert "".join(pieces) == (EXPECTED / name).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_an_empty_catalogue_is_still_a_document() -> None:
    empty = Pack((), (), {}, "", "", "sha256:0", (), {})

    assert "".join(catalogue.text(empty, PLAIN)).startswith("0 rules")
    assert json.loads("".join(catalogue.as_json(empty)))["rules"] == []
