"""Writes the documents that follow from data.

These are docs/changes.md from the change table, and docs/rules from METADATA and parameters.

With ``--check`` nothing is written, and the exit code is 1 when a document is not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import rule_pages

from meshgov.model.change import COMPATIBILITY
from meshgov.model.pack import ChangeRule
from meshgov.policy import shipped
from meshgov.render.pages.explain import levels

ROOT = Path(__file__).resolve().parent.parent

INTRODUCTION = """\
# Changes

<!-- Made by `make docs` from policies/changes/change_rules.json: edit that file, not this one. -->

Every change that `meshgov diff` can state, {count} in all, with its level in each compatibility
mode. A level says what the change does to consumers: it is breaking, dangerous (it can't be decided
from the contract), compatible, or docs (words only). What the modes mean, and why other tools use
their names the other way round, stands in [compatibility.md](compatibility.md). The bump is the one
under backward; under forward and full it follows the level of that mode: breaking asks for major,
dangerous and compatible for minor, docs for patch.

An organisation can set another level for any of these ids, see [governance.md](governance.md).
`meshgov explain ID` prints the same and an example."""


def changes_page(table: Sequence[ChangeRule]) -> Iterator[str]:
    """The blocks of docs/changes.md."""
    yield INTRODUCTION.format(count=len(table))
    sections = [(name, tuple(rows)) for name, rows in groupby(table, key=lambda row: row.section)]
    yield "\n".join(f"- [{name}](#{anchor(name)}): {len(rows)}" for name, rows in sections)
    for name, rows in sections:
        yield f"## {name}"
        yield "\n".join(summary(rows))
        for row in rows:
            yield from entry(row)


def anchor(heading: str) -> str:
    """The fragment that GitHub gives a heading."""
    kept = (one for one in heading.lower() if one.isalnum() or one in " -_")
    return "".join(kept).replace(" ", "-")


def summary(rows: Sequence[ChangeRule]) -> Iterator[str]:
    """A table with one line for each change of a section."""
    yield f"| change | {' | '.join(COMPATIBILITY)} | bump |"
    yield "| --- " * (len(COMPATIBILITY) + 2) + "|"
    for row in rows:
        found = " | ".join(levels(row)[mode] for mode in COMPATIBILITY)
        yield f"| [{row.id}](#{row.id}) | {found} | {row.bump} |"


def entry(row: ChangeRule) -> Iterator[str]:
    """What the table has no room for."""
    found = levels(row)
    told = ", ".join(f"{level} under {mode}" for mode, level in found.items())
    if len(set(found.values())) == 1:
        told = f"{row.backward} in every mode"
    yield f"### {row.id}"
    yield f"{row.title}: {told}; bump {row.bump}."
    yield f"- When: {row.condition}\n- Impact: {row.impact}\n- Remedy: {row.remediation}"


def pages() -> dict[Path, str]:
    """Every generated document with its text."""
    table = tuple(shipped.changes(str(ROOT / "policies")).values())
    changes = {ROOT / "docs/changes.md": "\n\n".join(changes_page(table)) + "\n"}
    rules = {ROOT / "docs/rules" / name: text for name, text in rule_pages.pages(ROOT / "policies")}
    return changes | rules


def main(arguments: Sequence[str]) -> int:
    """Write, or check. The exit code."""
    made = pages()
    stale = [
        (file, text)
        for file, text in made.items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    orphans = sorted(set((ROOT / "docs/rules").glob("*")) - set(made))
    for file in orphans:
        print(f"{file.relative_to(ROOT)} has no family any more: remove it")
    for file, text in stale:
        if "--check" in arguments:
            print(f"{file.relative_to(ROOT)} is not up to date: run `make docs`")
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"wrote {file.relative_to(ROOT)}")
    return int("--check" in arguments and bool(stale or orphans))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
