"""What the diff's tests share: contracts read as a user's files are, and made-up ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from meshgov.diff.settings import DiffSettings
from meshgov.formats.registry import detect
from meshgov.load.document import parse
from meshgov.model.contract import Contract
from meshgov.model.document import Json

NOW = "2026-11-23T00:00:00Z"

Read = Callable[[str | dict[str, Json]], Contract]


def read_contract(source: str | dict[str, Json]) -> Contract:
    """The canonical contract of YAML text, or of a value as JSON would hold it."""
    text, name = (source, "c.yaml") if isinstance(source, str) else (json.dumps(source), "c.json")
    document = parse(text.encode(), name)
    known = detect(document.value)
    assert known is not None
    return known.normalise(document).contract


@pytest.fixture(scope="session")
def read() -> Read:
    return read_contract


@pytest.fixture(scope="session")
def settings() -> DiffSettings:
    return DiffSettings(now=NOW)


# Small alphabets, so that two contracts meet often.
NAMES = st.sampled_from(["a", "b", "c", "A"])
WORDS = st.sampled_from(["x", "y", "z"])
DATES = st.sampled_from(["2025-01-01", "2026-12-01", "2027-06-01", "2027-07-01", "someday"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, 1, 2.5, 10**20, "x", "1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
SCALARS = st.sampled_from(
    (
        *("int", "bigint", "double", "decimal(10,2)", "decimal(12,2)", "decimal(12,4)", "string"),
        *("varchar(5)", "varchar(9)", "date", "timestamp", "timestamp_tz", "void", "geo"),
        *("array<int>", "array<bigint>", "map<string,int>", "map<int,int>", "struct<a:int,b:date>"),
    )
)
LABELS = st.sampled_from(["public", "internal", "restricted", "secret"])
CONSTRAINTS = st.dictionaries(
    st.sampled_from(["unique", "not_null", "in", "min", "max", "pattern", "max_length", "odd"]),
    st.sampled_from([1, 2, 3.5, "2026-01-01", "x", ["x", 1], ["x", "k"]]) | VALUES,
    max_size=4,
).map(
    lambda made: [
        name if name in ("unique", "not_null") and value == "x" else {name: value}
        for name, value in made.items()
    ]
)


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping with any of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


def unique(
    strategy: st.SearchStrategy[Any], key: str = "name", size: int = 3
) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=size, unique_by=lambda one: one[key])


def field(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda name, rest: {"name": name, **rest},
        NAMES,
        some(
            type=SCALARS,
            description=WORDS,
            id=WORDS,
            aliases=st.lists(NAMES, max_size=2, unique=True),
            is_primary_key=st.booleans(),
            is_pii=st.booleans(),
            pii_category=WORDS,
            classification=LABELS,
            encryption=st.booleans() | WORDS,
            masking=WORDS,
            default=VALUES,
            deprecated=st.booleans() | some(since=DATES, sunset=DATES, replaced_by=WORDS),
            constraints=CONSTRAINTS,
            x_more=VALUES,
            fields=inside,
        ),
    ).map(lambda one: {**one, "type": "struct"} if one.get("fields") else one)


FIELDS = st.recursive(st.just([]), lambda inside: st.lists(field(inside), max_size=4), max_leaves=3)
GRANTS = st.lists(
    st.sampled_from(["*", {"role": "a"}, {"role": "b*"}, {"role": "bb"}, {"domain": "a"}]),
    max_size=3,
    unique_by=str,
)
AMOUNTS = st.sampled_from(["99%", 0.99, "98%", "1 hour", "PT60M", "2 days", "high"])
CHECK = st.builds(
    lambda name, rest: {"name": name, **rest},
    NAMES,
    some(
        query=st.sampled_from(["select 1", "select 2"]),
        threshold=st.sampled_from([">= 0.9", "> 0.9", ">= 95%", "<= 3", 5, "few"]),
        severity=st.sampled_from(["info", "error", "critical", "loud"]),
        dimension=WORDS,
        x_more=VALUES,
    ),
)
CONTRACTS = some(
    domain=WORDS,
    description=WORDS,
    kind=WORDS,
    status=st.sampled_from(["draft", "beta", "stable", "active", "deprecated", "retired", "odd"]),
    owner=some(team=WORDS, contact=st.lists(WORDS, unique=True), slack=WORDS, x_more=VALUES),
    classification=LABELS,
    retention_days=st.integers(1, 3),
    trash_days=st.integers(1, 2),
    encryption_enabled=st.booleans(),
    audit_logging_enabled=st.booleans(),
    privacy=some(
        lawful_basis=WORDS, purpose=WORDS, regulations=st.lists(WORDS, unique=True), contact=WORDS
    ),
    ports=unique(some(name=NAMES, type=WORDS, location=WORDS).filter(lambda one: "name" in one)),
    schema=some(
        type=st.sampled_from(["csv", "delta", "view"]),
        location=WORDS,
        partitioned_by=st.lists(NAMES, max_size=3, unique=True),
        fields=FIELDS,
        x_more=VALUES,
    ),
    access=some(
        discovery=st.sampled_from(["public", "internal", "none", "odd"]),
        reason=WORDS,
        approval=st.booleans()
        | some(required=st.booleans(), approvers=st.lists(WORDS), fields=st.lists(NAMES)),
        read=GRANTS,
        write=GRANTS,
    ),
    sla=some(
        availability=AMOUNTS,
        completeness=AMOUNTS,
        accuracy=AMOUNTS,
        latency=AMOUNTS,
        freshness=some(
            max_age=AMOUNTS,
            update_schedule=st.sampled_from(["@daily", "0 6 * * *", "@hourly", "x"]),
        ),
        quality_checks=unique(CHECK),
        x_more=VALUES,
    ),
    observability=some(
        metrics=st.lists(WORDS, unique=True),
        alerts=unique(
            some(type=NAMES, condition=WORDS, severity=WORDS, x_more=VALUES).filter(
                lambda one: "type" in one
            ),
            "type",
        ),
    ),
    deprecation=some(announced=DATES, sunset=DATES, replaced_by=WORDS, x_more=VALUES),
    consumes=unique(
        some(product=NAMES, version=WORDS, fields=st.lists(NAMES)).filter(
            lambda one: "product" in one
        ),
        "product",
    ),
    changelog=unique(
        some(
            version=st.sampled_from(["0.1.0", "1.0.0"]), date=DATES, changes=st.lists(WORDS)
        ).filter(lambda one: "version" in one),
        "version",
    ),
    x_more=VALUES,
).map(lambda value: {"name": "orders", "version": "1.0.0", "owner": {}, **value})


@pytest.fixture(scope="session")
def contracts() -> st.SearchStrategy[dict[str, Json]]:
    """Contracts as JSON would hold them, small and with much in common."""
    return CONTRACTS


@pytest.fixture(scope="session")
def plain_contracts() -> st.SearchStrategy[dict[str, Json]]:
    """The same, each field named once at its level, and without aliases.

    A repeated name is ambiguous, and an alias proves a rename in one direction only.
    """
    return CONTRACTS.map(plain)


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: plain(item) for key, item in value.items() if key != "aliases"}
    if value.get("fields"):
        named = {
            json.dumps(one.get("name")) if isinstance(one, dict) else one: one
            for one in value["fields"]
        }
        value["fields"] = list(named.values())
    return value
