"""JSON for machines: to the letter, valid by its schema, and the same facts as the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.errors import ConfigurationError, EngineError, InputError, Location, ManyErrors
from meshgov.model.verdict import ContractVerdict
from meshgov.render.base import RenderOptions
from meshgov.render.json_ import RENDERER

CASES = Path(__file__).parent / "cases"
SCHEMAS = Path(__file__).parents[2] / "schemas"
OPTIONS = RenderOptions()


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


VERDICTS = validator("verdict.schema.json")
ERRORS = validator("error.schema.json")


def test_the_whole_document(build_verdict: Any) -> None:
    verdict = build_verdict(
        {
            "command": "gate",
            "pack_sources": ["builtin", "policies/"],
            "contracts": [
                {
                    "path": "contracts/orders.yaml",
                    "name": "caf\u00e9",
                    "domain": "sales",
                    "verdict": "fail",
                    "diff": {
                        "base": {"ref": "main", "path": "contracts/orders.yaml", "version": None},
                        "breaking": True,
                        "required_bump": "major",
                        "changes": [
                            {
                                "id": "field-removed",
                                "level": "breaking",
                                "bump": "major",
                                "path": ["schema", "fields", "email"],
                                "old": {"name": "email", "aliases": []},
                                "message": "Gone.",
                                "consumers": ["churn"],
                                "old_location": "contracts/orders.yaml:12:7",
                            }
                        ],
                    },
                    "rules": {"a/b": "fail"},
                    "findings": [
                        {
                            "rule": "a/b",
                            "severity": "error",
                            "blocking": True,
                            "message": 'Say "why".',
                            "path": ["version"],
                            "location": "contracts/orders.yaml:2:10",
                        }
                    ],
                    "notes": [{"message": "odd", "location": "contracts/orders.yaml:7:9"}],
                },
                {"path": "b.yaml", "name": "b", "version": None, "verdict": "pass"},
            ],
        }
    )

    written = "".join(RENDERER.render(verdict, OPTIONS))

    assert written == (Path(__file__).parent / "gate.json").read_text(encoding="utf-8")
    VERDICTS.validate(json.loads(written))


def nodes(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the maps of the interface stand; what an author wrote is none of them."""
    if isinstance(value, dict):
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        if isinstance(inner, (dict, list)) and key != "old":
            yield from nodes(inner, (*path, key))


def test_the_schema_knows_every_key_and_no_other() -> None:
    text = (Path(__file__).parent / "gate.json").read_text(encoding="utf-8")
    accepted = set()
    for path in nodes(json.loads(text)):
        for key in (*at(json.loads(text), path), "unknown"):
            document = json.loads(text)
            node = at(document, path)
            if key in node:
                del node[key]
            else:
                node[key] = 1
            if VERDICTS.is_valid(document):
                accepted.add(key)

    assert accepted == {"diff", "notes"}


def at(document: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    for step in path:
        document = document[step]
    return document  # type: ignore[no-any-return]  # a map, as nodes() says


@pytest.mark.parametrize(
    ("remediation", "expected"),
    [
        ("Restore it.", "Restore it. This looks like a rename of `a` to `b`."),
        ("", "This looks like a rename of `a` to `b`."),
    ],
)
def test_a_hint_is_part_of_the_remedy(build_verdict: Any, remediation: str, expected: str) -> None:
    change = {
        "id": "field-removed",
        "level": "breaking",
        "bump": "major",
        "message": "Gone.",
        "remediation": remediation,
        "hint": "looks like a rename of `a` to `b`",
    }
    base = {"path": "old.yaml", "version": "1.0.0"}
    diff = {"base": base, "breaking": True, "required_bump": "major", "changes": [change]}
    contract = {"path": "new.yaml", "name": "orders", "verdict": "pass", "diff": diff}
    verdict = build_verdict({"command": "diff", "contracts": [contract]})

    written = json.loads("".join(RENDERER.render(verdict, RenderOptions())))

    assert written["contracts"][0]["diff"]["changes"][0]["remediation"] == expected
    assert "hint" not in written["contracts"][0]["diff"]["changes"][0]


def test_no_contracts(build_verdict: Any) -> None:
    written = "".join(RENDERER.render(build_verdict({"contracts": []}), OPTIONS))

    assert written.endswith('    "waived": 0\n  },\n  "contracts": []\n}\n')
    VERDICTS.validate(json.loads(written))


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_each_case_is_valid_and_keeps_the_layout(name: str, load_case: Any) -> None:
    written = "".join(RENDERER.render(load_case(name)[0], OPTIONS))
    parsed = json.loads(written)

    VERDICTS.validate(parsed)
    if written.isascii():
        assert written == json.dumps(parsed, indent=2) + "\n"


def test_what_a_terminal_would_obey_is_escaped(load_case: Any) -> None:
    written = "".join(RENDERER.render(load_case("check-hostile")[0], OPTIONS))

    assert all(one.isprintable() or one == "\n" for one in written if one not in "\xa0\u200b")
    assert "\\u001b[2Jtracts/\\u202egnp.yaml" in written


def test_contracts_are_read_one_by_one(build_verdict: Any) -> None:
    one = build_verdict({"contracts": [{"path": "a", "name": "a", "verdict": "pass"}]})
    read: list[int] = []

    class Spooled:
        def __iter__(self) -> Iterator[ContractVerdict]:
            for number in range(3):
                read.append(number)
                yield one.contracts[0]

        def __len__(self) -> int:
            return 3

    pieces = RENDERER.render(replace(one, contracts=Spooled()), OPTIONS)

    assert (next(pieces)[:1], list(read)) == ("{", [])
    assert ('"path": "a"' in next(pieces), list(read)) == (True, [0])


@pytest.mark.parametrize(
    ("error", "exit_code", "expected"),
    [
        (
            InputError("bad", hint="do this", location=Location("a.yaml", 3, 5)),
            2,
            [("input", "bad", "do this", {"file": "a.yaml", "line": 3, "column": 5})],
        ),
        (EngineError("down"), 3, [("engine", "down", None, None)]),
        (
            ManyErrors([InputError("one"), ManyErrors([ConfigurationError("two")])]),
            2,
            [("input", "one", None, None), ("configuration", "two", None, None)],
        ),
    ],
)
def test_error_document(error: Any, exit_code: int, expected: list[Any]) -> None:
    written = "".join(RENDERER.render_errors([error], exit_code, OPTIONS))

    assert json.loads(written) == {
        "schema": "meshgov/error/v1",
        "exit_code": exit_code,
        "errors": [
            dict(zip(("kind", "message", "hint", "location"), one, strict=True)) for one in expected
        ],
    }
    assert written.startswith('{\n  "schema"')
    assert written.endswith("}\n")
    ERRORS.validate(json.loads(written))
