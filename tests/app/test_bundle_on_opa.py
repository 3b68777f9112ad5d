"""The pack as a bundle: the same bytes each time, and an OPA that serves it judges as we do."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from meshgov.cli.main import run

OLD = """package main

import data.lib.names

deny[msg] {
  not input.owner
  msg := sprintf("%s has no owner", [names.of(input)])
}

warn[{"msg": msg}] {
  input.description == "Orders"
  msg := "say more"
}

violation_root[msg] { input.name; msg := "excepted" }

exception[rules] { rules := ["root"] }
"""
NAMES = "package lib.names\n\nof(x) = y { y := x.name }\n"
NEW = """package acme

deny contains "too many" if count(input.schema.fields) > data.limits["most fields"]
"""
CONTRACT = """name: orders
version: 1.0.0
domain: sales
description: Orders
schema:
  fields:
    - {name: id, type: string, description: The order, is_primary_key: true}
    - {name: total, type: decimal(10,2), description: What it costs}
"""

Serve = Callable[..., str]


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A contract, a folder of Rego v0 and one of v1, and keys."""
    for name, text in {
        "old/main.rego": OLD,
        "old/lib/names.rego": NAMES,
        "old/meshgov.yaml": "rego: v0\n",
        "new/acme.rego": NEW,
        "new/limits/data.yaml": "most fields: 1\n",
        "orders.yaml": CONTRACT,
        "secret": "0123456789abcdef" * 2,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("MESHGOV_OPA_URL", "MESHGOV_OPA_TOKEN", "MESHGOV_OPA_CA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts an OPA with options, and gives its URL once it has loaded them."""
    opa = shutil.which("opa")
    assert opa, "the tests need opa"
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        with (tmp_path / "log").open("wb") as log:
            command = [opa, "run", "--server", "--addr", address, "--skip-version-check", *options]
            started.append(subprocess.Popen(command, stdout=log, stderr=log))
        while started[-1].poll() is None:
            try:
                requests.get(f"http://{address}/health", timeout=5)
            except requests.ConnectionError:
                time.sleep(0.02)
            else:
                return f"http://{address}"
        raise AssertionError((tmp_path / "log").read_text())

    yield start
    for process in started:
        process.kill()
        process.wait()


OURS = ("--policies", "old", "--policies", "new")


def judged(capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    capsys.readouterr()
    run(["check", "orders.yaml", "--format", "json", "--evaluation-time", "2026-11-23", *options])
    found = json.loads(capsys.readouterr().out)
    found.pop("engine", None)
    return found


def own(verdict: Any) -> list[tuple[str, str]]:
    return [
        (one["rule"], one["message"])
        for one in verdict["contracts"][0]["findings"]
        if one["rule"].startswith(("main/", "acme/"))
    ]


EXPECTED = [
    ("acme/deny", "too many"),
    ("main/deny", "orders has no owner"),
    ("main/warn", "say more"),
]


@pytest.mark.opa
@pytest.mark.usefixtures("mesh")
def test_v0_beside_v1_is_judged_the_same_by_both_engines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    embedded = judged(capsys, *OURS, "--engine", "embedded")
    assert own(embedded) == EXPECTED
    results = {one["id"]: one["result"] for one in embedded["contracts"][0]["rules"]}
    assert results["main/violation_root"] == "not-applicable"
    assert judged(capsys, *OURS, "--engine", "opa") == embedded


@pytest.mark.opa
@pytest.mark.usefixtures("mesh")
def test_a_server_with_the_bundle_judges_the_same(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "bundle", "-o", "pack.tar.gz", *OURS]) == 0
    url = serve("-b", "pack.tar.gz")
    served = judged(capsys, *OURS, "--opa-url", url)
    assert own(served) == EXPECTED
    assert served == judged(capsys, *OURS)
    other = judged(capsys, "--policies", "new", "--opa-url", url)
    assert other["exit_code"] == 3
    assert "serves another pack" in other["errors"][0]["message"]


@pytest.mark.opa
@pytest.mark.usefixtures("mesh")
def test_a_signed_bundle_is_served_with_its_key_alone(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    sign = ("--sign", "secret", "--scope", "mesh", "--key-id", "acme")
    assert run(["policy", "bundle", "-o", "pack.tar.gz", *OURS, *sign]) == 0
    key = ("--verification-key", "secret", "--signing-alg", "HS256", "--scope", "mesh")
    with pytest.raises(AssertionError, match="scope mismatch"):
        serve("-b", "pack.tar.gz", *key[:-2])
    url = serve("-b", "pack.tar.gz", *key)
    assert own(judged(capsys, *OURS, "--opa-url", url)) == EXPECTED


@pytest.mark.opa
@pytest.mark.parametrize("kind", ["rsa", "ec", "secret"])
def test_bundles_that_opa_signed_are_proved(
    mesh: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    private, public, algorithm = make_keys(mesh, kind)
    # Everything that makes the hash of structured files hard: spellings, escapes, order of keys.
    (mesh / "new" / "odd").mkdir()
    (mesh / "new" / "odd" / "data.json").write_text(
        '{"n": [1.50, 1e5, -0, 12345678901234567890], "é": "<&>\\u2028\\u0001\\b\\f\\/", "": null,'
        ' "b": {"z": true, "a": {}}}',
        encoding="utf-8",
    )
    opa(mesh, "sign", "--bundle", "new", "--signing-key", private, "--signing-alg", algorithm)
    shutil.move(mesh / ".signatures.json", mesh / "new" / ".signatures.json")
    signed = judged(capsys, "--policies", "new", "--policies-key", public)
    assert own(signed) == EXPECTED[:1]
    built = ("--signing-key", private, "--signing-alg", algorithm, "-o", "new.tar.gz")
    opa(mesh, "build", "--bundle", "new", "--ignore", ".signatures.json", *built)
    assert own(judged(capsys, "--policies", "new.tar.gz", "--policies-key", public)) == EXPECTED[:1]


def make_keys(folder: Path, kind: str) -> tuple[str, str, str]:
    if kind == "secret":
        return "secret", "secret", "HS256"
    from cryptography.hazmat.primitives import serialization as forms  # noqa: PLC0415  # slow
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415  # the same

    key = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    private = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    (folder / "key.pem").write_bytes(private)
    public = key.public_key().public_bytes(
        forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "key.pub").write_bytes(public)
    return "key.pem", "key.pub", "RS256" if kind == "rsa" else "ES256"


def opa(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        ["opa", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.opa
@pytest.mark.usefixtures("mesh")
def test_v0_is_not_uploaded(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    found = judged(capsys, *OURS, "--opa-url", serve(), "--opa-push")
    assert found["exit_code"] == 3
    assert found["errors"][0]["message"].startswith("this pack holds Rego v0")
    assert "meshgov policy bundle" in found["errors"][0]["hint"]


def test_the_same_pack_gives_the_same_bytes(mesh: Path) -> None:
    assert run(["policy", "bundle", "-o", "a.tar.gz", *OURS]) == 0
    for name in ("old", "new"):
        (mesh / name).rename(mesh / f"{name}er")
    others = ("--policies", "newer", "--policies", "older")
    assert run(["policy", "bundle", "-o", "b.tar.gz", *others, "--engine", "opa"]) == 0
    assert (mesh / "a.tar.gz").read_bytes() == (mesh / "b.tar.gz").read_bytes()


@pytest.mark.usefixtures("mesh")
def test_the_page_says_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "bundle", "-o", "a.tar.gz", *OURS, "--sign", "secret"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("a.tar.gz  ")
    assert lines[0].endswith(" bytes, signed")
    assert lines[3].endswith(" modules, 2 in Rego v0")
    assert lines[4] == "  roots   acme, lib, limits, main, meshgov"


REFUSED = {
    "a scope without a key": (["--scope", "x"], "--algorithm, --scope and --key-id are about"),
    "an unknown algorithm": (["--sign", "secret", "--algorithm", "none"], "OPA signs nothing with"),
    "a key of another kind": (["--sign", "secret", "--algorithm", "RS256"], "the key secret can't"),
    "a key that is not there": (["--sign", "nowhere"], "can't read the key nowhere"),
    "a pack that does not compile": (["--policies", "bad"], "bad/r.rego:3:11: the policy doesn't"),
    "a folder that is not there": (["--policies", "nowhere"], "there is no policy folder nowhere"),
    "a key for nothing": (["--policies-key", "secret"], "--policies-key is for policies that are"),
    "a key and no signature": (
        ["--policies", "new", "--policies-key", "secret"],
        "new is not sign",
    ),
}


@pytest.mark.parametrize(("options", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_leaves_no_file(
    options: list[str], said: str, mesh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mesh / "bad").mkdir()
    (mesh / "bad" / "r.rego").write_text("package bad\n\ndeny[msg] { msg := 1 }\n")
    assert run(["policy", "bundle", "-o", "a.tar.gz", *options]) == 2
    assert said in capsys.readouterr().err
    assert not (mesh / "a.tar.gz").exists()


@pytest.mark.usefixtures("mesh")
def test_without_the_extra_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jwt.api_jws", None)
    assert run(["policy", "bundle", "-o", "a.tar.gz", "--sign", "secret"]) == 2
    assert "pip install 'meshgov[signing]'" in capsys.readouterr().err
