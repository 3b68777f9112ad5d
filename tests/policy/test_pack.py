"""The pack as a whole: its digest, its folders, the shipped rules."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path

import pytest

from meshgov.errors import ConfigurationError, ManyErrors, PolicyError
from meshgov.model.pack import ChangeRule
from meshgov.policy import pack
from meshgov.policy import shipped as tables
from meshgov.policy.examples import KINDS

RULE = """# METADATA
# title: t
# description: d
# custom: {id: a/b, severity: error, scope: contract, remediation: r, message: m}
package acme.b

default applicable := true

findings contains {} if false
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "b.rego").write_text(RULE)
    return folder


@pytest.fixture
def copied(small: str, tmp_path: Path) -> Path:
    """The small pack at a place where a test may change it."""
    return Path(shutil.copytree(small, tmp_path / "elsewhere"))


def test_the_small_pack(small: str) -> None:
    found = pack.build(small)
    assert [rule.id for rule in found.rules] == [
        "data_classification/classification_missing",
        "data_retention/retention_missing",
        "pii_handling/encryption_required",
        "schema_validation/schema_missing",
    ]
    assert [(one.file, one.shipped) for one in found.modules] == [
        ("builtin/automated/schema_validation/schema_missing.rego", True),
        ("builtin/changes/changes.rego", True),
        ("builtin/global/data_classification/classification_missing.rego", True),
        ("builtin/global/data_retention/retention_missing.rego", True),
        ("builtin/global/pii_handling/encryption_required.rego", True),
        ("builtin/lib/text.rego", True),
        ("builtin/entry.rego", True),
    ]
    assert found.data == {
        "meshgov": {
            "change_rules": {
                "field-removed": {
                    "backward": "breaking", "forward": "compatible", "bump": "major",
                },
                "field-added": {
                    "backward": "compatible", "forward": "compatible", "bump": "minor",
                },
            }
        }
    }  # fmt: skip
    assert found.changes["field-added"] == ChangeRule(
        id="field-added",
        title="Field added",
        impact="None.",
        remediation="Nothing.",
        backward="compatible",
        forward="compatible",
        bump="minor",
        section="Fields",
        condition="It is new.",
    )
    assert (found.entry, found.foreign_entry) == ("meshgov.entry.answer", "")
    assert found.sources == ("builtin",)


def test_a_rule_of_the_small_pack(small: str) -> None:
    rule = pack.build(small).rules[1]
    assert (rule.tier, rule.mandatory, rule.waivable, rule.family) == (
        "global", True, False, "data_retention",
    )  # fmt: skip
    assert str(rule.location) == "builtin/global/data_retention/retention_missing.rego:1:1"
    assert [(one.framework, one.id, one.relation) for one in rule.controls] == [
        ("gdpr", "17", "partial")
    ]
    assert rule.controls[0:1] == rule.controls
    assert dict(rule.examples) == {
        "fail": [{"new": {"name": None}, "findings": [{"path": ["name"]}]}]
    }
    assert len(rule.examples) == 1


def test_a_pack_travels_to_worker_processes(small: str) -> None:
    found = pack.build(small)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own bytes
    assert again == found
    assert hash(again.rules[0].controls) == hash(found.rules[0].controls)


def test_a_pack_without_tables(tmp_path: Path, mine: Path) -> None:
    builtin = tmp_path / "none"
    builtin.mkdir()
    found = pack.build(str(builtin), [str(mine)])
    assert (found.changes, found.data) == ({}, {"meshgov": {"change_rules": {}}})
    assert '"changes": null,' in found.modules[-1].text


