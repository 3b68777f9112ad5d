"""The patterns of pii_unmarked against names and descriptions as people write them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.engine.embedded import EmbeddedEngine

WORDS = yaml.safe_load((Path(__file__).parent / "personal_names.yaml").read_text(encoding="utf-8"))
RULE = "pii_handling/pii_unmarked"


def unmarked(bench: Any, fields: list[dict[str, str]]) -> set[str]:
    """Names of the fields that the rule finds, all judged as one contract."""
    example = {"new": {"schema": {"fields": fields}}}
    with EmbeddedEngine(bench.pack) as engine:
        [answer] = engine.evaluate([bench.request("names", example, scope="contract")])
    return {finding.path[-2] for finding in answer.rules[RULE].findings}


def test_names(bench: Any) -> None:
    names = WORDS["names_that_look_personal"] + WORDS["names_that_do_not"]
    found = unmarked(bench, [{"name": name, "type": "string"} for name in names])
    assert found == set(WORDS["names_that_look_personal"])


def test_descriptions(bench: Any) -> None:
    texts = WORDS["descriptions_that_look_personal"] + WORDS["descriptions_that_do_not"]
    fields = [
        {"name": f"column_{index}", "type": "string", "description": text}
        for index, text in enumerate(texts)
    ]
    found = {texts[int(name.removeprefix("column_"))] for name in unmarked(bench, fields)}
    assert found == set(WORDS["descriptions_that_look_personal"])


@pytest.mark.parametrize("kind", ["boolean", "bool"])
def test_a_boolean_says_something_about_it(bench: Any, kind: str) -> None:
    assert unmarked(bench, [{"name": "email", "type": kind}]) == set()


def test_a_line_break_in_prose_is_a_space(bench: Any) -> None:
    fields = [{"name": "a", "type": "string", "description": "For support: the phone\nnumber."}]
    assert unmarked(bench, fields) == {"a"}
