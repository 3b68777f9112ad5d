"""The GitHub Action from ``action.yml`` on, on repositories of git."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from meshgov import __version__
from meshgov.evidence import notes, verify
from meshgov.evidence.sqlite import SqliteLog

ORDERS = "contracts/orders.yaml"
GOVERNANCE = "governance: {contracts: ['contracts/**']}\n"
BASE = {ORDERS: {}, "governance.yaml": GOVERNANCE}
DROPPED = {"version": "1.5.0", "schema": {"fields": [
    {"name": "order_id", "type": "string", "description": "x", "is_primary_key": True,
     "constraints": ["unique", "not_null"]},
]}, "access": {"approval": None}, "privacy": None}  # fmt: skip
WAIVER = """\
apiVersion: meshgov/v1
kind: Waiver
metadata: {id: WVR-0001}
spec:
  rule: data_retention/retention_missing
  scope: {product: sales_returns}
  reason: nobody knows how long the law wants it
  requested_by: ada
  approver: grace
  created: "2026-10-01"
  effective_from: "2026-10-01"
  expires: "2026-12-20"
"""
ENTRY = {
    "changelog": [
        {"version": "1.4.1", "date": "2026-11-01", "changes": ["words"], "breaking": False}
    ]
}
FINE = {"version": "1.4.1", "description": "All order lines.", **ENTRY}
LOCATION = "s3://sales-domain/sales-returns/v1/"
RETURNS = {
    "name": "sales_returns", "description": "One row per returned article.", "changelog": None,
    "version": "1.0.0", "schema": {"location": LOCATION}, "ports": None,
}  # fmt: skip
NO_RETENTION = {"contracts/returns.yaml": {**RETURNS, "retention_days": None}}


def counts(outcome: Any) -> list[str]:
    names = ("verdict", "exit-code", "errors", "warnings", "waived")
    sys.stdout.write(outcome.log)  # shown when a test fails
    return [outcome.conclusion, *(outcome.outputs[one] for one in names)]


def test_installation_is_real_and_repeats_nothing(installed: Any) -> None:
    kit, outcome = installed
    python = Path(outcome.steps["install"]["python"])
    assert python.is_relative_to(kit.temp)
    assert f"meshgov {__version__}" in outcome.log
    assert list(python.parent.parent.glob("lib/*/site-packages/mg_audit.py"))
    assert list(python.parent.parent.glob("lib/*/site-packages/meshgov/_data/policies"))
    assert re.fullmatch("meshgov-[0-9a-f]{64}", outcome.steps["key"]["key"])
    assert outcome.steps["key"]["folder"] == str(kit.temp / "meshgov-downloads")


def test_a_folder_that_is_no_repository_is_no_pass(installed: Any) -> None:
    _, outcome = installed
    assert counts(outcome) == ["failure", "error", "2", "0", "0", "0"]
    assert len(outcome.commands("error")) == 1
    assert "nothing was judged" in outcome.log.lower()
    assert outcome.summary


@pytest.mark.parametrize("spoilt", ["lock", "package", "interpreter"])
def test_it_fails_closed_when_it_cannot_be_installed(
    kit: Any, spoilt: str, repository: Any
) -> None:
    lock = kit.action / "requirements" / "audit.txt"
    if spoilt == "lock":
        lock.write_text(lock.read_text()[:-9] + "deadbeef\n")
    elif spoilt == "package":
        (kit.action / "pyproject.toml").write_text("[project]\n")
    else:
        (kit.action / "scripts" / "find_python.sh").write_text("exit 1\n")
        (kit.action / "action" / "key.sh").write_text(
            'echo "folder=$RUNNER_TEMP/d" >>"$GITHUB_OUTPUT"\n'
        )
    repository.pull_request(BASE, {ORDERS: FINE})
    outcome = kit.runner().run(repository.folder, {}, {"GITHUB_BASE_REF": "main"}, {})
    assert counts(outcome) == ["failure", "error", "3", "0", "0", "0"]
    assert outcome.commands("error")[-1].endswith("; nothing was judged")
    assert "judged nothing" in outcome.summary
    assert "gate" not in outcome.steps


def test_pass(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: FINE})
    outcome = act()
    assert counts(outcome) == ["success", "pass", "0", "0", "0", "0"]
    assert re.fullmatch("sha256:[0-9a-f]{64}", outcome.outputs["pack-digest"])
    assert outcome.log.startswith("PASS  1 contract")
    assert "PASS" in outcome.summary
    assert outcome.outputs["sarif-file"] == ""
    folder = Path(outcome.outputs["report-dir"])
    assert sorted(one.name for one in folder.iterdir()) == [
        "annotations.txt", "publish-plan.json", "summary.md", "verdict.json", "verdict.txt",
    ]  # fmt: skip
    assert len(json.loads(outcome.report("publish-plan.json"))["publish"]) == 1


def test_fail(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: DROPPED})
    outcome = act(formats="junit, markdown", sarif="true", comment="never")
    assert counts(outcome)[:3] == ["failure", "fail", "1"]
    assert int(outcome.outputs["errors"]) == len(outcome.commands("error")) > 0
    line = next(
        number
        for number, text in enumerate((repository.folder / ORDERS).read_text().splitlines(), 1)
        if text.startswith("version:")
    )
    assert any(f"file={ORDERS},line={line}," in one for one in outcome.commands("error"))
    assert "2.0.0" in outcome.summary
    assert outcome.outputs["sarif-file"].endswith("/meshgov-github.sarif")
    assert json.loads(Path(outcome.outputs["sarif-file"]).read_text())["version"] == "2.1.0"
    assert "<testsuite" in outcome.report("junit.xml")
    assert "FAIL" in outcome.report("verdict.md")


def test_evidence(act: Any, repository: Any, tmp_path: Path) -> None:
    """The checkpoint is in the summary and an output; whoever keeps it can hold the log to it."""
    log = tmp_path / "evidence.db"
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    governance = f"{GOVERNANCE}evidence: {{log: {log}}}\n"
    repository.pull_request({**BASE, "governance.yaml": governance}, {ORDERS: FINE})
    signed = act(environment={"MESHGOV_SIGNING_KEY": key.decode()})
    assert counts(signed)[0] == "success"
    note = signed.outputs["evidence-checkpoint"]
    found = notes.parse(note, "output")
    assert (found.size, len(found.signatures)) == (3, 1)
    assert note.strip() in signed.summary
    with SqliteLog(str(log)) as opened:
        assert verify.verify(opened, None, [found]).kept == 3
    plain = act()
    found = notes.parse(plain.outputs["evidence-checkpoint"], "output")
    assert (found.size, found.signatures) == (5, ())
    assert "integrity only, not authenticated" in plain.summary


def test_no_evidence_no_checkpoint(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: FINE})
    outcome = act()
    assert outcome.outputs["evidence-checkpoint"] == ""
    assert "checkpoint" not in outcome.summary


def test_warnings_only(act: Any, repository: Any) -> None:
    repository.pull_request(
        BASE, {"contracts/returns.yaml": {**RETURNS, "observability": {"metrics": ["row_count"]}}}
    )
    outcome = act()
    assert counts(outcome)[:4] == ["success", "pass", "0", "0"]
    assert int(outcome.outputs["warnings"]) == len(outcome.commands("warning")) > 0
    stricter = act(fail_on="warning")
    assert counts(stricter)[:3] == ["failure", "fail", "1"]


def test_first_commit(act: Any, repository: Any) -> None:
    repository.commit(BASE)
    environment = {"GITHUB_BASE_REF": "", "GITHUB_EVENT_NAME": "push"}
    event = {
        "before": "0" * 40,
        "ref": "refs/heads/main",
        "repository": {"default_branch": "main"},
    }
    outcome = act(event, environment)
    assert counts(outcome) == ["success", "pass", "0", "0", "0", "0"]
    assert "no commit before this one" in outcome.log + outcome.summary


def test_rename(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: None, "contracts/sales/orders.yaml": {}})
    outcome = act()
    assert counts(outcome) == ["success", "pass", "0", "0", "0", "0"]
    assert json.loads(outcome.report("publish-plan.json"))["publish"] == []


def test_removal(act: Any, repository: Any) -> None:
    other = {"contracts/returns.yaml": {"name": "sales_returns"}}
    repository.pull_request({**BASE, **other}, {ORDERS: None})
    outcome = act()
    assert counts(outcome)[:3] == ["failure", "fail", "1"]
    assert "removed" in outcome.summary


def test_policies_changed(act: Any, repository: Any) -> None:
    softer = GOVERNANCE.replace("{c", "{rules: {data_retention: {mode: audit}}, c", 1)
    repository.pull_request(BASE, {**NO_RETENTION, "governance.yaml": softer})
    outcome = act()
    assert counts(outcome)[:3] == ["failure", "fail", "1"]
    assert "governance.yaml" in outcome.summary


@pytest.mark.parametrize("where", ["base", "head"])
def test_waiver(act: Any, repository: Any, where: str) -> None:
    waiver = {"waivers/WVR-0001.yaml": WAIVER}
    base, head = dict(BASE), NO_RETENTION
    repository.pull_request(*((base | waiver, head) if where == "base" else (base, head | waiver)))
    outcome = act(waivers="waivers")
    if where == "base":
        assert counts(outcome) == ["success", "pass", "0", "0", "0", "1"]
        assert "WVR-0001" in outcome.summary
    else:
        assert counts(outcome) == ["failure", "fail", "1", "1", "0", "0"]


def test_everything_and_what_is_asked_for(act: Any, repository: Any) -> None:
    other = {"other/returns.yaml": NO_RETENTION["contracts/returns.yaml"]}
    repository.pull_request({ORDERS: {}, **other}, {"README": "x\n"})
    assert counts(act())[1:4] == ["pass", "0", "0"]
    assert counts(act(changed_only="false"))[1:4] == ["fail", "1", "1"]
    assert counts(act(changed_only="false", contracts="contracts/*.yaml"))[1:4] == [
        "pass",
        "0",
        "0",
    ]
    assert counts(act(contracts="nowhere/*"))[1:3] == ["error", "2"]


def test_frameworks(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {"README": "x\n"})
    outcome = act(frameworks="gdpr, soc2")
    assert outcome.conclusion == "success"
    assert "<summary>Controls of gdpr</summary>" in outcome.summary
    assert json.loads(outcome.report("controls-soc2.json"))["schema"] == "meshgov/controls/v1"
    assert counts(act(frameworks="gdbr"))[1:3] == ["error", "2"]


def test_no_summary(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: DROPPED})
    outcome = act(summary="false", annotations_max="1")
    assert (outcome.conclusion, outcome.summary) == ("failure", "")
    assert len(re.findall("^::", outcome.log, re.MULTILINE)) == 1


def test_opa_judges(act: Any, repository: Any, opa: str, installed: Any) -> None:
    repository.pull_request(BASE, NO_RETENTION)
    installed[1].steps["install"]["opa"] = opa
    try:
        outcome = act(engine="opa")
    finally:
        del installed[1].steps["install"]["opa"]
    assert counts(outcome)[1:4] == ["fail", "1", "1"]
    assert json.loads(outcome.report("verdict.json"))["engine"]["name"] == "opa"


HOSTILE = (
    "warn; echo pwned >pwned; '; echo pwned >pwned; '",
    '$(echo pwned >pwned) `echo pwned >pwned` "$(echo pwned >pwned)"',
    "x\n::set-output name=verdict::pass\nverdict=pass",
    "--policies-from=head",
)
NAMES = (
    "contracts", "policies", "base-ref", "changed-only", "fail-on", "waivers", "frameworks",
    "evaluation-time", "formats", "output-dir", "sarif", "summary", "comment", "annotations-max",
    "version", "engine",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_input_is_ever_run(act: Any, repository: Any, name: str, tmp_path: Path) -> None:
    repository.pull_request(BASE, NO_RETENTION)
    for value in HOSTILE:
        outcome = act(**{name.replace("-", "_"): value})
        # Only folders may have any name, of reports or of waivers that are still to come.
        folder = name == "waivers" or (name == "output-dir" and "\n" not in value)
        expected = ("fail", "1") if folder else ("error", "2")
        found = (outcome.outputs["verdict"], outcome.outputs["exit-code"])
        assert found == expected, (value, outcome.log)
        assert outcome.conclusion == "failure"
        assert not list(tmp_path.rglob("pwned"))
        assert not re.search("^::(set-output|stop-commands|add-mask)", outcome.log, re.MULTILINE)


def test_nothing_of_the_checkout_is_imported(kit: Any, repository: Any) -> None:
    code = "open('/dev/stdout', 'w').write('pwned\\n')\nraise SystemExit(0)\n"
    names = ("meshgov", "yaml", "click", "pip", "venv", "site", "json", "requests", "usercustomize")
    shadows = {f"{name}.py": code for name in names}
    repository.pull_request(BASE, {**NO_RETENTION, **shadows, "meshgov/__main__.py": code})
    outcome = kit.runner().run(repository.folder, {}, {"GITHUB_BASE_REF": "main"}, {})
    assert "pwned" not in outcome.log
    assert counts(outcome)[:3] == ["failure", "fail", "1"]


def test_what_a_contract_holds_gives_no_command(act: Any, repository: Any, hub: Any) -> None:
    evil = "x\n::set-output name=verdict::pass\n::error::gone"
    repository.pull_request(BASE, {ORDERS: {"name": evil, "description": evil}})
    outcome = act(comment="always", environment={"GITHUB_API_URL": hub.url})
    assert outcome.outputs["verdict"] in {"fail", "error"}
    assert not re.search("^::set-output", outcome.log, re.MULTILINE)
    assert "::error::gone" not in outcome.log.splitlines()


def test_reports_do_not_leave_the_checkout_by_a_link(
    act: Any, repository: Any, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    repository.pull_request(BASE, {ORDERS: {}})
    (repository.folder / "out").symlink_to(tmp_path / "outside")
    assert counts(act(output_dir="out"))[1:3] == ["error", "2"]
    assert counts(act(output_dir="inside"))[1:3] == ["pass", "0"]
    assert not list((tmp_path / "outside").iterdir())


def test_version_is_held(act: Any, repository: Any) -> None:
    repository.pull_request(BASE, {ORDERS: {}})
    assert counts(act(version=f"v{__version__}"))[1:3] == ["pass", "0"]
    assert counts(act(version="0.0.1"))[1:3] == ["error", "2"]


@pytest.mark.parametrize("fork", [False, True])
def test_comment(act: Any, repository: Any, hub: Any, fork: bool) -> None:  # noqa: FBT001  # pytest's way
    repository.pull_request(BASE, {ORDERS: DROPPED})
    given = {"comment": "on-failure", "token": "ghs_s3cret"}
    around = {"GITHUB_API_URL": hub.url}
    hub.faults = [(403, {}, {"message": "Resource not accessible by integration"})] if fork else []
    outcome = act(environment=around, **given)
    assert counts(outcome)[:3] == ["failure", "fail", "1"]
    assert "ghs_s3cret" not in outcome.log
    if fork:
        assert hub.comments == []
        assert outcome.commands("notice")[-1].startswith("::notice title=meshgov::no comment")
        return
    assert hub.tokens == {"Bearer ghs_s3cret"}
    assert hub.comments[0]["body"].startswith("<!-- meshgov -->\n")
    repository.commit({ORDERS: {}})
    outcome = act(environment=around, **given)
    assert counts(outcome)[:3] == ["success", "pass", "0"]
    assert len(hub.comments) == 1
    assert "PASS" in hub.comments[0]["body"]


def test_no_comment_unless_asked_for(act: Any, repository: Any, hub: Any) -> None:
    repository.pull_request(BASE, {ORDERS: DROPPED})
    act(environment={"GITHUB_API_URL": hub.url})
    assert hub.calls == []


def test_a_comment_says_that_nothing_was_judged(act: Any, repository: Any, hub: Any) -> None:
    repository.pull_request(BASE, {ORDERS: "name: [\n"})
    outcome = act(environment={"GITHUB_API_URL": hub.url}, comment="on-failure")
    assert counts(outcome)[:3] == ["failure", "error", "2"]
    assert "nothing was judged" in hub.comments[0]["body"].lower()


def test_every_night(act: Any, repository: Any) -> None:
    repository.commit({**BASE, **NO_RETENTION})
    repository.git("update-ref", "refs/remotes/origin/main", "main")
    around = {"GITHUB_BASE_REF": "", "GITHUB_EVENT_NAME": "schedule"}
    assert counts(act({}, around))[:3] == ["success", "pass", "0"]
    assert counts(act({}, around, changed_only="false"))[:4] == ["failure", "fail", "1", "1"]


def test_no_input_of_the_installation_is_ever_run(
    kit: Any, repository: Any, tmp_path: Path
) -> None:
    repository.pull_request(BASE, NO_RETENTION)
    for name, value in (("opa-version", "\n".join(HOSTILE)), ("opa-sha256", " ".join(HOSTILE))):
        outcome = kit.runner().run(
            repository.folder, {"engine": "opa", name: value}, {"GITHUB_BASE_REF": "main"}, {}
        )
        assert counts(outcome)[:3] == ["failure", "error", "3"]
        assert not list(tmp_path.rglob("pwned"))
        assert "\n::set-output" not in outcome.log


def test_no_token_is_ever_run(act: Any, repository: Any, hub: Any, tmp_path: Path) -> None:
    repository.pull_request(BASE, NO_RETENTION)
    for value in HOSTILE:
        act(environment={"GITHUB_API_URL": hub.url}, comment="always", token=value)
        assert not list(tmp_path.rglob("pwned"))
    assert len(hub.comments) == 1


def test_no_python(kit: Any, repository: Any) -> None:
    (kit.action / "scripts" / "find_python.sh").write_text("exit 1\n")
    outcome = kit.runner().run(repository.folder, {}, {}, {})
    assert counts(outcome)[:3] == ["failure", "error", "3"]
    assert "no Python 3.11" in outcome.commands("error")[0]
