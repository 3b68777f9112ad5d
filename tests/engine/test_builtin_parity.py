"""Each built-in that policies may call gives the same on both engines, for generated arguments.

What a strategy leaves out is where the engines are known to differ: test_known_differences.py says
where, and docs/decisions/0003-engines.md why that is bearable.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regorus
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from meshgov.engine.answer import decode
from meshgov.engine.builtins import ALLOWED, OPERATORS

pytestmark = pytest.mark.opa

Values = st.SearchStrategy[Any]
EACH = 30
"""Generated calls of each built-in, with the right arguments and with wrong ones."""

FAILS = "fails"
SILENT = "silently undefined"

TEXT = st.text(st.sampled_from('aabbAB cé.,_-/"\\0129\x00\t\n一ß'), max_size=6)
ASTRAL = TEXT | st.text(st.sampled_from("a😀\U0001d518"), max_size=4)
LETTERS = st.text(st.sampled_from("abzABZéÉñÑöÖżŻčČжЖдДλΛπΠ0_ "), max_size=6)
WHOLE = st.integers(-(2**53), 2**53)
SMALL = st.integers(-6, 9)
NUMBER = WHOLE | st.sampled_from([0.5, -0.5, 1.5, 2.25, -3.75, 1e10])
SCALAR = st.none() | st.booleans() | WHOLE | ASTRAL
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
KEY = st.sampled_from(["a", "b", "c"])
OBJECT = st.dictionaries(KEY, VALUE, max_size=3)
LIST = st.lists(VALUE, max_size=4)
TEXTS = st.lists(TEXT, max_size=4)
PATTERN = st.sampled_from(
    [
        *(
            "",
            "a",
            "^a",
            "b$",
            "a|b",
            "[a-c]+",
            "(a)(b)?",
            "(?i)ab",
            "^[A-Z]+$",
            "a.c",
            "a*",
            "a+?",
        ),
        *(
            "[^a]",
            "(?:a|b)c",
            "^(a|ab)",
            r"\.",
            "[[:alpha:]]+",
            "(?s).",
            "(?m)^a",
            "a{2}",
            "a{1,2}",
        ),
        *(r"\Aab", r"b\z", "(?P<x>a)", r"\pL", r"\p{Greek}", r"\x41", "é", "[0-9A-Za-z_]+", "_"),
        *("(", "[", "a{2,1}", "(?=a)", r"\1", "(?P<x", "*", "[a-", "[z-a]"),
    ]
)
NUMERAL = st.sampled_from(
    ["0", "-1", "12", "1.5", "-0.25", "1e3", "x", "", "0x1", "1,5", "--1", "5a"]
)


class Set(NamedTuple):
    """A set, which JSON hasn't; ``nested``: of sets."""

    members: list[Any]
    nested: bool = False


def sets(members: Values) -> Values:
    return st.lists(members, max_size=4).map(Set)


SET = sets(VALUE)
MANY = LIST | SET
KEYS = st.lists(KEY, max_size=3) | sets(KEY) | st.dictionaries(KEY, SMALL, max_size=2)
SETS_OF_SETS = st.lists(st.lists(SCALAR, max_size=3), max_size=3).map(
    lambda members: Set(members, nested=True)
)


@st.composite
def formatted(draw: st.DrawFn) -> tuple[str, list[Any]]:
    """A format, and arguments that go with it."""
    kinds = {"%s": TEXT, "%v": TEXT | st.integers(0, 999), "%d": st.integers(0, 10**12)}
    verbs = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=4))
    between = draw(st.lists(st.sampled_from(["", " ", "é", "%%", "x"]), min_size=5, max_size=5))
    text = "".join(part for pair in zip(between, verbs, strict=False) for part in pair)
    return text, [draw(kinds[verb]) for verb in verbs]


