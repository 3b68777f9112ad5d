"""What may be published after a gate: for the next step of a pipeline."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Final

from meshgov.app.gate_asked import Gated
from meshgov.app.results import check_target, save
from meshgov.errors import ConfigurationError
from meshgov.model.document import Json
from meshgov.model.verdict import ContractVerdict
from meshgov.render.parts.json_text import document

SCHEMA: Final = "meshgov/publish-plan/v1"


def prepare(file: str) -> None:
    """Take an older plan away, so that none is left if this run never ends.

    Raises:
        ConfigurationError: the file is not a plan, or can't be removed.
    """
    check_target("json", file)
    if not os.path.isfile(file):
        return
    with contextlib.suppress(FileNotFoundError):
        try:
            os.unlink(file)
        except PermissionError as error:
            raise ConfigurationError(
                f"the old plan {file} can't be removed: {error.strerror}",
                hint="give this user leave to write into its folder",
            ) from None


def write(file: str, gated: Gated) -> None:
    """Write the plan, whole or not at all.

    Raises:
        MeshgovError: it can't be written.
    """
    save(file, [document(plan(gated)), "\n"])


def plan(gated: Gated) -> dict[str, Json]:
    """The plan: nothing is published or retired unless everything passes."""
    verdict, base = gated.verdict, gated.base
    publish: list[Json] = []
    others: list[Json] = []
    for contract in verdict.contracts:
        why = _why_not(contract, gated)
        action = "retire" if contract.path in gated.gone else "publish"
        if why is None:
            publish.append({**_named(contract), "action": action})
        else:
            others.append({**_named(contract), "action": "none", "why": why})
    return {
        "schema": SCHEMA,
        "verdict": verdict.verdict,
        "evaluated_at": verdict.evaluated_at,
        "pack_digest": verdict.pack_digest,
        "commit": gated.head,
        "base": {"ref": base.ref, "commit": base.commit, "merge_base": base.merge_base},
        "publish": publish,
        "others": others,
    }


def _named(contract: ContractVerdict) -> dict[str, Json]:
    return {
        "name": contract.name,
        "version": contract.version,
        "domain": contract.domain,
        "path": contract.path,
        "digest": contract.digest,
    }


def _why_not(contract: ContractVerdict, gated: Gated) -> str | None:
    """Why nothing is to be done about a contract; None when something is."""
    if contract.verdict == "fail":
        return f"fails {', '.join(dict.fromkeys(_blocking(contract)))}"
    if gated.verdict.verdict == "fail":
        return "another contract of this run fails"
    diff = contract.diff
    if diff is None:
        return "as it was"
    if not diff.changes and diff.base.version == contract.version:
        return "nothing changed but its text or its place"
    return None


def _blocking(contract: ContractVerdict) -> Iterator[str]:
    for finding in contract.findings:
        if finding.blocking:
            yield finding.rule
