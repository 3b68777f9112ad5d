"""One suite for all engines: the same answers and the same refusals."""

from __future__ import annotations

import dataclasses
import json
import time
from typing import Any

import pytest

from meshgov.errors import EngineError, Location, ManyErrors, PolicyError
from meshgov.model.pack import Answer, ChangeAnswer, RawFinding, RuleAnswer

COLUMNS = """
default applicable := false

applicable if input.columns

findings contains {"path": column.path, "args": {"name": column.name, "n": column.n}} if {
	some column in input.columns
	not column.fine
}
"""
LOOP = """
default applicable := true

findings contains {"path": ["x"], "args": {"n": n}} if {
	n := count([1 |
		some i in numbers.range(1, 3000)
		some j in numbers.range(1, 3000)
		some k in numbers.range(1, 3000)
		i + j + k == 0
	])
}
"""


def test_applicable_and_findings_of_each_rule(engine: Any, make: Any) -> None:
    pack = make.pack({"a/columns": COLUMNS, "a/silent": make.silent})
    given = {
        "columns": [
            {"path": ["schema", "b"], "name": "Zürich 😀", "n": 1.0},
            {"path": ["schema", "a"], "name": "x", "n": -7},
            {"path": ["schema", "a"], "name": '\u0000\u001f\\"', "n": [1, {"k": None}]},
            {"path": ["schema", "c"], "name": "y", "n": 2, "fine": True},
        ]
    }
    answers = engine(pack).evaluate([make.request(given), make.request({})])
    assert list(answers) == [
        Answer(
            {
                "a/columns": RuleAnswer(
                    applicable=True,
                    findings=(
                        RawFinding(("schema", "a"), {"n": -7, "name": "x"}),
                        RawFinding(
                            ("schema", "a"), {"n": [1, {"k": None}], "name": '\u0000\u001f\\"'}
                        ),
                        RawFinding(("schema", "b"), {"n": 1, "name": "Zürich 😀"}),
                    ),
                ),
                "a/silent": RuleAnswer(applicable=True, findings=()),
            },
            None,
        ),
        Answer(
            {
                "a/columns": RuleAnswer(applicable=False, findings=()),
                "a/silent": RuleAnswer(applicable=True, findings=()),
            },
            None,
        ),
    ]


def test_what_rego_makes_of_changes(engine: Any, make: Any) -> None:
    changes = """answer := null if not input.changes

answer := {
	"levels": [data.levels[c.id] | some c in input.changes],
	"bumps": ["major" | some c in input.changes],
	"mode": "full",
	"breaking": count(input.changes) > 0,
	"required_bump": "major",
	"suggested_version": null,
} if {
	is_array(input.changes)
}
"""
    pack = make.pack({}, changes=changes, data={"levels": {"gone": "breaking", "new": "docs"}})
    asked = [{}, {"changes": []}, {"changes": [{"id": "gone"}, {"id": "new"}]}]
    answers = engine(pack).evaluate(make.request(one) for one in asked)
    assert [answer.changes for answer in answers] == [
        None,
        ChangeAnswer((), (), "full", breaking=False, required_bump="major", suggested_version=None),
        ChangeAnswer(
            ("breaking", "docs"),
            ("major", "major"),
            "full",
            breaking=True,
            required_bump="major",
            suggested_version=None,
        ),
    ]


def test_policies_in_other_shapes_see_the_document(engine: Any, make: Any) -> None:
    deny = """deny contains sprintf("%s has %d fields", [input.name, count(input.fields)])

deny contains {"msg": "at a path", "path": ["owner"], "more": 1} if not input.owner
"""
    pack = make.pack({"a/silent": make.silent}, foreign={"main/deny": deny})
    asked = make.request({"fields": "not these"}, document={"name": "orders", "fields": [1, 2]})
    (answer,) = engine(pack).evaluate([asked])
    assert answer.rules == {
        "a/silent": RuleAnswer(applicable=True, findings=()),
        "main/deny": RuleAnswer(
            applicable=True,
            findings=(
                RawFinding((), {"msg": "orders has 2 fields"}),
                RawFinding(("owner",), {"msg": "at a path", "more": 1}),
            ),
        ),
    }