ARGUMENTS: dict[str, tuple[Values, ...] | Values] = {
    "abs": (NUMBER,),
    "array.concat": (LIST, LIST),
    "array.reverse": (LIST,),
    "array.slice": (LIST, SMALL, SMALL),
    "concat": (TEXT, TEXTS | sets(TEXT)),
    "contains": (ASTRAL, ASTRAL),
    "count": (LIST | SET | OBJECT | TEXT,),
    "endswith": (ASTRAL, ASTRAL),
    "format_int": (WHOLE, st.sampled_from([2, 8, 10, 16, 3])),
    "graph.reachable": (
        st.fixed_dictionaries({key: st.lists(KEY, max_size=2) for key in "abc"}),
        st.lists(KEY, max_size=2) | sets(KEY),
    ),
    "intersection": (SETS_OF_SETS,),
    "is_array": (VALUE | SET,),
    "is_boolean": (VALUE | SET,),
    "is_null": (VALUE | SET,),
    "is_number": (VALUE | SET,),
    "is_object": (VALUE | SET,),
    "is_set": (VALUE | SET,),
    "is_string": (VALUE | SET,),
    "lower": (LETTERS,),
    "max": (MANY,),
    "min": (MANY,),
    "numbers.range": (SMALL, SMALL),
    "object.filter": (OBJECT, KEYS),
    "object.get": (OBJECT, KEY | st.lists(KEY | SMALL, max_size=3), SCALAR),
    "object.keys": (OBJECT,),
    "object.remove": (OBJECT, KEYS),
    "object.union": (OBJECT, OBJECT),
    "object.union_n": (st.lists(OBJECT, max_size=3),),
    "regex.find_all_string_submatch_n": (PATTERN, TEXT, SMALL),
    "regex.find_n": (PATTERN, TEXT, SMALL),
    "regex.match": (PATTERN, TEXT),
    "replace": (TEXT, TEXT.filter(bool), TEXT),
    "round": (NUMBER,),
    "sort": (MANY,),
    "split": (ASTRAL, ASTRAL),
    "sprintf": formatted(),
    "startswith": (ASTRAL, ASTRAL),
    "strings.any_prefix_match": (TEXT | TEXTS | sets(TEXT), TEXT | TEXTS | sets(TEXT)),
    "strings.any_suffix_match": (TEXT | TEXTS | sets(TEXT), TEXT | TEXTS | sets(TEXT)),
    "strings.reverse": (ASTRAL,),
    "substring": (ASTRAL, SMALL, SMALL),
    "sum": (st.lists(WHOLE, max_size=4) | sets(WHOLE),),
    "to_number": (NUMERAL | st.none() | st.booleans() | WHOLE,),
    "trim": (TEXT, TEXT),
    "trim_left": (TEXT, TEXT),
    "trim_prefix": (TEXT, TEXT),
    "trim_right": (TEXT, TEXT),
    "trim_space": (TEXT,),
    "trim_suffix": (TEXT, TEXT),
    "type_name": (VALUE | SET,),
    "union": (SETS_OF_SETS,),
    "upper": (LETTERS,),
    "walk": (VALUE,),
    "==": (VALUE | SET, VALUE | SET),
    "!=": (VALUE | SET, VALUE | SET),
    "<": (VALUE, VALUE),
    "<=": (VALUE, VALUE),
    ">": (VALUE, VALUE),
    ">=": (VALUE, VALUE),
    "+": (WHOLE, WHOLE),
    "-": (WHOLE, WHOLE),
    "*": (SMALL, WHOLE),
    "/": (st.integers(-60, 60), SMALL),
    "%": (st.integers(-60, 60), SMALL),
    "&": (SET, SET),
    "|": (SET, SET),
    "- ": (SET, SET),
    "in": (SCALAR, LIST | SET | OBJECT),
}
WRONG = st.sampled_from([None, True, 3, -1, "a", [1], ["a"], {"a": 1}, Set([1]), Set(["a"])])


