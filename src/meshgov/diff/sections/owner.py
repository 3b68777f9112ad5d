"""Who answers for a product, and why personal data may be used."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.attributes import Attribute, attributes, listed, steps
from meshgov.diff.equality import names, prose, word
from meshgov.diff.freeform import extensions
from meshgov.diff.scope import Scope
from meshgov.model.change import Change

_CONTACT = steps("owner-contact", "added", "removed", "changed")
_PRIVACY = {
    "added": "privacy-declared",
    "removed": "privacy-removed",
    "changed": "privacy-changed",
}

OWNER = (
    Attribute("team", _CONTACT | {"changed": "owner-team-changed"}),
    Attribute("contact", _CONTACT, names),
    Attribute("slack", _CONTACT),
)

PRIVACY = (
    Attribute("lawful_basis", _PRIVACY, word),
    Attribute("purpose", _PRIVACY, prose),
    # Somebody to ask, as an owner is; the basis of use doesn't hang on it.
    Attribute("contact", _CONTACT),
)


def owner(scope: Scope) -> Iterator[Change]:
    """Team, contacts and channel."""
    yield from attributes(OWNER, scope.old.owner, scope.new.owner, scope)
    yield from extensions(scope.old.owner, scope.new.owner)


def privacy(scope: Scope) -> Iterator[Change]:
    """Lawful basis, purpose, regulations and whom to ask."""
    old, new = scope.old.privacy, scope.new.privacy
    yield from attributes(PRIVACY, old, new, scope)
    yield from listed("regulations", _PRIVACY, old, new)
    yield from extensions(old, new)
