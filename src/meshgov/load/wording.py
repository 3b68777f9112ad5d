"""Text of a file, made fit to stand inside a sentence."""

from __future__ import annotations


def shortened(text: str, most: int = 60) -> str:
    """``text`` in at most ``most`` characters, without anything that would move a terminal."""
    if not text.isprintable():
        text = text.encode("unicode_escape").decode("ascii")
    return text if len(text) <= most else text[: most - 3] + "..."


def in_quotes(text: str) -> str:
    """``text`` as a quoted YAML scalar that its author can paste."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
