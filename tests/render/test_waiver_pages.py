"""Waivers as a document, and a trace whose values are mappings."""

from __future__ import annotations

import json

from meshgov.errors import Location
from meshgov.model.trace import Trace
from meshgov.model.waiver import Waiver
from meshgov.render.base import RenderOptions
from meshgov.render.pages import trace, waivers

NOW = "2026-11-23T12:00:00Z"
ENDED = Waiver(
    id="W1",
    rule="pii/encrypted",
    product="orders",
    reason="The warehouse is moved.",
    requested_by="jane",
    approver="max",
    created="2026-10-01",
    effective_from="2026-10-01",
    expires="2026-10-31",
    fields=("email",),
    max_version="1.4.0",
    fingerprint="0" * 32,
    locations={"id": Location("w.yaml", 3, 16)},
)
OPTIONS = RenderOptions(colour=False, width=80)


def test_page() -> None:
    assert "".join(waivers.text([ENDED], NOW, 14, OPTIONS)) == (
        "expired  W1  pii/encrypted of orders up to 1.4.0 fields email finding 00000000\n"
        "             ended 2026-10-31, approved by max for jane - w.yaml:3:16\n"
        "             The warehouse is moved.\n"
        "1 waiver: 1 expired\n"
    )
    assert "".join(waivers.text([], NOW, 14, OPTIONS)) == "0 waivers\n"


def test_document() -> None:
    assert json.loads("".join(waivers.as_json([ENDED], NOW, 14))) == {
        "schema": "meshgov/waivers/v1",
        "evaluated_at": NOW,
        "waivers": [
            {
                "id": "W1",
                "state": "expired",
                "rule": "pii/encrypted",
                "product": "orders",
                "fields": ["email"],
                "max_version": "1.4.0",
                "finding_fingerprint": "0" * 32,
                "reason": "The warehouse is moved.",
                "compensating_controls": None,
                "risk": None,
                "ticket": None,
                "requested_by": "jane",
                "approver": "max",
                "created": "2026-10-01",
                "effective_from": "2026-10-01",
                "expires": "2026-10-31",
                "location": {"file": "w.yaml", "line": 3, "column": 16},
            }
        ],
    }


def test_a_trace_shows_some_of_a_mapping() -> None:
    found = Trace(
        rule="own/named",
        path="orders.yaml",
        name="orders",
        version=None,
        result="pass",
        applicable=True,
        why="",
        findings=(),
        values={"input.contract": {str(number): number for number in range(7)}},
        undefined=(),
    )
    assert "".join(trace.text(found, OPTIONS)) == (
        "pass  own/named\n"
        "orders, orders.yaml\n"
        "\n"
        "looked at\n"
        "  input.contract  0: 0\n"
        "                  1: 1\n"
        "                  2: 2\n"
        "                  3: 3\n"
        "                  4: 4\n"
        "                  ... and 2 more\n"
    )
