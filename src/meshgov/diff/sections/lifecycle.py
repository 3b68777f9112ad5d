"""How far along a product or a field is, and when it ends."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from meshgov.diff.attributes import Attribute, Node, always, attributes, origin, rising
from meshgov.diff.equality import shown, word
from meshgov.diff.freeform import extensions
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import Contract, Deprecation, Field
from meshgov.model.dates import day, moment
from meshgov.model.document import Json

_SYNONYMS = {"active": "stable", "current": "stable"}
_DEPRECATED, _RETIRED = "deprecated", "retired"
_STABILITY: dict[str | None, int] = {
    _RETIRED: 0, None: 1, "draft": 2, "alpha": 3, "beta": 4, "stable": 5, _DEPRECATED: 5,
}  # fmt: skip
"""What a status promises, least first; without one, or with another word, nothing is promised."""


def _date(text: str | None) -> Hashable:
    """The instant of a date; its text when it names none."""
    return moment(text) or word(text)


def _sunset(before: object, after: object, scope: Scope) -> str:
    """An end date that can't be read is none."""
    if isinstance(before, str) or isinstance(after, str):
        return "removed" if isinstance(after, str) else "added"
    return rising(before, after, scope)


_SUNSET = Attribute(
    "sunset",
    {
        "added": "sunset-added",
        "removed": "sunset-removed",
        "raised": "sunset-moved-later",
        "lowered": "sunset-moved-earlier",
    },
    _date,
    _sunset,
)
_REPLACEMENT = Attribute("replaced_by", always("replacement-changed"))
_ANNOUNCED_IDS = always("deprecation-added") | {"removed": "deprecation-removed"}
"""The announcement starts the clock, and another date starts it again."""

_PRODUCT = (Attribute("announced", _ANNOUNCED_IDS, _date), _SUNSET, _REPLACEMENT)
_FIELD = (
    Attribute("announced", _ANNOUNCED_IDS, _date, key=("since",)),
    _SUNSET,
    _REPLACEMENT,
)


def lifecycle(scope: Scope) -> Iterator[Change]:
    """Status and deprecation of the product. Its end is one change, whatever ends with it."""
    old, new = scope.old, scope.new
    was, now = _status(old), _status(new)
    states = (
        was == _DEPRECATED or old.deprecation is not None,
        now == _DEPRECATED or new.deprecation is not None,
    )
    change_id = None if was == now else _stability(was, now, turned=states[0] != states[1])
    if change_id is not None:
        yield _written(change_id, (old, new), "status", (old.status, new.status))
    if change_id == "product-retired" and not states[1]:
        return
    if states[0] != states[1] and old.deprecation is new.deprecation:
        yield _written(_turn(states[1]), (old, new), "status", (old.status, new.status))
    else:
        pair = old.deprecation, new.deprecation
        yield from _deprecation(_PRODUCT, states, pair, (old, new, "deprecation"), scope)


def deprecation(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    """The announced end of a field."""
    pair = old.deprecated, new.deprecated
    if pair != (None, None):
        states = old.deprecated is not None, new.deprecated is not None
        yield from _deprecation(_FIELD, states, pair, (old, new, "deprecated"), scope)


def _deprecation(
    rules: tuple[Attribute, ...],
    states: tuple[bool, bool],
    pair: tuple[Deprecation | None, Deprecation | None],
    place: tuple[Node, Node, str],
    scope: Scope,
) -> Iterator[Change]:
    """What a deprecation says, or that there is one; its dates come and go with it."""
    old, new = pair
    if states[0] != states[1]:
        yield _written(_turn(states[1]), (place[0], place[1]), place[2], (_shown(old), _shown(new)))
    else:
        yield from _dates(list(attributes(rules, old, new, scope)))
        yield from extensions(old, new)
    if new is not None and _ends_soon(new, scope) and not (old and _ends_soon(old, scope)):
        yield Change(
            id="sunset-too-soon",
            path=(*new.path, "sunset"),
            old=old.sunset if old else None,
            new=new.sunset,
            old_origin=origin(old, old and old.sunset, ("sunset",)),
            new_origin=origin(new, new.sunset, ("sunset",)),
        )


def _dates(found: list[Change]) -> Iterator[Change]:
    """What a deprecation that stays says now; its announcement comes and goes with its sunset."""
    ends = any(change.path[-1] == "sunset" for change in found)
    return (change for change in found if not (ends and change.path[-1] == "announced"))


def ended(old: Field, scope: Scope) -> bool:
    """Whether a field's announced end has passed."""
    sunset = day(old.deprecated.sunset) if old.deprecated else None
    return sunset is not None and sunset < scope.today


def _ends_soon(one: Deprecation, scope: Scope) -> bool:
    sunset = day(one.sunset)
    return sunset is not None and sunset < scope.notice_ends


def _status(contract: Contract) -> str | None:
    written = word(contract.status)
    return _SYNONYMS.get(written or "", written)


def _stability(was: str | None, now: str | None, *, turned: bool) -> str | None:
    """The change id of a status that differs; None when a deprecation says it already."""
    if now == _RETIRED:
        return "product-retired"
    if _DEPRECATED in (was, now) and (turned or None in (was, now)):
        return None
    before, after = (_STABILITY.get(one, _STABILITY[None]) for one in (was, now))
    if before == after:
        # Two words that promise nothing; stable and deprecated promise the same.
        return "extension-changed" if before == _STABILITY[None] else None
    return "stability-raised" if after > before else "stability-lowered"


def _turn(deprecated: bool) -> str:  # noqa: FBT001  # one state in, one id out
    return "deprecation-added" if deprecated else "deprecation-removed"


def _written(
    change_id: str, nodes: tuple[Node, Node], key: str, values: tuple[Json, Json]
) -> Change:
    """The change of something written under ``key`` of two nodes."""
    (old, new), (before, after) = nodes, values
    return Change(
        id=change_id,
        path=(*new.path, key),
        old=before,
        new=after,
        old_origin=origin(old, before, (key,)),
        new_origin=origin(new, after, (key,)),
    )


def _shown(one: Deprecation | None) -> Json:
    """A deprecation as a map, or true when nothing more is said."""
    if one is None:
        return None
    written = {"announced": one.announced, "sunset": one.sunset, "replaced_by": one.replaced_by}
    return {key: shown(value) for key, value in written.items() if value is not None} or True
