"""Which paths globs mean: as a search of the disk finds them, without one."""

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshgov.errors import InputError
from meshgov.load.find import find
from meshgov.load.globs import Globs

TREE = (
    "a.yaml",
    "b.json",
    "readme.md",
    "contracts/a.yaml",
    "contracts/B.YML",
    "contracts/notes.txt",
    "contracts/sales/a.yaml",
    "contracts/sales/deep/er/x.yaml",
    "contracts/.hidden/a.yaml",
    "contracts/.a.yaml",
    "contracts/node_modules/a.yaml",
    ".github/workflows/ci.yaml",
    "[x]/a.yaml",
)
PARTS = st.sampled_from(
    (
        "a.yaml",
        "contracts",
        "sales",
        "*",
        "**",
        "*.yaml",
        ".*",
        ".github",
        "[ab].*",
        "readme.md",
        ".",
    )
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("tree")
    for name in TREE:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    return top


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(patterns=st.lists(st.lists(PARTS, min_size=1, max_size=4).map("/".join), max_size=3))
def test_globs_mean_what_a_search_finds(tree: Path, patterns: list[str]) -> None:
    searched = {}
    for pattern in patterns:
        with contextlib.suppress(InputError):  # nothing matches, which is no error here
            for one in find([os.path.normpath(pattern)], str(tree)):
                path = os.path.relpath(one.path, tree).replace(os.sep, "/")
                searched[path] = searched.get(path, False) or one.named
    globs = Globs(patterns)
    found = {path: named for path in TREE if (named := globs.match(path)) is not None}
    assert found == searched


def test_what_lies_below_a_folder_counts_of_any_kind() -> None:
    globs = Globs(["policies", "waivers/*.yaml", "governance.yaml"])
    below = [one for one in ("policies/a/x.rego", "policies", "waivers/a.rego") if globs.below(one)]
    assert below == ["policies/a/x.rego", "policies"]
    assert Globs(["."]).below("a/b.rego")
