"""Bytes of a file to text that both parsers and every editor count alike."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from meshgov.load.refusals import Refusals

# What a YAML file may not hold: controls, the separators that YAML 1.1 readers take for line
# breaks and others don't, a byte order mark in the middle, and the two codes that are no character.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
)
# JSON allows all but these in a string; its reader refuses them outside of one.
_REFUSED_IN_JSON = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# No refused character begins with one of these bytes: most files need no search for them.
_HARMLESS = bytes({9, 10, 13, *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xE2, 0xEF})


def decode(data: bytes, refusals: Refusals, *, json: bool) -> str:
    """Text of a file, without byte order mark, with line feeds as the only line breaks.

    Args:
        data: the bytes as read.
        refusals: receives every character that may not stand in the file.
        json: the file is JSON, whose strings may hold what YAML refuses.

    Raises:
        InputError: for another encoding than UTF-8, at the first byte that is not.
        ManyErrors: for many characters that are refused.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in data[:2]:
        refusals.stop("this file is in UTF-16 or UTF-32, not in UTF-8", "save it as UTF-8", 1, 1)
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(unified(data[: error.start].decode("utf-8")))
        refusals.stop(
            f"byte 0x{data[error.start]:02X} is not UTF-8",
            "save the file as UTF-8; it may be in Latin-1 or Windows-1252 now",
            line,
            column,
        )
    text = unified(text)
    if data.translate(None, _HARMLESS):
        _refuse_characters(text, refusals, _REFUSED_IN_JSON if json else _REFUSED)
    return text


def unified(text: str) -> str:
    """``text`` with every line break of Windows and old Macs as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse_characters(text: str, refusals: Refusals, refused: re.Pattern[str]) -> None:
    for match in refused.finditer(text):
        code = ord(match[0])
        what = "the control character" if code < 0xA0 else "the invisible character"  # noqa: PLR2004  # end of C1
        line, column = _place(text[: match.start()])
        refusals.add(
            f"{what} U+{code:04X} may not stand in a file",
            rf'take it out, or write it as "\u{code:04x}" inside double quotes',
            line,
            column,
        )
    refusals.raise_any()


def _place(before: str) -> tuple[int, int]:
    """Line and column (from 1) of the character after ``before``."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
