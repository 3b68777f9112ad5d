"""The checkpoint of an evidence log, as a run shows it: whoever keeps it can hold the log to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from meshgov.model.verdict import Kept
from meshgov.render.parts.markup import tag, text
from meshgov.render.parts.plain import safe

LABEL: Final = "integrity only, not authenticated"

_LONGEST: Final = 2_000
"""Characters of a note that a page shows; one that is cut proves nothing."""

_HINT: Final = "Keep this note elsewhere: `meshgov audit verify --pin` holds the log to it."


def lines(kept: Kept) -> Iterator[str]:
    """For people at a terminal, and for the log of a job; the note can be copied as it stands."""
    yield f"evidence checkpoint of {safe(kept.log)} after {_size(kept)}, {_worth(kept)}:"
    yield ""
    yield from map(safe, _note(kept))


def block(kept: Kept) -> str:
    """For a page of Markdown, folded."""
    note = list(map(safe, _note(kept)))
    longest = max((len(one) for one in re.findall("`+", "".join(note))), default=0)
    fence = "`" * max(3, longest + 1)
    head = f"Evidence: checkpoint of {tag(kept.log)} after {_size(kept)}, {_worth(kept)}"
    body = "\n".join((f"{fence}text", *note, fence))
    return f"<details><summary>{head}</summary>\n\n{body}\n\n{text(_HINT)}\n\n</details>"


def _size(kept: Kept) -> str:
    return "1 entry" if kept.entries == 1 else f"{kept.entries:,} entries"


def _worth(kept: Kept) -> str:
    return "signed" if kept.signed else LABEL


def _note(kept: Kept) -> list[str]:
    if len(kept.checkpoint) > _LONGEST:
        return ["it is too long to be shown; `--format json` has it"]
    return kept.checkpoint.rstrip("\n").split("\n")
