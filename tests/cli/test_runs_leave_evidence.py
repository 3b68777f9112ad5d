"""``--record`` and ``--record-to``: what a run leaves behind, and how it ends when it can't."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.app import witness
from meshgov.cli.main import run
from meshgov.evidence import entries, envelope
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import EXTENSION
from meshgov.model.evidence import Entry

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = "name: {name}\nversion: '{version}'\nschema: {{fields: [{{name: id, type: string}}]}}\n"
VARIABLES = (
    "MESHGOV_SIGNING_KEY", "MESHGOV_AUDIT_SIGNING_KEY", "MESHGOV_AUDIT_LOG", "MESHGOV_ACTOR",
    "MESHGOV_OPA_URL", "GITHUB_ACTIONS", "GITHUB_RUN_ID", "GITHUB_BASE_REF", "GITHUB_EVENT_NAME",
    "GITLAB_CI", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_DEFAULT_BRANCH",
)  # fmt: skip
Call = Callable[..., tuple[int, str, str]]


def git(*arguments: str) -> None:
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    author = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com")
    subprocess.run(["git", *author, *arguments], check=True, env={**os.environ, **who})


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MESHGOV_ACTOR", "jane.doe@example.com")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mesh").mkdir()
    for name in ("orders", "customers"):
        text = CONTRACT.format(name=name, version="1.0.0")
        (tmp_path / "mesh" / f"{name}.yaml").write_text(text)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "key.pem").write_bytes(key)
    return tmp_path


@pytest.fixture
def call(mesh: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    del mesh

    def called(*words: str) -> tuple[int, str, str]:
        code = run(words)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return called


def kept(log: str = "evidence.db") -> list[Entry]:
    with SqliteLog(log) as opened:
        return [entries.whole(row) for row in opened.entries()]


def kinds(log: str = "evidence.db") -> list[str]:
    return [one.kind for one in kept(log)]


def payloads(file: Path) -> Iterator[Any]:
    for line in file.read_bytes().splitlines():
        yield json.loads(envelope.unseal(line, "x")[0])


def test_a_check_leaves_its_run_its_verdicts_and_what_it_was_judged_on(call: Call) -> None:
    assert call("check", "mesh", "--record")[0] == 1
    found = kept()
    assert [one.kind for one in found] == ["policy-release", "run", "verdict", "verdict"]
    assert {one.actor for one in found} == {"jane.doe"}
    roles = sorted({content.role for one in found for content in one.contents})
    assert roles == ["contract", "inputs", "policy", "record"]
    store = Store.beside("evidence.db")
    assert {store.state(one.digest) for entry in found for one in entry.contents} == {"held"}
    assert call("audit", "verify")[0] == 0


def test_a_run_shows_the_checkpoint_of_its_log(
    call: Call, mesh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each format that a person or a machine of a CI service reads, whole and ready to keep."""
    monkeypatch.setenv("MESHGOV_SIGNING_KEY", (mesh / "key.pem").read_text())
    formats = ("markdown", "comment", "summary", "text")
    written = [f"--format={one}={one}.out" for one in formats]
    _, out, _ = call("check", "mesh", "--record", "--format", "json", *written)
    told = json.loads(out)["evidence"]
    note = told["checkpoint"]
    assert (told["entries"], told["signed"], note.splitlines()[1]) == (4, True, "4")
    assert note.startswith(f"{told['log']}\n4\n")
    for one in formats:
        assert f"\n{note}" in (mesh / f"{one}.out").read_text("utf-8"), one
    (mesh / "cp.txt").write_text(note, encoding="utf-8")
    code, out, _ = call("audit", "checkpoint", "--public-key", "--signing-key", "key.pem")
    (mesh / "keys.txt").write_text(out)
    code, out, _ = call("audit", "verify", "--pin", "cp.txt", "--key", "keys.txt")
    assert (code, "signed by" in out) == (0, True)


