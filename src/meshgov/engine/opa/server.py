"""OPA over HTTP: every way in which a server can fail to answer becomes one sentence.

Built on opa-python-client, whose session is used directly where its methods would go wrong:

- ``query_rule`` hides OPA's own words in a bare HTTPError, follows redirects with the token, and
  can't be given input that is JSON already;
- ``update_policy_from_string`` rewrites policies by default (``rego_compat``), and all methods read
  an error's body as JSON, which a proxy's 502 isn't;
- ``ad_hoc_query`` drops an input that is empty, ``update_policy_from_url`` sends the token away;
- its timeout is 1.5 s, and it repeats GET and PUT but not POST: here nothing is repeated but a
  query on a connection that the server had closed;
- its timeout begins anew with every byte, so a server that drips would be waited for without end.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from meshgov.engine.answer import decode
from meshgov.engine.opa.address import address, authorities
from meshgov.engine.opa.address import token as checked_token
from meshgov.engine.opa.threads import within
from meshgov.engine.opa.words import Failure, Reply, reason, was_dropped
from meshgov.model.document import Json

if TYPE_CHECKING:
    import requests
    from opa_client.opa import OpaClient

_STRICT: Final = {"strict-builtin-errors": "true"}
_LET_IN: Final = "set MESHGOV_OPA_TOKEN; what the token opens is up to the server's authorization"


class Unanswered(Exception):  # noqa: N818  # no error yet: its catcher knows what was asked
    """A server that didn't answer, or not as OPA does.

    Attributes:
        why: a sentence without its end.
        hint: what to do about it.
    """

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a query: a value, nothing at all, or failures."""

    defined: bool
    value: Json
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Message:
    """One request."""

    method: str
    path: str
    body: bytes | None = None
    query: dict[str, str] | None = None
    kind: str = "application/json"
    timeout: float | None = None
    watched: bool = True


