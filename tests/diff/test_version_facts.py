from __future__ import annotations

from typing import Any

import pytest

from meshgov.diff.versions import facts, is_later
from meshgov.model.change import VersionFacts
from meshgov.model.contract import Contract
from meshgov.model.document import Json


def of(old: Json, new: Json) -> VersionFacts:
    return facts(Contract("orders", old), Contract("orders", new))


def core(major: int, minor: int, patch: int, **more: str) -> dict[str, int | str]:
    return {"major": major, "minor": minor, "patch": patch, **more}


def test_everything_about_two_versions() -> None:
    assert of("v1.4.0", "2.0.0-rc.1+b7") == VersionFacts(
        old="v1.4.0",
        new="2.0.0-rc.1+b7",
        declared="major",
        parsed={"old": core(1, 4, 0), "new": core(2, 0, 0, prerelease="rc.1", build="b7")},
        precedence=1,
        next={"major": "2.0.0", "minor": "1.5.0", "patch": "1.4.1"},
        problems=(),
    )


def test_a_contract_without_a_predecessor_says_nothing_about_one() -> None:
    assert facts(None, Contract("orders", "1.0.0")) == VersionFacts(
        old=None,
        new="1.0.0",
        declared=None,
        parsed={"new": core(1, 0, 0)},
        precedence=None,
        next={},
        problems=(),
    )


@pytest.mark.parametrize(
    ("old", "new", "declared", "precedence"),
    [
        ("1.4.0", "1.4.0", "none", 0),
        ("1.4.0", "1.4.0+build", "none", 0),
        ("1.4.0", "1.4.1", "patch", 1),
        ("1.4.3", "1.6.0", "minor", 1),
        ("1.4.3", "3.0.0", "major", 1),
        ("1.4.0", "1.5.0-rc.1", "minor", 1),
        ("2.0.0-rc.9", "2.0.0-rc.10", "none", 1),
        ("2.0.0-rc.1", "2.0.0", "none", 1),
        ("2.0.0", "2.0.0-rc.1", "none", -1),
        ("2.0.0", "1.9.9", "none", -1),
        ("0.3.1", "0.4.0", "minor", 1),
        ("0.9.0", "1.0.0", "major", 1),
    ],
)
def test_step_and_precedence(old: Json, new: Json, declared: str, precedence: int) -> None:
    found = of(old, new)
    assert (found.declared, found.precedence, found.problems) == (declared, precedence, ())


def test_the_next_versions_of_a_prerelease_rise_from_its_core() -> None:
    assert of("2.0.0-rc.1", "2.0.0").next == {"major": "3.0.0", "minor": "2.1.0", "patch": "2.0.1"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (None, "missing"),
        ("", "missing"),
        (1.5, "number"),
        (2, "number"),
        ("1.0", "not-semver"),
        ("01.2.0", "not-semver"),
        ("1.2.3\n", "not-semver"),
        (" 1.2.3", "not-semver"),
        ("vv1.2.3", "not-semver"),
        ("\u0661.\u0662.\u0663", "not-semver"),
        ("9" * 5000 + ".0.0", "not-semver"),
        ("latest", "not-semver"),
    ],
)
def test_what_cannot_be_read(written: Json, kind: str) -> None:
    expected = (written, "1.0.0", None, {"new": core(1, 0, 0)}, None, {}, (f"old-{kind}",))
    assert of(written, "1.0.0") == VersionFacts(*expected)
    assert of("1.0.0", written).problems == (kind,)
    assert of(written, written).problems == (kind, f"old-{kind}")


@pytest.mark.parametrize(
    ("version", "than", "expected"),
    [
        ("1.1.0", "1.0.0", True),
        ("1.0.0", "1.0.0", False),
        ("x", "1.0.0", False),
        ("1.0.0", 1.5, False),
    ],
)
def test_later(version: Json, than: Json, expected: Any) -> None:
    assert is_later(version, than) is expected
