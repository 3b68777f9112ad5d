"""Inputs of the action to a command line, a verdict to outputs, pages to a summary."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.app import action
from meshgov.app.action_inputs import ALWAYS, FILES, Inputs
from meshgov.cli.main import run
from meshgov.errors import ConfigurationError
from meshgov.render.registry import names

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def read(tmp: Path, **given: str) -> Inputs:
    return Inputs.read(
        {"RUNNER_TEMP": str(tmp), **{f"INPUT_{name.upper()}": one for name, one in given.items()}}
    )


def test_defaults_ask_for_the_usual(tmp_path: Path) -> None:
    folder = tmp_path / "meshgov-report"
    assert [*read(tmp_path).arguments] == [
        "gate",
        "--fail-on=error",
        "--engine=auto",
        f"--format=json={folder}/verdict.json",
        f"--format=text={folder}/verdict.txt",
        f"--format=github={folder}/annotations.txt",
        f"--format=summary={folder}/summary.md",
        f"--publish-plan={folder}/publish-plan.json",
        "--",
    ]


def test_defaults_of_the_file_are_those_of_the_program(tmp_path: Path) -> None:
    given = {
        f"INPUT_{name.replace('-', '_').upper()}": str(one.get("default", ""))
        for name, one in ACTION["inputs"].items()
    }
    arguments = [*Inputs.read({"RUNNER_TEMP": str(tmp_path), **given}).arguments]
    assert [one for one in arguments if one != "--annotations-max=50"] == [
        *read(tmp_path).arguments
    ]


def test_every_input_reaches_the_step_that_judges_or_comments() -> None:
    passed = [value for step in ACTION["runs"]["steps"] for value in step.get("env", {}).values()]
    for name in ACTION["inputs"]:
        assert f"${{{{ inputs.{name} }}}}" in passed, name


def test_outputs_are_those_that_the_program_writes() -> None:
    written = [name for name, _ in action.Told().each()]
    assert sorted(written) == sorted(ACTION["outputs"])
    for name, one in ACTION["outputs"].items():
        assert f"steps.gate.outputs.{name}" in one["value"]


def test_everything_can_be_asked_for(tmp_path: Path) -> None:
    inputs = read(
        tmp_path,
        contracts="a/*.yaml\n\n  b,c.yaml \n",
        policies="p\nq",
        base_ref="main",
        changed_only="False",
        fail_on="warning",
        waivers="w",
        frameworks="gdpr,sox gdpr",
        evaluation_time="2026-11-23",
        formats="junit,json markdown\ntext",
        output_dir=str(tmp_path / "out"),
        sarif="TRUE",
        summary="false",
        comment="always",
        annotations_max="0",
        engine="embedded",
    )
    arguments = [one.replace(str(tmp_path), "TMP") for one in inputs.arguments]
    assert arguments == [
        "gate",
        "--base-ref=main",
        "--fail-on=warning",
        "--evaluation-time=2026-11-23",
        "--engine=embedded",
        "--annotations-max=0",
        "--all",
        "--policies=p",
        "--policies=q",
        "--waivers=w",
        "--format=json=TMP/out/verdict.json",
        "--format=text=TMP/out/verdict.txt",
        "--format=github=TMP/out/annotations.txt",
        "--format=junit=TMP/out/junit.xml",
        "--format=markdown=TMP/out/verdict.md",
        "--format=sarif-github=TMP/out/meshgov-github.sarif",
        "--format=comment=TMP/out/comment.md",
        "--publish-plan=TMP/out/publish-plan.json",
        "--",
        "a/*.yaml",
        "b,c.yaml",
    ]
    assert inputs.frameworks == ("gdpr", "sox")


def test_every_format_has_a_file_of_its_own(tmp_path: Path) -> None:
    assert set(ALWAYS) < set(FILES) <= set(names())
    files = [read(tmp_path).file(name) for name in (*names(), "one-more")]
    assert len(set(files)) == len(files)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("fail_on", "info", "knows no 'info'"),
        ("changed_only", "yes", "knows no 'yes'"),
        ("comment", "sometimes", "knows no 'sometimes'"),
        ("engine", "opal", "knows no 'opal'"),
        ("formats", "json,pdf", "knows no 'pdf'"),
        ("annotations_max", "51", "annotations-max is '51'"),
        ("annotations_max", "-1", "annotations-max is '-1'"),
        ("annotations_max", "٣", "annotations-max is"),
        ("base_ref", "a\nb", "several lines"),
        ("output_dir", "a\rb", "several lines"),
        ("contracts", "--all", "looks like an option"),
        ("version", "9.9.9", "asks for '9.9.9'"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, value: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why) as raised:
        read(tmp_path, **{name: value})
    assert raised.value.hint


VERDICT = {
    "schema": "meshgov/verdict/v1",
    "verdict": "fail",
    "pack": {"digest": "sha256:0"},
    "evidence": {"log": "a", "entries": 1, "signed": False, "checkpoint": "a\n1\nb\n"},
    "contracts": [
        {
            "findings": [
                {"severity": "error", "mode": "enforce", "blocking": True, "waiver": None},
                {"severity": "error", "mode": "warn", "blocking": False, "waiver": None},
                {"severity": "error", "mode": "audit", "blocking": False, "waiver": None},
                {"severity": "info", "mode": "enforce", "blocking": False, "waiver": None},
                {"severity": "error", "mode": "enforce", "blocking": False, "waiver": "WVR-1"},
            ]
        }
    ],
}


def test_outputs_count_what_annotations_show(tmp_path: Path) -> None:
    inputs = read(tmp_path, sarif="true")
    action.prepare(inputs)
    Path(inputs.file("json")).write_text(json.dumps(VERDICT))
    assert dict(action.told(1, inputs).each()) == {
        "verdict": "fail",
        "exit-code": "1",
        "errors": "1",
        "warnings": "1",
        "waived": "1",
        "report-dir": inputs.folder,
        "sarif-file": inputs.file("sarif-github"),
        "pack-digest": "sha256:0",
        "evidence-checkpoint": "a\n1\nb\n",
    }


@pytest.mark.parametrize(
    ("code", "text", "exit_code"),
    [
        (0, json.dumps(VERDICT), 3),
        (1, "", 3),
        (0, "[]", 3),
        (1, "{", 3),
        (2, "{}", 2),
        (3, json.dumps(VERDICT), 3),
        (130, json.dumps(VERDICT), 130),
    ],
)
def test_a_verdict_that_contradicts_the_exit_code_is_none(
    tmp_path: Path, code: int, text: str, exit_code: int
) -> None:
    inputs = read(tmp_path)
    action.prepare(inputs)
    Path(inputs.file("json")).write_text(text)
    told = action.told(code, inputs)
    assert (told.verdict, told.exit_code, told.errors) == ("error", exit_code, 0)


def test_no_old_verdict_is_read(tmp_path: Path) -> None:
    inputs = read(tmp_path)
    action.prepare(inputs)
    Path(inputs.file("json")).write_text(json.dumps(VERDICT))
    action.prepare(inputs)
    assert action.told(1, inputs).verdict == "error"
    assert action.report(inputs, "json") == ""


def test_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    inputs = read(tmp_path)
    action.prepare(inputs)
    Path(inputs.file("json")).write_text("name: orders\n")
    with pytest.raises(ConfigurationError, match="meshgov didn't write"):
        action.prepare(inputs)


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="can't be made"):
        action.prepare(read(tmp_path, output_dir=str(tmp_path / "file" / "x")))


def test_no_output_adds_another(tmp_path: Path) -> None:
    file = tmp_path / "out"
    action.publish(action.Told(report_dir="x\nverdict=pass\nend-\nverdict<<e\npass\ne"), str(file))
    lines = file.read_text().splitlines()
    ends = {one.partition("<<")[2] for one in lines if "<<end-" in one}
    assert len(ends) == 1
    assert lines[lines.index("verdict=pass") - 2].startswith("report-dir<<end-")
    action.publish(action.Told(), None)
    with pytest.raises(ConfigurationError, match="can't be written"):
        action.publish(action.Told(), str(tmp_path))


def test_a_summary_that_would_be_dropped_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    assert action.summarise(["a" * 1000, "b" * action.MOST_SUMMARY, "c"], str(file)) is False
    assert file.read_text() == "a" * 1000
    assert action.summarise(["€" * ((action.MOST_SUMMARY - 1000) // 3)], str(file)) is True
    assert action.summarise(["never"], None) is True


def step(
    tmp: Path, monkeypatch: pytest.MonkeyPatch, **given: str
) -> tuple[int, dict[str, str], str]:
    """``meshgov action gate`` in this process: exit code, outputs, summary."""
    for name in [*os.environ]:
        if name.startswith(("GITHUB_", "INPUT_", "CI_", "MESHGOV_", "GIT_")):
            monkeypatch.delenv(name)
    output, page = tmp / "output", tmp / "page"
    output.unlink(missing_ok=True)
    page.unlink(missing_ok=True)
    monkeypatch.setenv("RUNNER_TEMP", str(tmp))
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    for name, value in given.items():
        monkeypatch.setenv(f"INPUT_{name.upper()}", value)
    code = run(["action", "gate"])
    lines = output.read_text().splitlines()
    told = dict(zip((one.partition("<<")[0] for one in lines[::3]), lines[1::3], strict=True))
    return code, told, page.read_text() if page.exists() else ""


def test_the_step(
    repository: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.pull_request({"orders.yaml": {}}, {"orders.yaml": {"retention_days": None}})
    monkeypatch.chdir(repository.folder)
    code, told, page = step(tmp_path, monkeypatch, frameworks="sox")
    assert (code, told["verdict"], told["exit-code"]) == (1, "fail", "1")
    assert "Controls of sox" in page
    assert capsys.readouterr().out.startswith("FAIL  1 contract")
    code, told, page = step(tmp_path, monkeypatch, frameworks="sax")
    assert (code, told["verdict"], told["exit-code"]) == (2, "error", "2")
    assert "judged nothing" in page
    assert capsys.readouterr().out.startswith("::error title=meshgov::there is no framework 'sax'")
    code, told, page = step(tmp_path, monkeypatch, frameworks="", base_ref="nowhere")
    assert (code, told["verdict"], told["exit-code"]) == (2, "error", "2")
    monkeypatch.setattr(action, "MOST_SUMMARY", 10)
    step(tmp_path, monkeypatch, base_ref="main")
    assert "the summary is full" in capsys.readouterr().err
