"""What servers and HTTP libraries say when something goes wrong, brought down to one line."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from meshgov.engine import failures
from meshgov.engine.answer import decode
from meshgov.errors import MeshgovError
from meshgov.model.pack import Pack

_WIDEST: Final = 100
"""Characters of what others say: as many as help to recognise it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What OPA says about an evaluation or a policy that failed.

    Attributes:
        code: OPA's own.
        message: its first line.
        module: OPA's id of the module, empty when it names none.
    """

    code: str
    message: str
    module: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer, read to its end."""

    status: int
    body: bytes

    @property
    def fine(self) -> bool:
        """Whether the server did what it was asked."""
        return self.status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT)

    @property
    def elsewhere(self) -> bool:
        """Whether it is a redirect."""
        return HTTPStatus.MULTIPLE_CHOICES <= self.status < HTTPStatus.BAD_REQUEST

    @property
    def refused(self) -> bool:
        """Whether the server doesn't let the sender in."""
        return self.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What OPA lists as errors; none when the body isn't OPA's."""
        if self.status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR):
            return ()
        listed = self._object().get("errors")
        if not isinstance(listed, list):
            return ()
        return tuple(failure(one) for one in listed if isinstance(one, dict))

    @property
    def words(self) -> str:
        """What the server says, in a line; empty when it says nothing."""
        if self.failures:
            return self.failures[0].message
        return one_line(str(self._object().get("message", ""))) or self.first_line

    @property
    def first_line(self) -> str:
        """The beginning of the body, whatever it is."""
        return one_line(self.body[:2000].decode(errors="replace"))

    def _object(self) -> dict[str, Any]:
        try:
            body = decode(self.body)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}


def one_line(text: str) -> str:
    """The first line of ``text``, without what would confuse a terminal, and not too much of it."""
    line = text.strip().partition("\n")[0]
    shown = "".join(character for character in line if character.isprintable())
    return shown if len(shown) <= _WIDEST else f"{shown[: _WIDEST - 3]}..."


def failure(error: dict[str, Any]) -> Failure:
    """One of OPA's errors, from its server as from its command line."""
    found = error.get("location")
    location = found if isinstance(found, dict) else {}
    return Failure(
        str(error.get("code", "")),
        str(error.get("message", "")).partition("\n")[0].strip().rstrip(":"),
        str(location.get("file", "")),
        int(location.get("row", 1)),
        max(1, int(location.get("col", 1))),
    )


def uncompiled(pack: Pack, found: Failure) -> MeshgovError:
    """The error for a policy that OPA doesn't compile."""
    return failures.does_not_compile(
        found.message, failures.place_in(pack, found.module, found.line, found.column)
    )


def reason(error: BaseException) -> str:
    """The innermost reason of an error that libraries have wrapped in each other."""
    inner: Any = error
    while isinstance(deeper := _deeper(inner), BaseException):
        inner = deeper
    cause = inner.__cause__ or inner.__context__
    text = getattr(cause, "strerror", None) or getattr(inner, "strerror", None) or str(inner)
    return one_line(str(text)) or type(inner).__name__


def was_dropped(error: BaseException) -> bool:
    """Whether a connection was closed by the other side instead of answered."""
    text = repr(error)
    return "RemoteDisconnected" in text or "ConnectionResetError" in text


def _deeper(error: Any) -> Any:
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        return reason
    return next((one for one in getattr(error, "args", ()) if isinstance(one, BaseException)), None)
