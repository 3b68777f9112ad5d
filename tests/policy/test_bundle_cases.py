"""Bundles and folders with manifests and signatures: what becomes a pack, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.api_jws import PyJWS

from meshgov.errors import MeshgovError, PolicyError
from meshgov.policy import archive, pack, signature
from meshgov.policy.terms import Terms

Case = dict[str, Any]

CASES = yaml.safe_load((Path(__file__).parent / "bundle_cases.yaml").read_text("utf-8"))
TEXTS = {
    "RULE": 'package acme\n\ndeny contains "no" if input.x\n',
    "V0": 'package acme\n\ndeny["no"] { input.x }\n',
}
TYPES = {
    "directory": tarfile.DIRTYPE,
    "link": tarfile.SYMTYPE,
    "hard link": tarfile.LNKTYPE,
    "device": tarfile.CHRTYPE,
    "pipe": tarfile.FIFOTYPE,
}


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key pairs and secrets."""
    folder = tmp_path_factory.mktemp("keys")
    for name, key in {
        "rsa": rsa.generate_private_key(65537, 2048),
        "other": rsa.generate_private_key(65537, 2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate(),
    }.items():
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (folder / f"{name}.pem").write_bytes(private)
        (folder / f"{name}.pub").write_bytes(public)
    (folder / "secret").write_text("0123456789abcdef" * 2)
    (folder / "short").write_text("0123456789abcdef")
    (folder / "empty").write_text("\n")
    (folder / "damaged.pub").write_text(
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
    )
    return folder


def tar(members: list[dict[str, str]]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        for one in members:
            data = one.get("text", "").encode()
            member = tarfile.TarInfo(one["name"])
            member.type = TYPES.get(one.get("type", ""), tarfile.REGTYPE)
            member.size, member.linkname = len(data), "elsewhere"
            made.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def listed(members: Any) -> list[dict[str, str]]:
    given = (
        [{"name": name, "text": text} for name, text in members.items()]
        if isinstance(members, dict)
        else members
    )
    return [one | {"text": TEXTS.get(one.get("text", ""), one.get("text", ""))} for one in given]


def signed(case: Case, members: list[dict[str, str]], lead: str) -> list[dict[str, str]]:
    """The members with a signature over them, and what happened to them afterwards."""
    sign = case.get("sign")
    if sign is None:
        return members
    options = {"key": sign} if isinstance(sign, str) else dict(sign)
    contents = {
        one["name"].removeprefix("/"): one["text"].encode()
        for one in members
        if one["name"] not in case.get("unsigned", ())
    }
    text = signature.sign(contents, options.pop("key"), **options).decode()
    after: Mapping[str, str | None] = case.get("after", {})
    kept = [one for one in members if one["name"] not in after]
    new = [{"name": name, "text": text} for name, text in after.items() if text is not None]
    return [*kept, *new, {"name": f"{lead}.signatures.json", "text": text}]


def write(folder: Path, files: list[dict[str, str]]) -> str:
    for one in files:
        path = folder / one["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one["text"], encoding="utf-8")
    return folder.name


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_case(
    case: Case, small: str, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for key in keys.iterdir():
        (tmp_path / key.name).write_bytes(key.read_bytes())
    if "files" in case:
        named = write(tmp_path / "b", signed(case, listed(case["files"]), ""))
    else:
        named = "b.tar.gz"
        raw = case.get("raw")
        members = signed(case, listed(case.get("members", {})), "/")
        data = raw.encode() if raw else gzip.compress(tar(members))
        (tmp_path / named).write_bytes(data)
    given = [named]
    if "beside" in case:
        given.append(write(tmp_path / "beside", listed(case["beside"])))
    terms = {}
    if "terms" in case:
        terms[str(tmp_path / named)] = Terms(place="governance.yaml:3:5", **case["terms"])
    if "refused" in case:
        with pytest.raises(MeshgovError) as raised:
            pack.build(small, given, terms)
        assert raised.value.message.startswith(case["refused"])
        assert raised.value.exit_code == 2
        return
    found = pack.build(small, given, terms)
    modules = {one.file: one.rego for one in found.modules if not one.shipped}
    assert modules == case["modules"]
    assert list(found.notices) == case.get("notices", [])


def test_every_refusal_of_a_signature_has_advice(keys: Path) -> None:
    with pytest.raises(MeshgovError) as raised:
        signature.sign({}, str(keys / "rsa.pub"))
    assert raised.value.message.endswith("rsa.pub can't be used for RS256")
    assert raised.value.hint is not None


FILE = {"name": "r.rego", "hash": "00", "algorithm": "SHA-256"}
CLAIMS = {
    "[]": "its token holds no claims",
    "{": "its token holds no claims",
    "{}": "r.rego is not covered by it",
    '{"files": {}}': "r.rego is not covered by it",
    '{"files": [7]}': "its token lists a file without name, hash or algorithm",
    json.dumps({"files": [FILE | {"hash": None}]}): "its token lists a file without name",
    json.dumps({"files": [FILE]}): "r.rego is not what was signed",
    json.dumps({"files": [FILE | {"algorithm": "MD5"}]}): "the hash of r.rego is of the kind 'MD5'",
}


@pytest.mark.parametrize(("claims", "said"), CLAIMS.items())
def test_a_token_that_says_something_else_proves_nothing(
    claims: str, said: str, keys: Path
) -> None:
    secret = str(keys / "secret")
    token = PyJWS().encode(claims.encode(), (keys / "secret").read_bytes(), "HS256")
    text = json.dumps({"signatures": [token]}).encode()
    with pytest.raises(PolicyError, match=re.escape(said)):
        signature.verify({"r.rego": b"package a"}, text, Terms(key=secret), "b")


def test_a_token_without_a_signature_proves_nothing(keys: Path) -> None:
    token = PyJWS().encode(b'{"files": []}', "", "none")
    text = json.dumps({"signatures": [token]}).encode()
    for key in ("secret", "rsa.pub"):
        with pytest.raises(PolicyError, match="The specified alg value is not allowed"):
            signature.verify({}, text, Terms(key=str(keys / key)), "b")


def test_a_certificate_holds_a_key_too(keys: Path, tmp_path: Path) -> None:
    text = signature.sign({"r.rego": b"package a"}, str(keys / "ec.pem"))
    private = serialization.load_pem_private_key((keys / "ec.pem").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, private.public_key(), 1, day, day)
    certificate = made.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (tmp_path / "acme.crt").write_bytes(certificate)
    signature.verify({"r.rego": b"package a"}, text, Terms(key=str(tmp_path / "acme.crt")), "b")


def test_a_folder_may_be_signed_from_above_it(keys: Path) -> None:
    text = signature.sign({"mesh/acme/r.rego": b"package a"}, str(keys / "secret"))
    terms = Terms(key=str(keys / "secret"))
    signature.verify({"r.rego": b"package a"}, text, terms, "b", "/srv/mesh/acme")
    with pytest.raises(PolicyError, match=r"r\.rego is not covered by it"):
        signature.verify({"r.rego": b"package a"}, text, terms, "b", "/srv/other/acme")


@pytest.mark.parametrize("cut", [700, 1024, 1300])
def test_an_archive_that_was_cut_off_is_refused(cut: int, tmp_path: Path) -> None:
    rule = {"name": "r.rego", "text": TEXTS["RULE"]}
    whole = tar([rule, {"name": "s.rego", "text": TEXTS["RULE"]}])
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(whole[:cut]))
    with pytest.raises(PolicyError, match=r"b\.tar\.gz is no bundle that can be read"):
        archive.read(str(tmp_path / "b.tar.gz"), "b.tar.gz")


@pytest.mark.parametrize("place", [148, 512 + 512 + 148, -5000])
def test_a_damaged_archive_is_refused(place: int, tmp_path: Path) -> None:
    rule = {"name": "r.rego", "text": TEXTS["RULE"]}
    whole = bytearray(tar([rule, {"name": "s.rego", "text": TEXTS["RULE"]}]))
    whole[place] ^= 0x55
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(bytes(whole)))
    with pytest.raises(PolicyError, match=r"b\.tar\.gz is no bundle that can be read"):
        archive.read(str(tmp_path / "b.tar.gz"), "b.tar.gz")


def test_gzip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    data = gzip.compress(tar([{"name": "r.rego", "text": TEXTS["RULE"]}]))
    (tmp_path / "b.tar.gz").write_bytes(data[:-9])
    with pytest.raises(PolicyError, match=r"b\.tar\.gz is no bundle that can be read"):
        archive.read(str(tmp_path / "b.tar.gz"), "b.tar.gz")


def test_a_bundle_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "b.tar.gz", "wb", 1) as file:
        for _ in range(65):
            file.write(bytes(1024 * 1024))
    with pytest.raises(PolicyError, match="is larger than 67,108,864 bytes once it is unpacked"):
        archive.read(str(tmp_path / "b.tar.gz"), "b.tar.gz")


def test_a_bundle_of_very_many_members_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST", 3)
    data = tar([{"name": f"{number}.rego"} for number in range(4)])
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(data))
    with pytest.raises(PolicyError, match="has more than 3 members"):
        archive.read(str(tmp_path / "b.tar.gz"), "b.tar.gz")


def test_what_is_no_file_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="is no file"):
        archive.read("/dev/null", "/dev/null")
    with pytest.raises(PolicyError, match="can't read the bundle b: No such file"):
        archive.read(str(tmp_path / "b.tar.gz"), "b")
