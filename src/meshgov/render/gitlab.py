"""The format for GitLab's code quality widget: a list of what nobody waived.

``engine_name`` is ours and stands first, so that a later run knows that it may replace the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.document import Json
from meshgov.model.verdict import Finding, Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import weight
from meshgov.render.parts.lines import in_one
from meshgov.render.parts.place import nearest
from meshgov.render.parts.plain import prose
from meshgov.render.parts.stream import array

ENGINE: Final = "meshgov/codequality/v1"

NOWHERE: Final = "."
"""GitLab wants a path, also for what stands in no file."""


class GitlabRenderer:
    """Code quality as GitLab reads it, in the order of the run."""

    name = "gitlab"
    error_document = True
    rooted = True

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The list, one piece per finding."""
        del options  # machines get everything
        yield from array(_entry(finding) for _, finding in weight.unwaived(verdict))
        yield "\n"

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """Each error as a blocker, because an empty list would mean that all is well."""
        del exit_code, options
        yield from array(_error(one) for error in errors for one in error.each())
        yield "\n"


RENDERER: Final = GitlabRenderer()


def _entry(finding: Finding) -> Json:
    return {
        "engine_name": ENGINE,
        "check_name": finding.rule,
        "description": prose(finding.message),
        "fingerprint": finding.fingerprint,
        "severity": severity(finding),
        "location": {
            "path": nearest(finding.location.file),
            "lines": {"begin": finding.location.line},
        },
    }


def _error(error: MeshgovError) -> Json:
    where = error.location
    path = nearest(where.file) if where else NOWHERE
    words = in_one(error)
    return {
        "engine_name": ENGINE,
        "check_name": f"meshgov/{error.kind}",
        "description": prose(words),
        "fingerprint": sha256(
            f"{error.kind}:{path}:{words}".encode("utf-8", "replace")
        ).hexdigest()[:32],
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": where.line if where else 1}},
    }


def severity(finding: Finding) -> str:
    """GitLab's word: the two worst ones are for what blocks."""
    if finding.blocking:
        return "blocker" if finding.severity == "critical" else "critical"
    if finding.mode == "audit" or finding.severity == "info":
        return "info"
    return "minor" if finding.severity == "warning" else "major"
