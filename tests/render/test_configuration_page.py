"""A resolved configuration, as people and as programs get it: whole results."""

import json
from typing import Any

from meshgov.errors import Location
from meshgov.model.configured import Configured, Parameter, Standing, Value
from meshgov.model.settings import Evidence
from meshgov.render.base import RenderOptions
from meshgov.render.pages import configuration

HERE = Value("critical", "overlay", Location("sales.yaml", 3, 9))
PLAIN: dict[str, Any] = {
    "mandatory": False,
    "domain": None,
    "source": "builtin",
    "severity": Value("info", "rule"),
    "mode": Value("enforce"),
    "effective_on": Value(None),
}
FULL = Configured(
    domain="sales",
    overlay="sales.yaml",
    governance="governance.yaml",
    organization="organization.yaml",
    parameters=(
        Parameter(
            ("retention", "limits", "logs"), Value(30, "governance", Location("g.yaml", 2, 4))
        ),
        Parameter(("retention", "kind"), Value("an\x1balytical")),
        Parameter(("zones", "names"), Value(["eu"] * 30)),
    ),
    rules=(
        Standing("a/one", **(PLAIN | {"mandatory": True, "severity": Value("error", "rule")})),
        Standing(
            "a/two",
            **PLAIN
            | {
                "domain": "sales",
                "source": "own",
                "severity": HERE,
                "effective_on": Value("2027-01-01", "governance", Location("g.yaml", 9, 1)),
            },
        ),
        Standing("b/last", **(PLAIN | {"mode": Value("off")})),
    ),
    overlays={"sales": "sales.yaml"},
    stated={"global_policies": {"retention": {"policy": "Not for ever."}}},
    registered={"sales": {"name": "sales"}},
    places={"contracts": ("contracts/*.yaml",)},
    notices=("something",),
    evidence=Evidence(log="evid\x1bence.db", key="env:MESH_KEY"),
)
BARE = Configured(None, None, None, None, (), (), overlays={"sales": "g.yaml", "finance": "g.yaml"})


def text(configured: Configured) -> str:
    return "".join(configuration.text(configured, RenderOptions(width=100)))


def test_everything_as_text() -> None:
    assert text(FULL) == (
        "governance    governance.yaml\n"
        "organization  organization.yaml\n"
        "domain        sales (sales.yaml)\n"
        "policies      retention (global_policies)\n"
        "registered    sales\n"
        "contracts     contracts/*.yaml\n"
        "evidence      log evid\\x1bence.db, key env:MESH_KEY\n"
        "\nretention\n"
        "  limits.logs  30              g.yaml:2:4\n"
        "  kind         an\\x1balytical  built-in default\n"
        "\nzones\n"
        '  names  ["eu", "eu", "eu", "eu", "eu", "eu", "eu", "eu", "eu", "e...  built-in default\n'
        "\na rules\n"
        "  error     a/one  enforce  mandatory\n"
        "  critical  a/two  enforce  from 2027-01-01; judges sales only; of own; "
        "severity: sales.yaml:3:9; date: g.yaml:9:1\n"
        "\nb rules\n"
        "  info      b/last  off\n"
    )


def test_nothing_configured_but_overlays() -> None:
    assert text(BARE) == (
        "governance    none: the built-in defaults\n"
        "organization  none\n"
        "overlays      sales, finance\n"
    )


def test_nothing_configured() -> None:
    assert text(Configured(None, None, None, None, (), ())) == (
        "governance    none: the built-in defaults\norganization  none\n"
    )


def test_a_domain_without_an_overlay() -> None:
    assert "domain        hr (no overlay: what holds everywhere)\n" in text(
        Configured("hr", None, None, None, (), ())
    )


def test_everything_as_a_document() -> None:
    shown = json.loads("".join(configuration.json(FULL)))
    assert shown.pop("rules")[1] == {
        "id": "a/two",
        "mandatory": False,
        "domain": "sales",
        "from": "own",
        "severity": {
            "value": "critical",
            "source": "overlay",
            "location": {"file": "sales.yaml", "line": 3, "column": 9},
        },
        "mode": {"value": "enforce", "source": "default", "location": None},
        "effective_on": {
            "value": "2027-01-01",
            "source": "governance",
            "location": {"file": "g.yaml", "line": 9, "column": 1},
        },
    }
    assert shown.pop("parameters")[1] == {
        "path": ["retention", "kind"],
        "value": "an\x1balytical",
        "source": "default",
        "location": None,
    }
    assert shown == {
        "schema": "meshgov/config/v1",
        "domain": "sales",
        "files": {
            "governance": "governance.yaml",
            "organization": "organization.yaml",
            "overlay": "sales.yaml",
        },
        "overlays": {"sales": "sales.yaml"},
        "places": {"contracts": ["contracts/*.yaml"]},
        "evidence": {"log": "evid\x1bence.db", "records": None, "key": "env:MESH_KEY"},
        "policies": {"global_policies": {"retention": {"policy": "Not for ever."}}},
        "organization": {"sales": {"name": "sales"}},
        "notices": ["something"],
    }
