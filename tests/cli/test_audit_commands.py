"""``meshgov audit`` from the outside: files, arguments, what is printed, the exit code."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.app.check import check
from meshgov.app.governed import govern
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.cli.main import run
from meshgov.evidence import envelope
from meshgov.evidence.keys import signer
from meshgov.evidence.statement import statements
from meshgov.model.evidence import RunFacts

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = "name: {name}\nversion: '1.0.0'\nschema: {{fields: [{{name: id, type: string}}]}}\n"
Call = Callable[..., tuple[int, str, str]]


def schema(name: str) -> Any:
    return json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two contracts, the records of a gate about them, and keys."""
    monkeypatch.chdir(tmp_path)
    for name in ("MESHGOV_AUDIT_LOG", "MESHGOV_AUDIT_KEYS", "MESHGOV_AUDIT_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("orders", "customers"):
        (tmp_path / "mesh").mkdir(exist_ok=True)
        (tmp_path / "mesh" / f"{name}.yaml").write_text(CONTRACT.format(name=name))
    (tmp_path / "mesh" / "notes.yaml").write_text("nothing: here\n")
    for number, name in enumerate(("gate", "log")):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number] * 32))
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (tmp_path / f"{name}.pem").write_bytes(private)
        (tmp_path / f"{name}.pub").write_bytes(public)
    settings = RunSettings(now="2026-11-23T10:00:00Z", engine=EngineSettings(name="embedded"))
    verdict = check(["mesh"], govern(settings)).verdict
    gate = signer((tmp_path / "gate.pem").read_text(), "gate", "gate.pem")
    lines = [
        envelope.seal(one, [gate]) for one in statements(verdict, RunFacts("r-1", "jane", "1.0.0"))
    ]
    (tmp_path / "records.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (tmp_path / "first.jsonl").write_bytes(lines[0] + b"\n")
    return tmp_path


@pytest.fixture
def call(mesh: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    del mesh

    def called(*words: str) -> tuple[int, str, str]:
        code = run(["audit", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return called


@pytest.fixture
def full(call: Call) -> Call:
    """The log has both records."""
    assert call("ingest", "records.jsonl", "--key", "gate.pub", "--origin", "a.example/m")[0] == 0
    return call


def test_records_come_in_once_and_gaps_are_named(call: Call) -> None:
    words = ("--key", "gate.pub", "--expected", "mesh")
    code, out, err = call("ingest", "first.jsonl", *words)
    assert (code, err) == (1, "")
    assert out == (
        "INCOMPLETE  1 record added\n"
        "\n"
        "missing\n"
        "  - orders (mesh/orders.yaml) was never judged\n"
        "  - run r-1 judged 2 contracts, and the log has 1\n"
        "\n"
        "expected 2 contracts, judged 1\n"
        "the oldest of these verdicts is of 2026-11-23T10:00:00Z\n"
    )
    code, out, _ = call("ingest", "records.jsonl", "first.jsonl", *words)
    assert code == 0
    assert out == (
        "OK  1 record added, 2 there already\n"
        "\n"
        "there already\n"
        "  - records.jsonl:1\n"
        "  - first.jsonl\n"
        "\n"
        "expected 2 contracts, judged 2\n"
        "the oldest of these verdicts is of 2026-11-23T10:00:00Z\n"
    )
    code, out, _ = call("ingest", "records.jsonl", *words, "--format", "json")
    document = json.loads(out)
    jsonschema.validate(document, schema("audit-ingest"))
    assert (code, document["recorded"], document["missing"]) == (0, 0, [])


def test_which_verdicts_count_for_what_is_expected(full: Call) -> None:
    words = ("ingest", "records.jsonl", "--key", "gate.pub", "--expected", "mesh")
    assert full(*words, "--period", "2026-11-01..2026-11-30")[0] == 0
    code, out, _ = full(*words, "--period", "2026-10-01..2026-10-31")
    assert code == 1
    assert "orders (mesh/orders.yaml) was never judged in 2026-10-01..2026-10-31" in out
    code, out, _ = full(*words, "--commit", "0123abc")
    assert (code, "orders (mesh/orders.yaml) was never judged at commit 0123abc" in out) == (
        1,
        True,
    )
    for more in (
        ("--period", "2026"),
        ("--commit", "main"),
        ("--period", "2026-02-01..2026-01-01"),
    ):
        code, _, err = full(*words, *more)
        assert (code, f"{more[1]!r} is no " in err) == (2, True)
    for more in (("--period", "2026-11-01..2026-11-30"), ("--commit", "0123abc")):
        code, _, err = full(*words[:4], *more)
        assert (code, "none is expected" in err) == (2, True)


def test_lists_of_expected_contracts(full: Call, mesh: Path) -> None:
    (mesh / "list.txt").write_text(
        "# all\norders\ncustomers sha256:" + "0" * 64 + "\n\ntwo words\n", encoding="utf-8"
    )
    code, out, _ = full("ingest", "first.jsonl", "--key", "gate.pub", "--expected", "list.txt")
    assert code == 1
    assert "customers (list.txt:3) was judged, but never as it is now" in out
    assert "two words (list.txt:5) was never judged" in out
    (mesh / "empty.txt").write_text("# none\n")
    (mesh / "bytes.txt").write_bytes(b"\xff")
    for name in ("empty.txt", "bytes.txt", "none.txt"):
        assert full("ingest", "first.jsonl", "--key", "gate.pub", "--expected", name)[0] == 2


def test_records_that_do_not_verify_are_refused(call: Call, mesh: Path) -> None:
    code, out, _ = call("ingest", "records.jsonl", "--key", "log.pub")
    assert (code, out.splitlines()[0]) == (1, "INCOMPLETE  0 records added, 2 refused")
    code, _, err = call("ingest", "records.jsonl")
    assert (code, err.splitlines()[0]) == (
        2,
        "error: records can't be verified without a public key",
    )
    (mesh / "text.jsonl").write_text("hello\n")
    code, _, err = call("ingest", "text.jsonl", "--key", "gate.pub")
    assert (code, err.splitlines()[0]) == (
        2,
        "error: text.jsonl:1 is no verdict record: it is no JSON",
    )
    code, _, err = call("ingest", "records.jsonl", "--allow-unsigned", "--log", "log.yaml")
    assert (code, "log.yaml would be taken for a contract" in err) == (2, True)
    assert not (mesh / "log.yaml").exists()
    code, out, _ = call("ingest", "records.jsonl", "--allow-unsigned")
    assert code == 0
    assert "2 records without a signature of a trusted key: integrity only" in out
    code, _, err = call("ingest", "records.jsonl", "--allow-unsigned", "--origin", "two words")
    assert (code, "can't be the name of a log" in err) == (2, True)


def test_verify_record(call: Call) -> None:
    code, out, _ = call("verify-record", "records.jsonl", "--key", "gate.pub")
    assert code == 0
    assert [line.split(" - ")[0] for line in out.splitlines() if line.startswith("OK")] == [
        "OK  customers 1.0.0: fail at 2026-11-23T10:00:00Z",
        "OK  orders 1.0.0: fail at 2026-11-23T10:00:00Z",
    ]
    assert "signed by " in out
    code, out, _ = call("verify-record", "records.jsonl")
    assert (code, "integrity only, not authenticated" in out) == (0, True)
    code, out, _ = call("verify-record", "records.jsonl", "--key", "log.pub")
    assert (code, out.count("REFUSED")) == (1, 2)
    assert call("verify-record", "none.jsonl")[0] == 2
    assert call("verify-record", "gate.pub")[0] == 2


def test_log(full: Call) -> None:
    code, out, _ = full("log")
    lines = out.splitlines()
    assert (code, lines[-1]) == (0, "4 entries of a.example/m")
    assert [line.split()[2:4] for line in lines[:-1:2]] == [
        ["policy-release", "jane"], ["run", "jane"], ["verdict", "jane"], ["verdict", "jane"],
    ]  # fmt: skip
    assert full("log", "--from", "-1")[1].splitlines()[-1] == "1 entry of a.example/m"
    assert full("log", "--from", "-99", "--to", "2")[1].splitlines()[-1].startswith("2 entries")
    assert full("log", "--kind", "run")[1].splitlines()[-1].startswith("1 entry")
    document = json.loads(full("log", "--format", "json")[1])
    jsonschema.validate(document, schema("audit-log"))
    assert [one["kind"] for one in document["entries"]] == [
        "policy-release", "run", "verdict", "verdict",
    ]  # fmt: skip
    for words, number in (
        (("--from", "9" * 20), 0),
        (("--from", "-" + "9" * 20), 4),
        (("--to", "9" * 20), 4),
    ):
        assert full("log", *words)[1].splitlines()[-1].startswith(f"{number} entries")
    nothing = json.loads(full("log", "--format", "json", "--kind", "export")[1])
    assert nothing["entries"] == []


def test_log_of_an_altered_entry(full: Call, mesh: Path) -> None:
    base = sqlite3.connect(mesh / "evidence.db")
    base.execute("DROP TRIGGER entries_are_never_changed")
    base.execute("UPDATE entries SET entry = '{}' WHERE seq = 2")
    base.commit()
    base.close()
    code, _, err = full("log")
    assert (code, err.splitlines()[0]) == (
        2,
        "error: entry 2 was altered: it is no meshgov/entry/v1",
    )
    code, out, _ = full("checkpoint", "--signing-key", "log.pem")
    assert (code, out.splitlines()[0].startswith("TAMPERED")) == (1, True)
    code, _, err = full("prove", "1", "--signing-key", "log.pem")
    assert (code, "nothing is signed about a log that was altered" in err) == (2, True)
    code, _, err = full("ingest", "first.jsonl", "--key", "gate.pub")
    assert (code, "nothing is added to it" in err) == (2, True)
    code, out, _ = full("verify", "--format", "json")
    document = json.loads(out)
    jsonschema.validate(document, schema("audit-verification"))
    assert (code, document["verdict"], [one["seq"] for one in document["tampering"]]) == (
        1,
        "tampered",
        [None, 2],
    )


def test_a_checkpoint_pins_the_log(full: Call, mesh: Path) -> None:
    code, note, err = full("checkpoint", "--signing-key", "log.pem")
    assert (code, err, note.splitlines()[:2]) == (0, "", ["a.example/m", "4"])
    (mesh / "cp.txt").write_text(note, encoding="utf-8")
    code, line, _ = full("checkpoint", "--signing-key", "log.pem", "--public-key")
    assert (code, line.startswith("a.example/m+")) == (0, True)
    (mesh / "keys.txt").write_text(line)
    code, out, _ = full("verify", "--pin", "cp.txt", "--key", "keys.txt")
    assert (code, "signed by a.example/m+" in out, "Who made it" in out) == (0, True, False)
    document = json.loads(
        full("verify", "--pin", "cp.txt", "--key", "log.pub", "--format", "json", "--no-contents")[
            1
        ]
    )
    jsonschema.validate(document, schema("audit-verification"))
    assert (document["proved_entries"], document["authenticated_entries"]) == (4, 4)
    assert (document["label"], document["contents"]["unchecked"]) == (None, 2)
    code, out, _ = full("verify", "--pin", "cp.txt", "--key", "gate.pub")
    assert (code, "which is no trusted key" in out) == (1, True)
    base = sqlite3.connect(mesh / "evidence.db")
    base.execute("DROP TRIGGER entries_are_never_removed")
    base.execute("DELETE FROM entries WHERE seq = 4")
    base.commit()
    base.close()
    code, out, _ = full("verify", "--pin", "cp.txt")
    assert code == 1
    assert "entry 4 is gone: cp.txt was made when the log had 4 (truncated)" in out


def test_without_a_key_a_checkpoint_says_what_it_is_worth(full: Call) -> None:
    code, note, err = full("checkpoint")
    assert (code, len(note.splitlines())) == (0, 4)
    assert "integrity only, not authenticated" in err
    code, _, err = full("checkpoint", "--public-key")
    assert (code, "there is no signing key" in err) == (2, True)


def test_keys_of_the_environment(full: Call, mesh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESHGOV_AUDIT_SIGNING_KEY", (mesh / "log.pem").read_text())
    monkeypatch.setenv("MESHGOV_AUDIT_KEYS", (mesh / "log.pub").read_text())
    (mesh / "cp.txt").write_text(full("checkpoint")[1], encoding="utf-8")
    assert json.loads(full("verify", "--pin", "cp.txt", "--format", "json")[1])["label"] is None
    monkeypatch.setenv("MESHGOV_AUDIT_KEYS", full("checkpoint", "--public-key")[1])
    assert json.loads(full("verify", "--pin", "cp.txt", "--format", "json")[1])["label"] is None
    monkeypatch.setenv("MESHGOV_AUDIT_LOG", "other.db")
    code, _, err = full("verify")
    assert (code, "there is no evidence log other.db" in err) == (2, True)
    monkeypatch.setenv("MESHGOV_AUDIT_SIGNING_KEY", "secret\nsecret")
    code, out, err = full("checkpoint", "--log", "evidence.db")
    assert (code, "secret" in out + err) == (2, False)
    (mesh / "bytes").write_bytes(b"\xff")
    for words in (("--key", "bytes"), ("--key", "none"), ("--pin", "bytes"), ("--pin", "gate.pub")):
        assert full("verify", "--log", "evidence.db", *words)[0] == 2


def test_a_proof_travels_alone(full: Call, mesh: Path) -> None:
    (mesh / "cp.txt").write_text(full("checkpoint", "--signing-key", "log.pem")[1])
    code, proof, _ = full("prove", "3", "--signing-key", "log.pem", "--since", "cp.txt")
    jsonschema.validate(json.loads(proof), schema("audit-proof"))
    (mesh / "proof.json").write_text(proof, encoding="utf-8")
    os.remove(mesh / "evidence.db")
    words = ("verify", "--proof", "proof.json")
    code, out, _ = full(*words, "--pin", "cp.txt", "--key", "log.pub")
    assert (code, out.splitlines()[0]) == (0, "OK  entry 3 of 4 in a.example/m")
    assert "not proved" not in out
    code, out, _ = full(*words)
    assert (code, "not proved" in out) == (0, True)
    (mesh / "proof.json").write_text(proof.replace("customers", "clients"), encoding="utf-8")
    code, out, _ = full(*words)
    assert (code, out.splitlines()[0]) == (1, "FAIL  entry 3 of 4 in a.example/m")
    assert full("verify", "--proof", "cp.txt")[0] == 2


def test_a_proof_that_leads_to_no_checkpoint_says_so(call: Call, mesh: Path) -> None:
    assert call("ingest", "first.jsonl", "--key", "gate.pub", "--origin", "a.example/m")[0] == 1
    (mesh / "cp.txt").write_text(call("checkpoint", "--signing-key", "log.pem")[1])
    assert (
        "1 record added" in call("ingest", "records.jsonl", "first.jsonl", "--key", "gate.pub")[1]
    )
    words = ("verify", "--proof", "proof.json", "--pin", "cp.txt", "--key", "log.pub")
    (mesh / "proof.json").write_text(call("prove", "1")[1], encoding="utf-8")
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert err.startswith("error: nothing connects the proof to cp.txt\n")
    assert "rewritten" not in err
    (mesh / "proof.json").write_text(call("prove", "1", "--since", "cp.txt")[1], encoding="utf-8")
    assert call(*words)[0] == 0


def test_proofs_that_cannot_be(full: Call) -> None:
    code, out, _ = full("verify", "--proof", "none.json", "--format", "json")
    assert (code, "has no JSON" in out) == (2, True)
    code, _, err = full("prove", "5")
    assert (code, err.splitlines()[0]) == (2, "error: there is no entry 5")


def test_erasing_keeps_every_proof(full: Call, mesh: Path) -> None:
    (mesh / "cp.txt").write_text(full("checkpoint")[1])
    entries = json.loads(full("log", "--format", "json")[1])["entries"]
    digest = entries[2]["contents"][0]["digest"]
    words = ("erase", digest, "--reason", "asked to, DSR-7", "--actor")
    assert full(*words, "Jane Doe")[0] == 2
    assert full(*words, "jane") == (0, f"erased: {digest}\n", "")
    assert full(*words, "jane") == (0, f"was erased already: {digest}\n", "")
    code, out, _ = full("verify", "--pin", "cp.txt")
    assert (code, "which entries tell of: 1." in out) == (0, True)
    words = ("erase", digest, "--reason", "asked by jane@example.com", "--actor", "jane")
    code, _, err = full(*words)
    assert (code, "the reason names an address" in err) == (2, True)
    code, _, err = full("erase", "sha256:" + "0" * 64, "--reason", "x", "--actor", "jane")
    assert (code, "no entry names the content" in err) == (2, True)


def test_a_locked_log_is_exit_3(full: Call, mesh: Path) -> None:
    other = sqlite3.connect(mesh / "evidence.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    words = ("ingest", "records.jsonl", "--key", "gate.pub", "--lock-timeout", "0.05")
    code, _, err = full(*words)
    other.close()
    assert (code, "was locked by another program" in err) == (3, True)


def test_records_fit_their_schema(mesh: Path) -> None:
    for line in (mesh / "records.jsonl").read_bytes().splitlines():
        payload, _ = envelope.unseal(line, "r")
        jsonschema.validate(json.loads(payload), schema("verdict-record"))


def test_entries_fit_their_schema(full: Call, mesh: Path) -> None:
    del full
    base = sqlite3.connect(mesh / "evidence.db")
    for (text,) in base.execute("SELECT entry FROM entries").fetchall():
        jsonschema.validate(json.loads(text), schema("evidence-entry"))
    base.close()
