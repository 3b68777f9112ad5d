"""What the GitHub Action tells the workflow: outputs, the summary of the job, the log."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final

from meshgov.app import gate_plan
from meshgov.app.action_inputs import Inputs
from meshgov.errors import ConfigurationError, EngineError
from meshgov.load import files

MOST_SUMMARY: Final = 1 << 20
"""Bytes; GitHub drops a larger summary without a word."""

_DECIDED: Final = {0: "pass", 1: "fail"}


@dataclass(frozen=True, slots=True)
class Told:
    """The outputs of the action.

    Attributes:
        verdict: ``pass | fail | error``; error: nothing was judged.
        errors: findings that block, and nobody waived.
        warnings: those that don't block, and are more than a remark.
        evidence_checkpoint: the note about the log that the run was added to, of several lines.
    """

    verdict: str = "error"
    exit_code: int = EngineError.exit_code
    errors: int = 0
    warnings: int = 0
    waived: int = 0
    report_dir: str = ""
    sarif_file: str = ""
    pack_digest: str = ""
    evidence_checkpoint: str = ""

    def each(self) -> Iterator[tuple[str, str]]:
        """Names and values as ``action.yml`` has them."""
        for name in self.__slots__:
            yield name.replace("_", "-"), str(getattr(self, name))


def told(exit_code: int, inputs: Inputs) -> Told:
    """What came of a run, as its document says; an exit code that it contradicts is an error."""
    sarif = inputs.file("sarif-github") if inputs.sarif else ""
    document = _document(inputs.file("json"))
    verdict = document.get("verdict")
    if verdict is None or _DECIDED.get(exit_code) != verdict:
        code = exit_code if exit_code not in _DECIDED else EngineError.exit_code
        return Told(exit_code=code, report_dir=inputs.folder, sarif_file=sarif)
    found = [one for contract in document["contracts"] for one in contract["findings"]]
    left = [one for one in found if one["waiver"] is None]
    return Told(
        verdict,
        exit_code,
        errors=sum(one["blocking"] for one in left),
        warnings=sum(_is_warning(one) for one in left),
        waived=len(found) - len(left),
        report_dir=inputs.folder,
        sarif_file=sarif,
        pack_digest=document["pack"]["digest"],
        evidence_checkpoint=document.get("evidence", {}).get("checkpoint", ""),
    )


def _is_warning(finding: Mapping[str, Any]) -> bool:
    remark = finding["mode"] == "audit" or finding["severity"] == "info"
    return not finding["blocking"] and not remark


def _document(file: str) -> dict[str, Any]:
    try:
        with open(file, encoding="utf-8") as report:  # of any size: we wrote it
            found = json.load(report)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def publish(found: Told, file: str | None) -> None:
    """Append the outputs to ``$GITHUB_OUTPUT``, so that no value can add one of its own."""
    if file:
        end = f"end-{token_hex(16)}"
        _append(file, (f"{name}<<{end}\n{value}\n{end}\n" for name, value in found.each()))


def summarise(pages: Iterable[str], file: str | None) -> bool:
    """Append pages to ``$GITHUB_STEP_SUMMARY``, as many as GitHub will show; whether all fitted."""
    if not file:
        return True
    size = os.path.getsize(file) if os.path.exists(file) else 0
    for page in pages:
        size += len(page.encode())
        if size > MOST_SUMMARY:
            return False
        _append(file, [page])
    return True


def _append(file: str, texts: Iterable[str]) -> None:
    try:
        with open(file, "a", encoding="utf-8", newline="\n") as target:
            target.writelines(texts)
    except OSError as error:
        raise ConfigurationError(
            f"{file} can't be written: {error.strerror}",
            hint="it is GITHUB_OUTPUT or GITHUB_STEP_SUMMARY, which the runner makes",
        ) from None


def prepare(inputs: Inputs) -> None:
    """Make the folder of the reports, without the verdict of an earlier run.

    Raises:
        ConfigurationError: it can't be made, or holds a file of somebody else by that name.
    """
    files.make_folder(inputs.folder, hint="name an output-dir that can be written to")
    gate_plan.prepare(inputs.file("json"))


def report(inputs: Inputs, name: str) -> str:
    """A report that was written; nothing where it wasn't."""
    try:
        with open(inputs.file(name), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""
