"""The ``opa`` program: where it is, whether it will do, and what it says about a pack."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from meshgov.engine.builtins import is_forbidden
from meshgov.engine.opa.words import failure, one_line, uncompiled
from meshgov.errors import EngineError, joined
from meshgov.model.pack import Pack

_OLDEST: Final = (1, 0)
_SECONDS: Final = 60.0
GET_OPA: Final = (
    "get it from https://www.openpolicyagent.org/docs#running-opa or with "
    "`go install github.com/open-policy-agent/opa@latest`, or judge with --engine embedded"
)
_MALFORMED: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What comes of JSON that has another shape than OPA's."""
_KEPT: Final = ("PATH", "HOME", "TMPDIR", "GOMAXPROCS")
"""What OPA is told of the environment; variables named OPA_... would set its options."""


class Binary(NamedTuple):
    """An ``opa`` to run."""

    path: str
    version: str


def find(named: str | None) -> Binary:
    """The ``opa`` at ``named``, else the one on PATH.

    Raises:
        EngineError: there is none, or it is too old.
    """
    found = shutil.which(named or "opa")
    if found is None:
        what = f"there is no program {named}" if named else "there is no opa on PATH"
        raise EngineError(what, hint=GET_OPA)
    path = os.path.realpath(found)
    match = re.search(r"Version:\s*((\d+)\.(\d+)\S*)", run(path, "version").stdout)
    if match is None:
        raise EngineError(f"{path} doesn't say that it is OPA", hint=GET_OPA)
    if (int(match[2]), int(match[3])) < _OLDEST:
        raise EngineError(f"{path} is OPA {match[1]}; meshgov needs 1.0 or newer", hint=GET_OPA)
    return Binary(path, match[1])


def check(binary: Binary, pack: Pack) -> None:
    """Have ``opa check`` compile the pack, without the built-ins that no policy may call.

    Raises:
        PolicyError: it doesn't compile.
        EngineError: ``opa check`` doesn't work.
    """
    folder = write(pack, {})
    try:
        said = _check(binary, pack, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not said.returncode:
        return
    try:
        errors = json.loads(said.stderr or said.stdout)["errors"]
        found = [failure(one) for one in errors]
    except _MALFORMED as error:
        raise EngineError(f"`opa check` failed: {complaint(said.stderr or said.stdout)}") from error
    if not found:
        raise EngineError("`opa check` failed: it names no error")
    raise joined([uncompiled(pack, one) for one in found])


def write(pack: Pack, extra: Mapping[str, str]) -> Path:
    """A private folder with the pack in its folder ``pack``; the caller removes it.

    Each module has a name there that leads back to it: ``m<index>.rego``. ``extra`` joins the data.
    """
    folder = Path(tempfile.mkdtemp(prefix="meshgov-opa-"))
    inside = folder / "pack"
    inside.mkdir()
    for index, module in enumerate(pack.modules):
        (inside / f"m{index}.rego").write_text(module.text, encoding="utf-8", newline="\n")
    data = json.dumps({**pack.data, **extra})
    (inside / "data.json").write_text(data, encoding="utf-8")
    if is_mixed(pack):
        old = {f"/m{index}.rego": 0 for index, one in enumerate(pack.modules) if not one.rego}
        manifest = json.dumps({"file_rego_versions": old})
        (inside / ".manifest").write_text(manifest, encoding="utf-8")
    return folder


def is_mixed(pack: Pack) -> bool:
    """Whether some modules are Rego v0, which OPA learns from the manifest of a bundle alone."""
    return not all(module.rego for module in pack.modules)


def environment() -> dict[str, str]:
    """The environment that OPA gets."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


def complaint(said: str) -> str:
    """What OPA's log says last, out of its JSON."""
    lines = [line for line in said.splitlines() if line.strip()]
    if not lines:
        return "it said nothing"
    try:
        entry = json.loads(lines[-1])
        return str(entry.get("err") or entry.get("msg") or lines[-1].strip())
    except (ValueError, AttributeError):
        return lines[-1].strip()


def _check(binary: Binary, pack: Pack, folder: Path) -> subprocess.CompletedProcess[str]:
    options = ("check", "--format", "json", "--capabilities", str(capabilities(binary, folder)))
    mixed = ("--bundle",) if is_mixed(pack) else ()
    return run(binary.path, *options, *mixed, str(folder / "pack"))


def capabilities(binary: Binary, folder: Path) -> Path:
    """A file in ``folder`` that names what policies may call, for options of ``opa``.

    Raises:
        EngineError: ``opa capabilities`` doesn't work.
    """
    said = run(binary.path, "capabilities", "--current")
    try:
        allowed: Any = None if said.returncode else json.loads(said.stdout)
        allowed["builtins"] = [one for one in allowed["builtins"] if not is_forbidden(one["name"])]
    except _MALFORMED as error:
        what = one_line(complaint(said.stderr or said.stdout))
        raise EngineError(f"`opa capabilities` failed: {what}", hint=GET_OPA) from error
    file = folder / "capabilities.json"
    file.write_text(json.dumps(allowed), encoding="utf-8")
    return file


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """What a command of ``opa`` printed; whether it worked is for the caller to see.

    Raises:
        EngineError: it can't be run, or takes too long.
    """
    try:
        return subprocess.run(  # noqa: S603  # the binary that the caller chose
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment(),
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{command[0]} can't be run: {error}", hint=GET_OPA) from error
