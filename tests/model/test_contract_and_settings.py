from __future__ import annotations

import pytest

from meshgov.model.contract import Constraint, Contract, Field, Grant, Type
from meshgov.model.pack import Rule
from meshgov.model.settings import Governance, RuleSetting


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Type("int64"), "int64"),
        (Type("decimal", (10, 2)), "decimal(10,2)"),
        (Type("varchar", (20,)), "varchar(20)"),
        (Type("geography(point)", known=False), "geography(point)"),
    ],
)
def test_a_type_reads_as_sql_writes_it(kind: Type, text: str) -> None:
    assert str(kind) == text


@pytest.mark.parametrize(
    ("grant", "text"),
    [(Grant("role", "analyst", (), ()), "role:analyst"), (Grant("*", "*", (), ()), "*")],
)
def test_a_grant_reads_as_in_paths(grant: Grant, text: str) -> None:
    assert str(grant) == text


def test_a_field_finds_its_constraint_by_name() -> None:
    least = Constraint("min", 0, (), ())
    field = Field("a", (), (), constraints=(Constraint("max", 9, (), ()), least))
    assert field.constraint("min") is least
    assert field.constraint("pattern") is None


def test_contracts_that_say_the_same_are_equal_and_share_no_extensions() -> None:
    one, other = Contract("a"), Contract("a")
    assert one == other
    assert one.extensions is not other.extensions


def test_a_rule_belongs_to_the_family_in_its_id() -> None:
    words = dict.fromkeys(
        ("package", "tier", "scope", "severity", "title", "description", "remediation", "message"),
        "",
    )
    assert Rule(id="pii_handling/category_missing", **words).family == "pii_handling"


def test_a_domain_has_its_own_parameters_or_the_global_ones() -> None:
    everywhere, sales = {"family": {"a": 1}}, {"family": {"a": 2}}
    governance = Governance(parameters=everywhere, domains={"sales": sales})
    assert governance.parameters_for("sales") is sales
    assert governance.parameters_for("finance") is everywhere
    assert governance.parameters_for(None) is everywhere


def test_a_domain_has_its_own_words_on_rules_or_the_global_ones() -> None:
    everywhere, sales = RuleSetting(mode="warn"), RuleSetting(mode="enforce")
    governance = Governance(
        parameters={}, rules={"a/b": everywhere}, domain_rules={"sales": {"a/b": sales}}
    )
    assert governance.setting("a/b", "sales") is sales
    assert governance.setting("a/b", "finance") is everywhere
    assert governance.setting("a/b", None) is everywhere
    assert governance.setting("a/c", "sales") == RuleSetting()


def test_a_rule_that_a_domain_brought_judges_that_domain() -> None:
    governance = Governance(parameters={}, owners={"a/b": "sales"})
    assert governance.judges("a/b", "sales")
    assert not governance.judges("a/b", "finance")
    assert not governance.judges("a/b", None)
    assert governance.judges("a/c", None)


def test_capitals_are_no_way_around_what_a_domain_set() -> None:
    sales, strict = {"family": {"a": 2}}, RuleSetting(severity="critical")
    governance = Governance(
        parameters={},
        domains={"finance": {}, "sales": sales},
        domain_rules={"sales": {"a/b": strict}},
        owners={"a/b": "sales"},
    )
    for domain in ("Sales", "SALES"):
        assert governance.parameters_for(domain) is sales
        assert governance.setting("a/b", domain) is strict
        assert governance.judges("a/b", domain)
    assert governance.parameters_for("sales_eu") == {}
