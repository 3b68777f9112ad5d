"""The OPA engine: a server that somebody runs, or a local ``opa`` started for this run."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Self

from meshgov.engine import failures
from meshgov.engine.answer import Reader
from meshgov.engine.base import DEADLINE, LARGEST_INPUT, EngineOptions
from meshgov.engine.embedded.examination import Examination
from meshgov.engine.opa import binary as program
from meshgov.engine.opa import threads
from meshgov.engine.opa.local import LocalOpa
from meshgov.engine.opa.server import Decision, Server, Unanswered, segments
from meshgov.engine.opa.upload import provide
from meshgov.engine.opa.words import Failure
from meshgov.engine.request import Request
from meshgov.errors import EngineError, MeshgovError, joined
from meshgov.model.document import Json
from meshgov.model.pack import Answer, Pack


class OpaEngine:
    """Judges with OPA. One pack, any number of threads, until :meth:`close`."""

    name = "opa"

    def __init__(  # noqa: PLR0913  # each one an option of the command line
        self,
        pack: Pack,
        *,
        url: str | None = None,
        token: str | None = None,
        ca: str | None = None,
        binary: str | None = None,
        push: bool = False,
        jobs: int = 1,
        deadline: float = DEADLINE,
        largest_input: int = LARGEST_INPUT,
    ) -> None:
        """Start what has to be started, and return while it does.

        Args:
            pack: what to judge with.
            url: server to ask; None: start one on this machine.
            token: bearer token for the server at ``url``.
            ca: file with the certificates of the authorities to trust with ``url``.
            binary: the ``opa`` to start; None: the one on PATH.
            push: upload the pack to the server at ``url`` if it serves none.
            jobs: most evaluations at a time.
            deadline: seconds for one evaluation.
            largest_input: most characters of one input.

        Raises:
            ConfigurationError: ``url``, ``token`` or ``ca`` can't be used.
            EngineError: there is no usable ``opa``.
        """
        self._pack = pack
        self._reader = Reader(pack)
        self._options = EngineOptions(jobs, deadline, largest_input)
        self._push = push
        self._local: LocalOpa | None = None
        self._server: Server | None = None
        self._version = ""
        self._lock = threading.Lock()
        self._is_ready = False
        self._closed = False
        if url is not None:
            # The deadline of an evaluation strikes first; the timeout is for all else.
            self._server = Server(url, token=token, ca=ca, timeout=deadline + 1)
        else:
            self._binary = program.find(binary)
            self._version = self._binary.version
            self._local = LocalOpa(pack, self._binary, deadline + 1)
        self._examination = Examination(pack)

    @property
    def version(self) -> str:
        """OPA's version; empty when the server doesn't tell."""
        return self._version

    def ready(self) -> None:
        """Wait until the server judges with this pack.

        Raises:
            PolicyError: the pack doesn't compile, or calls what no policy may.
            EngineError: the server doesn't start, doesn't answer, or serves another pack.
        """
        with self._lock:
            if self._closed:
                raise EngineError("the engine is closed already")
            if self._is_ready:
                return
            refused = self._examination.result()
            if refused:
                raise joined(refused)
            try:
                self._connect()
            except Unanswered as error:
                raise EngineError(error.why, hint=error.hint) from error
            self._is_ready = True

    begins = False

    def begin(self, request: Request) -> object:  # noqa: ARG002  # as every engine
        """A server is asked once, for everything."""
        return None

    def evaluate(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """An answer for each request, in order, reading few requests ahead.

        Raises:
            PolicyError: as :meth:`ready`, or a rule answers in the wrong shape.
            EngineError: as :meth:`ready`, or there is no answer to a request; the answers to
                those before it have been given.
        """
        self.ready()
        yield from threads.answers(
            self._judge, requests, jobs=self._options.jobs, deadline=self._options.limit
        )

    def close(self) -> None:
        """End the local server and all connections. Safe to call again."""
        with self._lock:
            self._closed = True
            self._examination.close()
            if self._server:
                self._server.close()
            if self._local:
                self._local.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> None:
        if self._local:
            program.check(self._binary, self._pack)
            self._server = self._local.wait()
        elif self._server:
            provide(self._server, self._pack, push=self._push)
            self._version = _version(self._server)

    def _judge(self, request: Request) -> Answer:
        self._options.check_size(request)
        try:
            if request.fleet:
                told = self._asked(request, self._pack.fleet_entry, request.text)
                return self._reader.read_fleet(request.subject, told)
            answer = self._asked(request, self._pack.entry, request.text)
            foreign: Json = None
            if self._pack.foreign_entry and request.document is not None:
                foreign = self._asked(request, self._pack.foreign_entry, request.document)
        except Unanswered as error:
            raise EngineError(f"{request.subject}: {error.why}", hint=error.hint) from error
        return self._reader.read(request.subject, answer, foreign)

    def _asked(self, request: Request, entry: str, text: str) -> Json:
        # The deadline of the evaluation strikes first; the timeout is for all else.
        timeout = self._options.limit(request) + 1 if request.fleet else None
        decision = self._ask(entry, text, timeout)
        if not decision.defined:
            raise self._culprit(request, decision)
        return decision.value

    def _ask(self, reference: str, text: str, timeout: float | None = None) -> Decision:
        if self._server is None:
            raise EngineError("the engine is closed already")
        # Only called in threads that `answers` watches.
        return self._server.ask(segments(reference), text, watched=False, timeout=timeout)

    def _culprit(self, request: Request, whole: Decision) -> MeshgovError:
        """The first rule that fails by itself, or what OPA said about all of them."""
        for rule in self._pack.rules:
            if (rule.scope == "fleet") != request.fleet:
                continue
            text = request.document if rule.foreign else request.text
            whole_rule = (f"{rule.package}.applicable", f"{rule.package}.findings")
            paths = (self._pack.alone[rule.id],) if rule.id in self._pack.alone else whole_rule
            for path in paths:
                decision = self._ask(path, text or "null")
                if decision.failures:
                    return self._failed(request, rule.id, decision.failures[0])
                if not decision.defined and not rule.foreign:
                    return failures.undefined(self._pack, request.subject, rule.id)
        if request.fleet:
            if whole.failures:
                return self._failed(request, None, whole.failures[0])
            return failures.undefined(self._pack, request.subject, None)
        changes = self._ask("meshgov.changes.answer", request.text)
        found = changes.failures or whole.failures
        part = None if whole.failures and not changes.failures else "changes"
        if found:
            return self._failed(request, part, found[0])
        return failures.undefined(self._pack, request.subject, None if changes.defined else part)

    def _failed(self, request: Request, part: str | None, found: Failure) -> MeshgovError:
        location = failures.place_in(self._pack, found.module, found.line, found.column)
        return failures.evaluation_failed(
            self._pack, request.subject, part, found.message, location
        )


def _version(server: Server) -> str:
    try:
        config = server.get("config")
    except Unanswered:  # many a server doesn't tell everyone
        return ""
    result = config.get("result") if isinstance(config, dict) else None
    labels = result.get("labels") if isinstance(result, dict) else None
    return str(labels.get("version", "")) if isinstance(labels, dict) else ""
