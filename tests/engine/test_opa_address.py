"""What a person gives to reach a server is checked before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from meshgov.engine.opa import OpaEngine
from meshgov.engine.opa.address import Address, address, authorities, token
from meshgov.errors import ConfigurationError


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://localhost:8181", Address("http", "localhost", 8181)),
        ("http://opa/", Address("http", "opa", 80)),
        ("https://opa.example.org", Address("https", "opa.example.org", 443)),
        ("HTTPS://OPA:1", Address("https", "opa", 1)),
        ("http://[::1]:8181", Address("http", "[::1]", 8181)),
    ],
)
def test_urls_that_opa_can_have(url: str, found: Address) -> None:
    assert address(url) == found
    assert found.is_near == (found.host in ("localhost", "[::1]"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "'' is no URL of an OPA server"),
        ("localhost:8181", "'localhost:8181' is no URL of an OPA server"),
        ("ftp://opa", "'ftp://opa' is no URL of an OPA server"),
        ("http://", "'http://' is no URL of an OPA server"),
        ("http://opa:99999", "'http://opa:99999' is no URL of an OPA server: Port out of range 0-"),
        ("http://opa:x", "'http://opa:x' is no URL of an OPA server: Port could not be cast"),
        ("http://[::1", "'http://[::1' is no URL of an OPA server: Invalid IPv6 URL"),
        ("http://me:secret@opa", "the URL of the OPA server holds a password, which would end up"),
        ("http://opa/policies", "'http://opa/policies' has more than scheme, host and port"),
        ("http://opa?x=1", "'http://opa?x=1' has more than scheme, host and port"),
        ("http://opa#x", "'http://opa#x' has more than scheme, host and port"),
    ],
)
def test_urls_that_it_can_not_have(make: Any, url: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        address(url)
    assert raised.value.message[: len(said)] == said
    assert "secret" not in raised.value.message
    with pytest.raises(ConfigurationError):
        OpaEngine(make.pack({}), url=url)


def test_tokens() -> None:
    assert [token(text) for text in (None, "", "abc.d-e_f~+/=")] == [None, None, "abc.d-e_f~+/="]
    for text in ("a b", "a\n", "ä", "a\r\nX-Evil: 1"):
        with pytest.raises(ConfigurationError) as raised:
            token(text)
        assert text not in raised.value.message


def test_certificate_files(tmp_path: Path) -> None:
    assert (authorities(None), authorities("")) == (None, None)
    with pytest.raises(
        ConfigurationError, match=r"the CA file /no/such.pem can't be used: No such"
    ):
        authorities("/no/such.pem")
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("not a certificate")
    with pytest.raises(ConfigurationError, match=r"wrong.pem can't be used"):
        authorities(str(wrong))
