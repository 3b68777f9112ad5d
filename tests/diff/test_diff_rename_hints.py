"""Hints at renames: never a change, only for siblings of one shape, only for the best match."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from meshgov.diff.compare import compare
from meshgov.diff.hints import LONGEST, MOST
from meshgov.diff.settings import DiffSettings
from meshgov.model.change import RenameHint
from meshgov.model.contract import Contract

Read = Callable[[dict[str, Any]], Contract]
Fields = list[dict[str, Any]]


def field(name: str, kind: Any = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def named(*names: str) -> Fields:
    return [field(name) for name in names]


@pytest.fixture
def hints(read: Read, settings: DiffSettings) -> Callable[[Fields, Fields], list[tuple[str, str]]]:
    def found(old: Fields, new: Fields) -> list[tuple[str, str]]:
        sides = [
            read({"name": "c", "version": "1.0.0", "schema": {"fields": side}})
            for side in (old, new)
        ]
        return [(hint.old, hint.new) for hint in compare(*sides, settings).hints]

    return found


ONE_OF = [{"in": ["a", "b"]}]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            named("cust_mail"), named("customer_mail"), [("cust_mail", "customer_mail")], id="alike"
        ),
        pytest.param(named("abc"), named("xyz"), [], id="unlike"),
        pytest.param(named("mail"), named("mail", "email"), [], id="nothing-went"),
        pytest.param(named("mail", "email"), named("mail"), [], id="nothing-came"),
        pytest.param(named("mail"), [field("email", "binary")], [], id="another-type"),
        pytest.param(
            [field("status", constraints=ONE_OF)],
            [field("state", constraints=[{"in": ["b", "a"]}])],
            [("status", "state")],
            id="constraints-in-any-order",
        ),
        pytest.param(
            [field("status", constraints=ONE_OF)], named("state"), [], id="other-constraints"
        ),
        pytest.param(
            [field("mail_id", is_primary_key=True)], named("mail_idx"), [], id="no-longer-a-key"
        ),
        pytest.param(
            named("cust_mail", "cust_phone"),
            named("customer_phone", "customer_mail"),
            [("cust_mail", "customer_mail"), ("cust_phone", "customer_phone")],
            id="each-its-best",
        ),
        pytest.param(named("mail"), named("mail_a", "mail_b"), [], id="two-as-good"),
        pytest.param(named("mail_a", "mail_b"), named("mail_"), [], id="two-claim-one"),
        pytest.param(
            named("mail_old", "mail_of"), named("mail_o"), [("mail_of", "mail_o")], id="the-closer"
        ),
        pytest.param(
            [field("address", "struct", fields=named("zip", "mail"))],
            [field("address", "struct", fields=named("zip", "email"))],
            [("mail", "email")],
            id="inside-a-struct",
        ),
        pytest.param(
            [field("address", "struct", fields=named("zip", "mail"))],
            [field("address", "struct", fields=named("zip")), field("email")],
            [],
            id="never-across-parents",
        ),
        pytest.param(
            [field("address", "struct", fields=named("zip"))],
            [field("addresses", "struct", fields=named("zip"))],
            [("address", "addresses")],
            id="equal-inside",
        ),
        pytest.param(
            [field("address", "struct", fields=named("zip"))],
            [field("addresses", "struct", fields=named("plz"))],
            [],
            id="other-inside",
        ),
        pytest.param(
            [{"name": "mail"}], [{"name": "email"}], [("mail", "email")], id="without-types"
        ),
        pytest.param(
            named("x" * (LONGEST + 1)), named("x" * (LONGEST + 2)), [], id="names-too-long"
        ),
        pytest.param(
            named(*(f"old_{at}" for at in range(MOST + 1))), named("old_1x"), [], id="too-many"
        ),
        pytest.param(
            named("mail"), [field("email", aliases=["mail"])], [], id="declared-is-no-hint"
        ),
    ],
)
def test_hints(hints: Any, old: Fields, new: Fields, expected: list[tuple[str, str]]) -> None:
    kept = field("kept", "date")

    assert hints([kept, *old], [kept, *new]) == expected


def test_a_hint_changes_no_change(read: Read, settings: DiffSettings) -> None:
    sides = [
        read({"name": "c", "version": "1.0.0", "schema": {"fields": named(name)}})
        for name in ("mail", "email")
    ]

    found = compare(*sides, settings)

    assert [change.id for change in found.changes] == ["field-removed", "field-added"]
    assert found.hints == (RenameHint(("schema", "fields", "mail"), "mail", "email"),)
