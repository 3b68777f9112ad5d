"""Every way in which an answer can be wrong has its sentence, before anything is decided on it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.engine.answer import Reader, decode
from meshgov.model.pack import ChangeAnswer, Pack, RawFinding, Rule, RuleAnswer

CHANGES: dict[str, Any] = {
    "levels": ["docs"],
    "bumps": ["none"],
    "mode": "backward",
    "breaking": False,
    "required_bump": "none",
    "suggested_version": "1.2.3",
}
NO_USE = "c.yaml: the engine's answer about the changes has no usable"


@pytest.fixture
def read(make: Any) -> Any:
    pack = make.pack({"a/one": make.silent}, foreign={"main/deny": "deny := []"})
    reader = Reader(pack)

    def read_one(answer: Any = None, *, foreign: Any = None, **found: Any) -> Any:
        whole = {"digest": pack.digest, "changes": None, "rules": [[True, []]], **found}
        given = whole if answer is None else answer
        return make.outcome(
            lambda: reader.read("c.yaml", given, [[]] if foreign is None else foreign)
        )

    return read_one


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"answer": []}, "c.yaml: the engine answered a list instead of an object with every rule"),
        (
            {"answer": "x"},
            "c.yaml: the engine answered a text instead of an object with every rule",
        ),
        (
            {"answer": True},
            "c.yaml: the engine answered true or false instead of an object with ev",
        ),
        (
            {"answer": 3},
            "c.yaml: the engine answered a number instead of an object with every rule",
        ),
        ({"answer": {}}, "c.yaml: the engine judged with another pack than the one in use"),
        ({"digest": "x"}, "c.yaml: the engine judged with another pack than the one in use"),
        ({"rules": []}, "c.yaml: the engine answered 0 rules, and the pack has 1"),
        ({"rules": None}, "c.yaml: the engine answered no list of rules, and the pack has 1"),
        ({"rules": [[True, []]] * 2}, "c.yaml: the engine answered 2 rules, and the pack has 1"),
        ({"rules": [[1, []]]}, "c.yaml: the rule a/one doesn't say whether it is applicable"),
        ({"rules": [[True]]}, "c.yaml: the rule a/one doesn't say whether it is applicable"),
        ({"rules": [None]}, "c.yaml: the rule a/one doesn't say whether it is applicable"),
        ({"foreign": []}, "c.yaml: the engine answered 0 rules, and the pack has 1"),
        ({"foreign": [{}]}, "c.yaml: the engine said nothing about the rule main/deny"),
        (
            {"changes": []},
            "c.yaml: the engine answered a list instead of an object with every rule",
        ),
        ({"changes": {}}, f"{NO_USE} levels, "),
        ({"changes": {**CHANGES, "levels": 1}}, f"{NO_USE} levels, "),
        ({"changes": {**CHANGES, "levels": []}}, f"{NO_USE} bumps"),
        ({"changes": {**CHANGES, "levels": ["bad"]}}, f"{NO_USE} levels, "),
        ({"changes": {**CHANGES, "levels": [[]]}}, f"{NO_USE} levels, "),
        ({"changes": {**CHANGES, "required_bump": "x"}}, f"{NO_USE} required_bump"),
        ({"changes": {**CHANGES, "mode": None}}, f"{NO_USE} mode"),
        ({"changes": {**CHANGES, "breaking": 1}}, f"{NO_USE} breaking"),
        ({"changes": {**CHANGES, "suggested_version": 1}}, f"{NO_USE} suggested_version"),
    ],
)
def test_an_incomplete_answer_is_the_engines_failure(
    read: Any, found: dict[str, Any], said: str
) -> None:
    ((code, message, _),) = read(**found)
    assert (code, message[: len(said)]) == (3, said)


def test_silence_about_changes_is_the_engines_failure(read: Any) -> None:
    answer = {"digest": "sha256:0123456789abcdef", "rules": [[True, []]]}
    assert read(answer) == [(3, "c.yaml: the engine said nothing about the changes", "None")]


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (None, "its findings are null instead of a set"),
        ([[]], "a finding is a list"),
        ([None], "a finding is null"),
        ([{}], "a finding has the keys of nothing"),
        (
            [{"path": ["x"] * 40 + [1], "args": {}}],
            "the path of a finding is " + str(["x"] * 40).replace("'", '"')[:57] + "...",
        ),
    ],
)
def test_a_wrong_finding_is_the_policys_fault(read: Any, findings: Any, said: str) -> None:
    ((code, message, place),) = read(rules=[[True, findings]])
    assert code == 2
    assert message.startswith("the rule a/one answers in the wrong shape: ")
    assert message.endswith(said)
    assert place == "policies/a/one.rego:1:1"


@pytest.mark.parametrize("value", [None, 3, True, [], {}, {"msg": 1}, {"message": "x"}])
def test_a_wrong_message_is_the_policys_fault(read: Any, value: Any) -> None:
    ((code, message, _),) = read(foreign=[[value]])
    assert code == 2
    assert message.startswith("the rule main/deny answers in the wrong shape: a finding is ")


def test_objects_of_other_shapes_keep_what_is_their_own(read: Any) -> None:
    values: list[Any] = [
        "b",
        {"msg": "c", "path": "spec.x", "_loc": {"line": 3}},
        {"msg": "a", "_loc": ["owner"], "path": []},
        "b",
    ]
    assert read(foreign=[values]).rules["main/deny"].findings == (
        RawFinding((), {"msg": "c", "path": "spec.x", "_loc": {"line": 3}}),
        RawFinding((), {"msg": "b"}),
        RawFinding(("owner",), {"msg": "a", "path": []}),
    )


def test_changes_are_taken_over(read: Any) -> None:
    assert read(changes=CHANGES).changes == ChangeAnswer(
        ("docs",),
        ("none",),
        "backward",
        breaking=False,
        required_bump="none",
        suggested_version="1.2.3",
    )


FINDINGS = st.lists(
    st.fixed_dictionaries(
        {
            "path": st.lists(st.text(max_size=3), min_size=1, max_size=3),
            "args": st.dictionaries(st.text(max_size=2), st.integers() | st.text(max_size=2)),
        }
    ),
    max_size=6,
)


@given(findings=FINDINGS, data=st.data())
def test_findings_are_the_same_in_whatever_order_an_engine_has_them(
    findings: list[Any], data: st.DataObject
) -> None:
    rule = Rule("a/one", "a.one", "t", "contract", "error", "t", "d", "r", "m")
    reader = Reader(Pack((rule,), (), {}, "e", "", "d", (), {}))

    def read_one(found: list[Any]) -> Any:
        answer = {"digest": "d", "changes": None, "rules": [[True, found]]}
        return reader.read("c", answer).rules["a/one"].findings

    shuffled = data.draw(st.permutations(findings + findings))
    assert read_one(findings) == read_one(shuffled)
    assert len(read_one(findings)) == len(
        {repr(sorted(one.items())) for one in map(_flat, findings)}
    )


def _flat(finding: dict[str, Any]) -> dict[str, Any]:
    return {"path": finding["path"], "args": sorted(finding["args"].items())}


def test_whole_fractions_are_integers_and_nothing_else_is_a_number() -> None:
    assert decode("[1.0, -0.0, 1e3, 0.5, 1e21]") == [1, 0, 1000, 0.5, 10**21]
    assert [type(one) for one in decode("[1.0, 0.5]")] == [int, float]
    for text in ("NaN", "Infinity", "{", ""):
        with pytest.raises(ValueError, match=r"JSON|Expecting|property name"):
            decode(text)


def test_a_rule_that_finds_nothing(read: Any) -> None:
    assert read(rules=[[False, []]]).rules["a/one"] == RuleAnswer(applicable=False, findings=())
