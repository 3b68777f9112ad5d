"""YAML text to parser events: libyaml where PyYAML has it, its pure Python parser elsewhere."""

from __future__ import annotations

import re
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

from meshgov.load.builder import Builder
from meshgov.load.refusals import Refusals
from meshgov.load.syntax import explain

_DIRECTIVE = re.compile(r"^%[A-Z]+\b.*", re.MULTILINE)
_VERSION_1_2 = re.compile(r"%YAML[ \t]+1\.2[ \t]*(?:#.*)?")


class PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, made to refuse the escapes that libyaml refuses too."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """The next event, or None after the last.

        Raises:
            ScannerError: also for an escape that names no character.
        """
        try:
            event = super().get_event()  # type: ignore[no-untyped-call]  # the stubs leave it so
        except (ValueError, OverflowError):  # chr() of a number past the last character
            raise _bad_escape(self.get_mark()) from None
        if isinstance(event, ScalarEvent) and has_surrogate(event.value):
            raise _bad_escape(event.start_mark)
        return event


def has_surrogate(text: str) -> bool:
    """Tell whether ``text`` holds half a character, which no UTF-8 file can carry on."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _bad_escape(mark: Any) -> ScannerError:
    text = "found invalid Unicode character escape code"
    return ScannerError("while parsing a quoted scalar", mark, text, mark)


def fastest() -> Any:
    """The parser to use: libyaml's, twenty times as fast, where PyYAML was built with it."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415  # a wheel without libyaml lacks it
    except ImportError:
        return PureParser
    return CParser


PARSER = fastest()


def feed_yaml(text: str, builder: Builder, refusals: Refusals) -> None:
    """Parse ``text`` and hand its events to ``builder``, one by one.

    Raises:
        InputError: for what is not YAML, and what the builder can't read past.
        ManyErrors: when earlier refusals were kept.
    """
    _refuse_directives(text, refusals)
    try:
        builder.feed(iter(PARSER(text).get_event, None))
    except MarkedYAMLError as error:
        refusals.stop(*explain(error, text))


def _refuse_directives(text: str, refusals: Refusals) -> None:
    """Directives ask for another YAML or for tags, and libyaml compares each with all others."""
    if not text.startswith("%") and "\n%" not in text:
        return
    for number, match in enumerate(_DIRECTIVE.finditer(text)):
        if number > 0 or not _VERSION_1_2.fullmatch(match[0]):
            refusals.add(
                "a YAML directive stands here, and none but `%YAML 1.2` is read",
                "take the line away; text that begins with % needs quotes",
                text.count("\n", 0, match.start()) + 1,
                1,
            )
    refusals.raise_any()
