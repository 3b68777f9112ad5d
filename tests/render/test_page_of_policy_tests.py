"""What came of tests and examples of policies, as a page and as a document."""

import json
from pathlib import Path

import jsonschema
import pytest

from meshgov.errors import Location
from meshgov.model.tested import Failure, Reach, Tried
from meshgov.render.base import RenderOptions
from meshgov.render.pages import tested as pages

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/policy-test.schema.json").read_text(encoding="utf-8")
)
ENGINES = (("regorus", "0.13.0"), ("opa", "1.22.2"))
PLACE = Location("own/a.rego", 12, 3)
WRONG = Tried(
    engines=ENGINES,
    folders=("own", "o\x1bther"),
    rules=1,
    tests=2,
    examples=1200,
    failures=(
        Failure("test", "", "data.a.test_b\x1b", PLACE, ("opa",), "it is undefined\n or not true"),
        Failure(
            "example", "a/b", "No\x1bthing", PLACE, ("regorus", "opa"), "no", ('["a\u202e"]',), ()
        ),
        Failure("example", "a/b", "Nowhere", None, ("regorus", "opa"), "no contract"),
    ),
    later=("data.a.todo_test_c",),
    unmeasured="a test fails",
)
GAPS = Tried(
    engines=ENGINES[1:],
    folders=("own",),
    rules=1,
    tests=1,
    examples=1,
    failures=(),
    reach=Reach(3000, 2999, 99.97, tuple(Location("own/a.rego", line, 1) for line in range(1, 23))),
)
GOOD = Tried(ENGINES, ("own",), 1, 1, 0, (), reach=Reach(3, 2, 60, (PLACE,)))
PAGES = {
    "wrong": (
        WRONG,
        [
            "own/a.rego:12:3: test data.a.test_b\\x1b fails on opa: it is undefined or not true",
            'own/a.rego:12:3: example "No\\x1bthing" of a/b fails: no',
            '  expected  ["a\\u202e"]',
            "  found     nothing else",
            'example "Nowhere" of a/b fails: no contract',
            "to do  data.a.todo_test_c",
            "FAIL  own, o\\x1bther on regorus 0.13.0 and opa 1.22.2",
            "1 rule, 2 tests, 1,200 examples: 3 failing",
            "coverage not measured, because a test fails",
        ],
    ),
    "gaps": (
        GAPS,
        [
            *(f"own/a.rego:{line}:1: no test or example reaches this" for line in range(1, 21)),
            "... and 2 more",
            "FAIL  own on opa 1.22.2",
            "1 rule, 1 test, 1 example: none failing",
            "coverage 99.9 % of 3,000 lines, 99.97 % asked for",
        ],
    ),
    "good": (
        GOOD,
        [
            "PASS  own on regorus 0.13.0 and opa 1.22.2",
            "1 rule, 1 test, 0 examples: none failing",
            "coverage 66.6 % of 3 lines",
        ],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    tested, lines = PAGES[name]

    assert "".join(pages.text(tested, RenderOptions())).splitlines() == lines


@pytest.mark.parametrize("name", PAGES)
def test_document(name: str) -> None:
    tested, _ = PAGES[name]
    told = json.loads("".join(pages.as_json(tested)))

    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert told["verdict"] == ("pass" if tested.passed else "fail")
    assert told["summary"]["failing"] == len(tested.failures)
    assert [one["location"] for one in told["failures"]] == [
        one.location and one.location._asdict() for one in tested.failures
    ]


def test_nothing_reached_of_nothing_is_not_enough() -> None:
    assert not Reach(0, 0, 100).enough
    assert Reach(0, 0, 0).enough


def test_colours_tell_what_is_wrong() -> None:
    text = "".join(pages.text(WRONG, RenderOptions(colour=True)))

    assert "\x1b[31mtest data.a.test_b\\x1b fails\x1b[0m on opa" in text
    assert "\x1b[1;31mFAIL\x1b[0m  own" in text
