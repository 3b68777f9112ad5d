"""``meshgov gate`` in repositories of git; the cases are data in gate_cases.yaml.

A file is a contract in short (``NAME VERSION FIELD...``), a mapping with that as ``short`` and more
keys of it or of its fields, a mapping with ``link``, any other mapping, a list of lines, or null,
which deletes it. ``base`` is committed on main, where the branch leaves it; ``later`` on main after
that; ``head`` on the branch; ``files`` are written and not committed. ``git`` are more commands,
run at the end. ``stray`` is a past version in a folder that is called like the last commit of main,
and becomes the next one. ``says`` holds what the verdict says: a line for the comparison, for each
contract one line and below it its changes that reach somebody, its findings and notes, then the
waivers, the plan and the notices.
"""

import json
import os
import re
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
    Path(__file__).with_name("gate_cases.yaml").read_text(encoding="utf-8")
)
SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
VERDICT, ERROR, PLAN = (
    json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("verdict", "error", "publish-plan")
)
CI = ("GIT_", "MESHGOV_", "GITHUB_", "CI_")
VALID: Case = {
    "domain": "sales",
    "description": "x",
    "owner": {"team": "a", "contact": "b", "slack": "c"},
    "classification": "internal",
    "retention_days": 365,
    "sla": {
        "availability": "99.9%",
        "completeness": "99%",
        "freshness": "24 hours",
        "quality_checks": [
            {"name": name, "query": "select 1", "threshold": "<= 0"}
            for name in ("completeness", "freshness")
        ],
    },
    "observability": {
        "metrics": ["row_count", "null_rate", "distinct_count", "value_distribution"],
        "alerts": [
            "freshness_violation",
            "quality_check_failure",
            "schema_drift",
            "volume_anomaly",
        ],
    },
}
REF = re.compile(r"<(\S+?)>")
COMMIT = re.compile(r"\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b|(?<=\()[0-9a-f]{7}(?=\))")


def contract(short: str, more: Case) -> Case:
    """A contract that passes every rule."""
    name, version, *names = short.split(" ")
    fields: list[Case] = [
        {"name": one, "type": "string", "description": "x", **more.pop(one, {})} for one in names
    ]
    fields[0] |= {"is_primary_key": True, "constraints": ["unique", "not_null"]}
    schema = {"type": "table", "location": f"s3://{name}", "fields": fields}
    return {"name": name, "version": version, **VALID, "schema": schema, **more}


def write(files: dict[str, Any]) -> None:
    for name, given in files.items():
        file = Path(name)
        if given is None:
            file.unlink()
            continue
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(given, list):
            text = "\n".join([*given, ""]).replace("{ROOT}", str(Path.cwd()))
            file.write_text(text, encoding="utf-8", newline="\n")
            continue
        if "link" in given:
            file.symlink_to(given["link"])
            continue
        value = {"short": given} if isinstance(given, str) else dict(given)
        value = contract(value.pop("short"), value) if "short" in value else value
        file.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")


def commit(files: dict[str, Any], day: int) -> None:
    write(files)
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "a step", day=day)


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new folder to work in, where no CI run shows through."""
    place = tmp_path / "mesh"
    place.mkdir()
    monkeypatch.chdir(place)
    for name in [*os.environ]:
        if name.startswith(CI):
            monkeypatch.delenv(name)
    yield place
    monkeypatch.undo()


def commits(case: Case) -> None:
    """What a case has in git."""
    if "base" in case or "init" in case:
        git("init", "--quiet", "--initial-branch", "main")
    if "base" in case:
        commit(case["base"], 1)
        git("checkout", "--quiet", "-b", "branch")
    if "later" in case:
        git("checkout", "--quiet", "main")
        commit(case["later"], 2)
        git("checkout", "--quiet", "branch")
    for number, files in enumerate(case.get("heads", [case["head"]] if "head" in case else []), 3):
        commit(files, number)


def build(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The repository of a case, with its branch checked out."""
    commits(case)
    write(case.get("files", {}))
    for name in case.get("crlf", ()):
        Path(name).write_bytes(Path(name).read_bytes().replace(b"\n", b"\r\n"))
    for command in case.get("git", ()):
        git(*command.split(" "))
    if "clone" in case:
        git("clone", "--quiet", "--depth", "1", Path.cwd().as_uri(), "../clone")
        monkeypatch.chdir("../clone")
        for name in case["clone"]:
            git("fetch", "--quiet", "--depth", "1", "origin", f"{name}:{name}")
    for name, given in case.get("stray", {}).items():
        write({f"{git('rev-parse', 'main')}/{name}": given, name: given.replace("2.0.0", "3.0.0")})
    for name, value in case.get("env", {}).items():
        monkeypatch.setenv(name, REF.sub(lambda one: git("rev-parse", one[1]), value))
    if "event" in case:
        told = REF.sub(lambda one: git("rev-parse", one[1]), json.dumps(case["event"]))
        Path("../event.json").write_text(told, encoding="utf-8")
        monkeypatch.setenv("GITHUB_EVENT_PATH", "../event.json")
    monkeypatch.chdir(case.get("cd", "."))


