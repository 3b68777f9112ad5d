"""A local OPA is found, started, and gone again, however the run ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from meshgov.engine.opa import OpaEngine, binary, keeper, local
from meshgov.errors import EngineError, PolicyError

pytestmark = pytest.mark.opa

PARENT = """
import sys, time
from meshgov.engine.opa import OpaEngine
from meshgov.engine.request import Request
from meshgov.model.pack import Module, Pack, Rule

text = 'package meshgov.test.a.one\\n\\napplicable := true\\n\\nfindings := set()\\n'
entry = '''package meshgov.entry

answer := {"digest": "d", "changes": null, "rules": [
    [data.meshgov.test.a.one.applicable, data.meshgov.test.a.one.findings]]}
'''
rule = Rule("a/one", "meshgov.test.a.one", "t", "contract", "error", "t", "d", "r", "m")
modules = (Module("a.rego", text), Module("e.rego", entry))
pack = Pack((rule,), modules, {}, "meshgov.entry.answer", "", "d", (), {})
engine = OpaEngine(pack, binary=sys.argv[1])
try:
    print(len(list(engine.evaluate([Request("x", "{}")] * 3))), flush=True)
    time.sleep(float(sys.argv[2]))
except KeyboardInterrupt:
    print("interrupted", flush=True)
if sys.argv[3] == "crash":
    raise SystemError
"""


def servers_in(folder: Path) -> list[int]:
    """Processes of a local OPA whose policies lie below ``folder``."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = line.read_bytes()
        except OSError:  # gone meanwhile
            continue
        if str(folder).encode() in command and b"--server" in command:
            found.append(int(line.parent.name))
    return found


