"""A worker process: compiles a pack once with regorus, then answers one request after another.

Started with ``-I -S`` on this folder by meshgov.engine.embedded.process.
Every message is eight bytes of length, big-endian, one byte of kind, and UTF-8 text. It ends when
its standard input does, so it never outlives the process that started it.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, NoReturn

if TYPE_CHECKING:
    from meshgov.engine.embedded.worker import calls
else:
    import calls  # the folder runs as a program, not as part of a package

UNDEFINED: Final = '"<undefined>"'
"""What regorus calls an undefined rule; the answers asked for are never texts."""

UNKNOWN: Final = "not a valid rule path"
"""What regorus says about a rule that doesn't exist, or whose package it can't spell."""

HEAD: Final = 9
"""Bytes before the text of a message."""

WIDEST: Final = 1 << 20
"""Bounds of regorus on a module: far above any honest one, instead of 1,024 columns."""

COMPILE: Final = 30.0
"""Seconds for compiling a pack, unless evaluations have more."""

FLEET: Final = 300.0
"""Seconds for judging all contracts together, unless evaluations have more."""

FLOORS: Final = {"p": COMPILE, "w": FLEET}
"""Kind of message -> seconds that there are at least."""

Json = dict[str, Any]


class Task(NamedTuple):
    """What one message asks for."""

    kind: str
    text: str


def receive(stream: BinaryIO) -> Task:
    """The next message; ends the process when there is none."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        sys.exit()
    return Task(chr(head[8]), stream.read(int.from_bytes(head[:8], "big")).decode())


def send(stream: BinaryIO, kind: str, text: str) -> None:
    """Write one message."""
    data = text.encode()
    stream.write(len(data).to_bytes(8, "big") + kind.encode() + data)
    stream.flush()