def said(document: Case) -> Iterator[str]:
    """What a verdict says, in lines."""
    gate = document["gate"]
    base = gate["base"]
    count = f"{gate['changed']} of {gate['contracts']} changed, {gate['removed']} removed"
    yield f"{document['verdict']}: {base['ref']}, {gate['policies_from']}: {count}"
    for one in document["contracts"]:
        yield " ".join(of_contract(one))
        for change in one.get("diff", {}).get("changes", ()):
            if change["consumers"]:
                yield f"  {change['id']} reaches {', '.join(change['consumers'])}"
        for finding in one["findings"]:
            place = f"{finding['location']['file']}:{finding['location']['line']}"
            waived = f", waived by {finding['waiver']}" if finding["waiver"] else ""
            yield f"  {finding['severity']} {finding['rule']} {place}{waived}"
        yield from (f"  note {note['message']}" for note in one.get("notes", ()))
    if "impact" in document:
        impact = document["impact"]
        rules = ", ".join(f"{one['change']} {one['id']}" for one in impact["settings"]["rules"])
        hit = ", ".join(one["path"] for one in impact["contracts"]) or "nothing"
        yield f"impact on {hit} of {impact['judged']}: {rules or 'no rule'}"
    for waiver in document.get("waivers", ()):
        yield f"waiver {waiver['id']} {waiver['location']['file']}:{waiver['location']['line']}"


def of_contract(one: Case) -> Iterator[str]:
    yield f"{one['verdict']} {one['path']} {one['version']}"
    diff = one.get("diff")
    if diff:
        base = diff["base"]
        changes = ", ".join(change["id"] for change in diff["changes"]) or "no changes"
        yield f"< {base['ref']}:{base['path']} {base['version']}:"
        yield f"{diff['declared_bump']} {diff['required_bump']} {diff['suggested_version']}:"
        yield changes


def planned(plan: Case) -> Iterator[str]:
    for one in plan["publish"] + plan["others"]:
        why = f": {one['why']}" if "why" in one else ""
        yield f"plan: {one['action']} {one['name']} {one['version']} {one['path']}{why}"


def outcome(case: Case, capsys: Capture, tmp: Path) -> list[str | int]:
    """Exit code and all that was said."""
    plan = tmp / "plan.json"
    plan.write_text('{"schema": "meshgov/publish-plan/v1", "publish": ["old"]}', encoding="utf-8")
    argv = ["gate", "--evaluation-time", "2026-11-23", "--publish-plan", str(plan), *case["argv"]]
    code = run([*argv, "--format", "json"])
    printed = capsys.readouterr()
    document, written = json.loads(printed.out), json.loads(plan.read_text(encoding="utf-8"))
    if code in {0, 1}:
        jsonschema.validate(document, VERDICT)
        jsonschema.validate(written, PLAN)
        lines = [*said(document), *planned(written), *printed.err.splitlines()]
        if code:
            assert written["publish"] == []
    else:
        jsonschema.validate(document, ERROR)
        assert written == document
        lines = [
            f"{place['file']}:{place['line']}: {error['message']} | {error['hint']}"
            if (place := error["location"])
            else f"{error['message']} | {error['hint']}"
            for error in document["errors"]
        ]
    root = os.path.realpath(tmp / "mesh")
    return [code, *(COMMIT.sub("COMMIT", line).replace(root, "ROOT") for line in lines)]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.usefixtures("mesh")
