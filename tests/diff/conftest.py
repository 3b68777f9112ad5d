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


def some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping with any of these keys."""
    return st.fixed_dictionaries({}, optional=keys)


# Small alphabets, so that two contracts meet often.
NAMES = st.sampled_from(["a", "b", "c", "A"])
WORDS = st.sampled_from(["x", "y", "z"])
DATES = st.sampled_from(["2025-01-01", "2026-12-01", "2027-06-01", "2027-07-01", "someday"])
TEXTS = st.sampled_from(["x", "x y", " x  y\n", "z"])
QUERIES = st.sampled_from(["select 1", "select  1;", "select 'a  b'", "select 'a b'", "select 2"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, 1, 2.5, 10**20, "x", "1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
EXTRA = st.sampled_from([0, 1, True, "1", {"a": 1}, {"a": 1.0, "b": None}, ["x", 1]])
SCALARS = st.sampled_from(
    (
        *("int", "bigint", "double", "decimal(10,2)", "decimal(12,2)", "decimal(12,4)", "string"),
        *("varchar(5)", "varchar(9)", "date", "timestamp", "timestamp_tz", "void", "geo"),
        *("tinyint", "float", "char(2)", "timestamp(3)", "timestamp(6)", "TEXT", "Geo", "odd<"),
        *("array<int>", "array<bigint>", "map<string,int>", "map<int,int>", "struct<a:int,b:date>"),
        *("array<struct<a:int not null>>", "map<string,struct<a:int,b:int>>", "map<date,void>"),
    )
)
LABELS = st.sampled_from(["public", "internal", "restricted", "secret"])
CONSTRAINTS = st.dictionaries(
    st.sampled_from(
        ["unique", "not_null", "in", "min", "max", "pattern", "min_length", "max_length", "odd"]
    ),
    st.sampled_from([1, 2, 3.5, "2026-01-01", "x", ["x", 1], ["x", "k"]]) | VALUES,
    max_size=4,
).map(
    lambda made: [
        name if name in ("unique", "not_null") and value == "x" else {name: value}
        for name, value in made.items()
    ]
)


def named(key: str = "name", **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping that has ``key``, and any of the others."""
    return st.fixed_dictionaries({key: keys.pop(key)}, optional=keys)


def unique(
    strategy: st.SearchStrategy[Any], key: str = "name", size: int = 3
) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=size, unique_by=lambda one: one[key])


INNER = SCALARS | some(
    type=SCALARS,
    description=TEXTS,
    is_pii=st.booleans(),
    pii_category=WORDS,
    classification=LABELS,
    constraints=CONSTRAINTS,
    x_more=EXTRA,
)


def field(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda name, rest, holder: ({"name": name, **rest}, holder),
        NAMES,
        some(
            type=SCALARS,
            description=TEXTS,
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
            required=st.booleans(),
            nullable=st.booleans(),
            x_more=EXTRA,
            items=INNER,
            keys=SCALARS,
            values=INNER,
            fields=inside,
        ),
        st.sampled_from(["struct", "array", "map"]),
    ).map(with_holder)


def with_holder(pair: Any) -> dict[str, Any]:
    """A field whose type has room for the members that it describes."""
    one, holder = pair
    return {**one, "type": holder} if one.get("fields") else one


FIELDS = st.recursive(st.just([]), lambda inside: st.lists(field(inside), max_size=4), max_leaves=3)
GRANTS = st.lists(
    st.sampled_from(["*", {"role": "a"}, {"role": "b*"}, {"role": "bb"}, {"domain": "a"}]),
    max_size=3,
    unique_by=str,
)
AMOUNTS = st.sampled_from(
    ["99%", 0.99, "98%", "99.99999%", 1e-7, "1 hour", "PT60M", "2 days", "500ms", "1 s", "high"]
)
LONGEST = st.one_of(
    AMOUNTS,
    some(max_age=AMOUNTS, x_more=EXTRA),
    some(max_age_hours=st.sampled_from([1, 24, "2"])),
    some(max_delay_minutes=st.sampled_from([60, 61])),
)
SCHEDULES = st.sampled_from(["@daily", "0 0 * * *", "0 6 * * *", "@hourly", "0 6 * * 1", "x"])
CHECK = st.builds(
    lambda name, rest: {"name": name, **rest},
    NAMES,
    some(
        query=QUERIES,
        threshold=st.sampled_from(
            [">= 0.9", "> 0.9", ">= 95%", "<= 3", 5, "few", "<= 1 day", "<= 24 h", "< 5 rows"]
        ),
        severity=st.sampled_from(["info", "error", "critical", "loud"]),
        dimension=WORDS,
        x_more=EXTRA,
    ),
)
CONTRACTS = some(
    domain=WORDS,
    description=TEXTS,
    kind=WORDS,
    status=st.sampled_from(["draft", "beta", "stable", "active", "deprecated", "retired", "odd"]),
    owner=some(team=WORDS, contact=st.lists(WORDS, unique=True), slack=WORDS, x_more=EXTRA),
    classification=LABELS,
    retention_days=st.integers(1, 3),
    trash_days=st.integers(1, 2),
    encryption_enabled=st.booleans(),
    audit_logging_enabled=st.booleans(),
    privacy=some(
        lawful_basis=WORDS,
        purpose=TEXTS,
        regulations=st.lists(WORDS, unique=True),
        contact=WORDS,
        x_more=EXTRA,
    ),
    ports=unique(named(name=NAMES, type=WORDS, location=WORDS, x_more=EXTRA)),
    schema=some(
        type=st.sampled_from(["csv", "delta", "view"]),
        location=WORDS,
        partitioned_by=st.lists(NAMES, max_size=3, unique=True),
        fields=FIELDS,
        x_more=EXTRA,
    ),
    access=some(
        discovery=st.sampled_from(["public", "internal", "none", "odd"]),
        reason=TEXTS,
        approval=st.booleans()
        | some(
            required=st.booleans(),
            approvers=st.lists(WORDS),
            fields=st.lists(NAMES),
            x_more=EXTRA,
        ),
        read=GRANTS,
        write=GRANTS,
        x_more=EXTRA,
    ),
    sla=some(
        availability=AMOUNTS,
        completeness=AMOUNTS,
        accuracy=AMOUNTS,
        latency=LONGEST,
        freshness=LONGEST | some(max_age=AMOUNTS, update_schedule=SCHEDULES),
        quality_checks=unique(CHECK),
        x_more=EXTRA,
    ),
    observability=some(
        metrics=st.lists(WORDS, unique=True),
        alerts=unique(
            named("type", type=NAMES, condition=TEXTS, severity=WORDS, x_more=EXTRA), "type"
        ),
        x_more=EXTRA,
    ),
    deprecation=some(announced=DATES, sunset=DATES, replaced_by=WORDS, x_more=EXTRA),
    consumes=unique(
        named("product", product=NAMES, version=WORDS, fields=st.lists(NAMES), x_more=EXTRA),
        "product",
    ),
    changelog=unique(
        named(
            "version",
            version=st.sampled_from(["0.1.0", "1.0.0", "1.1.0"]),
            date=DATES,
            changes=st.lists(TEXTS),
            breaking=st.booleans(),
            migration_guide=TEXTS,
            x_more=EXTRA,
        ),
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
