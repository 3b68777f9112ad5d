"""Every folder in cases/ is a file and the whole result of loading it, on both YAML parsers."""

import json
from pathlib import Path

import pytest

from meshgov.errors import MeshgovError
from meshgov.load import yaml_events
from meshgov.load.document import parse
from meshgov.load.yaml_events import PureParser, fastest

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def result(data: bytes, file: str) -> dict[str, object]:
    """What loading gives, in the shape of expected.json."""
    try:
        document = parse(data, file)
    except MeshgovError as error:
        return {
            "errors": [
                {"at": str(one.location), "message": one.message, "hint": one.hint}
                for one in error.each()
            ]
        }
    shown: dict[str, object] = {"value": document.value}
    if document.notes:
        shown["notes"] = [
            {"at": str(note.location), "message": note.message} for note in document.notes
        ]
    return shown


@pytest.mark.parametrize("parser", ["libyaml", "pure"])
@pytest.mark.parametrize("name", FOLDERS)
def test_case(name: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", PureParser if parser == "pure" else fastest())
    (file,) = (CASES / name).glob("input.*")
    found = result(file.read_bytes(), file.name)
    expected = json.loads((CASES / name / "expected.json").read_text("utf-8"))
    assert found == expected
    # 1, 1.0 and true are equal in Python, and not the same in a contract.
    assert json.dumps(found) == json.dumps(expected)


def test_both_parsers_are_tested() -> None:
    assert fastest() is not PureParser