def test_an_organisations_rules_find_the_parameters(engine: Any, make: Any) -> None:
    rego = """default applicable := false

applicable if data.parameters.limit == input.parameters.limit

findings contains {"path": ["a"], "args": {"limit": data.parameters.limit}}
"""
    deny = 'deny contains sprintf("at most %d", [data.parameters.limit])\n'
    pack = make.pack({"a/own": rego}, foreign={"main/deny": deny}, source="policies")
    (answer,) = engine(pack).evaluate([make.request({"parameters": {"limit": 3}}, document={})])
    assert answer.rules == {
        "a/own": RuleAnswer(applicable=True, findings=(RawFinding(("a",), {"limit": 3}),)),
        "main/deny": RuleAnswer(applicable=True, findings=(RawFinding((), {"msg": "at most 3"}),)),
    }


def test_an_organisations_rule_without_an_answer_is_named(engine: Any, make: Any) -> None:
    rules = {"a/good": make.silent, "b/broken": "default applicable := true\n"}
    pack = make.pack(rules, source="policies")
    with pytest.raises(EngineError, match=r"^orders.yaml: the rule b/broken gave no answer"):
        list(engine(pack).evaluate([make.request({"parameters": {}})]))


def test_many_requests_are_answered_in_order(engine: Any, make: Any) -> None:
    pack = make.pack({"a/columns": COLUMNS})
    sizes = [(index * 37) % 50 for index in range(60)]
    asked = (
        make.request({"columns": [{"path": [str(size)], "name": "n", "n": size}] * (size + 1)})
        for size in sizes
    )
    answers = engine(pack, jobs=3).evaluate(asked)
    assert [answer.rules["a/columns"].findings[0].args["n"] for answer in answers] == sizes


def test_an_engine_serves_again_after_it_was_left_early(engine: Any, make: Any) -> None:
    judge = engine(make.pack({"a/silent": make.silent}), jobs=2)
    endless = (make.request() for _ in iter(int, 1))
    answers = judge.evaluate(endless)
    next(answers)
    answers.close()
    assert len(list(judge.evaluate([make.request()] * 3))) == 3


BROKEN = {
    "default applicable := true": "gave no answer",
    'applicable := true if input.x\n\nfindings contains {"path": ["a"], "args": {}} if input.x': (
        "gave no answer"
    ),
    'default applicable := true\n\nfindings contains {"path": [n], "args": {}} if '
    "n := to_number(input.text)": "failed",
    'default applicable := true\n\nfindings contains {"path": ["a"], "args": {}} if '
    "not regex.match(input.pattern, input.text)": "failed",
    "default applicable := true\n\nfindings := {1} if input.text\n\nfindings := {2} if "
    "input.pattern": "failed",
    "default applicable := true\n\nfindings := {x | x := count(input.number)}": "failed",
    "default applicable := true\n\nfindings := {x | x := 1 / (input.number - 3)}": "failed",
    "default applicable := true\n\nfindings := {x | x := input.number + input.text}": "failed",
    "applicable := input.text\n\nfindings := set()": "doesn't say whether it is applicable",
    "applicable := null\n\nfindings := set()": "doesn't say whether it is applicable",
}


@pytest.mark.parametrize(("rego", "said"), BROKEN.items())
def test_a_rule_without_an_answer_is_named(engine: Any, make: Any, rego: str, said: str) -> None:
    rules = {"a/good": make.silent, "b/broken": rego, "c/good": make.silent}
    pack = make.pack(rules, source="./own")
    asked = make.request({"text": "x", "pattern": "[", "number": 3})
    with pytest.raises(EngineError) as raised:
        list(engine(pack).evaluate([asked]))
    assert raised.value.message.startswith(f"orders.yaml: the rule b/broken {said}")
    assert raised.value.location
    assert raised.value.location.file == "policies/b/broken.rego"
    assert "backtrace" not in raised.value.message


def test_an_undefined_judgement_of_changes_is_named(engine: Any, make: Any) -> None:
    pack = make.pack({"a/good": make.silent}, changes="answer := null if not input.changes\n")
    with pytest.raises(EngineError, match=r"^orders.yaml: the judgement of the changes gave no"):
        list(engine(pack).evaluate([make.request({"changes": []})]))


def test_an_error_in_a_policy_of_another_shape_is_named(engine: Any, make: Any) -> None:
    pack = make.pack(
        {"a/good": make.silent}, foreign={"main/deny": "deny contains x if x := 1 / input.zero\n"}
    )
    asked = make.request(document={"zero": 0})
    with pytest.raises(EngineError, match=r"^orders.yaml: the rule main/deny failed: .*divide by"):
        list(engine(pack).evaluate([asked]))


