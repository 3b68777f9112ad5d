"""Parameter schemas: defaults, broken files, and what the shipped ones promise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.errors import PolicyError
from meshgov.policy import parameters
from meshgov.policy.quantities import Units

TREES = st.recursive(
    st.none() | st.integers() | st.lists(st.integers()),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=10,
)


def test_defaults(small: str) -> None:
    found = parameters.definitions(small)
    assert {name: family.tier for name, family in found.items()} == {
        "access_control": "domain",
        "breaking_changes": "automated",
        "data_classification": "global",
        "data_quality": "domain",
        "data_retention": "global",
        "observability": "platform",
    }
    assert parameters.defaults(found)["data_retention"] == {
        "limits": {"operational": 2557, "logs": 366},
        "trash": {"days": 30},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"can't read .*parameters\.json"),
        ("{}", "can't read .*'properties'"),
        ('{"properties": {"a": {}}}', r"parameter a in .*parameters\.json has no default"),
        ("[]", "can't read"),
    ],
)
def test_broken_files(small: str, tmp_path: Path, text: str, message: str) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(small, moved)
    (moved / "domain" / "data_quality" / "parameters.json").write_text(text)
    with pytest.raises(PolicyError, match=message):
        parameters.definitions(str(moved))


@given(base=TREES, values=TREES)
def test_an_overlay_says_what_it_says_and_keeps_the_rest(
    base: parameters.Json, values: parameters.Json
) -> None:
    merged = parameters.overlay(base, values)
    assert parameters.overlay(merged, values) == merged
    assert parameters.overlay(base, base) == base
    if isinstance(base, dict) and isinstance(values, dict):
        assert merged == {
            key: parameters.overlay(base[key], values[key])
            if key in base and key in values
            else (base | values)[key]
            for key in base | values
        }
    else:
        assert merged == values


def test_shipped_parameters_fit_their_own_schemas(shipped: str, real_units: Units) -> None:
    known = parameters.definitions(shipped)
    demanded = {
        "access_control": {
            "default_access": None,
            "pii_fields": [],
            "approval_required": [],
            "sox_compliance": False,
            "audit_all_access": False,
        },
        "data_quality": {"completeness": None, "accuracy": None, "freshness": None},
        "observability": {
            "metrics": ["row_count", "null_rate", "distinct_count", "value_distribution"],
            "alerts": [
                "freshness_violation",
                "quality_check_failure",
                "schema_drift",
                "volume_anomaly",
            ],
        },
    }
    for name, values in demanded.items():
        held: Any = parameters.defaults(known)[name]
        assert {key: held[key] for key in values} == values
    for family in known.values():
        for one in family.schema["properties"].values():
            assert json.dumps(one["description"])
            if "x-unit" in one:
                assert hasattr(real_units, one["x-unit"])
                assert one["x-tighten"] in ("higher", "lower")
