"""Frameworks against rules: the whole page and the whole document."""

from __future__ import annotations

import json

from meshgov.model.controls import Covered, Framework
from meshgov.render.base import RenderOptions
from meshgov.render.pages import controls

GDPR = Framework(
    "gdpr",
    "Data protection",
    (
        Covered(
            "5(2)",
            "Accountability",
            {"own/named": "partial", "pii/logged": "supports", "a/b": "supports"},
        ),
        Covered("17", "Erasure", {}),
        Covered("X\x1b[31m", "", {"own/named": "evidence-only"}),
    ),
)
OPTIONS = RenderOptions(colour=False, width=60)


def test_page() -> None:
    assert "".join(controls.text([GDPR], OPTIONS)) == (
        "gdpr  Data protection\n"
        "  2 of 3 listed controls have rules\n"
        "  5(2)       Accountability\n"
        "             supports       a/b, pii/logged\n"
        "             partial        own/named\n"
        "  X\\x1b[31m  \n"
        "             evidence-only  own/named\n"
        "  no rule\n"
        "  17         Erasure\n"
        "\n"
        "A contract shows that something is declared, not that it\n"
        "operates: each rule says whether it supports a control,\n"
        "supports a part of it, or only gives evidence.\n"
    )


def test_a_framework_without_gaps() -> None:
    whole = Framework("own", "", (Covered("1", "One", {"a/b": "supports"}),))
    assert "no rule" not in "".join(controls.text([whole], OPTIONS))


def test_document() -> None:
    assert json.loads("".join(controls.as_json([GDPR], "sha256:1"))) == {
        "schema": "meshgov/controls/v1",
        "pack": {"digest": "sha256:1"},
        "frameworks": [
            {
                "name": "gdpr",
                "title": "Data protection",
                "controls": [
                    {
                        "id": "5(2)",
                        "title": "Accountability",
                        "rules": [
                            {"id": "own/named", "relation": "partial"},
                            {"id": "pii/logged", "relation": "supports"},
                            {"id": "a/b", "relation": "supports"},
                        ],
                    },
                    {"id": "17", "title": "Erasure", "rules": []},
                    {
                        "id": "X\x1b[31m",
                        "title": "",
                        "rules": [{"id": "own/named", "relation": "evidence-only"}],
                    },
                ],
                "unsupported": ["17"],
            }
        ],
    }


def test_explanations() -> None:
    supported, bare, _ = GDPR.controls
    assert "supports       a/b, pii/logged" in "".join(controls.control(GDPR, supported, OPTIONS))
    assert "no rule of this pack bears on it" in "".join(controls.control(GDPR, bare, OPTIONS))
