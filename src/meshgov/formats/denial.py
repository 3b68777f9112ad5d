"""Words by which an author says that there is nothing: ``none``, ``plaintext``, ``n/a``, ``todo``.

Taken for a method or a category they would hide that personal data is open, so whatever may mean
"no" does mean it: who is asked in vain for a protection that is there can write its name.
"""

from __future__ import annotations

import re
from typing import Final

from meshgov.model.document import Json

_DENIALS: Final = frozenset({
    "none", "no", "not", "never", "nothing", "nil", "null", "na", "n/a", "nan", "false", "off",
    "disable", "disabled", "inactive", "without", "missing", "absent", "undefined", "unknown",
    "unspecified", "unset", "empty", "todo", "tbd", "pending", "planned",
})  # fmt: skip
_OPEN: Final = frozenset({
    "plain", "plaintext", "clear", "cleartext", "raw", "unencrypted", "unmasked", "unprotected",
    "unsecured", "insecure", "noop",
})  # fmt: skip
"""First words of what names no protection, beside those that say no to anything."""
_DECIDING: Final = frozenset({
    "enabled", "active", "applied", "status", "algorithm", "algo", "cipher", "method", "mode",
    "type", "kind", "scheme",
})  # fmt: skip
"""Keys of a mapping that settle whether it protects, whatever stands beside them."""
_WORD: Final = re.compile(r"n/a\b|[^\W_]+")


def denies(text: str) -> bool:
    """Whether ``text`` names nothing: it is one word that says no, or holds no word at all."""
    words = _WORD.findall(text.lower())
    return not words or (len(words) == 1 and _says_no(words[0]))


def protection(value: Json) -> Json:
    """A protection as written; False when it says no, None when it says nothing.

    Args:
        value: true or false, a method, or a mapping.
    """
    if isinstance(value, str):
        value = value.strip()
    if value in ("", {}):
        return None
    return value if value is None or _protects(value) else False


def _protects(value: Json) -> bool:
    """Whether a value says that there is a protection.

    A sentence is read by its first word ("not yet, see #12"); a mapping by the keys that settle
    it, and one that says nothing but no protects nothing.
    """
    if isinstance(value, str):
        words = _WORD.findall(value.lower())
        return bool(words) and not (_says_no(words[0]) or words[0] in _OPEN)
    if isinstance(value, dict):
        said = {key.lower(): _protects(inner) for key, inner in value.items()}
        return any(said.values()) and all(said[key] for key in _DECIDING & said.keys())
    return bool(value)


def _says_no(word: str) -> bool:
    return word in _DENIALS or not word.strip("0")
