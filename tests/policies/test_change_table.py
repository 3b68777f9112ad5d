"""The change table: complete words, levels that mirror each other, settings that know its ids."""

import json
import re
from pathlib import Path

import pytest

POLICIES = Path(__file__).resolve().parents[2] / "policies"
TABLE = json.loads((POLICIES / "changes/change_rules.json").read_text(encoding="utf-8"))
PARAMETERS = json.loads(
    (POLICIES / "automated/breaking_changes/parameters.json").read_text(encoding="utf-8")
)
LEVELS = ("docs", "compatible", "dangerous", "breaking")
BUMPS = {"docs": "patch", "compatible": "minor", "dangerous": "minor", "breaking": "major"}
# Announced, so no surprise, and gone all the same; and an order that nobody reads.
OWN_BUMPS = {"field-removed-after-sunset": "major", "field-reordered": "patch"}
PARTS = {
    "title", "section", "condition", "backward", "forward", "bump", "impact", "remediation",
}  # fmt: skip
MIRRORS = {"added": "removed", "removed": "added", "raised": "lowered", "lowered": "raised"}
# Readers of old data may see gaps that a default filled, so a default has no exact mirror.
WITHOUT_MIRROR = {"default-added", "default-removed"}


@pytest.mark.parametrize("change", TABLE)
def test_a_row_is_complete(change: str) -> None:
    row = TABLE[change]
    assert set(row) == PARTS
    assert row["backward"] in LEVELS
    assert row["forward"] in LEVELS
    assert row["bump"] == OWN_BUMPS.get(change, BUMPS[row["backward"]])


@pytest.mark.parametrize("change", TABLE)
def test_a_row_speaks_in_sentences(change: str) -> None:
    row = TABLE[change]
    assert re.fullmatch(r"[A-Z][^.]+", row["title"])
    for part in ("condition", "impact", "remediation"):
        assert re.fullmatch(r"[A-Z][^\n]{10,}\.", row[part]), part
    if row["backward"] == "docs":
        assert re.search(r"\b[Nn]othing has to be done\b", row["remediation"])


@pytest.mark.parametrize(
    "change",
    [id_ for id_, row in TABLE.items() if row["section"] == "Value guarantees"],
)
def test_a_guarantee_mirrors_its_opposite(change: str) -> None:
    """What a guarantee means to new readers of old data, its withdrawal means to old readers."""
    stem, _, ending = change.rpartition("-")
    opposite = f"{stem}-{MIRRORS.get(ending, ending)}"
    if change not in WITHOUT_MIRROR:
        assert TABLE[change]["forward"] == TABLE[opposite]["backward"]


def test_settings_can_name_every_change_and_nothing_else() -> None:
    levels = PARAMETERS["properties"]["levels"]
    assert levels["propertyNames"]["enum"] == list(TABLE)
    assert set(levels["additionalProperties"]["enum"]) == set(LEVELS)
