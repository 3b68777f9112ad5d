"""The words of a name, so that no pattern of a rule needs to know how names are spelled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "\u0131": "i",
    }
)  # fmt: skip
"""Letters that Unicode doesn't take apart."""


def tokens(name: str) -> list[str]:
    """Words of ``name`` in lower-case ASCII: ``customerEmail_2`` is customer, email, 2.

    Accents fall off; characters of other scripts part words like any sign.
    """
    return list(_tokens(name))


@lru_cache(maxsize=8192)
def _tokens(name: str) -> tuple[str, ...]:
    if not name.isascii():
        name = _without_accents(name)
    return tuple(word.lower() for word in _WORD.findall(name))


def _without_accents(name: str) -> str:
    from unicodedata import combining, normalize  # noqa: PLC0415  # start-up budget: rarely needed

    apart = normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in apart if not combining(letter))
