"""Signed notes: the bytes of the reference implementation, keys and their time."""

import base64
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence import keys as our_keys
from meshgov.evidence import notes
from meshgov.evidence.keys import PublicKey, Signer, trusted
from meshgov.model.evidence import Tampering

# Written by the reference implementation, Go's sumdb/note, with the private key 00 01 02 ... 1f.
VKEY = "example.com/mesh+6ac65441+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
NOTE = """example.com/mesh
8
XcnaeacGWamtlVy3Ad7Zoqud+COtL0lgz+Nw7/RgQyg=

— example.com/mesh asZUQa9thcCFWsZOnuGQr6uEmiluAqcMMRDc80541VEiEvMAfQsKF9G+JOK56rxNqqQY6FM7UF7s/iOMBuJSKSRpegY=
"""  # noqa: E501  # as it was written
ROOT = base64.b64decode("XcnaeacGWamtlVy3Ad7Zoqud+COtL0lgz+Nw7/RgQyg=")
# From the documentation of that package.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

GOOD = "example.com/mesh+6ac65441"


def reference() -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), "example.com/mesh")


def test_same_bytes_as_the_reference() -> None:
    made = notes.checkpoint("example.com/mesh", 8, ROOT)
    assert notes.signed(made.text, [reference()]) == NOTE
    assert reference().public.line == VKEY
    assert trusted([(NEUMANN, "keys")])[0].line == NEUMANN


def test_a_note_of_the_reference_is_read_and_holds() -> None:
    found = notes.parse(NOTE, "cp.txt")
    assert (found.origin, found.size, found.root) == ("example.com/mesh", 8, ROOT)
    assert notes.check(found, trusted([(VKEY, "keys")]), None) == ((GOOD,), ())


@pytest.mark.parametrize("how", [NOTE.strip("\n"), NOTE.replace("\n", "\r\n"), f"\ufeff{NOTE}\n\n"])
def test_a_note_survives_a_clipboard(how: str) -> None:
    assert notes.check(notes.parse(how, "-"), trusted([(VKEY, "keys")]), None) == ((GOOD,), ())


def test_a_pem_key_fits_whatever_name_signed(keys: Any) -> None:
    note = notes.signed(notes.checkpoint("a/b", 0, ROOT).text, [keys.signer(1, "some/name")])
    good, bad = notes.check(notes.parse(note, "-"), trusted([(keys.public(1), "gate.pub")]), None)
    assert (len(good), bad) == (1, ())
    assert (
        str(trusted([(keys.public(1), "")])[0]) == our_keys.keyid(keys.signer(1).public.value)[:16]
    )


def test_nothing_is_checked_without_a_key_and_an_unsigned_one_is_no_good_with_one() -> None:
    unsigned = notes.parse(notes.signed(notes.checkpoint("a", 0, ROOT).text, []), "cp")
    assert notes.check(unsigned, (), None) == ((), ())
    assert notes.check(unsigned, trusted([(VKEY, "")]), None) == (
        (),
        (Tampering("unknown-key", "cp: the checkpoint is not signed"),),
    )


def test_an_unknown_key_is_named(keys: Any) -> None:
    found = notes.parse(NOTE, "cp")
    other = keys.signer(9).public
    message = "cp: signed with example.com/mesh+6ac65441, which is no trusted key"
    assert notes.check(found, [other], None) == ((), (Tampering("unknown-key", message),))
    both, bad = notes.check(found, [other, reference().public], None)
    assert (both, bad) == ((GOOD,), ())


def test_a_changed_note_is_named() -> None:
    found = notes.parse(NOTE.replace("\n8\n", "\n9\n"), "cp")
    message = f"cp: the signature of {GOOD} doesn't fit the text"
    assert notes.check(found, [reference().public], None) == (
        (),
        (Tampering("signature", message),),
    )


def test_two_signatures_of_a_rotation(keys: Any) -> None:
    text = notes.checkpoint("a/b", 3, ROOT).text
    note = notes.signed(text, [keys.signer(1, "a/b"), keys.signer(2, "a/b")])
    for number in (1, 2):
        public = keys.signer(number, "a/b").public
        assert notes.check(notes.parse(note, "-"), [public], None)[0] == (str(public),)


def test_a_retired_key_signs_nothing_later(keys: Any) -> None:
    public = keys.signer(1, "a/b").public
    found = notes.parse(
        notes.signed(notes.checkpoint("a/b", 3, ROOT).text, [keys.signer(1, "a/b")]), "cp"
    )
    known = trusted([(f"{public.line} 2026-01-01 2026-06-30 # last year's", "keys")])
    assert notes.check(found, known, "2026-06-30T23:59:59Z") == ((str(public),), ())
    good, (bad,) = notes.check(found, known, "2026-07-01T00:00:00Z")
    assert (good, bad.kind) == ((), "signature")
    assert bad.message == (
        f"cp: the signature of {public} covers an entry of 2026-07-01T00:00:00Z, "
        "and the key ended on 2026-06-30"
    )
    assert [known[0].in_use(day) for day in ("2025-12-31", "2026-01-01", "2026-07-01")] == [
        False,
        True,
        False,
    ]


