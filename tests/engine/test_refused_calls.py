"""Which calls are found in a pack, and told in which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
import regorus

from meshgov.engine import builtins, failures
from meshgov.engine.embedded.worker.calls import Call, Limits, refused
from meshgov.errors import Location

EMBEDDED = Limits(builtins.ALLOWED, builtins.FORBIDDEN, builtins.FORBIDDEN_PREFIXES)
ANY = EMBEDDED._replace(allowed=None)


def calls(limits: Limits, *modules: str) -> list[Call]:
    engine = regorus.Engine()
    for index, module in enumerate(modules):
        engine.add_policy(f"m{index}.rego", module)
    trees = json.loads(engine.get_ast_as_json())
    return refused(trees, {"m0.rego": 0}, limits)


def names(limits: Limits, *modules: str) -> list[tuple[str, str]]:
    return [(call.kind, call.name) for call in calls(limits, *modules)]


LIB = "package lib\n\nf(x) := x\n\ndefault g(_) := 1\n\nnested.h(x) := x\n\nvalue := 1\n"

ONLY_EMBEDDED = {
    'x := units.parse("1")': [("unsupported", "units.parse")],
    "x := startwith(1, 2)": [("unsupported", "startwith")],
    "x := 5 if { input.a } { input.b }": [("bodies", "x")],
    "f(y) := 5 if { y == 1 } { y == 2 }": [("bodies", "f")],
    "x if { input.a } { input.b }": [],
    "x := 1 if input.a else := 2 if input.b": [],
    "x := lib.f(1)": [],
    "x := lib.g(1)": [],
    "x := lib.nested.h(1)": [],
    "x := data.lib.f(1)": [],
    'x := data["lib"].f(1)': [],
    "x := lib.nope(1)": [("undefined", "lib.nope")],
    "x := lib.value(1)": [("undefined", "lib.value")],
    "x := lb.f(1)": [],
    "x := data.other.f(1)": [("undefined", "data.other.f")],
    "x := given.f(1)": [("undefined", "given.f")],
    "x := own(1)\n\nown(y) := y": [],
    "x := own.deep(1)\n\nown.deep(y) := y": [],
    "x := every_one(1)\n\nevery_one(y) := y": [],
    r"x := regex.match(`\d+[a-z&&b]`, `\d`)": [("pattern", "&&"), ("pattern", r"\d")],
    r'x := regex.match("\\w", "")': [("pattern", r"\w")],
    r'x := regex.match("\\\\w\\.", "")': [],
    r"x := regex.find_n(`(?x)a**`, ``, 1)": [("pattern", "(?x"), ("pattern", "**")],
    "x := regex.match(`[0-9]+(?i)a+?$`, ``)": [],
    "x := regex.match(input.x, ``)": [],
    'x := sprintf("%s %d %v 100%%", [1])': [],
    'x := sprintf("%5.2f|%-5s|%t|% d|%", [1])': [
        ("format", "%"),
        ("format", "% d"),
        ("format", "%-5s"),
        ("format", "%5.2f"),
        ("format", "%t"),
    ],
}

EVERYWHERE = {
    "x if not http.send({}).ok": [("forbidden", "http.send")],
    "x if every y in [1] { print(y) }": [("forbidden", "print")],
    "x := [y | y := [time.now_ns()][_]]": [("forbidden", "time.now_ns")],
    "x := {net.lookup_ip_addr(y) | some y in []}": [("forbidden", "net.lookup_ip_addr")],
    'x := {"a": {rego.metadata.chain()}}': [("forbidden", "rego.metadata.chain")],
    "default x := false\n\nx := 1 if false else := opa.runtime()": [("forbidden", "opa.runtime")],
    "f(y) := trace(y)": [("forbidden", "trace")],
    'x contains internal.print(["y"])': [("forbidden", "internal.print")],
    "http.send(y) := y\n\nx := http.send({})": [],
    "x if input.y with input.y as time.now_ns": [("forbidden", "time.now_ns")],
    "x if input.y with input.y as trace": [("forbidden", "trace")],
    "trace := 1\n\nx if input.y with input.y as data.a.trace": [],
    "x if input.y with input.y as {1: 2}": [],
}


@pytest.mark.parametrize("text", ONLY_EMBEDDED)
def test_calls_that_only_the_embedded_engine_refuses(text: str) -> None:
    header = "package a\n\nimport data.lib\nimport data.lib as lb\nimport input.x as given\n\n"
    assert names(EMBEDDED, f"{header}{text}\n", LIB) == ONLY_EMBEDDED[text]
    assert names(ANY, f"{header}{text}\n", LIB) == []


@pytest.mark.parametrize("text", EVERYWHERE)
def test_calls_that_every_engine_refuses(text: str) -> None:
    module = f"package a\n\n{text}\n"
    assert names(EMBEDDED, module) == names(ANY, module) == EVERYWHERE[text]


def test_only_the_modules_in_question_are_looked_into() -> None:
    assert names(EMBEDDED, "package a\n", "package b\n\nx := http.send({})\n") == []


def test_a_computed_name_is_never_called() -> None:
    span = {"line": 3, "col": 4}
    index = {"Var": {"span": span, "value": "x"}}
    target = {
        "RefBrack": {"span": span, "refr": {"Var": {"span": span, "value": "a"}}, "index": index}
    }
    tree: dict[str, Any] = {
        "source": {"file": "m0.rego", "contents": ""},
        "ast": {
            "package": {"refr": {"Var": {"span": span, "value": "p"}}},
            "imports": [],
            "rules": [{"Spec": {"head": {}, "x": {"Call": {"fcn": target, "params": []}}}}],
        },
    }
    assert refused([tree], {"m0.rego": 0}, ANY) == [Call(0, 3, 4, "undefined", "a computed name")]
    tree["ast"]["rules"][0]["Spec"]["x"]["Call"]["fcn"] = {"Array": {"span": span}}
    assert refused([tree], {"m0.rego": 0}, ANY) == [Call(0, 3, 4, "undefined", "a computed name")]


def test_what_is_said_about_them(make: Any) -> None:
    rego = """default applicable := true

