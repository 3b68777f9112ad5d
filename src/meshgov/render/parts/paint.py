"""Colours: a role to an ANSI code, or to nothing."""

from __future__ import annotations

from typing import Final

ROLES: Final = {
    "fail": "1;31",
    "pass": "1;32",
    "critical": "1;31",
    "error": "31",
    "warning": "33",
    "info": "36",
    "breaking": "1;31",
    "dangerous": "33",
    "compatible": "32",
    "docs": "36",
    "waived": "36",
    "audit": "36",
    "old": "31",
    "new": "32",
    "name": "1",
    "note": "36",
    "quiet": "2",
}
"""Role -> SGR parameters. Only the sixteen colours that a person's own theme decides about."""


class Paint:
    """Colours text by what it means; without colours it changes nothing."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def __call__(self, role: str, text: str) -> str:
        """``text``, which is harmless already, in the colour of ``role``."""
        return f"\x1b[{ROLES[role]}m{text}\x1b[0m" if self._colour and text else text
