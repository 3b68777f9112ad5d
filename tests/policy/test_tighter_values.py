"""Which values of a parameter are looser than others, direction by direction."""

from typing import Any

import pytest

from meshgov.policy.order import looser

CHAIN = (("none", "some", "all"),)


@pytest.mark.parametrize(
    ("schema", "base", "own", "found"),
    [
        ({}, 1, 1, []),
        ({}, 1, 2, [((), 1)]),
        ({"x-tighten": "lower"}, 2, 1, []),
        ({"x-tighten": "lower"}, 2, 3, [((), 2)]),
        ({"x-tighten": "higher"}, False, True, []),
        ({"x-tighten": "higher"}, True, False, [((), True)]),
        ({"x-tighten": "higher"}, None, 0, []),
        ({"x-tighten": "higher"}, 1, None, [((), 1)]),
        ({"x-tighten": "superset"}, ["a"], ["b", "a"], []),
        ({"x-tighten": "superset"}, ["a", "b"], ["b"], [((), ["a", "b"])]),
        ({"x-tighten": "subset"}, ["a", "b"], ["b"], []),
        ({"x-tighten": "subset"}, ["a", "b"], ["b", "a"], []),
        ({"x-tighten": "subset", "x-ordered": True}, ["a", "b"], ["b"], []),
        ({"x-tighten": "subset", "x-ordered": True}, ["a", "b"], ["b", "a"], [((), ["a", "b"])]),
        ({"x-tighten": "higher"}, "some", "all", []),
        ({"x-tighten": "higher"}, "some", "none", [((), "some")]),
        ({"x-tighten": "higher"}, "some", "else", [((), "some")]),
        ({"x-tighten": "higher"}, {"a": 1}, {"a": 2, "b": 1}, []),
        ({"x-tighten": "higher"}, {"a": 2, "b": 1}, {"a": 1, "b": 1}, [(("a",), 2)]),
        ({"x-tighten": "higher"}, {"a": 2}, {}, [(("a",), 2)]),
        ({"x-tighten": "lower"}, {"a": 2, "b": 4}, {"a": 2, "b": 4, "c": 2}, []),
        ({"x-tighten": "lower"}, {"a": 2, "b": 4}, {"a": 2, "b": 4, "c": 3}, [(("c",), 2)]),
        ({"x-tighten": "lower"}, {"a": "all"}, {"a": "all", "c": "some"}, []),
        ({"x-tighten": "lower"}, {"a": "some"}, {"a": "some", "c": "all"}, [(("c",), "some")]),
        ({"x-tighten": "lower"}, {"a": "else"}, {"a": "else", "c": "all"}, []),
        ({"x-tighten": "lower"}, {}, {"a": 1}, []),
        ({"x-tighten": "subset"}, {"a": ["x", "y"]}, {"a": ["x", "z"]}, [(("a",), ["x", "y"])]),
    ],
)
def test_looser(schema: dict[str, Any], base: Any, own: Any, found: list[Any]) -> None:
    assert list(looser(schema, CHAIN, base, own)) == found
