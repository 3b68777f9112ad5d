"""Workers come and go as they should, whatever happens to them or to the process that has them."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meshgov.engine.embedded import EmbeddedEngine, crew
from meshgov.engine.embedded import engine as embedded_engine
from meshgov.engine.embedded import process as processes
from meshgov.errors import EngineError

SLOW = """default applicable := true

findings contains {"path": ["a"], "args": {"n": n}} if {
	n := count([1 |
		some i in numbers.range(1, input.n)
		some j in numbers.range(1, input.n)
		i + j == 0
	])
}
"""
FOREVER = {"n": 100000}
PARENT = """
import json, sys, time
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import Request
from meshgov.model.pack import Module, Pack, Rule

text = 'package meshgov.test.a.slow\\n\\n' + sys.argv[1]
entry = '''package meshgov.entry

answer := {"digest": "d", "changes": null, "rules": [
    [data.meshgov.test.a.slow.applicable, data.meshgov.test.a.slow.findings]]}
'''
rule = Rule("a/slow", "meshgov.test.a.slow", "t", "contract", "error", "t", "d", "r", "m")
modules = (Module("a.rego", text), Module("e.rego", entry))
pack = Pack((rule,), modules, {}, "meshgov.entry.answer", "", "d", (), {})
engine = EmbeddedEngine(pack, jobs=2, deadline=3600)
engine.ready()
requests = [Request("x", json.dumps({"n": int(sys.argv[2])}))] * 8
try:
    for number, answer in enumerate(engine.evaluate(requests)):
        print(number, flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def workers_of(pid: int) -> set[int]:
    """Processes whose parent is ``pid``."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """What ``condition`` returns once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    pytest.fail("it never came to that")


@pytest.fixture
def parent() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(rego: str, size: int, **options: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PARENT, rego, str(size)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, text=True, **pipes, **options))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def test_as_many_workers_as_there_is_work(make: Any, embedded: Any) -> None:
    before = workers_of(os.getpid())
    judge = embedded(make.pack({"a/slow": SLOW}), jobs=3)
    assert len(workers_of(os.getpid()) - before) == 1
    list(judge.evaluate([make.request({"n": 2})]))
    assert len(workers_of(os.getpid()) - before) == 1
    list(judge.evaluate([make.request({"n": 300})] * 2))
    assert len(workers_of(os.getpid()) - before) == 2
    list(judge.evaluate([make.request({"n": 300})] * 20))
    assert len(workers_of(os.getpid()) - before) == 3
    judge.close()
    assert workers_of(os.getpid()) - before == set()


def test_requests_are_read_only_a_little_ahead(make: Any, embedded: Any) -> None:
    read: list[int] = []

    def asked() -> Iterator[Any]:
        for number in range(1000):
            read.append(number)
            yield make.request({"n": 2})

    answers = embedded(make.pack({"a/slow": SLOW}), jobs=2).evaluate(asked())
    for given in range(1, 30):
        next(answers)
        assert len(read) <= given + 8
    answers.close()


def test_a_forgotten_engine_leaves_nothing_behind(make: Any) -> None:
    before = workers_of(os.getpid())
    EmbeddedEngine(make.pack({"a/slow": SLOW}))
    gc.collect()
    assert workers_of(os.getpid()) - before == set()


def test_an_engine_that_is_left_in_the_middle_of_an_evaluation(make: Any) -> None:
    before = workers_of(os.getpid())
    with EmbeddedEngine(make.pack({"a/slow": SLOW}), jobs=2) as judge:
        judge.ready()
        answers = judge.evaluate([make.request({"n": 2})] * 3 + [make.request(FOREVER)] * 20)
        next(answers)
        answers.close()
        assert len(list(judge.evaluate([make.request({"n": 2})] * 5))) == 5
    assert workers_of(os.getpid()) - before == set()


def test_threads_share_an_engine(make: Any, embedded: Any) -> None:
    judge = embedded(make.pack({"a/slow": SLOW}), jobs=1)
    seen: list[int] = []

    def ask() -> None:
        seen.append(len(list(judge.evaluate([make.request({"n": 3})] * 20))))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [20] * 4


@pytest.mark.parametrize(
    ("with_signal", "said"),
    [
        (signal.SIGKILL, "was killed from outside, perhaps for want of memory"),
        (signal.SIGSEGV, "crashed"),
        (signal.SIGALRM, None),
    ],
)
def test_a_worker_that_dies_is_named_with_what_it_was_at(
    make: Any, embedded: Any, with_signal: int, said: str | None
) -> None:
    before = workers_of(os.getpid())
    judge = embedded(make.pack({"a/slow": SLOW}), deadline=100)
    judge.ready()
    (worker,) = workers_of(os.getpid()) - before
    threading.Timer(0.3, os.kill, (worker, with_signal)).start()
    expected = f"the embedded engine {said}" if said else "no answer within 100 s"
    with pytest.raises(EngineError, match=rf"^slow.yaml: {expected}$"):
        list(judge.evaluate([make.request(FOREVER, subject="slow.yaml"), make.request()]))
    assert len(list(judge.evaluate([make.request({"n": 1})]))) == 1


def test_a_worker_that_dies_idle_is_not_silently_replaced_mid_run(make: Any, embedded: Any) -> None:
    before = workers_of(os.getpid())
    judge = embedded(make.pack({"a/slow": SLOW}))
    judge.ready()
    answers = judge.evaluate(make.request({"n": 1}, subject=str(n)) for n in range(100))
    next(answers)
    for worker in workers_of(os.getpid()) - before:
        os.kill(worker, signal.SIGKILL)
    with pytest.raises(EngineError, match=r"the embedded engine was killed from outside"):
        list(answers)


