"""``audit pack`` and ``audit reperform``: what is handed on, and what an auditor finds in it."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.app import log_evidence, reperform, report_log
from meshgov.app.replay import replayed
from meshgov.cli.main import run
from meshgov.evidence import canonical, entries, envelope, notes
from meshgov.evidence.merkle import Frontier, leaf
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import EXTENSION, LEVEL
from meshgov.model.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = "name: {name}\nversion: '1.0.0'\nschema: {{fields: [{{name: id, type: string}}]}}\n"
PERIOD = "2020-01-01..2099-12-31"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    monkeypatch.chdir(tmp_path)
    for name in (
        "MESHGOV_AUDIT_LOG", "MESHGOV_AUDIT_KEYS", "MESHGOV_AUDIT_SIGNING_KEY", "GITHUB_RUN_ID",
        "GITHUB_ACTIONS", "GITLAB_CI", "MESHGOV_OPA_URL",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MESHGOV_ACTOR", "jane")
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (tmp_path / "key.pub").write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    monkeypatch.setenv("MESHGOV_SIGNING_KEY", "key.pem")
    (tmp_path / "mesh").mkdir()
    for name in ("orders", "customers"):
        (tmp_path / "mesh" / f"{name}.yaml").write_text(CONTRACT.format(name=name))

    def called(*words: str) -> tuple[int, str, str]:
        code = run(words)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    assert called("check", "mesh", "--record", "--evaluation-time", "2026-01-01")[0] == 1
    return called


def packed(call: Call, out: str = "pack") -> Path:
    signing = ("--signing-key", "key.pem", "--key", "key.pub")
    code, _, err = call("audit", "pack", "--period", PERIOD, "--out", out, *signing)
    assert code == 0, err
    return Path(out)


def files_of(pack: Path) -> dict[str, bytes]:
    return {
        one.relative_to(pack).as_posix(): one.read_bytes()
        for one in sorted(pack.rglob("*"))
        if one.is_file()
    }


def relisted(pack: Path) -> None:
    """Make the manifest fit what is there, as whoever alters a pack would."""
    manifest = json.loads((pack / "manifest.json").read_text("utf-8"))
    manifest["files"] = {
        name: canonical.digest(data)
        for name, data in files_of(pack).items()
        if name != "manifest.json"
    }
    (pack / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("engine", ["embedded", "opa"])
@pytest.mark.parametrize("out", ["pack", "pack.zip"])
def test_everything_comes_out_the_same_elsewhere(
    call: Call, out: str, engine: str, tmp_path: Path
) -> None:
    packed(call, out)
    shutil.rmtree(tmp_path / "mesh")
    shutil.rmtree(tmp_path / "evidence.db.contents")
    (tmp_path / "evidence.db").unlink()
    code, said, err = call("audit", "reperform", out, "--engine", engine, "--key", "key.pub")
    assert (code, err) == (0, "")
    assert said.startswith("SAME  every verdict came out as it was recorded\n")
    assert "judged again: 2 verdicts of 1 run\n" in said


def test_a_broken_opa_is_no_difference(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers ``version`` alone: the engine failed, whatever the pack is."""
    packed(call)
    broken = tmp_path / "bin" / "opa"
    broken.parent.mkdir()
    broken.write_text('#!/bin/sh\n[ "$1" = version ] && echo Version: 1.2.3 && exit\nexit 3\n')
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    said = "error: `opa capabilities` failed: it said nothing\n"
    code, out, err = call("audit", "reperform", "pack", "--engine", "opa", "--key", "key.pub")
    assert (code, out, err.startswith(said)) == (3, "", True)
    code, _, err = call("check", "mesh", "--engine", "opa", "--record")
    assert (code, err.startswith(said)) == (3, True)
    with SqliteLog("evidence.db") as log:
        last = entries.whole(list(log.entries())[-1])
    assert last.kind == "error"