def test_without_a_key_the_checkpoint_says_what_it_is_worth(call: Call) -> None:
    _, out, _ = call("check", "mesh", "--record")
    assert "after 4 entries, integrity only, not authenticated:\n\n" in out
    assert "evidence" not in json.loads(call("check", "mesh", "--format", "json")[1])
    assert "evidence checkpoint" not in call("check", "mesh", "--record-to", "out.jsonl")[1]
    assert "evidence checkpoint" not in call("check", "mesh", "--record", "--quiet")[1]


def test_there_is_no_verdict_beside_a_log_that_was_altered(call: Call, mesh: Path) -> None:
    call("check", "mesh", "--record")
    base = sqlite3.connect(mesh / "evidence.db")
    [(guard,)] = base.execute(
        "SELECT sql FROM sqlite_schema WHERE sql LIKE '% UPDATE %'"
    ).fetchall()
    base.execute("DROP TRIGGER entries_are_never_changed")
    base.execute("UPDATE entries SET entry = replace(entry, 'jane.doe', 'john.doe') WHERE seq = 2")
    base.execute(guard)
    base.commit()
    base.close()
    code, out, err = call("check", "mesh", "--record")
    assert (code, out) == (3, "")
    assert "evidence.db was altered: entry 2 was altered: its text doesn't have the hash" in err


def test_the_policies_are_released_once(call: Call) -> None:
    call("check", "mesh", "--record=log.db", "--evaluation-time", "2026-01-01")
    call("check", "mesh", "--record=log.db", "--evaluation-time", "2026-01-02")
    assert kinds("log.db").count("policy-release") == 1
    assert kinds("log.db").count("run") == 2


