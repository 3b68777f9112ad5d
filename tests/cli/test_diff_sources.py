"""Where OLD and NEW of ``meshgov diff`` come from; the cases are data in diff_sources.yaml.

A contract is written as ``NAME VERSION FIELD...``, with ``key=value`` for more keys of it. A commit
maps paths to contracts; a contract of null removes the file, and ``tag`` and ``branch`` name the
commit. ``says`` holds for each contract of the verdict one line
``VERDICT PATH VERSION < BASE: DECLARED REQUIRED SUGGESTED: CHANGES`` and below it its findings and
notes.
"""

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from repositories import git

from meshgov.cli.main import run

Case = dict[str, Any]
Capture = pytest.CaptureFixture[str]

CASES: dict[str, Case] = yaml.safe_load(
    Path(__file__).with_name("diff_sources.yaml").read_text(encoding="utf-8")
)
SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
VERDICT, ERROR = (
    json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("verdict", "error")
)
CHECKS = [
    {"name": name, "query": "select 1", "threshold": "<= 0"}
    for name in ("completeness", "freshness")
]
ALERTS = ("freshness_violation", "quality_check_failure", "schema_drift", "volume_anomaly")
OBSERVED = {
    "metrics": ["row_count", "null_rate", "distinct_count", "value_distribution"],
    "alerts": [{"type": one} for one in ALERTS],
}
ANNOUNCED = {"since": "2025-01-01", "sunset": "2099-01-01"}
"""Consumers of each field have been warned, so that a removal owes no further notice."""


def contract(short: str) -> str:
    """The YAML of a contract that passes every rule."""
    words = short.split(" ")
    name, version, *others = words
    more = dict(word.split("=", 1) for word in others if "=" in word)
    fields: list[Case] = [
        {"name": word, "type": "string", "description": "x", "deprecated": ANNOUNCED}
        for word in others
        if "=" not in word
    ]
    fields[0] |= {"is_primary_key": True, "constraints": ["unique", "not_null"]}
    written = {
        "name": name,
        "version": version,
        "domain": "sales",
        "description": "x",
        "owner": {"team": "a", "contact": "b", "slack": "c"},
        "classification": "internal",
        "retention_days": 365,
        "schema": {"type": "table", "location": f"s3://{name}", "fields": fields},
        "sla": {
            "availability": "99.9%",
            "completeness": "99%",
            "freshness": "24 hours",
            "quality_checks": CHECKS,
        },
        "observability": OBSERVED,
        **{key: yaml.safe_load(value) for key, value in more.items()},
    }
    return yaml.safe_dump(written, sort_keys=False)


def write(files: dict[str, str | None]) -> None:
    for name, short in files.items():
        file = Path(name)
        if short is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(short if "\n" in short else contract(short), encoding="utf-8")


@pytest.fixture(params=CASES)
def case(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    wanted = CASES[request.param]
    mesh = tmp_path / "mesh"
    mesh.mkdir()
    monkeypatch.chdir(mesh)
    for name in [*os.environ]:
        if name.startswith(("GIT_", "MESHGOV_")):
            monkeypatch.delenv(name)
    for step, commit in enumerate(wanted.get("commits", ()), 1):
        if step == 1:
            git("init", "--quiet", "--initial-branch", "main", folder=mesh, day=step)
        write(commit["files"])
        git("add", "--all", folder=mesh, day=step)
        git("commit", "--quiet", "--message", "a step", folder=mesh, day=step)
        for kind in ("tag", "branch"):
            if kind in commit:
                git(kind, commit[kind], folder=mesh, day=step)
    if "shallow" in wanted:
        git(
            "clone",
            "-q",
            "--depth",
            str(wanted["shallow"]),
            mesh.as_uri(),
            "../clone",
            folder=mesh,
            day=30,
        )
        monkeypatch.chdir(tmp_path / "clone")
    write(wanted.get("files", {}))
    monkeypatch.chdir(wanted.get("cd", "."))
    if "stdin" in wanted:
        data = contract(wanted["stdin"]).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    yield wanted
    monkeypatch.undo()


COMMIT = re.compile(r"\b[0-9a-f]{12}:")


def said(one: Case) -> Iterator[str]:
    """What a verdict says about one contract, in lines."""
    diff = one["diff"]
    base = diff["base"]
    place = base["path"] if base["ref"] is None else f"{base['ref']}:{base['path']}"
    changes = ", ".join(change["id"] for change in diff["changes"]) or "no changes"
    bumps = f"{diff['declared_bump']} {diff['required_bump']} {diff['suggested_version']}"
    lead = f"{one['verdict']} {one['path']} {one['version']} < {place} {base['version']}"
    yield f"{lead}: {bumps}: {changes}"
    for finding in one["findings"]:
        yield f"{finding['severity']} {finding['rule']}: {finding['message']}"
    for note in one.get("notes", ()):
        yield f"note {note['message']}"


def test_case(case: Case, capsys: Capture) -> None:
    argv = ["diff", "--evaluation-time", "2026-11-23", "--format", "json", *case["argv"]]
    code = run(argv)
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, VERDICT if code in {0, 1} else ERROR)
    if code in {0, 1}:
        found = [line for one in document["contracts"] for line in said(one)]
    else:
        found = [f"{error['message']} | {error['hint']}" for error in document["errors"]]
    found = [COMMIT.sub("COMMIT:", line) for line in found]
    assert [code, *found] == [case["exit_code"], *case["says"]]


def test_of_a_removed_product_only_its_going_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        {
            "old/a.yaml": "name: gone\nowner: {}\n",
            "old/b.yaml": "b 1.0.0 id",
            "new/b.yaml": "b 1.0.0 id",
        }
    )
    run(["diff", "old", "new", "--format", "json"])
    removed = json.loads(capsys.readouterr().out)["contracts"][-1]
    assert removed["name"] == "gone"
    results = {rule["id"]: rule["result"] for rule in removed["rules"]}
    tested = {rule for rule, result in results.items() if result != "not-tested"}
    assert results["breaking_changes/deprecation_notice_required"] == "fail"
    assert {rule.partition("/")[0] for rule in tested} <= {"breaking_changes", "change_control"}
    assert results["breaking_changes/version_missing"] == "not-tested"
    assert [rule for rule, result in results.items() if result in {"fail", "warn"}] == [
        "breaking_changes/deprecation_notice_required"
    ]