def test_every_key_in_a_file_counts(keys: Any) -> None:
    """Two keys of a rotation in one file: the second is no less trusted than the first."""
    both = f"the old one\n{keys.public(1)}\nthe new one\n{keys.public(2)}"
    assert [one.value for one in trusted([(both, "keys")])] == [
        keys.signer(number).public.value for number in (1, 2)
    ]
    for bad in (
        f"{keys.public(1)}{keys.private(2)}",
        keys.public(1) + "-----BEGIN PUBLIC KEY-----",
    ):
        with pytest.raises(ConfigurationError, match="keys holds no public Ed25519 key"):
            trusted([(bad, "keys")])
    with pytest.raises(ConfigurationError, match="beside PEM"):
        trusted([(f"{VKEY}\n{keys.public(1)}", "keys")])


def test_lines_of_keys() -> None:
    text = f"# ours\n{VKEY} - 2026-12-31\n\n{NEUMANN} 2026-01-01\n"
    assert [(one.name, one.since, one.until) for one in trusted([(text, "keys")])] == [
        ("example.com/mesh", None, "2026-12-31"),
        ("PeterNeumann", "2026-01-01", None),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "keys holds no public key"),
        ("# nothing", "keys holds no public key"),
        ("nonsense", "this line is no Ed25519 key of the form NAME+ID+BASE64"),
        ("a+00000000+AAAA", "this line is no Ed25519 key of the form NAME+ID+BASE64"),
        ("a+00000000+!", "this line is no Ed25519 key of the form NAME+ID+BASE64"),
        (VKEY.replace("6ac65441", "00000000"), "has the id '00000000', which is not that"),
        (f"{VKEY} tomorrow", "has 'tomorrow' where a day such as 2026-01-31 belongs"),
        (f"{VKEY} 2026-02-01 2026-01-01", "ends on 2026-01-01, before it begins"),
        (f"{VKEY} - - -", "has more than a key and two days"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no public Ed25519 key"),
    ],
    ids=range(10),
)
def test_what_is_no_key(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)) as caught:
        trusted([(text, "keys")])
    assert caught.value.hint


def test_other_kinds_of_keys_are_refused(keys: Any) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    private = curve.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    public = curve.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(ConfigurationError, match="holds no public Ed25519 key"):
        trusted([(public.decode(), "keys")])
    locked = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    for text in (private, keys.public(1), "nonsense", locked.decode()):
        with pytest.raises(ConfigurationError, match="holds no private Ed25519 key"):
            our_keys.signer(text, "a", "key.pem")


def test_without_cryptography_people_are_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cryptography", None)
    with pytest.raises(ConfigurationError, match="is not installed") as caught:
        PublicKey("a", bytes(32)).verifies(b"", b"")
    assert caught.value.hint == "install it with: pip install 'meshgov[audit]'"


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("", "fewer than three lines"),
        ("a\n1\n", "fewer than three lines"),
        ("a\n\n1\n", "is no signature"),
        (f"a\n01\n{NOTE.splitlines()[2]}\n", "no number of entries"),
        (f"a\n-1\n{NOTE.splitlines()[2]}\n", "no number of entries"),
        ("a\n1\nAAAA\n", "no SHA-256 hash"),
        (f"a\n1\n{NOTE.splitlines()[2]} \n", "no SHA-256 hash"),
        (f"a\n1\n{NOTE.splitlines()[2]}\n\n— a b\n", "is no signature"),
        (f"a\n1\n{NOTE.splitlines()[2]}\n\n— a+b AAAAAAAA\n", "is no signature"),
        (f"a\n1\n{NOTE.splitlines()[2]}\n\n- a AAAAAAAA\n", "is no signature"),
        (f"a\n1\n{NOTE.splitlines()[2]}\n\n— a AAAAAA==\n", "is no signature"),
        (f"a\x1b\n1\n{NOTE.splitlines()[2]}\n", "control characters"),
        (f"a\n1\n{NOTE.splitlines()[2]}\n\n" + "— a AAAAAAAA\n" * 101, "more than 100 signatures"),
    ],
    ids=range(13),
)
def test_what_is_no_checkpoint(note: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        notes.parse(note, "cp.txt")
    assert caught.value.message.startswith("cp.txt is no checkpoint: ")
    assert why in caught.value.message


def test_lines_of_other_logs_are_kept_as_they_are() -> None:
    more = NOTE.replace("\n\n", "\nanything else\n\n")
    assert notes.parse(more, "-").text.splitlines()[-1] == "anything else"


def test_names_of_logs() -> None:
    assert [notes.is_name(one) for one in ("a/b", "", "a b", "a+b", "a\x1b")] == [
        True, False, False, False, False,
    ]  # fmt: skip
