"""Documents that follow from data say what the data says, and their links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from meshgov.policy import pack, parameters

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


RULES = {one.id: one for one in pack.build(str(ROOT / "policies")).rules}
PAGES = {page.stem: page.read_text("utf-8") for page in (ROOT / "docs/rules").glob("*.md")}


def headings(text: str) -> set[str]:
    return set(re.findall(r"^#+ (.+)$", text, re.MULTILINE))


def test_every_rule_has_its_place_and_the_index_leads_there() -> None:
    linked = re.findall(r"^\| \[([^\]]+)\]\((\w+)\.md#(\w+)\)", PAGES["README"], re.MULTILINE)
    assert sorted(f"{family}/{rule}" for _, family, rule in linked) == sorted(RULES)
    assert [one for one, family, rule in linked if one != f"{family}/{rule}"] == []
    assert [one for one, family, rule in linked if rule not in headings(PAGES[family])] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_page_says_what_a_reader_asks(rule: str) -> None:
    one = RULES[rule]
    text = PAGES[one.family].partition(f"\n## {rule.partition('/')[2]}\n")[2].partition("\n## ")[0]
    wanted = [
        f"- Id: `{rule}`",
        f"- Severity: {one.severity}",
        "- Judges: ",
        "- Remedy: ",
        "\nPasses",
        "\nFails",
        *(f"{control.id} ({control.relation})" for control in one.controls),
    ]
    assert [part for part in wanted if part not in text] == []


def test_every_parameter_is_on_a_page() -> None:
    known = parameters.definitions(str(ROOT / "policies"))
    missing = [
        (family, name)
        for family, one in known.items()
        for name in one.schema["properties"]
        if f"| `{name}` |" not in PAGES[family]
    ]
    assert missing == []
