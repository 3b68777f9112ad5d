"""Where the libraries are not to be trusted, and the guard against each.

A line that no longer holds fails: then the guard, and docs/decisions/0003-engines.md, can go.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import regorus
from opa_client.opa import OpaClient

from meshgov.engine.answer import decode
from meshgov.engine.builtins import ALLOWED, is_forbidden

pytestmark = pytest.mark.opa

SOURCES = Path(__file__).parents[2] / "src" / "meshgov"
ELSEWHERE = """
import os, threading, regorus
engine = regorus.Engine()
def use():
    try:
        engine.eval_rule_as_json("data.x.y")
    except BaseException as error:
        print(error, flush=True)
    os._exit(0)
threading.Thread(target=use).start()
"""

FAILS, SILENT, UNKNOWN = "fails", "silently undefined", "unknown"

# An expression, what OPA makes of it, what regorus does.
ALLOWED_ALL_THE_SAME: dict[str, tuple[Any, Any]] = {
    'count("😀")': (1, 2),
    'lower("İ")': ("i", "i\u0307"),
    'lower("ΔΣ")': ("δ\u03c3", "δς"),
    'upper("ß")': ("ß", "SS"),
    'replace("é", "", "x")': ("x\ufffdx\ufffdx", "xéx"),
    'to_number("5 ")': (FAILS, 5),
    'to_number("05") + 0': (5, FAILS),
    'sprintf("%s", [5])': ("%!s(int64=5)", "5"),
    'sprintf("%dx", [-17])': ("-17x", "--17x"),
    'sprintf("%d", ["x"])': ("%!d(string=x)", ""),
    'sprintf("%s", [])': ("%!s(MISSING)", FAILS),
    "max([])": (FAILS, SILENT),
    "0.1 + 0.2": (0.3, 0.30000000000000004),
    "9223372036854775807 + 1": (9223372036854775808, 9223372036854775808),
    "9223372036854775807 * 4": (36893488147419103228, 36893488147419103232),
    'json.unmarshal("18446744073709551617") == json.unmarshal("18446744073709551616")': (
        False,
        True,
    ),
    "{} < {1}": (True, False),
    "sum([0.1, 0.2])": (0.3, 0.30000000000000004),
}
REFUSED_AS_PATTERNS: dict[str, tuple[Any, Any]] = {
    r"regex.match(`^\w$`, `é`)": (False, True),
    r"regex.match(`^\d$`, `٣`)": (False, True),
    r"regex.match(`a\b`, `aé`)": (True, False),
    "regex.match(`[a&&b]`, `a`)": (True, False),
    "regex.match(`(?x)a b`, `a b`)": (FAILS, False),
    "regex.match(`a**`, `a`)": (FAILS, True),
    r"regex.match(`\u00e9`, `é`)": (FAILS, True),
    'sprintf("%5.2f", [1.5])': (" 1.50", FAILS),
    'sprintf("%-3s|", ["x"])': ("x  |", "3s|"),
}
NOT_ALLOWED: dict[str, tuple[Any, Any]] = {
    'regex.replace("a", "[", "b")': (FAILS, SILENT),
    'json.patch({}, [{"op": "remove", "path": "/x"}])': (FAILS, SILENT),
    "ceil(-0.5)": (1, 0),
    "floor(-0.5)": (0, -1),
    "object.subset([1], [])": (True, FAILS),
    'indexof("a", "")': (FAILS, 0),
    'regex.split("a*", "b")': (["b"], ["", "b", ""]),
    'semver.is_valid("v1.2.3")': (True, False),
    'strings.count("a", "")': (2, FAILS),
    'urlquery.decode(" ")': (" ", ""),
    "array.flatten([[1]])": ([1], UNKNOWN),
    'crypto.sha256("x")': (
        "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        UNKNOWN,
    ),
}


def by_regorus(expression: str) -> Any:
    engine = regorus.Engine()
    engine.add_policy("x.rego", f"package x\n\nvalue := {expression}\n")
    try:
        text = engine.eval_rule_as_json("data.x.value")
    except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
        return UNKNOWN if "could not find function" in str(error) else FAILS
    return SILENT if text == '"<undefined>"' else decode(text)


@pytest.fixture(scope="module")
def by_opa(opa: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("differences")
    expressions = [*ALLOWED_ALL_THE_SAME, *REFUSED_AS_PATTERNS, *NOT_ALLOWED]
    rules = "".join(f"\nv{index} := {text}\n" for index, text in enumerate(expressions))
    (folder / "x.rego").write_text(f"package x\n{rules}")
    command = [opa, "eval", "--format", "raw", "-d", "x.rego", "data.x"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert not done.returncode, done.stdout + done.stderr
    found: Any = decode(done.stdout)
    return {text: found.get(f"v{index}", FAILS) for index, text in enumerate(expressions)}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [*ALLOWED_ALL_THE_SAME.items(), *REFUSED_AS_PATTERNS.items(), *NOT_ALLOWED.items()],
)
def test_the_engines_still_differ(
    by_opa: dict[str, Any], expression: str, expected: tuple[Any, Any]
) -> None:
    assert (by_opa[expression], by_regorus(expression)) == expected


def test_what_differs_beyond_bearing_is_not_allowed() -> None:
    assert [text for text in NOT_ALLOWED if text.partition("(")[0] in ALLOWED] == []


@pytest.fixture
def engine() -> Any:
    made = regorus.Engine()
    made.add_policy("x.rego", "package x\n\nobjects contains {1: 2}\n\nempty if false\n")
    return made


def test_sets_of_objects_are_asked_for_as_json(engine: Any) -> None:
    with pytest.raises(TypeError, match=r"unhashable type: 'dict'"):
        engine.eval_rule("data.x.objects")
    assert json.loads(engine.eval_rule_as_json("data.x.objects")) == [{"1": 2}]


def test_what_is_undefined_is_a_text_or_an_error(engine: Any) -> None:
    assert engine.eval_rule_as_json("data.x.empty") == '"<undefined>"'
    with pytest.raises(RuntimeError, match=r"^not a valid rule path"):
        engine.eval_rule_as_json("data.x.nothing")


BACKTRACE = """
import regorus
try:
    regorus.Engine().eval_rule_as_json("data.x.nothing")
