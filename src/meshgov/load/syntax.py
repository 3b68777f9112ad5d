"""What a YAML parser could not read, said in the words of the person who wrote it."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml.error import MarkedYAMLError

from meshgov.load.wording import shortened

_INDENT = "indent with spaces, and neighbours alike"
_QUOTE = "put text that begins with a special character in quotes"
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)


class Explained(NamedTuple):
    """A sentence, a hint, and a position from 1: the arguments of a refusal."""

    message: str
    hint: str
    line: int
    column: int


class _Case(NamedTuple):
    """How one complaint of libyaml or PyYAML is said.

    Attributes:
        complaint: what either parser writes, as a pattern over "context: problem".
        message: the sentence; ``{found}`` is the character at the position, ``{line}`` the line
            where the parser gave up.
        hint: what to do.
        opening: point at where the broken construct begins, not at where the parser gave up.
    """

    complaint: re.Pattern[str]
    message: str
    hint: str
    opening: bool = False


def _case(complaint: str, message: str, hint: str, *, opening: bool = False) -> _Case:
    return _Case(re.compile(complaint), message, hint, opening)


# The first that fits counts. Both parsers' wordings are covered, so that the same mistake reads the
# same with and without libyaml.
_CASES = (
    _case(r"tab character", "a tab stands where only spaces may indent", _INDENT),
    _case(r"character '\\t'", "a tab stands where only spaces may indent", _INDENT),
    _case(
        r"quoted scalar: found unexpected (?:end|document)",
        "the quoted text that begins here never ends",
        "close it with the quote it began with",
        opening=True,
    ),
    _case(
        r"unknown escape character",
        "`\\{found}` is no escape inside double quotes",
        "use single quotes, or double the backslash",
    ),
    _case(
        r"hexa?decimal number",
        "an escape inside double quotes lacks hexadecimal digits here",
        "use single quotes, or double the backslash",
    ),
    _case(
        r"invalid Unicode character",
        "an escape inside this text names no character",
        "write the character itself; beyond U+FFFF the escape is \\U with eight digits",
        opening=True,
    ),
    _case(r"cannot start any token", "text can't begin with {found} without quotes", _QUOTE),
    _case(
        r"expected ',' or '\]'",
        "the list that begins with [ here is not closed, or lacks a comma, by line {line}",
        "put a comma between the items and ] at the end; a # after a space or [ begins a comment",
        opening=True,
    ),
    _case(
        r"expected ',' or '\}'",
        "the mapping that begins with {{ here is not closed, or lacks a comma, by line {line}",
        "put a comma between the entries and } at the end; text that begins with { needs quotes",
        opening=True,
    ),
    _case(
        r"could not find expected ':'",
        "this line has no key with a colon, and is no item of a list",
        "write `key: value`, or indent the line if it goes on with the text above",
        opening=True,
    ),
    _case(
        r"sequence entries are not allowed",
        "a list can't begin on the line of its key",
        "begin the list on the next line, or quote text that begins with a dash",
    ),
    _case(
        r"alphabetic or numeric character",
        "text can't begin with * or & without quotes",
        _QUOTE,
        opening=True,
    ),
    _case(
        r"undefined tag handle|while (?:scanning|parsing) a (?:tag|%TAG)",
        "text can't begin with ! without quotes",
        _QUOTE,
        opening=True,
    ),
    _case(
        r"scanning a block scalar",
        "the line must end after | or >, but for a digit from 1 to 9, + or -",
        "begin the text on the next line, or put it in quotes",
    ),
    _case(
        r"node content",
        "`{found}` stands where a value is expected",
        _QUOTE,
    ),
    _case(
        r"document start>",
        "something stands after the end of the document",
        "take it away: a file holds one document",
    ),
)
_UNFINISHED = _case(
    "",
    "a value is expected here, and nothing follows",
    "write it, and close every bracket",
)
_STRAY = re.compile(r"expected key|'-' indicator|expected <block end>")


def explain(error: MarkedYAMLError, text: str) -> Explained:
    """Say what a parser could not read in ``text``.

    Args:
        error: what PyYAML raised, from either of its parsers.
        text: the whole source.
    """
    conflict = _CONFLICT.search(text)
    if conflict:
        return Explained(
            "a version control conflict is not resolved here",
            "choose one of the two versions, and take the marked lines away",
            text.count("\n", 0, conflict.start()) + 1,
            1,
        )
    complaint = f"{error.context or ''}: {error.problem}"
    if "mapping values are not allowed" in complaint:
        return _colon(error, text)
    if _STRAY.search(complaint):
        return _stray(error, text)
    for case in _CASES:
        if case.complaint.search(complaint):
            return _worded(case, error, text)
    line, column = _position(error, text)
    return Explained(
        f"this is not YAML: {shortened(str(error.problem))}",
        "check the quotes, brackets and indentation here",
        line,
        column,
    )


def _position(error: MarkedYAMLError, text: str, *, opening: bool = False) -> tuple[int, int]:
    mark = error.context_mark if opening and error.context_mark else error.problem_mark
    last = text.count("\n") + 1
    if mark is None or mark.line >= last:
        # libyaml sees one more line behind a last line without its break.
        return last, len(text) - text.rfind("\n")
    return mark.line + 1, mark.column + 1


def _worded(case: _Case, error: MarkedYAMLError, text: str) -> Explained:
    line, column = _position(error, text, opening=case.opening)
    found = _at(text, line, column)
    if found == "\t":
        case = _CASES[0]
    elif not found and "node content" in case.complaint.pattern:
        case = _UNFINISHED
    elif found == "\\":
        # libyaml points at the backslash, the other parser behind it.
        column += 1
        found = _at(text, line, column)
    last = _position(error, text)[0]
    return Explained(
        case.message.format(found=shortened(found), line=last), case.hint, line, column
    )


def _colon(error: MarkedYAMLError, text: str) -> Explained:
    """A colon where no key can stand."""
    line, column = _position(error, text)
    before = _before(text, line, column)
    if ": " in before or before.lstrip().startswith("- "):
        message = "text with a colon and a space in it needs quotes"
        hint = "put the whole value in quotes"
    else:
        message = "this key does not go with the line above it"
        hint = "put a colon and a space behind the key above, and indent neighbours alike"
    return Explained(message, hint, line, column)


def _stray(error: MarkedYAMLError, text: str) -> Explained:
    """Something that fits neither the block above nor a new one."""
    line, column = _position(error, text)
    if _before(text, line, column).strip():
        return Explained(
            "something stands behind a value that is complete",
            "put the whole value in quotes; a ' inside single quotes is written ''",
            line,
            column,
        )
    if _at(text, line, column) == "-":
        message = "an item of a list stands where a key is expected"
    else:
        message = "this line belongs to no list or mapping above it"
    return Explained(message, _INDENT, line, column)


def _before(text: str, line: int, column: int) -> str:
    return text.split("\n", line)[line - 1][: column - 1]


def _at(text: str, line: int, column: int) -> str:
    """The character at a position; empty at the end of a line."""
    return text.split("\n", line)[line - 1][column - 1 : column]
