"""Small model objects for the tests of this stage, behind one fixture."""

from __future__ import annotations

from typing import Any

import pytest

from meshgov.decide.contract import judge
from meshgov.decide.subject import DecideSettings, DiffFacts, Subject
from meshgov.errors import Location
from meshgov.model.change import Change, Diff, VersionFacts
from meshgov.model.pack import Answer, ChangeRule, Pack, RawFinding, Rule, RuleAnswer
from meshgov.model.settings import Governance, RuleSetting
from meshgov.model.verdict import Base, ContractVerdict

ONE = "family/one"

REMOVED = ChangeRule(
    id="field-removed",
    title="Field removed",
    impact="Every query that names the field fails.",
    remediation="Restore the field.",
    backward="breaking",
    forward="compatible",
    bump="major",
)


class Make:
    """Builders with defaults; a test names what it is about."""

    def rule(self, identity: str = ONE, **more: Any) -> Rule:
        given: dict[str, Any] = {
            "package": "meshgov.automated." + identity.replace("/", "."),
            "tier": "automated",
            "scope": "contract",
            "severity": "error",
            "title": "A title",
            "description": "A reason.",
            "remediation": "Do this.",
            "message": "Field {field} lacks it.",
        }
        return Rule(id=identity, **(given | more))

    def pack(self, *rules: Rule) -> Pack:
        return Pack(
            rules=rules,
            modules=(),
            data={},
            entry="meshgov.entry.answer",
            foreign_entry="",
            digest="sha256:pack",
            sources=("builtin",),
            changes={REMOVED.id: REMOVED},
        )

    def answer(self, rules: dict[str, Any], changes: Any = None) -> Answer:
        """``rules`` is ``{id: (applicable, [(path, args), ...])}``."""
        return Answer(
            rules={
                identity: RuleAnswer(applicable, tuple(RawFinding(*one) for one in findings))
                for identity, (applicable, findings) in rules.items()
            },
            changes=changes,
        )

    def facts(self, *changes: Change) -> DiffFacts:
        version = VersionFacts("1.4.0", "1.5.0", "minor", {}, 1, {"major": "2.0.0"}, ())
        return DiffFacts(
            base=Base(None, "old.yaml", "1.4.0", "sha256:old"),
            diff=Diff(changes, version),
            locate_old=lambda origin: (Location("old.yaml", len(origin), 1), "old line"),
            locate_new=lambda origin: (Location("new.yaml", len(origin), 1), "new line"),
        )

    def locate(self, path: tuple[str, ...], occurrence: int) -> tuple[Location, str]:
        """A contract whose every step and declaration stands one line further down."""
        return Location("orders.yaml", len(path) + occurrence - 1, 3), f"line of {path[-1]}"

    def judge(self, rules: dict[str, Any], *catalogue: Rule, **more: Any) -> ContractVerdict:
        """The verdict on ``orders`` for an answer; one default rule unless a catalogue is given."""
        return judge(
            Subject("orders.yaml", "orders", "1.5.0", "sales", "sha256:new", more.get("notes", ())),
            self.answer(rules, more.get("changes")),
            self.pack(*(catalogue or (self.rule(),))),
            Governance(parameters={}, rules=more.get("set", {}), owners=more.get("owners", {})),
            DecideSettings(**({"now": "2026-11-23T00:00:00Z"} | more.get("terms", {}))),
            more.get("locate", self.locate),
            more.get("diff"),
        )

    def setting(self, **setting: str) -> dict[str, RuleSetting]:
        return {ONE: RuleSetting(**setting)}


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
