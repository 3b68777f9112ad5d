"""What was judged once is judged again, on nothing but what was kept."""

import json
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.governed import govern
from meshgov.app.replay import replayed
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.app.witness import Keeper
from meshgov.cli.main import run
from meshgov.errors import EvidenceError
from meshgov.evidence import entries, envelope
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import EXTENSION, statements
from meshgov.model.evidence import RunFacts

CONTRACT = "name: {name}\nversion: '{version}'\nschema: {{fields: [{{name: id, type: string}}]}}\n"

WAIVER = """\
apiVersion: meshgov/v1
kind: Waiver
metadata: {id: WVR-0001}
spec:
  rule: ownership/owner_missing
  scope: {product: orders}
  reason: The team is being founded, and will be there in spring.
  compensating_controls: The platform team answers for it.
  risk: low
  ticket: GOV-1
  requested_by: jane
  approver: joe
  created: 2026-01-15
  effective_from: 2026-01-15
  expires: 2026-02-10
"""


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MESHGOV_ACTOR", "jane")
    for name in ("GITHUB_RUN_ID", "GITHUB_ACTIONS", "GITLAB_CI", "MESHGOV_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mesh").mkdir()
    for name in ("orders", "customers", "orders-again"):
        text = CONTRACT.format(name=name.removesuffix("-again"), version="1.0.0")
        (tmp_path / "mesh" / f"{name}.yaml").write_text(text)
    return tmp_path


def recorded() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The run and its records, from the log."""
    store = Store.beside("evidence.db")
    with SqliteLog("evidence.db") as log:
        found = [entries.whole(row) for row in log.entries()]
    told = [one for one in found if one.kind == "verdict"]
    last = [one for one in found if one.kind == "run"][-1]
    mine = [one for one in told if one.body["run"] == last.body["id"]]
    data = [store.get(one.contents[0].digest) for one in mine]
    return dict(last.body), [json.loads(envelope.unseal(one or b"", "x")[0]) for one in data]


def again(engine: str) -> list[dict[str, Any]]:
    run_, told = recorded()
    store = Store.beside("evidence.db")

    def get(digest: str) -> bytes:
        data = store.get(digest)
        assert data is not None
        return data

    own = told[0]["predicate"][EXTENSION]["run"]
    facts = RunFacts(
        own["id"],
        own["actor"],
        told[0]["predicate"]["verifier"]["version"]["meshgov"],
        own["commit"],
        own["repository"],
        own["url"],
        inputs=own["inputs"],
    )
    inputs = json.loads(get(str(run_["inputs"])))
    with replayed(inputs, get, EngineSettings(name=engine)) as verdict:
        return [json.loads(one) for one in statements(verdict, facts)]


def plain(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for one in told:
        del one["predicate"][EXTENSION]["engine"]
    return told


def git(*arguments: str) -> None:
    author = ("-c", "user.name=Jane", "-c", "user.email=jane@example.com")
    clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *author, *arguments], check=True, env={**os.environ, **clean})


def checked(mesh: Path) -> None:
    (mesh / "orders-results.yaml").write_text("results: []\n")
    assert run(["check", "mesh", "--record"]) == 1


def configured(mesh: Path) -> None:
    (mesh / "policies" / "naming").mkdir(parents=True)
    assert run(["policy", "new", "naming/short_name", "--policies", "policies"]) == 0
    (mesh / "sales.yaml").write_text("domain: sales\nrules: {naming/short_name: {mode: warn}}\n")
    (mesh / "governance.yaml").write_text(
        "contracts: [mesh]\npolicies: [policies]\nwaivers: [waivers]\n"
        "evidence: {log: evidence.db}\n"
        "governance:\n  domains: {sales: sales.yaml}\n"
    )
    (mesh / "waivers").mkdir()
    (mesh / "mesh" / "sales.yaml").write_text(
        CONTRACT.format(name="sold", version="1.0.0") + "domain: sales\n"
    )
    assert run(["check"]) == 1


def waived(mesh: Path) -> None:
    """With results of checks, a waiver, a registry, and policies in a bundle."""
    assert run(["policy", "new", "naming/short_name", "--policies", "policies"]) == 0
    with tarfile.open("rules.tar.gz", "w:gz") as archive:
        archive.add("policies", ".")
    (mesh / "organization.yaml").write_text("organization: {domains: [{name: sales}]}\n")
    (mesh / "waiver.yaml").write_text(WAIVER)
    orders = mesh / "mesh" / "orders.yaml"
    checks = "sla: {quality_checks: [{name: rows, threshold: '>= 99%'}]}\n"
    orders.write_text(orders.read_text() + checks)
    rows = "results: [{product: orders, version: 1.0.0, name: rows, status: fail}]\n"
    (mesh / "results.yaml").write_text(rows)
    (mesh / "mesh" / "orders-again.yaml").unlink()
    given = ("--policies", "rules.tar.gz", "--waivers", "waiver.yaml", "--results", "results.yaml")
    more = ("--organization", "organization.yaml", "--evaluation-time", "2026-02-01")
    assert run(["check", "mesh", "--record", *given, *more]) == 1
    _, told = recorded()
    assert [len(one["predicate"][EXTENSION]["waivers"]) for one in told] == [0, 1]


def compared(mesh: Path) -> None:
    (mesh / "new.yaml").write_text("name: orders\nversion: '1.1.0'\nschema: {fields: []}\n")
    (mesh / "readers.yaml").write_text(
        "consumers: [{consumer: bi, product: orders, fields: [id]}]\n"
    )
    given = ("--consumers", "known", "--consumers-file", "readers.yaml")
    assert run(["diff", "mesh/orders.yaml", "new.yaml", "--record", *given]) == 1


def gated(mesh: Path) -> None:
    (mesh / "governance.yaml").write_text("contracts: [mesh]\n")
    (mesh / ".gitignore").write_text("*.db*\n")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "first")
    (mesh / "mesh" / "orders.yaml").write_text(CONTRACT.format(name="orders", version="2.0.0"))
    (mesh / "mesh" / "customers.yaml").unlink()
    (mesh / "mesh" / "extra.yaml").write_text(CONTRACT.format(name="orders", version="1.0.0"))
    assert run(["gate", "--base-ref", "main", "--record"]) == 1


@pytest.mark.parametrize("engine", ["embedded", "opa"])
@pytest.mark.parametrize("make", [checked, configured, waived, compared, gated])
def test_the_same_records_come_out(mesh: Path, make: Callable[[Path], None], engine: str) -> None:
    make(mesh)
    run_, told = recorded()
    listed = Store.beside("evidence.db").get(str(run_["inputs"]))
    assert b"/" not in json.dumps(json.loads(listed or b"")["configuration"]).encode()
    assert told
    assert plain(again(engine)) == plain(told)


def test_policies_that_changed_meanwhile_are_not_kept_as_those_that_judged(mesh: Path) -> None:
    assert run(["policy", "new", "naming/short_name", "--policies", "policies"]) == 0
    governed = govern(RunSettings(now="2026-02-01T00:00:00Z", policies=("policies",)))
    keeper = Keeper([Store("kept")])
    keeper.finish(governed, "check", None)
    assert keeper.inputs
    rule = next(one for one in mesh.rglob("short_name.rego"))
    rule.write_text(f"{rule.read_text()}\n# another\n")
    with pytest.raises(EvidenceError, match="changed while they judged"):
        Keeper([Store("kept")]).finish(governed, "check", None)
