"""The name of a finding across runs."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meshgov.decide.findings import findings, fingerprint
from meshgov.decide.rules import Standing
from meshgov.errors import Location

TEXT = st.text(max_size=6)
PATH = st.lists(TEXT, max_size=4).map(tuple)
STANDING = Standing("error", "enforce", blocking=True)


def test_known_answers() -> None:
    # printf '%s' '["a/b","orders",["schema","fields","email"]]' | sha256sum | cut -c1-32
    assert [
        fingerprint("a/b", "orders", ("schema", "fields", "email")),
        fingerprint("a/b", "orders", ("schema", "fields", "email"), 2),
        fingerprint("a/b", "orders", ("schema", "fields", "m\u00e4il\ud800")),
    ] == [
        "11d9f1e237638f95f0c1f7c796ecec13",
        "e995be71ad427df9b10d0106f836af0a",
        "bac98df0770ea52b872e87ef8d658eca",
    ]


@given(
    st.tuples(TEXT, TEXT, PATH, st.integers(1, 3)), st.tuples(TEXT, TEXT, PATH, st.integers(1, 3))
)
def test_equal_only_for_equal_things(one: Any, other: Any) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) is (one == other)


def test_repeats_at_one_path_differ_and_lines_do_not_count(make: Any) -> None:
    found = [(("schema", "fields", "a"), {"field": one}) for one in ("x", "y")]
    given_answer = make.answer({"family/one": (True, found)}).rules["family/one"]

    def at(line: int) -> list[str]:
        places = findings(
            make.rule(), given_answer, STANDING, "orders", lambda *_: (Location("f", line, 1), "")
        )
        return [one.fingerprint for one in places]

    assert at(3) == at(99)
    assert len(set(at(3))) == 2
