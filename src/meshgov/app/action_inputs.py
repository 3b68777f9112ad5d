"""The inputs of the GitHub Action: from variables to a command line, never through a shell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from meshgov import __version__
from meshgov.app.settings import ENGINES, FAIL_ON
from meshgov.errors import ConfigurationError
from meshgov.render.registry import names

LEAD: Final = "INPUT_"
"""The input ``base-ref`` is the variable ``INPUT_BASE_REF``."""

COMMENT: Final = ("never", "on-failure", "always")
MOST_ANNOTATIONS: Final = 50
FILES: Final = {
    "comment": "comment.md",
    "github": "annotations.txt",
    "gitlab": "gl-code-quality-report.json",
    "json": "verdict.json",
    "junit": "junit.xml",
    "markdown": "verdict.md",
    "sarif": "meshgov.sarif",
    "sarif-github": "meshgov-github.sarif",
    "summary": "summary.md",
    "text": "verdict.txt",
}
"""Format -> its file in the report folder."""

ALWAYS: Final = ("json", "text", "github")
"""What the action itself reads or prints."""

FOLDER: Final = "meshgov-report"
PLAN: Final = "publish-plan.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a workflow asks for; see ``action.yml``.

    Attributes:
        formats: beyond :data:`ALWAYS`, each once.
        folder: where the reports go.
        options: of ``meshgov gate``, without the formats.
        contracts: files, folders and globs; none: those that governance names.
        frameworks: whose controls are reported beside the verdict.
    """

    options: tuple[str, ...]
    contracts: tuple[str, ...]
    formats: tuple[str, ...]
    folder: str
    frameworks: tuple[str, ...]
    policies: tuple[str, ...]
    base_ref: str | None
    sarif: bool
    summary: bool

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Inputs:
        """Take the inputs from the environment.

        Raises:
            ConfigurationError: an input is not what ``action.yml`` allows.
        """
        given = _Given(environment)
        given.version()
        sarif, summary = given.flag("sarif"), given.flag("summary", otherwise=True)
        asked = given.words("formats", names())
        if sarif:
            asked = (*asked, "sarif-github")
        if summary:
            asked = (*asked, "summary")
        if given.choice("comment", COMMENT) != COMMENT[0]:
            asked = (*asked, "comment")
        return cls(
            options=tuple(given.options()),
            contracts=given.contracts(),
            formats=tuple(dict.fromkeys(one for one in asked if one not in ALWAYS)),
            folder=given.folder(),
            frameworks=given.words("frameworks"),
            policies=given.lines("policies"),
            base_ref=given.text("base-ref") or None,
            sarif=sarif,
            summary=summary,
        )

    def file(self, name: str) -> str:
        """Where the report in a format goes."""
        return os.path.join(self.folder, FILES.get(name, f"verdict.{name}"))

    @property
    def arguments(self) -> Iterator[str]:
        """The command line; no value in it can become an option, or a command of a shell."""
        yield "gate"
        yield from self.options
        yield from (f"--format={name}={self.file(name)}" for name in (*ALWAYS, *self.formats))
        yield f"--publish-plan={os.path.join(self.folder, PLAN)}"
        yield "--"
        yield from self.contracts


class _Given:
    """Single inputs, each read as what it has to be."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str:
        """One line.

        Raises:
            ConfigurationError: it is several.
        """
        text = self._environment.get(LEAD + name.replace("-", "_").upper(), "").strip()
        if len(text.splitlines()) > 1:
            raise ConfigurationError(
                f"the input {name} has several lines", hint="write one value on one line"
            )
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """One value per line; a comma may be part of one."""
        text = self._environment.get(LEAD + name.replace("-", "_").upper(), "")
        return tuple(filter(None, (one.strip() for one in text.splitlines())))

    def words(self, name: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Words, parted by commas, blanks or line breaks, each once."""
        text = " ".join(self.lines(name)).replace(",", " ")
        found = tuple(dict.fromkeys(text.split()))
        for one in found:
            if known and one not in known:
                raise _unknown(name, one, known)
        return found

    def choice(self, name: str, known: tuple[str, ...], otherwise: str = "") -> str:
        """One of a few words; the first of them when none is given."""
        text = self.text(name) or otherwise or known[0]
        if text not in known:
            raise _unknown(name, text, known)
        return text

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        """``true`` or ``false``, in any case."""
        text = self.text(name).lower()
        if text not in {"", "true", "false"}:
            raise _unknown(name, text, ("true", "false"))
        return text == "true" if text else otherwise

    def version(self) -> None:
        """Refuse to be another version than the one that was asked for."""
        wanted = self.text("version").removeprefix("v")
        if wanted and wanted != __version__:
            raise ConfigurationError(
                f"the input version asks for {wanted!r}, and this is meshgov {__version__}",
                hint="pin the action by the tag of that version; what is pinned is what runs",
            )

    def folder(self) -> str:
        """Where reports go, as an absolute path.

        Raises:
            ConfigurationError: it leads out of the checkout by a link.
        """
        given = self.text("output-dir")
        if not given:
            above = self._environment.get("RUNNER_TEMP") or os.curdir
            return os.path.join(os.path.abspath(above), FOLDER)
        path, here = os.path.abspath(given), os.getcwd()
        if _is_below(path, here) and not _is_below(os.path.realpath(path), os.path.realpath(here)):
            raise ConfigurationError(
                f"the output-dir {given} leads out of the checkout by a link",
                hint="name another folder, or none for one below $RUNNER_TEMP",
            )
        return path

    def contracts(self) -> tuple[str, ...]:
        """What is judged.

        Raises:
            ConfigurationError: a name looks like an option.
        """
        found = self.lines("contracts")
        for one in found:
            if one.startswith("-"):
                raise ConfigurationError(
                    f"the input contracts names {one!r}, which looks like an option",
                    hint=f"write ./{one}",
                )
        return found

    def options(self) -> Iterator[str]:
        """Everything else, as options."""
        for name, read in _OPTIONS.items():
            value = read(self, name)
            if value:
                yield f"--{name}={value}"
        if not self.flag("changed-only", otherwise=True):
            yield "--all"
        for name in ("policies", "waivers"):
            yield from (f"--{name}={one}" for one in self.lines(name))


def _is_below(path: str, folder: str) -> bool:
    return os.path.commonpath([path, folder]) == folder


def _annotations(given: _Given, name: str) -> str:
    text = given.text(name)
    if text and not (text.isascii() and text.isdigit() and int(text) <= MOST_ANNOTATIONS):
        raise ConfigurationError(
            f"the input {name} is {text!r}",
            hint=f"give a number from 0 to {MOST_ANNOTATIONS}, which is what GitHub shows of a job",
        )
    return text


_OPTIONS: Final[dict[str, Callable[[_Given, str], str]]] = {
    "base-ref": _Given.text,
    "fail-on": lambda given, name: given.choice(name, FAIL_ON, "error"),
    "evaluation-time": _Given.text,
    "engine": lambda given, name: given.choice(name, ENGINES),
    "annotations-max": _annotations,
}


def _unknown(name: str, given: str, known: tuple[str, ...]) -> ConfigurationError:
    return ConfigurationError(
        f"the input {name} knows no {given!r}", hint=f"choose from {', '.join(known)}"
    )