def until(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@pytest.fixture
def parent(opa: str, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(seconds: float, end: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PARENT, opa, str(seconds), end]
        started.append(
            subprocess.Popen(
                command,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(tmp_path)},
            )
        )
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def gone(folder: Path) -> bool:
    return not servers_in(folder) and not list(folder.iterdir())


@pytest.mark.parametrize("end", ["", "crash"])
def test_it_ends_with_the_program(parent: Any, tmp_path: Path, end: str) -> None:
    running = parent(0, end)
    out, err = running.communicate(timeout=30)
    assert out == "3\n"
    assert ("SystemError" in err) == bool(end)
    assert gone(tmp_path)


def test_it_ends_when_the_program_is_interrupted(parent: Any, tmp_path: Path) -> None:
    running = parent(100)
    assert running.stdout.readline() == "3\n"
    assert len(servers_in(tmp_path)) == 2
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate(timeout=30) == ("interrupted\n", "")
    assert gone(tmp_path)


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_the_program_is_killed(
    parent: Any, tmp_path: Path, with_signal: signal.Signals
) -> None:
    running = parent(100)
    assert running.stdout.readline() == "3\n"
    running.send_signal(with_signal)
    until(lambda: gone(tmp_path))


def test_it_ends_although_its_keeper_was_killed(
    make: Any, local_opa: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine = local_opa(make.pack({"a/silent": make.silent}))
    engine.ready()
    (keeping,) = [pid for pid in servers_in(tmp_path) if _child_of(pid) == os.getpid()]
    os.kill(keeping, signal.SIGKILL)
    engine.close()
    until(lambda: gone(tmp_path))


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_server_that_dies_in_the_middle(make: Any, local_opa: Any) -> None:
    engine = local_opa(make.pack({"a/silent": make.silent}))
    answers = engine.evaluate(make.request(subject=f"{number}.yaml") for number in range(1000))
    next(answers)
    for pid in servers_in(Path("meshgov-opa-")):
        if _child_of(pid) != os.getpid() and _child_of(_child_of(pid)) == os.getpid():
            os.kill(pid, signal.SIGKILL)
    with pytest.raises(EngineError, match=r"^\d+.yaml: OPA at http://127.0.0.1:\d+ "):
        list(answers)


def test_nobody_else_gets_in(make: Any, local_opa: Any) -> None:
    engine = local_opa(make.pack({"a/silent": make.silent}))
    engine.ready()
    url = engine._server.url  # noqa: SLF001  # it is nobody's business
    for method, path in (("GET", "policies"), ("POST", "data/meshgov/entry"), ("GET", "config")):
        for headers in ({}, {"Authorization": "Bearer x"}):
            answer = requests.request(method, f"{url}/v1/{path}", headers=headers, timeout=5)
            assert answer.status_code == 401
    mine = Path(f"/proc/{os.getpid()}/cmdline").read_bytes()
    assert engine._local._token.encode() not in mine  # noqa: SLF001  # the same


def test_the_port_is_taken_between_finding_and_using_it(
    make: Any, local_opa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = iter(range(10))
    free_port = local._free_port  # noqa: SLF001  # the race is inside
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(
            local, "_free_port", lambda: taken.getsockname()[1] if next(ports) < 2 else free_port()
        )
        engine = local_opa(make.pack({"a/silent": make.silent}), deadline=1)
        assert len(list(engine.evaluate([make.request()]))) == 1
    assert next(ports) == 3


def test_no_port_at_all(make: Any, local_opa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(local, "_free_port", lambda: taken.getsockname()[1])
        engine = local_opa(make.pack({"a/silent": make.silent}))
        with pytest.raises(EngineError, match=r"the local OPA doesn't start: listen tcp 127.0.0.1"):
            engine.ready()


def program(folder: Path, text: str) -> str:
    path = folder / "opa"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_no_opa(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Any) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"^there is no opa on PATH$") as raised:
        OpaEngine(make.pack({}))
    assert "openpolicyagent.org" in str(raised.value.hint)
    with pytest.raises(EngineError, match=r"^there is no program /no/such/opa$"):
        OpaEngine(make.pack({}), binary="/no/such/opa")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("echo Version: 0.70.0", "is OPA 0.70.0; meshgov needs 1.0 or newer"),
        ("echo hello", "doesn't say that it is OPA"),
        ("exit 3", "doesn't say that it is OPA"),
    ],
)
def test_no_opa_that_will_do(tmp_path: Path, make: Any, text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        OpaEngine(make.pack({}), binary=program(tmp_path, text))


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 3", "it said nothing"),
        ("echo boom >&2; exit 3", "boom"),
        ("""echo '{"builtins":[]}'; echo half >&2; exit 1""", "half"),
        ("exit 0", "it said nothing"),
        ("echo hello", "hello"),
        ("echo []", r"\[\]"),
        ("echo '{}'", "{}"),
        ("""echo '{"builtins":[1]}'""", "builtins"),
        ("""echo '{"builtins":[{"name":1}]}'""", "builtins"),
        ("""echo '{"builtins":null}'""", "builtins"),
    ],
)
def test_a_program_that_only_tells_its_version(
    tmp_path: Path, make: Any, does: str, said: str
) -> None:
    text = f'if [ "$1" = version ]; then echo Version: 1.2.3; exit; fi\n{does}'
    with pytest.raises(EngineError, match=f"^`opa capabilities` failed: .*{said}") as raised:
        binary.check(binary.find(program(tmp_path, text)), make.pack({}))
    assert "openpolicyagent.org" in str(raised.value.hint)


@pytest.mark.parametrize(
    "does",
    [
        *("exit 3", "echo hello; exit 1", "echo []; exit 1"),
        *("""echo '{"errors":[1]}'; exit 1""", """echo '{"errors":[]}'; exit 1"""),
    ],
)
def test_a_program_that_checks_nothing(tmp_path: Path, make: Any, does: str) -> None:
    text = (
        'case "$1" in version) echo Version: 1.2.3; exit;;\n'
        """capabilities) echo '{"builtins":[]}'; exit;; esac\n"""
        f"{does}"
    )
    with pytest.raises(EngineError, match=r"^`opa check` failed: "):
        binary.check(binary.find(program(tmp_path, text)), make.pack({}))


