"""How many of the consumers that a change reaches are named in text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meshgov.render.base import RenderOptions
from meshgov.render.text import RENDERER

NAMES = tuple(f"c{number:04}" for number in range(1012))


@pytest.fixture
def reaches(load_case: Any) -> Any:
    verdict, _ = load_case("diff-breaking")
    contract = next(iter(verdict.contracts))

    def run(*names: str, verbose: bool = False) -> list[str]:
        changes = tuple(replace(change, consumers=names) for change in contract.diff.changes[:1])
        told = replace(contract, diff=replace(contract.diff, changes=changes))
        options = RenderOptions(width=120, verbose=verbose)
        page = "".join(RENDERER.render(replace(verdict, contracts=(told,)), options))
        return [line.strip() for line in page.splitlines() if "c00" in line]

    return run


def test_few_are_all_named(reaches: Any) -> None:
    assert reaches(*NAMES[:10]) == ["reaches  " + ", ".join(NAMES[:10])]


def test_many_become_a_number(reaches: Any) -> None:
    assert " ".join(reaches(*NAMES)) == "reaches  " + ", ".join(NAMES[:10]) + " and 1,002 more"


def test_all_are_named_when_asked_for(reaches: Any) -> None:
    assert " ".join(reaches(*NAMES[:50], verbose=True)) == "reaches  " + ", ".join(NAMES[:50])
