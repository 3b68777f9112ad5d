"""Keys that are always the same, logs with some entries, and a verdict on two contracts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.errors import Location
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import Signer, signer
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.change import JudgedChange
from meshgov.model.evidence import Draft
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

NOW = "2026-11-23T10:00:00Z"
ORIGIN = "example.com/mesh"


class Keys:
    """Key pairs by number, as objects and as PEM."""

    @staticmethod
    def private(number: int) -> str:
        key = Ed25519PrivateKey.from_private_bytes(bytes([number] * 32))
        return key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

    @staticmethod
    def public(number: int) -> str:
        key = Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)).public_key()
        return key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()

    @classmethod
    def signer(cls, number: int, name: str = ORIGIN) -> Signer:
        return signer(cls.private(number), name, f"key {number}")


@pytest.fixture(scope="session")
def keys() -> type[Keys]:
    return Keys


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """An empty log."""
    with SqliteLog(str(tmp_path / "evidence.db"), write=True, origin=ORIGIN) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.beside(str(tmp_path / "evidence.db"))


@pytest.fixture
def ten(log: SqliteLog, store: Store) -> SqliteLog:
    """A log of ten entries, a minute apart; the fifth speaks of a content."""
    for number in range(1, 11):
        held = (store.put(b"name: orders\n", "contract"),) if number == 5 else ()
        draft = Draft("run", "jane", {"id": str(number)}, held, once=f"run:{number}")
        log.append([draft], f"2026-11-23T10:{number:02}:00Z")
    return log


def finding(rule: str, *, blocking: bool = True, waiver: str | None = None) -> Finding:
    return Finding(
        rule=rule,
        severity="error",
        mode="enforce" if blocking or waiver else "warn",
        blocking=blocking,
        message="Jane Doe <jane@example.com> may read everything",
        remediation="Ask her.",
        path=("access", "read", "user:jane@example.com"),
        location=Location("sales/orders.yaml", 3, 5),
        fingerprint=f"{rule}-print",
        waiver=waiver,
        excerpt="jane@example.com",
    )


def waiver(approver: str = "@ann") -> Waiver:
    return Waiver(
        id="WVR-0001",
        rule="b/waived",
        product="orders",
        reason="Jane Doe is away until spring, and nobody else may.",
        requested_by="Bob Doe <bob@example.com>",
        approver=approver,
        created="2026-11-01",
        effective_from="2026-11-01",
        expires="2026-12-01",
        locations={"id": Location("waivers/WVR-0001.yaml", 3, 7)},
    )


@pytest.fixture
def verdict() -> Verdict:
    """Orders fails, customers passes; one finding of each is softened."""
    change = JudgedChange(
        "field-removed", "breaking", "major", ("schema", "fields", "a"), 1, None, "Gone", "No", (),
        None, None,
    )  # fmt: skip
    base = Base("main", "sales/orders.yaml", "1.0.0", "sha256:" + "0" * 64)
    orders = ContractVerdict(
        path="sales/orders.yaml",
        name="orders",
        version="1.1.0",
        domain="sales",
        digest="sha256:" + "1" * 64,
        verdict="fail",
        rules=(
            RuleResult("a/failed", "fail"),
            RuleResult("b/waived", "waived"),
            RuleResult("c/warned", "warn"),
            RuleResult("d/passed", "pass"),
            RuleResult("e/quiet", "not-applicable"),
            RuleResult("f/later", "not-tested"),
        ),
        findings=(
            finding("a/failed"),
            finding("b/waived", blocking=False, waiver="WVR-0001"),
            finding("c/warned", blocking=False),
        ),
        diff=DiffVerdict(base, "backward", True, "minor", "major", "2.0.0", (change,)),  # noqa: FBT003  # positional here
    )
    customers = ContractVerdict(
        path="sales/customers.yaml",
        name="customers",
        version=None,
        domain=None,
        digest="sha256:" + "2" * 64,
        verdict="pass",
        rules=(RuleResult("d/passed", "pass"),),
        findings=(),
    )
    return Verdict(
        command="gate",
        verdict="fail",
        exit_code=1,
        evaluated_at=NOW,
        engine_name="regorus",
        engine_version="0.13.0",
        pack_digest="sha256:" + "3" * 64,
        pack_rules=6,
        pack_sources=("builtin",),
        summary=Summary(2, 1, 1, {"critical": 0, "error": 3, "warning": 0, "info": 0}, 1),
        contracts=(orders, customers),
        waivers=(waiver(),),
    )
