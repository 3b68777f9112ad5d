"""Text for people: each case folder holds a verdict and the page it must give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from meshgov.render.base import RenderOptions
from meshgov.render.text import RENDERER

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_case(name: str, load_case: Any) -> None:
    verdict, options = load_case(name)
    options = RenderOptions(**(options | {"only": tuple(options.get("only", ()))}))

    page = "".join(RENDERER.render(verdict, options))

    assert page == (CASES / name / "expected.txt").read_text(encoding="utf-8")