WRONG = {
    '"text"': "a finding is a text",
    '{"path": [], "args": {}}': "the path of a finding is []",
    '{"path": ["a", 1], "args": {}}': 'the path of a finding is ["a", 1]',
    '{"path": "a", "args": {}}': 'the path of a finding is "a"',
    '{"path": ["a"], "args": []}': "the args of a finding are a list",
    '{"path": ["a"]}': "a finding has the keys path",
    '{"path": ["a"], "args": {}, "msg": "x"}': "a finding has the keys args, msg, path",
}


@pytest.mark.parametrize("rego", WRONG)
def test_a_finding_of_the_wrong_shape_is_the_policys_fault(
    engine: Any, make: Any, rego: str
) -> None:
    pack = make.pack({"a/wrong": f"default applicable := true\n\nfindings contains {rego}\n"})
    with pytest.raises(PolicyError) as raised:
        list(engine(pack).evaluate([make.request()]))
    assert raised.value.message == (f"the rule a/wrong answers in the wrong shape: {WRONG[rego]}")
    assert raised.value.location == Location("policies/a/wrong.rego", 1, 1)


def test_findings_that_are_no_set_are_the_policys_fault(engine: Any, make: Any) -> None:
    pack = make.pack({"a/wrong": 'default applicable := true\n\nfindings := {"path": 1}\n'})
    with pytest.raises(PolicyError, match="its findings are an object instead of a set"):
        list(engine(pack).evaluate([make.request()]))


def test_a_message_of_the_wrong_shape_is_the_policys_fault(engine: Any, make: Any) -> None:
    pack = make.pack({"a/good": make.silent}, foreign={"main/deny": "deny contains 3\n"})
    with pytest.raises(
        PolicyError, match=r"the rule main/deny answers in the wrong shape: .* is 3"
    ):
        list(engine(pack).evaluate([make.request(document={})]))


UNCOMPILED = {
    "findings := {": (4, 1),
    'default applicable := true\n\nfindings := {x | x := ["éé", unknown]}': (5, 28),
    "default applicable := true\n\nfindings := {\n\tx |\n\t\tx := y\n}": (7, 8),
}


@pytest.mark.parametrize("rego", UNCOMPILED)
def test_a_policy_that_does_not_compile_is_refused_where_it_is(
    engine: Any, make: Any, rego: str
) -> None:
    pack = make.pack({"a/good": make.silent, "b/bad": f"{rego}\n"}, source="./own")
    with pytest.raises((PolicyError, ManyErrors)) as raised:
        list(engine(pack).evaluate([make.request()]))
    first = raised.value.each()[0]
    assert first.exit_code == 2
    assert first.location
    assert first.location[:2] == ("policies/b/bad.rego", UNCOMPILED[rego][0])
    assert first.message.startswith("the policy doesn't compile: ")


def test_a_pack_is_refused_before_there_is_anything_to_judge(engine: Any, make: Any) -> None:
    bad = "default applicable := true\n\nfindings contains x if x > y\n"
    with pytest.raises((PolicyError, ManyErrors), match=r"^the policy doesn't compile") as raised:
        engine(make.pack({"a/good": make.silent, "b/bad": bad})).ready()
    assert raised.value.location[:2] == ("policies/b/bad.rego", 5)


def test_recursion_is_a_policy_that_does_not_compile(engine: Any, make: Any) -> None:
    rego = "default applicable := true\n\nfindings := other\n\nother := findings\n"
    with pytest.raises((PolicyError, ManyErrors), match=r"doesn't compile: .*recursi"):
        list(engine(make.pack({"a/bad": rego})).evaluate([make.request()]))


FORBIDDEN = {
    "http.send({})": "http.send",
    'http["send"]({})': "http.send",
    "opa.runtime()": "opa.runtime",
    "time.now_ns()": "time.now_ns",
    'rand.intn("x", 3)': "rand.intn",
    'uuid.rfc4122("x")': "uuid.rfc4122",
    'trace("x")': "trace",
    'net.cidr_contains("10.0.0.0/8", "10.1.1.1")': "net.cidr_contains",
    "rego.metadata.rule()": "rego.metadata.rule",
    'json.match_schema("{}", {})': "json.match_schema",
}


@pytest.mark.parametrize("call", FORBIDDEN)
def test_what_no_policy_may_call_is_refused_before_it_runs(
    engine: Any, make: Any, call: str
) -> None:
    rego = f"default applicable := true\n\nfindings := {{x |\n\tx := {call}\n}}\n"
    pack = make.pack({"a/good": make.silent, "b/bad": rego})
    with pytest.raises(PolicyError) as raised:
        list(engine(pack).evaluate([make.request()]))
    assert raised.value.message == f"the policy calls `{FORBIDDEN[call]}`, which no policy may"
    assert raised.value.location == Location("policies/b/bad.rego", 6, 7)


