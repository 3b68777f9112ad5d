"""A server that others use too: asked with which pack it judges, and never overwritten."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from meshgov.engine.opa import OpaEngine
from meshgov.engine.opa.server import Server, Unanswered
from meshgov.errors import EngineError, PolicyError
from meshgov.model.pack import Pack

pytestmark = pytest.mark.opa

TOKEN = "a-token"  # noqa: S105  # opens nothing but the servers of these tests
AUTHORIZATION = """package system.authz

default allow := false

allow if {
	input.identity == "a-token"
	input.path[1] != "config"
}
"""
CALLS = {
    "z/one": "import data.a_lib as lib\n\ndefault applicable := true\n\n"
    'findings contains {"path": ["a"], "args": {"n": lib.twice(data.numbers.three)}}\n'
}
LIBRARIES = {
    "a.rego": "package a_lib\n\nimport data.z_lib\n\ntwice(x) := z_lib.times(2, x)\n",
    "z.rego": 'package z_lib["deeper"]\n\nok := true\n',
    "y.rego": "package z_lib\n\ntimes(x, y) := x * y\n",
}
DATA = {"numbers": {"three": 3}, "meshgov": {"table": {"x": 1}}}


@pytest.fixture
def serve(opa: str, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts an OPA as somebody else would, and gives its URL."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        log = (tmp_path / "log").open("wb")
        command = [opa, "run", "--server", "--addr", address, "--skip-version-check", *options]
        started.append(subprocess.Popen(command, stdout=log, stderr=log))
        log.close()
        end = time.monotonic() + 15
        while time.monotonic() < end:
            try:
                requests.get(f"http://{address}/health", timeout=5)
            except requests.ConnectionError:
                time.sleep(0.02)
            else:
                return f"http://{address}"
        pytest.fail((tmp_path / "log").read_text())

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def at(opened: list[Any]) -> Callable[..., OpaEngine]:
    def open_at(url: str, pack: Pack, **options: Any) -> OpaEngine:
        opened.append(OpaEngine(pack, url=url, **options))
        return opened[-1]

    return open_at


def policies(url: str) -> list[str]:
    listed = requests.get(f"{url}/v1/policies", timeout=5).json()["result"]
    return sorted(policy["id"] for policy in listed)


def test_a_server_without_a_pack(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    with pytest.raises(EngineError) as raised:
        list(at(url, make.pack({})).evaluate([make.request()]))
    assert raised.value.message == f"OPA at {url} serves no meshgov pack"
    assert "--opa-push" in str(raised.value.hint)
    assert policies(url) == []


def test_a_pack_is_pushed_once_and_used_by_all(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    pack = make.pack(CALLS, modules=LIBRARIES, data=DATA)
    first = at(url, pack, push=True)
    (answer,) = first.evaluate([make.request()])
    assert answer.rules["z/one"].findings[0].args == {"n": 6}
    assert first.version.count(".") == 2
    served = policies(url)
    assert served == [f"meshgov/0123456789abcdef/m{index}.rego" for index in range(5)]
    for push in (True, False):
        assert list(at(url, pack, push=push).evaluate([make.request()])) == [answer]
    assert policies(url) == served


def test_another_pack_is_neither_used_nor_overwritten(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    at(url, make.pack({"a/one": make.silent}), push=True).ready()
    served = policies(url)
    for push in (True, False):
        with pytest.raises(EngineError) as raised:
            at(url, make.pack({"a/one": make.silent}, digest="sha256:ffff"), push=push).ready()
        assert raised.value.message == (
            f"OPA at {url} serves another pack (sha256:0123456789ab), and this run uses sha256:ffff"
        )
    assert policies(url) == served


def test_a_part_of_another_pack_is_not_mixed_with_this_one(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    requests.put(f"{url}/v1/policies/meshgov/ff/m0.rego", data="package x", timeout=5)
    with pytest.raises(EngineError, match=r"holds a part of another pack \(meshgov/ff/m0.re"):
        at(url, make.pack({}), push=True).ready()


def test_a_push_that_was_broken_off_is_taken_up_again(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    name = "meshgov/0123456789abcdef/m0.rego"
    requests.put(f"{url}/v1/policies/{name}", data="package old", timeout=5)
    requests.put(f"{url}/v1/data/numbers", json={"three": 3}, timeout=5)
    pack = make.pack(CALLS, modules=LIBRARIES, data=DATA)
    assert len(list(at(url, pack, push=True).evaluate([make.request()]))) == 1


def test_other_peoples_data_is_not_overwritten(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    requests.put(f"{url}/v1/data/numbers", json={"four": 4}, timeout=5)
    with pytest.raises(EngineError, match=r"holds other data at data.numbers, which the pack"):
        at(url, make.pack(CALLS, modules=LIBRARIES, data=DATA), push=True).ready()
    assert policies(url) == []


def test_a_pack_that_the_server_does_not_compile(make: Any, serve: Any, at: Any) -> None:
    bad = "default applicable := true\n\nfindings := {missing(1)}\n"
    with pytest.raises(PolicyError) as raised:
        at(serve(), make.pack({"a/bad": bad}, source="./own"), push=True).ready()
    assert raised.value.message == "the policy doesn't compile: undefined function missing"
    assert raised.value.location[:2] == ("policies/a/bad.rego", 5)


def test_forbidden_calls_are_never_pushed(make: Any, serve: Any, at: Any) -> None:
    url = serve()
    rules = {
        "a/bad": "findings := {http.send({})}\n",
        "b/hidden": 'findings := {$"{http.send({})}"}\n',
    }
    with pytest.raises(Exception) as raised:  # noqa: PT011  # asserted below
        at(url, make.pack(rules), push=True).ready()
    assert [(one.message, one.location[:2]) for one in raised.value.each()] == [  # type: ignore[attr-defined]  # ours
        ("the policy calls `http.send`, which no policy may", ("policies/a/bad.rego", 3)),
        ("the policy calls `http.send`, which no policy may", ("policies/b/hidden.rego", 3)),
    ]
    assert policies(url) == []


def test_a_pack_that_came_as_a_file(make: Any, serve: Any, at: Any, tmp_path: Path) -> None:
    pack = make.pack({"a/one": "applicable := input.on\n\nfindings := set()\n"})
    for index, module in enumerate(pack.modules):
        (tmp_path / f"{index}.rego").write_text(module.text)
    engine = at(serve(*map(str, tmp_path.glob("*.rego"))), pack)
    assert len(list(engine.evaluate([make.request({"on": True})]))) == 1
    with pytest.raises(EngineError, match=r"^orders.yaml: the rule a/one gave no answer$"):
        list(engine.evaluate([make.request()]))


def test_tokens_and_what_they_open(make: Any, serve: Any, at: Any, tmp_path: Path) -> None:
    (tmp_path / "authz.rego").write_text(AUTHORIZATION)
    url = serve("--authentication=token", "--authorization=basic", str(tmp_path / "authz.rego"))
    pack = make.pack({"a/one": make.silent})
    for token in (None, "another"):
        with pytest.raises(EngineError, match=r"answered 401: it doesn't let this run in$"):
            at(url, pack, token=token, push=True).ready()
    engine = at(url, pack, token=TOKEN, push=True)
    assert len(list(engine.evaluate([make.request()]))) == 1
    assert engine.version == ""


def test_what_else_a_server_may_say_to_a_push(serve: Any) -> None:
    url = serve()
    server = Server(url, token=None, ca=None, timeout=5)
    with pytest.raises(Unanswered, match=r"answered 404: "):
        server.get("policies/nothing")
    with pytest.raises(Unanswered, match=r"answered 40[04]: storage"):
        server.put_data(("x",), [1]) or server.put_data(("x", "y"), 1)
    server.close()