def test_records_are_signed_and_lead_to_the_same_log(
    call: Call, mesh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESHGOV_SIGNING_KEY", (mesh / "key.pem").read_text())
    assert call("check", "mesh", "--record", "--record-to", "out/")[0] == 1
    monkeypatch.delenv("MESHGOV_SIGNING_KEY")
    [file] = (mesh / "out").glob("*.jsonl")
    schema = json.loads((ROOT / "schemas" / "verdict-record.schema.json").read_text("utf-8"))
    for one in payloads(file):
        jsonschema.Draft202012Validator(schema).validate(one)
        assert one["predicate"][EXTENSION]["run"]["inputs"].startswith("sha256:")
    code, out, _ = call("audit", "ingest", str(file), "--allow-unsigned", "--log", "other.db")
    assert (code, "2 records" in out) == (0, True)
    first, second = (
        [(one.kind, one.body.get("inputs"), one.contents) for one in kept(log) if one.kind == "run"]
        for log in ("evidence.db", "other.db")
    )
    assert first == second
    assert call("audit", "verify", "--log", "other.db")[0] == 0


def test_governance_asks_for_evidence(call: Call, mesh: Path) -> None:
    text = "contracts: [mesh]\nevidence: {log: kept/log.db, records: records/, key: env:MINE}\n"
    (mesh / "governance.yaml").write_text(text)
    (mesh / "kept").mkdir()
    code, _, err = call("check")
    assert (code, "the environment has no MINE" in err) == (3, True)
    os.environ["MINE"] = "key.pem"
    try:
        assert call("check")[0] == 1
    finally:
        del os.environ["MINE"]
    assert kinds("kept/log.db") == ["policy-release", "run", "verdict", "verdict"]
    assert len(list((mesh / "records").glob("*.jsonl"))) == 1
    assert all(one.body["signed_by"] for one in kept("kept/log.db") if one.kind == "verdict")


def test_evidence_without_a_place_is_refused(call: Call, mesh: Path) -> None:
    (mesh / "governance.yaml").write_text("evidence: {key: key.pem}\n")
    code, _, err = call("check", "mesh")
    assert (code, "names no place for evidence" in err) == (2, True)


def test_what_was_erased_does_not_come_back_with_records_that_are_known(call: Call) -> None:
    """The inputs beside a file of records are brought for records that are new alone."""
    call("check", "mesh", "--record-to", "out.jsonl")
    words = ("audit", "ingest", "out.jsonl", "--allow-unsigned")
    assert call(*words)[0] == 0
    [run_] = [one for one in kept() if one.kind == "run"]
    contract = next(one.digest for one in run_.contents if one.role == "contract")
    erase = ("audit", "erase", contract, "--reason", "DSR-7", "--actor", "jane")
    assert call(*erase)[1].startswith("erased: ")
    assert call(*words)[0] == 0
    assert Store.beside("evidence.db").state(contract) == "missing"
    call("check", "mesh", "--record")  # the contract is still there, and judged again
    assert Store.beside("evidence.db").state(contract) == "held"
    assert call(*erase)[1].startswith("erased: ")
    assert call("audit", "verify")[0] == 0
    assert kinds().count("erasure") == 2


def test_a_key_in_governance_is_refused_and_not_shown(call: Call, mesh: Path) -> None:
    text = 'evidence: {log: a.db, key: "-----BEGIN PRIVATE KEY-----\\nc2VjcmV0"}\n'
    (mesh / "governance.yaml").write_text(text)
    for words in (("check", "mesh"), ("config", "show")):
        code, out, err = call(*words)
        assert (code, "holds a key itself" in err, "c2VjcmV0" in out + err) == (2, True, False)


PERSONAL = """\
name: orders
version: '{version}'
domain: sales
description: ask SECRET
owner: {{team: SECRET, contact: [SECRET], slack: SECRET}}
privacy: {{contact: SECRET, purpose: SECRET}}
classification: SECRET
schema:
  location: s3://SECRET
  fields:
    - {{name: e_mail, type: string, description: SECRET, default: SECRET, is_pii: true,
       pii_category: SECRET, constraints: [{{in: [SECRET]}}, {{pattern: SECRET}}]}}
    - {{name: gone, type: string, default: SECRET}}
access: {{read: ["user:SECRET"], write: ["user:SECRET"], approval: {{approvers: [SECRET]}}}}
sla: {{quality_checks: [{{name: SECRET, query: SECRET, threshold: SECRET}}], freshness: SECRET}}
deprecation: {{announced: SECRET, sunset: SECRET, replaced_by: SECRET}}
changelog: [{{version: SECRET, date: SECRET, changes: [SECRET]}}]
SECRET: SECRET
"""


def test_no_value_of_a_contract_is_in_the_log(call: Call, mesh: Path) -> None:
    """What findings quote stands in the records, which lie beside the log and can be erased."""
    value = "jane.q.doe@private.example"
    old = PERSONAL.format(version="1.0.0").replace("SECRET", value)
    new = old.replace("1.0.0", "1.0.1").replace("e_mail, type: string", "e_mail, type: integer")
    (mesh / "mesh" / "orders.yaml").write_text(old)
    (mesh / "new.yaml").write_text(new.replace("name: gone", "name: other"))
    for words in (("check", "mesh"), ("diff", "mesh/orders.yaml", "new.yaml")):
        code, _, err = call(*words, "--record")
        assert code == 1, err
    call("check", "mesh", "--record", "--engine", "opa", "--opa-url", "http://127.0.0.1:1")
    found = kept()
    assert sorted({one.kind for one in found}) == ["error", "policy-release", "run", "verdict"]
    records = [one.contents[0].digest for one in found if one.kind == "verdict"]
    data = b"".join(filter(None, map(Store.beside("evidence.db").get, records)))
    payload = b"".join(envelope.unseal(one, "x")[0] for one in data.replace(b"}{", b"}\n{").split())
    assert b"jane" in payload  # else nothing was tested
    with SqliteLog("evidence.db") as log:
        texts = b"".join(row.text for row in log.entries())
    assert not [one for one in (b"jane.q", b"private", b"@") if one in texts]


def test_a_diff_keeps_both_versions(call: Call, mesh: Path) -> None:
    (mesh / "new.yaml").write_text(CONTRACT.format(name="orders", version="1.1.0"))
    call("diff", "mesh/orders.yaml", "new.yaml", "--record")
    run_ = next(one for one in kept() if one.kind == "run")
    assert sorted({one.role for one in run_.contents}) == ["base", "contract", "inputs", "policy"]


def test_the_gate_takes_the_place_of_evidence_from_the_base(call: Call, mesh: Path) -> None:
    (mesh / "governance.yaml").write_text("contracts: [mesh]\nevidence: {log: base.db}\n")
    (mesh / ".gitignore").write_text("*.db*\n")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "first")
    git("checkout", "-q", "-b", "branch")
    assert call("gate", "--base-ref", "main")[0] == 0
    assert kinds("base.db") == ["policy-release", "run"]  # nothing to judge is a result too
    (mesh / "governance.yaml").write_text("contracts: [mesh]\nevidence: {log: head.db}\n")
    (mesh / "mesh" / "orders.yaml").write_text(CONTRACT.format(name="orders", version="1.1.0"))
    call("gate", "--base-ref", "main")
    assert kinds("base.db") == ["policy-release", "run", "run", "verdict"]
    assert not (mesh / "head.db").exists()