def drawn(strategy: Values) -> list[Any]:
    """What hypothesis makes of a strategy, the same in every run."""
    found: list[Any] = []

    @settings(
        max_examples=EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return found


DECODE = """package fuzz

decoded(x) := x.v if x.k == "json"

decoded(x) := {member | some member in x.v} if x.k == "set"

decoded(x) := {{member | some member in inner} | some inner in x.v} if x.k == "sets"
"""


def encoded(argument: Any) -> Any:
    if isinstance(argument, Set):
        return {"k": "sets" if argument.nested else "set", "v": argument.members}
    return {"k": "json", "v": argument}


def rule(index: int, name: str, arity: int) -> str:
    """A rule that makes every call of one built-in and keeps the results by number."""
    names = [f"a{at}" for at in range(arity)]
    made = f"result := {name}({', '.join(names)})"
    if name == "walk":
        made = "result := [[path, value] | walk(a0, [path, value])]"
    elif name not in ALLOWED:
        made = "result := a0 in a1" if name == "in" else f"result := a0 {name.strip()} a1"
    arguments = "".join(f"\t{one} := decoded(given[{at}])\n" for at, one in enumerate(names))
    return (
        f"\nr{index}[number] := [result, is_set(result)] if {{\n"
        f"\tsome number, given in input.r{index}\n{arguments}\t{made}\n}}\n"
    )


class Both:
    """Every generated call, made on both engines: OPA in one go, regorus one by one."""

    def __init__(self, opa: str, folder: Path, *, wrong: bool) -> None:
        self.calls = {name: self._drawn(name, wrong=wrong) for name in ARGUMENTS}
        self._rules = {name: f"r{index}" for index, name in enumerate(ARGUMENTS)}
        text = DECODE + "".join(
            rule(index, name, len(self.calls[name][0])) for index, name in enumerate(ARGUMENTS)
        )
        self._opa = self._asked(opa, folder, text)
        self._clean = regorus.Engine()
        self._clean.add_policy("fuzz.rego", text)
        self._engine: Any = None

    def of_opa(self, name: str) -> list[Any]:
        found = self._opa.get(self._rules[name], {})
        return [found.get(str(number), FAILS) for number in range(len(self.calls[name]))]

    def of_regorus(self, name: str) -> list[Any]:
        return [self._evaluated(name, given) for given in self.calls[name]]

    def _evaluated(self, name: str, given: list[Any]) -> Any:
        engine = self._engine = self._engine or self._clean.clone()
        engine.set_input_json(json.dumps({self._rules[name]: {"0": list(map(encoded, given))}}))
        try:
            found: Any = decode(engine.eval_rule_as_json(f"data.fuzz.{self._rules[name]}"))
        except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
            self._engine = None  # it may not recover from a panic
            return FAILS if str(error) else SILENT
        return found.get("0", SILENT)

    def _asked(self, opa: str, folder: Path, text: str) -> Any:
        given = {
            self._rules[name]: {
                str(number): list(map(encoded, one)) for number, one in enumerate(calls)
            }
            for name, calls in self.calls.items()
        }
        (folder / "fuzz.rego").write_text(text)
        (folder / "input.json").write_text(json.dumps(given))
        command = [
            opa,
            "eval",
            "--format",
            "raw",
            "-d",
            "fuzz.rego",
            "-i",
            "input.json",
            "data.fuzz",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        return decode(done.stdout)

    @staticmethod
    def _drawn(name: str, *, wrong: bool) -> list[list[Any]]:
        strategies = ARGUMENTS[name]
        if not isinstance(strategies, tuple):
            strategies = (strategies,)
        right = st.tuples(*strategies)
        if not wrong:
            return [_flat(one) for one in drawn(right)]
        return [
            [stray if at == position % len(flat) else one for at, one in enumerate(flat)]
            for given, position, stray in drawn(st.tuples(right, st.integers(0, 2), WRONG))
            for flat in [_flat(given)]
        ]


def _flat(given: tuple[Any, ...]) -> list[Any]:
    return (
        list(given[0])
        if isinstance(given[0], tuple) and not isinstance(given[0], Set)
        else list(given)
    )


@pytest.fixture(scope="module")
def right(opa: str, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return Both(opa, tmp_path_factory.mktemp("right"), wrong=False)


@pytest.fixture(scope="module")
def wrong(opa: str, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return Both(opa, tmp_path_factory.mktemp("wrong"), wrong=True)


UNDEFINED_WITHOUT_ERROR = {("max", FAILS, SILENT), ("min", FAILS, SILENT)}
"""Of what is empty; neither engine has an error for it, and a rule has no answer then."""

TAKE_ANYTHING = {"==", "!=", "<", "<=", ">", ">=", "in", "sprintf"}
"""Calls that OPA never refuses."""


def same(both: Both, name: str) -> list[tuple[list[Any], Any, Any]]:
    """The calls that come out differently."""
    results = zip(both.calls[name], both.of_opa(name), both.of_regorus(name), strict=True)
    return [
        (given, by_opa, by_regorus)
        for given, by_opa, by_regorus in results
        if json.dumps(by_opa, sort_keys=True) != json.dumps(by_regorus, sort_keys=True)
        and (name, by_opa, by_regorus) not in UNDEFINED_WITHOUT_ERROR
    ]


def test_every_built_in_is_tried() -> None:
    operators = {"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&", "|", "- ", "in"}
    assert ARGUMENTS.keys() == ALLOWED | operators
    assert len(OPERATORS) == 17


@pytest.mark.parametrize("name", ARGUMENTS)
def test_it_gives_the_same_on_both_engines(right: Both, name: str) -> None:
    assert same(right, name) == []
    assert FAILS not in right.of_opa(name) or set(map(str, right.of_opa(name))) != {FAILS}


@pytest.mark.parametrize("name", [name for name in ARGUMENTS if name not in TAKE_ANYTHING])
def test_both_engines_refuse_the_same_arguments(wrong: Both, name: str) -> None:
    assert same(wrong, name) == []