def test_the_digest_is_the_same_wherever_the_pack_lies(
    small: str, copied: Path, tmp_path: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.rego").write_text("package c\n\ndeny contains 1 if input.x\n")
    digest = pack.build(small, [str(mine), "other"]).digest
    assert digest.startswith("sha256:")
    assert len(digest) == len("sha256:") + 64
    assert pack.build(str(copied), ["other/", "mine"]).digest == digest
    (mine / "b.rego").write_bytes(b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    assert pack.build(small, ["mine", "other"]).digest == digest


@pytest.mark.parametrize("change", ["text", "name", "data", "table", "rule of another source"])
def test_the_digest_follows_what_judges(copied: Path, mine: Path, change: str) -> None:
    before = pack.build(str(copied), [str(mine)]).digest
    extra = [str(mine)]
    if change == "text":
        (mine / "b.rego").write_text(RULE.replace("# title: t", "# title: T"))
    elif change == "name":
        (mine / "b.rego").rename(mine / "c.rego")
    elif change == "data":
        (mine / "data.json").write_text('{"x": 1}')
    elif change == "table":
        table = copied / "changes" / "change_rules.json"
        table.write_text(table.read_text().replace('"minor"', '"major"'))
    else:
        extra = []
        (copied / "global" / "x").mkdir()
        (copied / "global" / "x" / "b.rego").write_text(
            RULE.replace("acme.b", "meshgov.global.a.b")
        )
    assert pack.build(str(copied), extra).digest != before


def test_tests_and_documents_do_not_count(small: str, mine: Path) -> None:
    before = pack.build(small, [str(mine)]).digest
    (mine / "b_test.rego").write_text("package broken (")
    (mine / "README.md").write_text("x")
    (mine / "other.json").write_text("x")
    (mine / ".git").mkdir()
    (mine / ".git" / "x.rego").write_text("x")
    assert pack.build(small, [str(mine)]).digest == before


def test_a_folder_given_twice_counts_once(
    small: str, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine.parent)
    (mine.parent / "link").symlink_to(mine)
    found = pack.build(small, ["mine", "./mine", "link"])
    assert found.sources == ("builtin", "mine")


def test_links_are_followed_once(small: str, mine: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "c.rego").write_text("package c\n\ndeny contains 1 if input.x\n")
    (mine / "linked").symlink_to(outside)
    (mine / "loop").symlink_to(mine)
    found = pack.build(small, [str(mine)])
    assert [rule.id for rule in found.rules if rule.source != "builtin"] == ["a/b", "c/deny"]


def test_a_missing_folder(small: str) -> None:
    with pytest.raises(ConfigurationError, match="there is no policy folder nowhere") as raised:
        pack.build(small, ["nowhere"])
    assert raised.value.hint == "give the folder that holds the .rego files, or a bundle as .tar.gz"


def test_a_file_instead_of_a_folder(small: str, mine: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"b\.rego are not a folder"):
        pack.build(small, [str(mine / "b.rego")])


def test_a_file_that_cannot_be_read(small: str, mine: Path) -> None:
    (mine / "gone.rego").symlink_to(mine / "nothing")
    with pytest.raises(PolicyError, match=r"can't read .*gone\.rego: No such file"):
        pack.build(small, [str(mine)])


def test_a_folder_that_cannot_be_read(
    small: str, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(PolicyError, match=r"can't read .*: Permission denied"):
        pack.build(small, [str(mine)])


def test_data_nested_beyond_reason(small: str, mine: Path) -> None:
    (mine / "data.json").write_text('{"a": ' + "[" * 100_000)
    with pytest.raises(PolicyError, match=r"data\.json is nested too deep"):
        pack.build(small, [str(mine)])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("changes/change_rules.json", "{", r"can't read .*change_rules\.json"),
        ("changes/change_rules.json", '{"a": {"title": "x"}}', "has a row of another shape"),
        ("changes/change_rules.json", '{"a": {"level": "x"}}', "has a row of another shape"),
        ("controls.json", "[", r"can't read .*controls\.json"),
    ],
)
def test_broken_tables(copied: Path, mine: Path, name: str, text: str, message: str) -> None:
    (copied / name).write_text(text)
    with pytest.raises(PolicyError, match=message):
        pack.build(str(copied), [str(mine)])


def test_a_broken_shipped_rule_is_never_left_out(copied: Path) -> None:
    rule = copied / "global" / "pii_handling" / "encryption_required.rego"
    rule.write_text(rule.read_text().replace("severity: critical", "severity: fatal"))
    with pytest.raises(PolicyError, match="severity must be one of"):
        pack.build(str(copied))


def test_documentation_of_shipped_rules_is_checked_when_it_is_read(copied: Path) -> None:
    rule = copied / "global" / "pii_handling" / "encryption_required.rego"
    rule.write_text(
        rule.read_text().replace("partial}", "proves}").replace("findings: [{path", "found: [{path")
    )
    broken = next(one for one in pack.build(str(copied)).rules if one.family == "pii_handling")
    with pytest.raises(PolicyError, match="relation must be one of"):
        len(broken.controls)
    with pytest.raises(ManyErrors, match="lacks 'findings'"):
        dict(broken.examples)


def test_every_shipped_rule_is_complete(shipped: str) -> None:
    """Package is path, documentation can be read, and every control is in the list."""
    known = tables.frameworks(shipped)
    found = pack.build(shipped)
    assert len(found.rules) > 20
    for rule in found.rules:
        assert rule.location is not None
        tier, family, name = rule.location.file.removeprefix("builtin/").split("/")
        assert rule.package == f"meshgov.{tier}.{family}.{name.removesuffix('.rego')}"
        assert rule.controls, rule.id
        unknown = [one for one in rule.controls if one.id not in known.get(one.framework, ())]
        assert unknown == [], rule.id
        assert set(rule.examples) == set(KINDS), rule.id


def test_the_shipped_list_of_controls(shipped: str) -> None:
    listed = json.loads((Path(shipped) / "controls.json").read_text())
    frameworks = ("bcbs239", "ccpa", "cdmc", "gdpr", "iso27001", "nist80053", "soc2", "sox")
    assert tuple(sorted(listed)) == frameworks
    for framework in listed.values():
        assert framework["title"]
        assert all(isinstance(title, str) for title in framework["controls"].values())