def test_print_is_refused_wherever_it_stands(engine: Any, make: Any) -> None:
    rego = 'default applicable := true\n\nfindings := {x | x := input.y; print("secret")}\n'
    with pytest.raises(PolicyError, match=r"^the policy calls `print`, which no policy may"):
        engine(make.pack({"b/bad": rego})).ready()


def test_a_stand_in_can_not_smuggle_a_call(engine: Any, make: Any) -> None:
    rego = (
        "default applicable := true\n\nf(x) := x\n\n"
        "findings := {x | x := f({}) with data.meshgov.test.b.bad.f as http.send}\n"
    )
    with pytest.raises(PolicyError, match=r"calls `http.send`, which no policy may"):
        engine(make.pack({"b/bad": rego})).ready()


def test_a_function_may_share_its_name_with_a_built_in(engine: Any, make: Any) -> None:
    rego = """import data.lib as http

default applicable := true

findings contains {"path": [http.send("x")], "args": {"n": count([])}}

count(_) := 42
"""
    pack = make.pack({"a/own": rego}, modules={"lib.rego": "package lib\n\nsend(x) := x\n"})
    (answer,) = engine(pack).evaluate([make.request()])
    assert answer.rules["a/own"].findings == (RawFinding(("x",), {"n": 42}),)


def test_a_rule_that_takes_too_long_is_ended(engine: Any, make: Any) -> None:
    judge = engine(make.pack({"a/loop": LOOP}), deadline=0.7)
    judge.ready()
    began = time.monotonic()
    with pytest.raises(EngineError, match=r"^orders.yaml: no answer within 0.7 s$"):
        list(judge.evaluate([make.request()]))
    assert time.monotonic() - began < 10


def test_an_input_that_is_too_large_is_refused(engine: Any, make: Any) -> None:
    judge = engine(make.pack({"a/silent": make.silent}), largest_input=1000)
    fine, large = (
        make.request({"x": "y" * 900}),
        make.request({"x": "y" * 1000}, subject="big.yaml"),
    )
    answers = judge.evaluate([fine, large, fine])
    next(answers)
    with pytest.raises(EngineError, match=r"^big.yaml: its facts are 1,009 characters"):
        next(answers)


def test_a_large_input_is_judged(engine: Any, make: Any) -> None:
    pack = make.pack({"a/columns": COLUMNS})
    columns = [{"path": ["schema", str(i)], "name": "x" * 200, "n": i} for i in range(12000)]
    asked = [make.request({"columns": columns}), make.request({"columns": columns[:1]})] * 2
    sizes = [len(answer.rules["a/columns"].findings) for answer in engine(pack).evaluate(asked)]
    assert sizes == [12000, 1, 12000, 1]


def test_the_first_failure_in_order_is_the_one_that_is_told(engine: Any, make: Any) -> None:
    finding = '{"path": ["a"], "args": {"n": 1 / input.n}}'
    rego = f"default applicable := true\n\nfindings contains {finding}\n"
    asked = [make.request({"n": n}, subject=f"{i}.yaml") for i, n in enumerate((1, 2, 0, 1, 0))]
    answers = engine(make.pack({"a/divides": rego}), jobs=3).evaluate(asked)
    assert [next(answers), next(answers)]
    with pytest.raises(EngineError, match=r"^2.yaml: "):
        next(answers)


def test_another_packs_answer_is_refused(engine: Any, make: Any) -> None:
    pack = dataclasses.replace(make.pack({"a/silent": make.silent}), digest="sha256:other")
    with pytest.raises(EngineError, match="judged with another pack than the one in use"):
        list(engine(pack).evaluate([make.request()]))


def test_a_closed_engine_says_so(engine: Any, make: Any) -> None:
    judge = engine(make.pack({"a/silent": make.silent}))
    with judge:
        judge.ready()
    judge.close()
    with pytest.raises(EngineError, match="closed"):
        list(judge.evaluate([make.request()]))
    with pytest.raises(EngineError, match="closed"):
        judge.ready()


def test_names_and_versions(engine: Any, make: Any) -> None:
    judge = engine(make.pack({"a/silent": make.silent}))
    judge.ready()
    assert judge.name in ("regorus", "opa")
    assert [part.isdigit() for part in judge.version.split(".")[:2]] == [True, True]
    assert json.dumps(judge.version)