findings := {x |
	x := ["ä", units.parse("1"), http.send({}), lib.f(1), sprintf("%f", []), regex.match(`\\s`, ``)]
}
"""
    pack = make.pack({"a/bad": f"import data.lib\n\n{rego}"})
    found = calls(EMBEDDED, pack.modules[0].text)
    told = [
        (error.message.removeprefix("the policy "), str(error.location))
        for error in failures.refusals(pack, found)
    ]
    file = "policies/a/bad.rego:8"
    assert told == [
        (
            failures.refusals(pack, [(0, 1, 1, "unsupported", "units.parse")])[0].message[11:],
            f"{file}:13",
        ),
        ("calls `http.send`, which no policy may", f"{file}:31"),
        ("calls `lib.f`, which no module of this pack defines", f"{file}:46"),
        ("formats with `%f`, which the embedded engine does otherwise than OPA", f"{file}:56"),
        (
            r"uses `\s` in a pattern, which the embedded engine reads otherwise than OPA",
            f"{file}:75",
        ),
    ]


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [(1, 1, 1), (2, 5, 2), (2, 7, 3), (2, 11, 4), (2, 99, 5), (9, 3, 1)],
)
def test_columns_of_regorus_as_people_count_them(
    make: Any, line: int, column: int, place: int
) -> None:
    pack = make.pack({}, modules={"x.rego": "package x\n\tä😀z\n"})
    assert failures.place(pack, 0, line, column) == Location("x.rego", line, place)


@pytest.mark.parametrize(
    ("said", "place", "what"),
    [
        ("--> m0.rego:3:1\n  |\nerror: bad thing.", "x.rego:3:1", "bad thing"),
        ("--> m0.rego:1:2\nerror: like m0.rego:2:1 and m7.rego:1:1", "x.rego:1:2", None),
        ("not a valid rule path\nand more", "None", "not a valid rule path"),
        ("", "None", "no reason given"),
    ],
)
def test_what_regorus_says(make: Any, said: str, place: str, what: str | None) -> None:
    pack = make.pack({}, modules={"x.rego": "package x\n"})
    location, told = failures.read(pack, said)
    assert str(location) == place
    assert told == (what or "like x.rego:2:1 and m7.rego:1:1")


def test_modules_that_are_not_ours(make: Any) -> None:
    pack = make.pack({}, modules={"x.rego": "package x\n"})
    assert failures.place_in(pack, "meshgov/00/m0.rego", 2, 3) == Location("x.rego", 2, 3)
    for name in ("m7.rego", "other.rego", "", "am0.rego"):
        assert failures.place_in(pack, name, 2, 3) is None


def test_failures_of_the_whole_pack(make: Any) -> None:
    error = failures.failed(make.pack({}), "c.yaml", None, "strange")
    assert (error.message, error.location) == ("c.yaml: the pack failed: strange", None)