def test_a_program_that_can_not_be_run(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "opa"
    path.write_bytes(b"\x7fELF nothing")
    path.chmod(0o755)
    with pytest.raises(EngineError, match=r"opa can't be run: "):
        OpaEngine(make.pack({}), binary=str(path))


FAILS = """case "$1" in
version) echo "Version: 1.2.3" ;;
capabilities) echo '{{"builtins": []}}' ;;
check) {check} ;;
run) {run} ;;
esac"""


@pytest.mark.parametrize(
    ("check", "run", "said"),
    [
        ("echo sad >&2; exit 1", "sleep 100", "`opa check` failed: sad"),
        ("exit 2", "sleep 100", "`opa check` failed: it said nothing"),
        ("true", "echo bad luck >&2; exit 1", "the local OPA doesn't start: bad luck"),
        ("true", 'echo \'{"err": "no", "msg": "m"}\'; exit 1', "the local OPA doesn't start: no"),
        ("true", "exit 0", "the local OPA doesn't start: it said nothing"),
        ("true", "sleep 100", "the local OPA doesn't start: no answer within 0.5 s"),
    ],
)
def test_an_opa_that_does_not_work(  # noqa: PLR0913  # three of them are the case
    make: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, check: str, run: str, said: str
) -> None:
    monkeypatch.setattr(local, "_START", 0.5 if "0.5" in said else 15.0)
    path = program(tmp_path, FAILS.format(check=check, run=run))
    with (
        OpaEngine(make.pack({"a/silent": make.silent}), binary=path) as engine,
        pytest.raises(EngineError) as raised,
    ):
        engine.ready()
    assert raised.value.message == said


def test_a_keeper_that_does_not_listen(
    make: Any, opa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any) -> None:
        raise subprocess.TimeoutExpired("keeper", 2)

    engine = OpaEngine(make.pack({"a/silent": make.silent}), binary=opa)
    engine.ready()
    server = engine._local  # noqa: SLF001  # there is no other way to its keeper
    assert server
    assert server._keeper  # noqa: SLF001  # the same
    keeping = server._keeper  # noqa: SLF001  # the same
    wait, calls = keeping.wait, []

    def first_in_vain(timeout: float | None = None) -> int:
        calls.append(timeout)
        return never() if timeout else wait()

    monkeypatch.setattr(keeping, "wait", first_in_vain)
    engine.close()
    assert calls == [2, None]


def test_options_of_opa_in_the_environment_do_not_reach_it(
    make: Any, local_opa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPA_ADDR", "0.0.0.0:1")
    monkeypatch.setenv("OPA_CONFIG_FILE", "/no/such/file")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    engine = local_opa(make.pack({"a/silent": make.silent}))
    engine.ready()
    assert "OPA_ADDR" not in binary.environment()


def test_what_the_text_of_a_policy_hides_from_regorus(make: Any, local_opa: Any) -> None:
    rego = 'default applicable := true\n\nfindings contains {"path": [$"{opa.runtime().env}"]}\n'
    with pytest.raises(PolicyError, match=r"^the policy calls `opa.runtime`, which no policy"):
        local_opa(make.pack({"a/bad": rego})).ready()


def test_syntax_that_only_opa_knows_is_judged_by_opa(make: Any, local_opa: Any) -> None:
    rego = """default applicable := true

findings contains {"path": ["a"], "args": {"text": $"{input.n} fields"}}
"""
    (answer,) = local_opa(make.pack({"a/new": rego})).evaluate([make.request({"n": 3})])
    assert answer.rules["a/new"].findings[0].args == {"text": "3 fields"}


@pytest.mark.parametrize("ends_by_itself", [True, False])
def test_the_keeper_tells_the_last_words(tmp_path: Path, *, ends_by_itself: bool) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    rest = "exit 1" if ends_by_itself else "exec sleep 100"
    with subprocess.Popen(
        [sys.executable, keeper.__file__, folder, "/bin/sh", "-c", f"echo hello; {rest}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdin
        assert running.stdout
        if not ends_by_itself:
            until(lambda: (folder / "opa.log").exists() and (folder / "opa.log").stat().st_size)
            running.stdin.close()
        assert running.stdout.read() == b"hello\n"
        assert running.wait(10) == 0
    assert not folder.exists()


def test_a_fork_does_not_end_the_server(make: Any, local_opa: Any) -> None:
    engine = local_opa(make.pack({"a/silent": make.silent}))
    engine.ready()
    pid = os.fork()
    if not pid:
        local._end_all()  # noqa: SLF001  # what the interpreter runs at its end
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert len(list(engine.evaluate([make.request()]))) == 1


def test_threads_share_an_engine(make: Any, local_opa: Any) -> None:
    engine = local_opa(make.pack({"a/silent": make.silent}), jobs=2)
    seen: list[int] = []

    def ask() -> None:
        seen.append(len(list(engine.evaluate([make.request()] * 10))))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [10] * 3
