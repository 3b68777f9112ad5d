"""Verdicts from plain data, so that cases can be files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.errors import Location
from meshgov.model.change import JudgedChange
from meshgov.model.document import Note
from meshgov.model.pack import Control, Rule
from meshgov.model.verdict import (
    Base,
    ContractVerdict,
    DiffVerdict,
    Finding,
    RuleResult,
    Summary,
    Verdict,
)
from meshgov.model.waiver import Waiver

CASES = Path(__file__).parent / "cases"


def location(text: str | None) -> Location | None:
    if text is None:
        return None
    file, line, column = text.rsplit(":", 2)
    return Location(file, int(line), int(column))


def finding(data: dict[str, Any]) -> Finding:
    given = {"mode": "enforce", "blocking": False, "fingerprint": "0" * 32, "remediation": ""}
    where = {"location": location(data["location"]), "path": tuple(data.get("path", ()))}
    return Finding(**(given | data | where))


def change(data: dict[str, Any]) -> JudgedChange:
    places = {key: location(data.get(key)) for key in ("old_location", "new_location")}
    lists = {key: tuple(data.get(key, ())) for key in ("path", "consumers")}
    return JudgedChange(**({"old": None, "new": None, "remediation": ""} | data | places | lists))


def diff(data: dict[str, Any]) -> DiffVerdict:
    given = {"mode": "backward", "declared_bump": None, "suggested_version": None}
    base = Base(**({"ref": None, "digest": "sha256:0"} | data["base"]))
    changes = tuple(map(change, data.get("changes", ())))
    return DiffVerdict(**(given | data | {"base": base, "changes": changes}))


def contract(data: dict[str, Any]) -> ContractVerdict:
    given = {"version": "1.0.0", "domain": None, "digest": "sha256:1"}
    parts = {
        "rules": tuple(RuleResult(*one) for one in data.get("rules", {}).items()),
        "findings": tuple(map(finding, data.get("findings", ()))),
        "diff": diff(data["diff"]) if "diff" in data else None,
        "notes": tuple(
            Note(one["message"], Location(*location(one["location"]) or ()))
            for one in data.get("notes", ())
        ),
    }
    return ContractVerdict(**(given | data | parts))


def rule(data: dict[str, Any]) -> Rule:
    given = {"package": "", "tier": "global", "scope": "contract", "message": ""}
    controls = tuple(Control(**one) for one in data.get("controls", ()))
    return Rule(**(given | data | {"controls": controls}))


def verdict(data: dict[str, Any]) -> Verdict:
    """A verdict from its contracts; the counts follow from them."""
    contracts = [contract(one) for one in data.pop("contracts")]
    verdicts = Counter(one.verdict for one in contracts)
    found = [one for each in contracts for one in each.findings]
    severities = Counter(one.severity for one in found)
    given: dict[str, Any] = {
        "command": "check",
        "verdict": "fail" if verdicts["fail"] else "pass",
        "exit_code": int(bool(verdicts["fail"])),
        "evaluated_at": "2026-11-23T00:00:00Z",
        "engine_name": "regorus",
        "engine_version": "0.13.0",
        "pack_digest": "sha256:2",
        "pack_rules": 21,
        "pack_sources": ("builtin",),
        "summary": Summary(
            contracts=len(contracts),
            passed=verdicts["pass"],
            failed=verdicts["fail"],
            findings={one: severities[one] for one in ("critical", "error", "warning", "info")},
            waived=sum(one.waiver is not None for one in found),
        ),
        "contracts": contracts,
    }
    given["rules"] = {one["id"]: rule(one) for one in data.pop("catalogue", ())}
    if "waivers" in data:
        places = {"id": Location("waivers/w.yaml", 3, 16)}
        given["waivers"] = tuple(Waiver(**one, locations=places) for one in data.pop("waivers"))
    lists = {key: tuple(data[key]) for key in ("notices", "pack_sources") if key in data}
    return Verdict(**(given | data | lists))


def case(name: str) -> tuple[Verdict, dict[str, Any]]:
    """The verdict of a case folder, and the options it is rendered with."""
    data = yaml.safe_load((CASES / name / "case.yaml").read_text(encoding="utf-8"))
    return verdict(data["verdict"]), data.get("options", {})


@pytest.fixture(scope="session")
def load_case() -> Any:
    return case


@pytest.fixture(scope="session")
def build_verdict() -> Any:
    return verdict
