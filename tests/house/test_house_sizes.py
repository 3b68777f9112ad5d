"""A module over 400 lines or a function over 60 needs a reason here; a stale reason fails too."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES, FUNCTION_LINES = 400, 60
REASONS: dict[str, str] = {}  # "src/meshgov/x.py" or "src/meshgov/x.py:name" -> why it is that long


def oversized() -> set[str]:
    large = set()
    for file in (*ROOT.glob("src/**/*.py"), *ROOT.glob("scripts/*.py"), *ROOT.glob("bench/*.py")):
        name, text = file.relative_to(ROOT).as_posix(), file.read_text()
        if text.count("\n") > MODULE_LINES:
            large.add(name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                large |= {f"{name}:{node.name}"} if lines > FUNCTION_LINES else set()
    return large


def test_large_modules_and_functions_have_a_written_reason() -> None:
    assert oversized() == set(REASONS)
