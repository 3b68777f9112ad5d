"""Names of metrics and alerts that mean the same, and names that only sound alike."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from meshgov.engine.embedded import EmbeddedEngine

NAMES = yaml.safe_load((Path(__file__).parent / "measure_names.yaml").read_text(encoding="utf-8"))
SYNONYMS = {"metrics": "metric_synonyms", "alerts": "alert_synonyms"}


class Name(NamedTuple):
    """A name that a contract declares where another one is asked for."""

    kind: str
    asked: str
    declared: str


def written(key: str) -> list[Name]:
    """The names of the collection that are the one asked for (``same``), or not (``other``)."""
    return [
        Name(kind, asked, declared)
        for kind, measures in NAMES.items()
        for asked, listed in measures.items()
        for declared in listed[key]
    ]


def missing(bench: Any, names: list[Name]) -> Iterator[bool]:
    """Whether a contract that declares only the one name lacks the other."""
    requests = [
        bench.request(
            str(name),
            {
                "new": {"observability": {name.kind: [name.declared]}},
                "parameters": {"observability": {name.kind: [name.asked]}},
            },
            scope="contract",
        )
        for name in names
    ]
    with EmbeddedEngine(bench.pack) as engine:
        for name, answer in zip(names, engine.evaluate(requests), strict=True):
            yield bool(answer.rules[f"observability/{name.kind}_missing"].findings)


@pytest.mark.parametrize(("key", "lacks"), [("same", False), ("other", True)])
def test_names_that_people_write(bench: Any, key: str, lacks: bool) -> None:  # noqa: FBT001  # a case
    names = written(key)
    found = zip(names, missing(bench, names), strict=True)
    assert [name for name, lacking in found if lacking is not lacks] == []


def test_every_name_of_the_shipped_table_is_found(bench: Any) -> None:
    parameters = bench.parameters["observability"]
    names = [
        Name(kind, asked, phrase)
        for kind, key in SYNONYMS.items()
        for asked, phrases in parameters[key].items()
        for phrase in phrases
    ]
    assert len(names) > 250
    assert [
        name for name, lacking in zip(names, missing(bench, names), strict=True) if lacking
    ] == []


def test_the_shipped_table_is_in_its_own_spelling(bench: Any) -> None:
    parameters = bench.parameters["observability"]
    variants = {one for listed in parameters["words"].values() for one in listed}
    assert not variants & parameters["words"].keys()
    for kind, key in SYNONYMS.items():
        phrases = [phrase for listed in parameters[key].values() for phrase in listed]
        assert len(phrases) == len(set(phrases)), kind
        for phrase in phrases:
            words = phrase.split()
            assert words == sorted(set(words)), phrase
            assert not variants & set(words), phrase