class Worker:
    """One engine with one pack, as the message of kind ``p`` describes it."""

    def __init__(self, pack: Json) -> None:
        self._pack = pack
        self._engine: Any = None
        self._begun = "", ""

    def compile(self) -> Json:
        """Compile the pack; empty when all is well, else what stands in its way."""
        self._engine, errors = self._parsed(range(len(self._pack["modules"])))
        if self._pack.get("halves"):
            self._engine.add_policy("halves.rego", self._pack["halves"]["text"])
        refused = self._refused()
        if self._pack["only_examine"]:
            return {"refused": refused, "unread": [error["module"] for error in errors]}
        if errors or refused:
            return {"errors": errors, "refused": refused}
        return self._prepared()

    def answer(self, text: str, document: str | None) -> tuple[str, str]:
        """Kind and text of the reply to one input."""
        try:
            answers = [self._asked(text, self._pack["entry"])]
            if document is not None and self._pack["foreign_entry"]:
                answers.append(self._asked(document, self._pack["foreign_entry"]))
        except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
            found = self._culprit(self._pack["parts"], text, document)
            return "f", json.dumps(found | {"all": cut(error)})
        if UNDEFINED in answers:
            return "f", json.dumps(self._culprit(self._pack["parts"], text, document))
        return "a", f"[{','.join(answers)}]"

    def answer_fleet(self, text: str) -> tuple[str, str]:
        """The same about all contracts together."""
        kind, answer = self._one(text, self._pack["fleet_entry"], self._pack["fleet_parts"])
        return kind, answer if kind == "f" else f"[{answer}]"

    def begin(self, text: str) -> None:
        """Answer the first half of a question, and keep that for the second."""
        self._begun = self._half(text, "first")

    def rest(self, text: str) -> tuple[str, str]:
        """Kind and text of the reply to a question whose first half was asked before."""
        kind, first = self._begun
        if kind == "f":
            return kind, first
        kind, second = self._half(text, "second")
        return (kind, second) if kind == "f" else ("h", f"[{first},{second}]")

    def _half(self, text: str, name: str) -> tuple[str, str]:
        halves = self._pack["halves"]
        return self._one(text, f"{halves['package']}.{name}", halves[name])

    def _one(self, text: str, path: str, parts: list[Any]) -> tuple[str, str]:
        """An answer, or why there is none, looked for among ``parts``."""
        try:
            answer = self._asked(text, path)
        except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
            return "f", json.dumps(self._culprit(parts, text, None) | {"all": cut(error)})
        if answer == UNDEFINED:
            return "f", json.dumps(self._culprit(parts, text, None))
        return "a", answer

    def _asked(self, text: str, path: str) -> str:
        self._engine.set_input_json(text)
        answer: str = self._engine.eval_rule_as_json(f"data.{path}")
        return answer

    def _parsed(self, modules: Iterable[int]) -> tuple[Any, list[Json]]:
        """An engine with ``modules``, and what it says against those that it can't read."""
        import regorus  # noqa: PLC0415  # found on the path that the parent hands over

        engine = regorus.Engine()
        engine.set_policy_length_config(
            max_col=WIDEST, max_lines=WIDEST, max_file_bytes=32 * WIDEST
        )
        errors = []
        for index in modules:
            engine.set_rego_v0(index in self._pack.get("old", ()))  # holds for what is added next
            try:
                engine.add_policy(f"m{index}.rego", self._pack["modules"][index])
            except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
                errors.append({"module": index, "error": cut(error)})
        engine.set_rego_v0(False)
        return engine, errors

    def _refused(self) -> list[calls.Call]:
        """Calls that the examined modules must not make.

        A tree costs a millisecond per module, so that of the others is only made when it may
        matter: functions that they define can turn a refusal into none, never the other way round.
        """
        examined = self._pack["examined"]
        alone, _ = self._parsed(examined)
        return self._refused_in(alone) and self._refused_in(self._engine)

    def _refused_in(self, engine: Any) -> list[calls.Call]:
        allowed = self._pack["allowed"]
        limits = calls.Limits(
            None if allowed is None else frozenset(allowed),
            frozenset(self._pack["forbidden"]),
            tuple(self._pack["prefixes"]),
        )
        names = {f"m{index}.rego": index for index in self._pack["examined"]}
        return calls.refused(json.loads(engine.get_ast_as_json()), names, limits)

    def _prepared(self) -> Json:
        """Unsafe variables and the like come to light when the first rule is asked for."""
        try:
            self._engine.add_data_json(self._pack["data"])
            self._engine.add_policy("probe.rego", "package meshgov_probe\n\nok := true\n")
            self._engine.eval_rule_as_json("data.meshgov_probe.ok")
        except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
            return {"errors": [{"module": None, "error": cut(error)}], "refused": []}
        return {}

    def _culprit(self, parts: list[Any], text: str, document: str | None) -> Json:
        """The first rule that fails by itself. An engine that panicked can't be asked again."""
        fresh, _ = self._parsed(range(len(self._pack["modules"])))
        fresh.add_data_json(self._pack["data"])
        for given in (text, document or "null"):
            try:
                fresh.set_input_json(given)
            except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
                return {"input": cut(error)}
        for name, paths, foreign in parts:
            source = document if foreign else text
            for path in paths if source is not None else ():
                engine = fresh.clone()
                try:
                    engine.set_input_json(source)
                    answer = engine.eval_rule_as_json(f"data.{path}")
                except BaseException as error:  # noqa: BLE001  # a panic of Rust is no Exception
                    answer = UNDEFINED
                    if cut(error) != UNKNOWN:
                        return {"part": name, "error": cut(error)}
                if answer == UNDEFINED and not foreign:
                    return {"part": name, "error": None}
        return {"part": None, "error": None}


def cut(error: BaseException) -> str:
    """The message of an error of regorus without the backtrace of Rust."""
    return str(error).partition("\nStack backtrace:")[0].strip()


def serve(stdin: BinaryIO, stdout: BinaryIO) -> NoReturn:
    """Answer messages until there are no more of them."""
    hello = json.loads(receive(stdin).text)
    sys.path[:] = hello["path"]
    limit: float = hello["limit"]
    import regorus  # noqa: F401, PLC0415  # while the parent still gathers the pack

    worker, document = Worker({}), None
    while True:
        task = receive(stdin)
        # The kernel ends a stuck evaluation even when the parent is gone: regorus holds the lock
        # of the interpreter, so that no thread of this process could.
        signal.setitimer(signal.ITIMER_REAL, max(limit, FLOORS.get(task.kind, 0)))
        if task.kind == "p":
            worker = Worker(json.loads(task.text))
            send(stdout, "p", json.dumps(worker.compile()))
        elif task.kind == "d":
            document = task.text
        elif task.kind == "w":
            send(stdout, *worker.answer_fleet(task.text))
        elif task.kind == "s":
            worker.begin(task.text)
        elif task.kind == "r":
            send(stdout, *worker.rest(task.text))
        else:
            send(stdout, *worker.answer(task.text, document))
            document = None
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    serve(sys.stdin.buffer, sys.stdout.buffer)
