"""Every attribute of the canonical model: when it differs, some change says so.

The model is walked, not listed, so that a new attribute fails here until it has an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.model import contract as model_module
from meshgov.model.contract import ABSENT, Contract, Role

FULL = """
name: orders
version: 1.0.0
domain: sales
description: Orders.
kind: analytical
status: beta
owner: {team: t, contact: [a@example.org], slack: "#t", x: 1}
classification: internal
retention_days: 365
trash_days: 30
encryption_enabled: true
audit_logging_enabled: true
privacy: {lawful_basis: contract, purpose: billing, regulations: [gdpr], contact: p, x: 1}
ports: [{name: sql, type: table, location: db.orders, x: 1}]
schema:
  type: delta
  location: s3://a/b
  partitioned_by: [day]
  x: 1
  fields:
    - {name: id, type: bigint, is_primary_key: true}
    - name: mail
      type: varchar(20)
      description: Where to write to.
      id: f2
      aliases: [email]
      is_pii: true
      pii_category: contact
      classification: confidential
      encryption: aes
      masking: hash
      default: none@example.org
      deprecated: {since: "2026-01-01", sunset: "2027-01-01", replaced_by: letter, x: 1}
      constraints: [unique, not_null, {min: a}, {in: [a, b]}, {max_length: 5}, odd]
      x: 1
    - {name: s, type: "struct<a:decimal(10,2),b:array<timestamp(3)>,c:map<string,int>>"}
access:
  discovery: internal
  reason: because
  approval: {required: true, approvers: [boss], fields: [mail], x: 1}
  read: [{role: a}]
  write: [{role: b}]
  x: 1
sla:
  availability: 99%
  completeness: 99%
  accuracy: 99%
  latency: 500ms
  freshness: {max_age_hours: 24, update_schedule: "@daily"}
  x: 1
  quality_checks:
    - {name: rows, dimension: d, query: select 1, threshold: ">= 9 rows", severity: warning, x: 1}
observability:
  metrics: [rows]
  alerts: [{type: drift, condition: c, severity: warning, x: 1}]
  x: 1
deprecation: {announced: "2026-01-01", sunset: "2027-01-01", replaced_by: v2, x: 1}
consumes: [{product: crm, version: 1.0.0, fields: [a], x: 1}]
changelog:
  - {version: 1.0.0, date: "2026-01-01", changes: [a], breaking: false, migration_guide: g, x: 1}
x: 1
"""

NO_CHANGE = {
    "Contract.version": "judged from the changes, with rules of its own",
    "Table.name": "an only table is the same one whether it has a name or not",
    "Field.written_type": "the spelling of a type",
    "Field.inline": "where a type is written",
    "Field.role": "follows from the type of the parent",
    "Type.known": "follows from the name",
    "Quantity.written": "the spelling of a value",
    "Threshold.written": "the spelling of a value",
}
"""Attributes that promise nothing to anybody, and why."""


def altered(node: Any) -> Iterator[tuple[str, Any]]:
    """Every attribute written anywhere in a node, altered once: (its label, the altered node)."""
    for attribute in fields(node):
        name, value = attribute.name, getattr(node, attribute.name)
        label = f"{type(node).__name__}.{name}"
        children = value if isinstance(value, tuple) else (value,)
        if name in ("path", "origin") or value in (None, (), ABSENT):
            continue
        if not any(map(is_dataclass, children)):
            yield label, replace(node, **{name: other(value)})
            continue
        yield label, replace(node, **{name: () if children is value else None})
        for place, child in enumerate(children):
            for inner, one in altered(child):
                inside = (*children[:place], one, *children[place + 1 :])
                yield inner, replace(node, **{name: inside if children is value else one})


def labels(node: Any) -> Iterator[str]:
    """The label of every attribute that is written anywhere in a node."""
    for attribute in fields(node):
        value = getattr(node, attribute.name)
        if attribute.name not in ("path", "origin") and value not in (None, (), {}, ABSENT):
            yield f"{type(node).__name__}.{attribute.name}"
            for child in value if isinstance(value, tuple) else (value,):
                yield from labels(child) if is_dataclass(child) else ()


OTHERS: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    Decimal: lambda value: value + 1,
    tuple: lambda value: (*value[:-1], value[-1] + value[-1]),
    list: lambda value: [*value, "more"],
    Mapping: lambda value: {**value, "more": 1},
    Role: lambda value: Role.MEMBER if value is Role.ELEMENT else Role.ELEMENT,
}


def other(value: Any) -> Any:
    """Something else that could stand in the place of ``value``."""
    if isinstance(value, str):
        return {"2027-01-01": "2027-02-01", ">=": "<="}.get(value, value + "7")
    return next(make(value) for kind, make in OTHERS.items() if isinstance(value, kind))


def kinds(node: Any) -> Iterator[type]:
    """The classes of a node and of everything in it."""
    yield type(node)
    for attribute in fields(node):
        value = getattr(node, attribute.name)
        for child in value if isinstance(value, tuple) else (value,):
            if is_dataclass(child):
                yield from kinds(child)


def test_the_sample_writes_every_attribute(read: Callable[..., Contract]) -> None:
    contract = read(FULL)
    model = {
        f"{kind.__name__}.{attribute.name}"
        for kind in set(kinds(contract))
        for attribute in fields(kind)
        if attribute.name not in ("path", "origin")
    }
    written = {label for label, _ in altered(contract)}
    assert model - written == {"Table.name"}
    in_module = {kind for kind in vars(model_module).values() if is_dataclass(kind)}
    assert set(kinds(contract)) == in_module


def test_a_difference_in_any_attribute_is_a_change(
    read: Callable[..., Contract], settings: DiffSettings
) -> None:
    contract = read(FULL)
    outcomes = defaultdict(set)
    for label, one in altered(contract):
        outcomes[label].add(bool(compare(contract, one, settings).changes))
    silent = {label for label, changed in outcomes.items() if False in changed}
    assert silent == set(NO_CHANGE) - {"Table.name"}


def test_the_made_up_contracts_write_every_attribute(
    contracts: st.SearchStrategy[Any], read: Callable[..., Contract]
) -> None:
    """What the properties are tried with leaves nothing of the model out."""
    written: set[str] = set()

    @given(contracts)
    @settings(
        max_examples=800, derandomize=True, phases=[Phase.generate], database=None, deadline=None
    )
    def collect(value: Any) -> None:
        written.update(labels(read(value)))

    collect()
    assert set(labels(read(FULL))) - written == set()
