"""The texts of a new mesh: short, true, and meant to be edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

FOLDER: Final = "contracts"
"""Where contracts go."""

_GOVERNANCE: Final = """\
# What the organisation demands.
# `meshgov config show` says everything that holds, `meshgov policy list` every rule.
governance:
  organization: organization.yaml # paths are relative to this file
  contracts: {contracts} # what `meshgov check` and the gate judge

  # What no domain may weaken; parameters of each family can be set here too.
  global_policies:
    - name: data_classification
      mandatory: true
    - name: pii_handling
      mandatory: true
    - name: data_retention
      mandatory: true

  # New rules need not fail anybody at once: audit only records, warn only warns.
  # rules:
  #   observability: {{mode: warn}}
"""

_DOMAIN: Final = """\
    - name: {name}
      bounded_context: {context}
      data_products: {products}
      team:
        product_owner: {owner}
"""

_CONTRACT: Final = """\
# A data product with every key that the usual rules ask for. Replace what it says by what is true
# of yours; `meshgov check --watch` judges while you write.
name: {name}
version: "1.0.0"
domain: {belongs}
description: One row per confirmed order
owner: {{team: {domain}-team, contact: {contact}}}
classification: confidential
retention_days: 730
encryption_enabled: true
audit_logging_enabled: true
schema:
  location: s3://{domain}/{product}/v1
  fields:
    - name: order_id
      type: string
      description: Identifier given by the shop
      is_primary_key: true
      constraints: [unique, not_null]
    - name: total
      type: decimal(10,2)
      description: Sum of all lines in euros
    - name: customer_email
      type: string
      description: Confirmed address
      is_pii: true
      pii_category: contact
access:
  read: [{{role: {domain}-analyst}}]
sla:
  availability: "99.5%"
  completeness: "99%"
  freshness: 24 hours
  quality_checks:
    - name: completeness
      query: SELECT avg(filled) FROM {table}
      threshold: ">= 99%"
    - name: freshness
      query: SELECT max(age) FROM {table}
      threshold: <= 24 hours
observability:
  metrics: [row_count, null_rate, distinct_count, value_distribution]
  alerts:
    - {{type: freshness_violation, condition: older than 24 hours}}
    - {{type: quality_check_failure, condition: any check fails}}
    - {{type: schema_drift, condition: columns differ from this contract}}
    - {{type: volume_anomaly, condition: rows are 30 % off}}
"""


def governance(places: tuple[str, ...]) -> str:
    """The settings of the organisation; ``places`` are files and folders with contracts."""
    return _GOVERNANCE.format(contracts=_list(places))


def organization(products: Mapping[str, tuple[str, ...]], person: tuple[str, str]) -> str:
    """The registry: domain -> its products."""
    domains = (
        _DOMAIN.format(
            name=_text(name),
            context=_text(f"What {name} is about, in one line"),
            products=_list(products[name]),
            owner=_text(person[0] or f"{name} team"),
        )
        for name in sorted(products)
    )
    return "# Who owns what: the domains of the mesh.\norganization:\n  domains:\n" + "".join(
        domains
    )


def contract(domain: str, product: str, person: tuple[str, str]) -> str:
    """A first contract, which passes every rule."""
    contact = person[1] or f"{domain}-team@example.com"
    return _CONTRACT.format(
        domain=domain,
        product=product,
        name=_text(product),
        belongs=_text(domain),
        table=product.replace("-", "_"),
        contact=_text(contact),
    )


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """Text as YAML: quoted, with what is not printable as escapes of at most four digits."""
    return json.dumps(text, ensure_ascii=not text.isprintable())
