"""A message template and its arguments to one sentence. Rego never formats text; this does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from meshgov.errors import PolicyError
from meshgov.model.document import Json

_PLACE: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def format_message(template: str, args: Mapping[str, Json], rule: str | None = None) -> str:
    """``template`` with each ``{name}`` replaced by the argument of that name.

    The text of an argument is never looked at again, so braces in it stay braces.

    Args:
        template: from the rule's METADATA; braces around anything but a name stay as they are.
        args: what the finding gives; a template need not use all of it.
        rule: id of the rule, for the error.

    Raises:
        PolicyError: the template names an argument that the finding doesn't give.
    """

    def text(place: re.Match[str]) -> str:
        name = place[1]
        if name not in args:
            raise _missing(name, template, args, rule)
        return as_text(args[name])

    return _PLACE.sub(text, template)


def places(template: str) -> tuple[str, ...]:
    """Names that ``template`` asks for, in order, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(template)))


def as_text(value: Json) -> str:
    """A value as it reads inside a sentence: lists joined with commas, the rest as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(as_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def _missing(name: str, template: str, args: Mapping[str, Json], rule: str | None) -> PolicyError:
    given = ", ".join(sorted(args)) or "none"
    return PolicyError(
        f"the message of {f'rule {rule}' if rule else repr(template)} names the argument {name!r}, "
        f"and a finding came without it (given: {given})",
        hint=f"let the rule put {name!r} into args, or take {{{name}}} out of its message",
    )