def test_a_worker_that_can_not_start_is_an_engine_failure(
    make: Any, embedded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_search_path", list)
    judge = embedded(make.pack({"a/slow": SLOW}))
    with pytest.raises(EngineError, match=r"^the embedded engine ended with status 1$"):
        list(judge.evaluate([make.request({"n": 1})]))


def test_a_python_that_is_not_there(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make.pack({"a/slow": SLOW})
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(EngineError, match=r"can't start /no/such/python: No such file"):
        EmbeddedEngine(pack)
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(EngineError, match="can't start a process of its own here"):
        EmbeddedEngine(pack)


def test_an_installation_without_regorus(
    make: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", ["/no/such/folder", str(tmp_path)])
    with pytest.raises(EngineError, match=r"the embedded engine isn't installed"):
        EmbeddedEngine(make.pack({"a/slow": SLOW}))
    (tmp_path / "regorus-0.14.0.dist-info").mkdir()
    assert EmbeddedEngine(make.pack({"a/slow": SLOW})).version == "0.14.0"


def test_a_worker_that_never_says_a_word(
    make: Any, embedded: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "__main__.py").write_text("import time; time.sleep(100)")
    monkeypatch.setattr(crew, "COMPILE", 0.3)
    monkeypatch.setattr(processes, "_PROGRAM", str(tmp_path))
    judge = embedded(make.pack({"a/slow": SLOW}), deadline=0.1)
    with pytest.raises(EngineError, match=r"^the embedded engine ran past its deadline$"):
        judge.ready()


def test_a_worker_works_from_any_folder_and_without_secrets(
    make: Any, embedded: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "regorus.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "json.py").write_text("raise SystemExit('nor this one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("MESHGOV_OPA_TOKEN", "secret")
    before = workers_of(os.getpid())
    judge = embedded(make.pack({"a/slow": SLOW}))
    judge.ready()
    (worker,) = workers_of(os.getpid()) - before
    assert b"secret" not in Path(f"/proc/{worker}/environ").read_bytes()


def test_someone_else_may_wait_for_all_children(make: Any, embedded: Any) -> None:
    judge = embedded(make.pack({"a/slow": SLOW}))
    judge.ready()
    (process,) = judge._idle  # noqa: SLF001  # nothing else knows
    os.kill(process._pid, signal.SIGKILL)  # noqa: SLF001  # the same
    os.waitpid(process._pid, 0)  # noqa: SLF001  # the same
    process.send("i", "x" * 100)
    process.take()
    assert (process.ended, process.unsent, process.why()) == (True, False, "crashed")
    process.kill()
    process.kill()

    judge = embedded(make.pack({"a/slow": SLOW}))
    judge.ready()
    (process,) = judge._idle  # noqa: SLF001  # the same
    os.kill(process._pid, signal.SIGKILL)  # noqa: SLF001  # the same
    os.waitpid(process._pid, 0)  # noqa: SLF001  # the same
    process.kill()


def test_a_worker_that_closes_its_end_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.time, "sleep", lambda _: None)
    process = processes.Process(1)
    assert process.why() == "crashed"
    process.kill()
    assert process.why() == "crashed"


def test_a_fork_does_not_end_the_workers_of_its_parent(make: Any, embedded: Any) -> None:
    judge = embedded(make.pack({"a/slow": SLOW}))
    judge.ready()
    pid = os.fork()
    if not pid:
        processes._end_all()  # noqa: SLF001  # what the interpreter runs at its end
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert len(list(judge.evaluate([make.request({"n": 1})]))) == 1


def test_workers_end_when_their_parent_is_killed(parent: Any) -> None:
    running = parent(SLOW, 2)
    running.stdout.readline()
    workers = until(lambda: workers_of(running.pid))
    running.kill()
    until(lambda: not any(is_alive(worker) for worker in workers))


def test_a_stuck_worker_ends_by_itself_when_nobody_watches_it(make: Any) -> None:
    process = processes.Process(0.2)
    process.send_raw(
        embedded_engine.message(
            "p",
            embedded_engine.task(
                make.pack({"a/slow": SLOW}), allowed=embedded_engine.builtins.ALLOWED
            ),
        )
    )
    process.send("i", '{"n": 100000}')
    pid = process._pid  # noqa: SLF001  # nothing else knows
    until(lambda: not is_alive(pid))
    process.take()
    assert process.ended
    assert process.why() == processes.PAST_DEADLINE
    process.kill()


def test_ctrl_c_ends_the_workers_and_only_the_parent_speaks(parent: Any) -> None:
    running = parent(SLOW, 100000, start_new_session=True)
    workers = until(lambda: len(found := workers_of(running.pid)) == 2 and found)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (out, err) == ("interrupted\n", "")
    until(lambda: not any(is_alive(worker) for worker in workers))


def test_a_program_that_just_ends_takes_its_workers_along(parent: Any) -> None:
    running = parent(SLOW, 200)
    workers = until(lambda: workers_of(running.pid))
    out, err = running.communicate(timeout=20)
    assert (out.split(), err, running.returncode) == ([str(n) for n in range(8)], "", 0)
    until(lambda: not any(is_alive(worker) for worker in workers))