def test_results_are_kept(call: Call, mesh: Path) -> None:
    orders = mesh / "mesh" / "orders.yaml"
    checks = "[{name: rows, threshold: '>= 99%'}]"
    orders.write_text(f"{orders.read_text()}sla: {{quality_checks: {checks}}}\n")
    rows = "results: [{product: orders, name: rows, status: pass}]\n"
    (mesh / "results.yaml").write_text(rows)
    code, _, err = call("check", "mesh", "--record", "--results", "results.yaml")
    assert code == 1, err
    roles = {content.role for one in kept() for content in one.contents}
    assert "results" in roles


def test_an_engine_that_fails_is_an_entry_without_its_words(call: Call) -> None:
    url = "http://127.0.0.1:1"
    assert call("check", "mesh", "--record", "--engine", "opa", "--opa-url", url)[0] == 3
    [entry] = kept()
    assert (entry.kind, entry.body["kinds"], entry.body["exit_code"]) == ("error", ["engine"], 3)
    said = Store.beside("evidence.db").get(entry.contents[0].digest)
    assert said is not None
    assert b"can't be reached" in said


def test_bad_input_is_no_entry(call: Call, mesh: Path) -> None:
    (mesh / "mesh" / "bad.yaml").write_text("name: [\n")
    assert call("check", "mesh", "--record")[0] == 2
    assert kinds() == []


def tree(folder: Path) -> list[str]:
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*"))


@pytest.mark.parametrize(
    "words",
    [
        ("--record", "mesh"),
        ("mesh", "--record"),
        ("--record", "mesh/"),
        ("--record", "--no-color", "mesh"),
        ("--record", "--", "mesh"),
    ],
    ids=" ".join,
)
def test_the_word_behind_record_is_what_is_judged(call: Call, words: tuple[str, ...]) -> None:
    """It is never the log: else a folder of contracts would be one, and something else judged."""
    code, out, _ = (
        call("check", *words, "--format", "json")
        if "--" not in words
        else call("check", "--format", "json", *words)
    )
    assert (code, [one["name"] for one in json.loads(out)["contracts"]]) == (
        1,
        ["customers", "orders"],
    )
    assert kinds() == ["policy-release", "run", "verdict", "verdict"]


def test_what_is_behind_record_has_to_be_there(call: Call, mesh: Path) -> None:
    before = tree(mesh)
    for word in ("log.db", "new.yaml"):
        code, out, err = call("check", "--record", word)
        assert (code, out) == (2, "")
        assert err.startswith(f"error: there is no file or folder '{word}'"), err
    assert [one for one in tree(mesh) if one not in before and "evidence.db" not in one] == []


PLACES = {
    "nowhere/log.db": "nowhere/log.db may not be used: unable to open database file",
    "mesh": "mesh is a folder, and no evidence log",
    "mesh/": "mesh/ is a folder, and no evidence log",
    "mesh/a.yaml": "mesh/a.yaml is no evidence log, or is damaged: file is not a database",
    "mesh/new.yaml": "mesh/new.yaml would be taken for a contract, and is to be an evidence log",
    "new.json": "new.json would be taken for a contract, and is to be an evidence log",
    "": "--record= names no log",
}


