from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.diff.versions import STEPS, facts, is_later
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


NUMBERS = st.one_of(st.integers(0, 12), st.integers(0, 10**80)).map(str)
IDENTIFIERS = st.text("0aB-9", min_size=1, max_size=6).filter(lambda one: one[0] != "0")
PARTS = st.lists(IDENTIFIERS, min_size=1, max_size=3).map(".".join)
VALID = st.builds(
    lambda lead, core, prerelease, build: (
        lead + ".".join(core) + (f"-{prerelease}" if prerelease else "") + (build and f"+{build}")
    ),
    st.sampled_from(["", "v"]),
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
    st.none() | PARTS,
    st.just("") | PARTS,
)
ANYTHING = st.one_of(
    VALID,
    st.none(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.text("0123456789.-+v a\n\u0663", max_size=12),
    st.integers(1, 6000).map(lambda length: "9" * length + ".0.0"),
)


@given(old=ANYTHING, new=ANYTHING)
def test_whatever_stands_there_is_read_or_named(old: Json, new: Json) -> None:
    found = of(old, new)
    unread = {side for side in ("old", "new") if side not in found.parsed}
    assert len(found.problems) == len(unread)
    assert {"old" if one.startswith("old-") else "new" for one in found.problems} == unread
    assert (found.precedence is None) == (found.declared is None) == bool(unread)
    assert set(found.next) == (set(STEPS) if "old" in found.parsed else set())


@given(old=VALID, new=VALID)
def test_the_order_of_two_versions_has_two_ends(old: str, new: str) -> None:
    there, back = of(old, new), of(new, old)
    assert there.problems == ()
    assert there.precedence is not None
    assert there.precedence == -(back.precedence or 0)
    assert (there.declared == "none") or there.precedence == 1
    assert is_later(new, old) == (there.precedence == 1)
    assert all(is_later(raised, old) for raised in there.next.values())


def test_a_version_without_end_is_none() -> None:
    assert of("1.0.0", "1.0.0-" + "a" * 250).problems == ("not-semver",)
    assert of("1.0.0", "1.0.0-" + "a" * 249).problems == ()