class Server:
    """One OPA. Each thread gets a client of its own."""

    def __init__(self, url: str, *, token: str | None, ca: str | None, timeout: float) -> None:
        """Connect to nothing yet.

        Args:
            url: scheme, host and port.
            token: bearer token.
            ca: file with the certificates of the authorities to trust, instead of the system's.
            timeout: seconds for one answer, from the request to its last byte.

        Raises:
            ConfigurationError: the URL, the token or the CA file can't be used.
        """
        self.url = url.strip().rstrip("/")
        self._address = address(url.strip())
        self._token = checked_token(token)
        self._verify: bool | str = authorities(ca) or True
        self._timeout = timeout
        self._own = threading.local()
        self._clients: list[OpaClient] = []

    def ask(
        self,
        path: str,
        text: str,
        *,
        strict: bool = True,
        timeout: float | None = None,
        watched: bool = True,
    ) -> Decision:
        """Evaluate a document.

        Args:
            path: of the document, with slashes.
            text: JSON of the input.
            strict: errors of built-ins are failures; otherwise they are undefined.
            timeout: seconds; None: those of the server.
            watched: give up after them. Otherwise they begin anew with every byte, and the caller
                watches, which spares a thread.

        Raises:
            Unanswered: there is no answer, or it is not one of OPA's.
        """
        body = b'{"input":%b}' % text.encode()
        query = _STRICT if strict else {}
        message = _Message("POST", f"data/{path}", body, query, timeout=timeout, watched=watched)
        try:
            reply = self._send(message)
        except _Dropped:
            reply = self._send_for_good(message)
        if reply.failures:
            return Decision(defined=False, value=None, failures=reply.failures)
        found = self._json(reply)
        if not isinstance(found, dict):
            raise Unanswered(f"{self._named} answered something that is no decision")
        # OPA leaves `result` out when nothing is defined; null is a value.
        return Decision("result" in found, found.get("result"))

    def put_policy(self, name: str, text: str) -> tuple[Failure, ...]:
        """Create or replace a policy; what OPA says against it.

        Raises:
            Unanswered: it was neither accepted nor refused with reasons.
        """
        path = f"policies/{_quoted(name.split('/'))}"
        reply = self._send_for_good(_Message("PUT", path, text.encode(), kind="text/plain"))
        if not reply.fine and not reply.failures:
            raise self._unusable(reply)
        return reply.failures

    def put_data(self, path: tuple[str, ...], value: Json) -> None:
        """Create or replace a base document.

        Raises:
            Unanswered: it wasn't accepted.
        """
        body = json.dumps(value).encode()
        reply = self._send_for_good(_Message("PUT", f"data/{_quoted(path)}", body))
        if not reply.fine:
            raise self._unusable(reply)

    def get(self, path: str) -> Json:
        """What stands at ``path`` below ``v1``.

        Raises:
            Unanswered: there is no such thing, or no answer.
        """
        return self._json(self._send_for_good(_Message("GET", path)))

    def close(self) -> None:
        """Close all connections. Safe to call again."""
        while self._clients:
            self._clients.pop().close_connection()

    @property
    def _named(self) -> str:
        return f"OPA at {self.url}"

    def _send_for_good(self, message: _Message) -> Reply:
        try:
            return self._send(message)
        except _Dropped as error:
            raise Unanswered(
                f"{self._named} closed the connection instead of answering",
                "look into its log; it may have crashed, or be no OPA",
            ) from error

    def _send(self, message: _Message) -> Reply:
        from requests import RequestException, Timeout  # noqa: PLC0415  # start-up budget

        client = self._client()
        timeout = message.timeout or self._timeout
        exchange = partial(self._exchange, client, message, timeout)
        try:
            return within(timeout, exchange) if message.watched else exchange()
        except (Timeout, TimeoutError) as error:
            self._own.client = None  # the thread that was left behind may still use it
            raise Unanswered(
                f"{self._named} didn't answer within {timeout:g} s",
                "see whether the server is overloaded, or a rule too slow",
            ) from error
        except RequestException as error:
            if was_dropped(error):
                raise _Dropped from error
            raise self._unreachable(error) from error

    def _exchange(self, client: OpaClient, message: _Message, timeout: float) -> Reply:
        answer = client._session.request(  # noqa: SLF001  # the reasons stand above
            message.method,
            f"{client.root_url}/{message.path}",
            params=message.query,
            data=message.body,
            headers={"Content-Type": message.kind},
            timeout=timeout,
            allow_redirects=False,  # a token goes nowhere else
            verify=self._verify,  # here, or REQUESTS_CA_BUNDLE would win over the session's
        )
        return Reply(answer.status_code, answer.content)

    def _client(self) -> OpaClient:
        found: OpaClient | None = getattr(self._own, "client", None)
        if found is None:
            found = self._own.client = self._new_client()
            self._clients.append(found)
        return found

    def _new_client(self) -> OpaClient:
        from opa_client.opa import OpaClient  # noqa: PLC0415  # start-up budget

        client = OpaClient(
            host=self._address.host,
            port=self._address.port,
            ssl=self._address.scheme == "https",
            token=self._token,
            timeout=self._timeout,
            retries=0,
        )
        session: requests.Session = client._session  # noqa: SLF001  # it has no other door
        # OPA would compress what mostly travels no further than this machine.
        session.headers["Accept-Encoding"] = "identity"
        # Without an authentication of its own, requests lets ~/.netrc replace the token.
        session.auth = _as_it_is
        if self._address.is_near:
            session.trust_env = False  # no proxy between two programs on one machine
        return client

    def _json(self, reply: Reply) -> Json:
        if not reply.fine:
            raise self._unusable(reply)
        try:
            return decode(reply.body)
        except ValueError as error:
            raise Unanswered(
                f"{self._named} answered something that isn't JSON: {reply.first_line!r}",
                "see whether the URL is that of OPA itself",
            ) from error

    def _unusable(self, reply: Reply) -> Unanswered:
        status = f"{self._named} answered {reply.status}"
        if reply.refused:
            return Unanswered(f"{status}: it doesn't let this run in", _LET_IN)
        if reply.elsewhere:
            return Unanswered(f"{status}, a redirect", "give the URL that it leads to")
        return Unanswered(
            f"{status}: {reply.words}" if reply.words else status,
            "look into its log, and see whether the URL is that of OPA itself",
        )

    def _unreachable(self, error: Exception) -> Unanswered:
        why = reason(error)
        if "certificate" in why.lower():
            return Unanswered(
                f"{self._named} shows a certificate that isn't trusted: {why}",
                "name the file of its authority with MESHGOV_OPA_CA",
            )
        return Unanswered(
            f"{self._named} can't be reached: {why}",
            "start it, or mend the URL; without a URL, --engine opa starts one of its own",
        )


class _Dropped(Exception):  # noqa: N818  # never leaves this module
    """The server closed the connection; perhaps only one kept open for too long."""


def segments(reference: str) -> str:
    """A Rego reference (``a.b["c-d"]``) as a path of the REST interface."""
    return _quoted(reference.replace('["', ".").replace('"]', "").split("."))


def _quoted(parts: list[str] | tuple[str, ...]) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _as_it_is(request: Any) -> Any:
    return request