@pytest.mark.parametrize(("place", "message"), PLACES.items(), ids=PLACES)
def test_a_log_that_can_not_be_one_ends_the_run_at_once(
    call: Call, mesh: Path, place: str, message: str
) -> None:
    orders = (mesh / "mesh" / "orders.yaml").rename(mesh / "mesh" / "a.yaml")
    before = tree(mesh), orders.read_bytes()
    code, out, err = call("check", "mesh", f"--record={place}")
    assert (code, out, err.splitlines()[0]) == (2, "", f"error: {message}")
    assert (tree(mesh), orders.read_bytes()) == before


def test_records_replace_nothing_but_records(call: Call, mesh: Path) -> None:
    orders = mesh / "mesh" / "orders.yaml"
    before = orders.read_bytes()
    code, out, err = call("check", "mesh", "--record-to", "mesh/orders.yaml")
    assert (code, out) == (2, "")
    assert "would replace mesh/orders.yaml, which holds no verdict records" in err
    assert orders.read_bytes() == before
    assert call("check", "mesh", "--record-to=")[0] == 2
    for _ in range(2):
        assert call("check", "mesh", "--record-to", "out.jsonl")[0] == 1
    assert len(list(payloads(mesh / "out.jsonl"))) == 2


def test_no_verdict_without_the_record_that_was_asked_for(call: Call, mesh: Path) -> None:
    (mesh / "evidence.db.contents").write_text("in the way")
    code, out, err = call("check", "mesh", "--record", "--format", "json")
    assert (code, json.loads(out)["exit_code"], err) == (3, 3, "")
    (mesh / "file").write_text("in the way")
    code, out, err = call("check", "mesh", "--record-to", "file/records.jsonl")
    assert (code, out) == (3, "")
    assert "can't be written" in err


def test_a_folder_for_records_that_can_not_be_made(call: Call, mesh: Path) -> None:
    (mesh / "file").write_text("in the way")
    code, out, err = call("check", "mesh", "--record-to", "file/records/")
    assert (code, out) == (2, "")
    assert err.startswith("error: the folder file/records/ can't be made: "), err


def test_policies_that_changed_while_they_judged(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is read after the verdict; if it is no longer what judged, it is no evidence."""
    later = SimpleNamespace(
        build=lambda *_: SimpleNamespace(digest="sha256:0"), distinct=lambda _: ()
    )
    monkeypatch.setattr(witness, "packs", later)
    code, out, err = call("check", "mesh", "--record-to", "out.jsonl")
    assert (code, out) == (3, "")
    assert "changed while they judged" in err


def test_watching_keeps_nothing(call: Call) -> None:
    code, _, err = call("check", "mesh", "--watch", "--record")
    assert (code, "no evidence to record" in err) == (2, True)


def test_who_ran_it_where_in_github_and_gitlab(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "GITHUB_RUN_ID": "7", "GITHUB_RUN_ATTEMPT": "2", "GITHUB_REPOSITORY": "o/r",
        "GITHUB_ACTOR": "dependabot[bot]", "GITHUB_SHA": "c" * 40, "GITHUB_JOB": "gate",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    call("check", "mesh", "--record=github.db")
    monkeypatch.delenv("GITHUB_RUN_ID")
    for name, value in {
        "GITLAB_CI": "true", "CI_PIPELINE_ID": "1", "CI_JOB_ID": "2", "GITLAB_USER_LOGIN": "x y",
        "CI_COMMIT_SHA": "d" * 40, "CI_PROJECT_URL": "https://u:p@h/p", "CI_JOB_URL": "https://h/j",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    call("check", "mesh", "--record=gitlab.db")
    github, gitlab = (
        next(one for one in kept(log) if one.kind == "run") for log in ("github.db", "gitlab.db")
    )
    assert github.actor == "dependabot[bot]"
    assert str(github.body["id"]).startswith("github-7-2-gate-check-")
    assert github.body["url"] == "https://github.com/o/r/actions/runs/7/attempts/2"
    assert (gitlab.actor, gitlab.body["repository"]) == ("x-y", "https://h/p")
    assert (github.body["commit"], gitlab.body["commit"]) == ("c" * 40, "d" * 40)
