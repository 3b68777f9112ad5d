"""``opa test``: the Rego tests of a pack, and the lines that they reach."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from meshgov.engine.embedded.examination import Examination
from meshgov.engine.opa import binary as program
from meshgov.engine.opa.binary import Binary
from meshgov.errors import EngineError, joined
from meshgov.model.pack import Pack

_STRANGE: Final = "`opa test` answers in a shape that nobody knows"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test as opa tells of it.

    Attributes:
        module: index of its module in the pack.
        line: from 1.
        reference: ``data.<package>.<name>``; ``#01`` and so on marks further tests of one name.
        cases: the cases of a test with several that fail.
    """

    module: int
    line: int
    reference: str
    passed: bool
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one module, and where nothing is reached: line, and column of its first part."""

    reached: int
    all: int
    gaps: tuple[tuple[int, int], ...]


def run(binary: Binary, pack: Pack) -> list[Outcome]:
    """Run every test in ``pack``; those that are still to do are left out.

    Raises:
        PolicyError: the pack doesn't compile, or calls what no policy may.
        EngineError: ``opa test`` doesn't work.
    """
    examination = Examination(pack)
    try:
        refused = examination.result()
    finally:
        examination.close()
    if refused:
        raise joined(refused)
    program.check(binary, pack)
    found = _told(binary, pack, ())
    if not isinstance(found, list):
        raise EngineError(_STRANGE)
    return [_outcome(one) for one in found if not one.get("skip")]


def lines(binary: Binary, pack: Pack) -> dict[int, Lines]:
    """What the tests of ``pack``, which all pass, reach: index of a module to its lines.

    Raises:
        EngineError: ``opa test`` doesn't work, or a test fails.
    """
    found = _told(binary, pack, ("--coverage",))
    if not isinstance(found, dict) or "files" not in found:
        raise EngineError(_STRANGE)
    spans: dict[int, dict[str, list[Any]]] = {}
    for file, report in found["files"].items():  # of a bundle it tells under two names
        known = spans.setdefault(_module(file), {"covered": [], "not_covered": []})
        for kind, listed in known.items():
            listed.extend(report.get(kind, ()))
    return {index: _lines(both["covered"], both["not_covered"]) for index, both in spans.items()}


def _told(binary: Binary, pack: Pack, options: tuple[str, ...]) -> Any:
    """The JSON that ``opa test`` prints."""
    folder = program.write(pack, {})
    try:
        allowed = str(program.capabilities(binary, folder))
        mixed = ("--bundle",) if program.is_mixed(pack) else ()
        command = ("test", "--format", "json", "--capabilities", allowed, *options, *mixed)
        said = program.run(binary.path, *command, str(folder / "pack"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        # Without tests it says nothing, and neither when it fails.
        return json.loads(said.stdout or ("" if said.returncode else "[]"))
    except ValueError as error:
        complaint = program.complaint(said.stderr or said.stdout)
        raise EngineError(f"`opa test` failed: {complaint}") from error


def _outcome(one: Any) -> Outcome:
    return Outcome(
        module=_module(one["location"]["file"]),
        line=one["location"]["row"],
        reference=f"{one['package']}.{one['name']}",
        passed=not one.get("fail") and not one.get("error"),
        cases=tuple(_failing(one.get("sub_results") or {})),
    )


def _failing(cases: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, case in sorted(cases.items()):
        below = case.get("sub_results")
        if below:
            yield from _failing(below, f"{above}{name}/")
        elif case.get("fail"):
            yield f"{above}{name}"


def _module(file: str) -> int:
    """The index in the name that the module got; see :func:`program.write`."""
    name = Path(file).stem.removeprefix("m")
    return int(name) if name.isdigit() else -1


def _lines(covered: list[Any], missed: list[Any]) -> Lines:
    gaps = _rows(missed)
    reached = _rows(covered) - gaps
    first: dict[int, int] = {}
    for span in missed:
        row, column = span["start"]["row"], span["start"].get("col", 1)
        first[row] = min(column, first.get(row, column))
    return Lines(len(reached), len(reached | gaps), tuple(sorted(first.items())))


def _rows(spans: Any) -> set[int]:
    return {row for span in spans for row in range(span["start"]["row"], span["end"]["row"] + 1)}
