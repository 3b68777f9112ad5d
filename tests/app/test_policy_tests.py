"""``meshgov policy test`` over whole folders: each case is files, options, and all that comes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from meshgov.cli.main import run

CASES = sorted((Path(__file__).parent / "policy_test_cases").glob("*.yaml"))
SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas/policy-test.schema.json").read_text("utf-8")
)
WITH_A_DOCUMENT = ("lines_that_nothing_reaches", "what_is_wrong_with_examples")
Capture = pytest.CaptureFixture[str]


def written(case: Any, folder: Path) -> None:
    for name, text in case["files"].items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def steady(text: str) -> str:
    """Without the versions of engines, and without the advice where to get one."""
    found = [line for line in text.splitlines() if not line.startswith("  hint: get it from")]
    return "\n".join(found).replace("regorus 0.13.0", "regorus V").replace("opa 1.22.2", "opa V")


@pytest.mark.opa
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    written(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, value in case.get("environment", {}).items():
        monkeypatch.setenv(name, value)

    code = run(["policy", "test", *map(str, case["argv"])])

    out, err = capsys.readouterr()
    assert (steady(out), steady(err), code) == (
        case.get("stdout", "").rstrip("\n"),
        case.get("stderr", "").rstrip("\n"),
        case["exit_code"],
    )
    if path.stem in WITH_A_DOCUMENT:
        run(["policy", "test", *map(str, case["argv"]), "--format", "json"])
        told = json.loads(capsys.readouterr().out)
        jsonschema.Draft202012Validator(SCHEMA).validate(told)
        assert told["exit_code"] == code
        assert told["summary"]["failing"] == len(
            {(one["name"], json.dumps(one["location"])) for one in told["failures"]}
        )


@pytest.mark.opa
def test_the_shipped_rules_pass_on_both_engines(capsys: Capture) -> None:
    code = run(["policy", "test", "--builtin", "--format", "json"])

    told = json.loads(capsys.readouterr().out)
    assert (told["failures"], told["coverage"]["gaps"], told["verdict"], code) == (
        [],
        [],
        "pass",
        0,
    )
    assert [one["name"] for one in told["engines"]] == ["regorus", "opa"]
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
