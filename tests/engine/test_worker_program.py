"""The program of a worker, run inside the test: what it says to each message."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from meshgov.engine import builtins
from meshgov.engine.embedded.engine import task
from meshgov.engine.embedded.process import message
from meshgov.policy import entry

sys.modules.setdefault("calls", __import__("meshgov.engine.embedded.worker.calls", fromlist=["x"]))
from meshgov.engine.embedded.worker import __main__ as program  # noqa: E402  # needs `calls`, as in a worker


@pytest.fixture(autouse=True)
def _path_and_alarm() -> Iterator[None]:
    kept = list(sys.path)
    yield
    sys.path[:] = kept
    signal.setitimer(signal.ITIMER_REAL, 0)


def talk(*messages: bytes) -> list[tuple[str, Any]]:
    """The replies to ``messages``, after the greeting."""
    hello = message("h", json.dumps({"path": sys.path, "limit": 100}))
    given, said = io.BytesIO(b"".join((hello, *messages))), io.BytesIO()
    with pytest.raises(SystemExit):
        program.serve(given, said)
    rest, replies = said.getvalue(), []
    while rest:
        end = 9 + int.from_bytes(rest[:8], "big")
        replies.append((chr(rest[8]), json.loads(rest[9:end])))
        rest = rest[end:]
    return replies


def compiled(pack: Any, *, allowed: Any = builtins.ALLOWED) -> bytes:
    return message("p", task(pack, allowed=allowed))


def test_answers_to_inputs_and_documents(make: Any) -> None:
    pack = make.pack(
        {"a/one": "applicable := input.on\n\nfindings := set()\n"},
        foreign={"main/deny": 'deny contains "no" if input.off\n'},
        data={"x": 1},
    )
    own = {"digest": pack.digest, "changes": None, "rules": [[True, []]]}
    assert talk(
        compiled(pack),
        message("i", '{"on": true}'),
        message("d", '{"document": {"off": true}, "parameters": {}}'),
        message("i", '{"on": true}'),
    ) == [("p", {}), ("a", [own]), ("a", [own, [["no"]]])]


def test_answers_to_two_halves(make: Any) -> None:
    pack = make.pack(
        {"a/one": "applicable := input.now\n\nfindings := set()\n", "b/two": make.silent},
        changes="answer := null if input.then\n",
    )
    pack = replace(pack, halves=entry.halves(pack.rules, ["meshgov.test.b.two"], pack.digest))
    second = {"digest": pack.digest, "changes": None, "rules": [[True, []]]}
    assert talk(
        compiled(pack),
        message("s", '{"now": false}'),
        message("r", '{"then": 1}'),
        message("s", "{}"),
        message("r", '{"then": 1}'),
        message("s", '{"now": true}'),
        message("r", "{}"),
    ) == [
        ("p", {}),
        ("h", [[[False, []]], second]),
        ("f", {"part": "a/one", "error": None}),
        ("f", {"part": "changes", "error": None}),
    ]


@pytest.mark.parametrize(
    ("text", "document", "said"),
    [
        ("{}", None, {"part": "b/two", "error": None}),
        ('{"two": 1, "zero": 0}', None, {"part": "b/two", "error": "divide by zero"}),
        (
            '{"two": 1}',
            '{"document": {"zero": 0}, "parameters": {}}',
            {"part": "main/deny", "error": "divide by zero"},
        ),
        ("{", None, {"input": "EOF while parsing an object at line 1 column 1"}),
        ('{"two": 1}', "1e999", {"input": "number out of range at line 1 column 5"}),
        (
            f'{{"two": {"[" * 127}{"]" * 127}}}',
            None,
            {"input": "recursion limit exceeded at line 1"},
        ),
    ],
)
def test_who_is_to_blame(make: Any, text: str, document: str | None, said: Any) -> None:
    pack = make.pack(
        {
            "a/one": make.silent,
            "b/two": "applicable := true if input.two\n\nfindings := {x | x := 1 / input.zero}\n",
        },
        foreign={"main/deny": "deny contains 1 / input.zero\n"},
    )
    asked = [] if document is None else [message("d", document)]
    (_, (kind, reply)) = talk(compiled(pack), *asked, message("i", text))
    assert kind == "f"
    reply.pop("all", None)
    if reply.get("error"):
        assert reply["error"].endswith(f"error: {said['error']}")
        reply["error"] = said["error"]
    if "input" in reply:
        assert reply["input"].startswith(said["input"])
        reply = said
    assert reply == said


def test_nobody_is_to_blame_alone(make: Any) -> None:
    pack = make.pack({"a/one": make.silent})
    broken = json.loads(task(pack, allowed=builtins.ALLOWED))
    broken["entry"] = "meshgov.nothing"
    (_, reply) = talk(message("p", json.dumps(broken)), message("i", "{}"))
    assert reply == ("f", {"part": "changes", "error": None, "all": "not a valid rule path"})


def test_what_stands_in_the_way_of_a_pack(make: Any) -> None:
    rules = {"a/one": "findings := [\n", "b/two": "findings := foo(1)\n"}
    pack = make.pack(rules, source="./own")
    ((kind, reply),) = talk(compiled(pack))
    (error,) = reply["errors"]
    assert (kind, error["module"], reply["refused"]) == ("p", 0, [[1, 3, 13, "unsupported", "foo"]])
    assert error["error"].startswith("--> m0.rego:4:1")
    assert "Stack backtrace" not in error["error"]


def test_what_only_shows_when_the_first_rule_is_asked(make: Any) -> None:
    pack = make.pack({"a/one": "findings contains x if x > y\n"})
    ((_, reply),) = talk(compiled(pack))
    assert reply["errors"][0]["error"].endswith("error: use of undefined variable `y` is unsafe")


def test_data_that_rego_can_not_hold(make: Any) -> None:
    pack = make.pack({"a/one": make.silent})
    told = json.loads(task(pack, allowed=builtins.ALLOWED)) | {"data": '{"x": 1e999}'}
    ((_, reply),) = talk(message("p", json.dumps(told)))
    assert reply["errors"] == [{"module": None, "error": "number out of range at line 1 column 11"}]


def test_functions_of_modules_that_need_no_look(make: Any) -> None:
    pack = make.pack(
        {"a/one": "import data.lib\n\nfindings := {lib.f(1)}\n\ndefault applicable := true\n"},
        modules={
            "lib.rego": "package lib\n\nf(x) := opa.runtime() if x == 2\n\nf(x) := x if x == 1\n"
        },
    )
    told = json.loads(task(pack, allowed=builtins.ALLOWED)) | {"examined": [0, 2]}
    assert talk(message("p", json.dumps(told))) == [("p", {})]


def test_only_a_look_at_a_pack_for_another_engine(make: Any) -> None:
    pack = make.pack(
        {
            "a/one": 'findings := {x | x := $"{1}"}\n',
            "b/two": 'findings := {units.parse("1"), print(1)}\n',
        }
    )
    assert talk(compiled(pack, allowed=None)) == [
        ("p", {"refused": [[1, 3, 32, "forbidden", "print"]], "unread": [0]})
    ]


def test_lines_may_be_long(make: Any) -> None:
    pack = make.pack({"a/one": f'applicable := true\n\nfindings := {{x | x := "{"y" * 5000}"}}\n'})
    assert talk(compiled(pack)) == [("p", {})]


def test_it_ends_with_its_input_even_in_the_middle_of_a_message() -> None:
    assert talk(b"\x00\x00") == []