def test_case(name: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    case = {"argv": [], **CASES[name]}
    build(case, monkeypatch)
    assert outcome(case, capsys, tmp_path) == case["says"]


DROPPED: Case = CASES["a column dropped with a minor bump"]


@pytest.mark.usefixtures("mesh")
def test_the_page_for_people_says_the_verdict_first(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(DROPPED, monkeypatch)
    run(["gate", "--evaluation-time", "2026-11-23", "--quiet"])
    page = COMMIT.sub("COMMIT", capsys.readouterr().out).splitlines()
    assert page[:4] == [
        "FAIL  2 contracts: 1 failed, 1 passed - 3 errors, 1 info",
        "      compared with main (COMMIT): 2 of 2 contracts changed",
        "",
        "FAIL  orders 2.3.0 -> 2.4.0 (sales)  main:contracts/orders.yaml -> contracts/orders.yaml",
    ]


@pytest.mark.usefixtures("mesh")
def test_the_page_for_a_pull_request_names_consumers_and_the_right_version(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(DROPPED, monkeypatch)
    run(["gate", "--evaluation-time", "2026-11-23", "--format", "markdown"])
    page = COMMIT.sub("COMMIT", capsys.readouterr().out)
    assert page.startswith(
        "### FAIL: 2 contracts: 1 failed, 1 passed - 3 errors, 1 info\n\ncompared"
    )
    assert "3.0.0" in page
    assert "revenue" in page


@pytest.mark.usefixtures("mesh")
def test_policies_of_the_branch_are_weighed_on_both_pages(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(CASES["a branch can't switch off what judges it"], monkeypatch)
    pages = []
    for form in ("text", "markdown"):
        run(["gate", "--evaluation-time", "2026-11-23", "--format", form])
        pages.append(capsys.readouterr().out)
    assert "IMPACT  0 of 2 contracts would newly fail, 1 newly pass" in pages[0]
    assert "main:governance.yaml" in pages[0]
    assert "#### Its own policies: 0 of 2 contracts would newly fail, 1 newly pass" in pages[1]


@pytest.mark.usefixtures("mesh")
def test_the_same_branch_gives_the_same_bytes(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(CASES["three waivers on the base for a dropped column"], monkeypatch)
    printed = []
    for _ in range(2):
        run(["gate", "--evaluation-time", "2026-11-23", "--format", "json"])
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1]


@pytest.mark.usefixtures("mesh")
def test_nothing_is_left_behind(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    for name in ("a waiver of the base that can't be read", "a waiver added in the same branch"):
        Path(name).mkdir()
        monkeypatch.chdir(name)
        build(CASES[name], monkeypatch)
        before = git("status", "--porcelain")
        run(["gate"])
        assert git("status", "--porcelain") == before
        assert not list((tmp_path / "t").iterdir())
        monkeypatch.chdir("..")
    capsys.readouterr()


@pytest.mark.usefixtures("mesh")
def test_a_plan_is_never_stale(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(DROPPED, monkeypatch)
    plan, other = tmp_path / "plan.json", Path("contracts/other.json")
    for bad in (["--no-such-option"], ["--base-ref", "nowhere"], ["--fail-on", "x"]):
        plan.write_text('{"schema": "meshgov/publish-plan/v1", "publish": ["old"]}')
        assert run(["gate", f"--publish-plan={plan}", *bad]) == 2
        assert json.loads(plan.read_text())["schema"] == "meshgov/error/v1"
    other.write_text('{"mine": 1}')
    capsys.readouterr()
    assert run(["gate", "--publish-plan", str(other)]) == 2
    assert other.read_text() == '{"mine": 1}'
    assert "meshgov didn't write" in capsys.readouterr().err
    for refused in (["--publish-plan", ""], ["--publish-plan", "a", "--format", "json=a"]):
        assert run(["gate", *refused]) == 2
    said = capsys.readouterr().err
    assert "names no file" in said
    assert "would both be written to a" in said


@pytest.mark.usefixtures("mesh")
def test_a_plan_is_gone_when_the_run_never_ends(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(DROPPED, monkeypatch)
    plan = tmp_path / "plan.json"
    plan.write_text('{"schema": "meshgov/publish-plan/v1", "publish": ["old"]}')

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("meshgov.cli.gate.gate", killed)
    assert run(["gate", "--publish-plan", str(plan)]) == 130
    assert not plan.exists()
    capsys.readouterr()
