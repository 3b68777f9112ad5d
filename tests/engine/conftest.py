"""Small packs, and engines that are always closed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from meshgov.engine.base import Engine
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.opa import OpaEngine
from meshgov.engine.request import Request
from meshgov.errors import Location, MeshgovError
from meshgov.model.document import Json
from meshgov.model.pack import Answer, Module, Pack, Rule
from meshgov.policy import entry

DIGEST = "sha256:0123456789abcdef"
SILENT = "default applicable := true\n\nfindings := set()\n"
"""A rule that is always applicable and never fires."""


def _text(rule: Rule, text: str) -> str:
    whole = f"package {rule.package}\n\n{text}"
    return entry.askable(whole) if rule.source == "builtin" and not rule.foreign else whole


Outcome = list[Answer] | list[dict[str, Any]]
Open = Callable[..., Engine]


class Make:
    """Packs and requests."""

    silent = SILENT

    def pack(  # noqa: PLR0913  # every part of a pack that some test varies
        self,
        rules: Mapping[str, str],
        *,
        foreign: Mapping[str, str] | None = None,
        modules: Mapping[str, str] | None = None,
        changes: str | None = None,
        data: Mapping[str, Json] | None = None,
        digest: str = DIGEST,
        source: str = "builtin",
    ) -> Pack:
        """A pack of ``family/name`` -> Rego below the package statement."""
        own = [self.rule(name, source=source) for name in sorted(rules)]
        others = [
            self.rule(name, foreign=name.rpartition("/")[2]) for name in sorted(foreign or {})
        ]
        files = [
            Module(f"policies/{rule.id}.rego", _text(rule, text))
            for rule, text in zip(
                (*own, *others),
                (text for group in (rules, foreign or {}) for _, text in sorted(group.items())),
                strict=True,
            )
        ]
        files += [Module(name, text) for name, text in (modules or {}).items()]
        if changes is not None:
            files.append(Module("changes.rego", f"package meshgov.changes\n\n{changes}"))
        files.append(entry.module(own, digest, judges_changes=changes is not None))
        if others:
            files.append(entry.foreign_module(others))
        return Pack(
            rules=tuple(sorted((*own, *others), key=lambda rule: rule.id)),
            modules=tuple(files),
            data=data or {},
            entry="meshgov.entry.answer",
            foreign_entry="meshgov.foreign_entry.answer" if others else "",
            digest=digest,
            alone=entry.alone([*own, *others]),
            sources=("builtin",),
            changes={},
        )

    def rule(self, name: str, foreign: str = "", source: str = "builtin") -> Rule:
        family, _, leaf = name.partition("/")
        return Rule(
            id=name,
            package=family if foreign else f"meshgov.test.{family}.{leaf}",
            tier="automated",
            scope="contract",
            severity="error",
            title="t",
            description="d",
            remediation="r",
            message="m",
            source=source,
            location=Location(f"policies/{name}.rego", 1, 1),
            foreign=foreign,
        )

    def request(
        self, value: Json = None, *, subject: str = "orders.yaml", document: Json = None
    ) -> Request:
        return Request(
            subject,
            json.dumps({} if value is None else value),
            None
            if document is None
            else json.dumps({"document": document, "parameters": {"limit": 3}}),
        )

    def outcome(self, call: Callable[[], Any]) -> Any:
        """What ``call`` returns, or what it raises: exit code and message of each error."""
        try:
            return call()
        except MeshgovError as error:
            return [(one.exit_code, one.message, str(one.location)) for one in error.each()]


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture
def opened() -> Iterator[list[Engine]]:
    engines: list[Engine] = []
    yield engines
    for engine in engines:
        engine.close()


@pytest.fixture
def embedded(opened: list[Engine]) -> Open:
    def open_embedded(pack: Pack, **options: Any) -> Engine:
        opened.append(EmbeddedEngine(pack, **options))
        return opened[-1]

    return open_embedded


@pytest.fixture
def local_opa(opened: list[Engine], opa: str) -> Open:
    def open_opa(pack: Pack, **options: Any) -> Engine:
        opened.append(OpaEngine(pack, binary=opa, **options))
        return opened[-1]

    return open_opa


@pytest.fixture(params=["embedded", pytest.param("opa", marks=pytest.mark.opa)])
def engine(request: pytest.FixtureRequest) -> Open:
    """Opens one of the engines; a test with it runs on both."""
    name = {"embedded": "embedded", "opa": "local_opa"}[request.param]
    found: Open = request.getfixturevalue(name)
    return found
