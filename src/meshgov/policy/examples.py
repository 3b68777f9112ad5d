"""The runnable examples of a rule: merge patches on the valid baseline contract, and a registry."""

from __future__ import annotations

from typing import Final

from meshgov.model.contract import Threshold
from meshgov.model.document import Json
from meshgov.policy import results
from meshgov.policy.reader import Entries, Node, Reader

KINDS: Final = ("pass", "fail")
PATCHES: Final = ("old", "new", "parameters", "organization")
FLEET: Final = "fleet"
"""Merge patches too: the contracts beside ``new``, of which fleet rules see records."""
RESULTS: Final = "results"
"""What came of the quality checks, as a results file lists it."""
FINDING: Final = ("contract", "path", "args")


def read(reader: Reader, custom: Json) -> dict[str, Json]:
    """``{"pass": [...], "fail": [...]}`` with patches and expected findings, as written.

    Args:
        reader: collects the errors.
        custom: what stands below ``custom`` in a METADATA comment.
    """
    written = custom.get("examples") if isinstance(custom, dict) else None
    kinds = reader.mapping(Node(written, ("custom", "examples")), KINDS)
    for kind, listed in kinds.items():
        for example in reader.items(listed):
            _example(reader, example, fails=kind == "fail")
    return {kind: listed.value for kind, listed in kinds.items()}


def _example(reader: Reader, node: Node, *, fails: bool) -> None:
    known = ("title", *PATCHES, FLEET, RESULTS, *(("findings",) if fails else ()))
    entries = reader.mapping(node, known)
    if "title" in entries:
        reader.text(entries["title"])
    for key in PATCHES:
        if key in entries:
            reader.entries(entries[key])
    for patch in reader.items(entries.get(FLEET, Node(None, node.origin))):
        reader.entries(patch)
    if RESULTS in entries:
        results.read(reader, entries[RESULTS], lambda written: Threshold(written, None, None))
    if "new" not in entries:
        hint = "`new: {}` is the baseline contract as it is"
        reader.refuse(node.origin, f"{reader.name(node.origin)} lacks 'new'", hint)
    if fails:
        _findings(reader, node, entries)


def _findings(reader: Reader, example: Node, entries: Entries) -> None:
    listed = reader.items(entries.get("findings", Node(None, example.origin)))
    if not listed:
        reader.refuse(
            example.origin,
            f"{reader.name(example.origin)} lacks 'findings'",
            "list every finding that the rule must give here: `findings: [{path: [...]}]`",
        )
    for finding in listed:
        parts = reader.mapping(finding, FINDING)
        if "path" not in parts:
            reader.refuse(finding.origin, f"{reader.name(finding.origin)} lacks 'path'")
        if "contract" in parts:
            reader.text(parts["contract"])
        for step in reader.items(parts.get("path", Node([], finding.origin))):
            reader.text(step)
        reader.entries(parts.get("args", Node(None, finding.origin)))