except RuntimeError as error:
    print(error)
"""


@pytest.mark.parametrize(("asked", "found"), [("0", False), ("1", True)])
def test_errors_end_in_a_backtrace_where_the_environment_asks(asked: str, found: bool) -> None:  # noqa: FBT001  # a column of the table
    done = subprocess.run(
        [sys.executable, "-c", BACKTRACE],
        env={"RUST_BACKTRACE": asked, "RUST_LIB_BACKTRACE": asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("not a valid rule path")
    assert ("Stack backtrace" in done.stdout) is found


def test_functions_that_are_missing_are_only_missed_when_called() -> None:
    engine = regorus.Engine()
    engine.add_policy("x.rego", "package x\n\nvalue if {\n\tfalse\n\tmissing(1)\n}\n")
    assert engine.eval_rule_as_json("data.x.value") == '"<undefined>"'


def test_a_line_has_at_most_1024_columns_unless_told_otherwise() -> None:
    with pytest.raises(RuntimeError, match="line exceeds maximum column width of 1024"):
        regorus.Engine().add_policy("x.rego", f'package x\n\nvalue := "{"x" * 1100}"\n')


def test_an_engine_does_not_recover_from_a_panic() -> None:
    engine = regorus.Engine()
    engine.add_policy("x.rego", 'package x\n\nbad := strings.count("a", "")\n\ngood := 1\n')
    panic = pytest.raises(BaseException, match="window size must be non-zero")
    with panic:
        engine.eval_rule_as_json("data.x.bad")
    with pytest.raises(RuntimeError, match="recursion detected"):
        engine.eval_rule_as_json("data.x.bad")


def test_an_engine_belongs_to_its_thread() -> None:
    # In a process of its own: the panic leaves an engine behind that no thread may drop.
    ended = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, check=False)
    assert b"unsendable" in ended.stdout


def test_json_may_be_127_deep(engine: Any) -> None:
    engine.set_input_json("[" * 127 + "]" * 127)
    with pytest.raises(RuntimeError, match="recursion limit exceeded"):
        engine.set_input_json("[" * 128 + "]" * 128)


def test_the_faster_machine_that_swallows_errors_is_never_used() -> None:
    program = regorus.Program.compile_from_modules if hasattr(regorus, "Program") else None
    assert program is None or callable(program)
    for source in SOURCES.rglob("*.py"):
        assert "Rvm" not in source.read_text(encoding="utf-8")


def test_what_no_policy_may_call_exists_in_regorus() -> None:
    for expression in ('http.send({"method": "get", "url": "x"})', "opa.runtime()"):
        assert by_regorus(expression) != UNKNOWN


def test_whatever_opa_calls_nondeterministic_is_forbidden(opa: str) -> None:
    said = subprocess.run(
        [opa, "capabilities", "--current"], capture_output=True, check=True
    ).stdout
    builtins = json.loads(said)["builtins"]
    wild = {one["name"] for one in builtins if one.get("nondeterministic")}
    assert wild
    assert [name for name in sorted(wild) if not is_forbidden(name)] == []
    assert sorted(ALLOWED - {one["name"] for one in builtins}) == []
    assert [name for name in sorted(ALLOWED) if is_forbidden(name)] == []


def test_habits_of_the_http_client_that_are_not_ours() -> None:
    def default(method: Any, name: str) -> Any:
        return inspect.signature(method).parameters[name].default

    assert default(OpaClient.update_policy_from_string, "rego_compat") is True
    assert "if input_data:" in inspect.getsource(OpaClient.ad_hoc_query)
    assert "raise_for_status" in inspect.getsource(OpaClient.query_rule)
    with OpaClient() as client:
        assert (client.timeout, client.retries, client.root_url) == (
            1.5,
            2,
            "http://localhost:8181/v1",
        )
        retries = client._session.get_adapter("http://x").max_retries  # noqa: SLF001  # no other way
        assert "POST" not in retries.allowed_methods
