"""The pack on a server that others share: asked for first, and never replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from meshgov.engine.opa.binary import is_mixed
from meshgov.engine.opa.server import Server
from meshgov.engine.opa.words import Failure, uncompiled
from meshgov.errors import EngineError, joined
from meshgov.model.document import Json
from meshgov.model.pack import Module, Pack

_PACKAGE: Final = re.compile(r'^\s*package\s+([\w.\["\]-]+)', re.MULTILINE)
_REFERENCE: Final = re.compile(r"\bdata((?:\.\w+)+)")
_HOME: Final = "meshgov/"

Path = tuple[str, ...]


def provide(server: Server, pack: Pack, *, push: bool) -> None:
    """See that ``server`` judges with ``pack``; upload it when told to and when nothing is there.

    Raises:
        EngineError: another pack is served, or none, or data would be overwritten.
        PolicyError: the server doesn't compile the pack.
        Unanswered: the server doesn't answer.
    """
    served = _served(server, pack)
    if served == pack.digest or (served == "" and not push):
        return
    if served:
        raise _other(server, f"serves another pack ({_short(served)})", pack)
    if not push:
        raise EngineError(
            f"OPA at {server.url} serves no meshgov pack",
            hint="upload this one with --opa-push, or leave the URL out to judge with an opa of "
            "your own",
        )
    if is_mixed(pack):
        raise EngineError(
            "this pack holds Rego v0, which can't be uploaded beside v1",
            hint="serve it as a bundle: `meshgov policy bundle -o pack.tar.gz`, then "
            "`opa run --server -b pack.tar.gz`",
        )
    _upload(server, pack)


def _served(server: Server, pack: Pack) -> str | None:
    """Digest of the pack on the server: None without one, empty when it doesn't tell.

    A pack without an answer to an empty input is one: each answer's digest is checked anyway.
    """
    package, _, name = pack.entry.rpartition(".")
    decision = server.ask(package.replace(".", "/"), "{}", strict=False)
    if not decision.defined:
        return "" if decision.failures else None
    answer = decision.value.get(name) if isinstance(decision.value, dict) else None
    return str(answer.get("digest", "")) if isinstance(answer, dict) else ""


def _upload(server: Server, pack: Pack) -> None:
    home = f"{_HOME}{pack.digest.rpartition(':')[2]}/"
    listed: Any = server.get("policies")
    policies = listed.get("result") if isinstance(listed, dict) else None
    for policy in policies or ():
        name = str(policy.get("id", ""))
        if name.startswith(_HOME) and not name.startswith(home):
            raise _other(server, f"holds a part of another pack ({name})", pack)
    for path, value in _documents(pack):
        _put_data(server, path, value)
    _put_policies(server, pack, home)


def _put_data(server: Server, path: Path, value: Json) -> None:
    decision = server.ask("/".join(path), "{}", strict=False)
    if decision.defined and decision.value != value:
        raise EngineError(
            f"OPA at {server.url} holds other data at data.{'.'.join(path)}, which the pack would "
            "overwrite",
            hint="use another server, or an opa of your own: --engine opa without a URL",
        )
    if not decision.defined:
        server.put_data(path, value)


def _put_policies(server: Server, pack: Pack, home: str) -> None:
    """Each after what it calls: OPA compiles them one by one, and the entry comes last."""
    waiting = _ordered(pack)
    while waiting:
        refused: list[tuple[int, tuple[Failure, ...]]] = []
        for index in waiting:
            found = server.put_policy(f"{home}m{index}.rego", pack.modules[index].text)
            if found:
                refused.append((index, found))
        if len(refused) == len(waiting):
            raise joined([uncompiled(pack, one) for _, found in refused for one in found])
        waiting = [index for index, _ in refused]


def _ordered(pack: Pack) -> list[int]:
    """Indices of the modules, each after those whose packages it refers to, as far as possible."""
    packages = [_package(module) for module in pack.modules]
    order: dict[int, None] = {}
    begun: set[int] = set()

    def visit(index: int) -> None:
        if index in begun:
            return
        begun.add(index)
        wanted = {
            tuple(found.split(".")[1:]) for found in _REFERENCE.findall(pack.modules[index].text)
        }
        for other, package in enumerate(packages):
            if any(reference[: len(package)] == package for reference in wanted):
                visit(other)
        order[index] = None

    for index in range(len(packages)):
        visit(index)
    return list(order)


def _package(module: Module) -> Path:
    match = _PACKAGE.search(module.text)
    text = match[1] if match else ""
    return tuple(text.replace('["', ".").replace('"]', "").split("."))


def _documents(pack: Pack) -> Iterator[tuple[Path, Json]]:
    """The pack's data in parts that touch nothing but themselves: below the packages' own paths."""
    taken = {
        package[:length]
        for package in map(_package, pack.modules)
        for length in range(len(package))
    }

    def parts(path: Path, value: Json) -> Iterator[tuple[Path, Json]]:
        if path in taken and isinstance(value, dict):
            for name, inner in value.items():
                yield from parts((*path, name), inner)
        else:
            yield path, value

    yield from parts((), dict(pack.data))


def _other(server: Server, what: str, pack: Pack) -> EngineError:
    return EngineError(
        f"OPA at {server.url} {what}, and this run uses {_short(pack.digest)}",
        hint="a shared server is never overwritten: take the other pack away there, or use a "
        "server of your own",
    )


def _short(digest: str) -> str:
    return digest[:19]
