"""Look-ups by id, and what a mistyped id may mean."""

from __future__ import annotations

from meshgov.policy import explain, pack
from meshgov.policy.nearest import hint


def test_rules_and_changes_are_found_by_id(small: str) -> None:
    found = pack.build(small)
    assert explain.rule(found, found.rules[2].id) is found.rules[2]
    assert explain.change(found, "field-added") is found.changes["field-added"]
    assert explain.rule(found, "field-added") is None
    assert explain.change(found, "pii_handling/encryption_required") is None


def test_near_misses(small: str) -> None:
    found = pack.build(small)
    assert explain.near(found, "field-aded") == ("field-added", "field-removed")
    assert explain.near(found, "encryption_required") == ("pii_handling/encryption_required",)
    assert explain.near(found, "schema_mising") == ("schema_validation/schema_missing",)
    assert explain.near(found, "zebra") == ()


def test_hints() -> None:
    assert hint("rulez", ["rules", "changes"]) == "did you mean 'rules'?"
    assert hint("zebra", ["rules", "changes"]) == "known here: changes, rules"
    assert hint("zebra", []) is None
    assert hint("zebra", map(str, range(13))) is None
