"""Facts about two versions and Rego's levels for them to judged changes in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from meshgov.decide.sentences import sentence
from meshgov.decide.subject import DiffFacts, LocateOrigin, readable
from meshgov.errors import EngineError, Location, PolicyError
from meshgov.model.change import (
    BUMPS,
    COMPATIBILITY,
    LEVELS,
    Change,
    JudgedChange,
    RenameHint,
)
from meshgov.model.document import Origin, Path
from meshgov.model.pack import ChangeAnswer, ChangeRule
from meshgov.model.verdict import DiffVerdict

REMOVALS: Final = frozenset({"field-removed", "field-removed-after-sunset"})
"""Changes that may be undeclared renames."""

_MILDER: Final = "No registered consumer reads it, so it counts as {now} instead of {otherwise}."


def judge(
    facts: DiffFacts | None, answer: ChangeAnswer | None, table: Mapping[str, ChangeRule]
) -> DiffVerdict | None:
    """Join facts, levels and words; None when there is no previous version.

    Args:
        facts: what the diff states.
        answer: what Rego makes of it, in the order of the facts.
        table: the change table, by id.

    Raises:
        EngineError: the answer doesn't fit the facts.
        PolicyError: the change table has no entry for a fact.
    """
    if facts is None and answer is None:
        return None
    if facts is None or answer is None:
        raise _mismatch("an answer about changes and a previous version must come together")
    changes = facts.diff.changes
    if not len(changes) == len(answer.levels) == len(answer.bumps):
        counts = f"{len(answer.levels)} levels and {len(answer.bumps)} bumps"
        raise _mismatch(f"the engine gave {counts} for {len(changes)} changes")
    if answer.mode not in COMPATIBILITY or answer.required_bump not in BUMPS:
        given = f"mode {answer.mode!r} and required bump {answer.required_bump!r}"
        raise _mismatch(f"the engine gave {given}")
    if len(answer.lowered) not in {0, len(changes)}:
        raise _mismatch(f"the engine lowered {len(answer.lowered)} of {len(changes)} changes")
    hints = {hint.path: hint for hint in facts.diff.hints}
    return DiffVerdict(
        base=facts.base,
        mode=answer.mode,
        breaking=answer.breaking,
        declared_bump=facts.diff.version.declared,
        required_bump=answer.required_bump,
        suggested_version=answer.suggested_version,
        changes=_unread(
            tuple(
                _hinted(_change(change, level, bump, table, facts), hints)
                for change, level, bump in zip(changes, answer.levels, answer.bumps, strict=True)
            ),
            answer.lowered,
        ),
    )


def _change(
    change: Change, level: str, bump: str, table: Mapping[str, ChangeRule], facts: DiffFacts
) -> JudgedChange:
    rule = table.get(change.id)
    if rule is None:
        raise PolicyError(
            f"the change table has no entry for {change.id!r}",
            hint="a pack that replaces the change table must name every change id",
        )
    if level not in LEVELS or bump not in BUMPS:
        raise _mismatch(f"the engine gave level {level!r} and bump {bump!r} for {change.id}")
    old_location, old_excerpt = _place(change.old_origin, facts.locate_old)
    new_location, excerpt = _place(change.new_origin, facts.locate_new)
    return JudgedChange(
        id=change.id,
        level=level,
        bump=bump,
        path=change.path,
        old=change.old,
        new=change.new,
        message=sentence(change, rule.impact),
        remediation=rule.remediation,
        consumers=change.consumers,
        old_location=old_location,
        new_location=new_location,
        excerpt=excerpt,
        old_excerpt=old_excerpt,
    )


def _unread(
    changes: tuple[JudgedChange, ...], lowered: Sequence[str | None]
) -> tuple[JudgedChange, ...]:
    """Changes that say so where they have a milder level because nobody reads what changed."""
    if not lowered:
        return changes
    return tuple(
        replace(one, message=f"{one.message} {_MILDER.format(now=one.level, otherwise=level)}")
        if level
        else one
        for one, level in zip(changes, lowered, strict=True)
    )


def _hinted(change: JudgedChange, hints: Mapping[Path, RenameHint]) -> JudgedChange:
    """A removed field with the hint that it may only have got another name."""
    hint = hints.get(change.path) if change.id in REMOVALS else None
    if hint is None:
        return change
    told = f"looks like a rename of `{hint.old}` to `{hint.new}`: declare aliases: [{hint.old}]"
    return replace(change, hint=told)


def _place(origin: Origin | None, locate: LocateOrigin) -> tuple[Location | None, str]:
    if origin is None:
        return None, ""
    location, excerpt = locate(origin)
    return location, readable(excerpt)


def _mismatch(message: str) -> EngineError:
    return EngineError(
        message, hint="nothing was decided; try the other engine (--engine), and report this"
    )
