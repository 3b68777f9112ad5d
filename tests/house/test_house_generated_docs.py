"""Documents that follow from data say what the data says, and their links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = json.loads((ROOT / "policies/changes/change_rules.json").read_text(encoding="utf-8"))


def test_generated_documents_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/generate_docs.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("document", ["changes.md", "compatibility.md"])
def test_every_anchor_is_a_heading(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    reference = (ROOT / "docs/changes.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", reference, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    linked = set(re.findall(r"\]\((?:changes\.md)?#([^)]+)\)", text))
    assert linked
    assert linked - anchors == set()


def test_levels_of_the_guide_are_those_of_the_table() -> None:
    text = (ROOT / "docs/compatibility.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([a-z-]+)\]\([^)]+\) \| (\w+) \| (\w+) \|$", text, re.MULTILINE)
    assert rows
    for change, backward, forward in rows:
        assert (TABLE[change]["backward"], TABLE[change]["forward"]) == (backward, forward)
