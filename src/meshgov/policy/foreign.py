"""Policies in conftest's shape: any package that defines deny, violation or warn rules.

They run as they are. Their input is the document as its author wrote it, and each value of such a
rule is a finding: a text, or an object with ``msg``.
"""

from __future__ import annotations

import re
from typing import Final

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json
from meshgov.model.pack import Rule
from meshgov.policy.folder import File
from meshgov.policy.metadata import Metadata
from meshgov.policy.rules import FOREIGN_TIER
from meshgov.policy.scan import Package, comments_above

_NAME: Final = re.compile(r"(deny|violation|warn)(?:_[A-Za-z0-9]+)*")
_SEVERITIES: Final = {"deny": "error", "violation": "error", "warn": "warning"}


def names(heads: dict[str, int]) -> list[str]:
    """Those of ``heads`` whose values are findings, sorted. Source: conftest's documentation."""
    return sorted(name for name in heads if _NAME.fullmatch(name))


def rule(file: File, package: Package, head: str, line: int, source: str) -> Rule:
    """One rule of a package in conftest's shape; ``line`` is that of its first head.

    Raises:
        PolicyError: its METADATA comment isn't YAML.
    """
    words = _words(file, line) or _words(file, package.line)
    where = f"{head} of package {package.reference}"
    return Rule(
        id=f"{_family(package)}/{head}",
        package=package.reference,
        tier=FOREIGN_TIER,
        scope="contract",
        severity=_SEVERITIES[head.partition("_")[0]],
        title=words.get("title", f"Policy {where}"),
        description=words.get("description", f"The rule {where}, in {file.name}."),
        remediation=f"Change the contract so that {where} has nothing to say about it.",
        message="{msg}",
        source=source,
        location=Location(file.name, line, 1),
        foreign=head,
        owner=words.get("owner", ""),
    )


def _family(package: Package) -> str:
    return "_".join(re.sub(r"[^A-Za-z0-9_]", "_", part) for part in package.segments)


def _words(file: File, line: int) -> dict[str, str]:
    """Title, description and ``custom.owner`` of the METADATA comment above ``line``.

    Other keys are not ours.
    """
    comments = comments_above(file.text, line)
    value: Json = Metadata(file.name, comments[-1]).whole() if comments else None
    if not isinstance(value, dict):
        return {}
    custom = value.get("custom")
    owner = custom.get("owner") if isinstance(custom, dict) else None
    told = {"title": value.get("title"), "description": value.get("description"), "owner": owner}
    return {key: text for key, text in told.items() if isinstance(text, str) and text}


def refuse_mixture(file: File, package: Package, head: str) -> PolicyError:
    """The error about a file that is in both shapes at once."""
    return PolicyError(
        f"package {package.reference} names a rule in its METADATA and also defines {head}, "
        "which would never be judged",
        hint=f"let it define applicable and findings and rename {head}, or take `id` away",
        location=Location(file.name, package.line, 1),
    )
