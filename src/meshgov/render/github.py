"""The format for GitHub's log: annotations on the lines of a pull request, as workflow commands.

GitHub shows 10 of each kind of a step, and 50 of a job; more are dropped without a word. So the
most severe ones come first, and the last line says how many more there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Finding, Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import weight
from meshgov.render.parts.counts import count
from meshgov.render.parts.headline import contracts_in_words, found_in_words
from meshgov.render.parts.place import in_tree
from meshgov.render.parts.plain import for_logs, prose

PER_KIND: Final = 10
"""Annotations of one kind that GitHub shows of a step."""

KINDS: Final = {"error": "error", "warning": "warning", "note": "notice"}
"""Level -> workflow command, the worst first."""

ELSEWHERE: Final = "the job summary and the formats json and sarif hold all of them"


class GithubRenderer:
    """Workflow commands; whatever a contract holds, it gives no command of its own."""

    name = "github"
    error_document = True
    rooted = True

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """One line per annotation, and one that says how many more there are."""
        total = weight.number_unwaived(verdict)
        chosen = _chosen(verdict, options.annotations)
        if len(chosen) < total:  # room for the line that says so
            chosen = _chosen(verdict, options.annotations - 1, notices=PER_KIND - 1)
        for kind, finding in chosen:
            yield _annotation(kind, finding)
        yield _last(verdict, total - len(chosen), options.annotations)

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """An annotation for each error, as far as GitHub shows them."""
        singles = [single for error in errors for single in error.each()]
        room = max(min(options.annotations, PER_KIND), 1)  # a failed run always says why
        for one in singles[:room]:
            words = "\n".join(
                filter(None, (prose(one.message), prose(f"hint: {one.hint}") if one.hint else ""))
            )
            where = (
                _where(one.location.file, one.location.line, one.location.column)
                if (one.location)
                else {}
            )
            yield _command("error", {**where, "title": "meshgov"}, words)
        more = len(singles) - room
        told = f"{count(more, 'error')} more; " if more > 0 else ""
        yield f"meshgov: {told}nothing was judged (exit code {exit_code})\n"


RENDERER: Final = GithubRenderer()


def _chosen(verdict: Verdict, limit: int, notices: int = PER_KIND) -> list[tuple[str, Finding]]:
    """At most ``limit`` findings with their kinds, the most severe first, so many of each kind."""
    chosen: list[tuple[str, Finding]] = []
    for level, kind in KINDS.items():
        room = min(notices if kind == "notice" else PER_KIND, limit - len(chosen))
        if room > 0:
            chosen += [(kind, one) for _, one in weight.most_severe(verdict, room, level)]
    return chosen


def _annotation(kind: str, finding: Finding) -> str:
    remedy = f"fix: {prose(finding.remediation)}" if finding.remediation else ""
    words = "\n".join(filter(None, (prose(finding.message), remedy)))
    where = _where(*finding.location)
    if not where:  # not in this tree, so that the words have to say where
        words = f"{prose(str(finding.location))}: {words}"
    return _command(kind, {**where, "title": finding.rule}, words)


def _where(file: str, line: int, column: int) -> dict[str, str]:
    path = in_tree(file)
    return {} if path is None else {"file": path, "line": str(line), "col": str(column)}


def _last(verdict: Verdict, more: int, limit: int) -> str:
    """The verdict, and how many findings are not among the annotations."""
    said = f"{verdict.verdict.upper()}: {contracts_in_words(verdict)} - {found_in_words(verdict)}"
    if not more:
        return f"meshgov: {said}\n"
    words = f"{said}. {more:,} more than the annotations show: {ELSEWHERE}."
    return _command("notice", {"title": "meshgov"}, words) if limit > 0 else f"meshgov: {words}\n"


def _command(kind: str, properties: dict[str, str], words: str) -> str:
    """One line, escaped as the runner reads it."""
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {written}::{_data(words)}\n"


def _data(words: str) -> str:
    return for_logs(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(prose(value)).replace(":", "%3A").replace(",", "%2C")
