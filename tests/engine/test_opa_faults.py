"""Servers that are not what they should be: one sentence each, exit code 3, the contract named."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from meshgov.engine.opa import OpaEngine
from meshgov.engine.opa.server import Server, Unanswered, segments
from meshgov.errors import EngineError

TLS = Path(__file__).parent / "tls"
"""A certificate for localhost that signs itself, good for a hundred years of tests."""

Respond = Callable[["Handler"], None]


class Fake(ThreadingHTTPServer):
    """A server that answers as it is told, and keeps what it was asked."""

    daemon_threads = True
    respond: Respond
    seen: list[tuple[str, str, dict[str, str], bytes]]

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.respond, self.seen = respond, []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that left are no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Fake
    body: bytes

    def answer(self) -> None:
        body = self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        self.server.respond(self)

    do_GET = do_POST = do_PUT = answer  # noqa: N815  # the names that http.server looks for

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""


def say(handler: Handler, status: int, body: Any, **headers: str) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(data)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


@pytest.fixture
def fake() -> Iterator[Callable[[Respond], Fake]]:
    started: list[Fake] = []

    def start(respond: Respond) -> Fake:
        started.append(Fake(respond))
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def cut_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"result": ')
    handler.close_connection = True


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")
    handler.close_connection = True


def says(status: int, body: Any, **headers: str) -> Respond:
    return lambda handler: say(handler, status, body, **headers)


OPA_ERROR = {
    "code": "internal_error",
    "message": "error(s) occurred while evaluating query",
    "errors": [
        {
            "code": "eval_builtin_error",
            "message": 'to_number: strconv.ParseFloat: parsing "x": invalid syntax\nmore',
            "location": {"file": "meshgov/0/m0.rego", "row": 3, "col": 7},
        }
    ],
}
FAULTS: dict[str, tuple[Respond, str]] = {
    "500 of OPA": (
        says(500, OPA_ERROR),
        "the rule a/one failed: to_number: strconv.ParseFloat: parsing",
    ),
    "500 without reasons": (
        says(500, {"code": "internal_error", "message": "no\nmore"}),
        "500: no",
    ),
    "500 of another program": (says(500, b"<h1>Oops</h1>\n\n"), "500: <h1>Oops</h1>"),
    "502 of a proxy": (says(502, b"Bad Gateway\x00 \xff" + b"x" * 200), "502: Bad Gateway"),
    "503 with JSON": (says(503, ["busy"]), '503: ["busy"]'),
    "404 of a proxy": (says(404, b""), "404"),
    "no JSON": (says(200, b"<html>"), "something that isn't JSON: '<html>'"),
    "no JSON that is legal": (says(200, b'{"result": NaN}'), "something that isn't JSON"),
    "half of it": (says(200, b'{"result": '), "something that isn't JSON"),
    "no decision": (says(200, ["x"]), "something that is no decision"),
    "undefined": (says(200, {}), "the rule a/one gave no answer"),
    "null": (says(200, {"result": None}), "answered null instead of an object with every rule"),
    "another pack": (says(200, {"result": {"digest": "x"}}), "judged with another pack"),
    "401": (says(401, {"code": "unauthorized"}), "401: it doesn't let this run in"),
    "403": (says(403, b""), "403: it doesn't let this run in"),
    "a redirect": (says(307, b"", Location="http://127.0.0.1:9/"), "307, a redirect"),
    "a reset": (reset, "closed the connection instead of answering"),
    "a closed connection": (hang_up, "closed the connection instead of answering"),
    "a cut answer": (cut_short, "can't be reached: "),
    "no HTTP": (no_http, "can't be reached: "),
}


@pytest.fixture
def engine_at(make: Any, opened: list[Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """An engine for a server that is taken to serve its pack."""
    monkeypatch.setattr("meshgov.engine.opa.engine.provide", lambda *_, **__: None)

    def open_at(url: str, **options: Any) -> OpaEngine:
        pack = make.pack({"a/one": make.silent})
        opened.append(OpaEngine(pack, url=url, **{"deadline": 5.0, **options}))
        return opened[-1]

    return open_at


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_a_sentence(make: Any, fake: Any, engine_at: Any, name: str) -> None:
    respond, said = FAULTS[name]
    server = fake(respond)
    with pytest.raises(EngineError) as raised:
        list(engine_at(server.url).evaluate([make.request(subject="c.yaml")]))
    assert raised.value.message.startswith("c.yaml: ")
    assert said in raised.value.message
    assert raised.value.message.isprintable()
    assert len(raised.value.message) < 250


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_before_the_first_contract(
    make: Any, fake: Any, opened: list[Any], name: str
) -> None:
    opened.append(OpaEngine(make.pack({}), url=fake(FAULTS[name][0]).url, deadline=5.0))
    with pytest.raises(Exception) as raised:  # noqa: PT011  # any of ours, and nothing else
        list(opened[-1].evaluate([make.request()]))
    assert raised.type.__module__ == "meshgov.errors"


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\n" + b" " * 200


@pytest.mark.parametrize("at_once", [0, 15, ANSWER.index(b"\r\n\r\n") + 4])
def test_a_server_that_drips_is_not_waited_for(fake: Any, at_once: int) -> None:
    over = threading.Event()

    def drip(handler: Handler) -> None:
        handler.wfile.write(ANSWER[:at_once])
        for place in range(at_once, len(ANSWER)):
            if over.wait(0.02):
                return
            handler.wfile.write(ANSWER[place : place + 1])

    server = Server(fake(drip).url, token=None, ca=None, timeout=0.2)
    with pytest.raises(Unanswered, match=r"didn't answer within 0\.2 s"):
        server.get("config")
    over.set()


def test_a_server_that_is_not_there(make: Any, engine_at: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(EngineError) as raised:
            list(engine_at(url).evaluate([make.request(subject="c.yaml")]))
    assert raised.value.message == f"c.yaml: OPA at {url} can't be reached: Connection refused"


def test_a_host_that_is_not_there(make: Any, engine_at: Any) -> None:
    with pytest.raises(EngineError, match=r"OPA at http://no.such.invalid can't be reached: "):
        list(engine_at("http://no.such.invalid").evaluate([make.request()]))


def trickle(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [trickle, lambda _: time.sleep(20)])
def test_the_deadline_holds_however_a_server_is_slow(
    make: Any, fake: Any, engine_at: Any, slow: Respond
) -> None:
    engine = engine_at(fake(slow).url, deadline=0.4)
    engine._is_ready = True  # noqa: SLF001  # its version is not asked for here
    began = time.monotonic()
    with pytest.raises(EngineError, match=r"^c.yaml: no answer within 0.4 s$"):
        list(engine.evaluate([make.request(subject="c.yaml")] * 3))
    assert time.monotonic() - began < 5


def test_a_server_that_is_silent_from_the_start(make: Any, fake: Any) -> None:
    silent = fake(lambda _: time.sleep(20))
    with (
        OpaEngine(make.pack({}), url=silent.url, deadline=0.1) as engine,
        pytest.raises(
            EngineError, match=r"^OPA at http://127.0.0.1:\d+ didn't answer within 1.1 s"
        ),
    ):
        engine.ready()


def test_a_connection_that_was_closed_while_idle_is_opened_again(fake: Any) -> None:
    def close_after(handler: Handler) -> None:
        if len(server.seen) == 2:
            hang_up(handler)
        else:
            say(handler, 200, {"result": len(server.seen)})

    server = fake(close_after)
    asked = Server(server.url, token=None, ca=None, timeout=5)
    assert [asked.ask("x", "{}").value for _ in range(3)] == [1, 3, 4]
    asked.close()


def test_what_is_sent(fake: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server = fake(says(200, {"result": 1}))
    asked = Server(server.url, token="abc", ca=None, timeout=5)  # noqa: S106  # no secret
    for text in ("{}", "null", '{"ä": "\\u0000"}'):
        asked.ask(segments('a["b-c"].d'), text)
    asked.close()
    method, path, headers, _ = server.seen[0]
    assert (method, path) == ("POST", "/v1/data/a/b-c/d?strict-builtin-errors=true")
    assert headers["Authorization"] == "Bearer abc"
    assert headers["Accept-Encoding"] == "identity"
    assert [body for *_, body in server.seen] == [
        b'{"input":{}}',
        b'{"input":null}',
        '{"input":{"ä": "\\u0000"}}'.encode(),
    ]


def test_a_token_does_not_follow_a_redirect(fake: Any) -> None:
    elsewhere = fake(says(200, {"result": 1}))
    server = fake(says(302, b"", Location=elsewhere.url))
    asked = Server(server.url, token="abc", ca=None, timeout=5)  # noqa: S106  # no secret
    with pytest.raises(Unanswered):
        asked.ask("x", "{}")
    asked.close()
    assert (len(server.seen), elsewhere.seen) == (1, [])


def test_many_threads_keep_the_order(make: Any, fake: Any, engine_at: Any) -> None:
    def echo(handler: Handler) -> None:
        time.sleep(0.01 * (len(handler.body) % 3))
        finding = {"path": ["a"], "args": json.loads(handler.body)["input"]}
        answer = {"digest": digest, "changes": None, "rules": [[True, [finding]]]}
        say(handler, 200, {"result": answer})

    digest = make.pack({}).digest
    answers = engine_at(fake(echo).url, jobs=4).evaluate(
        make.request({"n": "x" * number}) for number in range(40)
    )
    lengths = [len(str(answer.rules["a/one"].findings[0].args["n"])) for answer in answers]
    assert lengths == list(range(40))


def test_https_with_an_authority_of_ones_own(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = fake(says(200, {"result": 1}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "cert.pem", TLS / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://localhost:{server.server_port}"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/bundle.pem")
    trusting = Server(url, token=None, ca=str(TLS / "cert.pem"), timeout=5)
    assert trusting.ask("x", "{}").value == 1
    trusting.close()
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    wary = Server(url, token=None, ca=None, timeout=5)
    with pytest.raises(Unanswered, match=r"shows a certificate that isn't trusted: .*self.signed"):
        wary.ask("x", "{}")
    wary.close()
