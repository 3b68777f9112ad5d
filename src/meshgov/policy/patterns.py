"""Whether a configured pattern is one to both engines, so that no rule meets a broken one.

OPA reads RE2, the embedded engine reads Rust's dialect. Parameters that hold patterns say so with
``"format": "regex"``; their schemas rule out classes and flags already.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Final

MOST: Final = 1000
"""Repetitions that RE2 allows, those inside each other multiplied."""

_PIECE: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*(?:,[0-9]*)?\}[?+]?|.", re.DOTALL
)
_COUNT: Final = re.compile(r"\{([0-9]*)(,?)([0-9]*)\}(\+?)\??")
_SETS: Final = ("&&", "--", "~~", "[")


def fault(text: str) -> str | None:
    """What is wrong with the pattern ``text``, None when it means the same to both engines."""
    import warnings  # noqa: PLC0415  # start-up budget: most runs configure no patterns

    try:
        with warnings.catch_warnings(action="ignore"):
            re.compile(text)
    except (re.error, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "it is nested too deep"
    return _differs(text) or _refused(text)


def _differs(text: str) -> str | None:
    """What Python allows and an engine doesn't, or reads in its own way."""
    depth = [1]  # the most repetitions inside each group that is open
    last = 1  # those of what stands before
    before = ""
    for piece in _PIECE.findall(text):
        count = _COUNT.fullmatch(piece)
        if piece == "+" and before[-1:] in ("*", "+", "?", "}"):
            return f"possessive repetition {before[-1]}+"
        if count:
            least, _, most, possessive = count.groups()
            if not least or possessive:
                return f"repetition {piece}; write its least number, and no + behind it"
            last *= max(int(least), int(most or 0))
        elif piece == "(":
            depth.append(1)
            last = 1
        elif piece == ")":
            last = depth.pop()
        elif piece.startswith("[") and any(sign in piece[1:] for sign in _SETS):
            return f"a class inside a class: {piece}"
        elif piece not in "*+?":
            last = 1
        depth[-1] = max(depth[-1], last)
        if last > MOST:
            return f"it repeats something more than {MOST} times"
        before = piece
    return None


def _refused(text: str) -> str | None:
    """What the embedded engine says against it; nothing where that isn't installed."""
    with suppress(ImportError):
        import regorus  # noqa: PLC0415  # start-up budget: most runs configure no patterns

        engine = regorus.Engine()
        engine.set_input_json(json.dumps(text))
        try:
            engine.eval_query('regex.match(input, "")')
        except BaseException:  # noqa: BLE001  # a panic of Rust is no Exception
            return "the embedded engine can't read it, or it is too large"
    return None
