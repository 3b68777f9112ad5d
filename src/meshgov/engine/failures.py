"""The sentences for what goes wrong inside a pack: where it is, what it is, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from meshgov.errors import EngineError, Location, MeshgovError, PolicyError
from meshgov.model.pack import Pack, Rule

_PLACE: Final = re.compile(r"--> m(\d+)\.rego:(\d+):(\d+)")
_ID: Final = re.compile(r"(?:^|/)m(\d+)\.rego$")
_MODULE: Final = re.compile(r"\bm(\d+)\.rego(?=:\d)")
_WHAT: Final = re.compile(r"^error: (.*)", re.MULTILINE)
# Errors in the policies themselves that regorus meets only when it evaluates the line.
_LATE: Final = re.compile(
    "recursion detected|could not find function|expects \\d+ argument|is unsafe"
)

_V0: Final = re.compile("`(?:if|contains)` keyword is required")
_V0_HINT: Final = (
    "mend the policy with `opa fmt --v0-v1`, or write `rego: v0` into meshgov.yaml at the top of "
    "its folder"
)


class _Words(NamedTuple):
    """A sentence about a call, and what to do instead."""

    message: str
    hint: str


_KINDS: Final = {
    "forbidden": _Words(
        "calls `{}`, which no policy may",
        "a verdict depends on nothing but the contract and the parameters; the evaluation time is "
        "input.evaluation.now",
    ),
    "unsupported": _Words(
        "calls `{}`, which is neither a function of this pack nor a built-in that the embedded "
        "engine is known to judge as OPA does",
        "check the spelling, or judge with --engine opa",
    ),
    "undefined": _Words(
        "calls `{}`, which no module of this pack defines",
        "check the spelling and the imports",
    ),
    "pattern": _Words(
        "uses `{}` in a pattern, which the embedded engine reads otherwise than OPA",
        r"write the characters out, [0-9] for \d and [0-9A-Za-z_] for \w, "
        "or judge with --engine opa",
    ),
    "bodies": _Words(
        "gives `{}` a second body behind one head, whose value the embedded engine loses",
        "write the head again in front of each body (`opa fmt` does), or judge with --engine opa",
    ),
    "format": _Words(
        "formats with `{}`, which the embedded engine does otherwise than OPA",
        "%s, %d and %v are the same everywhere; or judge with --engine opa",
    ),
}


def refusals(pack: Pack, calls: Iterable[Sequence[Any]]) -> list[MeshgovError]:
    """An error for each call that a pack must not make, as meshgov.engine.embedded found it."""
    return [_refusal(pack, call) for call in calls]


def _refusal(pack: Pack, call: Sequence[Any]) -> PolicyError:
    module, line, column, kind, name = call
    words = _KINDS[kind]
    location = place(pack, module, line, column)
    return PolicyError(
        f"the policy {words.message.format(name)}", hint=words.hint, location=location
    )


def uncompiled(pack: Pack, text: str) -> PolicyError:
    """The error for a pack that regorus doesn't compile; ``text`` is what it says."""
    location, what = read(pack, text)
    return does_not_compile(what, location)


def does_not_compile(what: str, location: Location | None) -> PolicyError:
    """The error for a pack that no engine can use."""
    return PolicyError(
        f"the policy doesn't compile: {what}",
        hint=_V0_HINT
        if _V0.search(what)
        else "mend the policy; `opa check` says the same about it",
        location=location,
    )


def failed(pack: Pack, subject: str, part: str | None, text: str) -> MeshgovError:
    """The error for a rule that failed on ``subject``; ``part`` is its id, or ``changes``."""
    location, what = read(pack, text)
    if _LATE.search(what):
        return does_not_compile(what, location)
    return evaluation_failed(pack, subject, part, what, location)


def evaluation_failed(
    pack: Pack, subject: str, part: str | None, what: str, location: Location | None
) -> EngineError:
    """The error for an evaluation that raised ``what``."""
    return EngineError(
        f"{subject}: {_named(part)} failed: {what}",
        hint="mend the rule so that it has an answer to every contract; nothing was judged",
        location=location or _location(pack, part),
    )


def undefined(pack: Pack, subject: str, part: str | None) -> EngineError:
    """The error for a part that gave no answer at all."""
    rule = _rule(pack, part)
    return EngineError(
        f"{subject}: {_named(part)} gave no answer",
        hint="a rule defines `applicable` and `findings` for every input: "
        "`default applicable := false`, `findings contains ... if ...`"
        if rule
        else "every change needs a row in the change table",
        location=rule.location if rule else None,
    )


def too_slow(subject: str, deadline: float) -> EngineError:
    """The error for an evaluation past its deadline, in seconds."""
    return EngineError(
        f"{subject}: no answer within {deadline:g} s",
        hint="look for a rule with nested loops; a rule is linear in the fields of a contract",
    )


def read(pack: Pack, text: str) -> tuple[Location | None, str]:
    """Where and what an error of regorus is about."""
    where, what = _PLACE.search(text), _WHAT.search(text)
    message = what[1] if what else text.strip().partition("\n")[0]
    location = place(pack, int(where[1]), int(where[2]), int(where[3])) if where else None
    message = _MODULE.sub(lambda found: _file(pack, found), message)
    return location, message.strip().rstrip(".:") or "no reason given"


def place(pack: Pack, module: int, line: int, column: int) -> Location:
    """A location as people count, from a column as regorus does: bytes, and four for a tab."""
    source = pack.modules[module]
    lines = source.text.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return Location(source.file, line, _column(text, column))


def _file(pack: Pack, found: re.Match[str]) -> str:
    """The file that people know a module by."""
    index = int(found[1])
    return pack.modules[index].file if index < len(pack.modules) else found[0]


def place_in(pack: Pack, name: str, line: int, column: int) -> Location | None:
    """A location in the module that OPA knows as ``name``: it ends in ``m<index>.rego`` there."""
    match = _ID.search(name)
    if match is None or int(match[1]) >= len(pack.modules):
        return None
    return Location(pack.modules[int(match[1])].file, line, column)


def _column(text: str, column: int) -> int:
    at = 1
    for index, character in enumerate(text, start=1):
        if at >= column:
            return index
        at += 4 if character == "\t" else len(character.encode())
    return len(text) + 1


def _named(part: str | None) -> str:
    if part is None:
        return "the pack"
    return "the judgement of the changes" if part == "changes" else f"the rule {part}"


def _rule(pack: Pack, part: str | None) -> Rule | None:
    return next((rule for rule in pack.rules if rule.id == part), None)


def _location(pack: Pack, part: str | None) -> Location | None:
    rule = _rule(pack, part)
    return rule.location if rule else None
