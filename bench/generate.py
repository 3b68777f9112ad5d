"""Contracts for benchmarks: the same bytes for the same arguments, on every machine.

    python bench/generate.py FOLDER --contracts 2000 --fields 30

Nine in ten are right; every tenth lacks its classification, so that findings are made too.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

PER_FOLDER = 1000  # a folder per thousand contracts, so that folders stay handy
UNLABELLED_EVERY = 10
PRODUCTS_PER_TEAM = 20
PERSONAL_EVERY = 15
DOMAINS = ("sales", "finance", "logistics", "support")

HEAD = """\
name: product_{index:06d}
version: "1.{minor}.0"
domain: {domain}
description: Everything that team {team} offers about subject {index}, one row per event.
kind: analytical
status: stable
owner:
  team: team-{team:03d}
  contact: team-{team:03d}@example.com
  slack: "#team-{team:03d}"
{label}retention_days: 730
encryption_enabled: true
audit_logging_enabled: true
privacy:
  lawful_basis: contract
  purpose: Delivery of what was ordered
  regulations: [gdpr]
  contact: privacy@example.com
schema:
  type: iceberg
  location: s3://mesh-{domain}/product_{index:06d}
  partitioned_by: [day]
  fields:
"""

TAIL = """\
access:
  discovery: domain
  read:
    - role: analyst
    - domain: finance
  write:
    - domain: {domain}
sla:
  availability: "99.9%"
  freshness:
    max_age_hours: 12
    update_schedule: "0 */6 * * *"
  completeness:
    min_threshold: "99.5%"
  quality_checks:
    - name: completeness
      query: SELECT count(*) FROM product WHERE field_00001 IS NULL
      threshold: "<= 0"
      severity: critical
    - name: freshness
      query: SELECT max(day) FROM product
      threshold: "<= 12 hours"
      severity: error
observability:
  metrics: [row_count, null_rate, distinct_count, value_distribution]
  alerts:
    - {{type: freshness_violation, condition: "age > 12 hours", severity: error}}
    - {{type: schema_drift, condition: "columns differ", severity: error}}
changelog:
  - version: "1.{minor}.0"
    date: "2026-03-01"
    changes: [First release]
    breaking: false
"""


class Column(NamedTuple):
    """One field: enough for a contract, and for a message in another schema language."""

    name: str
    type: str
    description: str
    extra: tuple[str, ...] = ()

    def text(self) -> str:
        """YAML of the field, as an item of ``schema.fields``."""
        lines = (f"type: {self.type}", f"description: {self.description}", *self.extra)
        return f"    - name: {self.name}\n" + "".join(f"      {line}\n" for line in lines)


PLAIN = (
    ("string", "Free text", ()),
    ("bigint", "Count", ("constraints:", "  - not_null", "  - min: 0", "  - max: 1000000")),
    ("decimal(12,2)", "Sum in euros", ("constraints: [not_null]",)),
    ("timestamp", "Moment in UTC", ()),
    ("string", "State", ("constraints:", "  - in: [open, closed, pending]")),
)
KEY = ("is_primary_key: true", "constraints: [unique, not_null]")
PERSONAL = ("is_pii: true", "pii_category: contact", "encryption: AES-256")


def column(number: int) -> Column:
    """Field ``number``: the key, personal data, or one of five plain shapes."""
    if number == 0:
        return Column("field_00000", "string", "Identifier of the row", KEY)
    if number % PERSONAL_EVERY == 0:
        return Column(f"contact_email_{number:05d}", "string", "Confirmed address", PERSONAL)
    kind, words, extra = PLAIN[number % len(PLAIN)]
    return Column(f"field_{number:05d}", kind, f"{words}, number {number}", extra)


def columns(count: int, *, edit_every: int = 0) -> list[Column]:
    """``count`` fields; with ``edit_every``, one in so many is an edited one.

    By turns it is described anew, retyped, renamed without saying so, and dropped.
    """
    result = []
    for number in range(count):
        one = column(number)
        turn, due = divmod(number, edit_every) if edit_every else (0, 1)
        if number == 0 or due:
            result.append(one)
            continue
        edited = (
            one._replace(description=f"{one.description}, reworded"),
            one._replace(type="date", extra=()),
            one._replace(name=f"new_{one.name}"),
            None,
        )[turn % 4]
        if edited:
            result.append(edited)
    return result


def contract(index: int, fields: int, *, edit_every: int = 0) -> str:
    """The YAML text of contract ``index``."""
    labelled = index % UNLABELLED_EVERY != UNLABELLED_EVERY - 1
    words = {
        "index": index,
        "minor": index % 7,
        "domain": DOMAINS[index % len(DOMAINS)],
        # One domain per team: a team of several would be a finding of its own on every contract.
        "team": index // (PRODUCTS_PER_TEAM * len(DOMAINS)) * len(DOMAINS) + index % len(DOMAINS),
        "label": "classification: confidential\n" if labelled else "",
    }
    body = "".join(one.text() for one in columns(fields, edit_every=edit_every))
    return HEAD.format_map(words) + body + TAIL.format_map(words)


def write(folder: Path, contracts: int, fields: int) -> Path:
    """Write the contracts unless the same are there already; returns ``folder``."""
    complete = folder / ".complete"
    last = contract(contracts - 1, fields)
    if complete.exists() and complete.read_text() == last:
        return folder
    for index in range(contracts):
        home = folder / f"part-{index // PER_FOLDER:03d}"
        home.mkdir(parents=True, exist_ok=True)
        (home / f"product-{index:06d}.yaml").write_text(contract(index, fields))
    complete.write_text(last)
    return folder


def main() -> None:
    """Write a folder of contracts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contracts", type=int, default=2000)
    parser.add_argument("--fields", type=int, default=30)
    options = parser.parse_args()
    print(write(options.folder, options.contracts, options.fields))


if __name__ == "__main__":
    main()
