"""The shipped policies keep to what both engines agree on, and every rule explains itself."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from meshgov.model.pack import Rule
from meshgov.policy import pack, scan, shipped

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
MODULES = sorted(POLICIES.rglob("*.rego"))
RULES = {rule.id: rule for rule in pack.build(str(POLICIES)).rules}
SCHEMA = json.loads((ROOT / "schemas/rule-metadata.schema.json").read_text(encoding="utf-8"))

# The ids and severities that people rely on.
CATALOGUE = {
    "breaking_changes/deprecation_notice_required": "error",
    "lifecycle/past_sunset": "error",
    "observability/metrics_missing": "warning",
    "observability/alerts_missing": "warning",
    "storage/location_missing": "warning",
    "ownership/product_unregistered": "warning",
    "ownership/domain_unregistered": "error",
    "ownership/contact_missing": "warning",
    "access_control/audit_all_access_missing": "error",
    "access_control/default_access_exceeded": "error",
    "access_control/manual_approval": "warning",
    "access_control/sox_controls_missing": "critical",
    "access_control/wildcard_read": "error",
    "access_control/write_outside_domain": "error",
    "breaking_changes/changelog_breaking_mismatch": "warning",
    "breaking_changes/changelog_entry_missing": "warning",
    "breaking_changes/migration_guide_required": "error",
    "breaking_changes/removed_before_sunset": "error",
    "breaking_changes/version_bump_excessive": "info",
    "breaking_changes/version_bump_insufficient": "error",
    "breaking_changes/version_bumped_without_changes": "info",
    "breaking_changes/version_decreased": "error",
    "breaking_changes/version_invalid": "error",
    "breaking_changes/version_missing": "error",
    "breaking_changes/version_not_bumped": "error",
    "change_control/protection_weakened": "error",
    "data_classification/classification_invalid": "error",
    "data_classification/classification_missing": "error",
    "data_classification/confidential_needs_roles": "error",
    "data_classification/discovery_exceeds_classification": "error",
    "data_classification/field_exceeds_product": "error",
    "data_classification/restricted_needs_approval": "error",
    "data_quality/accuracy_below_minimum": "error",
    "data_quality/completeness_below_minimum": "error",
    "data_quality/freshness_above_maximum": "error",
    "data_retention/retention_below_minimum": "error",
    "data_retention/retention_exceeds_limit": "error",
    "data_retention/retention_missing": "error",
    "data_retention/trash_exceeds_limit": "error",
    "lifecycle/duplicate_product": "error",
    "lifecycle/sunset_missing": "warning",
    "lifecycle/unknown_upstream": "warning",
    "ownership/central_team": "warning",
    "ownership/owner_missing": "error",
    "pii_handling/approval_required": "error",
    "pii_handling/audit_logging_required": "critical",
    "pii_handling/category_missing": "error",
    "pii_handling/classification_floor": "error",
    "pii_handling/consumer_rights_missing": "error",
    "pii_handling/domain_pii_unmarked": "error",
    "pii_handling/encryption_required": "critical",
    "pii_handling/lawful_basis_missing": "error",
    "pii_handling/pii_unmarked": "warning",
    "quality_gates/check_failed": "error",
    "quality_gates/checks_missing": "warning",
    "quality_gates/critical_check_failed": "critical",
    "quality_gates/required_checks_missing": "warning",
    "quality_gates/threshold_missing": "error",
    "quality_gates/warning_ratio_exceeded": "error",
    "schema_validation/constraints_missing": "warning",
    "schema_validation/description_missing": "warning",
    "schema_validation/duplicate_field": "error",
    "schema_validation/primary_key_missing": "warning",
    "schema_validation/schema_missing": "error",
    "schema_validation/type_missing": "error",
    "schema_validation/type_unknown": "warning",
    "sla/availability_missing": "warning",
    "sla/completeness_missing": "warning",
    "sla/freshness_missing": "warning",
    "sla/unparseable": "error",
    "storage/monolithic_location": "warning",
}
CHANGE_RULES = {
    "breaking_changes/deprecation_notice_required",
    "breaking_changes/changelog_breaking_mismatch",
    "breaking_changes/changelog_entry_missing",
    "breaking_changes/migration_guide_required",
    "breaking_changes/removed_before_sunset",
    "breaking_changes/version_bump_excessive",
    "breaking_changes/version_bump_insufficient",
    "breaking_changes/version_bumped_without_changes",
    "breaking_changes/version_decreased",
    "breaking_changes/version_not_bumped",
    "change_control/protection_weakened",
}
FLEET_RULES = {
    "lifecycle/duplicate_product",
    "lifecycle/unknown_upstream",
    "ownership/central_team",
    "storage/monolithic_location",
}
MANDATORY = {"data_classification", "pii_handling", "data_retention"}

# Text is formatted by Python, time and versions arrive as facts, and nothing reaches outside.
FORBIDDEN = re.compile(
    r"\b(?:sprintf|print|trace|walk)\s*\(|"
    r"\b(?:bits|crypto|glob|graphql|http|io|net|opa|rand|rego|semver|time|units|uuid)\.[a-z]"
)
CLASS = re.compile(r"\\\\[A-Za-z]|`[^`]*\\[A-Za-z][^`]*`")
"""A class such as `\\w` in a text: engines disagree about what it holds."""


def name(file: Path) -> str:
    return file.relative_to(POLICIES).as_posix()


def code(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def module(rule: Rule) -> Path:
    return POLICIES.joinpath(*rule.package.split(".")[1:]).with_suffix(".rego")


def metadata(rule: Rule) -> object:
    text = module(rule).read_text(encoding="utf-8")
    package = scan.package(text)
    assert package
    [comment] = scan.comments_above(text, package.line)
    return yaml.safe_load("\n".join(line[2:] for line in comment.lines))


def test_the_catalogue_is_what_people_rely_on() -> None:
    assert {rule.id: rule.severity for rule in RULES.values()} == CATALOGUE
    assert {rule.id for rule in RULES.values() if rule.scope == "change"} == CHANGE_RULES
    assert {rule.id for rule in RULES.values() if rule.scope == "fleet"} == FLEET_RULES
    assert {rule.family for rule in RULES.values() if rule.mandatory} == MANDATORY
    assert {rule.family for rule in RULES.values() if rule.tier == "global"} == MANDATORY


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_only_what_both_engines_agree_on(file: Path) -> None:
    text = code(file)
    assert FORBIDDEN.findall(text) == []
    assert CLASS.findall(text) == []


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_every_module_has_its_test_beside_it(file: Path) -> None:
    package = scan.package(file.read_text(encoding="utf-8"))
    assert package
    place = list(file.relative_to(POLICIES).with_suffix("").parts)
    if file.stem.endswith("_test"):
        assert file.with_name(file.name.replace("_test.rego", ".rego")).exists()
    else:
        assert file.with_name(f"{file.stem}_test.rego").exists()
    if place[0] == "changes":  # the one package whose folder is its name
        place = place[1:]
    assert package.segments == ("meshgov", *place)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_defines_two_public_names(rule: Rule) -> None:
    text = code(module(rule))
    defined = set(re.findall(r"^(?!package|import)(?:default )?([a-z][a-z_]*)", text, re.MULTILINE))
    assert defined == {"applicable", "findings"}
    told = r"(?:default )?applicable := (?:true|false)$"
    if rule.scope == "fleet":  # or to which contracts it applies
        told += r"|applicable contains record\.path if \{$"
    assert re.search(rf"^(?:{told})", text, re.MULTILINE)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_explains_itself(rule: Rule) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(metadata(rule))
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert not rule.message.endswith(".")
    assert rule.description.endswith(".")
    assert len(rule.description.split()) > 10
    assert rule.remediation.endswith(".")
    assert rule.controls


def test_every_control_is_in_the_shipped_list() -> None:
    known = shipped.frameworks(str(POLICIES))
    claimed = {(one.framework, one.id) for rule in RULES.values() for one in rule.controls}
    assert {(framework, id_) for framework, id_ in claimed if id_ not in known[framework]} == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_shows_what_passes_and_what_fails(rule: Rule) -> None:
    assert set(rule.examples) == {"pass", "fail"}
    titles = [example["title"] for kind in rule.examples.values() for example in kind]
    assert all(rule.examples.values())
    assert len(titles) == len(set(titles))
    findings = [one for example in rule.examples["fail"] for one in example["findings"]]
    shown = {key for finding in findings for key in finding.get("args", {})}
    assert set(re.findall(r"\{([a-z_]+)\}", rule.message)) <= shown
