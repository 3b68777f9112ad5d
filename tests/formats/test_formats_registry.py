from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import meshgov.formats
from meshgov.formats.native import FORMAT
from meshgov.formats.registry import announced, detect, formats, looks_like_contract
from meshgov.model.document import Json

ANOTHER = """
class Another:
    name = "another"
    schema = "another.schema.json"

    def claims(self, value):
        return "another" in value


FORMAT = Another()
"""


@pytest.fixture
def extra_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "another_format.py").write_text(ANOTHER)
    monkeypatch.setattr(meshgov.formats, "__path__", [*meshgov.formats.__path__, str(tmp_path)])
    formats.cache_clear()
    yield
    formats.cache_clear()
    sys.modules.pop("meshgov.formats.another_format", None)


def test_this_release_reads_the_native_format() -> None:
    assert formats() == (FORMAT,)
    assert (FORMAT.name, FORMAT.schema) == ("native", "contract.schema.json")


@pytest.mark.usefixtures("extra_format")
def test_a_new_format_is_one_new_file() -> None:
    assert [known.name for known in formats()] == ["another", "native"]
    found = [detect({"another": 1}), detect({"name": "a"})]
    assert [known and known.name for known in found] == ["another", "native"]


@pytest.mark.parametrize(
    ("value", "claimed"),
    [
        ({"name": "orders"}, True),
        ({"schema": {"fields": []}}, True),
        ({"owner": None}, True),
        ({"apiVersion": "v3.1.0", "kind": "DataContract", "name": "orders"}, False),
        ({"dataContractSpecification": "1.1.0", "name": "orders"}, False),
        ({"governance": {}}, False),
        ({}, False),
        (["name"], False),
        ("name", False),
        (None, False),
    ],
)
def test_the_native_format_claims_what_names_no_other(value: Json, claimed: bool) -> None:  # noqa: FBT001  # an expectation
    assert detect(value) is (FORMAT if claimed else None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[({"name": "orders", key: None}, True)
          for key in ("schema", "owner", "classification", "sla", "access")],
        ({"name": "orders"}, False),
        ({"schema": {}, "owner": {}}, False),
        ({"name": "orders", "services": {}}, False),
        (["name", "schema"], False),
        ("name schema", False),
        (None, False),
    ],
)  # fmt: skip
def test_a_searched_file_is_a_contract_by_its_keys(value: Json, expected: bool) -> None:  # noqa: FBT001  # an expectation
    assert looks_like_contract(value) is expected


@pytest.mark.parametrize(
    ("value", "key", "name"),
    [
        ({"name": "orders", "apiVersion": "v3.1.0"}, "apiVersion", "ODCS"),
        ({"dataContractSpecification": None}, "dataContractSpecification", "Specification"),
    ],
)
def test_another_format_is_known_by_its_mark(value: Json, key: str, name: str) -> None:
    mark = announced(value)
    assert mark
    assert mark[0] == key
    assert name in mark[1]


@pytest.mark.parametrize("value", [{"name": "orders"}, {}, ["apiVersion"], "apiVersion", None])
def test_nothing_else_announces_a_format(value: Json) -> None:
    assert announced(value) is None
