"""What happened, in one sentence; the cases are data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from meshgov.decide.sentences import sentence
from meshgov.model.change import Change

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
TABLE = json.loads(
    (Path(__file__).parents[2] / "policies/changes/change_rules.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    says = case.pop("says")

    assert sentence(Change(**case | {"path": tuple(case["path"])}), "") == f"{says}."


@pytest.mark.parametrize(
    ("impact", "end"),
    [
        ("", "."),
        ("Every query fails.", ": every query fails."),
        ("SQL fails.", ": SQL fails."),
        ("A query fails", ": a query fails."),
        ("It fails; badly.", ": it fails; badly."),
    ],
)
def test_the_impact_ends_the_sentence(impact: str, end: str) -> None:
    assert sentence(Change("domain-changed", ("domain",)), impact) == f"Domain was changed{end}"


@pytest.mark.parametrize("identity", sorted(TABLE))
def test_every_id_of_the_table_has_words_of_its_own(identity: str) -> None:
    said = sentence(Change(identity, ("schema", "fields", "a", "b")), "")

    assert not said.startswith("`schema.fields")


VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.floats()


@given(
    st.sampled_from(sorted(TABLE)),
    st.lists(st.sampled_from(["schema", "fields", "constraints", "deprecated"]) | st.text()),
    VALUES,
    VALUES,
)
def test_any_change_gives_one_short_line(
    identity: str, path: list[str], old: Any, new: Any
) -> None:
    said = sentence(Change(identity, tuple(path), old=old, new=new), "")

    assert said.endswith(".")
    assert len(said.splitlines()) == 1
    assert len(said) < 300
