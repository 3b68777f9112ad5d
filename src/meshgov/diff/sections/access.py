"""Who finds, reads and writes the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from meshgov.diff.attributes import (
    Attribute,
    always,
    attributes,
    origin,
    rising,
    standing,
    steps,
)
from meshgov.diff.equality import names, prose, word
from meshgov.diff.freeform import extensions
from meshgov.diff.merge import merged
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import Approval, Grant
from meshgov.model.document import Json

DISCOVERY = ("none", "domain", "internal", "public")
"""Who may see that the product exists, narrowest first."""

_EVERYONE = "*"


def _discovery(before: str, after: str, scope: Scope) -> str:
    """A word outside the order may hide the product: the careful reading is "narrower"."""
    if before not in DISCOVERY or after not in DISCOVERY:
        return "lowered"
    return rising(DISCOVERY.index(before), DISCOVERY.index(after), scope)


ACCESS = (
    Attribute(
        "discovery",
        {
            "added": "discovery-widened",
            "raised": "discovery-widened",
            "removed": "discovery-narrowed",
            "lowered": "discovery-narrowed",
        },
        word,
        _discovery,
    ),
    # Prose that explains the access; no promise to anyone.
    Attribute("reason", always("description-changed"), prose),
)
_READ = steps("read-grant", "added", "removed")
_WRITE = steps("write-grant", "added", "removed")
_APPROVERS = Attribute("approvers", always("approval-changed"), names)


def access(scope: Scope) -> Iterator[Change]:
    """Discovery, approval, readers and writers."""
    old, new = scope.old.access, scope.new.access
    yield from attributes(ACCESS, old, new, scope)
    yield from _approval(old.approval if old else None, new.approval if new else None, scope)
    yield from _grants(_READ, old.read if old else (), new.read if new else ())
    yield from _grants(_WRITE, old.write if old else (), new.write if new else ())
    yield from extensions(old, new)


def _grants(ids: Mapping[str, str], old: Sequence[Grant], new: Sequence[Grant]) -> Iterator[Change]:
    """Principals that gained or lost a right, whether by name or through a wildcard."""
    before, after = {str(one): one for one in old}, {str(one): one for one in new}
    old_patterns, new_patterns = _patterns(old), _patterns(new)
    for key in merged(before, list(after)):
        was, now = before.get(key), after.get(key)
        if now is None and was is not None and not _covered(was, new_patterns):
            yield Change(ids["removed"], was.path, old=_principal(was), old_origin=was.origin)
        elif was is None and now is not None and not _covered(now, old_patterns):
            yield Change(ids["added"], now.path, new=_principal(now), new_origin=now.origin)


def _patterns(grants: Sequence[Grant]) -> list[Grant]:
    return [one for one in grants if _EVERYONE in one.kind + one.name]


def _covered(grant: Grant, patterns: Sequence[Grant]) -> bool:
    return any(
        one.kind == _EVERYONE or (one.kind == grant.kind and fnmatchcase(grant.name, _glob(one)))
        for one in patterns
    )


def _glob(grant: Grant) -> str:
    """Only the star stands for other characters."""
    return grant.name.replace("[", "[[]").replace("?", "[?]")


def _principal(grant: Grant) -> Json:
    return _EVERYONE if grant.kind == _EVERYONE else {grant.kind: grant.name}


def _approval(old: Approval | None, new: Approval | None, scope: Scope) -> Iterator[Change]:
    """What needs an approval, and whose; approvers that come or go with it are part of it."""
    after = _covers(new)
    before = frozenset(scope.columns(_covers(old), after, scope.old.tables).values())
    for step, inner, outer in (("added", after, before), ("removed", before, after)):
        if not _within(inner, outer):
            yield Change(
                id=f"approval-{step}",
                path=standing(old, new).path,
                old=_shown(old),
                new=_shown(new),
                old_origin=origin(old, old, ()),
                new_origin=origin(new, new, ()),
            )
    if bool(before) == bool(after):
        yield from attributes((_APPROVERS,), old, new, scope)
    yield from extensions(old, new)


def _covers(approval: Approval | None) -> frozenset[str]:
    if approval is None or not approval.required:
        return frozenset()
    return frozenset(approval.fields) or frozenset({_EVERYONE})


def _within(inner: frozenset[str], outer: frozenset[str]) -> bool:
    return _EVERYONE in outer or inner <= outer


def _shown(approval: Approval | None) -> Json:
    if approval is None:
        return None
    return {"required": approval.required} | (
        {"fields": list(approval.fields)} if approval.fields else {}
    )
