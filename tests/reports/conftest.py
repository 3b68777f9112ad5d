"""A small report in which everything occurs, made as a run makes one."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from meshgov.decide.report import Material, report
from meshgov.errors import Location
from meshgov.model.controls import Covered, Framework
from meshgov.model.pack import Control, Rule
from meshgov.model.report import Evidence, Failure, Gap, Point, PolicyChange, Report, Scope
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult
from meshgov.model.waiver import Waiver

HOSTILE = "<img src=x onerror=alert(1)>\"'`|@all\u202e=1+1"
LOG = "example.org/meshgov"
NOW = "2026-11-23T00:00:00Z"
RULES = {
    "pii/encrypted": "critical", "pii/logged": "error", "pii/named": "warning",
    "schema/key": "warning", "fleet/team": "warning", "quality/checks": "error",
}  # fmt: skip


def rule(identity: str, severity: str) -> Rule:
    controls = (Control("gdpr", "32(1)(a)", "supports"),) if identity.startswith("pii") else ()
    return Rule(
        identity, identity.replace("/", "."), "global", "contract", severity,
        f"Title of {identity}", "", f"Mend {identity}", "", controls=controls,
    )  # fmt: skip


def finding(identity: str, path: str, *, waiver: str | None = None, **more: Any) -> Finding:
    severity = RULES[identity]
    blocking = severity in {"critical", "error"} and waiver is None
    return Finding(
        identity, severity, "enforce", blocking, more.get("message", f"{identity} fires"),
        f"Mend {identity}", ("schema", "fields", "mail"), Location(path, 3, 7),
        more.get("fingerprint", identity), waiver,
    )  # fmt: skip


def contract(name: str, results: dict[str, str], *found: Finding, **more: Any) -> ContractVerdict:
    listed = tuple(RuleResult(one, results.get(one, "pass")) for one in RULES)
    failed = any(one.blocking for one in found)
    return ContractVerdict(
        more.get("path", f"{name}.yaml"), name, more.get("version", "1.0.0"),
        more.get("domain", "sales"), f"sha256:{len(name):064x}", "fail" if failed else "pass",
        listed, tuple(found),
    )  # fmt: skip


WAIVER = Waiver(
    "WVR-1", "pii/logged", "waived", "Logging arrives with the new cluster.", "noah", "maya",
    "2026-11-01", "2026-11-01", "2026-12-31", compensating_controls="Three readers.",
    risk="Low.", ticket="T-1", fields=("mail",), locations={"id": Location("waivers/1.yaml", 4, 1)},
)  # fmt: skip
ENDED = replace(WAIVER, id="WVR-2", product="bad", expires="2026-11-05")

FRAMEWORKS = (
    Framework(
        "gdpr",
        "General data protection; articles",
        (
            Covered("5", "Principles", {}),
            Covered("30", "Records", {"fleet/team": "partial"}),
            Covered(
                "32(1)(a)", "Encryption", {"pii/encrypted": "supports", "pii/logged": "partial"}
            ),
            Covered("32(1)(b)", "", {"pii/logged": "evidence-only", "pii/named": "partial"}),
            Covered("33(1)", "A part", {"quality/checks": "partial"}),
            Covered("33", "Notice", {"quality/checks": "partial"}),
            Covered("34", "Named", {"pii/named": "partial"}),
            Covered("35", "Keys", {"schema/key": "partial"}),
        ),
    ),
    Framework("own", "", (Covered("A=1", HOSTILE, {"pii/logged": "supports"}),)),
)


def material(**more: Any) -> Material:
    duplicate = finding("schema/key", "bad.yaml")
    contracts = (
        contract(
            "bad",
            {"pii/encrypted": "fail", "pii/named": "warn", "schema/key": "warn"},
            finding("pii/encrypted", "bad.yaml", message=HOSTILE),
            duplicate,
            duplicate,
            finding("pii/named", "bad.yaml"),
            version=None,
            domain=None,
        ),
        contract("waived", {"pii/logged": "waived"}, finding("pii/logged", "w", waiver="WVR-1")),
        contract("noted", {"pii/named": "warn"}, finding("pii/named", "noted.yaml")),
        contract("good" + "_long" * 8, {"pii/named": "not-applicable", "schema/key": "pass"}),
        contract("=cmd|' /C calc'!A0", {"pii/encrypted": "not-applicable"}, path=HOSTILE),
    )
    untested = {"fleet/team": "not-tested", "quality/checks": "not-applicable"}
    verdicts = tuple(
        replace(
            one,
            rules=tuple(
                RuleResult(each.id, untested.get(each.id, each.result)) for each in one.rules
            ),
        )
        for one in contracts
    )
    given: dict[str, Any] = {
        "scope": Scope("run", NOW),
        "rules": [rule(*one) for one in RULES.items()],
        "verdicts": verdicts,
        "frameworks": FRAMEWORKS,
        "version": "0.1.0",
        "owners": {"bad.yaml": "crm", "waived.yaml": HOSTILE},
        "waivers": (WAIVER, ENDED),
        "evidence": (Evidence("engine", "regorus 1"), Evidence("governance", "g.yaml", "sha256:1")),
        "searched": ("contracts",),
        "files": 7,
        "other": 2,
        "notices": ("a notice",),
    }
    return Material(**(given | more))


def broken() -> Report:
    """Exceptions of every kind."""
    return report(material(sample=(2, 7)))


def healthy() -> Report:
    """Nothing at all."""
    clean = contract("good", {})
    return report(material(verdicts=(clean,), waivers=(), files=1, other=0, notices=()))


def gaps() -> Report:
    """A file that could not be read."""
    return report(
        material(verdicts=(contract("good", {}),), files=2, other=0, gaps=(Gap("x.yaml", HOSTILE),))
    )


def waived() -> Report:
    """One waived exception, in one framework."""
    one = contract("waived", {"pii/logged": "waived"}, finding("pii/logged", "w", waiver="WVR-1"))
    scope = Scope("run", NOW, "2026-11-01", "2026-11-30", "gdpr", "32", "sales", "waived")
    articles = Framework("gdpr", "Articles", FRAMEWORKS[0].controls[2:4])
    return report(material(verdicts=(one,), scope=scope, frameworks=(articles,), files=1, other=0))


def logged() -> Report:
    """As a log would fill it."""
    found = broken()
    first, second, *others = found.deviations
    first = replace(first, first_seen="2026-10-02", first_entry=3)
    bad, *contracts = found.contracts
    bad = replace(bad, judged_at="2026-11-22T00:00:00Z", entry=21)
    used, *waivers = found.waivers
    return replace(
        found,
        scope=replace(
            found.scope, source="log", since="2026-10-01", until="2026-12-31", runs=2, log=LOG
        ),
        population=replace(
            found.population, files=5, other=0, searched=(f"entries 1 to 26 of the log {LOG}",)
        ),
        contracts=(bad, *(replace(one, entry=20 + one.number) for one in contracts)),
        deviations=(first, second, *others),
        waivers=(replace(used, entries=(8, 26)), *waivers),
        changes=(PolicyChange("2026-10-05T00:00:00Z", "another pack", "sha256:3", 12),),
        trend=(
            Point("2026-10-02T00:00:00Z", 5, 2, 1, "01J9", 2),
            Point("2026-11-23T00:00:00Z", 5, 1, 1, "01JB", 20),
        ),
        failures=(Failure("2026-10-07T00:00:00Z", "check", ("engine", HOSTILE), 11),),
    )


def quiet_log() -> Report:
    """A log in which nothing changed and nothing was run."""
    found = healthy()
    return replace(
        found,
        scope=replace(found.scope, source="log", log=LOG),
        changes=(),
        trend=(Point("2026-10-02T00:00:00Z", 0, 0, 0),),
        failures=(),
    )


def large(number: int = 1000, bad: int = 40, stem: str = "product") -> Report:
    """Many contracts over many rules, few of them bad."""
    rules = [rule(f"family{one % 12:02}/rule_number_{one:02}", "error") for one in range(60)]
    ids = [one.id for one in rules]
    verdicts = []
    for one in range(number):
        name = f"{stem}_{one:04}"
        path = f"contracts/domain{one % 9}/{name}.yaml"
        hit = ids[one % 60 :: 9][:5] if one < 2 * bad else []
        kind, mode = ("fail", "enforce") if one < bad else ("warn", "warn")
        found = tuple(
            Finding(
                each, "error", mode, kind == "fail", f"Field `customer` of `{name}` is not right",
                "Mend it", ("schema", each), Location(path, 12, 7), f"{each}{one}",
            )
            for each in hit
        )  # fmt: skip
        results = tuple(
            RuleResult(
                each, kind if each in hit else "not-applicable" if place % 4 == one % 4 else "pass"
            )
            for place, each in enumerate(ids)
        )
        digest = f"sha256:{one:064x}"
        verdicts.append(
            ContractVerdict(path, name, "1.0.0", f"domain{one % 9}", digest, "pass", results, found)
        )
    controls = tuple(
        Covered(
            f"{one}({part})",
            "A title of a control",
            dict.fromkeys(ids[one * 4 : one * 4 + 9], "partial"),
        )
        for one in range(12)
        for part in range(3)
    )
    frameworks = tuple(Framework(f"f{one}", "A framework", controls) for one in range(4))
    owners = {one.path: f"team-{one.domain}" for one in verdicts}
    return report(
        material(
            rules=rules, verdicts=tuple(verdicts), frameworks=frameworks, owners=owners,
            files=number, other=0, waivers=(),
        )
    )  # fmt: skip


def harsh() -> Report:
    """The same from a log: long names, many exceptions, each verdict with its entry and time."""
    found = large(1000, 60, "customer_lifetime_value_prediction")
    return replace(
        found,
        scope=replace(
            found.scope, source="log", log=LOG, runs=50, since="2026-10-01", until="2026-11-30"
        ),
        contracts=tuple(
            replace(one, entry=48_000 + one.number, judged_at="2026-11-21T06:12:09Z")
            for one in found.contracts
        ),
        deviations=tuple(
            replace(one, first_seen=f"2026-10-{one.number % 31 + 1:02}", first_entry=one.number)
            for one in found.deviations
        ),
        changes=(),
        trend=tuple(
            Point(f"2026-10-{one % 31 + 1:02}T06:12:09Z", 1000, one, 0, f"01J9{one:04}", one)
            for one in range(50)
        ),
        failures=(),
    )


EVERY = (broken, healthy, gaps, waived, logged, quiet_log)


@pytest.fixture(scope="session")
def example() -> ModuleType:
    """The functions above."""
    return sys.modules[__name__]
