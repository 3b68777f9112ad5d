"""Each file in edit_cases/ is a file, what to change in it, and all the bytes that come out.

``changes`` are calls of an editor: ``put: [origin, key, value, after]``, ``prepend: [key, item]``.
A case has an ``output``, or the ``refusal`` with its place.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.errors import MeshgovError
from meshgov.load import yaml_events
from meshgov.load.document import digest, parse
from meshgov.load.edit import Editor, save
from meshgov.load.yaml_events import PureParser, fastest

Case = dict[str, Any]

CASES = sorted((Path(__file__).parent / "edit_cases").glob("*.yaml"))
ENTRY: Case = {
    "version": "2.0.0",
    "date": "2026-11-23",
    "changes": ["Field `a` was removed: it's gone.", 'Text with "quotes" and \\.'],
    "breaking": True,
}


def edited(data: bytes, file: str, changes: list[Case]) -> bytes:
    editor = Editor(data, parse(data, file))
    for change in changes:
        for name, arguments in change.items():
            if name == "put":
                origin, key, value, after = arguments
                editor.put(tuple(origin), key, value, after=after)
            else:
                key, item = arguments
                editor.prepend(key, ENTRY if item == "ENTRY" else item)
    return editor.result()


def outcome(case: Case) -> Case:
    """What comes out of a case, in the shape of its file."""
    try:
        made = edited(case["input"].encode(), case.get("file", "c.yaml"), case["changes"])
    except MeshgovError as error:
        place = f"{error.location}: " if error.location else ""
        return {"refusal": place + error.message}
    return {"output": made.decode()}


@pytest.mark.parametrize("parser", ["libyaml", "pure"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", PureParser if parser == "pure" else fastest())
    case: Case = yaml.safe_load(path.read_text(encoding="utf-8"))
    wanted = {name: case[name] for name in ("output", "refusal") if name in case}
    assert outcome(case) == wanted


def test_nothing_changed_is_the_same_bytes() -> None:
    data = b"\xef\xbb\xbfname: x\r\n"
    assert edited(data, "c.yaml", []) is data


def test_saving_replaces_the_file_that_was_read(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(b"old")
    save(str(file), b"new", digest(b"old"))
    assert file.read_bytes() == b"new"


def test_saving_leaves_a_file_that_changed_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(b"somebody else's")
    with pytest.raises(MeshgovError, match="changed by somebody else") as caught:
        save(str(file), b"new", digest(b"old"))
    assert caught.value.exit_code == 2
    assert file.read_bytes() == b"somebody else's"
    assert [one.name for one in tmp_path.iterdir()] == ["c.yaml"]
