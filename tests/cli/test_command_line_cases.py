"""Each file in cases/ is one call: files, arguments, and everything that comes out.

``findings`` of a verdict are whole: ``<rule> <severity> <line>:<column> <path>`` for each.
``changes`` are whole too: ``<id> <level> <bump> <consumers>``, without what is empty.
``shows`` are lines of standard output, and ``hides`` are texts that it must not hold.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.cli.main import run

Case = dict[str, Any]
Request = pytest.FixtureRequest
Capture = pytest.CaptureFixture[str]

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
JUDGED = [
    path
    for path in CASES
    if {"findings", "changes"} & yaml.safe_load(path.read_text("utf-8")).keys()
]


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    wanted: Case = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    for name, text in wanted.get("files", {}).items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("MESHGOV_OPA_URL", "MESHGOV_OPA_TOKEN", "MESHGOV_OPA_CA", "MESHGOV_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return wanted


def seen(contract: Case) -> list[str]:
    """A contract's findings as the cases write them."""
    return [
        "{rule} {severity} {location[line]}:{location[column]} {place}".format(
            **finding, place="/".join(finding["path"])
        )
        for finding in contract["findings"]
    ]


def changed(contract: Case) -> list[str]:
    """A contract's changes as the cases write them."""
    return [
        " ".join(
            part
            for part in (one["id"], one["level"], one["bump"], ",".join(one["consumers"]))
            if part
        )
        for one in contract["diff"]["changes"]
    ]


def test_case(case: Case, capsys: Capture) -> None:
    code = run([str(argument) for argument in case["argv"]])
    out, err = capsys.readouterr()
    assert code == case["exit_code"], err
    assert "Traceback" not in err
    if "stderr" in case:
        assert err == case["stderr"]
    if "stdout" in case:
        assert out == case["stdout"]
    assert [line for line in case.get("shows", ()) if line not in out.splitlines()] == []
    assert [text for text in case.get("mentions", ()) if text not in out] == []
    assert [text for text in case.get("hides", ()) if text in out] == []
    if "document" in case:
        assert json.loads(out) == case["document"]
    if "findings" in case:
        found = {contract["path"]: seen(contract) for contract in json.loads(out)["contracts"]}
        assert found == case["findings"]
    if "changes" in case:
        found = {contract["path"]: changed(contract) for contract in json.loads(out)["contracts"]}
        assert found == case["changes"]
    for name, text in case.get("left", {}).items():
        assert Path(name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", JUDGED, ids=lambda path: path.stem, indirect=True)
def test_opa_prints_the_same(case: Case, capsys: Capture) -> None:
    argv = [*map(str, case["argv"]), "--evaluation-time", "2026-11-23"]
    run(argv)
    embedded = capsys.readouterr().out
    run([*argv, "--engine", "opa"])
    assert without_engine(capsys.readouterr().out) == without_engine(embedded)


def without_engine(text: str) -> str:
    """The document, byte for byte, but for the one line that names the engine's object."""
    document = json.loads(text)
    document["engine"] = None
    assert json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n" == text
    return json.dumps(document)