def test_a_pack_is_the_same_bytes_each_time_and_has_its_schema(call: Call) -> None:
    first = files_of(packed(call))
    end = json.loads(first["manifest.json"])["size"]
    with SqliteLog("evidence.db") as log:
        export = entries.whole(list(log.entries())[-1])
    assert (export.kind, export.seq, export.body["what"]) == ("export", end + 1, "audit-pack")
    schema = json.loads((ROOT / "schemas" / "audit-pack.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(first["manifest.json"]))
    assert {name.split("/")[0] for name in first} == {
        "README.md", "checkpoint.txt", "contracts", "inputs", "keys.txt", "log.jsonl",
        "manifest.json", "policies", "records", "reports",
    }  # fmt: skip


def test_the_reports_in_a_pack_are_those_of_the_log(call: Call) -> None:
    pack = packed(call)
    page = (pack / "README.md").read_text("utf-8")
    assert "Begin with\n`reports/report.html`" in page
    document = json.loads((pack / "reports/report.json").read_text("utf-8"))
    days = {"since": "2020-01-01", "until": "2099-12-31"}
    assert document["scope"] | days == document["scope"]
    for _ in range(2):
        code, out, _ = call(
            "report", "--log", "evidence.db", "--period", PERIOD, "--format", "json"
        )
        assert (code, json.loads(out)) == (1, document)
    names = {one.split("/")[1] for one in files_of(pack) if one.startswith("reports/")}
    assert names == {"csv", "report.html", "report.json", "report.md", "report.oscal.json"}
    code, said, _ = call("audit", "reperform", "pack")
    assert (code, "files of reports come out byte for byte" in joined(said)) == (0, True)


def test_a_run_belongs_to_the_day_that_it_judged_as_of(call: Call) -> None:
    out = ("--period", "2026-01-01..2026-01-01", "--out", "pack")
    assert call("audit", "pack", *out)[0] == 0
    manifest = json.loads(Path("pack/manifest.json").read_text("utf-8"))
    assert manifest["entries"] == {"run": 1, "verdict": 2}
    assert manifest["size"] == 4
    assert call("audit", "reperform", "pack")[1].startswith("SAME")


def test_a_period_of_errors_alone_has_no_report(call: Call) -> None:
    words = ("--record", "--opa-url", "http://127.0.0.1:9", "--evaluation-time", "2026-01-01")
    assert call("check", "mesh", *words)[0] == 3
    with SqliteLog("evidence.db") as log:
        day = entries.whole(list(log.entries())[-1]).time[:10]
    assert call("audit", "pack", "--period", f"{day}..{day}", "--out", "pack")[0] == 0
    assert not Path("pack/reports").exists()
    assert "There is no report" in Path("pack/README.md").read_text("utf-8")
    assert call("audit", "reperform", "pack")[0] == 0


@pytest.mark.parametrize("change", ["altered", "removed", "added"])
def test_a_report_that_the_log_does_not_give_is_named(call: Call, change: str) -> None:
    pack = packed(call)
    page = pack / "reports/report.html"
    if change == "altered":
        page.write_text(page.read_text("utf-8").replace("Not compliant", "All is well"), "utf-8")
    elif change == "removed":
        page.unlink()
    else:
        page = pack / "reports/better.html"
        page.write_text("All is well", "utf-8")
    relisted(pack)
    code, said, _ = call("audit", "reperform", "pack")
    name = page.relative_to(pack).as_posix()
    assert (code, f"{name} is not the report that log and contents give" in joined(said)) == (
        1, True,
    )  # fmt: skip


def test_what_another_release_words_otherwise_is_a_doubt(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed(call)
    monkeypatch.setattr(reperform, "__version__", "9.9.9")
    for module in (report_log, log_evidence):
        monkeypatch.setattr(module, "__version__", "9.9.9")
    code, said, _ = call("audit", "reperform", "pack")
    assert code == 2
    assert "the reports were made by meshgov 0.1.0, and this is 9.9.9" in joined(said)
    pack = Path("pack/reports/report.json")
    pack.write_text("{}", "utf-8")
    relisted(Path("pack"))
    assert call("audit", "reperform", "pack")[0] == 1


def test_policies_of_another_digest_are_a_doubt_where_another_release_recorded_them(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed(call)

    @contextmanager
    def otherwise(*given: Any) -> Iterator[Verdict]:
        with replayed(*given) as verdict:
            yield replace(verdict, pack_digest="sha256:" + "0" * 64)

    monkeypatch.setattr(reperform, "replayed", otherwise)
    code, said, _ = call("audit", "reperform", "pack")
    assert (code, "orders comes out differently in pack" in joined(said)) == (1, True)
    monkeypatch.setattr(reperform, "__version__", "9.9.9")
    code, said, _ = call("audit", "reperform", "pack")
    assert code == 2
    assert "2 verdicts come out the same, under policies of another digest" in joined(said)


def test_a_zip_of_the_same_log_is_the_same_bytes(call: Call) -> None:
    shutil.copytree("evidence.db.contents", "kept.db.contents")
    for name in Path().glob("evidence.db*"):
        if name.is_file():
            shutil.copy(name, name.name.replace("evidence", "kept"))
    one, two = (
        call("audit", "pack", "--period", PERIOD, "--out", f"{log}.zip", "--log", f"{log}.db")
        for log in ("evidence", "kept")
    )
    assert (one[0], two[0]) == (0, 0)
    assert Path("evidence.zip").read_bytes() == Path("kept.zip").read_bytes()
    assert zipfile.ZipFile("kept.zip").namelist() == sorted(zipfile.ZipFile("kept.zip").namelist())


def joined(page: str) -> str:
    return " ".join(page.split())


def first_of(pack: Path, folder: str) -> Path:
    return min((pack / folder).iterdir())


@pytest.mark.parametrize(
    "folder", ["contracts", "policies", "records", "inputs", "checkpoint.txt", "log.jsonl"]
)
def test_one_altered_byte_is_named(call: Call, folder: str) -> None:
    pack = packed(call)
    file = pack / folder if "." in folder else first_of(pack, folder)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    code, out, err = call("audit", "reperform", "pack", "--key", "key.pub")
    name = file.relative_to(pack).as_posix()
    if folder == "checkpoint.txt":
        assert code in {1, 2}
    else:
        assert (code, err) == (1, "")
        assert f"{name} was altered" in joined(out)


@pytest.mark.parametrize("folder", ["contracts", "policies", "records", "inputs"])
def test_what_was_altered_and_listed_anew_is_no_longer_what_the_log_tells_of(
    call: Call, folder: str
) -> None:
    pack = packed(call)
    file = first_of(pack, folder)
    file.write_bytes(file.read_bytes().replace(b"orders", b"0rders") + b" ")
    relisted(pack)
    code, out, _ = call("audit", "reperform", "pack", "--key", "key.pub")
    assert (code, "listed anew: its name is its SHA-256" in joined(out)) == (1, True)


_PASSED = {"verdict": "pass", "exit_code": 0, "failed": 0}


def forged(pack: Path) -> None:
    """Let a verdict pass, and write record, log, checkpoint and manifest anew so that they fit."""
    lines, prev, tree = [], "0" * 64, Frontier()
    for line in (pack / "log.jsonl").read_bytes().splitlines():
        value: dict[str, Any] = json.loads(line)
        value["prev"] = prev
        if value["kind"] == "run":
            value["body"] |= _PASSED
            value["once"] = f"run:{canonical.digest(canonical.encode(value['body']))}"
        if value["kind"] == "verdict":
            [old] = value["contents"]
            file = pack / "records" / f"{old['digest'].removeprefix('sha256:')}.json"
            payload, _ = envelope.unseal(file.read_bytes(), "x")
            statement = json.loads(payload)
            own = statement["predicate"][EXTENSION]
            statement["predicate"]["verificationResult"] = "PASSED"
            statement["predicate"]["verifiedLevels"] = [LEVEL]
            own["findings"] = []
            own["run"] |= _PASSED
            for rule in own["rules"]:
                if "fail" in {rule["raw"], rule["effective"]}:
                    rule |= {"raw": "pass", "effective": "pass"}
            payload = canonical.encode(statement)
            data = envelope.seal(payload, [])
            file.unlink()
            digest = canonical.digest(data)
            (pack / "records" / f"{digest.removeprefix('sha256:')}.json").write_bytes(data)
            value["contents"] = [{"role": "record", "digest": digest, "size": len(data)}]
            value["body"] |= {"result": "pass", "record": canonical.digest(payload)}
        text = canonical.encode(value)
        prev = hashlib.sha256(text).hexdigest()
        tree.add(leaf(text))
        lines.append(text + b"\n")
    (pack / "log.jsonl").write_bytes(b"".join(lines))
    origin = (pack / "checkpoint.txt").read_text("utf-8").splitlines()[0]
    note = notes.checkpoint(origin, tree.size, tree.root())
    (pack / "checkpoint.txt").write_text(notes.signed(note.text, []), "utf-8")
    relisted(pack)


def test_a_verdict_that_was_forged_with_all_around_it_comes_out_differently(call: Call) -> None:
    pack = packed(call)
    shutil.copy(pack / "checkpoint.txt", "kept.txt")
    forged(pack)
    code, out, err = call("audit", "reperform", "pack")
    assert (code, err) == (1, "")
    assert "orders comes out differently in findings" in joined(out)
    assert "log.jsonl was altered" not in out
    code, out, _ = call("audit", "reperform", "pack", "--pin", "kept.txt", "--key", "key.pub")
    assert (code, "not signed" in out) == (1, True)


def test_a_run_of_which_a_verdict_was_left_out_is_not_whole(call: Call) -> None:
    assert call("check", "mesh", "--record-to", "records/")[0] == 1
    [file] = Path("records").glob("*.jsonl")
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    assert call("audit", "ingest", str(file), "--key", "key.pub", "--log", "part.db")[0] == 1
    out = ("--period", PERIOD, "--out", "pack", "--log", "part.db")
    assert call("audit", "pack", *out)[0] == 0
    code, said, _ = call("audit", "reperform", "pack")
    assert (code, "orders is judged, and has no record here" in joined(said)) == (2, True)


def test_inputs_that_were_not_uploaded_are_missed(call: Call) -> None:
    assert call("check", "mesh", "--record-to", "records.jsonl")[0] == 1
    shutil.rmtree("records.jsonl.contents")
    call("audit", "ingest", "records.jsonl", "--allow-unsigned", "--log", "part.db")
    call("audit", "pack", "--period", PERIOD, "--out", "pack", "--log", "part.db")
    code, said, _ = call("audit", "reperform", "pack")
    assert (code, "the list of its inputs" in joined(said)) == (2, True)


def test_a_checkpoint_from_elsewhere_proves_the_log(call: Call) -> None:
    pack = packed(call)
    shutil.copy(pack / "checkpoint.txt", "kept.txt")
    code, out, _ = call("audit", "reperform", "pack", "--pin", "kept.txt", "--key", "key.pub")
    assert (code, "4 entries are those of kept.txt (signed by" in joined(out)) == (0, True)


@pytest.mark.parametrize("folder", ["contracts", "policies", "records", "inputs"])
def test_what_is_missing_is_named(call: Call, folder: str) -> None:
    pack = packed(call)
    file = first_of(pack, folder)
    file.unlink()
    code, out, _ = call("audit", "reperform", "pack")
    assert code == 2
    assert f"{folder}/" in out


def test_an_erased_contract_is_said_to_be_gone(call: Call) -> None:
    with SqliteLog("evidence.db") as log:
        told = [entries.whole(row) for row in log.entries()]
    digest = next(one.digest for e in told for one in e.contents if one.role == "contract")
    call("audit", "erase", digest, "--reason", "asked for", "--actor", "jane")
    packed(call)
    code, out, _ = call("audit", "reperform", "pack")
    assert (code, f"contract {digest} was gone" in out) == (2, True)


def test_a_file_that_nobody_listed_is_named(call: Call) -> None:
    (packed(call) / "more.txt").write_text("more")
    code, out, _ = call("audit", "reperform", "pack")
    assert (code, "more.txt was added" in out) == (1, True)


def test_a_wrong_key_is_a_difference(call: Call) -> None:
    packed(call)
    key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key()
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    Path("other.pub").write_bytes(pem)
    assert call("audit", "reperform", "pack", "--key", "other.pub")[0] == 1


@pytest.mark.parametrize("period", ["2026", "2026-02-01..2026-01-01", "2026-02-30..2026-03-01"])
def test_a_period_that_is_none(call: Call, period: str) -> None:
    code, _, err = call("audit", "pack", "--period", period, "--out", "pack")
    assert (code, "is no period" in err) == (2, True)


def test_a_period_without_entries(call: Call) -> None:
    code, _, err = call("audit", "pack", "--period", "2020-01-01..2020-02-01", "--out", "pack")
    assert (code, "no entry from 2020-01-01" in err) == (2, True)
    assert not list(Path().glob(".audit-pack*"))


def test_nothing_is_overwritten_and_nothing_is_taken_for_a_pack(call: Call) -> None:
    code, _, err = call("audit", "pack", "--period", PERIOD, "--out", "mesh")
    assert (code, "is there already" in err) == (2, True)
    code, _, err = call("audit", "pack", "--period", PERIOD, "--out", "no/where")
    assert (code, "there is no folder" in err) == (2, True)
    for place in ("mesh", "key.pem", "nowhere"):
        assert call("audit", "reperform", place)[0] == 2
    (Path("mesh") / "manifest.json").write_text("{}")
    code, _, err = call("audit", "reperform", "mesh")
    assert (code, "is none of meshgov/audit-pack/v1" in err) == (2, True)
