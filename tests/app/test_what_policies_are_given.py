"""A request holds the fields inside a contract when a policy of the run may look at them."""

import json
from pathlib import Path
from typing import Any

import pytest

from meshgov.app import contracts, diff
from meshgov.app.governed import govern
from meshgov.app.judge import Judge
from meshgov.app.settings import RunSettings

CONTRACT = "name: orders\nversion: 1.0.0\nschema:\n  type: table\n  fields: [{name: id}]\n"
COLUMNS = "package main\n\ndeny contains column.name if some column in input.columns\n"
FIELDS = "package main\n\ndeny contains one.name if some one in input.base.schema.fields\n"


@pytest.mark.parametrize(("policy", "given"), [("", False), (COLUMNS, False), (FIELDS, True)])
def test_fields(tmp_path: Path, policy: str, given: bool) -> None:  # noqa: FBT001  # a case
    folders: tuple[str, ...] = ()
    if policy:
        (tmp_path / "own.rego").write_text(policy)
        folders = (str(tmp_path),)
    governed = govern(RunSettings(now="2026-11-23T00:00:00Z", policies=folders))
    case = diff.load(CONTRACT, CONTRACT, governed)
    asked: Any = json.loads(next(Judge(governed, "diff").ask(case)).request.text)
    for contract in ("base", "contract"):
        assert asked[contract]["schema"]["type"] == "table"
        assert ("fields" in asked[contract]["schema"]) is given
    assert [column["name"] for column in asked["columns"]] == ["id"]


def test_a_contract_is_not_changed_by_what_a_request_leaves_out() -> None:
    governed = govern(RunSettings(now="2026-11-23T00:00:00Z"))
    case = diff.load(CONTRACT, CONTRACT, governed)
    next(Judge(governed, "diff").ask(case))
    assert case.new.contract == contracts.parse(CONTRACT.encode(), "<text>").contract
